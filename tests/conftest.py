"""
What tests in a real browser share: Chromium, axe-core, two sizes of screen, a watch over the content policy.

Each folder of such tests has a fixture `house` of its own, whose `url` is the running server.

Chromium is `$CHROMIUM`, else `chromium` on the path. Every page opened through `visit` fails its test at
the end if the browser reported an error, a broken content policy, or asked anybody but our own server.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

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


@pytest.fixture
def visit(browser: Browser, house: Any, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
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
