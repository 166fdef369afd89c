"""The addresses of Open311: each reads the request, asks one room, and answers in XML or JSON."""

from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from langnghe.cases.intake import NotTaken, Receipt, take_in
from langnghe.reports.secrets import spelled
from langnghe.site.models import ApiKey
from langnghe.site.open311 import records
from langnghe.site.open311.answers import JSON, XML, Answer, Fault, errors, written
from langnghe.site.open311.intake import report_from
from langnghe.site.open311.keys import active_key
from langnghe.site.open311.questions import question_from

FORMS = (XML, JSON)
CHANGED_ON = datetime(2026, 11, 23, tzinfo=timezone.get_fixed_timezone(7 * 60))  # of the interface itself
A_DAY_IN_SECONDS = "86400"

View = Callable[..., HttpResponse]


def speaks_open311(**by_method: Callable[..., Answer]) -> View:
    """Return a view that lets the function of the method answer, and writes answer or faults as asked."""

    @csrf_exempt  # no cookie is read here: only a key opens the one address that changes something
    def view(request: HttpRequest, form: str, **parts: str) -> HttpResponse:
        reading = request.method in ("GET", "HEAD")
        answer_to = by_method.get("GET" if reading else request.method or "")
        try:
            if form not in FORMS:
                raise Fault(404, _("Answers are written as .xml or .json."))
            if answer_to is None:
                raise Fault(405, _("This address cannot be used in this way."))
            answer = answer_to(request, **parts)
        except Fault as fault:
            answer = errors(fault)
        response = written(answer, form if form in FORMS else XML)
        if reading:
            response["Access-Control-Allow-Origin"] = "*"
        if answer.status == 405:
            response["Allow"] = ", ".join(sorted(by_method))
        if answer.status == 429:
            response["Retry-After"] = A_DAY_IN_SECONDS
        return response

    return view


def _discovery(request: HttpRequest) -> Answer:
    url = request.build_absolute_uri(reverse("open311:root")).rstrip("/")
    told = records.discovery_record(
        url, contact=settings.DEFAULT_FROM_EMAIL, changeset=CHANGED_ON, demo=settings.DEMO_MODE
    )
    return Answer("discovery", told)


def _services(request: HttpRequest) -> Answer:
    topics = records.public_topics(_today())
    return Answer("services", [records.service_record(topic) for topic in topics], "service")


def _definition(request: HttpRequest, code: str) -> Answer:
    topic = records.public_topics(_today()).filter(code=code).first()
    if topic is None:
        raise Fault(404, _("There is no service with this service_code."))
    return Answer("service_definition", records.definition_record(topic))


def _list(request: HttpRequest) -> Answer:
    question = question_from(request.GET, now=timezone.now())
    cases = list(records.cases_asked_for(question))
    if question.numbers and not cases and question.page == 1:
        raise Fault(404, _("There is no request with this service_request_id."))
    return _requests(cases)


def _one(request: HttpRequest, number: str) -> Answer:
    cases = list(records.public_cases().filter(number=number))
    if not cases:
        raise Fault(404, _("There is no request with this service_request_id."))
    return _requests(cases)


def _send(request: HttpRequest) -> Answer:
    key = _key(request)
    files = [file for name in request.FILES for file in request.FILES.getlist(name)]
    now = timezone.now()
    report_in = report_from(request.POST.dict(), files, key=key, now=now, day=_today())
    try:
        receipt = take_in(report_in, by=None, now=now)
    except NotTaken as fault:
        # A contact is at fault only where too many reports came with it this week.
        raise Fault(429 if "contact" in fault.faults else 400, *fault.faults.values()) from None
    told = {
        "service_request_id": receipt.case.number,
        "service_notice": _notice(receipt),
        "account_id": request.POST.get("account_id") or None,
    }
    return Answer("service_requests", [told], "request")


def _token(request: HttpRequest, token: str) -> Answer:
    raise Fault(404, _("There is no such token: numbers are given at once when a report is sent."))


def _unknown(request: HttpRequest) -> Answer:
    raise Fault(404, _("There is nothing at this address."))


def _requests(cases: list) -> Answer:
    told = [records.request_record(case, demo=settings.DEMO_MODE) for case in cases]
    return Answer("service_requests", told, "request")


def _key(request: HttpRequest) -> ApiKey:
    given = request.POST.get("api_key", "") or request.GET.get("api_key", "")
    key = active_key(given) if given else None
    if key is None:
        raise Fault(403, _("api_key is missing or does not work: ask the office that runs this site."))
    return key


def _notice(receipt: Receipt) -> str:
    told = _("Secret to follow this report: %(secret)s. Keep it; it is not shown again.") % {
        "secret": spelled(receipt.secret)
    }
    return f"{records.DEMO_NOTICE}. {told}" if settings.DEMO_MODE else told


def _today() -> date:
    return timezone.localdate()


discovery = speaks_open311(GET=_discovery)
services = speaks_open311(GET=_services)
definition = speaks_open311(GET=_definition)
requests = speaks_open311(GET=_list, POST=_send)
one_request = speaks_open311(GET=_one)
token = speaks_open311(GET=_token)
_nothing = speaks_open311(GET=_unknown, POST=_unknown)


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer for an address that does not exist, in the form that it seems to ask for."""
    return _nothing(request, form=JSON if rest.endswith(f".{JSON}") else XML)


nothing.csrf_exempt = True  # type: ignore[attr-defined]
