"""
Loading bodies and clusters: all lines or none, the same twice changes nothing.

A table of bodies has the columns `slug, name, kind, line, area_code` and may have `superior` (a slug),
`name_on_paper`, `superior_on_paper`, `abbreviation`, `paper_format`, `valid_from` and `valid_to`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction

from langnghe.bodies.kinds import BodyRecord, bodies_of, read_kinds
from langnghe.bodies.models import Body, BodyAncestor, Cluster, ClusterMember, Line, PaperFormat
from langnghe.bodies.succession import all_heirs
from langnghe.ground.copying import copy_rows, take_ids
from langnghe.ground.tables import Fault, Loaded, Row, read_table, stop_on
from langnghe.places.models import Area
from langnghe.places.records import BEFORE_RECORDS
from langnghe.places.tree import LAST_DAY, Node, Tree, only_latest
from langnghe.places.words import folded_words

DATA = Path(__file__).resolve().parent.parent / "data"
KINDS, CLUSTERS, MEMBERS = DATA / "body_kinds.csv", DATA / "clusters.csv", DATA / "cluster_members.csv"
BODY_COLUMNS = ("slug", "name", "kind", "line", "area_code")
BATCH = 1000
_FIELDS = [
    *("name", "folded", "kind", "line", "area", "superior", "name_on_paper", "superior_on_paper"),
    *("abbreviation", "paper_format", "valid_to"),
]
_COLUMNS = ["slug", "valid_from"] + [
    f"{field}_id" if field in ("area", "superior") else field for field in _FIELDS
]

Identity = tuple[str, date]


@transaction.atomic
def load_bodies(path: Path | None = None, *, dry_run: bool = False) -> Loaded:
    """Load the bodies of a table, or those that the shipped kinds give to the areas loaded before."""
    loaded = keep_bodies(_table_of_bodies(path) if path else bodies_of_kinds(), path=path)
    if path is None:
        loaded.remarks.append(f"clusters: {_load_clusters()}.")
    if dry_run:
        transaction.set_rollback(True)
    return loaded


@transaction.atomic(savepoint=False)
def keep_bodies(records: Iterable[BodyRecord], *, path: Path | None = None) -> Loaded:
    """Bring the table of bodies to what `records` say, beside what it holds already. Raise BadTable."""
    held = _held()
    wanted: dict[Identity, BodyRecord] = {identity: record for identity, (_, record) in held.items()}
    wanted |= {record.identity: record for record in records}
    pks = {identity: pk for identity, (pk, _) in held.items()}
    new = [identity for identity in wanted if identity not in held]
    changed = [identity for identity in held if wanted[identity] != held[identity][1]]
    loaded = Loaded(len(new), len(changed), len(held) - len(changed))
    if not new and not changed:
        return loaded
    pks |= dict(zip(new, take_ids(Body, len(new)), strict=True))
    tree, by_key = _tree(wanted)
    stop_on(_faults(tree, by_key, wanted), path=path)
    superiors = {by_key[node.key]: only_latest(tree.parents(node)) for node in tree.nodes}
    rows = {
        identity: _row(
            record, pks[identity], pks[by_key[above.key]] if (above := superiors[identity]) else None
        )
        for identity, record in wanted.items()
    }
    copy_rows(Body, ["id", *_COLUMNS], ([pks[identity], *_values(rows[identity])] for identity in new))
    Body.objects.bulk_update([rows[identity] for identity in changed], _FIELDS, batch_size=BATCH)
    _point_to_new_superiors(rows, held, pks)
    _write_closure((pks[by_key[s.ancestor]], pks[by_key[s.descendant]], s.distance) for s in tree.closure())
    return loaded


@transaction.atomic(savepoint=False)
def renew_closure() -> None:
    """Compute anew who stands above whom, after changes of areas were loaded or corrected."""
    held = _held()
    tree, by_key = _tree({identity: record for identity, (_, record) in held.items()})
    pks = {key: held[identity][0] for key, identity in by_key.items()}
    _write_closure((pks[step.ancestor], pks[step.descendant], step.distance) for step in tree.closure())


def bodies_of_kinds() -> list[BodyRecord]:
    """Return the bodies that the shipped kinds give to the areas of all times."""
    kinds = read_kinds(KINDS)
    return bodies_of(list(Area.objects.known()), kinds)


def _table_of_bodies(path: Path) -> list[BodyRecord]:
    rows = read_table(path, required=BODY_COLUMNS)
    faults: list[Fault] = []
    areas: dict[str, list[Area]] = {}
    for area in (
        Area.objects.known().filter(code__in={row["area_code"] for row in rows}).order_by("valid_from")
    ):
        areas.setdefault(area.code, []).append(area)
    records: dict[Identity, BodyRecord] = {}
    for row in rows:
        record = _record(row, areas.get(row["area_code"], []), faults)
        if record is None:
            continue
        if record.identity in records:
            earlier = records[record.identity].source_line
            faults.append(Fault(row.line, "slug", f"“{record.slug}” stands already in line {earlier}."))
        records[record.identity] = record
    stop_on(faults, path=path)
    return list(records.values())


def _record(row: Row, areas: Sequence[Area], faults: list[Fault]) -> BodyRecord | None:
    for column in BODY_COLUMNS:
        if not row[column]:
            faults.append(Fault(row.line, column, "this cell must not be empty."))
    if row["line"] and row["line"] not in Line.values:
        faults.append(Fault(row.line, "line", f"“{row['line']}” is none of {', '.join(Line.values)}."))
    if row["paper_format"] not in ("", *PaperFormat.values):
        sentence = f"“{row['paper_format']}” is none of {', '.join(PaperFormat.values)}."
        faults.append(Fault(row.line, "paper_format", sentence))
    try:
        validate_slug(row["slug"])
    except ValidationError:
        sentence = f"“{row['slug']}” may have Latin letters, digits and hyphens only."
        faults.append(Fault(row.line, "slug", sentence))
    first, last = row.day("valid_from", faults=faults), row.day("valid_to", faults=faults)
    area = _area_of(areas, first)
    if area is None:
        sentence = f"no area “{row['area_code']}” is known" + (f" on {first}." if first and areas else ".")
        faults.append(Fault(row.line, "area_code", sentence))
        return None
    return BodyRecord(
        slug=row["slug"],
        name=row["name"],
        kind=row["kind"],
        line=row["line"],
        area_id=area.pk,
        valid_from=first or area.valid_from,
        valid_to=last or area.valid_to,
        superior_slug=row["superior"],
        name_on_paper=row["name_on_paper"] or row["name"],
        superior_on_paper=row["superior_on_paper"],
        abbreviation=row["abbreviation"],
        paper_format=row["paper_format"] or PaperFormat.STATE,
        source_line=row.line,
    )


def _area_of(areas: Sequence[Area], day: date | None) -> Area | None:
    if day is None:
        return areas[-1] if areas else None
    return next((a for a in areas if a.valid_from <= day <= (a.valid_to or LAST_DAY)), None)


def _held() -> dict[Identity, tuple[int, BodyRecord]]:
    names = [field.name for field in fields(BodyRecord) if field.name not in ("superior_slug", "source_line")]
    rows = Body.objects.known().values("pk", "superior__slug", *names)
    held = {}
    for row in rows:
        pk, superior = row.pop("pk"), row.pop("superior__slug") or ""
        record = BodyRecord(superior_slug=superior, **row)
        held[record.identity] = pk, record
    return held


def _tree(records: dict[Identity, BodyRecord]) -> tuple[Tree, dict[int, Identity]]:
    by_key = dict(enumerate(records))
    nodes = []
    for key, identity in by_key.items():
        record = records[identity]
        last = record.valid_to or LAST_DAY
        nodes.append(Node(key, record.slug, record.superior_slug, record.valid_from, last))
    return Tree(nodes), by_key


def _faults(tree: Tree, by_key: dict[int, Identity], records: dict[Identity, BodyRecord]) -> list[Fault]:
    def line(node: Node) -> int:
        return records[by_key[node.key]].source_line

    faults = [
        Fault(
            line(later),
            "slug",
            f"on {later.first} “{later.code}” would name two bodies: end the earlier first.",
        )
        for _, later in tree.clashes()
    ]
    faults += [
        Fault(line(node), "superior", f"no body “{node.parent_code}” stands above “{node.code}” on {day}.")
        for node, day in tree.orphans()
    ]
    return faults or [
        Fault(line(node), "superior", f"“{node.code}” would stand above itself.") for node in tree.circles()
    ]


def _row(record: BodyRecord, pk: int, superior_id: int | None) -> Body:
    return Body(
        pk=pk,
        slug=record.slug,
        name=record.name,
        folded=folded_words(record.name),
        kind=record.kind,
        line=record.line,
        area_id=record.area_id,
        superior_id=superior_id,
        name_on_paper=record.name_on_paper,
        superior_on_paper=record.superior_on_paper,
        abbreviation=record.abbreviation,
        paper_format=record.paper_format,
        valid_from=record.valid_from,
        valid_to=record.valid_to,
    )


def _values(body: Body) -> list[object]:
    return [getattr(body, column) for column in _COLUMNS]


def _point_to_new_superiors(
    rows: dict[Identity, Body], held: dict[Identity, tuple[int, BodyRecord]], pks: dict[Identity, int]
) -> None:
    """Let bodies that go on report to the row of their superior that goes on, after it was renewed."""
    before = dict(
        Body.objects.filter(pk__in=[pk for pk, _ in held.values()]).values_list("pk", "superior_id")
    )
    moved = [rows[i] for i in held if before[pks[i]] != rows[i].superior_id]
    Body.objects.bulk_update(moved, ["superior"], batch_size=BATCH)


def _write_closure(steps: Iterable[tuple[int, int, int]]) -> None:
    """
    Write who stands above whom: by the tree, and through time.

    A body that took over another as a whole stands above it and all that was below it: it answers for the
    old cases, and its figures count them.
    """
    above: dict[int, dict[int, int]] = defaultdict(dict)
    for ancestor, descendant, distance in steps:
        above[descendant][ancestor] = distance
    heirs = all_heirs()
    rows = (
        (ancestor, descendant, distance)
        for descendant in above
        for ancestor, distance in _above_through_time(descendant, above, heirs).items()
    )
    BodyAncestor.objects.all().delete()
    copy_rows(BodyAncestor, ["ancestor_id", "descendant_id", "distance"], rows)


def _above_through_time(
    body: int, above: Mapping[int, Mapping[int, int]], heirs: Mapping[int, int]
) -> dict[int, int]:
    found: dict[int, int] = {}
    waiting = list(above[body].items())
    while waiting:
        here, distance = waiting.pop()
        if here in found and found[here] <= distance:
            continue
        found[here] = distance
        if (heir := heirs.get(here)) is not None:
            waiting += [(pk, distance + 1 + further) for pk, further in above[heir].items()]
    return found


def _load_clusters() -> Loaded:
    """Load the shipped clusters; members whose area is not loaded are left out, as in other countries."""
    loaded = Loaded()
    members = read_table(MEMBERS, required=("cluster_code", "area_code", "valid_from", "to_confirm", "note"))
    codes = {row["area_code"] for row in members}
    faults: list[Fault] = []
    for cluster_row in read_table(CLUSTERS, required=("code", "name", "valid_from")):
        first = cluster_row.day("valid_from", faults=faults) or BEFORE_RECORDS
        areas = {area.code: area for area in Area.objects.on(first).filter(code__in=codes)}
        if not areas:
            continue
        cluster, is_new = Cluster.objects.get_or_create(
            code=cluster_row["code"],
            valid_from=first,
            withdrawn_at=None,
            defaults={"name": cluster_row["name"]},
        )
        loaded += Loaded(created=int(is_new), unchanged=int(not is_new))
        for row in members:
            if row["cluster_code"] == cluster.code and row["area_code"] in areas:
                ClusterMember.objects.get_or_create(
                    cluster=cluster,
                    area=areas[row["area_code"]],
                    valid_from=row.day("valid_from", faults=faults) or first,
                    withdrawn_at=None,
                    defaults={"to_confirm": row["to_confirm"] == "yes", "note": row["note"]},
                )
    stop_on(faults, path=CLUSTERS)
    return loaded
