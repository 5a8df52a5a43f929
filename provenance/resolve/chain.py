"""Through whose hands a claim passed: relayers between the originator and the article."""

from provenance.models import Attribution, Link, Mention
from provenance.resolve.scene import Scene


def relay_chain(scene: Scene, attribution: Attribution, originators: tuple[Mention, ...]) -> Link:
    """Order originators and relayers of an attribution."""
    return Link(attribution=attribution, mentions=originators)
