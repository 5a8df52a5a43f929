"""Sentences with their expected evidence written into them, so that tests need no hand-counted offsets.

    text, spans = read_marked("{source:The mayor} {cue:said} {content:the bridge was safe}.")
    assert spans["source"] == (Span(0, 9),)

A name may be used several times (a discontinuous claim) and carry a number to tell claims apart ("content2").
"""

import re

from provenance.models import Article, Span

MARK = re.compile(r"\{(?P<name>[a-z_]+\d*):(?P<words>[^{}]*)\}")


def read_marked(marked: str) -> tuple[str, dict[str, tuple[Span, ...]]]:
    """Split a marked-up text into its plain text and the spans of each mark, in text order."""
    text, spans, last = "", dict[str, tuple[Span, ...]](), 0
    for match in MARK.finditer(marked):
        text += marked[last : match.start()]
        span = Span(len(text), len(text) + len(match["words"]))
        spans[match["name"]] = (*spans.get(match["name"], ()), span)
        text += match["words"]
        last = match.end()
    return text + marked[last:], spans


def make_article(text: str, *, name: str = "story") -> Article:
    """An article of `text` alone, as a stage sees it."""
    return Article(name=name, origin=f"test:{name}", text=text)
