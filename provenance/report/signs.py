"""Signs that a page must not take over from an article."""

import unicodedata

UNFIT = frozenset(("Cc", "Cs"))
"""Categories of signs that HTML has no place for: control characters and halves of characters."""

TURNING = frozenset("LRE RLE LRO RLO PDF LRI RLI FSI PDI".split())
"""The kinds of mark that turn the direction of writing (Unicode Standard Annex 9)."""


def clean(text: str) -> str:
    """A text without signs that no page may have, or that would turn the direction of what stands around it.

    HTML forbids control characters; the marks that override the direction of writing (Unicode's bidirectional
    formatting, UAX 9) would let an article make its words read backwards.
    """
    return "".join("\N{REPLACEMENT CHARACTER}" if _is_unfit(sign) else sign for sign in text)


def _is_unfit(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return (kind in {"Cc", "Cs"} and sign not in "\n\t\r") or unicodedata.bidirectional(sign) in {
        "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
    }  # fmt: skip
