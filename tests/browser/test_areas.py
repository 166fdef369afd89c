"""An administrator carries out a decree; anybody looks up what became of a commune."""

import pytest
from django.utils import timezone

from langnghe.bodies.actions.bodies import renew_closure
from langnghe.cases.intake import take_in
from langnghe.cases.models import Case
from langnghe.cases.tests.world import make_area, make_body, make_user, report_in
from langnghe.places.actions.changes import load_area_changes
from langnghe.places.models import Area
from langnghe.site.jobs import follow_area_changes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DECREE = """old_code,new_code,new_name,kind,share,decree,effective_on
91001,91009,Phường Sen Xanh,whole,,7/NQ-MẪU,2026-03-01
91002,91009,Phường Sen Xanh,part,0.4,7/NQ-MẪU,2026-03-01
91002,91002,,part,0.6,7/NQ-MẪU,2026-03-01
"""


@pytest.fixture(scope="module")
def decree(house, django_db_blocker, tmp_path_factory):
    """A second province in which a decree merges one commune and splits another, each with an open case."""
    with django_db_blocker.unblock():
        top = make_area("91", "Tỉnh Ví Dụ")
        above = make_body("ubnd-91", "Ủy ban nhân dân Tỉnh Ví Dụ", top)
        cases = []
        for code, name in (("91001", "Xã Cỏ May"), ("91002", "Xã Bàu Sen")):
            area = make_area(code, name, parent=top, latitude=16.0, longitude=108.0)
            make_body(f"ubnd-{code}", f"Ủy ban nhân dân {name}", area, superior=above)
            said = report_in(house.world, "Cống trước trường bị tắc", area=area)
            cases.append(take_in(said, by=None, now=timezone.now()).case)
        path = tmp_path_factory.mktemp("decree") / "decree.csv"
        path.write_text(DECREE, encoding="utf-8")
        load_area_changes(path)
        ward = Area.objects.get(code="91009")
        make_body("ubnd-91009", "Ủy ban nhân dân Phường Sen Xanh", ward, superior=above)
        renew_closure()
        return make_user("quan-tri-91", "administrator", above), *cases


def test_a_decree_is_looked_at_and_carried_out(visit, decree):
    administrator, whole, split = decree
    seen = visit().sign_in(administrator).open("/can-bo/thon-lang/")
    seen.page.get_by_role("link", name="Thay đổi địa giới theo các nghị quyết").click()
    seen.page.wait_for_load_state("networkidle")
    seen.look("area-changes")
    seen.page.get_by_role("link", name="7/NQ-MẪU").click()
    seen.page.wait_for_load_state("networkidle")
    seen.look("area-change")
    assert seen.page.get_by_text(whole.number).is_visible()

    seen.page.get_by_role("button", name="Thực hiện").press("Enter")
    seen.page.wait_for_load_state("networkidle")
    assert seen.page.get_by_text("Đang thực hiện").first.is_visible()
    follow_area_changes(effective_on="2026-03-01", number="7/NQ-MẪU", by=administrator.pk)
    seen.page.reload()
    seen.page.wait_for_load_state("networkidle")
    seen.look("area-change-done")

    assert Case.objects.get(pk=whole.pk).body.slug == "ubnd-91009"
    assert seen.page.get_by_text(whole.number).count() == 0
    assert seen.page.get_by_text(split.number).is_visible()  # a person decides


def test_what_became_of_a_commune_is_found_without_script_and_tone_marks(visit, decree):
    seen = visit("phone", script=False).open("/dia-ban/")
    seen.page.get_by_label("Tên").fill("xa co may")
    seen.page.get_by_role("button", name="Tìm").press("Enter")
    seen.page.wait_for_load_state("networkidle")
    assert seen.page.get_by_text("Phường Sen Xanh").is_visible()

    seen.page.get_by_role("link", name="Xã Cỏ May").press("Enter")
    seen.page.wait_for_load_state("networkidle")

    assert seen.page.get_by_text("7/NQ-MẪU").is_visible()


def test_pages_about_areas_are_accessible_and_fit(visit, decree):
    visit().open("/dia-ban/?q=xa+co+may").look("area-search")
    visit().open("/dia-ban/91002/").look("area-history")
