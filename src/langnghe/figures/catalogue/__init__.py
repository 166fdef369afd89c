"""
What each figure is: its name, what it counts, and the formula in words; one file for each room it counts in.

The expressions behind the names stand in `definitions`, the SQL made from them in `sql/`, and what a reader
recognises a counted row by in `rows`.
"""

from langnghe.figures.catalogue import alarms, cases, grassroots, meetings, practices, programmes, situations
from langnghe.figures.catalogue.figure import Counts, Figure

__all__ = ["FIGURES", "Counts", "Figure"]

_ROOMS = (
    cases,
    alarms,
    situations,
    grassroots,
    practices,
    meetings,
    programmes,
)

FIGURES: dict[str, Figure] = {figure.name: figure for room in _ROOMS for figure in room.FIGURES}
