"""The role of web and worker may change rows; the shape of tables, and emptying them, is the owner's."""

import pytest
from django.db import ProgrammingError, connection, transaction


def test_the_app_role_reads_and_writes_rows(as_app_role):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_site (domain, name) VALUES ('example.vn', 'example')")
        cursor.execute("SELECT name FROM django_site WHERE domain = 'example.vn'")

        assert cursor.fetchone() == ("example",)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE cases_caseevent",
        "ALTER TABLE cases_caseevent DISABLE TRIGGER ALL",
        "DROP TABLE cases_caseevent",
        "CREATE TABLE slipped_in (id int)",
        "DELETE FROM django_migrations",
    ],
)
def test_the_app_role_is_refused(as_app_role, statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)
