"""A small portal for tests: one section, articles, an editor with the second step passed."""

from datetime import date
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.http import HttpRequest
from django.test import Client

from langnghe.bodies.models import Body
from langnghe.cases.tests.world import make_user
from langnghe.people.models import User
from langnghe.portal import actions
from langnghe.portal.models import Article, Section


def make_section(title: str = "Tin tức") -> Section:
    return actions.lay_out().add_child(instance=Section(title=title))


def make_article(section: Section, title: str = "Sửa xong cầu Bến Đình", **fields: Any) -> Article:
    given = {
        "lead": "Cầu dân sinh ở thôn 2 đi lại được từ sáng nay.",
        "source": "UBND xã Hương Sen",
        "own_date": date(2024, 6, 22),
        "body": [("paragraph", "<p>Bà con thôn 2 góp ngày công, xã lo vật liệu.</p>")],
        **fields,
    }
    return section.add_child(instance=Article(title=title, **given))


def make_editor(body: Body, username: str = "bien-tap-vien") -> User:
    return make_user(username, "editor", body)


def pass_second_step(client: Client, user: User) -> None:
    """Let this signed-in browser have passed the second step, as after a code from the app."""
    authenticator = TOTP.activate(user, generate_totp_secret()).instance
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "mfa", id=authenticator.pk, type="totp")
    request.session.save()
