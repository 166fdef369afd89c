"""The nightly job is known to the worker and does what the command does."""

import pytest
from procrastinate.contrib.django import app

from langnghe.alarms.jobs import find_alarms_nightly
from langnghe.alarms.models import DetectionRun
from langnghe.alarms.tests.world import make_grid, quiet_quarter

pytestmark = pytest.mark.django_db


def test_the_worker_knows_the_nightly_job():
    assert "alarms.find_alarms_nightly" in app.tasks
    assert ("alarms.find_alarms_nightly", "alarms nightly") in app.periodic_registry.periodic_tasks


def test_the_job_says_what_it_did():
    quiet_quarter(make_grid(), a_day=0.2)

    said = find_alarms_nightly(timestamp=0)

    assert "alarms in" in said
    assert DetectionRun.objects.count() <= 1
