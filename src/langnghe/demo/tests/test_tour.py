"""The tour exists only in a demonstration, and its buttons open demo accounts and no other."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from langnghe.cases.tests.world import VIETNAM, make_user, small_province
from langnghe.demo.models import DemoYear
from langnghe.demo.tour import STOPS
from langnghe.people.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings):
    settings.DEMO_MODE = True
    DemoYear.objects.create(seed=1, until=datetime(2026, 6, 19, 7, 30, tzinfo=VIETNAM))
    return small_province()


def test_there_is_no_tour_in_a_real_installation(client, settings):
    small_province()
    looked = reverse("demo:look", args=["morning"])

    assert client.get(reverse("demo:tour")).status_code == 404
    assert client.post(looked).status_code == 404
    settings.DEMO_MODE = True  # the variable alone opens nothing: a demo year must lie here
    assert client.get(reverse("demo:tour")).status_code == 404
    assert client.post(looked).status_code == 404


def test_a_button_signs_in_as_the_demo_account_and_goes_there(client, demonstration):
    response = client.post(reverse("demo:look", args=["morning"]))

    assert response["Location"] == reverse("morning")
    assert client.get(response["Location"]).context["user"].username == "can-bo"


def test_looking_as_a_resident_signs_out(client, demonstration):
    client.force_login(demonstration.leader)

    response = client.post(reverse("demo:look", args=["portal"]))

    assert response["Location"] == reverse("home")
    assert client.get(reverse("morning")).status_code == 302


def test_no_button_opens_an_account_that_is_not_of_the_demonstration(client, demonstration):
    make_user("giam-doc", Role.LEADER, demonstration.province_body)

    assert client.post(reverse("demo:look", args=["giam-doc"])).status_code == 404
    assert "giam-doc" not in {look.as_whom for stop in STOPS for look in stop.looks}


def test_signing_in_needs_a_form_of_ours(demonstration):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(reverse("demo:look", args=["morning"])).status_code == 403


def test_each_page_of_a_demonstration_leads_to_the_tour(client, demonstration):
    assert reverse("demo:tour") in client.get(reverse("cases:say")).content.decode()
