"""
Words that can be blanked when the law asks, without breaking the seal over the history.

Append-only rows hold ids and codes; what people wrote sits in a row of its own. Seals cover the
salted hash of the words, so that blanking them leaves every digest as it was.
"""

import hashlib
import secrets
from datetime import datetime
from typing import ClassVar, Self

import pgtrigger
from django.db import models


def _new_salt() -> bytes:
    return secrets.token_bytes(16)


class Erasable(models.Model):
    """Words with their salted hash; the only change the database lets pass is blanking them."""

    words = models.TextField(blank=True)
    salt = models.BinaryField(default=_new_salt, editable=False)
    words_hash = models.BinaryField(editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    derived: ClassVar[tuple[str, ...]] = ()  # columns made from the words, blanked together with them

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="only_blanking",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("NOT (NEW.words = '' AND NEW.erased_at IS NOT NULL)"),
            ),
        ]

    @classmethod
    def hash_of(cls, words: str, salt: bytes | memoryview) -> bytes:
        """Return the SHA-256 over salt and words that seals cover."""
        return hashlib.sha256(bytes(salt) + words.encode()).digest()

    @classmethod
    def saying(cls, words: str) -> Self:
        """Return new words with their hash, for those who write many rows at once."""
        row = cls(words=words)
        row.words_hash = cls.hash_of(words, row.salt)
        return row

    def save(self, *args: object, **kwargs: object) -> None:
        """Write the words together with their hash."""
        if self._state.adding:
            self.words_hash = self.hash_of(self.words, self.salt)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def blank(self, *, now: datetime) -> None:
        """Blank the words for good. The caller leaves an event that says who asked and why."""
        self.words, self.erased_at = "", now
        for column in self.derived:
            setattr(self, column, "")
        self.save(update_fields=["words", "erased_at", *self.derived])
