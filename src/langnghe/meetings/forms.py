"""The forms in which a meeting is prepared, concluded and followed up."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from langnghe.alarms.models import Alarm
from langnghe.bodies.models import Body, Cluster
from langnghe.briefings.models import Briefing
from langnghe.cases.models import Case
from langnghe.figures.catalogue import FIGURES
from langnghe.ground.careful import CarefulForm
from langnghe.meetings.actions.meetings import Plan
from langnghe.meetings.models import Every, Paper
from langnghe.meetings.uploads import BadUpload, words_of
from langnghe.reports.pictures import BadPicture, cleaned

LONGEST_TEXT = 40_000
NO_SECRETS = _("Write no names of residents and nothing that is a state secret.")


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class _BodyChoice(forms.ModelChoiceField):
    """A field whose bodies are given by the view."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Body.objects.none(), to_field_name="slug", **kwargs)


class ChangeForm(forms.Form):
    """Name, time, place and chair of a meeting."""

    name = forms.CharField(label=_("Name of the meeting"), max_length=200)
    begins_at = forms.DateTimeField(
        label=_("Begins at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=_("Where it is held"), max_length=200, required=False)
    chair = forms.CharField(
        label=_("Who chairs"),
        max_length=160,
        required=False,
        help_text=_("The office that this person holds."),
    )

    def plan(self) -> Plan:
        """Return when, where and by whom the meeting is held."""
        data = self.cleaned_data
        return Plan(data["name"], data["begins_at"], data["place"], data["chair"])


class NewForm(ChangeForm):
    """A new meeting: who hosts it, whether a cluster meets, and whether it comes round."""

    body = _BodyChoice(label=_("Body that hosts"))
    cluster = forms.ModelChoiceField(
        label=_("Cluster that meets"),
        queryset=Cluster.objects.none(),
        required=False,
        empty_label=_("none: a meeting of the body itself"),
    )
    every = forms.ChoiceField(
        label=_("How often"), required=False, choices=[("", _("this time only")), *Every.choices]
    )
    field_order = ["body", "cluster", "every", "name", "begins_at", "place", "chair"]

    def __init__(
        self, *args: Any, hosts: QuerySet[Body], clusters: QuerySet[Cluster], in_series: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = hosts  # type: ignore[attr-defined]
        self.fields["cluster"].queryset = clusters  # type: ignore[attr-defined]
        if in_series:
            del self.fields["cluster"], self.fields["every"]
        elif not clusters:
            del self.fields["cluster"]


class InviteForm(forms.Form):
    """Whom to invite and what to ask for."""

    bodies = forms.ModelMultipleChoiceField(
        label=_("Bodies"), queryset=Body.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    everybody = forms.BooleanField(label=_("All bodies of this list"), required=False)
    asked_for = forms.CharField(
        label=_("What they are asked to bring"),
        required=False,
        max_length=300,
        help_text=_("For example: the half-year report, and a paper on meeting people."),
    )
    field_order = ["asked_for", "everybody", "bodies"]

    def __init__(self, *args: Any, candidates: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        self.fields["bodies"].queryset = candidates  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody must be invited."""
        given = super().clean() or self.cleaned_data
        if not given.get("everybody") and not given.get("bodies"):
            self.add_error("bodies", _("Tick at least one body."))
        return given

    def chosen(self) -> QuerySet[Body]:
        """Return the bodies to invite."""
        return self.candidates if self.cleaned_data["everybody"] else self.cleaned_data["bodies"]


class AgendaForm(forms.Form):
    """A point of the agenda."""

    title = forms.CharField(label=_("Point of the agenda"), max_length=300)
    body = _BodyChoice(label=_("Presented by"), required=False)
    minutes = forms.IntegerField(label=_("Time in minutes"), required=False, min_value=1, max_value=480)

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class PaperForm(CarefulForm):
    """A body's briefing, or its paper as words or as a file of which only the words are taken."""

    free_texts = ("title", "words")

    body = _BodyChoice(label=_("Body"))
    briefing = forms.ModelChoiceField(
        label=_("A briefing from the list"),
        queryset=Briefing.objects.none(),
        required=False,
        empty_label=_("none: a paper to be read out"),
    )
    title = forms.CharField(label=_("Title of the paper"), max_length=300, required=False)
    words = forms.CharField(
        label=_("Words of the paper"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=_text(10),
        help_text=NO_SECRETS,
    )
    file = forms.FileField(
        label=_("Or a file, DOCX or PDF"),
        required=False,
        help_text=_("Only its words are taken. A file stamped MẬT, TỐI MẬT or TUYỆT MẬT is refused."),
    )

    def __init__(
        self, *args: Any, bodies: QuerySet[Body], briefings: QuerySet[Briefing], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["briefing"].queryset = Briefing.objects.filter(  # type: ignore[attr-defined]
            pk__in=[briefing.pk for briefing in briefings]
        ).select_related("scope_area", "scope_body", "scope_cluster")

    def clean(self) -> dict[str, Any]:
        """Take the words out of a file before they are looked through; a paper needs a title and words."""
        self._read_file()
        given = super().clean()
        if given.get("briefing") is None and not self.errors:
            for name, sentence in (
                ("title", _("Give the paper a title.")),
                ("words", _("Write the words, or choose a file.")),
            ):
                if not given.get(name):
                    self.add_error(name, sentence)
        return given

    def _read_file(self) -> None:
        file = self.cleaned_data.get("file")
        if file is None:
            return
        try:
            words = words_of(file.read(), name=file.name)
        except BadUpload as error:
            self.add_error("file", str(error))
            return
        self.cleaned_data["words"] = words[:LONGEST_TEXT]
        # so that words taken from the file are not lost when the form comes back
        self.data = {**self.data, self.add_prefix("words"): words[:LONGEST_TEXT]}

    def handed_in(self) -> dict[str, Any]:
        """Return what `hand_in` needs to know."""
        data = self.cleaned_data
        briefing = data["briefing"]
        if briefing is not None:
            return {
                "kind": Paper.Kind.BRIEFING,
                "title": data["title"] or str(briefing),
                "briefing": briefing,
            }
        return {"kind": Paper.Kind.TALK, "title": data["title"], "words": data["words"]}


class PracticeForm(forms.Form):
    """What the practices to choose from are narrowed to, and which body brings the one chosen."""

    words = forms.CharField(
        label=_("Name or place of the practice"),
        required=False,
        max_length=120,
        help_text=_("A few words, with or without tone marks."),
    )
    body = _BodyChoice(label=_("Brought by"), empty_label=None)

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class HeldForm(forms.Form):
    """How many people were there."""

    attended = forms.IntegerField(label=_("People present (a number only)"), required=False, min_value=0)


class MinutesForm(CarefulForm):
    """The words of the meeting."""

    free_texts = ("words",)

    words = forms.CharField(
        label=_("Minutes"), max_length=LONGEST_TEXT, widget=_text(16), help_text=NO_SECRETS
    )


class ConclusionForm(CarefulForm):
    """A task: what, by whom, until when; and what those whose report led to it are told."""

    free_texts = ("words", "public_words")

    words = forms.CharField(
        label=_("What is to be done"), max_length=4000, widget=_text(4), help_text=NO_SECRETS
    )
    body = _BodyChoice(label=_("Body that carries it out"))
    due_on = forms.DateField(label=_("To be finished by"), widget=_day_input())
    public_words = forms.CharField(
        label=_("What people whose report led to it are told"),
        required=False,
        max_length=500,
        widget=_text(2),
        help_text=_("They read the day of the meeting and these words, nothing else."),
    )

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """What led to a conclusion: one of a case, an alarm, and a line of a briefing."""

    number = forms.CharField(
        label=_("Number of a case"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": "26-000123"}),
    )
    alarm = forms.ModelChoiceField(label=_("An alarm"), queryset=Alarm.objects.none(), required=False)
    briefing = forms.ModelChoiceField(label=_("A briefing"), queryset=Briefing.objects.none(), required=False)
    figure = forms.ChoiceField(label=_("A line of it"), required=False)

    def __init__(
        self,
        *args: Any,
        cases: QuerySet[Case],
        alarms: QuerySet[Alarm],
        briefings: QuerySet[Briefing],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cases = cases
        alarm, briefing = self.fields["alarm"], self.fields["briefing"]
        alarm.queryset, briefing.queryset = alarms, briefings  # type: ignore[attr-defined]
        alarm.label_from_instance = lambda one: f"{one.pk} · {one.topic}, {one.centre.name}"  # type: ignore[attr-defined]
        choices = [("", "---------"), *((name, figure.label) for name, figure in FIGURES.items())]
        self.fields["figure"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find the case, and see that exactly one thing is named."""
        given = super().clean() or self.cleaned_data
        number, briefing, figure = given.get("number"), given.get("briefing"), given.get("figure")
        given["case"] = self.cases.filter(number=number).first() if number else None
        if number and given["case"] is None:
            self.add_error("number", _("There is no case of this number that you may see."))
        elif briefing and not figure:
            self.add_error("figure", _("Choose the line of the briefing."))
        elif figure and not briefing:
            self.add_error("briefing", _("Choose the briefing that the line stands in."))
        elif sum(bool(given.get(name)) for name in ("case", "alarm", "briefing")) != 1 and not self.errors:
            self.add_error(None, _("Name one thing: a case, an alarm, or a line of a briefing."))
        return given

    def linked(self) -> dict[str, Any]:
        """Return what `link` needs to know."""
        return {name: self.cleaned_data[name] for name in ("case", "alarm", "briefing", "figure")}


class ConcludeForm(forms.Form):
    """The number of the notice in the register of outgoing papers."""

    number = forms.IntegerField(
        label=_("Number of the notice"),
        required=False,
        min_value=1,
        help_text=_("As in the register of outgoing papers; empty: to be written in by hand."),
    )


class ReasonForm(CarefulForm):
    """A step that only needs words."""

    free_texts = ("words",)

    words = forms.CharField(label=_("Reason"), max_length=2000, widget=_text(3), help_text=NO_SECRETS)


class ExtendForm(ReasonForm):
    """A later day, and why."""

    due_on = forms.DateField(label=_("New date"), widget=_day_input())
    field_order = ["due_on", "words"]

    def __init__(self, *args: Any, after: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.after = after

    def clean_due_on(self) -> date:
        """The day must lie after the present one."""
        day: date = self.cleaned_data["due_on"]
        if day <= self.after:
            raise forms.ValidationError(_("The new date must lie after the present one."))
        return day


class DoneForm(CarefulForm):
    """What proves that a conclusion was carried out."""

    free_texts = ("words",)

    words = forms.CharField(
        label=_("What was done, and what shows it"), max_length=4000, widget=_text(5), help_text=NO_SECRETS
    )
    number = forms.CharField(label=_("Number of a case that shows it"), required=False, max_length=20)
    briefing = forms.ModelChoiceField(
        label=_("A briefing that shows it"),
        queryset=Briefing.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("The newest briefings of the body that carries it out, by their number."),
    )
    picture = forms.FileField(
        label=_("A photo of the result"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*", "data-downscale": "1600"}),
        help_text=_("Without faces of residents."),
    )

    def __init__(
        self, *args: Any, cases: QuerySet[Case], briefings: QuerySet[Briefing], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cases = cases
        briefing: Any = self.fields["briefing"]
        briefing.queryset = briefings
        briefing.label_from_instance = lambda one: (
            _("No. %(number)s: %(briefing)s")
            % {
                "number": one.pk,
                "briefing": one,
            }
        )

    def clean(self) -> dict[str, Any]:
        """Find the case, and draw the photo anew."""
        given = super().clean()
        given["case"] = None
        if number := given.get("number"):
            given["case"] = self.cases.filter(number=number).first()
            if given["case"] is None:
                self.add_error("number", _("There is no case of this number that you may see."))
        if file := given.get("picture"):
            try:
                given["picture"] = cleaned(file.read(), name=file.name)
            except BadPicture as error:
                self.add_error("picture", str(error))
        return given

    def proof(self) -> dict[str, Any]:
        """Return what `report_done` needs to know."""
        data = self.cleaned_data
        return {
            "words": data["words"],
            "case": data["case"],
            "briefing": data["briefing"],
            "picture": data["picture"] or None,
        }


class DecisionForm(ExtendForm):
    """What a meeting decides about an unfinished conclusion of an earlier one."""

    KEEP, EXTEND, DROP, DONE = "keep", "extend", "drop", "done"

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (KEEP, _("to be carried on by the same day")),
            (EXTEND, _("more time, until the day below")),
            (DONE, _("it is done")),
            (DROP, _("no longer followed")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ["decision", "due_on", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].required = self.fields["words"].required = False

    def clean_due_on(self) -> date | None:  # type: ignore[override]
        """A day is asked for where more time is given."""
        return super().clean_due_on() if self.cleaned_data.get("due_on") else None

    def clean(self) -> dict[str, Any]:
        """All but carrying on needs a reason, more time needs a day."""
        given = super().clean()
        decision = given.get("decision")
        if decision == self.EXTEND and not given.get("due_on"):
            self.add_error("due_on", _("Name the new day."))
        if decision in (self.EXTEND, self.DROP, self.DONE) and not given.get("words") and not self.errors:
            self.add_error("words", _("Write the reason, or what shows it."))
        return given
