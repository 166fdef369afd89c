"""The forms of programmes and plans. None has a field for a resident's name or household."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from langnghe.bodies.models import Body
from langnghe.core.language import parse_number
from langnghe.ground.careful import CarefulForm
from langnghe.people.models import User
from langnghe.people.queries import own_bodies
from langnghe.people.rights import Action
from langnghe.programmes import queries
from langnghe.programmes.actions.programmes import Totals
from langnghe.programmes.models import Kind, Programme

LONGEST_TEXT = 4000
MOST = Decimal(10) ** 14
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _long(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class NumberField(forms.CharField):
    """A number as people write it: “1.234,5”, “2 tỷ”."""

    def clean(self, value: Any) -> Decimal | None:
        """Return the number, or say how to write one."""
        written = super().clean(value)
        if not written:
            return None
        try:
            number = Decimal(parse_number(written))
        except ValueError:
            raise forms.ValidationError(_("Write a number, like 1.234,5.")) from None
        if not 0 <= number < MOST:
            raise forms.ValidationError(_("Write a number from 0 on."))
        return number


class LaunchForm(CarefulForm):
    """A new programme, theme year or movement."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name of the programme"), max_length=240)
    owners = forms.ModelMultipleChoiceField(
        label=_("Led by"),
        queryset=Body.objects.none(),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several where it is joint, for example a Party board and a people's committee."),
    )
    basis = forms.CharField(label=_("Document that launches it"), max_length=300, required=False)
    aim = _long(_("Aim"), rows=3)
    first_on = forms.DateField(label=_("From"), widget=_DAY)
    last_on = forms.DateField(label=_("To"), widget=_DAY)

    free_texts = ("name", "basis", "aim")

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today
        self.fields["owners"].queryset = queries.may_lead_with(user, on=today)  # type: ignore[attr-defined]

    def clean_owners(self) -> list[Body]:
        """One of those that lead is a body of this person's own."""
        owners = list(self.cleaned_data["owners"])
        own = set(own_bodies(self.user, Action.RECORD_WORK, on=self.today).values_list("pk", flat=True))
        if own.isdisjoint(body.pk for body in owners):
            raise forms.ValidationError(_("Tick your own body too: you launch it in its name."))
        return owners


class ChangeForm(CarefulForm):
    """What a programme says, who leads it and when it ends, with the reason for changing it."""

    name = forms.CharField(label=_("Name of the programme"), max_length=240)
    owners = forms.ModelMultipleChoiceField(
        label=_("Led by"),
        queryset=Body.objects.none(),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
    )
    basis = forms.CharField(label=_("Document that launches it"), max_length=300, required=False)
    aim = _long(_("Aim"), rows=3)
    last_on = forms.DateField(label=_("To"), widget=_DAY)
    words = _long(_("Reason"), rows=2)

    free_texts = ("name", "basis", "aim", "words")

    def __init__(self, *args: Any, user: User, programme: Programme, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = programme.owners.values("pk")
        choice = Body.objects.filter(
            Q(pk__in=queries.may_lead_with(user, on=today).values("pk")) | Q(pk__in=owners)
        )
        self.fields["owners"].queryset = choice.order_by("line", "name")  # type: ignore[attr-defined]


class CallForm(forms.Form):
    """Who must submit a plan, for which year, until when."""

    year = forms.IntegerField(label=_("Year of the plans"), min_value=2000, max_value=2100)
    due_on = forms.DateField(label=_("To be submitted by"), widget=_DAY)
    body_kind = forms.ChoiceField(label=_("Which bodies"))

    def __init__(self, *args: Any, programme: Programme, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = queries.kinds_to_ask(programme, on=today)
        label = _("%(example)s and all of this kind (%(n)d)")
        self.fields["body_kind"].choices = [  # type: ignore[attr-defined]
            (kind, name if n == 1 else label % {"example": name, "n": n}) for kind, name, n in found
        ]


class ItemForm(CarefulForm):
    """A task of a plan."""

    task = _long(_("Task"), rows=2)
    owner = forms.CharField(
        label=_("Who does it"),
        max_length=200,
        help_text=_("A unit or an office, for example “Văn phòng HĐND và UBND”; never a person's name."),
    )
    due_on = forms.DateField(label=_("Until"), widget=_DAY)

    free_texts: tuple[str, ...] = ("task", "owner")


class ChangeItemForm(ItemForm):
    """What a task is, who does it and until when, with the reason for changing it."""

    words = _long(_("Reason"), rows=2)

    free_texts = ("task", "owner", "words")


class ProofForm(CarefulForm):
    """What shows that a task is done."""

    words = _long(_("What shows that it is done"), rows=3)

    free_texts = ("words",)


class ReasonForm(CarefulForm):
    """A step that only needs its reason."""

    words = _long(_("Reason"), rows=3)

    free_texts = ("words",)


class ActualForm(CarefulForm):
    """What a body reached of a target."""

    value = NumberField(label=_("Result"), max_length=40)
    as_of = forms.DateField(label=_("As of"), widget=_DAY)
    source = forms.CharField(
        label=_("Where the number comes from"),
        max_length=300,
        help_text=_("The report, register or survey it was taken from. A total, never a list of households."),
    )

    free_texts = ("source",)


class RegisterForm(CarefulForm):
    """A body joins a movement."""

    body = forms.ModelChoiceField(
        label=_("Body"), queryset=Body.objects.none(), to_field_name="slug", empty_label=None
    )
    pledge = _long(_("What your body undertakes"), rows=3)

    free_texts = ("pledge",)

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = own_bodies(user, Action.RECORD_WORK, on=today)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class ReviewForm(RegisterForm):
    """An interim review of a movement: words and totals."""

    held_on = forms.DateField(label=_("Day of the review"), widget=_DAY)
    words = _long(_("What was reached, what was not, what comes next"), rows=5)
    people = forms.IntegerField(label=_("People taking part"), min_value=0, initial=0)
    million_dong = forms.IntegerField(
        label=_("Money given, million đồng"),
        min_value=0,
        initial=0,
        help_text=_("Only totals: nobody's gift is written down by name or household."),
    )
    working_days = forms.IntegerField(label=_("Days of work given"), min_value=0, initial=0)
    land_m2 = forms.IntegerField(label=_("Land given, m²"), min_value=0, initial=0)
    pledge = None  # type: ignore[assignment]

    free_texts = ("words",)

    def totals(self) -> Totals:
        """Return the totals."""
        data = self.cleaned_data
        return Totals(**{name: data[name] for name in ("people", "million_dong", "working_days", "land_m2")})


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *Kind.choices])
