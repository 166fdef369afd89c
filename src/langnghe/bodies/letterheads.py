"""How the papers of a body are headed."""

from langnghe.bodies.models import Body, Cluster
from langnghe.core.paper import Letterhead
from langnghe.places.models import Area


def letterhead_of(body: Body, *, form: str, about: Area | Body | Cluster) -> Letterhead:
    """Return how the papers of a body are headed and signed, when they are about an area or a body."""
    return Letterhead(
        form=form,
        issuer=body.name_on_paper,
        superior=body.superior_on_paper,
        abbreviation=body.abbreviation,
        place=body.area.bare_name,
        signer=body.kind,
        area_name=within_sentence(about),
    )


def within_sentence(scope: Area | Body | Cluster) -> str:
    """Return a name as it stands inside a sentence: "tỉnh Gia Lai", "cụm …"; a body keeps its capital."""
    return scope.name if isinstance(scope, Body) else scope.name[0].lower() + scope.name[1:]
