"""Articles go live, and are taken down, at the time their editors set."""

from datetime import timedelta

import pytest
from django.utils import timezone

from langnghe.portal import jobs
from langnghe.portal.models import Article
from langnghe.portal.tests.world import make_article, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def let_pass(monkeypatch):
    """Return what lets some hours pass and the worker look once."""

    def hours_pass(hours: int) -> None:
        later = timezone.now() + timedelta(hours=hours)
        monkeypatch.setattr(timezone, "now", lambda: later)
        jobs.publish_scheduled(timestamp=0)

    return hours_pass


def test_an_article_is_read_from_its_time_on_and_not_before(client, let_pass):
    article = make_article(make_section(), live=False)
    article.go_live_at = timezone.now() + timedelta(hours=3)
    article.save_revision().publish()

    let_pass(2)
    assert client.get(article.address).status_code == 404
    assert article.title not in client.get("/").text

    let_pass(2)
    assert client.get(article.address).status_code == 200
    assert article.title in client.get("/").text


def test_words_changed_for_later_stand_when_their_time_has_come(client, let_pass):
    article = make_article(make_section())
    article.lead = "Cầu đã xong cả hai nhịp."
    article.go_live_at = timezone.now() + timedelta(hours=3)
    article.save_revision().publish()

    assert "cả hai nhịp" not in client.get(article.address).text
    let_pass(4)
    assert "cả hai nhịp" in client.get(article.address).text


def test_an_article_whose_time_is_over_is_taken_down(client, let_pass):
    article = make_article(make_section(), expire_at=timezone.now() + timedelta(hours=3))

    let_pass(2)
    assert client.get(article.address).status_code == 200
    let_pass(2)
    assert client.get(article.address).status_code == 404
    assert Article.objects.get().expired


def test_the_worker_looks_each_minute():
    from procrastinate.contrib.django import app

    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}

    assert periodic["portal.publish_scheduled"] == "* * * * *"
