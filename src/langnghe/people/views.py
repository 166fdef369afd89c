"""The lists a body keeps about itself: who is in charge of what, and the localities of its commune."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from langnghe.bodies.models import Body
from langnghe.ground.paging import BadKey, Page, page_of
from langnghe.people import actions, queries
from langnghe.people.forms import LocalityForm, ResponsibilityForm
from langnghe.people.models import Responsibility
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, scope_of
from langnghe.places import queries as places
from langnghe.places.actions.localities import AlreadyListed, EmptyName, add_locality, dismiss_unlisted
from langnghe.places.models import Area, UnlistedLocality

NOBODY = "chua-phan-cong"


@require_safe
@login_required
def responsibilities(request: StaffRequest) -> HttpResponse:
    """Show who is in charge of what in this person's bodies, or the bodies with nobody in charge."""
    today = timezone.localdate()
    bodies = _bodies(request)
    shows_nobody = request.GET.get("loc") == NOBODY
    page: Page
    if shows_nobody:
        page = _page(request, queries.bodies_without_anybody(bodies, on=today), ["slug", "id"])
    else:
        rows = queries.responsibilities_of(bodies, on=today)
        page = _page(request, rows, ["officer_name", "id"])
    keeps = scope_of(request.user).bodies(Action.KEEP_LISTS)
    context = {"page": page, "shows_nobody": shows_nobody, "keeps": keeps, "today": today}
    return render(request, "people/responsibilities.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def add_responsibility(request: StaffRequest, slug: str) -> HttpResponse:
    """Put somebody in charge in a body."""
    today = timezone.localdate()
    body = get_object_or_404(
        Body.objects.on(today), slug=slug, pk__in=scope_of(request.user).bodies(Action.KEEP_LISTS)
    )
    form = ResponsibilityForm(
        request.POST or None, instance=Responsibility(body=body), initial={"valid_from": today}
    )
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("people:responsibilities")
    return render(request, "people/responsibility.html", {"form": form, "body": body})


@require_POST
@login_required
def end_responsibility(request: StaffRequest, pk: int) -> HttpResponse:
    """End a responsibility today; it stays readable as it was."""
    keeps = scope_of(request.user).bodies(Action.KEEP_LISTS)
    responsibility = get_object_or_404(Responsibility.objects.known(), pk=pk, body__in=keeps)
    actions.end_responsibility(responsibility, on=timezone.localdate())
    messages.success(request, _("Saved."))
    return redirect("people:responsibilities")


@require_http_methods(["GET", "POST"])
@login_required
def localities(request: StaffRequest) -> HttpResponse:
    """Show the localities of a commune in this person's charge, add one, and settle names people said."""
    today = timezone.localdate()
    areas = _areas(request)
    area = areas.filter(code=request.GET.get("xa", "")).first() or areas.first()
    if area is None:
        raise Http404
    form = LocalityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_locality(area, form.cleaned_data["name"], on=today, other_spellings=form.spellings())
        except (AlreadyListed, EmptyName):
            form.add_error("name", _("This name is on the list already, or has no letters."))
        else:
            messages.success(request, _("Added to the list."))
            return redirect(_localities_of(area))
    context = {
        "area": area,
        "areas": areas[:200],
        "form": form,
        "listed": places.localities_of(area, on=today),
        "said": places.unlisted_localities(area)[:100],
        "may_administer": bool(scope_of(request.user).bodies(Action.ADMINISTER)),
    }
    return render(request, "people/localities.html", context)


@require_POST
@login_required
def settle_name(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a name that people said to the commune's list, or take it off what waits."""
    said = get_object_or_404(UnlistedLocality.objects.select_related("area"), pk=pk, area__in=_areas(request))
    if "add" in request.POST:
        try:
            add_locality(said.area, said.name, on=timezone.localdate())
        except AlreadyListed:
            dismiss_unlisted(said, now=timezone.now())
        messages.success(request, _("Added to the list."))
    else:
        dismiss_unlisted(said, now=timezone.now())
    return redirect(_localities_of(said.area))


def _bodies(request: StaffRequest) -> frozenset[int]:
    scope = scope_of(request.user)
    if not (bodies := scope.bodies(Action.SEE_CASES) | scope.bodies(Action.KEEP_LISTS)):
        raise Http404
    return bodies


def _areas(request: StaffRequest) -> QuerySet[Area]:
    """Return the lowest areas in which this person keeps the lists of a body, by name."""
    keeps = scope_of(request.user).bodies(Action.KEEP_LISTS)
    acting = Body.objects.known().filter(area=OuterRef("pk"), pk__in=keeps)
    here = places.areas_on(timezone.localdate()).filter(Exists(acting), is_leaf=True)
    return here.select_related("parent").order_by("bare_name", "code")


def _page(request: StaffRequest, rows: QuerySet, order: list[str]) -> Page:
    try:
        return page_of(
            rows, order=order, after=request.GET.get("after", ""), before=request.GET.get("before", "")
        )
    except BadKey:
        raise Http404 from None


def _localities_of(area: Area) -> str:
    return f"{reverse('people:localities')}?xa={area.code}"
