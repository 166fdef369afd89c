"""How every form on every page is drawn."""

from typing import Any

from django.forms.renderers import DjangoTemplates

# Django draws each option of a select by two templates of its own; ours draws all of them by one.
OWN_WIDGETS = {"django/forms/widgets/select.html": "site/forms/select.html"}


class FrameFormRenderer(DjangoTemplates):
    """Draw fields with the frame's own template: label, help, and an error tied to its field."""

    form_template_name = "site/forms/form.html"
    field_template_name = "site/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """Return a template, the frame's own where it has one."""
        return super().get_template(OWN_WIDGETS.get(template_name, template_name))
