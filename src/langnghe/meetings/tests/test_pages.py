"""The pages of meetings, by those who prepare, chair, carry out, and by strangers."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from langnghe.briefings import actions as briefing_actions
from langnghe.cases.intake import take_in
from langnghe.cases.tests.world import NOW, make_user, report_in
from langnghe.ground.steps import NotPossible
from langnghe.meetings import queries
from langnghe.meetings.actions import conclusions, meetings
from langnghe.meetings.actions.meetings import Plan
from langnghe.meetings.models import Conclusion, Meeting, Paper, Standing, State
from langnghe.meetings.tests.world import BEGINS, Round, concluded, drafted, held, make_round, planned
from langnghe.people.models import Role
from langnghe.practices.tests.world import make_practice, recognise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME_FOLDER = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def round_() -> Round:
    return make_round()


def url(name, *args):
    return reverse(f"meetings:{name}", args=args)


def sign_in(client, user):
    client.force_login(user)
    return client


# The whole way of a meeting


def test_a_leader_plans_invites_holds_and_concludes_and_the_commune_reports_it_done(client, round_):
    world = round_.world
    sign_in(client, round_.leader)
    given = {
        "body": world.province_body.slug,
        "every": "month",
        "name": "Giao ban tháng 3",
        "begins_at": "2026-03-05T08:00",
        "place": "Hội trường",
        "chair": "Chủ tịch UBND tỉnh",
    }
    assert client.post(url("new"), given).status_code == 302
    meeting = Meeting.objects.get()
    client.post(url("invite", meeting.pk), {"everybody": "on", "asked_for": "Báo cáo tháng"})
    client.post(url("agenda", meeting.pk), {"title": "Tình hình sạt lở", "minutes": 20})
    client.post(url("held", meeting.pk), {"attended": 24})
    client.post(url("write_minutes", meeting.pk), {"words": "Hội nghị thảo luận ba nội dung."})
    task = {
        "words": "Sửa đường vào làng.",
        "body": world.commune_body.slug,
        "due_on": "2026-03-31",
        "public_words": "Sửa trước 31/3.",
    }
    client.post(url("draft", meeting.pk), task)
    answer = client.post(url("conclude", meeting.pk), {"number": 5})
    assert answer.status_code == 302, answer.context["form"].errors

    conclusion = Conclusion.objects.get()
    sign_in(client, world.officer)
    done = client.post(url("report_done", conclusion.pk), {"words": "Đã nghiệm thu ngày 20/3."})

    assert done.status_code == 302
    conclusion.refresh_from_db()
    assert conclusion.standing == Standing.DONE
    assert "Đã nghiệm thu ngày 20/3." in client.get(url("conclusion", conclusion.pk)).content.decode()


def test_what_stands_over_heads_the_page_and_is_decided_before_the_notice(client, round_):
    old = concluded(round_).conclusions.get()
    following = held(round_, begins_at=BEGINS + timedelta(days=28))
    sign_in(client, round_.leader)

    assert old.words in client.get(url("show", following.pk)).content.decode()
    page = client.get(url("conclude", following.pk)).content.decode()
    assert url("decide", following.pk, old.pk) in page
    refused = client.post(url("decide", following.pk, old.pk), {"decision": "extend", "words": "Chờ vốn."})
    given = {"decision": "extend", "due_on": "2026-06-30", "words": "Chờ vốn."}
    decided = client.post(url("decide", following.pk, old.pk), given)

    assert refused.status_code == 422
    assert decided.status_code == 302
    assert (
        url("decide", following.pk, old.pk) not in client.get(url("conclude", following.pk)).content.decode()
    )


def test_the_next_of_a_series_comes_with_its_day_and_place_filled_in(client, round_):
    planned(round_)
    sign_in(client, round_.leader)

    page = client.get(url("new") + f"?loat={round_.series.pk}").content.decode()

    assert 'value="2026-04-06T09:00"' in page
    assert 'value="Hội trường tầng 2"' in page


def test_the_agenda_can_be_put_in_order(client, round_):
    meeting = planned(round_)
    items = [meetings.add_to_agenda(meeting, title) for title in ("Một", "Hai", "Ba")]
    sign_in(client, round_.leader)

    client.post(url("move_point", meeting.pk, items[2].pk, "len"))
    client.post(url("move_point", meeting.pk, items[0].pk, "bo"))

    assert [item.title for item in meeting.agenda.all()] == ["Ba", "Hai"]


def test_minutes_keep_every_version(client, round_):
    meeting = held(round_)
    sign_in(client, round_.leader)

    for words in ("Bản đầu.", "Bản sửa."):
        client.post(url("write_minutes", meeting.pk), {"words": words})
    page = client.get(url("minutes", meeting.pk)).content.decode()

    assert page.index("Bản sửa.") < page.index("Bản đầu.")


# Papers


def docx(*paragraphs: str, header: str = "") -> bytes:
    def xml(lines):
        name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        inner = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
        return f'<w:document xmlns:w="{name}">{inner}</w:document>'

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("word/document.xml", xml(paragraphs))
        if header:
            packed.writestr("word/header1.xml", xml([header]))
    return file.getvalue()


def upload(client, meeting, body, data, name="tham-luan.docx"):
    given = {"body": body.slug, "title": "Tham luận", "file": SimpleUploadedFile(name, data)}
    return client.post(url("hand_in", meeting.pk), given)


def test_a_commune_hands_in_a_paper_as_a_file_and_only_its_words_are_kept(client, round_):
    meeting = held(round_)
    sign_in(client, round_.world.officer)

    answer = upload(client, meeting, round_.world.commune_body, docx("Kinh nghiệm đối thoại", "Kết quả tốt."))

    assert answer.status_code == 302
    paper = Paper.objects.get()
    assert (paper.kind, paper.words) == (Paper.Kind.TALK, "Kinh nghiệm đối thoại\nKết quả tốt.")
    assert "Kết quả tốt." in client.get(url("paper", meeting.pk, paper.pk)).content.decode()


@pytest.mark.parametrize(
    "data",
    [
        docx("MẬT", "Tham luận"),
        docx("Tham luận", header="TỐI MẬT"),
        docx("Văn bản TUYỆT MẬT của đơn vị"),
        b"khong phai van ban",
        b"PK\x03\x04hong",
        b"%PDF-1.7 hong",
    ],
)
def test_a_file_that_is_stamped_secret_or_cannot_be_read_is_refused_and_not_stored(client, round_, data):
    meeting = held(round_)
    sign_in(client, round_.world.officer)

    answer = upload(client, meeting, round_.world.commune_body, data)

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not Paper.objects.exists()


def test_a_pdf_with_a_stamp_is_refused_and_one_without_is_read(client, round_):
    from langnghe.core.paper.pdf import to_pdf
    from langnghe.meetings.drawing.notice import notice_of_conclusions
    from langnghe.meetings.papers import contents_of

    meeting = held(round_)
    drafted(round_, meeting)
    pdf = to_pdf(notice_of_conclusions(contents_of(meeting, now=NOW)))
    sign_in(client, round_.world.officer)

    answer = upload(client, meeting, round_.world.commune_body, pdf, "tham-luan.pdf")

    assert answer.status_code == 302, answer.context["form"].errors
    assert "Sửa đường vào làng" in Paper.objects.get().words


@pytest.mark.parametrize(
    ("page", "field"),
    [("draft", "words"), ("draft", "public_words"), ("write_minutes", "words"), ("hand_in", "words")],
)
def test_details_of_a_resident_are_pointed_out_before_words_are_kept(client, round_, page, field):
    meeting = held(round_)
    sign_in(client, round_.leader)
    given = {
        "title": "Tham luận",
        "words": "Nội dung.",
        "body": round_.world.province_body.slug,
        "due_on": "2026-03-31",
        field: "Liên hệ chị Hoa, số 0905 123 456.",
    }

    answer = client.post(url(page, meeting.pk), given)

    assert answer.status_code == 422
    assert "0905 123 456" in answer.context["form"].errors[field][0]
    assert client.post(url(page, meeting.pk), {**given, "confirmed": "on"}).status_code == 302


def test_no_form_asks_who_a_resident_is(round_):
    from langnghe.meetings import forms

    asked = {
        name
        for form in vars(forms).values()
        if isinstance(form, type) and issubclass(form, forms.forms.Form)
        for name in form.base_fields
    }

    assert not asked & {"full_name", "telephone", "household", "religion", "ethnicity", "opinion", "resident"}


def test_a_briefing_on_the_table_gives_a_conclusion_its_ground(client, round_):
    world = round_.world
    take_in(report_in(world), by=None, now=NOW)
    meeting = held(round_)
    briefing = briefing_actions.draft_for_body(
        world.province_body, first_on=date(2026, 1, 1), last_on=date(2026, 6, 30), now=timezone.now()
    )
    conclusion = drafted(round_, meeting)
    sign_in(client, round_.leader)

    given = {"body": world.province_body.slug, "briefing": briefing.pk}
    assert client.post(url("hand_in", meeting.pk), given).status_code == 302
    ground = {"briefing": briefing.pk, "figure": "reports_received"}
    assert client.post(url("link", conclusion.pk), ground).status_code == 302
    page = client.get(reverse("meetings:paper_page", kwargs={"pk": meeting.pk, "name": "thong-bao"}))

    assert 'href="/so-lieu/reports_received/?' in page.content.decode()
    assert client.get(url("paper", meeting.pk, Paper.objects.get().pk)).url == f"/bao-cao/{briefing.pk}/"


@pytest.mark.parametrize(
    "given",
    [
        {"number": ""},
        {"number": "26-999999"},
        {"figure": "reports_received"},
        {"number": "đúng", "alarm": "1"},
    ],
)
def test_a_ground_is_exactly_one_thing_that_exists(client, round_, given):
    conclusion = drafted(round_, held(round_))
    sign_in(client, round_.leader)

    answer = client.post(url("link", conclusion.pk), given)

    assert answer.status_code == 422
    assert not conclusion.links.exists()


# Practices on the table, briefings as proof


def test_a_recognised_practice_is_found_without_tone_marks_and_put_on_the_table(client, round_):
    meeting, practice = held(round_), recognise(make_practice(round_.world), round_.world)
    sign_in(client, round_.leader)

    found = client.get(url("put_practice", meeting.pk), {"words": "duong khong rac"})
    none = client.get(url("put_practice", meeting.pk), {"words": "duong sat lo"})
    given = {"practice": practice.pk, "body": round_.world.province_body.slug}
    answer = client.post(url("put_practice", meeting.pk), given)

    assert found.context["page"].rows == [practice]
    assert none.context["page"].rows == []
    assert answer.status_code == 302
    paper = Paper.objects.get()
    assert (paper.kind, paper.title, paper.practice) == ("practice", "Tuyến đường không rác", practice)
    assert client.get(url("paper", meeting.pk, paper.pk)).url == f"/mo-hinh/{practice.pk}/"
    assert client.get(url("put_practice", meeting.pk)).context["page"].rows == []


def test_a_practice_on_the_table_stands_in_the_invitation_and_on_the_wall(client, round_):
    meeting, practice = held(round_), recognise(make_practice(round_.world), round_.world)
    given = {"kind": "practice", "title": practice.name, "practice": practice, "by": None, "now": NOW}
    meetings.hand_in(meeting, round_.world.commune_body, **given)
    sign_in(client, round_.leader)

    invitation = client.get(reverse("meetings:paper_page", kwargs={"pk": meeting.pk, "name": "giay-moi"}))
    screens = [client.get(url("projection", meeting.pk), {"buoc": at}) for at in (1, 2)]

    assert "Tuyến đường không rác, Xã Hương Sen (mô hình của " in invitation.content.decode()
    assert screens[1].context["slide"].kind == "practices"
    assert "Chi hội Phụ nữ thôn 4" in screens[1].content.decode()


def test_only_recognised_practices_go_on_the_table_and_each_once(client, round_):
    meeting, practice = held(round_), make_practice(round_.world)
    given = {"kind": "practice", "title": practice.name, "practice": practice, "by": None, "now": NOW}
    sign_in(client, round_.leader)
    chosen = {"practice": practice.pk, "body": round_.world.province_body.slug}

    assert client.post(url("put_practice", meeting.pk), chosen).status_code == 404
    with pytest.raises(NotPossible, match="được công nhận"):
        meetings.hand_in(meeting, round_.world.commune_body, **given)
    practice = given["practice"] = recognise(practice, round_.world)
    meetings.hand_in(meeting, round_.world.commune_body, **given)
    with pytest.raises(NotPossible, match="đã có"):
        meetings.hand_in(meeting, round_.world.province_body, **given)


def test_a_guest_who_may_not_see_a_practice_reads_it_at_the_meeting(client, round_, of_the_cluster):
    practice = recognise(make_practice(round_.world), round_.world)
    given = {"kind": "practice", "title": practice.name, "practice": practice, "by": None, "now": NOW}
    paper = meetings.hand_in(of_the_cluster, round_.world.province_body, **given)
    sign_in(client, round_.other_officer)

    page = client.get(url("paper", of_the_cluster.pk, paper.pk))

    assert page.status_code == 200
    assert "Mỗi sáng thứ Bảy các hộ cùng quét dọn" in page.content.decode()
    assert client.get(reverse("practices:show", args=[practice.pk])).status_code == 404


def test_finding_a_practice_asks_few_statements(client, round_, django_assert_max_num_queries):
    meeting = held(round_)
    for number in range(30):
        recognise(make_practice(round_.world, name=f"Mô hình {number}"), round_.world)
    sign_in(client, round_.leader)

    with django_assert_max_num_queries(10):
        page = client.get(url("put_practice", meeting.pk))

    assert len(page.context["page"].rows) == 20


def briefing_of(body):
    days = {"first_on": date(2026, 1, 1), "last_on": date(2026, 6, 30)}
    return briefing_actions.draft_for_body(body, **days, now=timezone.now())


def test_a_briefing_of_the_body_in_charge_proves_a_conclusion_and_stands_in_the_trace(client, round_):
    conclusion = concluded(round_).conclusions.get()
    briefing = briefing_of(round_.world.commune_body)
    sign_in(client, round_.leader)

    given = {"words": "Đã nêu trong báo cáo 6 tháng.", "briefing": briefing.pk}
    assert client.post(url("report_done", conclusion.pk), given).status_code == 302

    address = f'href="/bao-cao/{briefing.pk}/"'
    assert address in client.get(url("conclusion", conclusion.pk)).content.decode()
    assert address in client.get(reverse("trace_of_conclusion", args=[conclusion.pk])).content.decode()


def test_a_briefing_of_another_body_proves_nothing(client, round_):
    conclusion = concluded(round_).conclusions.get()
    briefing = briefing_of(round_.world.neighbour_body)
    sign_in(client, round_.leader)

    answer = client.post(url("report_done", conclusion.pk), {"words": "Xong.", "briefing": briefing.pk})

    assert answer.status_code == 422
    assert "briefing" in answer.context["form"].errors


# Rights


@pytest.fixture
def of_the_cluster(round_) -> Meeting:
    meeting = meetings.plan(
        round_.world.province_body,
        Plan("Giao ban cụm", BEGINS),
        cluster=round_.cluster,
        by=round_.leader,
        now=NOW,
    )
    meetings.invite(meeting, [round_.other_body], by=round_.leader, now=NOW)
    return meeting


def test_bodies_of_the_clusters_members_see_its_meetings(client, round_, of_the_cluster):
    assert sign_in(client, round_.other_officer).get(url("show", of_the_cluster.pk)).status_code == 200
    assert sign_in(client, round_.world.officer).get(url("show", of_the_cluster.pk)).status_code == 404


def test_a_guest_hands_in_its_own_paper_but_prepares_and_concludes_nothing(client, round_, of_the_cluster):
    sign_in(client, round_.other_leader)
    pk = of_the_cluster.pk

    own = {"body": round_.other_body.slug, "title": "Tham luận", "words": "Nội dung."}
    foreign = {**own, "body": round_.world.province_body.slug}

    assert client.post(url("hand_in", pk), own).status_code == 302
    assert client.post(url("hand_in", pk), foreign).status_code == 422
    for page in ("change", "invite", "agenda", "held", "write_minutes", "draft", "conclude"):
        assert client.get(url(page, pk)).status_code == 404


def test_an_officer_of_the_host_prepares_but_only_a_leader_concludes(client, round_):
    officer = make_user("can-bo-tinh", Role.OFFICER, round_.world.province_body)
    meeting = held(round_)
    drafted(round_, meeting)
    sign_in(client, officer)

    assert client.get(url("draft", meeting.pk)).status_code == 200
    assert client.get(url("conclude", meeting.pk)).status_code == 404
    assert client.post(url("conclude", meeting.pk), {"number": 5}).status_code == 404
    meeting.refresh_from_db()
    assert meeting.state == State.HELD


def test_only_a_leader_of_the_host_gives_more_time_returns_and_drops(client, round_):
    conclusion = concluded(round_).conclusions.get()
    sign_in(client, round_.world.officer)

    for page in ("extend", "drop", "return"):
        assert client.get(url(page, conclusion.pk)).status_code == 404
    assert client.get(url("report_done", conclusion.pk)).status_code == 200


@pytest.mark.parametrize("name", ["show", "conclude", "hand_in"])
def test_what_is_hidden_looks_like_what_does_not_exist(client, round_, name):
    meeting = planned(round_)
    sign_in(client, round_.other_officer)

    assert client.get(url(name, meeting.pk)).status_code == 404
    assert client.get(url(name, meeting.pk + 1000)).status_code == 404


def test_a_draft_is_not_seen_by_its_owner_outside_the_meeting(client, round_):
    meeting = meetings.hold(planned(round_), attended=None, by=round_.leader, now=BEGINS)
    conclusion = drafted(round_, meeting)

    assert sign_in(client, round_.world.officer).get(url("conclusion", conclusion.pk)).status_code == 404


@pytest.mark.parametrize("name", ["list", "new", "conclusions"])
def test_strangers_are_asked_to_sign_in(client, name):
    assert client.get(url(name)).status_code == 302


# Papers in both forms, and long lists


@pytest.mark.parametrize(("form", "number"), [("state", "05/TB-UBND"), ("party", "05-TB/UBND")])
def test_the_notice_is_set_in_both_official_forms(client, round_, form, number):
    body = round_.world.province_body
    body.paper_format = form
    body.save()
    meeting = concluded(round_)
    sign_in(client, round_.leader)

    page = client.get(reverse("meetings:paper_page", kwargs={"pk": meeting.pk, "name": "thong-bao"}))
    files = {
        kind: client.get(reverse("meetings:download", kwargs={"pk": meeting.pk, "name": name, "kind": kind}))
        for kind, name in (("docx", "thong-bao"), ("pdf", "giay-moi"))
    }

    assert f"Số: {number}" in page.content.decode()
    assert files["docx"].content.startswith(b"PK")
    assert files["pdf"].content.startswith(b"%PDF")


def test_lists_ask_few_statements_however_long_they_are(client, round_, django_assert_max_num_queries):
    for n in range(60):
        planned(round_, begins_at=BEGINS + timedelta(days=n))
    meeting = held(round_, begins_at=BEGINS - timedelta(days=1))
    for n in range(60):
        drafted(round_, meeting, f"Việc {n}")
    conclusions.conclude(meeting, number=1, by=round_.leader, now=BEGINS)
    sign_in(client, round_.leader)

    with django_assert_max_num_queries(8):
        page = client.get(url("list"))
    with django_assert_max_num_queries(8):
        tasks = client.get(url("conclusions"))
    with django_assert_max_num_queries(20):
        client.get(url("show", meeting.pk))

    assert len(page.context["page"].rows) == len(tasks.context["page"].rows) == 50


def test_overdue_conclusions_have_a_list_of_their_own(client, round_):
    concluded(round_)
    meeting = held(round_, begins_at=BEGINS + timedelta(days=28))
    drafted(round_, meeting, "Còn lâu mới đến hạn.", due_on=timezone.localdate() + timedelta(days=90))
    conclusions.conclude(meeting, number=6, by=round_.leader, now=BEGINS + timedelta(days=29))
    sign_in(client, round_.world.officer)

    overdue = client.get(url("conclusions") + "?loc=qua-han").content.decode()

    assert "Sửa đường vào làng" in overdue
    assert "Còn lâu mới đến hạn." not in overdue
    assert (
        queries.falling_due([round_.world.commune_body.pk], today=date(2026, 3, 29), within_days=3).count()
        == 1
    )
