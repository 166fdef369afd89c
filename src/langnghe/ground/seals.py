"""
A running digest over append-only rows, sealed in batches, that shows any later tampering.

Rows are read in (xid, id) order, only from transactions that are certainly over. Each seal covers the
digest of the one before, so that one changed, removed or slipped-in row breaks all that follow.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

import pgtrigger
from django.db import connection, models, transaction

from langnghe.ground.moments import recorded_at_field

ROWS_OF_A_SEAL = 50_000


class Seal(models.Model):
    """The digest of one batch of rows of one table."""

    table = models.CharField(max_length=80)
    first_xid = models.BigIntegerField()
    first_id = models.BigIntegerField()
    last_xid = models.BigIntegerField()
    last_id = models.BigIntegerField()
    rows = models.PositiveIntegerField()
    digest = models.BinaryField()
    recorded_at = recorded_at_field()

    class Meta:
        db_table = "ground_seal"
        indexes = [models.Index(fields=["table", "last_xid", "last_id"], name="ground_seal_in_order")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


def seal(model: type[models.Model], *, columns: Sequence[str]) -> Seal | None:
    """
    Seal the next rows of `model` that are not sealed yet; return the new seal, None where there was nothing.

    One covers `ROWS_OF_A_SEAL` at most, so that memory does not grow with an import: ask until there is none.
    A column "words.words_hash" is one of the row that `words` points at.
    """
    table = model._meta.db_table
    with transaction.atomic():
        _hold_others_off(table)
        last = Seal.objects.filter(table=table).order_by("-last_xid", "-last_id").first()
        after = (last.last_xid, last.last_id) if last else (-1, -1)
        rows = _rows(model, columns, after=after, until=None)
        if not rows:
            return None
        return Seal.objects.create(
            table=table,
            first_xid=rows[0][0],
            first_id=rows[0][1],
            last_xid=rows[-1][0],
            last_id=rows[-1][1],
            rows=len(rows),
            digest=_digest(bytes(last.digest) if last else b"", rows),
        )


def first_broken_seal(model: type[models.Model], *, columns: Sequence[str]) -> Seal | None:
    """Return the first seal that no longer fits the rows it covers, None where all are intact."""
    before, after = b"", (-1, -1)
    for sealed in Seal.objects.filter(table=model._meta.db_table).order_by("last_xid", "last_id"):
        rows = _rows(model, columns, after=after, until=(sealed.last_xid, sealed.last_id))
        if len(rows) != sealed.rows or _digest(before, rows) != bytes(sealed.digest):
            return sealed
        before, after = bytes(sealed.digest), (sealed.last_xid, sealed.last_id)
    return None


def _rows(
    model: type[models.Model],
    columns: Sequence[str],
    *,
    after: tuple[int, int],
    until: tuple[int, int] | None,
) -> list[tuple]:
    names = ", ".join(_name(column) for column in columns)
    table = f"{connection.ops.quote_name(model._meta.db_table)} AS sealed{_joins(model, columns)}"
    end = (
        "AND (sealed.xid, sealed.id) <= (%s, %s)"
        if until
        else "AND sealed.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    )
    query = (
        f"SELECT sealed.xid, sealed.id, {names} FROM {table} "  # noqa: S608 - names of ours, quoted
        f"WHERE (sealed.xid, sealed.id) > (%s, %s) {end} ORDER BY sealed.xid, sealed.id LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [*after, *(until or ()), None if until else ROWS_OF_A_SEAL])
        return cursor.fetchall()


def _name(column: str) -> str:
    table, _, name = column.rpartition(".")
    return f"{connection.ops.quote_name(table or 'sealed')}.{connection.ops.quote_name(name)}"


def _joins(model: type[models.Model], columns: Sequence[str]) -> str:
    """Return the joins to rows that hold columns such as "words.words_hash"."""
    quote, joins = connection.ops.quote_name, ""
    for relation in dict.fromkeys(column.rpartition(".")[0] for column in columns if "." in column):
        field: Any = model._meta.get_field(relation)
        table, alias = quote(field.related_model._meta.db_table), quote(relation)
        joins += f" LEFT JOIN {table} AS {alias} ON {alias}.id = sealed.{quote(field.column)}"
    return joins


def _digest(before: bytes, rows: Sequence[tuple]) -> bytes:
    running = hashlib.sha256(before)
    for row in rows:
        for value in row:
            written = bytes(value).hex() if isinstance(value, memoryview | bytes) else str(value)
            running.update(f"{len(written)}:{written};".encode())
    return running.digest()


def _hold_others_off(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"seal {table}"])
