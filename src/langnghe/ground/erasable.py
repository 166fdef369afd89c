"""
Words that can be blanked when the law asks, without breaking the seal over the history.

Append-only rows hold ids and codes; what people wrote sits in a row of its own. Seals cover the
salted hash of the words, so that blanking them leaves every digest as it was. The salt goes with the
words, so that nobody can try out what was said.

Only `Erasable.blank` can do it: the database refuses every other change, also a blanking that does not come
from there.
"""

import hashlib
import secrets
from datetime import datetime
from typing import ClassVar, Self

import pgtrigger
from django.db import connection, models, transaction

PARTED_BY = "\x1f"  # between words and what is written beside them, in the hash

# What an update may do. A room that derives a column from its words adds that it is blank too.
BLANKED = (
    "NEW.words = '' AND NEW.salt = '' AND NEW.erased_at IS NOT NULL AND NEW.words_hash = OLD.words_hash"
    " AND coalesce(current_setting('langnghe.erasing', true), '') = 'yes'"
)


def _new_salt() -> bytes:
    return secrets.token_bytes(16)


class Erasable(models.Model):
    """Words with their salted hash; the only change the database lets pass is blanking them."""

    words = models.TextField(blank=True)
    salt = models.BinaryField(default=_new_salt, editable=False)
    words_hash = models.BinaryField(editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    beside: ClassVar[tuple[str, ...]] = ()  # columns written beside the words: in their hash, and blanked too
    derived: ClassVar[tuple[str, ...]] = ()  # columns made from the words, blanked together with them

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="only_blanking",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"NOT ({BLANKED})"),
            ),
        ]

    @classmethod
    def saying(cls, words: str, **beside: str) -> Self:
        """Return new words with their hash, for those who write many rows at once."""
        row = cls(words=words, **beside)
        row.words_hash = row._hash()
        return row

    def save(self, *args: object, **kwargs: object) -> None:
        """Write the words together with their hash."""
        if self._state.adding:
            self.words_hash = self._hash()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def blank(self, *, now: datetime) -> None:
        """Blank the words for good. The caller leaves an event that says who did it and why."""
        self.words, self.salt, self.erased_at = "", b"", now
        gone = [*self.beside, *self.derived]
        for column in gone:
            setattr(self, column, "")
        with transaction.atomic():
            _let_erase("yes")
            self.save(update_fields=["words", "salt", "erased_at", *gone])
            _let_erase("")

    def _hash(self) -> bytes:
        """Return the SHA-256 over the salt and all that was written; seals cover it."""
        written = PARTED_BY.join([self.words, *(getattr(self, column) for column in self.beside)])
        return hashlib.sha256(bytes(self.salt) + written.encode()).digest()


def _let_erase(answer: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('langnghe.erasing', %s, true)", [answer])
