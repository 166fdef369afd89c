"""The accounts of the demonstration: one for each role, and officers in some communes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from langnghe.bodies.models import Body
from langnghe.people.models import Responsibility, Role, RoleGrant, User
from langnghe.places.models import Area

PASSWORD = "lang-nghe-minh-hoa"  # noqa: S105 - of made-up accounts in a demonstration, printed for everyone
HOME_PROVINCE = "52"  # Gia Lai


@dataclass(frozen=True)
class Account:
    """An account of the demonstration: a role in a body kind of an area."""

    username: str
    full_name: str
    role: str
    body_kind: str
    area_code: str


ACCOUNTS = (
    Account("nguoi-doc", "Người đọc minh họa", Role.READER, "ubnd_tinh", HOME_PROVINCE),
    Account("can-bo", "Cán bộ xã minh họa", Role.OFFICER, "ubnd_xa", ""),
    Account("lanh-dao", "Lãnh đạo minh họa", Role.LEADER, "ubnd_tinh", HOME_PROVINCE),
    Account("tong-hop", "Chuyên viên tổng hợp minh họa", Role.ANALYST, "ubnd_tinh", HOME_PROVINCE),
    Account("bien-tap", "Biên tập viên minh họa", Role.EDITOR, "ubnd_tinh", HOME_PROVINCE),
    Account("quan-tri", "Quản trị minh họa", Role.ADMINISTRATOR, "ubnd_tinh", HOME_PROVINCE),
    Account("can-bo-mau-mot", "Cán bộ Xã Mẫu Một", Role.OFFICER, "ubnd_xa", "MAU01"),
    Account("can-bo-mau-hai", "Cán bộ Phường Mẫu Hai", Role.OFFICER, "ubnd_xa", "MAU02"),
)
HANDLER = "xu-ly-minh-hoa"  # signs what offices of the demo year did; nobody can sign in with it


def make_accounts(*, commune_code: str, cluster_codes: Iterable[str], since: date) -> User:
    """
    Make the accounts with their rights; return the one that signs the past year's work.

    `commune_code` is the commune of the officer; the analyst sees all areas of `cluster_codes`.
    """
    for account in ACCOUNTS:
        body = _body(account.body_kind, account.area_code or commune_code, since)
        user = User.objects.create_user(
            account.username, password=PASSWORD, full_name=account.full_name, title=body.name[:160]
        )
        bodies = [body]
        if account.role == Role.ANALYST:
            bodies += [_body("ubnd_tinh", code, since) for code in cluster_codes if code != HOME_PROVINCE]
        RoleGrant.objects.bulk_create(
            RoleGrant(user=user, role=account.role, body=each, valid_from=since) for each in bodies
        )
        if account.role in (Role.OFFICER, Role.LEADER):
            Responsibility.objects.create(
                body=body,
                user=user,
                officer_name=account.full_name,
                title="Phụ trách tiếp nhận, trả lời phản ánh (minh họa)",
                work="Phản ánh, kiến nghị của người dân",
                valid_from=since,
            )
    _make_clerks(cluster_codes, since)
    return User.objects.create_user(HANDLER, full_name="Cán bộ xử lý (minh họa)", is_active=False)


def _make_clerks(area_codes: Iterable[str], since: date) -> None:
    """Make a clerk in every other neighbouring province, who gets letters; none can sign in."""
    for code in sorted(code for code in area_codes if code != HOME_PROVINCE)[::2]:
        body = _body("ubnd_tinh", code, since)
        name = f"Văn thư {body.area.name} (minh họa)"
        clerk = User.objects.create_user(
            f"van-thu-{code}", full_name=name, email=f"van-thu-{code}@example.org"
        )
        RoleGrant.objects.create(user=clerk, role=Role.OFFICER, body=body, valid_from=since)
        Responsibility.objects.create(
            body=body, user=clerk, officer_name=name, work="Văn thư, lưu trữ", valid_from=since
        )


def accounts_text() -> str:
    """Return what to tell about the accounts, one line each."""
    lines = [f"  {account.username:<16}{account.role:<15}{account.full_name}" for account in ACCOUNTS]
    return "\n".join(["Demo accounts, all with the password " + PASSWORD + ":", *lines])


def _body(kind: str, area_code: str, on: date) -> Body:
    area = Area.objects.on(on).get(code=area_code)
    return Body.objects.on(on).get(area=area, kind=kind)
