"""The published schedule of reception days, and the pages on which a body keeps its own."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from langnghe.bodies.models import Body
from langnghe.grassroots.actions import receptions as actions
from langnghe.grassroots.calendar_files import calendar_file as written
from langnghe.grassroots.forms import ReceptionChangeForm, ReceptionRuleForm
from langnghe.grassroots.models import ReceptionChange, ReceptionRule
from langnghe.grassroots.queries import receptions as queries
from langnghe.ground.paging import BadKey, page_of
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, scope_of
from langnghe.places.models import Area
from langnghe.places.queries import find_areas

PAGE = 20
HALF_A_YEAR = timedelta(days=183)


@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """Who receives people where and when: in one commune, or everywhere."""
    today = timezone.localdate()
    name = request.GET.get("area_name", "").strip()[:120]
    area, candidates = _area(request.GET.get("area", ""), name)
    rules = queries.rules_for(area, on=today) if area else queries.rules_on(today)
    try:
        page = page_of(
            rules,
            order=("body_id", "id"),
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
            size=PAGE,
        )
    except BadKey:
        raise Http404 from None
    context = {
        "page": page,
        "published": queries.published(page.rows, today=today),
        "area": area,
        "area_name": area.name if area else name,
        "candidates": candidates,
        "not_found": bool(name) and area is None and not candidates,
        "may_keep": bool(scope_of(request.user).bodies(Action.KEEP_LISTS)),  # type: ignore[arg-type]
    }
    return render(request, "grassroots/schedule.html", context)


@require_safe
def calendar_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the reception days of one body for the next half year."""
    today = timezone.localdate()
    body = get_object_or_404(Body.objects.on(today), slug=slug)
    rules = list(queries.rules_on(today).filter(body=body))
    if not rules:
        raise Http404
    content = written(
        queries.published(rules, today=today, ahead=HALF_A_YEAR), name=body.name, now=timezone.now()
    )
    headers = {"Content-Disposition": f'attachment; filename="lich-tiep-dan-{slug}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@require_safe
@login_required
def keep(request: StaffRequest) -> HttpResponse:
    """Show a body's own rules and changes, with what can be done about them."""
    today = timezone.localdate()
    bodies = _kept_bodies(request)
    slug = request.GET.get("co-quan", "")
    body = bodies.filter(slug=slug).first() if slug else bodies.order_by("area__level", "pk").first()
    if body is None:
        raise Http404
    rules = list(queries.rules_on(today).filter(body=body))
    changes = ReceptionChange.objects.filter(rule__in=rules, withdrawn_at=None, day__gte=today)
    context = {
        "body": body,
        "bodies": bodies.order_by("area__level", "name")[:300],
        "published": queries.published(rules, today=today),
        "changes": changes.select_related("rule").order_by("day"),
    }
    return render(request, "grassroots/keep_schedule.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def add_rule(request: StaffRequest, slug: str) -> HttpResponse:
    """Publish a new reception rule of a body."""
    body = get_object_or_404(_kept_bodies(request), slug=slug)
    form = ReceptionRuleForm(
        request.POST or None, instance=ReceptionRule(body=body), initial={"valid_from": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Published."))
        return _back(body)
    context = {"form": form, "body": body, "title": _("Add reception days")}
    status = 422 if request.method == "POST" else 200
    return render(request, "grassroots/schedule_step.html", context, status=status)


@require_POST
@login_required
def end_rule(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a rule end today."""
    rule = _rule(request, pk)
    actions.end_rule(rule, on=timezone.localdate(), now=timezone.now())
    messages.success(request, _("Saved."))
    return _back(rule.body)


@require_http_methods(["GET", "POST"])
@login_required
def change_day(request: StaffRequest, pk: int) -> HttpResponse:
    """Hold one reception on another day, or not at all."""
    rule = _rule(request, pk)
    form = ReceptionChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.change_day(
                rule, data["day"], moved_to=data["moved_to"], reason=data["reason"], by=request.user
            )
        except actions.NoSuchDay:
            form.add_error("day", _("There is no reception on this day: choose one of the published days."))
        except actions.ChangedAlready:
            form.add_error("day", _("This day was changed before: take that change back first."))
        else:
            messages.success(request, _("Published."))
            return _back(rule.body)
    context = {"form": form, "body": rule.body, "rule": rule, "title": _("Change one day")}
    status = 422 if request.method == "POST" else 200
    return render(request, "grassroots/schedule_step.html", context, status=status)


@require_POST
@login_required
def take_back_change(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the rule's own day hold again."""
    changes = ReceptionChange.objects.select_related("rule__body")
    change = get_object_or_404(
        changes, pk=pk, rule__body__in=scope_of(request.user).bodies(Action.KEEP_LISTS)
    )
    actions.take_back_change(change, now=timezone.now())
    return _back(change.rule.body)


def _area(code: str, name: str) -> tuple[Area | None, list[Area]]:
    """Return the area that was chosen or typed; several of one name are candidates."""
    today = timezone.localdate()
    if code and (area := Area.objects.on(today).filter(code=code).first()):
        return area, []
    found = find_areas(name, on=today, limit=8) if name else []
    return (found[0], []) if len(found) == 1 else (None, found)


def _kept_bodies(request: StaffRequest) -> QuerySet[Body]:
    keeps = scope_of(request.user).bodies(Action.KEEP_LISTS)
    if not keeps:
        raise Http404
    return Body.objects.on(timezone.localdate()).filter(pk__in=keeps).select_related("area")


def _rule(request: StaffRequest, pk: int) -> ReceptionRule:
    keeps = scope_of(request.user).bodies(Action.KEEP_LISTS)
    return get_object_or_404(ReceptionRule.objects.known().select_related("body"), pk=pk, body__in=keeps)


def _back(body: Body) -> HttpResponse:
    response = redirect("grassroots:keep_schedule")
    response["Location"] += f"?co-quan={body.slug}"
    return response
