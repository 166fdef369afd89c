"""How every form on every page is drawn."""

from django.forms.renderers import DjangoTemplates


class FrameFormRenderer(DjangoTemplates):
    """Draw fields with the frame's own template: label, help, and an error tied to its field."""

    form_template_name = "site/forms/form.html"
    field_template_name = "site/forms/field.html"
