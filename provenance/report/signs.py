"""Signs that a page must not take over from an article."""

import re

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""Control characters and halves of characters, for which HTML has no place, and the marks that turn the direction of
writing (Unicode Standard Annex 9, section 2), with which an article could make the words around it read backwards."""


def clean(text: str) -> str:
    """A text without such signs; each is shown as the sign for what cannot be shown."""
    return UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
