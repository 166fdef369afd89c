"""Meetings with people: the list, the form, one meeting, duties, coverage and the register."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from langnghe.bodies.models import Body
from langnghe.grassroots.actions import visits as actions
from langnghe.grassroots.actions.visits import VisitIn
from langnghe.grassroots.forms import FilterForm, OpinionForm, OpinionRows, ReasonForm, RowChoices, VisitForm
from langnghe.grassroots.models import MeetingKind, Opinion, Promise, Visit
from langnghe.grassroots.queries import promises as promise_queries
from langnghe.grassroots.queries import standing
from langnghe.grassroots.queries import visits as queries
from langnghe.grassroots.queries.visits import NEWEST_FIRST, Filters
from langnghe.ground.paging import BadKey, Page, page_of
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, Scope, scope_of
from langnghe.places.models import AreaAncestor
from langnghe.reports.secrets import secret_for, spelled

ROWS = "y-kien"  # the prefix of the rows' fields


@require_safe
@login_required
def show_list(request: StaffRequest) -> HttpResponse:
    """Show the meetings of this person's bodies, newest first."""
    scope = _scope(request)
    form = FilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    filters = Filters(kind=chosen.get("kind", ""), area=request.GET.get("xa", ""))
    page = _page(request, queries.visit_list(scope, filters), NEWEST_FIRST)
    context = {
        "page": page,
        "filter_form": form,
        "may_record": bool(scope.bodies(Action.RECORD_WORK)),
    }
    template = "grassroots/list.html#table" if request.htmx else "grassroots/list.html"  # type: ignore[attr-defined]
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_http_methods(["GET", "POST"])
@login_required
def record(request: StaffRequest) -> HttpResponse:
    """Write down a meeting with everything said and promised there, on one page."""
    today = timezone.localdate()
    bodies = queries.bodies_recording(request.user, on=today)
    own = list(bodies)
    if not own:
        raise Http404
    choices = RowChoices(today=today, keepers=_keepers(own, today))
    if request.method == "POST" and "add_row" not in request.POST:
        return _recorded(request, bodies, choices)
    if request.method == "POST":
        return _form_page(request, *_as_typed(request, bodies, choices))
    form = VisitForm(today=today, bodies=bodies, initial={"held_on": today, "body": own[0].slug})
    return _form_page(request, form, _rows(choices, [{}]))


@require_safe
@login_required
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one meeting: what was said there, and what was promised."""
    scope = _scope(request)
    visit = queries.visit_for(scope, pk)
    if visit is None:
        raise Http404
    context = {
        "visit": visit,
        "opinions": list(queries.opinions_of(visit, scope)),
        "officers": list(visit.officers.select_related("user").order_by("pk")),
        "promises": list(visit.promises.select_related("words", "body").order_by("due_on", "pk")),
        "may_record": visit.body_id in scope.bodies(Action.RECORD_WORK) and visit.withdrawn_at is None,
        "today": timezone.localdate(),
    }
    return render(request, "grassroots/visit.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def add_opinions(request: StaffRequest, pk: int) -> HttpResponse:
    """Add opinions and promises that were left out."""
    visit, today = _visit(request, pk), timezone.localdate()
    choices = RowChoices(today=today, keepers=promise_queries.keepers_for(visit, on=today))
    if request.method != "POST":
        return _rows_page(request, visit, _rows(choices, [{}]))
    if "add_row" in request.POST:
        return _rows_page(request, visit, _rows(choices, _typed_rows(request)))
    rows = OpinionRows(request.POST, prefix=ROWS, form_kwargs={"choices": choices})
    if not (rows.is_valid() and rows.not_before(visit.held_on)):
        return _rows_page(request, visit, rows, status=422)
    written = rows.written()
    given = [opinion for form in written if (opinion := form.opinion())]
    actions.add_opinions(visit, given, by=request.user, now=timezone.now())
    actions.add_promises(visit, _loose_promises(written), by=request.user, now=timezone.now())
    return _slips(request, visit, [opinion.client_id for opinion in given])


@require_POST
@login_required
def take_in_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Try once more to take in the opinions that wait."""
    visit = _visit(request, pk)
    taken = actions.take_in_waiting(visit, by=request.user, now=timezone.now())
    return _slips(request, visit, [receipt.case.first_report.client_id for receipt in taken])


@require_http_methods(["GET", "POST"])
@login_required
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a meeting that was written down by mistake."""
    visit = _visit(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(visit, reason=form.cleaned_data["words"], by=request.user, now=timezone.now())
        except actions.TakenBackAlready:
            messages.error(request, _("Somebody has taken this meeting back before."))
        return redirect("grassroots:show", pk=visit.pk)
    context = {"visit": visit, "form": form, "title": _("Written down by mistake")}
    return render(request, "grassroots/step.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@login_required
def duties(request: StaffRequest) -> HttpResponse:
    """Show for each body how it stands with its duty this quarter; by name, never ranked."""
    scope, today = _scope(request), timezone.localdate()
    quarter = standing.quarter_of(_day(request.GET.get("ngay", "")) or today)
    page = _page(request, standing.bodies_with_duties(scope, on=today), ("folded", "id"), size=30)
    stands = standing.standings(page.rows, quarter, today=today)
    lines = [(body, stands[body.pk]) for body in page.rows]
    own = queries.own_days(request.user, first=quarter.first, last=quarter.last)
    context = {
        "page": page,
        "lines": lines,
        "quarter": quarter,
        "own": [(MeetingKind(kind).label, days) for kind, days in own.items()],
    }
    return render(request, "grassroots/duties.html", context)


@require_safe
@login_required
def coverage(request: StaffRequest) -> HttpResponse:
    """Show which localities were reached this year: all communes, or the localities of one."""
    scope, today = _scope(request), timezone.localdate()
    year = int(request.GET["nam"]) if request.GET.get("nam", "").isdecimal() else today.year
    if not 2000 <= year <= today.year:
        raise Http404
    period = {"first": date(year, 1, 1), "last": date(year, 12, 31), "on": today}
    communes = queries.communes_reached(scope, **period)
    page = _page(request, communes, ("code", "id"))
    area = page.rows[0] if len(page.rows) == 1 and not page.before else None
    if code := request.GET.get("xa"):
        area = get_object_or_404(communes, code=code)
    context: dict[str, Any] = {"page": page, "area": area, "year": year, "today": today}
    if area is not None:
        context["localities"] = list(queries.localities_reached(area, **period))
        context["unlisted"] = queries.unlisted_places(area, first=period["first"], last=period["last"])
    return render(request, "grassroots/coverage.html", context)


@require_safe
@login_required
def register(request: StaffRequest) -> HttpResponse:
    """Print the register of a body (sổ tiếp công dân) for a period of at most a year."""
    scope, today = _scope(request), timezone.localdate()
    seen = Body.objects.known().filter(pk__in=scope.bodies(Action.SEE_WORK)).select_related("area")
    own = queries.bodies_recording(request.user, on=today).first() or seen.order_by("pk").first()
    slug = request.GET.get("co-quan", "")
    body = (
        get_object_or_404(seen.order_by("-valid_from"), slug=slug)
        if slug and own and slug != own.slug
        else own
    )
    if body is None:
        raise Http404
    first = _day(request.GET.get("tu", "")) or date(today.year, 1, 1)
    last = _day(request.GET.get("den", "")) or today
    if (last - first).days > 366:
        first = date(last.year, 1, 1)
    visits = queries.register(body, first=first, last=last).prefetch_related("officers__user")
    said: dict[int, list[Opinion]] = defaultdict(list)
    for opinion in queries.opinions_of(visits, scope):
        said[opinion.visit_id].append(opinion)
    promised: dict[int, list[Promise]] = defaultdict(list)
    for promise in (
        Promise.objects.filter(visit__in=visits).select_related("words", "body").order_by("due_on")
    ):
        promised[promise.visit_id].append(promise)
    lines = [(visit, said[visit.pk], promised[visit.pk]) for visit in visits]
    context = {"body": body, "lines": lines, "first": first, "last": last}
    return render(request, "grassroots/register.html", context)


def _recorded(request: StaffRequest, bodies: QuerySet[Body], choices: RowChoices) -> HttpResponse:
    """Keep the meeting where everything fits; else show the form again with nothing lost."""
    form = VisitForm(request.POST, today=choices.today, bodies=bodies)
    rows = OpinionRows(request.POST, prefix=ROWS, form_kwargs={"choices": choices})
    good = form.is_valid() & rows.is_valid()
    if not (good and rows.not_before(form.cleaned_data["held_on"])):
        return _form_page(request, form, rows, status=422)
    data, written = form.cleaned_data, rows.written()
    opinions = tuple(opinion for row in written if (opinion := row.opinion()))
    visit_in = VisitIn(
        client_id=data["client_id"],
        kind=data["kind"],
        body=data["body"],
        area=data["found_area"],
        locality=data["locality"],
        held_on=data["held_on"],
        people=data["people"],
        head_took_part=data["head_took_part"],
        officers=tuple(data["officers"]),
        went=data["went"],
        words=data["words"],
        opinions=opinions,
        promises=tuple(_loose_promises(written)),
    )
    visit = actions.record_visit(visit_in, by=request.user, now=timezone.now())
    if visit.body_id not in scope_of(request.user).bodies(Action.RECORD_WORK):
        raise Http404  # the id of somebody else's meeting
    return _slips(request, visit, [opinion.client_id for opinion in opinions])


def _slips(request: StaffRequest, visit: Visit, client_ids: list) -> HttpResponse:
    """Show once what people take home: the numbers and codes of what they said."""
    opinions = visit.opinions.select_related("case__body", "case__topic").filter(client_id__in=client_ids)
    slips = [(opinion, spelled(secret_for(opinion.client_id))) for opinion in opinions if opinion.case]
    waiting = visit.opinions.filter(case=None)
    if not slips and not waiting:
        messages.success(request, _("The meeting is written down."))
        return redirect("grassroots:show", pk=visit.pk)
    context = {"visit": visit, "slips": slips, "waiting": waiting}
    return render(request, "grassroots/recorded.html", context)


def _loose_promises(rows: list[OpinionForm] | Any) -> list:
    """Return the promises of rows in which nobody said anything."""
    return [promise for row in rows if row.opinion() is None and (promise := row.promised())]


def _as_typed(request: StaffRequest, bodies: QuerySet[Body], choices: RowChoices) -> tuple[VisitForm, Any]:
    """Return the form as it was typed, unchecked, with one more row."""
    typed = {**request.POST.dict(), "officers": request.POST.getlist("officers")}
    form = VisitForm(today=choices.today, bodies=bodies, initial=typed)
    return form, _rows(choices, _typed_rows(request))


def _typed_rows(request: StaffRequest) -> list[dict[str, str]]:
    """Return the rows as they were typed, and a new one."""
    count = request.POST.get(f"{ROWS}-TOTAL_FORMS", "0")
    names = OpinionForm.base_fields
    rows = [
        {name: request.POST[key] for name in names if (key := f"{ROWS}-{at}-{name}") in request.POST}
        for at in range(min(int(count) if count.isdecimal() else 0, 60))
    ]
    return [*rows, {}]


def _rows(choices: RowChoices, typed: list[dict[str, str]]) -> Any:
    return OpinionRows(prefix=ROWS, initial=typed, form_kwargs={"choices": choices})


def _form_page(request: StaffRequest, form: VisitForm, rows: Any, *, status: int = 200) -> HttpResponse:
    return render(request, "grassroots/record.html", {"form": form, "rows": rows}, status=status)


def _rows_page(request: StaffRequest, visit: Visit, rows: Any, *, status: int = 200) -> HttpResponse:
    return render(request, "grassroots/add_opinions.html", {"visit": visit, "rows": rows}, status=status)


def _keepers(own: list[Body], today: date) -> QuerySet[Body]:
    """Return the bodies that can keep a promise: of the places of one's own bodies and of those above."""
    areas = AreaAncestor.objects.filter(descendant__in=[body.area_id for body in own]).values("ancestor")
    return Body.objects.on(today).filter(area__in=areas).order_by("-area__level", "name")


def _visit(request: StaffRequest, pk: int) -> Visit:
    visit = queries.visit_for(_scope(request), pk, Action.RECORD_WORK)
    if visit is None or visit.withdrawn_at is not None:
        raise Http404
    return visit


def _scope(request: StaffRequest) -> Scope:
    scope = scope_of(request.user)
    if not scope.bodies(Action.SEE_WORK):
        raise Http404
    return scope


def _page(request: StaffRequest, rows: QuerySet, order: tuple[str, ...], *, size: int = 50) -> Page:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        return page_of(rows, order=order, after=after, before=before, size=size)
    except BadKey:
        raise Http404 from None


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
