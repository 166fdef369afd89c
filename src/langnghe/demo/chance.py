"""Small draws from one generator: the same seed, the same year."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")
Chance = np.random.Generator


def one_of(options: Sequence[T], chance: Chance) -> T:
    """Return one of the options, each as likely."""
    return options[int(chance.random() * len(options))]


def by_weight(weights: dict[T, float], chance: Chance) -> T:
    """Return a key, as likely as its weight says."""
    at = chance.random() * sum(weights.values())
    for key, weight in weights.items():
        at -= weight
        if at < 0:
            return key
    return key
