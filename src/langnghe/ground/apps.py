"""The ground as a Django app: cursors and seals are its only tables."""

from django.apps import AppConfig


class GroundConfig(AppConfig):
    name = "langnghe.ground"
