"""
The receipt secret: ten characters that can be read aloud, the sender's only key to a report.

It is derived from the `client_id` with the installation's vault key, so that a phone that sends twice is
told the same secret, and stored only hashed. It never stands on staff pages, in exports or in logs.
"""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 characters: no 0 and O, no 1 and I
LENGTH = 10


def secret_for(client_id: UUID) -> str:
    """Return the secret of the report that a device knows under this id."""
    digest = hmac.digest(settings.VAULT_KEY.encode(), b"receipt " + client_id.bytes, hashlib.sha256)
    number = int.from_bytes(digest, "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(LENGTH))


def hash_of(secret: str) -> bytes:
    """Return what is stored of a secret; blanks, hyphens and small letters make no difference."""
    plain = "".join(character for character in secret.upper() if character.isalnum())
    return hmac.digest(settings.VAULT_KEY.encode(), b"stored " + plain.encode(), hashlib.sha256)


def spelled(secret: str) -> str:
    """Return the secret as it is printed and read aloud: ABC-DEFG-HJK."""
    return f"{secret[:3]}-{secret[3:7]}-{secret[7:]}"
