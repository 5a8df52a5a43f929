"""Shows where the news gets what it says.

Read articles, find every claim they attribute to somebody, and trace each to its stated source with exact evidence:

    for source in find_inputs(["story.txt"]):
        for claim in trace(read_input(source)).claims:
            print(claim.leading, claim.attribution.content)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provenance.classify import classify_claims
    from provenance.extract import extract_attributions
    from provenance.pipeline import trace
    from provenance.read import find_inputs, read_input
    from provenance.resolve import resolve_sources

__all__ = ["classify_claims", "extract_attributions", "find_inputs", "read_input", "resolve_sources", "trace"]

_HOMES = {
    "find_inputs": "provenance.read",
    "read_input": "provenance.read",
    "extract_attributions": "provenance.extract",
    "resolve_sources": "provenance.resolve",
    "classify_claims": "provenance.classify",
    "trace": "provenance.pipeline",
}


def __getattr__(name: str) -> Any:
    """Import a public function when it is first asked for: Datasette loads the plugin, but never the tagger."""
    if name not in _HOMES:
        raise AttributeError(f"module 'provenance' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
