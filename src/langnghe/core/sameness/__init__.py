"""
Are two texts about the same matter: a score, the guards that overrule it, and the reasons. Plain
Python.
"""

from langnghe.core.sameness.judge import (
    DIFFERENT_BELOW,
    SAME_FROM,
    Judgement,
    Matter,
    judge,
    matter_of,
    score,
)

__all__ = ["DIFFERENT_BELOW", "SAME_FROM", "Judgement", "Matter", "judge", "matter_of", "score"]
