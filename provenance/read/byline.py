"""Who wrote an article: the names in a byline, without what stands around them."""

import re
from collections.abc import Iterable

from provenance.read.patterns import load_credits

LEAD = re.compile(
    r"^\W*(?:(?:written|posted|published|reported|story|words|text|analysis)\s+)?by\b:?\s*", re.IGNORECASE
)
ADDRESS = re.compile(r"\S+@\S+\.\w+\)?|https?://\S+|www\.\S+|(?<!\w)@\w+")
TAIL = re.compile(r"\s(?:\||·|•|–|—|-|/)\s.*$|\|.*$|\s(?:for|in|at|of|on)\s.*$|\(.*$")
JOIN = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+(?:and|&|AND)\s+|\s*&\s*")
OFFICE = re.compile(
    r"\b(?:writers?|reporters?|correspondents?|editors?|columnists?|journalists?|contributors?|staff|bureau|chief|"
    r"producers?|photographers?|analysts?|fellows?|special to|digital|news team|desk|ph\.?d|m\.?d)\b",
    re.IGNORECASE,
)
PARTED = re.compile(r"\s*[,;|·•]\s*|\s[–—-]\s")
OUTLET = re.compile(r"[A-Z][\w.’'&-]*(?: (?:of|the|and|& )?[A-Z][\w.’'&-]*){0,5}")
JOINED = re.compile(r"[A-Z][a-z]+[A-Z][a-z]+[\w.]*$")
"""How sites like to be written: one word with a capital in its middle."""

PLACES = frozenset(("The Bahamas", "The Bronx", "The Gambia", "The Hague", "The Netherlands", "The Philippines"))
NAME = re.compile(r"[^\W\d_]")
NEVER = frozenset({"admin", "administrator", "editor", "guest", "user", "author", "unknown", "null", "none", "root"})


def clean_byline(printed: str) -> str | None:
    """The authors' names as "Jane Roe, John Poe and Ann Poe", or None if the line names nobody.

    "By Jane Roe and John Poe, Staff writer" gives "Jane Roe and John Poe". A newsroom that signs as such ("The Daily
    Example staff", "Example Wire") is kept when it stands alone.
    """
    line = ADDRESS.sub(" ", LEAD.sub("", " ".join(printed.split())))
    names = [name.strip(' ,.;:-–—|"“”') for name in JOIN.split(TAIL.sub("", line))]
    names = names[:-1] if len(names) > 1 and is_outlet(names[-1]) else names
    people = [name for name in names if NAME.search(name) and name.casefold() not in NEVER and not OFFICE.search(name)]
    if not people and len(names) == 1 and NAME.search(names[0]) and names[0].casefold() not in NEVER:
        people = names
    return join_names(people)


def outlet_in(printed: str) -> str | None:
    """The outlet that a byline ends with: "By Jane Roe, Staff Writer, The Daily Example"."""
    *before, last = (piece.strip(' .,;:"“”') for piece in PARTED.split(" ".join(printed.split())))
    return last if before and is_outlet(last) else None


def is_outlet(name: str) -> bool:
    """Whether the end of a byline is a newspaper or the like, and no person, office or place."""
    if OFFICE.search(name) or not OUTLET.fullmatch(name) or name in PLACES:
        return False
    return (
        name.startswith("The ") or bool(load_credits().newspaper_words & set(name.split())) or bool(JOINED.match(name))
    )


def join_names(names: Iterable[str]) -> str | None:
    """The names as one byline, each once, in order; None if there are none."""
    unique = list(dict.fromkeys(name for name in names if name))
    return " and ".join(filter(None, (", ".join(unique[:-1]), unique[-1]))) if unique else None


def is_organization(name: str) -> bool:
    """Whether a capitalised name looks like an outlet or a body rather than a person."""
    known = load_credits()
    return name.startswith("The ") or name in known.agencies or bool(known.organization_words & set(name.split()))
