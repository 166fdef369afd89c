"""Forms of the portal: what editors upload, and what readers send."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.forms import BaseImageForm

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
