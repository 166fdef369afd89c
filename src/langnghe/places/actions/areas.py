"""Loading areas: all lines or none, the same file twice changes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.db import transaction

from langnghe.ground.copying import copy_rows, take_ids
from langnghe.ground.tables import Fault, Loaded, read_table, stop_on
from langnghe.places.models import Area, AreaAncestor
from langnghe.places.records import AREA_COLUMNS, AreaRecord, area_records, faults_of_tree, tree_of
from langnghe.places.tree import Node, Tree, only_latest
from langnghe.places.words import folded_words, take_apart

BATCH = 1000
OTHER_NAMES = " | "  # stands between the folded forms of several names; no folded word holds it
_FIELDS = [
    *("name", "bare_name", "folded", "kind", "parent", "level", "is_leaf"),
    *("latitude", "longitude", "area_km2", "valid_to"),
]
_COLUMNS = ["code", "valid_from", *("parent_id" if field == "parent" else field for field in _FIELDS)]


@transaction.atomic
def load_areas(*paths: Path, dry_run: bool = False) -> Loaded:
    """Load the areas of tables (see `records`). Raise BadTable with a sentence for each faulty line."""
    records: list[AreaRecord] = []
    for path in paths:
        faults: list[Fault] = []
        records += area_records(read_table(path, required=AREA_COLUMNS), faults=faults)
        stop_on(faults, path=path)
    loaded = keep_areas(records, path=paths[-1])
    if dry_run:
        transaction.set_rollback(True)
    return loaded


@transaction.atomic(savepoint=False)
def keep_areas(records: Iterable[AreaRecord], *, path: Path | None = None) -> Loaded:
    """
    Bring the table of areas to what `records` say, beside what it holds already.

    Raises BadTable, before anything is written, when the tree would not hold together.
    """
    held = held_records()
    wanted = dict(held)
    for record in records:
        known = held.get(record.identity)
        wanted[record.identity] = known.completed_by(record) if known else record
    tree, by_key = tree_of(wanted.values())
    stop_on(sorted(faults_of_tree(tree, by_key), key=lambda fault: fault.line), path=path)
    changed = {
        identity
        for identity, record in wanted.items()
        if identity in held and replace(record, line=0) != held[identity]
    }
    loaded = Loaded(len(wanted) - len(held), len(changed), len(held) - len(changed))
    if loaded.created or loaded.changed:
        _write(tree, by_key)
    return loaded


def held_records() -> dict[tuple[str, date], AreaRecord]:
    """Return every area that the table holds, as records."""
    columns = "code", "name", "kind", "valid_from", "valid_to", "latitude", "longitude", "area_km2"
    rows = Area.objects.known().values("pk", "parent__code", "folded", *columns)
    records = [
        AreaRecord(
            parent_code=row.pop("parent__code") or "",
            other_names=tuple(row.pop("folded").split(OTHER_NAMES)[1:]),
            **row,
        )
        for row in rows
    ]
    return {record.identity: record for record in records}


def _write(tree: Tree, by_key: dict[int, AreaRecord]) -> None:
    """Write new areas, what changed in old ones, and the closure anew."""
    new = [key for key, record in by_key.items() if record.pk is None]
    pks = {key: record.pk for key, record in by_key.items() if record.pk is not None}
    pks |= dict(zip(new, take_ids(Area, len(new)), strict=True))
    rows = dict(_rows(tree, by_key, pks))
    copy_rows(Area, ["id", *_COLUMNS], ([pks[key], *_values(rows[key])] for key in new))
    held = Area.objects.in_bulk([record.pk for record in by_key.values() if record.pk is not None])
    changed = [
        rows[key] for key in rows if pks[key] in held and _values(rows[key]) != _values(held[pks[key]])
    ]
    Area.objects.bulk_update(changed, _FIELDS, batch_size=BATCH)
    AreaAncestor.objects.all().delete()
    columns = ["ancestor_id", "descendant_id", "distance"]
    steps = ((pks[step.ancestor], pks[step.descendant], step.distance) for step in tree.closure())
    copy_rows(AreaAncestor, columns, steps)


def _rows(tree: Tree, by_key: dict[int, AreaRecord], pks: dict[int, int]) -> Iterator[tuple[int, Area]]:
    levels, branches = tree.levels(), tree.keys_of_branches()
    for node in tree.nodes:
        record, parent = by_key[node.key], only_latest(tree.parents(node))
        name = take_apart(record.name, record.kind)
        above = [take_apart(by_key[key].name, by_key[key].kind).bare for key in _line_up(tree, node)]
        searched = " ".join(folded_words(part) for part in [record.name, *above])
        yield (
            node.key,
            Area(
                pk=pks[node.key],
                code=record.code,
                name=record.name,
                bare_name=name.bare,
                folded=OTHER_NAMES.join([searched, *record.other_names]),
                kind=record.kind,
                parent_id=pks[parent.key] if parent else None,
                level=levels[node.key],
                is_leaf=node.key not in branches,
                latitude=record.latitude,
                longitude=record.longitude,
                area_km2=record.area_km2,
                valid_from=record.valid_from,
                valid_to=record.valid_to,
            ),
        )


def _line_up(tree: Tree, node: Node) -> Iterator[int]:
    """Yield the keys of the latest parent, its latest parent, and so on."""
    while (parent := only_latest(tree.parents(node))) is not None:
        yield parent.key
        node = parent


def _values(area: Area) -> list[object]:
    return [getattr(area, column) for column in _COLUMNS]
