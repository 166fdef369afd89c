"""The verdict form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from langnghe.alarms.models import Verdict


class VerdictForm(forms.Form):
    """What was found on the spot."""

    result = forms.ChoiceField(
        label=_("What did you find?"), choices=Verdict.Result.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write no names of residents and nothing that is a state secret."),
    )
