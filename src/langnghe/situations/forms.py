"""
The forms of this room. None has a field for a resident: not for a name, a household, an opinion, a religion
or an ethnicity. How many people it concerns is a count.
"""

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from langnghe.bodies.models import Body
from langnghe.cases.forms import PlaceFields, topic_choices
from langnghe.cases.intake import LONGEST_WORDS
from langnghe.cases.rulebook import rulebook
from langnghe.ground.careful import CarefulForm
from langnghe.situations.models import Urgency

MOST_PEOPLE = 1_000_000
_DAY = {"type": "date"}


class PlacedForm(PlaceFields, CarefulForm):
    """A form about something in a commune; left empty, the commune is that of the body."""

    place = None  # type: ignore[assignment]
    latitude = None  # type: ignore[assignment]
    longitude = None  # type: ignore[assignment]
    body_field = "body"

    def clean(self) -> dict[str, Any]:
        """Put the commune of the body where none was typed."""
        data = super().clean()
        body = data.get(self.body_field)
        if not data.get("area_name") and body is not None and body.area.is_leaf:
            data["found_area"] = body.area
        if data.get("found_area") is None and "area_name" not in self.errors:
            self.add_error("area_name", _("Choose the commune or ward."))
        return data


class ReportForm(PlacedForm):
    """What a body sees."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    body = forms.ModelChoiceField(
        label=_("Reporting body"), queryset=Body.objects.none(), to_field_name="slug", empty_label=None
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=Urgency.choices, initial=Urgency.NORMAL, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What is happening"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Course of events and your first view. No names of residents and no state secrets here."),
    )
    topic = forms.ChoiceField(label=_("Kind of matter"))
    since_on = forms.DateField(label=_("Since when"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    people = forms.IntegerField(
        label=_("People concerned"),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=_("A count. No names, no households."),
    )
    done = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    asked = forms.CharField(
        label=_("What is asked of the superior"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    free_texts = ("words", "done", "asked", "locality")
    field_order = ["body", "urgency", "words", "topic", "area_name", "area", "locality", "since_on", "people"]

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["topic"].choices = topic_choices(self.today, _("Choose"))  # type: ignore[attr-defined]
        self.fields["area_name"].help_text = _("Left empty: the commune of the body.")

    def clean(self) -> dict[str, Any]:
        """Check the day and read the topic."""
        data = super().clean()
        if (since_on := data.get("since_on")) and since_on > self.today:
            self.add_error("since_on", _("This day lies in the future: check the date."))
        if data.get("topic"):
            data["found_topic"] = rulebook().topic(data["topic"], on=self.today)
        return data


class WordsForm(CarefulForm):
    """A step that needs words."""

    words = forms.CharField(
        label=_("Words"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 4})
    )
    free_texts = ("words",)

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["words"].label = label


class OptionalWordsForm(WordsForm):
    """A step that may have words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = False


class DirectForm(WordsForm):
    """A direction with its day."""

    due_on = forms.DateField(label=_("By when"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))


class LinkForm(forms.Form):
    """The number of a case or of an alarm."""

    number = forms.CharField(
        label=_("Number of a case or alarm"),
        max_length=20,
        help_text=_("A case as 26-000123, an alarm as its number."),
    )


class HotSpotForm(PlacedForm):
    """A leader's declaration."""

    name = forms.CharField(
        label=_("Name of the hot spot"), max_length=200, help_text=_("The matter and the place, no person.")
    )
    owner = forms.ModelChoiceField(
        label=_("Body that must settle it"),
        queryset=Body.objects.none(),
        to_field_name="slug",
        empty_label=None,
    )
    topic = forms.ChoiceField(label=_("Kind of matter"), required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 4})
    )
    locality = None  # type: ignore[assignment]
    body_field = "owner"
    free_texts = ("name", "reason")
    field_order = ["name", "area_name", "area", "owner", "topic", "reason"]

    def __init__(self, *args: Any, owners: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.fields["topic"].choices = topic_choices(self.today, _("not sorted yet"))  # type: ignore[attr-defined]
        self.fields["area_name"].help_text = _("Left empty: the commune of the body.")

    def clean(self) -> dict[str, Any]:
        """Read the topic."""
        data = super().clean()
        data["found_topic"] = rulebook().topic(data["topic"], on=self.today) if data.get("topic") else None
        return data
