"""The installation as a Django app: after each migration the role of web and worker gets its rights."""

import os
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate

from langnghe.config.database import APP_ROLE

# Rows may be read and written; TRUNCATE, DDL and ownership stay with the owner (see ground/append_only.py).
_GRANTS = """
    GRANT USAGE ON SCHEMA public TO {role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
    REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
"""


class InstallationConfig(AppConfig):
    name = "langnghe.config"
    label = "installation"

    def ready(self) -> None:
        # Django sends the signal for apps with models only, and we have none: one that has stands for all.
        post_migrate.connect(grant_rights, sender=apps.get_app_config("ground"))


def grant_rights(*, using: str, **_: Any) -> None:
    """Give the role of web and worker its rights on all tables, where it exists and is not the owner."""
    role = os.environ.get("LANGNGHE_APP_ROLE", APP_ROLE)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role])
        if cursor.fetchone():
            cursor.execute(_GRANTS.format(role=connections[using].ops.quote_name(role)))
