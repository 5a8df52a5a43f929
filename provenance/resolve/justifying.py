"""Why a source is heard: the words that say so, and the name that a bare description stands beside."""

from provenance.lexicon.registry import registry
from provenance.models import Attribution, Link, Span
from provenance.resolve.cast import Figure, Sort
from provenance.resolve.names import name_runs
from provenance.resolve.scene import Scene
from provenance.resolve.words import split_words


def justify(scene: Scene, link: Link) -> Span | None:
    """The place that says why the first originator is heard.

    For a person the description that is not an office, or the clause after the name ("who saw the flood"), wherever the
    article has it; for an anonymous source the words of its anonymity.
    """
    if not link.mentions:
        return None
    first = link.mentions[0]
    if first.key.startswith("anonymous:"):
        return _anonymity(scene, link)
    figure = scene.cast.figures.get(first.key)
    return figure.reason if figure else None


def _anonymity(scene: Scene, link: Link) -> Span | None:
    span = link.mentions[0].span
    if span and registry().anonymity.search(scene.text, span.start, span.end):
        return span
    statement = scene.around(link.attribution.statement, span) if span else link.attribution.statement
    match = registry().anonymity.search(scene.text, statement.start, statement.end)
    return Span(match.start(), match.end()) if match else span


def beside_cue(scene: Scene, attribution: Attribution) -> Figure | None:
    """The person named right before or right after the reporting word, where a source's words make no participant."""
    for cue in attribution.cue[:1]:
        for sighting in scene.cast.within(Span(max(0, cue.start - 40), cue.end + 4)):
            figure = scene.cast.figures[sighting.key]
            before = scene.text[sighting.span.end : cue.start].strip(" ,") == "" and sighting.span.end <= cue.start
            after = sighting.span.start >= cue.end and scene.text[cue.end : sighting.span.start].strip() == ""
            if figure.sort is Sort.PERSON and (before or after) and not sighting.possessive:
                return figure
    return None


def _names_body(scene: Scene, span: Span) -> bool:
    """Whether words end in a body's own name, which describes nobody: "the state-run Harrow News Agency"."""
    words = split_words(scene.text, span.start, span.end)
    runs = name_runs(words)
    last = tuple(word.text for word in words[runs[-1].first :]) if runs and runs[-1].stop == len(words) else ()
    body, role = registry().body(last), registry().role(last)
    return len(last) > 1 and body is not None and (role is None or role.length == body.length)


def described_by(scene: Scene, span: Span) -> Figure | None:
    """The person whose description a source span is: "a neighbor" in "Jane Roe, a neighbor, said", the name cut off."""
    before = scene.text[max(0, span.start - 4) : span.start]
    if not before.rstrip().endswith(","):
        return None
    opening = scene.text[span.start : span.start + 4].lower()
    tagged = scene.text[span.start : span.start + 2][1:2] in ("-", "–")
    if not opening.startswith(("a ", "an ", "the ", "who ")) and not tagged:
        return None
    if _names_body(scene, span):
        return None
    end = span.start - len(before) + len(before.rstrip()) - 1
    latest = next(iter(scene.cast.before(span.start)), None)
    if latest is None or latest.span.end != end or not latest.full or latest.possessive:
        return None
    figure = scene.cast.figures[latest.key]
    return figure if figure.sort is Sort.PERSON else None
