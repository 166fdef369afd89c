"""Keys with which other systems may send reports: made once, shown once, kept as a digest."""

import hashlib
import secrets

from django.db import IntegrityError, transaction

from langnghe.site.models import ApiKey


class NameTaken(Exception):
    """An active key carries this name already."""


def make_key(name: str) -> str:
    """Make a key for a system and return it; it cannot be shown again. Raise NameTaken."""
    key = secrets.token_urlsafe(24)
    try:
        with transaction.atomic():
            ApiKey.objects.create(name=name, digest=_digest(key))
    except IntegrityError:
        raise NameTaken(name) from None
    return key


def revoke_key(name: str) -> bool:
    """End the active key of a system; return whether there was one."""
    return bool(ApiKey.objects.filter(name=name, active=True).update(active=False))


def active_key(key: str) -> ApiKey | None:
    """Return the active key that these characters are, None for any others."""
    return ApiKey.objects.filter(digest=_digest(key), active=True).first()


def _digest(key: str) -> bytes:
    # The key is 24 random bytes: a plain digest cannot be searched for it.
    return hashlib.sha256(key.encode()).digest()
