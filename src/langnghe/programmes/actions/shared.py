"""What the actions of this room share: words in rows of their own, programmes that run, the end of a day."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from langnghe.ground.steps import must
from langnghe.programmes.models import Programme, ProgrammeWords


def kept(words: str) -> ProgrammeWords:
    """Keep what an office wrote."""
    return ProgrammeWords.objects.create(words=words.strip())


def end_of(day: date) -> datetime:
    """Return the last moment of a day, in the time zone of the installation."""
    return datetime.combine(day, time(23, 59, 59), timezone.get_default_timezone())


def running(programme: Programme) -> Programme:
    """Return a programme, locked. Raise NotPossible where it was ended."""
    found = Programme.objects.select_for_update(of=("self",)).select_related("aim").get(pk=programme.pk)
    must(found.ended_at is None, _("This programme has ended."))
    return found
