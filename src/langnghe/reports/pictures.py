"""Pictures on arrival: decoded and drawn anew, so that nothing but the picture itself is kept."""

import hashlib
import io
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600


class BadPicture(Exception):
    """The file is not a picture that can be taken; the message says what to do."""


@dataclass(frozen=True)
class CleanPicture:
    """A picture drawn anew: JPEG without EXIF, place, thumbnail or comment."""

    file: ContentFile
    sha256: bytes
    width: int
    height: int


def cleaned(data: bytes, *, name: str) -> CleanPicture:
    """
    Return the picture turned upright, at most 1,600 pixels long, without anything hidden in the file.

    Raises BadPicture with a sentence for the sender.
    """
    if len(data) > MOST_BYTES:
        raise BadPicture(
            _("The picture %(name)s is larger than 10 MB: choose a smaller one.") % {"name": name}
        )
    try:
        picture = Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP", "GIF"])
        if picture.width * picture.height > MOST_PIXELS:
            raise BadPicture(
                _("The picture %(name)s has too many pixels: choose a smaller one.") % {"name": name}
            )
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise BadPicture(
            _("%(name)s is not a picture that can be read: send a JPEG or PNG photo.") % {"name": name}
        ) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = io.BytesIO()
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(drawn, "JPEG", quality=82, optimize=True)
    content = drawn.getvalue()
    digest = hashlib.sha256(content)
    return CleanPicture(
        ContentFile(content, name=f"{digest.hexdigest()[:24]}.jpg"), digest.digest(), *upright.size
    )
