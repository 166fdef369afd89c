"""Are two names written the same."""

import re

from langnghe.core.language.letters import normal

_AROUND_HYPHENS = re.compile(r"\s*[-‒–—―−]\s*")


def same_name(one: str, other: str) -> bool:
    """
    Say whether two names are the same name, however typed.

    Letter case, composed or decomposed letters, Ð for Đ, the place of the tone mark, apostrophes,
    dashes and blanks make no difference; another tone, letter or number does. A name typed without tone
    marks proves nothing ("Cam Giang" may be Cẩm Giang or Cẩm Giàng), so it is the same only as another
    typed so: compare `fold` to find candidates, and ask.
    """
    return _compared(one) == _compared(other)


def _compared(name: str) -> str:
    return _AROUND_HYPHENS.sub("-", normal(normal(name).lower()))
