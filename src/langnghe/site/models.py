"""What the edges of the installation keep for themselves: the keys of other systems."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from langnghe.ground.moments import recorded_at_field


class ApiKey(models.Model):
    """The key of another system that may send reports by Open311; only its digest is kept."""

    name = models.CharField(max_length=80)  # of the system, never of a person
    digest = models.BinaryField(unique=True, editable=False)
    active = models.BooleanField(default=True)
    made_at = recorded_at_field()

    class Meta:
        verbose_name = _("key of another system")
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(active=True), name="site_one_active_key_for_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name
