"""
What people and offices of the demo year say, built from the phrases of `data/phrases.toml`.

Sentences are put together from an opening, a trouble at a spot, a detail and a wish, then written as people
write: three in ten without tone marks, some in the words of their region, a few as on a phone.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from langnghe.core.language import fold
from langnghe.demo.chance import Chance, one_of

WITHOUT_TONE_MARKS = 0.3
AS_ON_A_PHONE = 0.05
IN_THE_WORDS_OF_THE_REGION = 0.5

# Words of a region beside those of the standard language.
_NGHE_TINH = {
    "chưa thấy": "chưa chộ",
    "ở đâu": "ở mô",
    "như vậy": "rứa",
    "này": "ni",
    "không biết": "nỏ biết",
}
_HUE = {"ở đâu": "ở mô", "như vậy": "rứa", "này": "ni", "mấy hộ": "mấy nhà", "trẻ em": "con nít"}
_SOUTH = {
    "lợn": "heo",
    "ngõ": "hẻm",
    "như vậy": "vậy đó",
    "trẻ em": "con nít",
    "rất lo": "lo lắm",
    "ốm": "bịnh",
}
_REGIONS = {
    **dict.fromkeys(("40", "42"), _NGHE_TINH),
    **dict.fromkeys(("44", "46"), _HUE),
    **dict.fromkeys(("51", "52", "66", "68"), _SOUTH),
}
_PHONE = {"không": "ko", "được": "dc", "với": "vs", "rồi": "r", "người": "ng", "gì": "j", "những": "nh"}


@dataclass(frozen=True)
class TopicPhrases:
    """How people speak about one topic, and what offices do about it."""

    weight: float
    problems: tuple[str, ...]
    details: tuple[str, ...]
    answers: tuple[str, ...]
    where: str = ""


@dataclass(frozen=True)
class Phrases:
    """All phrases: by topic, and those that fit any topic."""

    topics: dict[str, TopicPhrases]
    invented: dict[str, TopicPhrases]  # conduct and decisions, only for invented communes
    common: dict[str, tuple[str, ...]]

    def of(self, topic: str) -> TopicPhrases:
        """Return the phrases of a topic."""
        return self.topics.get(topic) or self.invented[topic]


@cache
def phrases() -> Phrases:
    """Return the shipped phrases."""
    told = tomllib.loads(files("langnghe.demo").joinpath("data/phrases.toml").read_text(encoding="utf-8"))
    topics, invented = told.pop("topics"), told.pop("invented")
    return Phrases(
        {code: _topic(told_of) for code, told_of in topics.items()},
        {code: _topic(told_of) for code, told_of in invented.items()},
        {name: tuple(options) for name, options in told.items()},
    )


def report_words(topic: str, *, locality: str, province: str, chance: Chance) -> str:
    """Return what one person writes about a topic."""
    common, about = phrases().common, phrases().of(topic)
    opening = one_of(common["openings"], chance)
    parts = [opening + one_of(about.problems, chance) + "."]
    if chance.random() < 0.7:
        parts.append(one_of(about.details, chance))
    if chance.random() < 0.25:
        parts.append(f"Tình trạng này có {one_of(common['durations'], chance)}.")
    parts.append(one_of(common["asks"], chance))
    said = _filled(" ".join(part for part in parts if part), locality, chance)
    return _as_written(said[0].upper() + said[1:], province, chance)


def praise_words(topic: str, *, locality: str, province: str, chance: Chance) -> str:
    """Return what somebody writes who is content with what was done about a topic."""
    said = _filled(one_of(phrases().common["praises"], chance), locality, chance)
    done = said.replace("{viec}", one_of(phrases().of(topic).answers, chance))
    return _as_written(done[0].upper() + done[1:], province, chance)


def unknown_place(chance: Chance) -> str:
    """Return how somebody names a place without its commune."""
    return one_of(phrases().common["unknown_places"], chance)


def answer_words(topic: str, *, locality: str, chance: Chance) -> str:
    """Return what an office answers when the matter is solved."""
    frame = one_of(phrases().common["solved_frames"], chance)
    said = frame.replace("{viec}", one_of(phrases().of(topic).answers, chance))
    return _filled(said, locality, chance)


def office_words(what: str, chance: Chance) -> str:
    """Return what an office, or a sender about an answer, says at a step: a key of the common phrases."""
    return one_of(phrases().common[what], chance)


def _topic(told: dict) -> TopicPhrases:
    return TopicPhrases(
        told["weight"],
        tuple(told["problems"]),
        tuple(told["details"]),
        tuple(told["answers"]),
        told.get("where", ""),
    )


def _filled(said: str, locality: str, chance: Chance) -> str:
    common = phrases().common
    for slot, options in (("{cho}", "spots"), ("{lau}", "durations"), ("{gio}", "hours")):
        while slot in said:
            said = said.replace(slot, one_of(common[options], chance), 1)
    return said.replace("{thon}", locality[0].lower() + locality[1:] if locality else "thôn")


def _as_written(said: str, province: str, chance: Chance) -> str:
    if chance.random() < IN_THE_WORDS_OF_THE_REGION:
        said = _swapped(said, _REGIONS.get(province, {}))
    if chance.random() < AS_ON_A_PHONE:
        said = _swapped(said, _PHONE)
    return fold(said) if chance.random() < WITHOUT_TONE_MARKS else said


def _swapped(said: str, words: dict[str, str]) -> str:
    for standard, other in words.items():
        said = re.sub(rf"\b{standard}\b", other, said)
        said = re.sub(rf"\b{standard.capitalize()}\b", other.capitalize(), said)
    return said
