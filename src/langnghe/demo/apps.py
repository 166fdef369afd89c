"""The demonstration as a Django app: it moves the clocks where a demo year lies."""

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate

from langnghe.demo import clock


class DemoConfig(AppConfig):
    name = "langnghe.demo"

    def ready(self) -> None:
        """Start the demonstration's clock; tables that a later release adds get it with their migration."""
        clock.start(settings.CLOCK_SHIFT)
        if settings.CLOCK_SHIFT:
            post_migrate.connect(_move_database, sender=self)


def _move_database(**_: object) -> None:
    clock.move_database(settings.CLOCK_SHIFT)
