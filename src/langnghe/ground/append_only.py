"""Rows that are written once: no UPDATE and no DELETE, held by a trigger in the database."""

import pgtrigger
from django.db import models

from langnghe.ground.moments import recorded_at_field, xid_field


class AppendOnly(models.Model):
    """
    A row that is never changed after it is written.

    TRUNCATE passes row triggers; the role of the web and the worker has no right to it
    (`config.database`), which a test proves.
    """

    recorded_at = recorded_at_field()
    xid = xid_field()

    class Meta:
        abstract = True
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
