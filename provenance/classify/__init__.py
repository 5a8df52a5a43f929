"""What kind of source and claim each link is, as the vocabulary defines them."""

from provenance.classify.channels import choose_channels
from provenance.classify.sources import judge_sources
from provenance.classify.stance import is_hedged, judge_stance, measure_quotation
from provenance.models import Article, Claim, Hop, Link
from provenance.text import paragraphs, quotations

_GUESSES = ("pronoun", "relative", "role", "nominal", "first-person", "government-of", "state-media-of", "follow-on")
"""How the rules begin whose names rest on a reading of the context."""


def classify_claims(article: Article, links: tuple[Link, ...]) -> tuple[Claim, ...]:
    """Say what kind of source and claim each link is: one claim for each, in the same order.

    A source is judged once for the whole article. `confidence` is the attribution's, times how sure the leading
    source's kind is (1 by registry or office, 0.9 by context, 0.7 by default), times 0.9 when its name rests on a
    reading of the context (a pronoun, a role, a relative clause).
    """
    judged = judge_sources(article.text, links)
    channels = choose_channels(article.text, links, {key: j.source for key, j in judged.items()})
    quoted = tuple(q.span for block in paragraphs(article.text) for q in quotations(article.text, block))
    claims = []
    for link, channel in zip(links, channels, strict=True):
        attribution, text = link.attribution, article.text
        chain = tuple(Hop(mention=m, source=judged[m.key].source) for m in link.mentions)
        certainty = judged[link.mentions[0].key].certainty if link.mentions else 1.0
        guess = 0.9 if link.mentions and link.mentions[0].rule.startswith(_GUESSES) else 1.0
        claims.append(
            Claim(
                attribution=attribution,
                chain=chain,
                abstained=link.abstained,
                justification=link.justification,
                channel=channel,
                quotation=measure_quotation(text, attribution, quoted),
                stance=judge_stance(text, attribution),
                hedged=is_hedged(text, attribution),
                confidence=attribution.confidence * certainty * guess,
            )
        )
    return tuple(claims)
