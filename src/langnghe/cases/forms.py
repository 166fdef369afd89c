"""The forms in which words come in and cases are worked on."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from langnghe.bodies.models import Body
from langnghe.cases.intake import LONGEST_WORDS, ContactIn
from langnghe.cases.models import Outcome, RatingLevel, Urgency
from langnghe.cases.rulebook import rulebook
from langnghe.ground.careful import CarefulForm
from langnghe.places.models import Area
from langnghe.places.points import Placed, place_point
from langnghe.places.queries import find_areas
from langnghe.reports.finding import LONGEST_QUESTION
from langnghe.reports.models import Channel
from langnghe.reports.pictures import BadPicture, CleanPicture, cleaned
from langnghe.topics.models import Track

MOST_PICTURES = 4


class PlaceFields(forms.Form):
    """A commune found by name with or without tone marks, and what people call the place."""

    area_name = forms.CharField(
        label=_("Commune or ward"),
        required=False,
        max_length=120,
        help_text=_("Type a few letters, with or without tone marks."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    area = forms.CharField(required=False, widget=forms.HiddenInput)
    locality = forms.CharField(label=_("Hamlet or residential group"), required=False, max_length=120)
    place = forms.CharField(
        label=_("Where exactly"),
        required=False,
        max_length=300,
        help_text=_("A street, a landmark, a name that people there know."),
    )
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)

    candidates: Sequence[Area] = ()
    placed: Placed | None = None

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today

    def found_area(self, data: dict) -> Area | None:
        """Return the area chosen or typed; several of one name become `candidates` and an error."""
        code, name = data.get("area", ""), data.get("area_name", "")
        if code:
            area = Area.objects.on(self.today).filter(code=code).first()
            if area is None:
                self.add_error("area_name", _("This commune does not exist today: choose it again."))
            return area
        if not name:
            return self.area_of_point(data)
        found = find_areas(name, on=self.today, limit=8)
        if len(found) == 1:
            return found[0]
        self.candidates = found
        self.add_error(
            "area_name",
            _("There are several of this name: choose one below.")
            if found
            else _("No commune of this name was found: check the spelling, or leave it empty."),
        )
        return None

    def area_of_point(self, data: dict) -> Area | None:
        """Return the area in which a point lies, where nobody named one; `placed` says how sure."""
        latitude, longitude = data.get("latitude"), data.get("longitude")
        if latitude is None or longitude is None:
            return None
        self.placed = place_point(latitude, longitude, on=self.today)
        return self.placed.area if self.placed else None

    def clean(self) -> dict:
        """Put the area itself beside its code; say of the whole form what is wrong with a hidden field."""
        data = super().clean() or self.cleaned_data
        faulty = self.errors.keys() & {"latitude", "longitude"}
        for name in faulty:
            del self.errors[name]
        if faulty or (data.get("latitude") is None) != (data.get("longitude") is None):
            data["latitude"] = data["longitude"] = None
            self.add_error(None, _("The point on the map is not complete: set it again, or leave it out."))
        data["found_area"] = self.found_area(data)
        return data


class SayForm(PlaceFields):
    """Second step of the public form: the words and the place."""

    words = forms.CharField(
        label=_("What do you want to say?"),
        max_length=LONGEST_WORDS,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What is the matter, since when, and what do you wish for? Tone marks are not needed."),
    )
    topic = forms.ChoiceField(label=_("What is it about?"), required=False)
    urgent = forms.BooleanField(label=_("It cannot wait: people or property are at risk"), required=False)
    touches_office = forms.BooleanField(
        label=_("This concerns the receiving office or somebody working there"),
        required=False,
        help_text=_("Then the body above it deals with your message."),
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    same_as = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)  # to count in
    field_order = ["words", "topic", "area_name", "area", "locality", "place", "urgent", "touches_office"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = topic_choices(self.today, _("I am not sure"))  # type: ignore[attr-defined]

    def clean(self) -> dict:
        """Give a form whose own id was lost or spoilt on the way a new one."""
        data = super().clean()
        if "client_id" in self.errors:
            del self.errors["client_id"]
            data["client_id"] = uuid.uuid4()
        return data


class SendForm(forms.Form):
    """Last step of the public form: photos, contact and consent. All of it optional."""

    contact_name = forms.CharField(label=_("Your name"), required=False, max_length=120)
    contact_telephone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    contact_email = forms.EmailField(label=_("E-mail"), required=False)
    hidden_from_office = forms.BooleanField(
        label=_("Hide my details from the office that deals with it as well"), required=False
    )
    original_may_be_public = forms.BooleanField(
        label=_("My words may be published as I wrote them"),
        required=False,
        help_text=_("Without this tick, only a copy without personal details can be published."),
    )

    def contact(self) -> ContactIn:
        """Return what the vault will hold."""
        data = self.cleaned_data
        return ContactIn(
            name=data.get("contact_name", ""),
            telephone=data.get("contact_telephone", ""),
            email=data.get("contact_email", ""),
            hidden_from_office=data.get("hidden_from_office", False),
        )


class EnterForm(SayForm, SendForm):
    """The reception desk and the hotline: everything on one page, by keyboard."""

    kind = forms.ChoiceField(label=_("Kind"))
    channel = forms.ChoiceField(
        label=_("How it came in"),
        choices=[(Channel.COUNTER, Channel.COUNTER.label), (Channel.HOTLINE, Channel.HOTLINE.label)],
    )
    field_order = ["channel", "kind", "words", "topic", "area_name", "area", "locality", "place", "urgent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in rulebook().kinds_on(self.today) if kind.track == Track.OPEN]
        self.fields["kind"].choices = [(kind.code, str(kind)) for kind in kinds]  # type: ignore[attr-defined]


def topic_choices(today: date, unsure: object) -> list:
    """Return the topics in force, gathered under their branches, for a select."""
    topics = [topic for topic in rulebook().topics if topic.valid_from <= today]
    topics = [topic for topic in topics if topic.valid_to is None or today <= topic.valid_to]
    below: dict[int, list] = {}
    for topic in topics:
        if topic.parent_id:
            below.setdefault(topic.parent_id, []).append((topic.code, str(topic)))
    choices: list = [("", unsure)]
    for topic in topics:
        if topic.parent_id is None:
            children = below.get(topic.pk, [])
            own = (topic.code, str(topic))
            choices.append(
                (str(topic), [(topic.code, _("%(topic)s, in general") % {"topic": topic}), *children])
                if children
                else own
            )
    return choices


def clean_pictures(files: Sequence) -> tuple[list[CleanPicture], list[str]]:
    """Return the pictures drawn anew, and a sentence for each file that is none."""
    pictures, faults = [], []
    if len(files) > MOST_PICTURES:
        faults.append(
            str(
                _("At most %(most)d photos can be sent: the first ones were taken.") % {"most": MOST_PICTURES}
            )
        )
    for file in files[:MOST_PICTURES]:
        try:
            pictures.append(cleaned(file.read(), name=file.name))
        except BadPicture as error:
            faults.append(str(error))
    return pictures, faults


class AnswerForm(forms.Form):
    """The final answer."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[
            (outcome.value, outcome.label)
            for outcome in (Outcome.SOLVED, Outcome.CANNOT_SOLVE, Outcome.NOT_OURS, Outcome.DUPLICATE)
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Answer to the person"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST_WORDS,
        help_text=_(
            "What was done, when, by whom. The person reads exactly these words. No state secrets here."
        ),
    )


class ReasonForm(forms.Form):
    """A step that only needs words."""

    words = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST_WORDS
    )


class NumberForm(forms.Form):
    """The number of a case."""

    number = forms.CharField(
        label=_("Number"), max_length=20, widget=forms.TextInput(attrs={"placeholder": "26-000123"})
    )


class EraseForm(CarefulForm):
    """Which part of a case is erased, and why."""

    part = forms.ChoiceField(label=_("What is to be erased?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("Who asked for it, and by which provision. It stays: do not repeat what is erased."),
    )
    free_texts = ("words",)

    def __init__(self, *args: Any, parts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = parts  # type: ignore[attr-defined]


class HandOverForm(ReasonForm):
    """To which body, and why."""

    to = forms.ModelChoiceField(label=_("Hand over to"), queryset=Body.objects.none(), to_field_name="slug")
    field_order = ["to", "words"]


class DuplicateForm(forms.Form):
    """What the person reads whose report is joined to another case."""

    words = forms.CharField(
        label=_("Answer to the person"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_WORDS,
        help_text=_("The person reads exactly these words."),
    )


class PublishForm(forms.Form):
    """The masked copy, as the officer leaves it."""

    words = forms.CharField(
        label=_("What the public will read"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST_WORDS,
    )


class CorrectForm(PlaceFields):
    """Topic and place as the officer reads them."""

    topic = forms.ChoiceField(label=_("Topic"))
    words = forms.CharField(label=_("Reason"), required=False, max_length=500)
    field_order = ["topic", "area_name", "area", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = topic_choices(self.today, _("Choose"))  # type: ignore[attr-defined]


class SecretForm(forms.Form):
    """The code on the receipt."""

    secret = forms.CharField(
        label=_("Code on your receipt"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("Ten characters, for example ABC-DEFG-HJK. Small letters and blanks make no difference."),
    )


class RateForm(forms.Form):
    """What the sender thinks of the answer."""

    level = forms.ModelChoiceField(
        label=_("What do you think of the answer?"),
        queryset=RatingLevel.objects.none(),
        to_field_name="code",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    words = forms.CharField(
        label=_("In your words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class NotSolvedForm(forms.Form):
    """Why it is not solved."""

    words = forms.CharField(
        label=_("What is not solved?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "id": "id_not_solved"}),  # beside RateForm on one page
    )


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """What the work list is narrowed to."""

    status = forms.ChoiceField(label=_("Status"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)

    def __init__(self, *args: object, today: date, statuses: list, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["status"].choices = statuses  # type: ignore[attr-defined]
        self.fields["topic"].choices = topic_choices(today, _("all topics"))  # type: ignore[attr-defined]


class SearchForm(PlaceFields):
    """What somebody looks for, and what it is narrowed to."""

    q = forms.CharField(
        label=_("Words or number"),
        required=False,
        max_length=LONGEST_QUESTION,
        help_text=_("With or without tone marks. In quotes: exactly so. “tham*” finds what begins so."),
    )
    status = forms.ChoiceField(label=_("Status"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    body = forms.CharField(label=_("Body in charge"), required=False, max_length=120)
    first_on = forms.DateField(label=_("Received from"), required=False, widget=_day_input())
    last_on = forms.DateField(label=_("Received until"), required=False, widget=_day_input())
    field_order = ["q", "status", "topic", "area_name", "area", "body", "first_on", "last_on"]

    def __init__(self, *args: Any, statuses: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("locality", "place", "latitude", "longitude"):
            del self.fields[name]  # a search asks for the commune alone
        self.fields["status"].choices = statuses  # type: ignore[attr-defined]
        self.fields["topic"].choices = topic_choices(self.today, _("all topics"))  # type: ignore[attr-defined]

    def clean(self) -> dict:
        """Refuse a last day before the first."""
        data = super().clean()
        first, last = data.get("first_on"), data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("This day lies before the first one."))
        return data


URGENCY_OF = {True: Urgency.URGENT, False: Urgency.NORMAL}
