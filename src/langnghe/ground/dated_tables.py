"""
Keeping the rows of a table that somebody prepared beside those that are known: dated rows, all or nothing.

The same table twice changes nothing. A row whose key is known with other content withdraws the earlier
row from now on; what was decided under it stays as it was.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from langnghe.ground.dated import Dated
from langnghe.ground.tables import Loaded


def keep_rows(rows: Sequence[Dated], *, key: Sequence[str], now: datetime, dry_run: bool = False) -> Loaded:
    """Write the unsaved `rows` of one table; `key` names the columns that tell which row is which."""
    if not rows:
        return Loaded()
    model = type(rows[0])
    present = {_values(row, key): row for row in model.objects.known()}
    content = [field.attname for field in model._meta.concrete_fields if field.name not in _OWN]
    fresh, outdated, same = [], [], 0
    for row in rows:
        earlier = present.get(_values(row, key))
        if earlier is None or _values(row, content) != _values(earlier, content):
            fresh.append(row)
            outdated += [earlier] if earlier else []
        else:
            same += 1
    if not dry_run:
        with transaction.atomic():
            _withdraw(outdated, now)
            model.objects.bulk_create(fresh)
    return Loaded(len(fresh) - len(outdated), len(outdated), same)


_OWN = {"id", "recorded_at", "withdrawn_at"}


def _values(row: Dated, names: Iterable[str]) -> tuple:
    return tuple(getattr(row, name) for name in names)


def _withdraw(rows: Sequence[Dated], now: datetime) -> None:
    for row in rows:
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
