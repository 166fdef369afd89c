"""
What the words of a report say beyond what was chosen: topic, kind, urgency, whether they touch an office.

Rules suggest and a person decides: a sender's own choice stands, and an officer may correct both. Only one
thing follows from words alone, because it protects the sender: a matter of conduct goes one body above.
"""

from dataclasses import dataclass
from datetime import date

from langnghe.cases.rulebook import Rulebook
from langnghe.topics.models import Kind, Topic

CONDUCT_FROM = 0.2  # a score from which conduct is heard, also where another topic is heard louder


@dataclass(frozen=True)
class Heard:
    """What the rules heard: the best topic and how sure it is, other hints, and the phrases that decided."""

    topic: Topic | None = None  # None where the rules are not sure
    suggested: Topic | None = None  # the best, also where they are not sure
    score: float = 0.0
    words: tuple[str, ...] = ()
    kind: Kind | None = None
    urgency: str = ""
    of_conduct: bool = False
    version: str = ""

    @property
    def quoted(self) -> str:
        """Return the phrases that decided, as a person reads them."""
        return ", ".join(f"“{word}”" for word in self.words)


SILENCE = Heard()


def hear(words: str, rules: Rulebook, *, on: date) -> Heard:
    """Return what the rules of a day hear in `words`. Pure: asks no database."""
    said = rules.suggester.suggest(words)
    topics = {code: rules.topic(code, on=on) for code, _ in said.topic.ranked}
    suggested = topics.get(said.topic.best or "")
    return Heard(
        topic=suggested if said.topic.answer else None,
        suggested=suggested,
        score=said.topic.score if suggested else 0.0,
        words=said.topic.words if suggested else (),
        kind=rules.kind(said.kind.answer, on=on) if said.kind.answer else None,
        urgency=said.urgency.answer or "",
        of_conduct=any(
            score >= CONDUCT_FROM and (topic := topics[code]) is not None and topic.one_above
            for code, score in said.topic.ranked
        ),
        version=rules.suggester.version,
    )
