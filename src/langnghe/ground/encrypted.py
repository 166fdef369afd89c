"""
Rows whose content is encrypted with a key of their own, which can be thrown away.

The row's key is itself wrapped with the installation's vault key (LANGNGHE_VAULT_KEY). Destroying the
wrapped key makes the content unreadable for good, also in old back-ups of the other rows.
Cipher: Fernet (AES-128-CBC with HMAC-SHA256) of the library `cryptography`.
"""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unreadable(Exception):
    """The content cannot be opened: its key was thrown away, or the vault key is another one."""


def lock(content: dict[str, Any]) -> tuple[bytes, bytes]:
    """Return (wrapped key, cipher text) of a small mapping of JSON values."""
    key = Fernet.generate_key()
    return _master().encrypt(key), Fernet(key).encrypt(json.dumps(content, ensure_ascii=False).encode())


def unlock(wrapped_key: bytes | memoryview | None, cipher: bytes | memoryview) -> dict[str, Any]:
    """Return what `lock` was given. Raise Unreadable where the key is gone or wrong."""
    if not wrapped_key:
        raise Unreadable("These details were erased.")
    try:
        key = _master().decrypt(bytes(wrapped_key))
        return json.loads(Fernet(key).decrypt(bytes(cipher)))
    except InvalidToken:
        raise Unreadable("The vault key of this installation does not fit these details.") from None


def _master() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.VAULT_KEY.encode()).digest()))
