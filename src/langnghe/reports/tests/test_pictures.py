"""A picture on arrival keeps what can be seen, and nothing else."""

import io

import pytest
from PIL import Image

from langnghe.reports.pictures import LONGEST_SIDE, BadPicture, cleaned


def drawn(size=(80, 60), *, kind="JPEG", exif: Image.Exif | None = None) -> bytes:
    content = io.BytesIO()
    options = {"exif": exif} if exif else {}
    Image.new("RGB", size, "green").save(content, kind, **options)
    return content.getvalue()


def with_place() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8825)[1] = "N"
    return exif


def test_exif_place_and_device_are_removed_and_the_picture_stands_upright():
    clean = cleaned(drawn(exif=with_place()), name="anh.jpg")

    kept = Image.open(clean.file)
    assert not kept.getexif()
    assert (clean.width, clean.height) == kept.size == (60, 80)


def test_what_is_appended_to_a_picture_is_dropped():
    clean = cleaned(drawn() + b"<script>alert(1)</script>", name="anh.jpg")

    assert b"script" not in clean.file.read()


def test_a_large_picture_is_made_smaller():
    clean = cleaned(drawn((4000, 1000), kind="PNG"), name="anh.png")

    assert (clean.width, clean.height) == (LONGEST_SIDE, 400)


@pytest.mark.parametrize("data", [b"", b"<svg onload='alert(1)'/>", b"%PDF-1.7", drawn()[:60]])
def test_what_is_no_picture_gets_one_sentence_with_its_name(data):
    with pytest.raises(BadPicture, match=r"anh\.jpg"):
        cleaned(data, name="anh.jpg")
