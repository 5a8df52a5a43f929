"""Laws and bills that are called by a number."""

import re

from provenance.resolve.words import Word

_NUMBERED_PARTS = frozenset(("article", "section", "chapter", "amendment", "proposition", "measure"))
_BILL = re.compile(r"(?:(?:[AS]B|[HS]\.? ?R\.?|[HS]\.?|[HS]\.?J\.?R\.|Prop\.?|Resolution)[ -]?\d{1,5}[A-Z]?)")
"""A bill or a ballot measure by its number: "SB 1015", "H.R. 4", "Prop. 33"."""


def is_numbered(core: tuple[Word, ...]) -> bool:
    """Whether the core is part of a law, or a bill, by its number."""
    if len(core) > 1 and core[0].lower in _NUMBERED_PARTS and core[1].text[:1].isdigit():
        return True
    spelt = "".join(" " * (n > 0 and w.start > core[n - 1].end) + w.text for n, w in enumerate(core[:4]))
    return bool(_BILL.fullmatch(spelt))
