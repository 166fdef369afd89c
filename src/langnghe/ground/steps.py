"""A step that somebody takes with a form: it goes through, or its sentence stands in the form."""

from collections.abc import Callable

from django.forms import Form


class NotPossible(Exception):
    """Things do not stand so that this could be done; the message says why, for the officer."""


def must(holds: bool, otherwise: str) -> None:
    """Raise NotPossible with this sentence, unless it holds."""
    if not holds:
        raise NotPossible(otherwise)


def taken(form: Form, act: Callable[[], object]) -> bool:
    """Return whether a form is complete and its step went through; else what is wrong stands in it."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except NotPossible as error:
        form.add_error(None, str(error))
        return False
    return True
