"""The forms of practices. None has a field for a resident's name; free text is read before it is saved."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from langnghe.bodies.models import Body
from langnghe.cases.forms import PlaceFields
from langnghe.ground.careful import CarefulForm
from langnghe.people.models import User
from langnghe.people.queries import own_bodies
from langnghe.people.rights import Action
from langnghe.practices import queries
from langnghe.practices.actions import Entry
from langnghe.practices.models import Practice, Runner, Status, Term
from langnghe.reports.pictures import BadPicture, CleanPicture, cleaned

LONGEST_TEXT = 4000
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _long(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class EntryForm(CarefulForm, PlaceFields):
    """What a body says of a practice."""

    name = forms.CharField(label=_("Name of the practice"), max_length=200)
    field = forms.ModelChoiceField(
        label=_("Field of work"), queryset=Term.objects.none(), to_field_name="code", empty_label=_("Choose")
    )
    runner = forms.ChoiceField(
        label=_("Run by"), choices=Runner.choices, initial=Runner.COLLECTIVE, widget=forms.RadioSelect
    )
    run_by = forms.CharField(
        label=_("Which collective, or which office"),
        max_length=200,
        help_text=_("For example “Chi hội Phụ nữ thôn 4” or “Trưởng thôn 4”; never a person's name."),
    )
    aim = _long(_("Aim"), rows=3)
    measures = _long(_("What is done"), rows=4)
    taking_part = forms.IntegerField(
        label=_("People taking part"), min_value=0, help_text=_("A count only; no list is kept.")
    )
    started_on = forms.DateField(label=_("Since"), widget=_DAY)
    field_order = ["body", "name", "field", "area_name", "area", "locality", "runner", "run_by"]
    place = latitude = longitude = None  # type: ignore[assignment]

    free_texts = ("name", "run_by", "aim", "measures", "locality", "words")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["area_name"].required = True
        self.fields["field"].queryset = queries.terms(Term.Kind.FIELD, on=today)  # type: ignore[attr-defined]

    def entry(self) -> Entry:
        """Return what is kept."""
        data = self.cleaned_data
        return Entry(area=data["found_area"], **{name: data[name] for name in _KEPT})


_KEPT = ("name", "field", "locality", "runner", "run_by", "aim", "measures", "taking_part", "started_on")


class RegisterForm(EntryForm):
    """A new practice of one of this person's own bodies."""

    body = forms.ModelChoiceField(
        label=_("Registered by"), queryset=Body.objects.none(), to_field_name="slug", empty_label=None
    )

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["body"].queryset = own_bodies(user, Action.RECORD_WORK, on=today)  # type: ignore[attr-defined]


class CorrectForm(EntryForm):
    """What was registered, with the reason for correcting it."""

    words = _long(_("Reason"), rows=2)


class CheckForm(CarefulForm):
    """A visit: what was seen."""

    seen_on = forms.DateField(label=_("Day of the visit"), widget=_DAY)
    working = forms.TypedChoiceField(
        label=_("Is it still at work?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda written: written == "yes",
        widget=forms.RadioSelect,
    )
    words = _long(_("What was seen"), help_text=_("What goes well, what is missing. No names of residents."))
    taking_part = forms.IntegerField(label=_("People taking part now"), required=False, min_value=0)

    free_texts = ("words",)


class RecogniseForm(CarefulForm):
    """The level, the year, the criteria, and the decision."""

    level = forms.ModelChoiceField(
        label=_("Level"), queryset=Term.objects.none(), to_field_name="code", empty_label=_("Choose")
    )
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    recognised_by = forms.ModelChoiceField(
        label=_("Recognised by"), queryset=Body.objects.none(), to_field_name="slug", empty_label=None
    )
    criteria = forms.ModelMultipleChoiceField(
        label=_("Criteria that it fulfils"),
        queryset=Term.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )
    words = _long(_("Number and day of the decision"), rows=2, required=False)

    free_texts = ("words",)

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["level"].queryset = queries.terms(Term.Kind.LEVEL, on=today)
        fields["criteria"].queryset = queries.terms(Term.Kind.CRITERION, on=today)
        fields["recognised_by"].queryset = own_bodies(user, Action.DIRECT, on=today)


class TellForm(CarefulForm):
    """The story for everybody, a photo, and how those shown or told of agreed."""

    story = _long(
        _("The story, as everybody will read it"),
        rows=8,
        help_text=_("What was hard, what was done, what changed. Names and numbers of people are masked."),
    )
    picture = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
        help_text=_("It is drawn anew: place, time and camera hidden in the file are gone."),
    )
    consent = _long(
        _("How those shown or told of agreed"),
        rows=2,
        help_text=_("For example “đã hỏi từng người tại buổi họp thôn ngày 05/3/2026”; no list of names."),
    )
    vouched = forms.BooleanField(
        label=_("I vouch that everybody who can be recognised has agreed to be shown")
    )

    free_texts = ("story", "consent")
    clean_photo: CleanPicture | None = None

    def clean_picture(self) -> None:
        """Draw the photo anew, or say what is wrong with it."""
        file = self.cleaned_data.get("picture")
        if file is None:
            return
        try:
            self.clean_photo = cleaned(file.read(), name=file.name)
        except BadPicture as error:
            self.add_error("picture", str(error))


class ReasonForm(CarefulForm):
    """A step that only needs its reason."""

    words = _long(_("Reason"), rows=3)

    free_texts = ("words",)


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    words = forms.CharField(label=_("Name or place"), required=False, max_length=120)
    status = forms.ChoiceField(
        label=_("How it stands"), required=False, choices=[("", _("all")), *Status.choices]
    )
    field = forms.ModelChoiceField(
        label=_("Field of work"),
        required=False,
        queryset=Term.objects.none(),
        to_field_name="code",
        empty_label=_("all fields"),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = queries.terms(Term.Kind.FIELD, on=today)  # type: ignore[attr-defined]


def first_values(practice: Practice) -> dict[str, Any]:
    """Return what the form of a practice begins with, to correct it or to copy it."""
    return {
        "name": practice.name,
        "field": practice.field.code,
        "area": practice.area.code,
        "area_name": practice.area.name,
        "locality": practice.locality,
        "runner": practice.runner,
        "run_by": practice.run_by,
        "aim": practice.aim.words,
        "measures": practice.measures.words,
        "taking_part": practice.taking_part,
        "started_on": practice.started_on,
    }
