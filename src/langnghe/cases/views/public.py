"""
The resident's side: saying something in three short steps, and following it by the code on the receipt.

Every step works without script. Nothing is stored before the last one; kinds that are not taken here are
shown where to go and store nothing at all.
"""

from dataclasses import replace
from datetime import datetime

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from langnghe.cases import actions, queries
from langnghe.cases.duplicates import PublishedAlike, open_to_senders, published_alike
from langnghe.cases.forms import (
    URGENCY_OF,
    NotSolvedForm,
    RateForm,
    SayForm,
    SecretForm,
    SendForm,
    clean_pictures,
    topic_choices,
)
from langnghe.cases.intake import NotTaken, Preview, Receipt, ReportIn, take_in, where_it_would_go
from langnghe.cases.models import Case
from langnghe.cases.rulebook import rulebook
from langnghe.core.language import find_personal_data, mask_personal_data
from langnghe.ground.steps import NotPossible
from langnghe.people import tokens
from langnghe.reports.models import Channel, Report
from langnghe.reports.secrets import spelled
from langnghe.topics.models import Kind, Track
from langnghe.topics.suggesting import EMERGENCY

WRONG_CODES_A_WEEK = 30  # from one network address; a receipt holds 50 bits, guessing is hopeless long before


def choose_kind(request: HttpRequest) -> HttpResponse:
    """First step: which kind; emergencies, complaints and denunciations are shown where to go."""
    kinds = rulebook().kinds_on(timezone.localdate())
    chosen = next((kind for kind in kinds if kind.code == request.GET.get("loai")), None)
    if chosen is not None and chosen.track != Track.OPEN:
        return render(request, "cases/elsewhere.html", {"kind": chosen})
    if chosen is not None:
        form = SayForm(today=timezone.localdate())
        return render(request, "cases/say.html", {"kind": chosen, "form": form})
    return render(request, "cases/kinds.html", {"kinds": kinds})


@never_cache
def review(request: HttpRequest) -> HttpResponse:
    """Second step sent: show who will deal with it, by when, and what the public may see."""
    if request.method != "POST":
        return redirect("cases:say")
    kind = _open_kind(request)
    if kind is None:
        return redirect("cases:say")
    form = SayForm(request.POST, today=timezone.localdate())
    if not form.is_valid() or "again" in request.POST:
        return render(
            request, "cases/say.html", {"kind": kind, "form": form}, status=200 if form.is_valid() else 422
        )
    try:
        preview = where_it_would_go(_report_in(form, kind), now=timezone.now())
    except NotTaken as error:
        _add_faults(form, error)
        return render(request, "cases/say.html", {"kind": kind, "form": form}, status=422)
    return render(request, "cases/review.html", _review(form, kind, preview, SendForm()))


@never_cache
@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """Published copies that may be about what somebody is typing; nothing where the form is not complete."""
    form = SayForm(request.POST, today=timezone.localdate())
    kind = _open_kind(request)
    context: dict = {"similar": [], "same_as": request.POST.get("same_as", "")}
    if kind is not None and form.is_valid():
        try:
            preview = where_it_would_go(_report_in(form, kind), now=timezone.now())
        except NotTaken:
            pass
        else:
            context["similar"] = _similar(form, preview)
    return render(request, "cases/parts/similar.html", context)


@never_cache
def send(request: HttpRequest) -> HttpResponse:
    """Last step: take it in, and hand out number and code."""
    if request.method != "POST":
        return redirect("cases:say")
    kind = _open_kind(request)
    form = SayForm(request.POST, today=timezone.localdate())
    last = SendForm(request.POST)
    if kind is None or not form.is_valid():
        return (
            render(request, "cases/say.html", {"kind": kind, "form": form}, status=422)
            if kind
            else redirect("cases:say")
        )
    pictures, faults = clean_pictures(request.FILES.getlist("pictures"))
    report_in = _report_in(form, kind)
    now = timezone.now()
    if last.is_valid() and not faults:
        try:
            receipt = take_in(_completed(report_in, last, pictures), by=None, now=now)
        except NotTaken as error:
            faults = list(error.faults.values())
        else:
            counted_in = _count_in(receipt, form.cleaned_data["same_as"], now=now)
            context = {**receipt_context(receipt), "counted_in": counted_in}
            return render(request, "cases/receipt.html", context)
    preview = where_it_would_go(report_in, now=now)
    context = {**_review(form, kind, preview, last), "faults": faults}
    return render(request, "cases/review.html", context, status=422)


@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """Enter the code on the receipt; the right one opens the report for this browser session."""
    if request.method != "POST":
        return render(request, "cases/follow.html", {"form": SecretForm()})
    form = SecretForm(request.POST)
    if form.is_valid():
        today = timezone.localdate()
        address = request.META.get("REMOTE_ADDR", "")
        report = queries.report_by_secret(form.cleaned_data["secret"])
        if report is not None:
            request.session["followed_report"] = report.pk
            return redirect("cases:followed")
        if tokens.count_one("follow", address, today=today) > WRONG_CODES_A_WEEK:
            form.add_error(
                "secret", _("Too many wrong codes came from here: please ask at the reception desk.")
            )
        else:
            form.add_error("secret", _("No message has this code. Check each character on your receipt."))
    return render(request, "cases/follow.html", {"form": form}, status=422)


@never_cache
def followed(request: HttpRequest) -> HttpResponse:
    """What became of it: the steps in plain words, the promised date with its ledger, the answer."""
    report = _followed_report(request)
    if report is None:
        return redirect("cases:follow")
    now = timezone.now()
    cases = [_told(case, report, now) for case in queries.cases_of(report)]
    context = {
        "report": report,
        "cases": cases,
        "rate_form": _rate_form(),
        "not_solved_form": NotSolvedForm(),
    }
    return render(request, "cases/followed.html", context)


def rate(request: HttpRequest, number: str) -> HttpResponse:
    """The sender rates the answer."""
    return _sender_does(request, number, _rate)


def not_solved(request: HttpRequest, number: str) -> HttpResponse:
    """The sender says that it is not solved: the case opens again and reaches the office."""
    return _sender_does(request, number, _not_solved)


def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """The sender takes the report back."""
    return _sender_does(request, number, _withdraw)


def _sender_does(request: HttpRequest, number: str, do: object) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    report = _followed_report(request)
    case = (
        next((case for case in queries.cases_of(report) if case.number == number), None) if report else None
    )
    if report is None or case is None:
        return redirect("cases:follow")
    try:
        problem = do(request, case, report)  # type: ignore[operator]
    except NotPossible as error:
        problem = str(error)
    if problem:
        now = timezone.now()
        cases = [_told(one, report, now) for one in queries.cases_of(report)]
        context = {
            "report": report,
            "cases": cases,
            "problem": problem,
            "rate_form": _rate_form(),
            "not_solved_form": NotSolvedForm(),
        }
        return render(request, "cases/followed.html", context, status=422)
    return redirect(f"{reverse('cases:followed')}#{number}")


def _rate(request: HttpRequest, case: Case, report: Report) -> str:
    form = _rate_form(request.POST)
    if not form.is_valid():
        return _("Choose one of the steps.")
    actions.rate(
        case, report, level=form.cleaned_data["level"], words=form.cleaned_data["words"], now=timezone.now()
    )
    return ""


def _not_solved(request: HttpRequest, case: Case, report: Report) -> str:
    form = NotSolvedForm(request.POST)
    if not form.is_valid():
        return _("Write what is not solved.")
    actions.reopen(case, words=form.cleaned_data["words"], by=None, report=report, now=timezone.now())
    return ""


def _withdraw(request: HttpRequest, case: Case, report: Report) -> str:
    actions.withdraw(case, report=report, now=timezone.now())
    return ""


def _open_kind(request: HttpRequest) -> Kind | None:
    kinds = rulebook().kinds_on(timezone.localdate())
    code = request.POST.get("kind", "")
    return next((kind for kind in kinds if kind.code == code and kind.track == Track.OPEN), None)


def _report_in(form: SayForm, kind: Kind) -> ReportIn:
    data = form.cleaned_data
    return ReportIn(
        words=data["words"],
        kind=kind.code,
        channel=Channel.WEB,
        topic=data["topic"],
        area=data["found_area"],
        locality=data["locality"],
        place=data["place"],
        latitude=data["latitude"],
        longitude=data["longitude"],
        urgency=URGENCY_OF[data["urgent"]],
        touches_office=data["touches_office"],
        language=get_language() or "vi",
        client_id=data["client_id"],
    )


def _completed(report_in: ReportIn, last: SendForm, pictures: list) -> ReportIn:
    return replace(
        report_in,
        contact=last.contact(),
        original_may_be_public=last.cleaned_data["original_may_be_public"],
        pictures=tuple(pictures),
    )


def _add_faults(form: SayForm, error: NotTaken) -> None:
    for field, sentence in error.faults.items():
        form.add_error(field if field in form.fields else None, sentence)


def _review(form: SayForm, kind: Kind, preview: Preview, last: SendForm) -> dict:
    words = form.cleaned_data["words"]
    if not form.cleaned_data["topic"] and preview.heard.topic:
        label = _("As suggested: %(topic)s") % {"topic": preview.topic}
        form.fields["topic"].choices = topic_choices(timezone.localdate(), label)  # type: ignore[attr-defined]
    return {
        "form": form,
        "kind": kind,
        "preview": preview,
        "send_form": last,
        "masked": mask_personal_data(words),
        "personal_data": find_personal_data(words),
        "elsewhere": _sounds_like(preview),
        "similar": _similar(form, preview),
        "same_as": form.cleaned_data["same_as"],
        "faults": [],
    }


def _similar(form: SayForm, preview: Preview) -> list[PublishedAlike]:
    data = form.cleaned_data
    said = ". ".join(filter(None, (data["words"], data["locality"], data["place"])))
    given = {"area": data["found_area"], "topic": preview.topic}
    return published_alike(said, **given, now=timezone.now(), rules=rulebook())


def _count_in(receipt: Receipt, number: str, *, now: datetime) -> Case | None:
    """Let the new report belong to the published case its sender chose as well; it is taken in either way."""
    case = open_to_senders(number, rules=rulebook()) if number else None
    if case is None:
        return None
    try:
        actions.link_report(case, receipt.case.first_report, by=None, now=now)
    except NotPossible:  # sent twice, or ended in between
        return None
    return case


def _sounds_like(preview: Preview) -> Kind | None:
    """Return the kind not handled here that the words sound like: an emergency before a legal matter."""
    heard, today = preview.heard, timezone.localdate()
    kind = rulebook().kind(EMERGENCY, on=today) if heard.urgency == EMERGENCY else heard.kind
    return kind if kind is not None and kind.track != Track.OPEN else None


def receipt_context(receipt: Receipt) -> dict:
    address = f"{settings.SITE_URL}{reverse('cases:follow')}"
    return {
        "case": receipt.case,
        "secret": spelled(receipt.secret),
        "address": address,
        "qr": segno.make(f"{address}#{receipt.secret}", micro=False).svg_inline(
            scale=4, border=2, omitsize=True
        ),
        "taken_before": receipt.taken_before,
    }


def _followed_report(request: HttpRequest) -> Report | None:
    pk = request.session.get("followed_report")
    return (
        Report.objects.select_related("words", "kind", "area__parent").filter(pk=pk).first() if pk else None
    )


def _told(case: Case, report: Report, now: datetime) -> dict:
    rated = case.ratings.filter(report=report).select_related("level").order_by("-id").first()
    return {
        "case": case,
        "events": queries.told_history(case, report),
        "ledger": queries.ledger_for(case, now=now) if case.is_open else None,
        "rating": rated,
    }


def _rate_form(data: object = None) -> RateForm:
    form = RateForm(data)  # type: ignore[arg-type]
    form.fields["level"].queryset = queries.rating_levels(on=timezone.localdate())  # type: ignore[attr-defined]
    return form
