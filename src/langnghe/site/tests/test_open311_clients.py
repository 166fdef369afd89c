"""Clients that others wrote speak with a running server: georeport reads, civicbot sends."""

import pytest
from civicbot.http import HttpTransport, RateLimiter
from civicbot.open311 import Open311Client
from civicbot.registry import Endpoint
from georeport import GeoReport

from langnghe.cases.models import Case
from langnghe.cases.tests.world import World, small_province
from langnghe.site.open311.keys import make_key

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db) -> World:
    return small_province()


@pytest.fixture
def civicbot(live_server) -> Open311Client:
    endpoint = Endpoint("thu", "Thử", f"{live_server.url}/open311", write=True)
    return Open311Client(endpoint, transport=HttpTransport(rate_limiter=RateLimiter(min_interval=0)))


def send(civicbot: Open311Client, description: str) -> str:
    prepared = civicbot.create_request(
        "giao-thong",
        lat=16.01234,
        lng=108.0,
        description=description,
        first_name="Tám",
        last_name="Trần Thị",
        api_key=make_key(description),
        validate_remote=True,
        dry_run=False,
        confirm="SEND",
    )
    return prepared.response[0]["service_request_id"]


def test_civicbot_sends_and_finds_again_what_it_sent(world, civicbot):
    number = send(civicbot, "Ổ gà trước trường học")

    assert Case.objects.get().number == number
    assert civicbot.get_request(number)["status"] == "open"
    assert [row["service_request_id"] for row in civicbot.list_requests(status="open", page_size=10)] == [
        number
    ]
    assert {service["service_code"] for service in civicbot.list_services()} == {"giao-thong", "khac"}


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads_services_and_requests(world, civicbot, live_server, form):
    numbers = [send(civicbot, words) for words in ("Ổ gà", "Cống tắc")]
    client = GeoReport(f"{live_server.url}/open311", output_format=form)

    assert {service["service_code"] for service in client.get_service_list()} == {"giao-thong", "khac"}
    assert client.get_service_definition("giao-thong")["service_code"] == "giao-thong"
    listed = client.get_service_requests(status="open")
    assert [request["service_request_id"] for request in listed] == numbers[::-1]
    one = client.get_service_request(numbers[0])
    assert (one["service_request_id"], float(one["lat"])) == (numbers[0], 16.012)
