"""Many new rows at once, by PostgreSQL's COPY: the batch twin of `Model.save`."""

from collections.abc import Sequence

from django.db import connection, models


def take_ids(model: type[models.Model], count: int) -> list[int]:
    """Return `count` fresh ids of a table, so that rows can point at each other before they are written."""
    table, column = model._meta.db_table, model._meta.pk.name
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, column, count],
        )
        return [row[0] for row in cursor.fetchall()]


def copy_in(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Write new rows in one COPY; columns that the database fills in itself are left to it."""
    if not rows:
        return
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not field.has_db_default()]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row([_adapted(field, row) for field in fields])


def _adapted(field: models.Field, row: models.Model) -> object:
    value = field.get_db_prep_save(field.pre_save(row, add=True), connection)
    return bytes(value) if isinstance(value, memoryview) else value
