"""How every form on every page is drawn."""

from django.forms.renderers import TemplatesSetting


class FrameFormRenderer(TemplatesSetting):
    """Draw fields with the frame's own template: label, help, and an error tied to its field."""

    field_template_name = "site/forms/field.html"
