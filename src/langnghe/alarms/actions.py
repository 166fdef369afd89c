"""Changing alarms: a person's verdict, and settling what has nothing unsolved any more."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from langnghe.alarms import queries
from langnghe.alarms.models import Alarm, Verdict
from langnghe.people.models import User
from langnghe.places.decrees import Decree


@transaction.atomic
def give_verdict(alarm: Alarm, result: str, *, note: str, by: User, now: datetime) -> Verdict:
    """Write down what a person found on the spot; earlier verdicts stay, the newest counts."""
    return Verdict.objects.create(
        alarm=alarm, result=Verdict.Result(result), note=note.strip(), by=by, given_at=now
    )


@transaction.atomic
def settle(*, now: datetime) -> int:
    """Settle the alarms without an unsolved report, open again those with one; return how many changed."""
    alarms = list(
        Alarm.objects.select_for_update().exclude(state=Alarm.State.CLOSED, settled_at__isnull=False)
    )
    newest = queries.newest_findings([alarm.pk for alarm in alarms])
    every_report = {report for finding in newest.values() for report in finding.reports}
    unsolved = queries.unsolved_among(every_report)
    changed = 0
    for alarm in alarms:
        finding = newest.get(alarm.pk)
        is_settled = finding is not None and unsolved.isdisjoint(finding.reports)
        if is_settled != (alarm.settled_at is not None):
            alarm.settled_at = now if is_settled else None
            alarm.save(update_fields=["settled_at"])
            changed += 1
    return changed


@transaction.atomic
def follow(decree: Decree, *, by: User | None, now: datetime) -> Iterable[int]:
    """Move the middle of alarms to the area of today; what was found on a day stays as it was found."""
    moved = 0
    for alarm in queries.alarms_left(decree).select_for_update(of=("self",)):
        if (there := queries.centre_after(decree, alarm)) is not None:
            alarm.centre = there
            alarm.save(update_fields=["centre"])
            moved += 1
    return [moved]
