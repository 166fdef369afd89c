"""The forms in which a briefing is begun and its words are written."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from langnghe.bodies.models import Body, Cluster
from langnghe.briefings import outline
from langnghe.briefings.contents import Words

LONGEST_TEXT = 20_000


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NewBriefing(forms.Form):
    """Whose briefing, over which days."""

    body = forms.ModelChoiceField(label=_("Body that reports"), queryset=Body.objects.none())
    cluster = forms.ModelChoiceField(
        label=_("Synthesis of a cluster"),
        queryset=Cluster.objects.none(),
        required=False,
        empty_label=_("none: the body's own briefing"),
        help_text=_("Made of the briefings of its provinces over the same days; the body hosts the cluster."),
    )
    first_on = forms.DateField(label=_("First day"), widget=_day_input())
    last_on = forms.DateField(label=_("Last day"), widget=_day_input())

    def __init__(
        self, *args: Any, bodies: QuerySet[Body], clusters: QuerySet[Cluster], today: date, **kwargs: Any
    ) -> None:
        first_on, last_on = half_year_before(today)
        super().__init__(*args, **kwargs)
        self.initial = {"first_on": first_on, "last_on": last_on}
        self.today = today
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["cluster"].queryset = clusters  # type: ignore[attr-defined]
        if not clusters:
            del self.fields["cluster"]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, or that is still to come."""
        given = super().clean() or {}
        first_on, last_on = given.get("first_on"), given.get("last_on")
        body, cluster = given.get("body"), given.get("cluster")
        if body and cluster and not cluster.members.known().filter(area=body.area_id).exists():
            self.add_error("cluster", _("This body does not belong to the cluster: choose another."))
        if first_on and last_on and last_on < first_on:
            self.add_error("last_on", _("The last day lies before the first: correct one of them."))
        if first_on and first_on > self.today:
            self.add_error("first_on", _("The period begins after today: there is nothing to report yet."))
        return given


class BriefingWords(forms.Form):
    """One field for each part that a person writes."""

    def __init__(self, *args: Any, texts: dict[str, Words], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        for part in outline.PARTS:
            words = texts[part.name]
            self.fields[part.name] = forms.CharField(
                label=part.title,
                required=False,
                initial=words.text,
                max_length=LONGEST_TEXT,
                help_text=_("A proposal: confirm it or write your own words.") if words.proposal else "",
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    def written(self) -> dict[str, str]:
        """Return the parts that differ from what was shown; a proposal left as it is stays a proposal."""
        words = {name: text.replace("\r\n", "\n") for name, text in self.cleaned_data.items()}
        return {name: text for name, text in words.items() if text != self.texts[name].text.strip()}


def half_year_before(today: date) -> tuple[date, date]:
    """Return the half-year that a report made today is about: the running one from its last month on."""
    if today.month >= 12:
        return date(today.year, 7, 1), date(today.year, 12, 31)
    if today.month >= 6:
        return date(today.year, 1, 1), date(today.year, 6, 30)
    return date(today.year - 1, 7, 1), date(today.year - 1, 12, 31)
