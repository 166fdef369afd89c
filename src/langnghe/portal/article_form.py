"""The form in which editors write an article."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

from langnghe.bodies.models import Body


class ArticleForm(WagtailAdminPageForm):
    """Offer the bodies for which this editor writes; a new article belongs to the first of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from langnghe.people.queries import bodies_written_for  # models of the portal import this file

        super().__init__(*args, **kwargs)
        if "office" not in self.fields:
            return
        own = bodies_written_for(self.for_user, on=timezone.localdate())
        kept = Q(pk__in=own.values("pk")) | Q(pk=self.instance.office_id)
        self.fields["office"].queryset = Body.objects.filter(kept).order_by("name")
        if self.instance.pk is None:
            self.initial["office"] = own.first()
