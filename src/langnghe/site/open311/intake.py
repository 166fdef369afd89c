"""What a client sends becomes a `ReportIn` for the one door; what is wrong becomes one sentence each."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from math import isfinite
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from langnghe.cases.forms import MOST_PICTURES
from langnghe.cases.intake import ContactIn, ReportIn
from langnghe.places.address_book import address_reader
from langnghe.places.models import Area
from langnghe.places.points import place_point
from langnghe.places.queries import areas_by_code
from langnghe.reports.models import Channel, Report
from langnghe.reports.pictures import BadPicture, CleanPicture, cleaned
from langnghe.site.models import ApiKey
from langnghe.site.open311.answers import Fault
from langnghe.site.open311.records import public_topics
from langnghe.topics.models import Kind, Topic
from langnghe.topics.queries import open_kinds_on

LONGEST_DESCRIPTION = 4000
USUAL_KIND = "phan-anh"
RESEND_WITHIN = timedelta(minutes=1)
_LENGTHS = {"email": 254, "phone": 30, "address_string": 300}


def report_from(
    sent: Mapping[str, str], files: Sequence[UploadedFile], *, key: ApiKey, now: datetime, day: date
) -> ReportIn:
    """Return the report that a client sent. Raise Fault: 404 for an unknown service, 400 for the rest."""
    if any("\x00" in name + value for name, value in sent.items()):
        raise Fault(400, _("The text holds a character that cannot be stored: type it again."))
    given = {name: value.strip() for name, value in sent.items() if value.strip()}
    topic = _service(given, day)
    faults: list[str] = []
    words = _words(given, faults)
    latitude, longitude = _point(given, faults)
    area = _area(given, latitude, longitude, faults, day=day)
    pictures = _pictures(files, faults)
    for name, most in _LENGTHS.items():
        if len(given.get(name, "")) > most:
            faults.append(
                _("%(name)s may be at most %(most)d characters long.") % {"name": name, "most": most}
            )
    if faults:
        raise Fault(400, *faults)
    return ReportIn(
        words=words,
        kind=_kind(day).code,
        channel=Channel.OPEN311,
        topic=topic.code,
        area=area,
        place=given.get("address_string", ""),
        latitude=latitude,
        longitude=longitude,
        contact=_contact(given),
        client_id=_client_id(given, key=key, now=now),
        pictures=pictures,
    )


def _service(given: Mapping[str, str], day: date) -> Topic:
    code = given.get("service_code", "")
    if not code:
        raise Fault(400, _("service_code is missing: choose one from the list of services."))
    topic = public_topics(day).filter(code=code).first()
    if topic is None:
        raise Fault(404, _("There is no service with this service_code."))
    return topic


def _kind(day: date) -> Kind:
    kinds = list(open_kinds_on(day))
    if not kinds:
        raise Fault(400, _("No reports are taken in here yet."))
    return next((kind for kind in kinds if kind.code == USUAL_KIND), kinds[0])


def _words(given: Mapping[str, str], faults: list[str]) -> str:
    words = given.get("description", "")
    if not words:
        faults.append(_("description is missing: write what you want to say."))
    elif len(words) > LONGEST_DESCRIPTION:
        faults.append(_("description may be at most 4,000 characters long."))
    link = given.get("media_url", "")
    # Nothing is fetched from elsewhere: the address stays beside the words, and an officer may open it.
    return f"{words}\n\n{link}" if link else words


def _point(given: Mapping[str, str], faults: list[str]) -> tuple[float | None, float | None]:
    if "lat" not in given and "long" not in given:
        return None, None
    try:
        latitude, longitude = float(given.get("lat", "")), float(given.get("long", ""))
    except ValueError:
        faults.append(_("lat and long must both be given, as decimal degrees."))
        return None, None
    if not (isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        faults.append(_("lat and long do not lie on earth."))
        return None, None
    return latitude, longitude


def _area(
    given: Mapping[str, str],
    latitude: float | None,
    longitude: float | None,
    faults: list[str],
    *,
    day: date,
) -> Area | None:
    """Return the area meant by the point, else by `address_id`, else by the address; None where unknown."""
    if latitude is not None and longitude is not None:
        placed = place_point(latitude, longitude, on=day)
        if placed is None:
            faults.append(_("This point lies outside the areas that are served here."))
        return placed.area if placed else None
    if code := given.get("address_id"):
        area = areas_by_code([code], day).get(code)
        if area is None:
            faults.append(_("There is no area with this address_id."))
        return area
    if address := given.get("address_string"):
        read = address_reader(on=day).read(address)
        return areas_by_code([read.area], day).get(read.area) if read.area else None
    if not faults:
        faults.append(_("The place is missing: send lat and long, address_id or address_string."))
    return None


def _contact(given: Mapping[str, str]) -> ContactIn:
    # In Vietnamese the family name comes first.
    names = (given.get("last_name", ""), given.get("first_name", ""))
    return ContactIn(
        name=" ".join(name for name in names if name)[:200],
        telephone=given.get("phone", ""),
        email=given.get("email", ""),
    )


def _pictures(files: Sequence[UploadedFile], faults: list[str]) -> tuple[CleanPicture, ...]:
    if len(files) > MOST_PICTURES:
        faults.append(_("At most %(most)d photos can be sent.") % {"most": MOST_PICTURES})
        return ()
    pictures = []
    for file in files:
        try:
            pictures.append(cleaned(file.read(), name=file.name or ""))
        except BadPicture as fault:
            faults.append(str(fault))
    return tuple(pictures)


def _client_id(given: Mapping[str, str], *, key: ApiKey, now: datetime) -> UUID:
    """
    Return the id under which this sending is known.

    A client that names its device or account and sends the same once more within a minute gets the same id.
    Nobody else can work an id out, since it opens the receipt. Without such a name each sending is new.
    """
    if not (given.get("device_id") or given.get("account_id")):
        return uuid4()
    said = "\x1f".join(f"{name}={value}" for name, value in sorted(given.items()) if name != "api_key")
    minute = int(now.timestamp() // RESEND_WITHIN.total_seconds())
    this, last = (_id_of(f"{key.pk}\x1f{when}\x1f{said}") for when in (minute, minute - 1))
    sent_before = Report.objects.filter(client_id=last, received_at__gt=now - RESEND_WITHIN).exists()
    return last if sent_before else this


def _id_of(text: str) -> UUID:
    digest = salted_hmac("langnghe.site.open311", re.sub(r"\r\n?", "\n", text), algorithm="sha256").digest()
    return UUID(bytes=digest[:16], version=4)
