"""The paper of a briefing, as a page and as files."""

from langnghe.briefings import queries
from langnghe.briefings.models import Briefing
from langnghe.ground.papers import Drawing

HALF_YEAR = Drawing(
    "langnghe.briefings.drawing.half_year:drawn", folder="briefings", packages=("langnghe.briefings",)
)


def paper_of(briefing: Briefing, kind: str) -> bytes:
    """Return a briefing's paper in one of the formats. Raise `CannotTypeset`."""
    newest = queries.newest_words(briefing)
    return HALF_YEAR.paper_of(
        briefing.pk,
        kind,
        version=newest,
        contents=lambda base_url: queries.contents_of(briefing, base_url=base_url).to_json(),
    )
