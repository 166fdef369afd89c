"""Forms of the portal: what editors upload, and what readers send."""

import re
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from langnghe.cases.intake import ContactIn
from langnghe.meetings.uploads import BadUpload, pages_alone, words_of
from langnghe.reports.pictures import BadPicture, cleaned


class PictureForm(BaseImageForm):
    """Draw each picture anew on arrival, so that no place, camera or comment stays in the file."""

    def clean_file(self) -> Any:
        """Return the picture without anything hidden in it. Raises ValidationError with a sentence."""
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        file.seek(0)
        try:
            picture = cleaned(file.read(), name=file.name)
        except BadPicture as problem:
            raise forms.ValidationError(str(problem)) from None
        return SimpleUploadedFile(picture.file.name or "", picture.file.read(), "image/jpeg")


class DocumentForm(BaseDocumentForm):
    """Take PDF alone, refuse what is stamped secret, and keep nothing but the pages."""

    def clean_file(self) -> Any:
        """Return the paper's pages alone. Raises ValidationError with a sentence."""
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        file.seek(0)
        data, name = file.read(), Path(file.name).name
        try:
            words_of(data, name=name)
            pages = pages_alone(data, name=name)
        except BadUpload as problem:
            raise forms.ValidationError(str(problem)) from None
        return SimpleUploadedFile(name, pages, "application/pdf")


# What mail programs turn into something to click on.
_LINK = re.compile(r"://|www\.|@|\w\.(?:com|net|org|info|vn|io|me|xyz|top|ru|cn)\b", re.IGNORECASE)


class _ForPeople(forms.Form):
    """A form with one field that only programs fill in."""

    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def filled_by_a_program(self) -> bool:
        """Tell whether the field that people do not see holds something."""
        return bool(self.cleaned_data.get("website"))

    def seen_fields(self) -> list[forms.BoundField]:
        """Return the fields that people see."""
        return [self[name] for name in self.fields if name != "website"]


class SendToFriendForm(_ForPeople):
    """To whom an article goes, from whom, with a few words and no links."""

    friend = forms.EmailField(label=_("E-mail of your friend"))
    own = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("Your friend sees it and can answer you. Both addresses are used once and not kept."),
    )
    note = forms.CharField(
        label=_("A few words"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("At most 300 characters, without links."),
    )

    field_order = ["friend", "own", "note", "website"]

    def clean_note(self) -> str:
        """Refuse links: what we send for others must not lead elsewhere."""
        note = " ".join(self.cleaned_data["note"].split())
        if _LINK.search(note):
            raise forms.ValidationError(_("Take the address out: only words can be sent along."))
        return note


class FeedbackForm(_ForPeople):
    """What a reader says about an article, and how to reach the reader."""

    words = forms.CharField(
        label=_("What do you want to say about this article?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    name = forms.CharField(label=_("Your name"), required=False, max_length=120)
    telephone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)

    field_order = ["words", "name", "telephone", "email", "website"]

    def contact(self) -> ContactIn:
        """Return what the vault will hold."""
        data = self.cleaned_data
        return ContactIn(name=data["name"], telephone=data["telephone"], email=data["email"])


class LookForm(forms.Form):
    """Why somebody looks at a reader's details."""

    reason = forms.CharField(label=_("Why do you need the sender's details?"), max_length=300)
