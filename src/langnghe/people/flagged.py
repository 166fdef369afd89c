"""
Forms of staff whose free text is looked through for personal data before anything is saved.

Visits, situation reports and their like have no field for a resident's details; this keeps them out of the
free text as well. What looks like a detail is shown masked, and the form comes back: the writer corrects it,
or ticks that it has to stay. The tick is good for exactly what was shown.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from langnghe.core.language import MASKS, find_personal_data, mask_personal_data


@dataclass(frozen=True)
class Flag:
    """What stands in a field: what it looks like, why, and the text with its place masked."""

    label: str
    mask: str
    reason: str
    masked: str


class FlaggedForm(forms.Form):
    """
    A form that comes back once when its `flagged_fields` hold personal data.

    Its template shows `people/parts/flagged.html` with the form, inside the form element.
    """

    flagged_fields: tuple[str, ...] = ()

    flags: tuple[Flag, ...] = ()
    flags_key = ""

    @property
    def flags_name(self) -> str:
        """The name of the tick by which the writer keeps what was shown."""
        return self.add_prefix("personal_data_seen")

    def clean(self) -> dict[str, Any]:
        """Flag what looks like personal data unless the writer has seen exactly this and keeps it."""
        data = super().clean() or self.cleaned_data
        found = [
            (name, span) for name in self.flagged_fields for span in find_personal_data(data.get(name) or "")
        ]
        if not found:
            return data
        said = "\n".join(f"{name}:{data[name][span.start : span.end]}" for name, span in found)
        key = hashlib.sha256(said.encode()).hexdigest()[:24]
        if self.data.get(self.flags_name) == key:
            return data
        self.flags_key = key
        self.flags = tuple(
            Flag(str(self.fields[name].label), MASKS[span.kind], span.reason, mask_personal_data(data[name]))
            for name, span in found
        )
        self.add_error(None, _("This looks like details of a person: correct it, or confirm it below."))
        return data
