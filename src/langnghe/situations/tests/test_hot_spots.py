"""A hot spot is declared and closed by a leader, by name, and by nobody and nothing else."""

import ast
from pathlib import Path

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

import langnghe
from langnghe.cases.tests.world import NOW, World, make_user, small_province
from langnghe.people.models import Role
from langnghe.situations.actions import hot_spots
from langnghe.situations.models import HotSpot, SituationWords

pytestmark = pytest.mark.django_db

ROOMS = Path(langnghe.__file__).parent
THE_ACTION = ROOMS / "situations" / "actions" / "hot_spots.py"
THE_PAGE = ROOMS / "situations" / "views" / "hot_spots.py"
THE_DEMO = ROOMS / "demo" / "rooms" / "situations.py"  # invented rows, declared by an invented leader


@pytest.fixture
def world() -> World:
    return small_province()


def declared(world: World, **fields: object) -> HotSpot:
    given = {
        "name": "Bồi thường đường vành đai",
        "area": world.commune,
        "owner": world.commune_body,
        "reason": "Kéo dài, đông người.",
        "by": world.leader,
        "now": NOW,
    }
    return hot_spots.declare(**{**given, **fields})  # type: ignore[arg-type]


def test_a_leader_declares_and_closes_it_by_name_and_with_reasons(world):
    hot_spot = hot_spots.close(declared(world), reason="Đã thỏa thuận.", by=world.leader, now=NOW)

    assert (hot_spot.declared_by, hot_spot.closed_by) == (world.leader, world.leader)
    assert (hot_spot.reason.words, hot_spot.why_closed.words) == ("Kéo dài, đông người.", "Đã thỏa thuận.")
    with pytest.raises(hot_spots.ClosedAlready):
        hot_spots.close(hot_spot, reason="Lần nữa", by=world.leader, now=NOW)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.READER, Role.ADMINISTRATOR])
def test_nobody_but_a_leader_declares_or_closes_one(world, role):
    somebody = make_user("ai-do", role, world.province_body)

    with pytest.raises(hot_spots.NotALeader):
        declared(world, by=somebody)
    with pytest.raises(hot_spots.NotALeader):
        hot_spots.close(declared(world), reason="Xong", by=somebody, now=NOW)


def test_a_leader_of_another_body_declares_none_here(world):
    neighbour = make_user("lanh-dao-ben", Role.LEADER, world.neighbour_body)

    with pytest.raises(hot_spots.NotALeader):
        declared(world, by=neighbour)


@pytest.mark.parametrize("fields", [{"name": " "}, {"reason": ""}])
def test_one_without_a_name_or_a_reason_is_none(world, fields):
    with pytest.raises(ValueError, match="a name and a reason"):
        declared(world, **fields)


def test_a_declaration_is_never_changed_and_closing_needs_a_name(world):
    hot_spot = declared(world)

    with pytest.raises(ProgrammingError), transaction.atomic():
        HotSpot.objects.update(name="Khác")
    with pytest.raises(ProgrammingError), transaction.atomic():
        hot_spot.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        HotSpot.objects.update(closed_at=NOW)


def _sources() -> list[Path]:
    return [path for path in ROOMS.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]


def _calls(path: Path) -> set[str]:
    """Return how the functions called in a file are written: "HotSpot.objects.create", "actions.declare"."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def test_no_code_but_the_leaders_action_writes_a_hot_spot():
    writers = {
        path
        for path in _sources()
        for call in _calls(path)
        if call == "HotSpot" or (call.startswith("HotSpot.objects") and "create" in call)
    }

    assert writers == {THE_ACTION}


def test_only_the_leaders_page_calls_the_action():
    importers = {
        path
        for path in _sources()
        if "hot_spots" in (text := path.read_text(encoding="utf-8")) and ".declare(" in text
    }

    assert importers - {THE_DEMO} == {THE_PAGE}


@pytest.mark.parametrize("name", ["hot_spots", "declare", "list", "report"])
def test_nothing_of_it_is_public(client, world, name):
    answer = client.get(reverse(f"situations:{name}"))

    assert answer.status_code == 302
    assert "/tai-khoan/" in answer["Location"]


def test_no_public_page_names_a_hot_spot(client, world):
    declared(world)

    for path in ("/", "/gap-dan/lich/", "/gui-phan-anh/", "/theo-doi/"):
        assert "Bồi thường đường vành đai" not in client.get(path, follow=True).content.decode()


def test_the_words_may_be_blanked_by_law_and_the_declaration_stays(world):
    hot_spot = declared(world)

    SituationWords.objects.get(pk=hot_spot.reason_id).blank(now=NOW)

    assert HotSpot.objects.get().name == "Bồi thường đường vành đai"
