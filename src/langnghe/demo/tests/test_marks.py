"""A demonstration says so everywhere, and never mixes with real words."""

from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import NOW, VIETNAM, report_in, small_province
from langnghe.demo.accounts import ACCOUNTS
from langnghe.demo.middleware import MARK, DemoMark
from langnghe.demo.models import DemoYear
from langnghe.demo.queries import SOURCE, holds_real_reports, is_demo
from langnghe.people.models import Role


def answer_through_the_mark():
    from django.http import HttpResponse

    return DemoMark(lambda request: HttpResponse("[]"))(RequestFactory().get("/open311/v2/requests.json"))


def test_each_answer_of_a_demonstration_carries_the_mark(settings):
    settings.DEMO_MODE = True

    assert answer_through_the_mark()["X-Langnghe-Demo"] == MARK


def test_answers_of_a_real_installation_carry_no_mark(settings):
    settings.DEMO_MODE = False

    assert "X-Langnghe-Demo" not in answer_through_the_mark()


@pytest.mark.django_db
def test_a_home_with_real_reports_is_left_alone():
    take_in(report_in(small_province()), by=None, now=NOW)

    with pytest.raises(CommandError, match="Real reports lie in this installation"):
        call_command("demo_year")

    assert holds_real_reports()
    assert not is_demo()


@pytest.mark.django_db
def test_reports_of_the_demo_are_not_taken_for_real_ones():
    take_in(report_in(small_province(), source=SOURCE, source_id="1"), by=None, now=NOW)

    assert not holds_real_reports()


@pytest.mark.django_db
def test_a_second_demo_year_is_not_made(capsys):
    until = datetime(2026, 6, 19, 7, 30, tzinfo=VIETNAM)
    DemoYear.objects.create(seed=7, until=until, finished_at=until)

    call_command("demo_year")

    assert "seed 7" in capsys.readouterr().out
    assert is_demo()


def test_there_is_an_account_for_each_role(capsys):
    call_command("demo_year", "--accounts")

    told = capsys.readouterr().out
    assert {account.role for account in ACCOUNTS} == set(Role.values)
    assert all(account.username in told for account in ACCOUNTS)
