"""Who that is: from an attribution's source spans to named participants in order, or to a reasoned abstention."""

import re

import attrs

from provenance.lexicon.reporting import reporting_forms
from provenance.models import Article, Attribution, Kind, Link, Mention, Span
from provenance.resolve.carrying import join_statements
from provenance.resolve.chain import relay_chain
from provenance.resolve.conjuncts import split_conjuncts
from provenance.resolve.credits import link_credit
from provenance.resolve.justifying import beside_cue, described_by, justify
from provenance.resolve.naming import name_phrase
from provenance.resolve.reference import again, mention_of
from provenance.resolve.scene import Scene
from provenance.resolve.words import Word, split_words
from provenance.resolve.works import name_work

LONGEST_SOURCE = 120
"""How many words of a source are read: what is longer is no noun phrase."""


def resolve_sources(article: Article, attributions: tuple[Attribution, ...]) -> tuple[Link, ...]:
    """Tie each attribution to who stands behind it: one link for each, in the same order.

    Keys join the same source across articles: a person by full name, a registered or named body by that name, a
    government by its state, a group by its noun phrase. What only this article can identify (a bare surname, an unnamed
    person, a document) has a key that ends in "@" and a digest of the article's origin, so that it merges with nobody.
    """
    scene = Scene.of(article)
    order = sorted(range(len(attributions)), key=lambda n: (attributions[n].extent, n))
    links: dict[int, Link] = {}
    for n in order:
        links[n] = _link(scene, attributions[n])
    return join_statements(article.text, [links[n] for n in range(len(attributions))])


def _link(scene: Scene, attribution: Attribution) -> Link:
    if attribution.kind is Kind.PHOTO_CREDIT:
        return link_credit(scene.article, attribution)
    if not attribution.source:
        speakers = _still_speaking(scene, attribution) or _same_subject(scene, attribution)
        return Link(attribution=attribution, mentions=speakers, abstained=None if speakers else "no source is stated")
    span = Span(attribution.source[0].start, attribution.source[-1].end)
    mentions = _originators(scene, attribution)
    if not mentions:
        words_shown = " ".join(span.of(scene.text).split())
        return Link(attribution=attribution, abstained=f"whom “{words_shown}” refers to is not clear")
    link = relay_chain(scene, attribution, mentions)
    scene.remember(span.start, link.mentions, told=attribution.told)
    return attrs.evolve(link, justification=justify(scene, link))


def _still_speaking(scene: Scene, attribution: Attribution) -> tuple[Mention, ...]:
    """Whoever was quoted right before, when a quotation stands there without any tag."""
    quoted = attribution.content and all(scene.layout.is_quoted(c.start + 1) for c in attribution.content)
    if attribution.cue or not quoted:
        return ()
    latest = scene.spoken_before(attribution.content[0].start, paragraphs=1)
    return again(latest[0].mentions, None, "follow-on") if latest else ()


def _same_subject(scene: Scene, attribution: Attribution) -> tuple[Mention, ...]:
    """Who did or said the rest of the sentence that ends in ", saying …"."""
    if not attribution.cue:
        return ()
    cue = attribution.cue[0]
    word = "".join(cue.of(scene.text).split()[:1]).lower()
    sentence = scene.layout.sentence(cue.start)
    if not (
        word.endswith("ing")
        and word in reporting_forms()
        and scene.text[max(0, cue.start - 3) : cue.start].rstrip().endswith(",")
    ):
        return ()
    before = [s for s in scene.spoken_before(cue.start, paragraphs=0) if s.at >= sentence.start]
    return again(before[0].mentions, None, "participle-of") if before else ()


def _name_cut_off(scene: Scene, span: Span) -> tuple[Word, ...]:
    """The name between commas behind a noun that a source breaks off at: "her publisher" before ", Vale & Low,"."""
    named = _NAME_BEHIND.match(scene.text, span.end)
    noun = _OWNED_NOUN.fullmatch(scene.text, span.start, span.end)
    return split_words(scene.text, span.end, named.end("name") + 1) if named and noun else ()


_NAME_BEHIND = re.compile(r",\s(?P<name>[A-Z][\w’'-]+(?:\s(?:(?:&|and)\s)?[A-Z][\w’'-]+){0,3}),")
_OWNED_NOUN = re.compile(r"(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)(?:\s[a-z-]+){1,3}")


def _originators(scene: Scene, attribution: Attribution) -> tuple[Mention, ...]:
    span = Span(attribution.source[0].start, attribution.source[-1].end)
    if figure := described_by(scene, span):
        return (mention_of(figure, span, "description"),)
    if work := name_work(scene, span):
        return (work,)
    words = tuple(w for piece in attribution.source for w in split_words(scene.text, piece.start, piece.end))
    words += _name_cut_off(scene, span)
    named = [
        m
        for phrase in split_conjuncts(words[:LONGEST_SOURCE])
        for m in name_phrase(scene, phrase, attribution.statement)
    ]
    if not named and (figure := beside_cue(scene, attribution)):
        return (mention_of(figure, None, "beside-cue"),)
    return tuple({m.key: m for m in reversed(named)}.values())[::-1]
