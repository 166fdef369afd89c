"""What the worker does for pages that join several rooms."""

from datetime import date

from django.utils import timezone
from procrastinate.contrib.django import app

from langnghe.people.models import User
from langnghe.places.decrees import DecreeKey, decree_of
from langnghe.site.area_changes import follow


@app.task(name="site.follow_area_changes", queueing_lock="site.follow_area_changes", pass_context=False)
def follow_area_changes(effective_on: str, number: str, by: int) -> int:
    """Let every room follow one decree; return how much moved."""
    decree = decree_of(DecreeKey(date.fromisoformat(effective_on), number))
    return sum(row.moved for row in follow(decree, by=User.objects.get(pk=by), clock=timezone.now))
