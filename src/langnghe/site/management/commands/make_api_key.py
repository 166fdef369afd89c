"""`langnghe make_api_key`: let another system send reports by Open311, or end its key."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from langnghe.site.open311.keys import NameTaken, make_key, revoke_key


class Command(BaseCommand):
    """Print a new key, or revoke one."""

    help = "Make a key with which another system may send reports by Open311; it is shown only once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="what the other system is called")
        parser.add_argument("--revoke", action="store_true", help="end the active key of this name instead")

    def handle(self, *, name: str, revoke: bool, **options: object) -> None:
        name = name.strip()
        if not 0 < len(name) <= 80:
            raise CommandError("Give the other system a name of 1 to 80 letters.")
        if revoke:
            if not revoke_key(name):
                raise CommandError(f"No active key is called “{name}”.")
            self.stdout.write(f"The key of “{name}” no longer works.")
            return
        try:
            self.stdout.write(make_key(name))
        except NameTaken:
            raise CommandError(
                f"“{name}” has a key already: revoke it first with --revoke, or choose another name."
            ) from None
        self.stderr.write("Keep this key: it is stored only as a digest and cannot be shown again.")
