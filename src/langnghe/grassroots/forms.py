"""
The forms of this room. None has a field for a resident: not for a name, a household, an opinion beside the
person who holds it, a religion or an ethnicity. How many came is a count.
"""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from langnghe.bodies.models import Body
from langnghe.cases.forms import PlaceFields, topic_choices
from langnghe.cases.intake import LONGEST_WORDS
from langnghe.cases.models import Outcome
from langnghe.cases.rulebook import Rulebook, rulebook
from langnghe.grassroots.actions.promises import PromiseIn
from langnghe.grassroots.actions.visits import OpinionIn
from langnghe.grassroots.models import MeetingKind, ReceptionRule
from langnghe.grassroots.queries.visits import staff_of
from langnghe.ground.careful import CarefulForm
from langnghe.people.models import User
from langnghe.topics.models import Track

MOST_PEOPLE = 100_000
MOST_ROWS = 60
_DAY = {"type": "date"}


class DayField(forms.DateField):
    """A day, picked in the browser's own calendar."""

    widget = forms.DateInput(attrs=_DAY, format="%Y-%m-%d")


class VisitForm(PlaceFields, CarefulForm):
    """The head of a meeting: kind, body, day, place, number of people, who went."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label=_("Kind of meeting"),
        choices=[(kind, capfirst(kind.label)) for kind in MeetingKind],
        widget=forms.RadioSelect,
    )
    body = forms.ModelChoiceField(
        label=_("Held by"), queryset=Body.objects.none(), to_field_name="slug", empty_label=None
    )
    held_on = DayField(label=_("Day"))
    people = forms.IntegerField(
        label=_("Number of people"),
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=_("How many people came. No names, no households."),
    )
    head_took_part = forms.BooleanField(label=_("The head of the body took part in person"), required=False)
    officers = forms.ModelMultipleChoiceField(
        label=_("Who went, of the body's staff"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    went = forms.CharField(
        label=_("Others who went along"),
        required=False,
        max_length=300,
        help_text=_("Titles of offices only, for example: chair of the people's committee, police chief."),
    )
    words = forms.CharField(
        label=_("Course of the meeting"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was told, how you saw it. No names of residents and no state secrets here."),
    )
    place = None  # type: ignore[assignment]
    latitude = None  # type: ignore[assignment]
    longitude = None  # type: ignore[assignment]
    free_texts = ("went", "words", "locality")
    field_order = ["kind", "body", "held_on", "area_name", "area", "locality", "people"]

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["officers"].queryset = staff_of(bodies, on=self.today)  # type: ignore[attr-defined]
        self.fields["area_name"].help_text = _("Left empty: the commune of the body.")

    def clean(self) -> dict[str, Any]:
        """Check the place and the day."""
        data = super().clean()
        body = data.get("body")
        if not data.get("area_name") and body is not None and body.area.is_leaf:
            data["found_area"] = body.area
        if data.get("found_area") is None and "area_name" not in self.errors:
            self.add_error("area_name", _("Choose the commune or ward in which it was held."))
        if body is not None and data.get("officers"):
            own = set(staff_of([body], on=self.today))
            if strangers := [str(officer) for officer in data["officers"] if officer not in own]:
                words = _("Does not work in this body: %(names)s.")
                self.add_error("officers", words % {"names": ", ".join(strangers)})
        if (held_on := data.get("held_on")) and held_on > self.today:
            self.add_error("held_on", _("This day lies in the future: check the date."))
        return data


class RowChoices:
    """What the rows of opinions let choose, read once for all rows of a page."""

    def __init__(self, *, today: date, keepers: QuerySet[Body]) -> None:
        self.today = today
        self.rules: Rulebook = rulebook()
        kinds = [kind for kind in self.rules.kinds_on(today) if kind.track == Track.OPEN]
        self.kinds = [(kind.code, str(kind)) for kind in kinds]
        self.topics = topic_choices(today, _("not sorted yet"))
        self.keepers = {body.slug: body for body in keepers}
        self.bodies = [("", ""), *((slug, body.name) for slug, body in self.keepers.items())]


class OpinionForm(CarefulForm):
    """One row: what somebody said, what was answered on the spot, what was promised."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    words = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In the person's own words, without the name."),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    touches_office = forms.BooleanField(
        label=_("Keep it out of the register: it concerns this office or somebody working there"),
        required=False,
        help_text=_("The body above deals with it."),
    )
    answer = forms.CharField(
        label=_("Answered on the spot"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    outcome = forms.ChoiceField(
        label=_("How it ended"),
        required=False,
        choices=[
            ("", ""),
            *(
                (outcome.value, outcome.label)
                for outcome in (Outcome.SOLVED, Outcome.CANNOT_SOLVE, Outcome.NOT_OURS)
            ),
        ],
    )
    promise = forms.CharField(
        label=_("Promised"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    keeper = forms.ChoiceField(label=_("Who keeps it"), required=False)
    officer_title = forms.CharField(
        label=_("Office in charge"), required=False, max_length=160, help_text=_("A title, not a name.")
    )
    due_on = DayField(label=_("By when"), required=False)
    free_texts = ("words", "answer", "promise", "officer_title")

    def __init__(self, *args: Any, choices: RowChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.fields["kind"].choices = choices.kinds  # type: ignore[attr-defined]
        self.fields["topic"].choices = choices.topics  # type: ignore[attr-defined]
        self.fields["keeper"].choices = choices.bodies  # type: ignore[attr-defined]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written into this row."""
        return not any(self.cleaned_data.get(name) for name in ("words", "answer", "promise"))

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs together."""
        data = super().clean()
        if "\x00" in (data.get("words") or ""):
            self.add_error("words", _("The text holds a character that cannot be stored: type it again."))
        if data.get("answer") and not data.get("words"):
            self.add_error("words", _("Write what was said, so that the answer has its question."))
        if data.get("answer") and not data.get("outcome"):
            self.add_error("outcome", _("Choose how it ended."))
        if data.get("promise") and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Write by when it was promised."))
        if data.get("promise") and not data.get("keeper"):
            self.add_error("keeper", _("Choose who keeps the promise."))
        return data

    def opinion(self) -> OpinionIn | None:
        """Return what was said, with its answer and promise; None where only something was promised."""
        data, rules, today = self.cleaned_data, self.choices.rules, self.choices.today
        kind = rules.kind(data["kind"] or self.choices.kinds[0][0], on=today)
        if not data["words"] or kind is None:
            return None
        return OpinionIn(
            words=data["words"],
            kind=kind,
            topic=rules.topic(data["topic"], on=today) if data["topic"] else None,
            touches_office=data["touches_office"],
            answer=data["answer"],
            outcome=data["outcome"],
            promise=self.promised(),
            client_id=data["client_id"],
        )

    def promised(self) -> PromiseIn | None:
        """Return the promise of the row, if there is one."""
        data = self.cleaned_data
        if not data["promise"]:
            return None
        return PromiseIn(
            words=data["promise"],
            body=self.choices.keepers[data["keeper"]],
            due_on=data["due_on"],
            officer_title=data["officer_title"],
            client_id=uuid.uuid5(data["client_id"], "promise"),
        )


class BaseOpinionRows(forms.BaseFormSet):
    """The rows of a meeting; rows left blank are no rows."""

    def written(self) -> Sequence[OpinionForm]:
        """Return the rows in which something was written."""
        return [form for form in self.forms if not form.is_blank]

    def not_before(self, held_on: date) -> bool:
        """Check that no promise falls due before the meeting; write the fault into its row."""
        good = True
        for form in self.written():
            due_on = form.cleaned_data.get("due_on")
            if due_on and due_on < held_on:
                form.add_error("due_on", _("The day lies before the meeting: check the date."))
                good = False
        return good


OpinionRows: type[BaseOpinionRows] = forms.formset_factory(  # type: ignore[assignment]
    OpinionForm, formset=BaseOpinionRows, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


class FilterForm(forms.Form):
    """What the list of meetings is narrowed to."""

    kind = forms.ChoiceField(
        label=_("Kind of meeting"), required=False, choices=[("", _("all")), *MeetingKind.choices]
    )


class ReasonForm(CarefulForm):
    """A step that only needs words."""

    words = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    free_texts = ("words",)


class ProofForm(ReasonForm):
    """What shows that a promise was kept."""

    words = forms.CharField(
        label=_("What shows that it was kept"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was done, when, and where it can be seen. No names of residents."),
    )


class ToldForm(ReasonForm):
    """How and when the people were told."""

    words = forms.CharField(
        label=_("How the people were told"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    on = DayField(label=_("Day"))


class MoveForm(ReasonForm):
    """A later day, and why."""

    due_on = DayField(label=_("New day"))
    field_order = ["due_on", "words"]


class PassOnForm(ReasonForm):
    """To which body, and why."""

    to = forms.ModelChoiceField(label=_("Pass on to"), queryset=Body.objects.none(), to_field_name="slug")
    field_order = ["to", "words"]


WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]
WEEKS = [(1, _("first")), (2, _("second")), (3, _("third")), (4, _("fourth")), (5, _("last"))]


class ReceptionRuleForm(CarefulForm, forms.ModelForm):
    """When a body receives people."""

    free_texts = ("receiver",)

    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int)
    weeks = forms.TypedMultipleChoiceField(
        label=_("In which weeks of the month"),
        choices=WEEKS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every week."),
    )

    class Meta:
        model = ReceptionRule
        fields = (
            *("receiver", "place", "weekday", "weeks", "opens_at", "closes_at", "on_holiday"),
            *("valid_from", "valid_to"),
        )
        labels = {
            "receiver": _("Who receives"),
            "place": _("Place of the meeting"),
            "opens_at": _("From (hour)"),
            "closes_at": _("To (hour)"),
            "on_holiday": _("Where it falls on a holiday"),
            "valid_from": _("Holds from"),
            "valid_to": _("Holds until"),
        }
        help_texts = {"receiver": _("A title of an office, for example: chair of the people's committee.")}
        widgets = {
            "opens_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "closes_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "valid_from": forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
            "valid_to": forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        }

    def clean(self) -> dict[str, Any]:
        """Check that it ends after it begins."""
        data = super().clean()
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("It must close after it opens."))
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("It must end after it begins."))
        return data


class ReceptionChangeForm(CarefulForm):
    """One day that is held on another, or not at all."""

    free_texts = ("reason",)

    day = DayField(label=_("Day as published"))
    moved_to = DayField(label=_("Held on"), required=False, help_text=_("Left empty: it is not held."))
    reason = forms.CharField(label=_("Reason, as the public reads it"), max_length=200)
