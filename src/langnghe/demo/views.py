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
from langnghe.demo.tour import STOPS, WORDS, stop_named
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
    stops = [(stop, address) for stop in STOPS if (address := stop.address())]
    context = {"stops": stops, "words": WORDS, "commune": _slope(), "client_id": uuid.uuid4()}
    return render(request, "demo/tour.html", context)


@require_POST
@only_in_a_demonstration
def look(request: HttpRequest, key: str) -> HttpResponse:
    """Sign the visitor in as whoever works at a stop, or out for a resident's, and go there."""
    stop = stop_named(key)
    address = stop.address() if stop else None
    if stop is None or not address:
        raise Http404
    logout(request)
    if stop.as_whom:
        login(request, _account(stop.as_whom), backend=settings.AUTHENTICATION_BACKENDS[0])
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
