"""
What tests in a real browser share: one server with one small province, Chromium, axe-core, two sizes of
screen, a watch over the content policy.

Server and province live as long as this folder's tests, which therefore leave each other's cases alone:
emptying the database after each test would cost more than the tests themselves.

Chromium is `$CHROMIUM`, else `chromium` on the path. Every page opened through `visit` fails its test at
the end if the browser reported an error, a broken content policy, or asked anybody but our own server.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from langnghe.cases.intake import ContactIn, take_in
from langnghe.cases.models import Case
from langnghe.cases.tests.world import World, make_user, report_in, small_province
from langnghe.people.models import User

# Playwright keeps an event loop in this thread; the database is used between its calls, never during one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PATIENCE_MS = 90_000  # a busy machine is no fault of a page
SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 800}}
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


LOOKED_AT_CLOSELY = {
    ("phone", "light"),
    ("desktop", "dark"),
}  # axe-core takes a second


@dataclass(frozen=True)
class House:
    """The running server, and who and what is in it from the beginning."""

    url: str
    world: World
    late: Case
    fresh: Case
    analyst: User


@dataclass
class Visit:
    """One page in the browser, and what the browser complained about."""

    page: Page
    home: str
    pictures: Path
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> "Visit":
        """Go to a path of our server and wait until the page is quiet."""
        self.page.goto(self.home + path)
        self.page.wait_for_load_state("networkidle")
        return self

    def picture(self, name: str) -> Path:
        """Keep a picture of the whole page, for people to look at; return its path."""
        path = self.pictures / f"{name}.png"
        self.page.screenshot(path=path, full_page=True)
        return path

    def sign_in(self, user: User) -> "Visit":
        """Let an officer be signed in, without the sign-in page."""
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        self.page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.home}])
        return self

    def look(self, name: str) -> "Visit":
        """Look at the page as it stands on both screens, by day and by night."""
        before = self.page.viewport_size
        for size, measures in SIZES.items():
            self.page.set_viewport_size(measures)  # type: ignore[arg-type]
            for scheme in ("light", "dark"):
                self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                self.assert_fits()
                if "LANGNGHE_PICTURES" in os.environ:
                    self.picture(f"{name}-{size}-{scheme}")
                if (size, scheme) in LOOKED_AT_CLOSELY:
                    self.assert_accessible()
        self.page.set_viewport_size(before)  # type: ignore[arg-type]
        self.page.emulate_media(color_scheme="light")
        return self

    def assert_accessible(self) -> None:
        """Fail with the rule and the element where axe-core finds something serious or critical."""
        found = Axe().run(self.page).response["violations"]
        serious = [
            f"{rule['id']}: {node['html']}\n    {node['failureSummary']}"
            for rule in found
            if rule["impact"] in {"serious", "critical"}
            for node in rule["nodes"]
        ]
        assert not serious, "\n".join(serious)

    def assert_fits(self) -> None:
        """Fail where the page must be scrolled sideways."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the screen"


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """Start Chromium once for all tests of this process, after the database: its event loop stays behind."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="package")
def house(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Fill the database with the small province and serve it; empty it when this folder's tests are over."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media, ALLOWED_HOSTS=["localhost"]):
        server = LiveServer("localhost")
        try:
            yield _furnished(server.url)
        finally:
            server.stop()
            call_command("flush", verbosity=0, interactive=False)
            connections.close_all()  # those of Chromium's event loop are out of reach once it has ended


@pytest.fixture
def _django_db_helper(house: House) -> None:
    """Take the place of pytest-django's own, which would empty the database after each marked test."""


@pytest.fixture
def visit(browser: Browser, house: House, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """
    Return a function that opens a new, unknown visitor's window: `visit("phone", dark=True, script=False)`.

    Pictures go below `$LANGNGHE_PICTURES`, else into the folder of the test.
    """
    pictures = Path(os.environ.get("LANGNGHE_PICTURES") or tmp_path)
    pictures.mkdir(parents=True, exist_ok=True)
    visits: list[Visit] = []

    def new_visit(size: str = "desktop", *, dark: bool = False, script: bool = True) -> Visit:
        context = browser.new_context(
            viewport=SIZES[size],  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
            locale="vi-VN",
        )
        context.set_default_timeout(PATIENCE_MS)
        made = Visit(context.new_page(), house.url, pictures)
        _listen(made)
        visits.append(made)
        return made

    yield new_visit
    complaints = [complaint for made in visits for complaint in made.complaints]
    for made in visits:
        made.page.context.close()
    assert not complaints, "\n".join(complaints)


def _furnished(url: str) -> House:
    world, now = small_province(), timezone.now()
    contact = ContactIn(name="Nguyễn Thị Mẫu", telephone="0905123456")
    late = "Đường vào thôn bị sạt lở từ đợt mưa trước, xe máy không qua được. Gọi tôi số 0905 123 456."
    given = {"contact": contact, "received_at": now - timedelta(days=40), "locality": "Thôn 2"}
    opened = [
        take_in(report_in(world, late, **given), by=None, now=now).case,
        take_in(report_in(world, "Đèn đường trước chợ hỏng ba tuần nay."), by=None, now=now).case,
    ]
    for n in range(3):
        long_ago = now - timedelta(days=20 + n)
        take_in(
            report_in(world, f"Ổ gà lớn ở ngã ba, chỗ thứ {n + 1}.", received_at=long_ago), by=None, now=now
        )
    analyst = make_user("chuyen-vien", "analyst", world.province_body)
    return House(url, world, opened[0], opened[1], analyst)


def _listen(visit: Visit) -> None:
    """Collect errors, refusals of the content policy, and every request that leaves for elsewhere."""

    def heard(message: Any) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            visit.complaints.append(f"console: {message.text}")

    def asked(request: Any) -> None:
        if not request.url.startswith((visit.home, "data:", "blob:")):
            visit.complaints.append(f"asked elsewhere: {request.url}")

    visit.page.on("console", heard)
    visit.page.on("pageerror", lambda error: visit.complaints.append(f"script: {error}"))
    visit.page.on("request", asked)
