"""`langnghe check_install`: one line for each thing that must be right."""

from typing import Any

from django.core.checks import CheckMessage
from django.core.checks.registry import registry
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.module_loading import autodiscover_modules


class Command(BaseCommand):
    help = "Look at everything that must be right in this installation; exit with 1 if something is wrong."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        autodiscover_modules("installation")
        checks = [
            check
            for check in registry.get_checks(include_deployment_checks=True)
            if "installation" in getattr(check, "tags", ())
        ]
        wrong = sum(self._ask(check) for check in sorted(checks, key=lambda check: check.__module__))
        if wrong:
            raise CommandError(f"{wrong} of {len(checks)} checks found something wrong.")
        self.stdout.write(f"All {len(checks)} checks are well.")

    def _ask(self, check: Any) -> bool:
        """Ask one check and print its lines; return whether it found an error."""
        try:
            messages = check(app_configs=None, databases=["default"])
        except DatabaseError as problem:
            self.stdout.write(self.style.ERROR(f"WRONG  {_first_line(check)} {str(problem).splitlines()[0]}"))
            return True
        if not messages:
            self.stdout.write(f"well   {_first_line(check)}")
        for message in messages:
            style = self.style.ERROR if message.is_serious() else self.style.WARNING
            self.stdout.write(style(_line(message)))
        return any(message.is_serious() for message in messages)


def _line(message: CheckMessage) -> str:
    word = "WRONG " if message.is_serious() else "note  "
    return f"{word} {message.msg}" + (f" ({message.hint})" if message.hint else "")


def _first_line(check: Any) -> str:
    return (check.__doc__ or check.__name__).strip().splitlines()[0]
