"""What a full name is taken up by: its surname, and the key that joins its spellings."""

import re

from provenance.lexicon.entries import Gender
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import fold, registry

SUFFIXES = frozenset(("Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"))
HONORS = frozenset(
    "KC QC JP MP MEP MSP MLA TD MBE OBE CBE KBE DBE PhD Ph.D. MD M.D. FRS Esq Esq. RN MC DSO BEM".split()
)
"""What stands behind a name without being part of it."""

QUOTE_MARKS = "“”\"‘’'()"

_JOINED = re.compile(r"([A-Za-z][a-z]{0,2})[-‑'’](?=[A-Z])(?!.*-[a-z])")
"""The letters that a hyphen or an apostrophe joins to a name."""


def has_particle(text: str) -> bool:
    """Whether a word is a particle and a name in one: "al-Ansari", "Al-Ansari", "d’Azur"."""
    found = _JOINED.match(text)
    return found is not None and found[1].lower() in small_words("joined particles")


def is_family_first(tokens: tuple[str, ...]) -> bool:
    """Whether a full name begins with the family name ("Park Sun-hee", "Li Wei-min")."""
    tokens = bare(tokens)
    if len(tokens) not in (2, 3):
        return False
    first, hyphen = tokens[0].lower(), any("-" in token or "‑" in token for token in tokens[1:])
    if first in small_words("family first with a hyphen"):
        return hyphen
    return first in small_words("family first") and (hyphen or len(tokens) == 3 or not _given(tokens[0]))


def _given(token: str) -> bool:
    return token in registry().given_names


def plain(name: str) -> str:
    """A name with straight apostrophes."""
    return name.replace("’", "'")


def lowered(tokens: tuple[str, ...]) -> str:
    """A surname with its particle as inside a name: "Van der Berg" at a sentence's start is "van der Berg"."""
    name = plain(" ".join(tokens))
    particle = has_particle(tokens[0]) or (len(tokens) > 1 and tokens[0].lower() in small_words("particles"))
    return name[:1].lower() + name[1:] if particle else name


def surname_of(tokens: tuple[str, ...]) -> str:
    """The part of a full name by which later sentences take it up, particles included."""
    if is_family_first(tokens):
        return plain(tokens[0])
    body = _unsuffixed(tokens)
    if is_bare_surname(body):
        return lowered(body)
    at = len(body) - 1
    while at > 1 and body[at - 1].lower() in small_words("particles"):
        at -= 1
    return lowered(body[at:])


def is_bare_surname(tokens: tuple[str, ...]) -> bool:
    """Whether a name is a surname with all its particles: "von der Leyen", "de Brouwer", but no "Van Vale"."""
    particles = len(tokens) > 1 and all(token.lower() in small_words("particles") for token in tokens[:-1])
    return particles and (len(tokens) > 2 or tokens[0].islower())


def _unsuffixed(tokens: tuple[str, ...]) -> tuple[str, ...]:
    stop = len(tokens)
    while stop > 1 and tokens[stop - 1] in SUFFIXES:
        stop -= 1
    return tokens[:stop]


def short_names(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """What else than the surname may stand for a full name, as `lowered` puts it.

    "Brill" stands for Harun al-Brill, and the last word for whoever has the family name in front (Tran Minh Hoa);
    of two surnames the first or both ("Vega" or "Vega Rojas" for Ines Vega Rojas); and the first words of a name that
    has more ("Ayu Lestari").
    """
    body = _unsuffixed(bare(tokens))
    found = [plain(_JOINED.sub("", body[-1]))] if has_particle(body[-1]) else []
    if is_family_first(body):
        return (*found, *(body[-1:] if "-" not in body[-1] and not _is_initial(body[-1]) else ()))
    at = len(body) - 1
    while at > 1 and body[at - 1].lower() in small_words("particles"):
        at -= 1
    if at < 2 or is_bare_surname(body) or _is_initial(body[0]):
        return tuple(found)
    if _may_be_surname(body[at - 1]):
        found += [plain(body[at - 1]), lowered(body[at - 1 :])]
    names = [body[:n] for n in range(2, len(body)) if _may_be_surname(body[n - 1]) or _given(body[n - 1])]
    return (*found, *map(lowered, names))


def _may_be_surname(token: str) -> bool:
    small = token.lower() in small_words("particles") or token in registry().given_names
    known = registry().organization(token) or registry().government(token)
    return token[:1].isupper() and len(token) > 2 and not (small or known or _is_initial(token))


def bare(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """A full name without a nickname in quotation marks."""
    marks = [n for n, token in enumerate(tokens) if token in QUOTE_MARKS]
    return (*tokens[: marks[0]], *tokens[marks[-1] + 1 :]) if len(marks) > 1 else tokens


def person_key(tokens: tuple[str, ...]) -> str:
    """A key that joins the spellings of one full name: middle initials, accents and hyphens do not count."""
    tokens = bare(tokens)
    kept = [t for n, t in enumerate(tokens) if n in (0, len(tokens) - 1) or not _is_initial(t)]
    return "person:" + fold(" ".join(kept))


def _is_initial(token: str) -> bool:
    return len(token.rstrip(".")) == 1


def gender_of(given: str) -> Gender | None:
    """The gender a given name nearly always has."""
    return registry().given_names.get(given)
