"""Where a case is counted when its area has ended or begun since, over several changes too."""

from datetime import date, timedelta

import pytest

from langnghe.cases.intake import take_in
from langnghe.cases.models import Case
from langnghe.cases.tests.world import NOW, World, make_area, report_in, small_province
from langnghe.figures.queries import Question, value_of
from langnghe.places.models import Area, AreaChange

pytestmark = pytest.mark.django_db

MERGED_ON, RENAMED_ON = date(2026, 4, 1), date(2026, 8, 1)
MARCH = {"first_on": date(2026, 3, 1), "last_on": date(2026, 3, 31)}


@pytest.fixture
def world() -> World:
    """One commune of March, merged in April into another, which got a new name in August."""
    world = small_province()
    take_in(report_in(world, "Đường hỏng"), by=None, now=NOW)
    merged = follow(world.commune, "90011", "Xã Mới", on=MERGED_ON, parent=world.province)
    follow(merged, "90012", "Phường Mới", on=RENAMED_ON, parent=world.province)
    return world


def follow(old: Area, code: str, name: str, *, on: date, parent: Area | None) -> Area:
    """Let an area end, and another begin in its place on a day."""
    new = make_area(code, name, parent=parent)
    Area.objects.filter(pk=new.pk).update(valid_from=on)
    Area.objects.filter(pk=old.pk).update(valid_to=on - timedelta(days=1))
    AreaChange.objects.create(old=old, new=new, kind=AreaChange.Kind.WHOLE, decree="NQ", effective_on=on)
    return Area.objects.get(pk=new.pk)


def parts(world: World, day: date) -> dict[str, int]:
    question = Question(area=world.province, boundaries_on=day, **MARCH)
    return {part.key: part.value for part in value_of("reports_received", question, by="area").parts}


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 3, 15), "90001"), (date(2026, 5, 1), "90011"), (date(2026, 9, 1), "90012")]
)
def test_a_case_is_shown_under_the_area_of_the_day_over_two_changes(world, day, code):
    assert parts(world, day) == {code: 1}


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 3, 15), "90001"), (date(2026, 5, 1), "90011"), (date(2026, 9, 1), "90012")]
)
def test_a_moved_case_is_shown_under_its_first_area_for_old_boundaries(world, day, code):
    Case.objects.update(area=Area.objects.get(code="90012"))

    assert parts(world, day) == {code: 1}


def test_a_case_that_only_has_an_ended_province_is_counted_in_the_new_one():
    world = small_province()
    take_in(report_in(world, "Đường hỏng"), by=None, now=NOW)
    Case.objects.update(area=None, province=world.province)
    new = follow(world.province, "95", "Tỉnh Gộp", on=MERGED_ON, parent=None)

    question = Question(area=new, boundaries_on=date(2026, 5, 1), **MARCH)

    assert value_of("reports_received", question).value == 1
