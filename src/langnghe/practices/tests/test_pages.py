"""The pages of practices: who sees what, what the forms ask about, and what everybody reads."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from langnghe.cases.tests.world import NOW, make_user, small_province
from langnghe.people.models import Role
from langnghe.practices import actions
from langnghe.practices.forms import CheckForm, CorrectForm, ReasonForm, RecogniseForm, RegisterForm, TellForm
from langnghe.practices.models import Practice, PracticePicture
from langnghe.practices.tests.world import make_practice, recognise

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return small_province()


@pytest.fixture
def practice(world):
    return make_practice(world)


@pytest.fixture
def desk(client, world):
    client.force_login(world.officer)
    return client


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def written(**fields):
    given = {
        "body": "ubnd-90001",
        "name": "Tiếng kẻng an ninh",
        "field": "quoc-phong-an-ninh",
        "area": "90001",
        "area_name": "Xã Hương Sen",
        "locality": "Thôn 2",
        "runner": "collective",
        "run_by": "Tổ tự quản thôn 2",
        "aim": "Giữ yên thôn xóm.",
        "measures": "Đánh kẻng nhắc giờ tự học, tuần tra đêm.",
        "taking_part": "120",
        "started_on": "2026-01-15",
    }
    return {**given, **fields}


def photo(*, exif=True):
    out, image = io.BytesIO(), Image.new("RGB", (80, 60), "green")
    details = Image.Exif()
    if exif:
        details[0x010F] = "MayAnhBiMat"  # the maker of the camera
    image.save(out, "JPEG", exif=details)
    return SimpleUploadedFile("anh.jpg", out.getvalue(), content_type="image/jpeg")


def test_an_officer_registers_a_practice_of_their_own_body(desk, world, practice):
    response = desk.post(reverse("practices:register"), written(), follow=True)

    kept = Practice.objects.get(name="Tiếng kẻng an ninh")
    assert (kept.body, kept.area, kept.taking_part) == (world.commune_body, world.commune, 120)
    assert "Tổ tự quản thôn 2" in response.content.decode()


def test_a_body_that_is_not_their_own_is_refused(desk, world, practice):
    response = desk.post(reverse("practices:register"), written(body="ubnd-90002"))

    assert response.status_code == 422
    assert Practice.objects.count() == 1


def test_a_telephone_in_free_text_is_asked_about_before_anything_is_saved(desk, world, practice):
    doubtful = written(measures="Liên hệ ông Nguyễn Văn Mẫu, số 0905 123 456.")

    asked = desk.post(reverse("practices:register"), doubtful)
    before = Practice.objects.count()
    desk.post(reverse("practices:register"), {**doubtful, "confirmed": "on"})

    assert asked.status_code == 422
    assert "[số điện thoại]" in asked.content.decode()
    assert "Tiếng kẻng an ninh" in asked.content.decode()
    assert (before, Practice.objects.count()) == (1, 2)


def test_a_stamped_text_is_refused_in_each_form(desk, world, practice):
    response = desk.post(reverse("practices:register"), written(aim="TỐI MẬT", confirmed="on"))

    assert response.status_code == 422
    assert "TỐI MẬT" in response.content.decode()


def test_no_form_has_a_field_for_a_residents_name_household_or_belief(world, practice):
    given = {"user": world.leader, "today": NOW.date()}
    forms = [
        RegisterForm(**given),
        CorrectForm(today=NOW.date()),
        CheckForm(),
        RecogniseForm(**given),
        TellForm(),
        ReasonForm(),
    ]

    names = {name for form in forms for name in form.fields}
    assert names <= {
        *("body", "name", "field", "area_name", "area", "locality", "runner", "run_by", "aim", "measures"),
        *("taking_part", "started_on", "words", "seen_on", "working", "level", "year", "recognised_by"),
        *("criteria", "story", "picture", "consent", "vouched"),
    }
    assert all(set(form.free_texts) >= {"words"} & set(form.fields) for form in forms)


def test_the_whole_way_by_the_pages(desk, client, world, practice):
    step = {"kiem-tra": {"seen_on": "2026-03-01", "working": "yes", "words": "Đường sạch, bà con tự giác."}}
    desk.post(reverse("practices:check", args=[practice.pk]), step["kiem-tra"])
    client.force_login(world.leader)
    client.post(
        reverse("practices:recognise", args=[practice.pk]),
        {"level": "tinh", "year": "2026", "recognised_by": "ubnd-90", "criteria": ["dan-dong-thuan"]},
    )
    client.force_login(world.officer)
    client.post(
        reverse("practices:tell", args=[practice.pk]),
        {
            "story": "Ngày trước đường đầy rác.",
            "consent": "Đã hỏi từng người.",
            "vouched": "on",
            "picture": photo(),
        },
    )

    practice.refresh_from_db()
    assert practice.is_public
    shown = client.get(reverse("practices:show", args=[practice.pk])).content.decode()
    assert "Đường sạch, bà con tự giác." in shown
    client.logout()
    public = client.get(reverse("practices:public", args=[practice.pk])).content.decode()
    assert "Ngày trước đường đầy rác." in public
    assert "Đường sạch, bà con tự giác." not in public


def test_the_photo_loses_everything_hidden_in_its_file(client, world, practice):
    recognise(practice, world)
    client.force_login(world.officer)
    client.post(
        reverse("practices:tell", args=[practice.pk]),
        {"story": "Chuyện.", "consent": "Đã hỏi.", "vouched": "on", "picture": photo()},
    )
    client.logout()

    sent = b"".join(client.get(reverse("practices:public_picture", args=[practice.pk])).streaming_content)

    assert b"MayAnhBiMat" not in sent
    assert Image.open(io.BytesIO(sent)).size == (80, 60)


def test_a_file_that_is_no_picture_is_told_in_one_sentence(desk, world, practice):
    recognise(practice, world)
    file = SimpleUploadedFile("anh.jpg", b"%PDF-1.7", content_type="image/jpeg")

    response = desk.post(
        reverse("practices:tell", args=[practice.pk]),
        {"story": "Chuyện dài.", "consent": "Đã hỏi.", "vouched": "on", "picture": file},
    )

    assert response.status_code == 422
    assert "anh.jpg" in response.content.decode()
    assert "Chuyện dài." in response.content.decode()
    assert not PracticePicture.objects.exists()


def test_nobody_vouching_means_nothing_public(desk, world, practice):
    recognise(practice, world)

    response = desk.post(
        reverse("practices:tell", args=[practice.pk]), {"story": "Chuyện.", "consent": "Đã hỏi."}
    )

    practice.refresh_from_db()
    assert response.status_code == 422
    assert not practice.is_public


def test_a_photo_taken_back_is_deleted(client, world, practice, django_capture_on_commit_callbacks):
    recognise(practice, world)
    client.force_login(world.officer)
    told = {"story": "Chuyện.", "consent": "Đã hỏi.", "vouched": "on", "picture": photo()}
    client.post(reverse("practices:tell", args=[practice.pk]), told)
    kept = PracticePicture.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("practices:take_back", args=[practice.pk]), {"words": "Một người rút đồng ý."})

    assert not kept.file.storage.exists(kept.file.name)
    assert client.get(reverse("practices:public_picture", args=[practice.pk])).status_code == 404


def test_names_left_in_a_story_are_masked_for_everybody(client, world, practice):
    recognise(practice, world)
    actions.tell(
        practice,
        story="Ông Nguyễn Văn Mẫu (0905 123 456) góp đất.",
        consent="Đã hỏi.",
        picture=None,
        by=world.officer,
        now=NOW,
    )

    public = client.get(reverse("practices:public", args=[practice.pk])).content.decode()

    assert "Nguyễn Văn Mẫu" not in public
    assert "0905" not in public


def test_what_is_hidden_and_what_does_not_exist_look_the_same(client, world, practice):
    client.force_login(world.neighbour_officer)
    for name in ("show", "check", "correct", "tell", "take_back", "picture", "recognise", "retire"):
        hidden = client.get(reverse(f"practices:{name}", args=[practice.pk])).status_code
        missing = client.get(reverse(f"practices:{name}", args=[practice.pk + 99])).status_code
        assert hidden == missing == 404
    assert "không rác" not in client.get(reverse("practices:list")).content.decode()
    client.logout()
    assert client.get(reverse("practices:public", args=[practice.pk])).status_code == 404
    assert client.get(reverse("practices:show", args=[practice.pk])).status_code == 302


def test_an_officer_does_not_recognise_and_a_reader_records_nothing(client, world, practice):
    client.force_login(world.officer)
    assert client.get(reverse("practices:recognise", args=[practice.pk])).status_code == 404
    client.force_login(world.reader)
    assert client.get(reverse("practices:show", args=[practice.pk])).status_code == 200
    for name in ("check", "correct", "tell"):
        assert client.get(reverse(f"practices:{name}", args=[practice.pk])).status_code == 404
    assert client.get(reverse("practices:register")).status_code == 404


def test_another_body_copies_a_recognised_practice_that_everybody_sees(client, world, practice):
    recognise(practice, world)
    client.force_login(world.neighbour_officer)
    address = reverse("practices:copy", args=[practice.pk])
    hidden = client.get(address).status_code
    actions.tell(practice, story="Chuyện.", consent="Đã hỏi.", picture=None, by=world.officer, now=NOW)

    form = client.get(address)
    client.post(address, written(body="ubnd-90002", area="90002", area_name="Bến Tre Xanh", name="Bản sao"))

    assert (hidden, form.status_code) == (404, 200)
    assert "Tuyến đường không rác" in form.content.decode()
    assert Practice.objects.get(name="Bản sao").copy_of == practice


def test_filters_narrow_the_list(client, world, practice):
    recognise(make_practice(world, name="Vườn rau tình thương"), world)
    client.force_login(world.leader)

    all_of_them = client.get(reverse("practices:list")).content.decode()
    recognised = client.get(
        reverse("practices:list"), {"status": "recognised"}, headers={"HX-Request": "true"}
    ).content.decode()

    assert "Tuyến đường không rác" in all_of_them
    assert "Vườn rau tình thương" in recognised
    assert "Tuyến đường không rác" not in recognised
    assert "<html" not in recognised


def test_lists_take_few_statements_however_many_rows(client, world, practice, django_assert_max_num_queries):
    for n in range(12):
        one = recognise(make_practice(world, name=f"Mô hình {n}"), world)
        actions.tell(one, story="Chuyện.", consent="Đã hỏi.", picture=None, by=world.officer, now=NOW)
    reader = make_user("nguoi-xem", Role.READER, world.province_body)
    client.force_login(reader)
    client.get(reverse("practices:list"))

    with django_assert_max_num_queries(7):
        client.get(reverse("practices:list"))
    with django_assert_max_num_queries(9):
        client.get(reverse("practices:show", args=[practice.pk]))
    client.logout()
    with django_assert_max_num_queries(3):
        client.get(reverse("practices:public_list"))
    with django_assert_max_num_queries(2):
        client.get(reverse("practices:public", args=[one.pk]))
