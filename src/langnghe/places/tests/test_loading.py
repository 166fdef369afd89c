"""Loading areas and decrees into the database."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from langnghe.ground.tables import BadTable
from langnghe.places import queries, shipped
from langnghe.places.actions.areas import load_areas
from langnghe.places.actions.changes import load_area_changes, load_vietnam
from langnghe.places.actions.localities import AlreadyListed, add_locality, load_localities, note_unlisted
from langnghe.places.actions.outlines import load_boundaries
from langnghe.places.actions.populations import load_population
from langnghe.places.models import Area, AreaChange, Boundary, Population
from langnghe.places.points import How, Placer, place_point

DAY = date(2026, 3, 2)
OFFICIAL = Path(__file__).resolve().parents[5] / "shared" / "data" / "vietnam" / "unit_changes_2025-07-01.csv"

COUNTRY = """code,name,kind,parent_code,valid_from,valid_to,lat,lon
la,City of Los Angeles,city,,2000-01-01,,34.05,-118.25
west,West APC,area planning commission,la,2000-01-01,,34.02,-118.40
nc-1,Arroyo Seco NC,neighbourhood council,la,2000-01-01,,34.08,-118.19
nc-2,Venice NC,neighbourhood council,west,2000-01-01,,33.99,-118.46
"""


@pytest.fixture
def table(tmp_path):
    def write(text: str, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def country(db, table):
    load_areas(table(COUNTRY))


class TestAnyCountry:
    def test_a_tree_of_another_country_loads_with_levels_and_leaves(self, country):
        levels = {area.code: (area.level, area.is_leaf) for area in Area.objects.all()}

        assert levels == {"la": (1, False), "west": (2, False), "nc-1": (2, True), "nc-2": (3, True)}
        assert Area.objects.get(code="la").bare_name == "City of Los Angeles"

    def test_the_same_file_twice_changes_nothing(self, country, table):
        loaded = load_areas(table(COUNTRY))

        assert (loaded.created, loaded.changed, loaded.unchanged) == (0, 0, 4)

    def test_a_corrected_line_changes_its_area_alone(self, country, table):
        loaded = load_areas(table(COUNTRY.replace("Venice NC", "Greater Venice NC")))

        assert (loaded.created, loaded.changed) == (0, 1)
        assert queries.area_on("nc-2", DAY).name == "Greater Venice NC"

    def test_a_dry_run_keeps_nothing(self, db, table):
        loaded = load_areas(table(COUNTRY), dry_run=True)

        assert loaded.created == 4
        assert not Area.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ("nc-3,Hill NC,nc,nowhere,2000-01-01,,34,-118", "parent “nowhere”"),
            ("nc-3,Hill NC,nc,la,1999-01-01,,34,-118", "not in force on 1999-01-01"),
            ("nc-1,Hill NC,nc,la,2000-01-01,,34,-118", "stands already in line 4"),
            ("nc-1,Hill NC,nc,la,2010-01-01,,34,-118", "would name two areas"),
            (",Hill NC,nc,la,2000-01-01,,34,-118", "must not be empty"),
            ("nc-3,Hill NC,nc,la,01/02/2000,,34,-118", "is not a date"),
            ("nc-3,Hill NC,nc,la,2000-01-01,1999-01-01,34,-118", "lies before the first"),
            ("nc-3,Hill NC,nc,la,2000-01-01,,134,-118", "degrees lie between"),
            ("nc-3,Hill NC,nc,nc-3,2000-01-01,,34,-118", "stand above itself"),
        ],
    )
    def test_one_faulty_line_is_named_and_nothing_is_loaded(self, db, table, wrong, sentence):
        with pytest.raises(BadTable) as error:
            load_areas(table(f"{COUNTRY}{wrong}\n"))

        assert sentence in str(error.value)
        assert "line 6" in str(error.value)
        assert not Area.objects.exists()

    def test_the_command_ends_with_the_sentences_and_an_error(self, db, table):
        with pytest.raises(CommandError, match="Nothing was loaded"):
            call_command("load_areas", str(table("code,name\n1,A\n")))

    def test_everything_below_an_area_is_found(self, country):
        city = queries.area_on("la", DAY)

        assert set(queries.descendants(city).values_list("code", flat=True)) == {"la", "west", "nc-1", "nc-2"}
        assert [area.code for area in queries.ancestors(queries.area_on("nc-2", DAY), on=DAY)] == [
            *("nc-2", "west", "la")
        ]


class TestDecrees:
    HEADER = "old_code,new_code,new_name,kind,share,decree,effective_on\n"

    def test_a_merger_ends_the_old_areas_and_begins_the_new_one(self, country, table):
        decree = table(
            f"{self.HEADER}nc-1,nc-9,East NC,whole,,1/2026,2026-06-01\n"
            "nc-2,nc-9,East NC,part,0.4,1/2026,2026-06-01\n"
            "nc-2,nc-2,,part,0.6,1/2026,2026-06-01\n"
        )

        load_area_changes(decree)

        day = date(2026, 6, 1)
        assert queries.area_on("nc-1", day - timedelta(days=1)).valid_to == day - timedelta(days=1)
        assert queries.area_on("nc-9", day).name == "East NC"
        assert [s.area.code for s in queries.successors(queries.area_on("nc-2", DAY), on=day)] == [
            "nc-2",
            "nc-9",
        ]
        assert [s.is_whole for s in queries.successors(queries.area_on("nc-1", DAY), on=day)] == [True]
        with pytest.raises(queries.NoSuchArea):
            queries.area_on("nc-1", day)

    def test_an_area_that_takes_in_another_goes_on(self, country, table):
        load_area_changes(table(f"{self.HEADER}nc-1,nc-2,,whole,,1/2026,2026-06-01\n"))

        assert queries.area_on("nc-2", date(2026, 6, 1)).valid_from == date(2000, 1, 1)

    def test_the_same_decree_twice_changes_nothing(self, country, table):
        decree = table(f"{self.HEADER}nc-1,nc-9,East NC,whole,,1/2026,2026-06-01\n")
        load_area_changes(decree)

        again = load_area_changes(decree)

        assert (again.created, again.changed, again.unchanged) == (0, 0, 1)
        assert Area.objects.filter(code="nc-9").count() == 1

    @pytest.mark.parametrize(
        ("line", "sentence"),
        [
            ("nc-7,nc-9,East NC,whole,,1/2026,2026-06-01", "no area “nc-7” was in force on 2026-05-31"),
            ("nc-1,nc-9,,whole,,1/2026,2026-06-01", "its name is missing"),
            ("nc-1,nc-9,East NC,eaten,,1/2026,2026-06-01", "“eaten” is none of"),
            ("nc-1,nc-9,East NC,part,1.5,1/2026,2026-06-01", "is not a share"),
            ("nc-1,nc-9,East NC,whole,,1/2026,", "--in-force-from"),
            ("west,west-2,West,whole,,1/2026,2026-06-01", "The parent “west” of “nc-2”".lower()),
        ],
    )
    def test_a_faulty_line_is_named_and_nothing_changes(self, country, table, line, sentence):
        with pytest.raises(BadTable) as error:
            load_area_changes(table(f"{self.HEADER}{line}\n"))

        assert sentence in str(error.value)
        assert not AreaChange.objects.exists()


@pytest.fixture(scope="class")
def vietnam(django_db_setup, django_db_blocker):
    """Load Vietnam once for a class of tests, inside a transaction that is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_vietnam()
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("vietnam")
@pytest.mark.django_db
class TestVietnam:
    def test_a_day_before_and_a_day_after_the_reform_have_their_areas(self):
        before = queries.areas_on(date(2025, 6, 30))
        after = queries.areas_on(date(2025, 7, 1))

        assert before.filter(parent=None).count() == 63
        assert before.filter(is_leaf=True).count() == 10_040  # with five island districts without communes
        assert after.filter(parent=None).count() == 34
        assert after.filter(is_leaf=True).count() == 3_321

    def test_a_code_used_again_names_another_commune(self):
        assert queries.area_on("00004", date(2025, 6, 30)).name == "Phường Trúc Bạch"
        assert queries.area_on("00004", date(2025, 7, 1)).name == "Phường Ba Đình"

    def test_provinces_and_communes_are_listed_by_official_code_not_by_letters(self):
        provinces = list(queries.children(None, on=date(2025, 7, 1)))
        communes = list(queries.children(provinces[0], on=date(2025, 7, 1)))

        assert [province.bare_name for province in provinces[:3]] == ["Hà Nội", "Cao Bằng", "Tuyên Quang"]
        assert [commune.code for commune in communes] == sorted(commune.code for commune in communes)

    def test_dong_nai_is_a_city_from_30_april_2026_and_keeps_its_communes(self):
        province = queries.area_on("75", date(2026, 4, 29))
        city = queries.area_on("75", date(2026, 4, 30))

        assert (province.name, city.name) == ("Tỉnh Đồng Nai", "Thành phố Đồng Nai")
        assert queries.descendants(city, on=date(2026, 5, 1)).count() == 96
        assert queries.descendants(province, on=date(2026, 4, 1)).count() == 96
        assert queries.area_on("25270", date(2026, 4, 30)).name == "Phường Lộc Ninh"

    def test_unconfirmed_decrees_hold_only_when_somebody_names_the_day(self):
        path = shipped.decree("unconfirmed-2026-08-quang-ninh")
        with pytest.raises(BadTable, match="--in-force-from"):
            load_area_changes(path)

        load_area_changes(path, in_force_from=date(2026, 10, 1))

        assert queries.area_on("22", date(2026, 10, 1)).name == "Thành phố Quảng Ninh"

    def test_a_split_commune_has_all_its_successors_and_a_whole_one_has_one(self):
        split = queries.area_on("00553", date(2025, 6, 30))
        whole = queries.area_on("00004", date(2025, 6, 30))

        assert len(queries.successors(split, on=DAY)) == 4
        assert not any(successor.is_whole for successor in queries.successors(split, on=DAY))
        assert [s.area.name for s in queries.successors(whole, on=DAY)] == ["Phường Ba Đình"]

    def test_people_of_an_old_commune_are_not_those_of_the_new_one_of_its_code(self, table):
        load_population(table("code,people,year\n00004,7000,2024\n"), on=date(2025, 6, 30))
        load_population(table("code,people,year\n00004,65023,2025\n"), on=DAY)

        told = Population.objects.values_list("area__name", "people")
        assert set(told) == {("Phường Trúc Bạch", 7000), ("Phường Ba Đình", 65023)}

    def test_the_history_of_a_code_tells_its_territories_apart_with_kinds_and_decrees(self):
        new, old = queries.histories_of("00004")

        assert (new.area.name, old.area.name) == ("Phường Ba Đình", "Phường Trúc Bạch")
        assert old.area in [change.old for change in new.began_from]
        assert [(change.new.name, change.kind) for change in old.became] == [("Phường Ba Đình", "whole")]
        assert all(change.decree for change in new.began_from)
        assert [change.kind for change in queries.histories_of("26368")[0].began_from] == ["kind_changed"]

    def test_the_page_of_a_code_tells_its_territories_apart(self, client):
        page = client.get("/dia-ban/00004/").content.decode()

        assert page.index("Phường Ba Đình") < page.index("Phường Trúc Bạch")
        data = client.get("/dia-ban/00004/?format=json").json()
        assert [area["valid_to"] for area in data["areas"]] == [None, "2025-06-30"]
        assert client.get("/dia-ban/99999/").status_code == 404

    @pytest.mark.skipif(not OFFICIAL.exists(), reason="the official table lies outside the project")
    def test_the_official_table_is_read_as_printed_and_its_misprints_are_told(self):
        loaded = load_area_changes(OFFICIAL)

        assert (loaded.created, loaded.changed) == (0, 0)
        assert sum("read as 06978" in remark for remark in loaded.remarks) == 5
        assert any("00553 stands beside Xã Đặng Xá; read as 00556" in remark for remark in loaded.remarks)

    @pytest.mark.parametrize("words", ["ia dok gia lai", "Ia Dơk", "xã ia dơk", "dok ia"])
    def test_the_picker_finds_with_and_without_tone_marks(self, words):
        assert "Xã Ia Dơk" in {area.name for area in queries.find_areas(words, on=DAY)}

    def test_the_picker_puts_the_name_as_written_first(self):
        assert queries.find_areas("Cẩm Giàng", on=DAY)[0].name == "Xã Cẩm Giàng"

    def test_the_picker_finds_old_names_and_says_what_became_of_them(self, client):
        answer = client.get("/dia-ban/tim", {"q": "Trúc Bạch", "format": "json"}).json()

        assert answer["past"][0]["now"] == [{"code": "00004", "name": "Phường Ba Đình", "whole": True}]

    def test_the_picker_answers_in_few_statements(self, client, django_assert_max_num_queries):
        with django_assert_max_num_queries(8):
            client.get("/dia-ban/tim", {"q": "Pleiku", "format": "json"})

    def test_a_point_is_placed_in_the_nearest_commune_and_alike_one_by_one_or_many(self):
        area = queries.area_on("23563", DAY)

        placed = place_point(area.latitude, area.longitude, on=DAY)
        many = Placer.on(DAY).place(area.latitude, area.longitude)

        assert (placed.area, placed.how, placed.sureness) == (area, How.NEAREST, 1.0)
        assert (many.area, many.sureness) == (placed.area, placed.sureness)

    def test_a_point_in_another_country_is_placed_nowhere(self):
        assert place_point(34.05, -118.25, on=DAY) is None
        assert Placer.on(DAY).place(0.0, 0.0) is None


class TestWhatBelongsToAreas:
    def test_a_point_inside_an_outline_is_sure(self, country, table):
        square = [[-118.5, 33.9], [-118.4, 33.9], [-118.4, 34.1], [-118.5, 34.1], [-118.5, 33.9]]
        feature = {"properties": {"code": "nc-2"}, "geometry": {"type": "Polygon", "coordinates": [square]}}
        document = {"type": "FeatureCollection", "features": [{"type": "Feature", **feature}]}

        load_boundaries(table(json.dumps(document), "b.json"), on=DAY)

        placed = place_point(34.09, -118.41, on=DAY)
        assert (placed.area.code, placed.how, placed.sureness) == ("nc-2", How.BOUNDARY, 1.0)
        assert place_point(34.08, -118.19, on=DAY).how is How.NEAREST

    def test_topojson_with_small_steps_and_a_shared_arc_is_read(self, country, table):
        document = {
            "type": "Topology",
            "transform": {"scale": [0.1, 0.1], "translate": [-118.5, 33.9]},
            "arcs": [[[0, 0], [1, 0], [0, 2]], [[1, 2], [-1, 0], [0, -2]]],
            "objects": {
                "c": {"geometries": [{"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": "nc-2"}}]}
            },
        }

        load_boundaries(table(json.dumps(document), "b.topojson"), on=DAY)

        assert Boundary.objects.get().north == pytest.approx(34.1)
        assert place_point(34.0, -118.45, on=DAY).how is How.BOUNDARY

    @pytest.mark.parametrize(
        "text", ["", "[]", "{}", '{"type":"FeatureCollection","features":[{"properties":{}}]}']
    )
    def test_a_file_that_is_no_map_is_refused_with_a_sentence(self, country, table, text):
        with pytest.raises(BadTable):
            load_boundaries(table(text, "b.json"), on=DAY)

    @pytest.mark.parametrize(
        ("rings", "sentence"),
        [
            ([[[[33.9, -118.5], [33.9, -118.4], [34.1, -118.4]]]], "feature 1 lies at 33.9, -118.5"),
            ([[[]]], "feature 1 has a ring of fewer than three points"),
            ([[[[-118.5, 33.9], [-118.4, "x"], [-118.4, 34.1]]]], "the outlines cannot be read"),
            ([[[[-118.5, 33.9], [-118.4, 33.9], [-118.4, 34.1]]]] * 2, "two features have the code “nc-2”"),
        ],
    )
    def test_an_outline_that_cannot_be_one_is_named(self, country, table, rings, sentence):
        features = [
            {"properties": {"code": "nc-2"}, "geometry": {"type": "Polygon", "coordinates": coordinates}}
            for coordinates in rings
        ]
        text = json.dumps({"type": "FeatureCollection", "features": features})

        with pytest.raises(BadTable, match=sentence):
            load_boundaries(table(text, "b.json"), on=DAY)

    def test_numbers_of_people_are_kept_with_year_and_source_and_corrected_by_a_new_row(self, country, table):
        load_population(table("code,population_2025\nnc-1,41000\nnc-2,\n"), on=DAY, source="census")
        again = load_population(table("code,people,year,source\nnc-1,42000,2025,census\n"), on=DAY)

        assert (again.created, again.changed) == (0, 1)
        assert list(Population.objects.values_list("people", "year", "source")) == [
            (41000, 2025, "census"),
            (42000, 2025, "census"),
        ]

    def test_a_number_that_is_none_is_named(self, country, table):
        with pytest.raises(BadTable, match="is not a number of people"):
            load_population(table("code,population_2025\nnc-1,4.1e4\n"), on=DAY)

    def test_localities_load_and_the_same_file_twice_changes_nothing(self, country, table):
        path = table("area_code,name,other_spellings\nnc-1,Làng Ơ,Lang O|Plei Ơ\nnc-1,Thôn 4,\n")

        first, again = load_localities(path, on=DAY), load_localities(path, on=DAY)

        assert (first.created, again.created, again.changed) == (2, 0, 0)
        area = queries.area_on("nc-1", DAY)
        assert queries.locality_named(area, "plei o", on=DAY).name == "Làng Ơ"
        assert queries.locality_named(area, "thôn 14", on=DAY) is None

    def test_a_name_that_people_say_waits_for_the_commune_until_it_is_added(self, country):
        area = queries.area_on("nc-1", DAY)
        now = Area.objects.first().recorded_at
        note_unlisted(area, "làng Krêl", now=now)
        note_unlisted(area, "Làng  Krel", now=now)

        assert [(said.name, said.times_said) for said in queries.unlisted_localities(area)] == [
            ("làng Krêl", 2)
        ]
        add_locality(area, "Làng Krêl", on=DAY)
        assert list(queries.unlisted_localities(area)) == []
        with pytest.raises(AlreadyListed):
            add_locality(area, "lang krel", on=DAY)
