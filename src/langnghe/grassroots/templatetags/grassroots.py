"""Reception rules in words: `{% load grassroots %}{{ rule|when }}`."""

from django import template
from django.utils.translation import gettext as _

from langnghe.grassroots.forms import WEEKDAYS, WEEKS
from langnghe.grassroots.models import ReceptionRule

register = template.Library()

_WEEKDAYS, _WEEKS = dict(WEEKDAYS), dict(WEEKS)


@register.filter
def when(rule: ReceptionRule) -> str:
    """Say when a body receives people: “first and third Thursday of the month, 07:30 to 11:30”."""
    said = {
        "weekday": _WEEKDAYS[rule.weekday],
        "weeks": _(" and ").join(str(_WEEKS[week]) for week in sorted(rule.weeks)),
        "opens": f"{rule.opens_at:%H:%M}",
        "closes": f"{rule.closes_at:%H:%M}",
    }
    if not rule.weeks:
        return _("every %(weekday)s, %(opens)s to %(closes)s") % said
    return _("%(weeks)s %(weekday)s of the month, %(opens)s to %(closes)s") % said
