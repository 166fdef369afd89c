"""Targets: set for a year, set otherwise from a day on, and what the house counted of them."""

from collections.abc import Sequence
from copy import copy
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models.base import ModelState
from django.utils.translation import gettext as _

from langnghe.core.language import format_number as number_in_words
from langnghe.core.paper import day_in_words
from langnghe.ground.steps import must
from langnghe.people.models import User
from langnghe.programmes.actions.programmes import written
from langnghe.programmes.actions.shared import running
from langnghe.programmes.models import CountedResult, Programme, ProgrammeEvent, Target


@transaction.atomic
def set_target(programme: Programme, line: Target, *, by: User, now: datetime) -> Target:
    """Add a line to the targets of a year."""
    programme = running(programme)
    must(line.value > 0, _("A target is above zero."))
    same = {"code": line.code, "year": line.year, "body": line.body, "group": line.group}
    must(
        not Target.objects.known().filter(programme=programme, **same).exists(),
        _("This target is set already: set another value of it."),
    )
    must(
        programme.first_on.year <= line.year <= programme.last_on.year,
        _("The programme does not run in that year."),
    )
    line.programme, line.valid_from, line.valid_to = programme, date(line.year, 1, 1), date(line.year, 12, 31)
    line.save()
    said = f"{line.name}, {line.year}: {number_in_words(line.value)} {line.unit}. {line.source}"
    written(programme, ProgrammeEvent.Kind.TARGET_SET, words=said, by=by, now=now)
    return line


@transaction.atomic
def change_target(
    target: Target, *, value: Decimal, from_on: date, source: str, by: User, now: datetime
) -> Target:
    """Set another value of a target from a day of its year on; what held before that day stays known."""
    target = Target.objects.select_for_update().get(pk=target.pk, withdrawn_at=None)
    programme = running(target.programme)
    must(value > 0, _("A target is above zero."))
    must(value != target.value, _("Nothing is changed."))
    must(bool(source.strip()), _("Write the document that sets it."))
    must(from_on.year == target.year, _("The day lies in another year than the target."))
    line = copy(target)
    line.pk, line._state = None, ModelState()
    line.value, line.source, line.valid_from = value, source.strip(), max(from_on, target.valid_from)
    if target.valid_from < from_on:
        target.valid_to = from_on - timedelta(days=1)
    else:
        target.withdrawn_at = now
    target.save(update_fields=["valid_to", "withdrawn_at"])
    line.save()
    values = f"{number_in_words(target.value)} → {number_in_words(value)} {line.unit}"
    said = f"{line.name}, {line.year}: {values}, {day_in_words(line.valid_from)}. {line.source}"
    written(programme, ProgrammeEvent.Kind.TARGET_SET, words=said, by=by, now=now)
    return line


@transaction.atomic
def keep_counted(programme: Programme, year: int, results: Sequence[CountedResult]) -> int:
    """Keep what the house counted of a programme's targets in a year, in place of what it counted before."""
    programme.counted.filter(year=year).delete()
    return len(CountedResult.objects.bulk_create(results, batch_size=1000))
