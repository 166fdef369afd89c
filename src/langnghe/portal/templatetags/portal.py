"""What stands on every page of the portal: `{% load portal %}`, `{% portal_bar %}`."""

from django import template
from django.utils import timezone

from langnghe.portal import queries

register = template.Library()


@register.inclusion_tag("portal/parts/bar.html", takes_context=True)
def portal_bar(context: template.Context) -> dict[str, object]:
    """Draw the line below the header: today, the sections, and the search."""
    return {
        "today": timezone.localdate(),
        "sections": queries.sections(),
        "here": context.get("section"),
        "words": context.get("words", ""),
    }
