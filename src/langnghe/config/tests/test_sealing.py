"""Seals cover the hash of words: they hold when words are erased, and break when words are changed."""

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from langnghe.cases import actions
from langnghe.cases.erasing import erase_words, parts_of
from langnghe.cases.intake import take_in
from langnghe.cases.models import RatingLevel
from langnghe.cases.tests.world import make_user, report_in, small_province
from langnghe.config import sealing
from langnghe.ground import seals
from langnghe.ground.append_only import AppendOnly
from langnghe.ground.seals import Seal
from langnghe.people.models import Role

pytestmark = pytest.mark.django_db(transaction=True)  # only what is certainly over is sealed


@pytest.fixture
def case():
    world = small_province()
    case = take_in(report_in(world, "Ông Mẫu lấn đường"), by=None, now=timezone.now()).case
    actions.note(case, words="Đã gọi", by=world.officer, now=timezone.now())
    return case


def change(statement: str) -> None:
    """Change words as somebody with the rights of the owner could, past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_erasing_leaves_every_seal_intact(case):
    administrator = make_user("quan-tri", Role.ADMINISTRATOR, case.body)
    sealing.seal_all()
    for part in parts_of(case):
        erase_words(case, part.key, reason="Theo đơn", by=administrator, now=timezone.now())
    sealing.seal_all()

    assert (sealing.broken(), sealing.changed_words()) == ([], [])


def test_words_that_were_changed_no_longer_fit_their_hash(case):
    sealing.seal_all()
    change("UPDATE reports_reportwords SET words = 'Mọi việc đều tốt'")

    assert [table for table, _ in sealing.changed_words()] == ["reports_reportwords"]


def test_words_changed_together_with_their_hash_break_the_seal(case):
    sealing.seal_all()
    change("UPDATE cases_casewords SET words = 'x', words_hash = sha256(salt || convert_to('x', 'UTF8'))")

    assert sealing.changed_words() == []
    assert [table for table, _ in sealing.broken()] == ["cases_caseevent"]


def test_every_table_that_is_sealed_can_be_and_every_event_table_is(case):
    assert sealing.seal_all() > 0  # each statement runs, whether its table holds rows or not
    assert sealing.broken() == []

    histories = {
        model for model in apps.get_models() if issubclass(model, AppendOnly) and hasattr(model, "seq")
    }
    assert histories <= sealing.SEALED.keys()


def test_a_rating_that_somebody_made_better_breaks_its_seal(case):
    officer, level = make_user("nhan-vien", Role.OFFICER, case.body), RatingLevel.objects.get(code="bad")
    actions.answer(case, outcome="solved", words="Đã sửa", by=officer, now=timezone.now())
    actions.rate(case, case.first_report, level=level, words="", now=timezone.now())
    sealing.seal_all()

    better = RatingLevel.objects.get(code="good").pk
    change(f"UPDATE cases_rating SET level_id = {better}")

    assert [table for table, _ in sealing.broken()] == ["cases_rating"]


def test_many_rows_are_sealed_in_several_steps_that_hold_together(case, monkeypatch):
    monkeypatch.setattr(seals, "ROWS_OF_A_SEAL", 1)
    before = case.events.count()
    sealing.seal_all()

    assert Seal.objects.filter(table="cases_caseevent").count() == before > 1
    assert sealing.broken() == []
    change("UPDATE cases_caseevent SET status = 'answered' WHERE seq = 1")
    assert [table for table, _ in sealing.broken()] == ["cases_caseevent"]
