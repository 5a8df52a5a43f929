"""News outlets: who is one, which one some words name, and which one publishes the article."""

import re
from itertools import islice
from urllib.parse import urlsplit

import attrs

from provenance.lexicon.entries import OUTLETS
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import CALL_SIGN, DESCRIBED, OUTLET_NOUN, fold, noun_before, registry, spelling
from provenance.models import Mention, Role, SourceType, Span
from provenance.resolve.cast import Sort
from provenance.resolve.known import known_body
from provenance.resolve.names import is_name_word, is_person_like, name_runs
from provenance.resolve.phrases import Phrase
from provenance.resolve.reference import mention_of
from provenance.resolve.scene import Scene
from provenance.resolve.words import Word, split_words

SHORT_NAME = 4
"""Up to how many letters an outlet's name may stand in an address by chance."""

FAR = 2000
"""How many characters back an outlet may be named that "the magazine" takes up."""

_REACH, _MOST = 160, 14
"""How many characters and words name one outlet at most."""

_ACRONYM = re.compile(r"[A-Z]{3,6}")
_LARGE = re.compile(r"\d{3}")
_STATION = re.compile(
    r"[KW][A-Z]{2,3}-(?:TV|FM|AM|DT)|The[A-Z][a-z]\w+"
    r"|[A-Z][\w-]+(?:\.com?)?\.(?!ai|io|co|me|us|fm|in|is|it|to|at|by|he|as|so|my|no)[a-z]{2}"
)
"""What stations in the United States are called, and papers in one word or by a country's address: "Weir.ie".

Companies are called by some addresses too, and words without a blank behind a full stop look like others.
"""


_FIRST_WORDS = ("Radio", "Rádio", "Télé", "Tele", "TV")
"""Words that only the names of outlets begin with: "Radio Harrow"."""


def is_outlet(mention: Mention, *, whole: bool = False) -> bool:
    """Whether the tables know somebody as a news outlet or the press, by the `whole` name or by its first words."""
    entry = registry().organization(mention.name)
    if entry:
        return entry.source_type in OUTLETS
    if mention.key.startswith("group:"):
        return _is_press(mention.name)
    named = mention.key.startswith(("organization:", "body:"))
    if not named:
        return False
    words = tuple(mention.name.split())
    if words[0] in _FIRST_WORDS and len(words) > 1:
        return True
    body = registry().body(words)
    first = 0 if whole else registry().longest_name(words)
    start = registry().organization(" ".join(words[:first])) if first else None
    return (body.entry.source_type if body else start.source_type if start else None) in OUTLETS


def _is_press(name: str) -> bool:
    role = registry().role(tuple(name.split()))
    return bool(role and role.entry.source_type in (SourceType.PRESS, SourceType.NEWS_MEDIA))


def is_outlet_here(scene: Scene, mention: Mention, *, reporting: bool = False) -> bool:
    """Whether somebody is an outlet by the tables or by this text: "state news agency HBN".

    Of an acronym that nobody explains it is enough that it is `reporting`: "HBN reported".
    """
    if is_outlet(mention) or mention.rule in (OUTLET_NOUN, CALL_SIGN) or _is_described(scene, mention):
        return True
    return reporting and mention.rule == "body-as-written" and bool(_ACRONYM.fullmatch(mention.name))


def _is_described(scene: Scene, mention: Mention) -> bool:
    """Whether the noun before a name makes it an outlet's: "news website Weir"."""
    if mention.rule != DESCRIBED or not mention.span:
        return False
    before, _, _ = mention.span.of(scene.text).partition(mention.name)
    noun = noun_before(tuple(word.text for word in split_words(before)))
    return bool(noun and noun.entry.source_type in OUTLETS)


def is_own(scene: Scene, mention: Mention) -> bool:
    """Whether an outlet is the one that publishes the article, as its metadata or the place it was read from say."""
    outlet, name = fold(scene.article.outlet or ""), fold(mention.name)
    if outlet and name in (outlet, f"the {outlet}", outlet.removeprefix("the ")):
        return True
    known = registry().organization(scene.article.outlet or "")
    if known is not None and known is registry().organization(mention.name):
        return True
    alone = len(name.split()) == 1 and registry().organization(mention.name) is None
    if alone and mention.rule not in (OUTLET_NOUN, CALL_SIGN, DESCRIBED):
        # "The Post" where no longer name says which is the one that writes.
        return True
    place = fold(urlsplit(scene.article.url or scene.article.origin).netloc).replace(" ", "")
    return len(name) > SHORT_NAME and name.replace(" ", "") in place


@attrs.frozen(kw_only=True)
class _Named:
    """The words of an outlet's name in a list of words, the noun that makes it one, and where both end."""

    name: tuple[Word, ...]
    noun: str
    stop: int


def described_outlet(scene: Scene, phrase: Phrase) -> Mention | None:
    """The outlet that a noun phrase names with a noun for outlets beside the name: "the Harrow news agency"."""
    words = phrase.words[:_MOST]
    if len(phrase.core) == 1 and (station := _station(phrase.core[0])):
        return station
    found = _beside_noun(words)
    if found and found.name and words[found.stop - 1].start >= phrase.core[-1].start:
        return _mention(scene, found, phrase.span)
    return _apposed(scene, phrase)


def _apposed(scene: Scene, phrase: Phrase) -> Mention | None:
    """The outlet in "Weir, a news website"."""
    after, name = phrase.after[:_MOST], phrase.name or phrase.core
    if len(after) < 3 or after[0].text != "," or after[1].lower not in ("a", "an", "the") or name != phrase.core:
        return None
    end = next(
        (n for n, word in enumerate(after) if n > 1 and (word.is_punctuation or word.lower in _OPENS_ASIDE)), len(after)
    )
    noun = next((words for n in (2, 1) if end > n + 1 and (words := _noun(after[end - n : end]))), "")
    if not noun or not is_name_word(name[0]) or not _fits(name, ()):
        return None
    return _mention(scene, _Named(name=name, noun=noun, stop=0), phrase.span)


def outlet_at(scene: Scene, start: int, limit: int) -> Mention | None:
    """The outlet whose name or description begins at an offset: "the newspaper Weir", "KHAR-TV", "the magazine"."""
    words = split_words(scene.text, start, min(limit, start + _REACH))[:_MOST]
    if not words or scene.text[start : words[0].start].strip():
        return None
    found = _beside_noun(words)
    if found and found.name:
        return _mention(scene, found, Span(words[0].start, words[found.stop - 1].end))
    if found:
        place, length = Span(words[0].start, words[found.stop - 1].end), 1 + len(found.noun.split())
        bare = words[0].lower == "the" and found.stop == length
        return _taken_up(scene, place) if bare else _unnamed(scene, place)
    if _spoken_of(words):
        return _taken_up(scene, Span(words[0].start, words[1].end))
    if known := _registered(scene, words[words[0].lower == "the" and len(words) > 1 :]):
        return known
    return _station(words[0]) if _ends_here(words[1:]) else None


def _registered(scene: Scene, words: tuple[Word, ...]) -> Mention | None:
    """The outlet whose registered name words begin with, or the one that a longer name is: "ABC Harrow Radio"."""
    length = _known_length(words)
    if not length or words[length - 1].possessive or _is_of_people(words[length:]):
        return None
    runs = name_runs(words)
    whole = words[: runs[0].stop] if runs and runs[0].first == 0 else words[:length]
    texts = tuple(word.text for word in whole)
    place = Span(whole[0].start, whole[-1].end)
    goes_on = len(whole) > length and _is_longer(whole, length, words[len(whole) :])
    if goes_on or (len(whole) > length and registry().body(texts)):
        name = " ".join(place.of(scene.text).split())
        longer = Mention(
            role=Role.ORIGINATOR, name=name, key=f"organization:{fold(name)}", span=place, rule="body-word"
        )
        return longer if is_outlet(longer) else None
    if len(whole) > length and not _ends_here(words[len(whole) :]):
        return None
    figure = known_body(texts[:length])
    known = mention_of(figure, Span(place.start, words[length - 1].end), "registry") if figure else None
    return known if known and is_outlet(known) else None


def _is_longer(words: tuple[Word, ...], length: int, after: tuple[Word, ...]) -> bool:
    """Whether a name only begins like a known outlet's: "Nation Sport" is not The Nation, "BBC Breakfast" is BBC."""
    following, alone = words[length], length == 1 and not words[0].text.isupper()
    day = following.lower.endswith("day") and following.lower != "today"
    return following.lower in small_words("particles") or (alone and not day and _ends_here(after))


def _is_of_people(after: tuple[Word, ...]) -> bool:
    """Whether an outlet's name only says whose people were told: "Fox News viewers that", "Fortune 500 executives"."""
    if not after or _LARGE.match(after[0].text):
        return bool(after)
    adverb = after[0].lower.endswith("wards") or after[0].lower in small_words("never names")
    several = after[0].text.islower() and after[0].lower.endswith("s") and not adverb
    return several and len(after) > 1 and (after[1].lower in ("that", "how", "why") or after[1].is_punctuation)


def _station(word: Word) -> Mention | None:
    """The station that a call sign names."""
    if not _STATION.fullmatch(word.text) or word.possessive or known_body((word.text,)):
        return None
    key, place = f"organization:{fold(word.text)}", Span(word.start, word.end)
    return Mention(role=Role.ORIGINATOR, name=word.text, key=key, span=place, rule=CALL_SIGN)


def _beside_noun(words: tuple[Word, ...]) -> _Named | None:
    """The outlet that words begin with, by its noun; without a name where only the noun stands there."""
    for at in range(min(len(words), 8)):
        length = next((n for n in (2, 1) if _noun(words[at : at + n]) and len(words) >= at + n), 0)
        length = length or int(words[at].text in _BEFORE_NAMES and is_name_word(words[min(at + 1, len(words) - 1)]))
        if length and (found := _around_noun(words, at, at + length)):
            return found
        small = words[at].lower in small_words("never names") - _INSIDE
        if small or (words[at].is_punctuation and words[at].text not in "!-&."):
            return None
    return None


def _noun(words: tuple[Word, ...]) -> str:
    text = re.sub(r"^(?:TV|Telegram)\b", lambda first: first[0].lower(), " ".join(word.text for word in words))
    return text if text in small_words("outlets") else ""


def _around_noun(words: tuple[Word, ...], at: int, stop: int) -> _Named | None:
    noun = " ".join(word.lower for word in words[at:stop])
    after = words[stop:]
    runs = name_runs(after)
    if runs and runs[0].first == 0 and after[0].start - words[stop - 1].end == 1:
        name = after[: max(runs[0].stop, _known_length(after))]
        return _Named(name=name, noun=noun, stop=stop + len(name)) if _fits(name, after[len(name) :]) else None
    if not _ends_here(after):
        return None
    front = words[: at - 1] if at and words[at - 1].text == "!" else words[:at]
    runs = name_runs(front)
    known = (front[n:] for n in range(len(front)) if _known_length(front[n:]) == len(front) - n > 1)
    name = next(known, front[runs[-1].first :] if runs and runs[-1].stop == len(front) else ())
    state = registry().government(" ".join(word.text for word in name)) if name else None
    whole = name if name and not state and not name[-1].possessive else ()
    return _Named(name=whole, noun=noun, stop=stop) if whole or words[0].lower in ("the", "a", "an") else None


def _known_length(words: tuple[Word, ...]) -> int:
    return registry().longest_name(tuple(word.text for word in words))


def _fits(name: tuple[Word, ...], after: tuple[Word, ...]) -> bool:
    """Whether a name after the noun is the outlet's rather than the subject of a clause or a person's."""
    texts = tuple(word.text for word in name)
    if registry().organization(" ".join(texts)):
        return True
    person = len(texts) > 1 and texts[0] in registry().given_names and is_person_like(name)
    return not person and not name[-1].possessive and _ends_here(after)


def _ends_here(after: tuple[Word, ...]) -> bool:
    """Whether a noun phrase ends before these words: at a mark, or at a small word."""
    return not after or after[0].is_punctuation or after[0].lower in small_words("never names")


def titled_outlet(scene: Scene, start: int, limit: int) -> Mention | None:
    """The paper that was told something, when only its article, in capitals, says that it is one: "told The Weir"."""
    named = _TITLED.match(scene.text, start, limit)
    name = named["name"] if named else ""
    known = registry().longest_name((name,)) or registry().body((name,)) or registry().role((name,))
    if not named or known or spelling(name) in scene.cast.aliases or scene.cast.surnames.get(fold(name)):
        return None
    place = Span(*named.span("name"))
    key = f"organization:{fold(name)}"
    return Mention(role=Role.ORIGINATOR, name=f"The {name}", key=key, span=place, rule=OUTLET_NOUN)


_TITLED = re.compile(
    r"The (?P<name>[A-Z][a-z]+[A-Z]?[a-z]+)(?=[,.]|\s(?:that|on|in|how|why|last|earlier|recently|by)\b)"
)


def _spoken_of(words: tuple[Word, ...]) -> bool:
    """Whether words begin with a bare noun that may take an outlet up: "the station"."""
    bare = len(words) > 1 and words[0].lower == "the" and words[1].text in small_words("outlets spoken of")
    return bare and _ends_here(words[2:])


def _mention(scene: Scene, found: _Named, span: Span) -> Mention | None:
    name = " ".join(scene.text[found.name[0].start : found.name[-1].end].split())
    if found.name[-1].end < len(scene.text) and scene.text[found.name[-1].end] == "!":
        name += "!"
    figure = known_body((*name.split(), *found.noun.title().split())) or known_body(tuple(name.split()))
    if figure is None and (key := scene.cast.aliases.get(spelling(name))):
        figure = scene.cast.figures[key]
    before = tuple(word.text for word in split_words(scene.text, span.start, found.name[0].start))
    rule = DESCRIBED if noun_before(before) else OUTLET_NOUN
    if figure and figure.sort is Sort.ORGANIZATION:
        return mention_of(figure, span, rule)
    key = f"organization:{fold(name)}"
    return Mention(role=Role.ORIGINATOR, name=name, key=key, span=span, rule=rule)


def outlet_spoken_of(scene: Scene, place: Span) -> Mention | None:
    """The outlet that words take up which quote somebody: "The agency" after "Interfax"."""
    words = place.of(scene.text).split()
    bare = len(words) == 2 and words[0].lower() == "the" and (words[1] == "agency" or words[1] in _SPOKEN_OF)
    return _latest(scene, place) if bare else None


def _taken_up(scene: Scene, span: Span) -> Mention | None:
    """The outlet named last that "the magazine" stands for; where none is, a magazine if nobody knows who publishes."""
    if latest := _latest(scene, span):
        return latest
    name = " ".join(span.of(scene.text).split()[1:])
    return None if scene.article.outlet or name in small_words("outlets spoken of") else _unnamed(scene, span)


def _unnamed(scene: Scene, span: Span) -> Mention:
    """An outlet that only has a description: "a local newspaper"."""
    name = " ".join(span.of(scene.text).split()[1:])
    return Mention(role=Role.ORIGINATOR, name=name, key=scene.local("body", name), span=span, rule=OUTLET_NOUN)


def _latest(scene: Scene, span: Span) -> Mention | None:
    """The outlet named last before a place: known as one, one that passed something on, or that has reported."""
    passed = next((m for m in reversed(scene.passed[-60:]) if _is_again(m, span)), None)
    for sighting in islice(scene.cast.before(span.start), 60):
        figure = scene.cast.figures[sighting.key]
        if span.start - sighting.span.start > FAR or (passed and passed.span and sighting.span < passed.span):
            break
        if figure.sort is Sort.ORGANIZATION and is_outlet(mention_of(figure, span, "")):
            return mention_of(figure, span, "outlet-again")
    if passed:
        return attrs.evolve(passed, role=Role.ORIGINATOR, span=span, rule="outlet-again")
    for spoken in scene.spoken_before(span.start, paragraphs=2):
        first = spoken.mentions[0]
        if first.rule == "body-as-written" and first.span and _REPORTED.match(scene.text, first.span.end):
            return attrs.evolve(first, span=span, rule="outlet-again")
    return None


def _is_again(mention: Mention, span: Span) -> bool:
    """Whether a relayer is an outlet by name that stands near before a place."""
    near = mention.span is not None and 0 < span.start - mention.span.start < FAR
    return near and mention.key.startswith("organization:")


_REPORTED = re.compile(r"\s+(?:(?:has|had|first|also)\s+){0,2}report(?:s|ed)\b")
_INSIDE = frozenset("the a an its of and".split())
_OPENS_ASIDE = frozenset("of in based that which owned run with for from".split())
_BEFORE_NAMES = frozenset("website site outlet channel".split())
"""Nouns that make an outlet only of a name that follows: "the website Weir"."""

_SPOKEN_OF = frozenset((*small_words("outlets"), *small_words("outlets spoken of")))
