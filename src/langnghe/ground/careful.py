"""Forms in which staff write freely: details of residents are pointed out before the words are kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from langnghe.core.language import MASKS, find_personal_data, secrecy_stamp

CONFIRMED = "confirmed"


class CarefulForm(forms.Form):
    """
    A form whose `free_texts` are looked through for names, numbers and addresses of people.

    What is found becomes an error of its field, and a tick appears: the writer corrects the words, or
    confirms that they may stay, as the name of an official on duty may. Words with a stamp of secrecy are
    refused whatever is ticked. Nothing typed is lost.
    """

    free_texts: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Point out personal details, unless the writer has confirmed them."""
        given = super().clean() or self.cleaned_data
        for name in self.free_texts:
            if stamp := secrecy_stamp(given.get(name) or ""):
                self.add_error(
                    name, _("This is stamped %(stamp)s: state secrets never belong here.") % {"stamp": stamp}
                )
        hints = {name: hint for name in self.free_texts if (hint := personal_details_in(given.get(name)))}
        if hints and not self.data.get(self.add_prefix(CONFIRMED)):
            self._ask_about(hints)
        return given

    def _ask_about(self, hints: dict[str, str]) -> None:
        for name, hint in hints.items():
            self.add_error(
                name, _("This looks like details of a person: %(hint)s. Leave them out.") % {"hint": hint}
            )
        self.fields[CONFIRMED] = forms.BooleanField(
            label=_("These are not details of a resident: keep the words as they are"), required=False
        )


def personal_details_in(words: str | None) -> str:
    """Return what looks like a person's details and how it would be masked; nothing where there is none."""
    words = words or ""
    found = {words[span.start : span.end]: MASKS[span.kind] for span in find_personal_data(words)}
    return "; ".join(f"“{text}” {mask}" for text, mask in found.items())
