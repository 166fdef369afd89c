"""The pages on which bodies keep their practices: a list, a page for each, and one form for each step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from langnghe.ground.paging import BadKey, page_of
from langnghe.ground.steps import taken
from langnghe.people.queries import own_bodies
from langnghe.people.requests import StaffRequest
from langnghe.people.rights import Action, scope_of
from langnghe.practices import actions, queries
from langnghe.practices.forms import (
    CheckForm,
    CorrectForm,
    FilterForm,
    ReasonForm,
    RecogniseForm,
    RegisterForm,
    TellForm,
    first_values,
)
from langnghe.practices.models import Practice, Status
from langnghe.practices.views.public import picture_file

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def show_list(request: StaffRequest) -> HttpResponse:
    """Show the practices of this person's bodies, the newest first."""
    scope = scope_of(request.user)
    if not scope.bodies(Action.SEE_WORK):
        raise Http404
    form = FilterForm(request.GET or None, today=timezone.localdate())
    practices = queries.visible_to(request.user).select_related("field", "level", "area", "body")
    if form.is_valid():
        if form.cleaned_data["status"]:
            practices = practices.filter(status=form.cleaned_data["status"])
        if form.cleaned_data["field"]:
            practices = practices.filter(field__code=form.cleaned_data["field"].code)
        practices = queries.matching(practices, form.cleaned_data["words"])
    try:
        page = page_of(
            practices,
            order=["-registered_at", "-id"],
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        )
    except BadKey:
        raise Http404 from None
    context = {"page": page, "filter_form": form, "may_register": scope.bodies(Action.RECORD_WORK)}
    template = "practices/list.html#table" if request.headers.get("HX-Request") else "practices/list.html"
    return render(request, template, context)


@require_safe
@login_required
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one practice: what it is, how it stands, what happened, who copied it."""
    practice = _practice(request, pk)
    scope = scope_of(request.user)
    events = queries.history_of(practice)
    context = {
        "practice": practice,
        "events": events,
        "criteria": queries.criteria_of(events),
        "copies": queries.copies_of(practice)[:50],
        "may_record": practice.body_id in scope.bodies(Action.RECORD_WORK),
        "may_direct": practice.body_id in scope.bodies(Action.DIRECT),
        "may_copy": practice.status == Status.RECOGNISED and scope.bodies(Action.RECORD_WORK),
    }
    return render(request, "practices/show.html", context)


@get_or_post
@login_required
def register(request: StaffRequest) -> HttpResponse:
    """Register a practice of one of this person's own bodies."""
    return _register(request, None)


@get_or_post
@login_required
def copy(request: StaffRequest, pk: int) -> HttpResponse:
    """Register that a body of this person's copies a recognised practice."""
    source = queries.recognised_for(request.user).select_related(*queries.IN_FULL).filter(pk=pk).first()
    if source is None:
        raise Http404
    return _register(request, source)


@get_or_post
@login_required
def correct(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct what was registered."""
    practice = _practice(request, pk, Action.RECORD_WORK)
    form = CorrectForm(request.POST or None, today=timezone.localdate(), initial=first_values(practice))
    return _step(
        request,
        practice,
        form,
        _("Correct"),
        lambda data, **given: actions.correct(practice, form.entry(), words=data["words"], **given),
    )


@get_or_post
@login_required
def check(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down a visit."""
    practice = _practice(request, pk, Action.RECORD_WORK)
    form = CheckForm(request.POST or None, initial={"seen_on": timezone.localdate()})
    fields = ("seen_on", "working", "words", "taking_part")
    return _step(
        request,
        practice,
        form,
        _("Record a visit"),
        lambda data, **given: actions.check(practice, **{name: data[name] for name in fields}, **given),
    )


@get_or_post
@login_required
def recognise(request: StaffRequest, pk: int) -> HttpResponse:
    """Recognise a practice at a level."""
    practice = _practice(request, pk, Action.DIRECT)
    today = timezone.localdate()
    form = RecogniseForm(request.POST or None, user=request.user, today=today, initial={"year": today.year})
    fields = ("level", "year", "recognised_by", "words")
    return _step(
        request,
        practice,
        form,
        _("Recognise"),
        lambda data, **given: actions.recognise(
            practice, criteria=list(data["criteria"]), **{name: data[name] for name in fields}, **given
        ),
    )


@get_or_post
@login_required
def retire(request: StaffRequest, pk: int) -> HttpResponse:
    """No longer recognise a practice."""
    return _with_reason(request, pk, Action.DIRECT, _("No longer recognise"), actions.retire)


@get_or_post
@login_required
def tell(request: StaffRequest, pk: int) -> HttpResponse:
    """Tell the story of a recognised practice to everybody."""
    practice = _practice(request, pk, Action.RECORD_WORK)
    first = {}
    if practice.story and practice.consent:
        first = {"story": practice.story.words, "consent": practice.consent.words}
    form = TellForm(request.POST or None, request.FILES or None, initial=first)
    return _step(
        request,
        practice,
        form,
        _("Tell its story"),
        lambda data, **given: actions.tell(
            practice, story=data["story"], consent=data["consent"], picture=form.clean_photo, **given
        ),
    )


@get_or_post
@login_required
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the public story back."""
    return _with_reason(request, pk, Action.RECORD_WORK, _("Take the story back"), actions.take_back)


@require_safe
@login_required
def picture(request: StaffRequest, pk: int) -> FileResponse:
    """Send the photo of a practice this person may see."""
    seen = queries.visible_to(request.user).select_related("picture")
    practice = get_object_or_404(seen, pk=pk, picture__isnull=False)
    assert practice.picture is not None  # noqa: S101 - for the type checker
    return picture_file(practice.picture.file)


def _practice(request: StaffRequest, pk: int, action: Action = Action.SEE_WORK) -> Practice:
    practice = queries.practice_for(pk, request.user, action)
    if practice is None:
        raise Http404
    return practice


def _register(request: StaffRequest, source: Practice | None) -> HttpResponse:
    today = timezone.localdate()
    own = own_bodies(request.user, Action.RECORD_WORK, on=today)
    first_body = own.first()
    if first_body is None:
        raise Http404
    first: dict[str, Any] = {"started_on": today, "body": first_body.slug}
    if source is not None:
        told = first_values(source)
        first |= {name: told[name] for name in ("name", "field", "aim", "measures")}
    if first_body.area.is_leaf:
        first |= {"area": first_body.area.code, "area_name": first_body.area.name}
    form = RegisterForm(request.POST or None, user=request.user, today=today, initial=first)
    registered: list[Practice] = []

    def act() -> None:
        given = {"body": form.cleaned_data["body"], "copies": source}
        registered.append(actions.register(form.entry(), **given, by=request.user, now=timezone.now()))

    if taken(form, act):
        messages.success(request, _("The practice is registered."))
        return redirect("practices:show", pk=registered[0].pk)
    context = {"form": form, "source": source}
    return render(request, "practices/register.html", context, status=_status(request))


def _with_reason(
    request: StaffRequest, pk: int, right: Action, title: str, act: Callable[..., object]
) -> HttpResponse:
    """Take a step that only needs its reason."""
    practice = _practice(request, pk, right)
    form = ReasonForm(request.POST or None)
    return _step(
        request, practice, form, title, lambda data, **given: act(practice, words=data["words"], **given)
    )


def _step(
    request: StaffRequest, practice: Practice, form: Any, title: str, act: Callable[..., object]
) -> HttpResponse:
    """Show the form of a step; when it is complete, take the step and go back to the practice."""
    if taken(form, lambda: act(form.cleaned_data, by=request.user, now=timezone.now())):
        messages.success(request, _("Saved."))
        return redirect("practices:show", pk=practice.pk)
    context = {"practice": practice, "form": form, "title": title}
    return render(request, "practices/step.html", context, status=_status(request))


def _status(request: StaffRequest) -> int:
    return 422 if request.method == "POST" else 200
