"""The tour, and looking at the house with somebody else's eyes: in demonstration mode only."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from langnghe.demo.accounts import ACCOUNTS
from langnghe.demo.outbreaks import OUTBREAKS, communes_of
from langnghe.demo.queries import is_demo, last_day
from langnghe.demo.tour import STOPS, WORDS, look_named
from langnghe.people.models import User
from langnghe.places.models import Area

NAMES = frozenset(account.username for account in ACCOUNTS)


def only_in_a_demonstration(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hide a page unless a demo year lies here and the installation says so."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not (settings.DEMO_MODE and is_demo()):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@never_cache
@only_in_a_demonstration
def tour(request: HttpRequest) -> HttpResponse:
    """Show the six stops."""
    there = [(stop, [look for look in stop.looks if look.address()]) for stop in STOPS]
    stops = [(stop, looks) for stop, looks in there if looks]
    context = {"stops": stops, "words": WORDS, "commune": _slope(), "client_id": uuid.uuid4()}
    return render(request, "demo/tour.html", context)


@require_POST
@only_in_a_demonstration
def look(request: HttpRequest, key: str) -> HttpResponse:
    """Sign the visitor in as whoever works there, or out to be a resident, and go there."""
    chosen = look_named(key)
    address = chosen.address() if chosen else None
    if chosen is None or not address:
        raise Http404
    logout(request)
    if chosen.as_whom:
        login(request, _account(chosen.as_whom), backend=settings.AUTHENTICATION_BACKENDS[0])
    if report := chosen.report():
        request.session["followed_report"] = report  # as the code on the receipt would
    return redirect(address)


def _account(name: str) -> User:
    """Return a demo account, and never another one."""
    user = User.objects.filter(username=name, is_active=True).first() if name in NAMES else None
    if user is None:
        raise Http404
    return user


def _slope() -> Area | None:
    """Return the commune of the landslides nearest to their middle."""
    outbreak = OUTBREAKS[0]
    communes = Area.objects.on(last_day()).filter(is_leaf=True, parent__code=outbreak.province)
    return next(iter(communes_of(outbreak, list(communes))), None)
