"""Seals cover the hash of words: they hold when words are erased, and break when words are changed."""

import pytest
from django.db import connection
from django.utils import timezone

from langnghe.cases import actions
from langnghe.cases.erasing import erase_words, parts_of
from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import make_user, report_in, small_province
from langnghe.config import sealing
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
