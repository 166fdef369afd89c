"""
Many new rows at once: ids drawn before they are written, so that rows can point at each other.

`copy_in` and `copy_together` are PostgreSQL's COPY, for thousands of rows; `insert_together` writes a few
rows of several tables in one statement. All leave to the database the columns that it fills in itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models


def take_ids(model: type[models.Model], count: int) -> list[int]:
    """Return `count` fresh ids of a table."""
    return _take_ids([(model, count)])[0]


def give_ids(rows: Iterable[models.Model]) -> None:
    """Give fresh ids to new rows of any tables, in one statement, and point the rows at each other."""
    tables = _by_table(rows)
    fresh = _take_ids([(model, len(of_table)) for model, of_table in tables.items()])
    for of_table, ids in zip(tables.values(), fresh, strict=True):
        for row, pk in zip(of_table, ids, strict=True):
            row.pk = pk
    for model, of_table in tables.items():
        for field in _relations(model):
            for row in of_table:
                if field.is_cached(row) and (related := field.get_cached_value(row)) is not None:
                    setattr(row, field.name, related)  # takes on the id that it was given above


def copy_in(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Write new rows of one table in one COPY."""
    if not rows:
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {_target(model)} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(_values(row))


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows that are values alone in one COPY: the columns of the table by name, one value for each."""
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def copy_together(rows: Iterable[models.Model]) -> None:
    """Write new rows of several tables, with their ids, in one COPY for each table."""
    for model, of_table in _by_table(rows).items():
        copy_in(model, of_table)


def insert_together(rows: Iterable[models.Model]) -> None:
    """
    Write a few new rows of several tables, with their ids, in one statement.

    Foreign keys between them hold, because they are checked when the transaction ends.
    """
    tables = _by_table(rows)
    statement = _insert(tuple((model, len(of_table)) for model, of_table in tables.items()))
    values = [value for of_table in tables.values() for row in of_table for value in _values(row)]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    for of_table in tables.values():
        for row in of_table:
            row._state.adding = False


def _take_ids(wanted: Sequence[tuple[type[models.Model], int]]) -> list[list[int]]:
    drawn = "ARRAY(SELECT nextval((SELECT pg_get_serial_sequence(%s, %s))) FROM generate_series(1, %s))"
    given: list[Any] = []
    for model, count in wanted:
        given += [model._meta.db_table, model._meta.pk.column, count]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([drawn] * len(wanted))}", given)
        return list(cursor.fetchone())


def _by_table(rows: Iterable[models.Model]) -> dict[type[models.Model], list[models.Model]]:
    tables = defaultdict(list)
    for row in rows:
        tables[type(row)].append(row)
    return tables


@cache
def _fields(model: type[models.Model]) -> tuple[models.Field, ...]:
    return tuple(field for field in model._meta.concrete_fields if not field.has_db_default())


@cache
def _relations(model: type[models.Model]) -> tuple[models.ForeignKey, ...]:
    return tuple(field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey))


@cache
def _target(model: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in _fields(model))
    return f"{quote(model._meta.db_table)} ({columns})"


@cache  # a handful of shapes: which tables, and how many rows of each
def _insert(shape: tuple[tuple[type[models.Model], int], ...]) -> str:
    *first, last = [f"INSERT INTO {_target(model)} VALUES {_marks(model, count)}" for model, count in shape]  # noqa: S608
    parts = ", ".join(f"part_{at} AS ({part})" for at, part in enumerate(first))
    return f"WITH {parts} {last}" if parts else last


def _marks(model: type[models.Model], count: int) -> str:
    row = ", ".join(["%s"] * len(_fields(model)))
    return ", ".join([f"({row})"] * count)


def _values(row: models.Model) -> list[Any]:
    read, prepared = _reading(type(row))
    values = list(read(row))
    database = connections[DEFAULT_DB_ALIAS]  # itself, not the stand-in that looks it up at each word
    for at, field in prepared:
        value = field.get_db_prep_save(field.pre_save(row, add=True), database)
        values[at] = bytes(value) if isinstance(value, memoryview) else value
    return values


@cache
def _reading(
    model: type[models.Model],
) -> tuple[Callable[[models.Model], tuple[Any, ...]], tuple[tuple[int, models.Field], ...]]:
    """Return what reads all values of a row at once, and those fields whose value Django has to prepare."""
    fields = _fields(model)
    prepared = tuple(
        (at, field) for at, field in enumerate(fields) if type(field) not in _WRITTEN_AS_THEY_ARE
    )
    if len(fields) == 1:
        return lambda row: (getattr(row, fields[0].attname),), prepared
    return attrgetter(*(field.attname for field in fields)), prepared


# A value of one of these goes to the database as it stands on the row; all others pass through Django first.
_WRITTEN_AS_THEY_ARE = {
    models.BigAutoField,
    models.BooleanField,
    models.CharField,
    models.FloatField,
    models.ForeignKey,
    models.IntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.SmallIntegerField,
    models.TextField,
}
