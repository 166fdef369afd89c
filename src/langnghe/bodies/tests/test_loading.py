"""Bodies follow from areas and kinds; tables of bodies and of days off."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from langnghe.bodies import queries
from langnghe.bodies.actions.bodies import load_bodies
from langnghe.bodies.actions.calendars import load_calendar
from langnghe.bodies.models import Body, CalendarDay, PaperFormat
from langnghe.ground.tables import BadTable
from langnghe.places.actions.areas import load_areas
from langnghe.places.actions.changes import load_area_changes
from langnghe.places.queries import area_on

DAY = date(2026, 3, 2)

GIA_LAI_AND_DONG_NAI = """code,name,kind,parent_code,valid_from,valid_to,lat,lon
52,Tỉnh Gia Lai,tỉnh,,2025-07-01,,,
23638,Xã Ia Dơk,xã,52,2025-07-01,,,
75,Tỉnh Đồng Nai,tỉnh,,2025-07-01,,,
26368,Xã Long Thành,xã,75,2025-07-01,,,
26000,Xã Phước An,xã,75,2025-07-01,,,
"""
DECREE = """old_code,new_code,new_name,kind,share,decree,effective_on
75,75,Thành phố Đồng Nai,kind_changed,,30/2026/QH16,2026-04-30
26368,26368,Phường Long Thành,kind_changed,,237/NQ-UBTVQH16,2026-04-30
"""


@pytest.fixture
def table(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def vietnam(db, table):
    load_areas(table(GIA_LAI_AND_DONG_NAI))
    load_area_changes(table(DECREE))
    load_bodies()


@pytest.mark.parametrize(
    ("slug", "name", "superior"),
    [
        ("tinh-uy-52", "Tỉnh ủy Gia Lai", None),
        ("ban-tgdv-tinh-52", "Ban Tuyên giáo và Dân vận Tỉnh ủy Gia Lai", "tinh-uy-52"),
        ("ubnd-tinh-52", "Ủy ban nhân dân tỉnh Gia Lai", None),
        ("mttq-tinh-52", "Ủy ban MTTQ Việt Nam tỉnh Gia Lai", None),
        ("so-xay-dung-52", "Sở Xây dựng tỉnh Gia Lai", "ubnd-tinh-52"),
        ("dang-uy-xa-23638", "Đảng ủy xã Ia Dơk", "tinh-uy-52"),
        ("ban-xdd-xa-23638", "Ban Xây dựng Đảng xã Ia Dơk", "dang-uy-xa-23638"),
        ("ubnd-xa-23638", "Ủy ban nhân dân xã Ia Dơk", "ubnd-tinh-52"),
        ("cong-an-xa-23638", "Công an xã Ia Dơk", "cong-an-tinh-52"),
    ],
)
def test_a_province_and_its_communes_have_their_bodies_with_names_and_superiors(
    vietnam, slug, name, superior
):
    body = queries.body_on(slug, DAY)

    assert body.name == name
    assert (body.superior.slug if body.superior else None) == superior


def test_party_and_state_write_in_different_formats(vietnam):
    assert queries.body_on("ban-tgdv-tinh-52", DAY).paper_format == PaperFormat.PARTY
    assert queries.body_on("ubnd-tinh-52", DAY).paper_format == PaperFormat.STATE


def test_a_province_that_becomes_a_city_has_a_thanh_uy_from_that_day(vietnam):
    assert queries.body_on("tinh-uy-75", date(2026, 4, 29)).name == "Tỉnh ủy Đồng Nai"
    assert queries.body_on("tinh-uy-75", date(2026, 4, 30)).name == "Thành ủy Đồng Nai"


def test_a_commune_that_goes_on_stands_below_the_province_and_then_below_the_city(vietnam):
    commune = queries.body_on("ubnd-xa-26000", DAY)

    before = queries.superiors(commune, on=date(2026, 4, 29))
    after = queries.superiors(commune, on=date(2026, 4, 30))

    assert [body.name for body in before] == ["Ủy ban nhân dân xã Phước An", "Ủy ban nhân dân tỉnh Đồng Nai"]
    assert [body.name for body in after][1:] == ["Ủy ban nhân dân thành phố Đồng Nai"]
    assert commune in queries.subordinates(after[-1], on=date(2026, 5, 4))


def test_loading_bodies_again_changes_nothing(vietnam):
    loaded = load_bodies()

    assert (loaded.created, loaded.changed) == (0, 0)


def test_bodies_loaded_before_a_decree_follow_it_at_the_next_load(db, table):
    load_areas(table(GIA_LAI_AND_DONG_NAI))
    load_bodies()
    load_area_changes(table(DECREE))

    load_bodies()

    assert queries.body_on("ubnd-xa-26368", DAY).name == "Ủy ban nhân dân xã Long Thành"
    assert queries.body_on("ubnd-xa-26368", date(2026, 5, 4)).name == "Ủy ban nhân dân phường Long Thành"
    assert queries.body_on("ubnd-xa-26000", date(2026, 5, 4)).superior.name.endswith("thành phố Đồng Nai")


def test_areas_of_another_country_get_one_office_each(db, table):
    header = "code,name,kind,parent_code,valid_from,valid_to,lat,lon\n"
    load_areas(table(f"{header}la,Los Angeles,city,,,,,\nn,NC,nc,la,,,,\n"))

    load_bodies()

    assert list(Body.objects.order_by("slug").values_list("slug", "name", "superior__slug")) == [
        ("office-la", "Los Angeles", None),
        ("office-n", "NC", "office-la"),
    ]


def test_the_cluster_has_the_provinces_that_are_loaded_marked_to_be_confirmed(vietnam):
    areas = queries.cluster_areas("bac-trung-bo-tay-nguyen", on=DAY)

    assert [area.name for area in areas] == ["Tỉnh Gia Lai"]
    assert area_on("52", DAY).cluster_memberships.get().to_confirm


class TestTables:
    def test_bodies_of_a_table_stand_below_each_other(self, vietnam, table):
        load_bodies(
            table(
                "slug,name,kind,line,area_code,superior,abbreviation\n"
                "tiep-dan-52,Ban Tiếp công dân tỉnh Gia Lai,tiep_dan,department,52,ubnd-tinh-52,BTCD\n"
            )
        )

        assert queries.body_on("tiep-dan-52", DAY).superior.slug == "ubnd-tinh-52"

    @pytest.mark.parametrize(
        ("line", "sentence"),
        [
            ("a,A,k,state,99,", "no area “99” is known"),
            ("a,A,k,navy,52,", "“navy” is none of"),
            ("a,A,k,state,52,nobody", "no body “nobody” stands above"),
            ("a b,A,k,state,52,", "Latin letters"),
            ("a,,k,state,52,", "must not be empty"),
        ],
    )
    def test_a_faulty_line_is_named_and_nothing_is_loaded(self, vietnam, table, line, sentence):
        with pytest.raises(BadTable) as error:
            load_bodies(table(f"slug,name,kind,line,area_code,superior\n{line}\n"))

        assert sentence in str(error.value)
        assert not Body.objects.filter(name="A").exists()

    def test_days_off_are_kept_and_a_later_table_replaces_what_was_said_of_a_day(self, vietnam, table):
        header = "day,kind,reason,area_code\n"
        load_calendar(table(f"{header}2026-01-02,off,Nghỉ bù,\n2026-01-10,worked,Làm bù,\n"), on=DAY)

        loaded = load_calendar(
            table(f"{header}2026-01-02,worked,Thôi nghỉ,\n2026-01-02,off,Lễ hội,52\n"), on=DAY
        )

        assert (loaded.created, loaded.changed) == (1, 1)
        assert CalendarDay.objects.filter(withdrawn_at=None).count() == 3
        told = queries.calendar_days(area_on("23638", DAY), first=date(2026, 1, 2), last=date(2026, 1, 2))
        assert [day.reason for day in told] == ["Thôi nghỉ", "Lễ hội"]

    def test_the_days_that_come_with_the_program_can_be_loaded(self, db):
        call_command("load_calendar")

        assert CalendarDay.objects.get(day=date(2026, 1, 10)).kind == CalendarDay.Kind.WORKED

    @pytest.mark.parametrize(
        "line", ["2026-01-02,free,x,", "02/01/2026,off,x,", ",off,x,", "2026-01-02,off,x,99"]
    )
    def test_a_faulty_day_is_refused(self, vietnam, table, line):
        with pytest.raises(BadTable, match="line 2"):
            load_calendar(table(f"day,kind,reason,area_code\n{line}\n"), on=DAY)

        assert not CalendarDay.objects.exists()
