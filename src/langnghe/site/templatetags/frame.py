"""
What the frame offers to templates of every room: `{% load frame %}`.

`{{ value|number }}`, `{{ share|percent }}`, `{{ on|day }}`, `{{ on|named_day }}` and `{{ at|moment }}`
follow the language of the page; `{% icon "bell" %}` draws an icon; `{% address_of "cases:list" as url %}`
is empty where no such page exists, so that no link leads nowhere.
"""

from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, RadioSelect, Select
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from langnghe.people.rights import Action, scope_of
from langnghe.site import written

register = template.Library()


def _language() -> str:
    return (get_language() or "vi")[:2]


def _here(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def number(value: written.Number | None, decimals: int | None = None) -> str:
    """Write a number in the language of the page; nothing known is a dash."""
    return "–" if value in (None, "") else written.number(value, language=_language(), decimals=decimals)


@register.filter
def percent(share: written.Number | None) -> str:
    """Write a share between 0 and 1 as percent; nothing known is a dash."""
    return "–" if share in (None, "") else written.percent(share, language=_language())


@register.filter
def day(value: date | None) -> str:
    """Write a day: “05/3/2026”."""
    return written.day(_here(value), language=_language()) if value else ""


@register.filter
def named_day(value: date | None) -> str:
    """Write a day with its name: “Thứ Bảy, 22/6/2024”."""
    return written.named_day(_here(value), language=_language()) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment: “17:00 ngày 05/3/2026”, in the time zone of the installation."""
    return written.moment(timezone.localtime(value), language=_language()) if value else ""


@register.filter
def opening(words: str | None, characters: int) -> str:
    """Return where a text begins, with an ellipsis where it goes on."""
    words = words or ""
    return words if len(words) <= characters else f"{words[: characters - 1].rstrip()}…"


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw the icon `name` of Tabler; it is decoration, the words beside it say the same."""
    return _drawn(static("build/icons.svg"), name)


@register.simple_tag
def address_of(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page, or nothing where this installation has no such page."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, name: str, label: str, icon: str, needs: str = "") -> SafeString:
    """
    Draw one line of the staff navigation, marked when it is the page shown.

    Nothing is drawn where there is no such page, or the person may not do anywhere what it `needs`: the
    name of an action, or several of which one is enough, with commas.
    """
    address, request = address_of(name), context.get("request")
    actions = [Action(name.strip()) for name in needs.split(",")] if needs else []
    if not address or (actions and not (request and any(map(scope_of(request.user).bodies, actions)))):
        return SafeString()
    current = SafeString(' aria-current="page"' if request and request.path == address else "")
    drawn = _drawn(static("build/icons.svg"), icon)
    return format_html('<li><a href="{}"{}>{} {}</a></li>', address, current, drawn, label)


@register.filter
def is_choices(field: BoundField) -> bool:
    """Tell whether a field is a group of radio buttons or tick boxes, which needs a legend."""
    return isinstance(field.field.widget, RadioSelect)  # CheckboxSelectMultiple is one of them


@register.filter
def is_tick(field: BoundField) -> bool:
    """Tell whether a field is one tick box, whose label stands after it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def as_control(field: BoundField) -> SafeString:
    """Draw the control of a field in the look of the frame, marked where its content was refused."""
    widget = field.field.widget
    classes = [widget.attrs.get("class", "")]
    if not (is_choices(field) or is_tick(field)):
        classes.append("form-select" if isinstance(widget, Select) else "form-control")
    if field.errors:
        classes.append("is-invalid")
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


@cache  # a page draws two dozen of them, always the same few
def _drawn(icons: str, name: str) -> SafeString:
    return format_html(
        '<svg class="ln-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        icons,
        name,
    )
