"""`langnghe check_install` and /healthz: what is wrong is named, and what is well is not."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import NOW, report_in, small_province
from langnghe.config import installation, sealing
from langnghe.demo.models import DemoYear


def run_checks() -> tuple[str, bool]:
    out = StringIO()
    try:
        call_command("check_install", stdout=out, no_color=True)
    except CommandError:
        return out.getvalue(), False
    return out.getvalue(), True


@pytest.mark.django_db
def test_an_empty_installation_is_told_to_load_areas():
    printed, well = run_checks()

    assert not well
    assert "WRONG  No areas are loaded. (langnghe load_areas)" in printed
    assert "well   The tables are up to date." in printed
    assert "note   No worker has shown itself" in printed


@pytest.mark.django_db
def test_our_own_tables_have_no_room_for_a_residents_details():
    assert installation.personal_columns() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "column", ["phone", "ho_ten", "full_name", "household_code", "so_cccd", "sender_email", "ton_giao"]
)
def test_a_table_with_a_residents_details_outside_the_vault_is_named(column):
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE visits_log (id int, {column} text)")

    assert installation.personal_columns() == [("visits_log", column)]
    assert f"Column {column} of table visits_log" in run_checks()[0]


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["telephones_checked_on", "microphone", "emailed", "householder_share"])
def test_words_that_only_resemble_a_detail_are_left_alone(column):
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE visits_log (id int, {column} text)")

    assert installation.personal_columns() == []


@pytest.mark.django_db
def test_details_inside_a_json_column_are_found_too():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE raw_rows (id int, kept jsonb)")
        cursor.execute("""INSERT INTO raw_rows VALUES (1, '{"road": 1, "phone": "0900"}'), (2, '[1]')""")

    assert installation.personal_columns() == [("raw_rows", "kept → phone")]


@pytest.mark.django_db
def test_sealing_nothing_leaves_nothing_broken():
    assert sealing.seal_all() == 0
    assert sealing.broken() == []


@pytest.mark.django_db
def test_every_sealed_column_exists():
    with connection.cursor() as cursor:
        for model, columns in sealing.SEALED.items():
            names = {
                column.name
                for column in connection.introspection.get_table_description(cursor, model._meta.db_table)
            }
            assert {column for column in columns if "." not in column} <= names
    assert sealing.broken() == []


@pytest.mark.django_db
def test_healthz_tells_that_the_database_answers_and_that_no_worker_works(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "answers", "worker": "silent", "release": "0.1.0"}


@pytest.mark.django_db
def test_healthz_sees_a_worker(client):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")

    assert client.get("/healthz").json()["worker"] == "works"


@pytest.mark.django_db
def test_healthz_answers_503_without_a_database(client, monkeypatch):
    from django.db import OperationalError

    def no_database():
        raise OperationalError("no connection")

    monkeypatch.setattr("langnghe.config.health.worker_is_alive", no_database)

    assert client.get("/healthz").status_code == 503


@pytest.mark.django_db
def test_demonstration_and_real_reports_in_one_installation_are_a_fault(settings):
    world, until = small_province(), NOW
    settings.DEMO_MODE = True
    take_in(report_in(world, "Một người dân nói"), by=None, now=NOW)
    assert "WRONG  Demonstration mode is on beside real reports." in run_checks()[0]

    DemoYear.objects.create(seed=1, until=until, finished_at=until)
    assert "Demonstration mode" not in run_checks()[0]  # now it is a visitor who said that

    take_in(report_in(world, "Một dòng nhập vào", channel="import"), by=None, now=NOW)
    assert "WRONG  Demonstration mode is on beside real reports." in run_checks()[0]
    settings.DEMO_MODE = False
    assert "WRONG  Reports of the demo year lie beside real ones." in run_checks()[0]
