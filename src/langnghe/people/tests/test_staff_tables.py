"""Hundreds of accounts from one table, each opened once by a code."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from langnghe.ground.tables import BadTable
from langnghe.people.models import RoleGrant, User
from langnghe.people.rights import Action, scope_of
from langnghe.people.staff_tables import load_staff

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
HEADER = "username,full_name,body,role,topic\n"


@pytest.fixture
def body():
    from langnghe.bodies.models import Body, BodyAncestor
    from langnghe.places.models import Area

    area = Area.objects.create(
        code="1",
        name="Xã Mẫu",
        bare_name="Mẫu",
        folded="xa mau",
        kind="xã",
        level=1,
        valid_from=date(2000, 1, 1),
    )
    body = Body.objects.create(
        slug="ubnd-1", name="UBND Xã Mẫu", folded="", kind="ubnd_xa", line="state", area=area,
        name_on_paper="UBND Xã Mẫu", valid_from=date(2000, 1, 1),
    )  # fmt: skip
    BodyAncestor.objects.create(ancestor=body, descendant=body, distance=0)
    return body


def table(tmp_path: Path, lines: str) -> Path:
    path = tmp_path / "staff.csv"
    path.write_text(HEADER + lines, encoding="utf-8")
    return path


def test_a_table_makes_accounts_with_roles_and_codes(body, tmp_path):
    path = table(tmp_path, "lan.n,Cán bộ Lan,ubnd-1,officer,\nson.t,Lãnh đạo Sơn,ubnd-1,leader,\n")

    loaded = load_staff(path, today=TODAY)

    assert (len(loaded.accounts), loaded.grants) == (2, 2)
    lan = User.objects.get(username="lan.n")
    assert lan.check_password(loaded.accounts[0].code)
    assert body.pk in scope_of(lan, on=TODAY).bodies(Action.HANDLE)
    again = load_staff(path, today=TODAY)
    assert (len(again.accounts), again.grants, again.same) == (0, 0, 2)


def test_one_faulty_line_stops_all_with_a_sentence_for_each(body, tmp_path):
    path = table(tmp_path, "lan.n,Cán bộ Lan,ubnd-1,officer,\n,Không tên,ubnd-9,king,x\n")

    with pytest.raises(BadTable) as refused:
        load_staff(path, today=TODAY)

    assert [(fault.line, fault.column) for fault in refused.value.faults] == [
        (3, "username"),
        (3, "body"),
        (3, "role"),
        (3, "topic"),
    ]
    assert not User.objects.exists()


def test_the_command_writes_the_codes_where_only_the_owner_reads_them(body, tmp_path):
    path = table(tmp_path, "lan.n,Cán bộ Lan,ubnd-1,officer,\n")
    out = StringIO()

    call_command("load_staff", str(path), "--codes", str(tmp_path / "codes.csv"), stdout=out)

    assert (tmp_path / "codes.csv").stat().st_mode & 0o777 == 0o600
    assert "1 new accounts" in out.getvalue()


def test_a_dry_run_writes_nothing(body, tmp_path):
    call_command(
        "load_staff", str(table(tmp_path, "lan.n,Lan,ubnd-1,officer,\n")), "--dry-run", stdout=StringIO()
    )

    assert not User.objects.exists()
    assert not RoleGrant.objects.exists()


def test_a_missing_file_gets_one_sentence():
    with pytest.raises(CommandError, match="no such file"):
        call_command("load_staff", "nowhere.csv")


def test_whoever_comes_in_with_a_code_chooses_a_password_first(client, body, tmp_path):
    loaded = load_staff(table(tmp_path, "lan.n,Lan,ubnd-1,officer,\n"), today=TODAY)
    code = loaded.accounts[0].code
    client.force_login(User.objects.get())

    assert client.get(reverse("cases:list"))["Location"] == reverse("account_change_password")
    given = {"oldpassword": code, "password1": "mot-cau-dai-de-nho", "password2": "mot-cau-dai-de-nho"}
    client.post(reverse("account_change_password"), given)

    assert client.get(reverse("cases:list")).status_code == 200
    assert User.objects.get().check_password("mot-cau-dai-de-nho")
