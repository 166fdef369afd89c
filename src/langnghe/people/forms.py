"""Forms of the lists that a body keeps about itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from langnghe.people.models import Responsibility


class ResponsibilityForm(forms.ModelForm):
    """Who is in charge of what, from which day."""

    class Meta:
        model = Responsibility
        fields = ["officer_name", "title", "office_telephone", "topic", "work", "valid_from"]
        labels = {
            "officer_name": _("Name of the official"),
            "title": _("Office held"),
            "office_telephone": _("Telephone of the office"),
            "topic": _("Topic (empty: all topics)"),
            "work": _("Work"),
            "valid_from": _("In charge from"),
        }
        widgets = {"valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = self.fields["topic"]
        if isinstance(topics, forms.ModelChoiceField) and topics.queryset is not None:
            topics.queryset = topics.queryset.filter(withdrawn_at=None, valid_to=None)


class LocalityForm(forms.Form):
    """A name for the commune's list."""

    name = forms.CharField(label=_("Name of the thôn, làng, tổ dân phố"), max_length=120)
    other_spellings = forms.CharField(
        label=_("Other spellings, apart by commas"), max_length=300, required=False
    )

    def spellings(self) -> list[str]:
        """Return the other spellings as a list."""
        return [s.strip() for s in self.cleaned_data["other_spellings"].split(",") if s.strip()]
