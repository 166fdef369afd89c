"""A cluster's briefing is made of its provinces' briefings: sums open to parts, words keep their names."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from langnghe.bodies.models import Cluster, ClusterMember
from langnghe.briefings import actions, queries
from langnghe.briefings.contents import Count, Words
from langnghe.briefings.models import Briefing
from langnghe.briefings.synthesis import Province, put_together
from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import NOW, SINCE, make_area, make_body, make_user, report_in, small_province
from langnghe.people.models import Role, RoleGrant

SPRING = {"first_on": date(2026, 1, 1), "last_on": date(2026, 6, 30)}


def address(name: str, before: bool, topic: str | None) -> str:
    return f"/tong/{name}/{before}/{topic}"


def of_numbers(contents, now, before):
    """Return contents in which every figure has these values."""
    lines = tuple(
        replace(line, now=Count(now, "/x", line.now.base), before=Count(before, "/x"))
        for line in contents.lines
    )
    return replace(contents, lines=lines)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=9))
def test_every_number_is_the_sum_of_the_provinces(contents, numbers):
    provinces = [
        Province(str(at), f"Tỉnh {at}", of_numbers(contents, *pair)) for at, pair in enumerate(numbers)
    ]

    whole = put_together(contents, provinces, missing=[], address=address)

    for line in whole.lines:
        assert line.now.value == sum(now for now, _ in numbers)
        assert line.before.value == sum(before for _, before in numbers)
    received = [area.counts["reports_received"].value for area in whole.areas]
    assert sum(received) == whole.line("reports_received").now.value


def test_words_of_provinces_are_gathered_under_their_heading_as_proposals_with_the_name(contents):
    said = replace(
        contents, texts={**contents.texts, "requests": Words("Bố trí vốn.\nThêm biên chế.", False)}
    )
    provinces = [Province("52", "Tỉnh Gia Lai", said), Province("66", "Tỉnh Đắk Lắk", contents)]

    texts = put_together(contents, provinces, missing=["Tỉnh Lâm Đồng"], address=address).texts

    assert texts["requests"] == Words("Tỉnh Gia Lai: Bố trí vốn.\nTỉnh Gia Lai: Thêm biên chế.", True)
    assert texts["mood"] == contents.texts["mood"]
    assert texts["general"].text == "Chưa có báo cáo của: Tỉnh Lâm Đồng."


def test_the_clusters_own_words_go_before_those_of_its_provinces(contents):
    own = replace(contents, texts={**contents.texts, "requests": Words("Kiến nghị chung.", False)})
    said = replace(contents, texts={**contents.texts, "requests": Words("Bố trí vốn.", False)})

    texts = put_together(own, [Province("52", "Gia Lai", said)], missing=[], address=address).texts

    assert texts["requests"] == Words("Kiến nghị chung.", False)


# With a database


@pytest.fixture
def cluster(db, settings, tmp_path):
    """Two provinces with a briefing each: three reports in one, one in the other; a third sent nothing."""
    settings.HOME_FOLDER = tmp_path
    world = small_province()
    other = make_area("91", "Tỉnh Bên Cạnh")
    other_body = make_body("ubnd-91", "Ủy ban nhân dân Tỉnh Bên Cạnh", other)
    third = make_area("92", "Tỉnh Thứ Ba")
    cluster = Cluster.objects.create(code="cum-mau", name="Cụm Mẫu", valid_from=SINCE)
    for area in (world.province, other, third):
        ClusterMember.objects.create(cluster=cluster, area=area, valid_from=SINCE)
    for n in range(3):
        take_in(report_in(world, f"Việc {n}"), by=None, now=NOW)
    take_in(report_in(world, "Việc bên", area=other), by=None, now=NOW)
    parts = [actions.draft_for_area(area, **SPRING, now=queries.now()) for area in (world.province, other)]
    actions.write(parts[1], {"requests": "Bố trí vốn."}, by=world.leader)
    whole = actions.draft_for_cluster(
        cluster, world.province_body, **SPRING, now=queries.now(), by=world.leader
    )
    return world, other_body, whole


@pytest.mark.django_db
def test_the_synthesis_counts_both_provinces_and_names_the_one_that_sent_nothing(cluster):
    _world, _other_body, whole = cluster

    contents = queries.contents_of(whole)

    assert contents.line("reports_received").now.value == 4
    assert [area.label for area in contents.areas] == ["Tỉnh Mẫu", "Tỉnh Bên Cạnh"]
    assert contents.texts["requests"].text == "Tỉnh Bên Cạnh: Bố trí vốn."
    assert "Tỉnh Thứ Ba" in contents.texts["general"].text
    assert contents.letterhead.area_name == "cụm Mẫu"


@pytest.mark.django_db
def test_each_number_of_the_synthesis_opens_to_parts_that_add_up_to_it(client, cluster):
    from langnghe.briefings.drawing.half_year import half_year_report
    from langnghe.core.paper import figures_of

    world, other_body, whole = cluster
    RoleGrant.objects.create(user=world.leader, role=Role.ANALYST, body=other_body, valid_from=SINCE)
    client.force_login(world.leader)

    numbers = {number.href: number for number in figures_of(half_year_report(queries.contents_of(whole)))}
    for number in numbers.values():
        page = client.get(number.href)
        assert page.status_code == 200, number
        said = page.context["total"] if "total" in page.context else page.context["counted"]
        assert said == int(number.text.replace(".", "")), number


@pytest.mark.django_db
def test_who_has_no_right_in_a_province_sees_its_number_but_no_link(client, cluster):
    world, _other_body, whole = cluster
    client.force_login(world.leader)

    page = client.get(reverse("briefings:sum", args=[whole.pk, "reports_received"]))

    first, second = page.context["shares"]
    assert (first.value, bool(first.href)) == (3, True)
    assert (second.value, second.href) == (1, "")


@pytest.mark.django_db
def test_members_of_the_cluster_read_the_synthesis_and_others_do_not(client, cluster):
    world, other_body, whole = cluster
    page = reverse("briefings:sum", args=[whole.pk, "reports_received"])

    client.force_login(make_user("tong-hop-ben", Role.ANALYST, other_body))
    assert client.get(page).status_code == 200
    assert client.post(reverse("briefings:gather", args=[whole.pk])).status_code == 404
    client.force_login(world.officer)
    assert client.get(page).status_code == 404
    assert client.get(reverse("briefings:sum", args=[whole.pk, "nonsense"])).status_code == 404


@pytest.mark.django_db
def test_a_leader_begins_a_synthesis_and_takes_in_what_comes_later(client, cluster):
    world, _other_body, whole = cluster
    client.force_login(world.leader)
    asked = {
        "body": world.province_body.pk,
        "cluster": whole.scope_cluster_id,
        "first_on": "2026-01-01",
        "last_on": "2026-06-30",
    }

    begun = client.post(reverse("briefings:new"), asked)
    fresh = Briefing.objects.latest("pk")
    actions.draft_for_area(world.province, **SPRING, now=queries.now())
    client.post(reverse("briefings:gather", args=[fresh.pk]))

    assert begun.url == reverse("briefings:show", args=[fresh.pk])
    assert fresh.scope_cluster_id == whole.scope_cluster_id
    assert fresh.parts.count() == 3
    assert len(queries.parts_of(fresh)) == 2
