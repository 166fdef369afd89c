"""The tables of the ground."""

from langnghe.ground.cursors import EventCursor
from langnghe.ground.seals import Seal

__all__ = ["EventCursor", "Seal"]
