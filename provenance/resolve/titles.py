"""What the text says somebody is: the title before a name, and the description after it."""

import re

from provenance.lexicon.entries import Role
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import Tail, registry
from provenance.lexicon.reporting import reporting_forms
from provenance.lexicon.states import states
from provenance.models import SourceType, Span
from provenance.resolve.names import is_hyphened_role, is_name_word, is_where, name_runs
from provenance.resolve.surnames import HONORS
from provenance.resolve.wording import neat
from provenance.resolve.words import Word, split_words

_TAG = re.compile(
    r"\(?(?:[A-Z]{1,3}[-–](?:(?:[A-Z][a-z]{0,4}\.)+[A-Z]?(?![a-z])|[A-Z]\w*(?: (?:[a-z]{1,3} )?[A-Z]\w+)*)"
    r"|[A-Z][a-z]{1,4}\.|[A-Z]\.[A-Z]\.)\)?"
)
_PIECE_ENDS = frozenset(',;:—–()[]"“”')
_VERBS = frozenset(
    "said says say told tells asked asks added adds wrote writes who whose which testified argued argues called "
    "calls has have had is was were will would can could may might must should".split()
)
LONGEST_DESCRIPTION = 24
"""How many words a description after a name may have."""


def core_end(words: tuple[Word, ...], first: int, stop: int) -> int:
    """Where the core of the noun phrase that begins at `first` ends: before its first modifier to the right."""
    runs = {run.first: run.stop for run in name_runs(words[first:stop])}
    at = first
    while at < stop:
        if at - first in runs:
            at = first + runs[at - first]
            continue
        word = words[at]
        modifying = at > first and not words[at - 1].possessive and word.lower.endswith(("ing", "ed"))
        if modifying and word.text.islower() and _follows_noun(words[first:at]):
            return at
        if (
            word.text in small_words("phrase ends") or (word.is_punctuation and word.text not in "-&$#@'’")
        ) and at > first:
            return at
        at += 1
    return stop


def _follows_noun(words: tuple[Word, ...]) -> bool:
    """Whether the words end in a noun of the tables, so that a participle after them opens a modifier."""
    texts, known = tuple(w.text for w in words), registry()
    return bool(known.role(texts) or known.document(texts) or known.body(texts))


def role_at(words: tuple[Word, ...], first: int, stop: int) -> Tail[Role] | None:
    """The role that the core of the noun phrase from `first` to `stop` ends with."""
    end = core_end(words, first, stop)
    texts = tuple(w.text for w in words[first:end])
    return registry().role(texts)


_LASTING = re.compile(r"(?:then|ex)-.+|[a-z]+-(?:term|time|year|serving)")
"""Words that say when or how long somebody held an office: "then-vice", "two-term"."""


def title_before(words: tuple[Word, ...], first: int) -> int:
    """Where the title that ends right before the word `first` begins; `first` when there is none."""
    if first and words[first - 1].text == ",":
        return _apposition_before(words, first)
    near = words[max(0, first - 4) : first]
    owned = max((n + 1 for n, w in enumerate(near) if w.possessive), default=0)
    texts = tuple(w.text for w in near[owned:])
    found = registry().role(texts)
    if texts and is_hyphened_role(texts[-1]):
        return extend_left(words, first - 1)
    if not found or found.plural:
        return first
    return extend_left(words, first - found.length)


def extend_left(words: tuple[Word, ...], role: int) -> int:
    """Where the title begins whose role begins at `role`: "former tech" before "executive"."""
    at = role
    while at > 0 and role - at < LONGEST_FRONT:
        if extends_left(words[at - 1]):
            at -= 1
        elif at == role and (nouns := _nouns_before(words, at)):
            at -= nouns
        else:
            break
    return at


LONGEST_FRONT = 8
"""How many words may stand before the role of a title."""


def _nouns_before(words: tuple[Word, ...], at: int) -> int:
    """How many words before `at` surely describe what follows: all up to where the noun phrase begins; 0 if unsure."""
    for n in range(1, 4):
        if at - n < 1 or not _may_describe(words[at - n]):
            return 0
        before = words[at - n - 1]
        noun_phrase = before.lower in _NOUN_PHRASES or before.lower in small_words("modifiers")
        opens = noun_phrase or before.possessive or before.text in ',”"'
        if opens or (before.text.islower() and before.text in reporting_forms()):
            gerund = any(w.lower.endswith("ing") for w in words[at - n : at])
            return 0 if gerund and not before.possessive and before.lower not in _ARTICLES else n
    return 0


_ARTICLES = frozenset(("the", "a", "an"))
_NOUN_PHRASES = _ARTICLES | frozenset("by with of for from between against including as like former".split())
"""Words right after which a noun phrase begins."""

_NO_DESCRIPTION = frozenset("years months weeks days time week month year day while instead part once back".split())


def _may_describe(word: Word) -> bool:
    """Whether a word in lower case may be a noun or adjective before a role, rather than a verb or a small word."""
    return (
        word.text.isalpha()
        and word.text.islower()
        and len(word.text) > 2
        and not word.possessive
        and not word.lower.endswith(("ed", "ly"))
        and word.lower not in small_words("irregular pasts")
        and not any(word.lower in small_words(table) for table in ("never names", "phrase ends", "determiners"))
        and word.lower not in _NO_DESCRIPTION
        and word.text not in reporting_forms()
        and word.lower not in registry().pronouns
    )


def extends_left(word: Word) -> bool:
    """Whether a title that follows this word may begin with it or further left."""
    if word.is_punctuation:
        return False
    return (
        is_name_word(word)
        or is_where(word)
        or word.lower in small_words("modifiers")
        or word.lower in small_words("parties")
        or bool(_LASTING.fullmatch(word.lower))
        or word.possessive
    )


def _opens_clause(word: Word) -> bool:
    """Whether what follows a word belongs to another clause."""
    verb = word.text.islower() and word.text.endswith(("ed", "s")) and word.text in reporting_forms()
    return word.is_punctuation or verb or word.lower in _VERBS or word.lower in ("that", "is", "was", "were")


def _apposition_before(words: tuple[Word, ...], first: int) -> int:
    """The beginning of "A lawyer for the outlets" in "A lawyer for the outlets, Jane Roe,"; `first` when none."""
    at = first - 1
    while at > 0 and first - at < 14 and not _opens_clause(words[at - 1]):
        at -= 1
    piece = at
    while piece < first - 1 and words[piece].lower in ("but", "and", "in", "on", "at", "by", "to", "from", "meanwhile"):
        piece += 1
    several = next((n for n in range(piece, first - 2) if is_one_of(words[n : n + 2])), None)
    if several is not None:
        return several if role_at(words, several + 2, first - 1) else first
    opener = words[piece]
    if not (opener.lower in ("a", "an", "the", "his", "her", "their", "its", "one", "another") or opener.possessive):
        return first
    found = role_at(words, piece, first - 1)
    return piece if found and not found.plural else first


def is_one_of(words: tuple[Word, ...]) -> bool:
    """Whether words begin to name one of several: "one of the bill's sponsors"."""
    return tuple(w.lower for w in words[:2]) == ("one", "of")


def tag_after(words: tuple[Word, ...], stop: int, text: str) -> Span | None:
    """The party and place after a legislator's name: "(R-Wis.)", ", D-Calif."."""
    if stop + 1 >= len(words) or words[stop].text not in "(,":
        return None
    at = words[stop].start if words[stop].text == "(" else words[stop + 1].start
    match = _TAG.match(text, at)
    if not match or len(match.group()) > 24 or (words[stop].text == "(") != match.group().endswith(")"):
        return None
    if words[stop].text == "," and "-" not in match.group() and "–" not in match.group():
        return None
    return Span(match.start(), match.end())


def description_after(words: tuple[Word, ...], stop: int) -> tuple[int, int] | None:
    """The words of a description after a name: ", head of the council,"; None when what follows is something else."""
    at = stop + (stop < len(words) and words[stop].text in HONORS)
    if at < len(words) and words[at].text == "(":
        closing = next((n for n in range(at, min(at + 8, len(words))) if words[n].text == ")"), None)
        at = closing + 1 if closing is not None else at
    while (aside := after_aside(words, at)) > at:
        at = aside
    if at + 1 >= len(words) or words[at].text not in (",", "—", "–"):
        return _affiliation(words, at)
    copula = _copula(words[at + 1 : at + 5])
    first = end = at + 1 + copula
    while end < len(words) and end - first < LONGEST_DESCRIPTION and not _ends_piece(words, end):
        end += 1
    if end == first or not _describes(words, first, end):
        return None
    if copula and not rank_title(tuple(w.text for w in words[first:end])):
        return None
    return first, place_end(words, end)


def _copula(words: tuple[Word, ...]) -> int:
    """How many words of "who is", "who is also" open a clause that says what somebody is; 0 when it is another."""
    if tuple(w.lower for w in words[:2]) != ("who", "is"):
        return 0
    return 3 if len(words) > 2 and words[2].lower in ("also", "now", "still") else 2


def place_end(words: tuple[Word, ...], end: int) -> int:
    """Where a place goes on after the comma at `end`: "of Harrow, Iowa," rather than "of Harrow"; else `end`."""
    at = end
    while at > 0 and is_name_word(words[at - 1]):
        at -= 1
    if at in (0, end) or words[at - 1].text not in _PLACING or end >= len(words) or words[end].text != ",":
        return end
    stop = end + 1
    while stop < len(words) and stop - end < 4 and is_name_word(words[stop]):
        stop += 1
    if stop == end + 1 or words[end + 1].text in registry().given_names or words[stop - 1].possessive:
        return end
    stop += is_inner_stop(words, stop)
    closes = stop >= len(words) or words[stop].text in ",.;)—”" or words[stop - 1].text == "."
    role = any(registry().role(tuple(w.text for w in words[end + 1 : n])) for n in range(end + 2, stop + 1))
    return stop if closes and not role else end


def _heads_office(core: tuple[Word, ...]) -> bool:
    """Whether a plural only ends the name of one office: "High Commissioner for Refugees"."""
    tied = next((n for n, w in enumerate(core) if n and w.text in ("for", "of", "on")), 0)
    role = registry().role(tuple(w.text for w in core[:tied])) if tied else None
    return bool(role and not role.plural)


def is_inner_stop(words: tuple[Word, ...], at: int) -> bool:
    """Whether a full stop belongs to an abbreviation, as in "Aug. 23" and "Ala., said", and ends no sentence."""
    if at + 1 >= len(words) or words[at].text != ".":
        return False
    following = words[at + 1].text
    if following == ")":
        return words[at - 1].text.rpartition("-")[2].rstrip(".") in states()
    return following == "," or following[0].isdigit() or following[0].islower()


_PLACING = frozenset("of in from at near outside".split())


def _is_aside(word: Word) -> bool:
    """Whether a word between commas is an age or a party tag, after which the description may follow."""
    return (word.text.isdigit() and len(word.text) <= 3) or bool(re.fullmatch(r"[A-Z]{1,3}-[A-Z][\w.]*", word.text))


def after_aside(words: tuple[Word, ...], at: int) -> int:
    """Where the words go on after ", 61" or ", R-Ariz."; `at` itself when neither stands there."""
    if at + 2 >= len(words) or words[at].text != "," or not _is_aside(words[at + 1]):
        return at
    end = at + 2
    while end < min(at + 4, len(words) - 1) and is_name_word(words[end]) and "-" in words[at + 1].text:
        end += 1
    goes_on = end + 1 < len(words) and not words[end + 1].is_capital
    return end + 1 if words[end].text == "." and goes_on else end


def _ends_piece(words: tuple[Word, ...], at: int) -> bool:
    word = words[at]
    if at + 1 < len(words) and word.text == "who" and words[at + 1].text in ("is", "was"):
        return False
    if word.text in ("is", "was") and words[at - 1].text == "who":
        return False
    if word.text in _PIECE_ENDS or word.lower in _VERBS:
        return True
    if word.text.islower() and word.text.endswith(("s", "ed")) and word.text in reporting_forms() and at > 1:
        return True
    return word.text in ".?!" or (word.lower in ("and", "but") and _opens_verb(words[at + 1 : at + 3]))


def _opens_verb(words: tuple[Word, ...]) -> bool:
    """Whether a verb follows rather than another office: "and runs the shop", "and has left", not "and mayor"."""
    if not words or words[0].lower in _VERBS:
        return bool(words)
    if words[0].lower in ("now", "also", "then") or words[0].lower.endswith("ly"):
        return False
    object_follows = len(words) > 1 and words[1].lower in ("the", "a", "an", "his", "her", "its", "their")
    return object_follows and words[0].text.islower() and not registry().role((words[0].text,))


def _describes(words: tuple[Word, ...], first: int, end: int) -> bool:
    if _opens_otherwise(words[first:end]):
        return False
    if is_one_of(words[first:end]):
        return end > first + 2 and bool(role_at(words, first + 2, end))
    if words[first].lower == "another":
        return 1 < end - first < LONGEST_FRONT
    found = role_at(words, first, end)
    if found:
        return not found.plural or _heads_office(words[first : core_end(words, first, end)])
    return words[first].text in ("of", "from", "with") and end > first + 1 and is_name_word(words[end - 1])


def _opens_otherwise(words: tuple[Word, ...]) -> bool:
    """Whether words after a comma tell something else than who it is: "saying the mayor", "as a surrogate"."""
    opener, following = words[0], "".join(w.lower for w in words[1:2])
    acting = following in small_words("determiners") or following in _WHOSE
    saying = opener.text in reporting_forms() or acting
    other = small_words("clause words") - {"of", "from", "with"}
    did = acting and (opener.text.endswith("ed") or opener.text in small_words("irregular pasts"))
    return (opener.lower.endswith("ing") and saying) or did or opener.lower in other or opener.lower == "and"


_WHOSE = frozenset("his her its their".split())


def _affiliation(words: tuple[Word, ...], stop: int) -> tuple[int, int] | None:
    """The body in "Jane Roe of Civic Harrow"."""
    if stop + 1 >= len(words) or words[stop].text not in ("of", "from", "with", "at"):
        return None
    first = stop + 1
    if words[first].lower == "the" and first + 1 < len(words):
        first += 1
    if words[first].lower in small_words("never names") or not words[first].is_capital:
        return None
    run = name_runs(words[first : first + 10])[0]
    texts = tuple(w.text for w in words[first : first + run.stop])
    if words[stop].text in ("at", "from") and texts[-1].lower() in small_words("venues"):
        return None
    known = registry()
    is_body = known.organization(" ".join(texts)) or any(known.body(texts[:n]) for n in range(1, len(texts) + 1))
    if words[stop].text == "of" and len(texts) > 1 and not known.government(" ".join(texts)):
        is_body = True
    return (first, first + run.stop) if is_body else None


def rank_title(texts: tuple[str, ...]) -> int:
    """How much a title says of an office: 4 a candidacy, 3 an office, 2 a former one or a body, 1 a party, 0 none."""
    texts = tuple(part for text in texts for part in _JOINED.sub(r" \1 ", text).split())
    known, best, former = registry(), 0, -NEAR_FORMER - 1
    for stop in range(1, len(texts) + 1):
        word = texts[stop - 1]
        if word in small_words("phrase ends") and best:
            break
        former = stop if word.lower() in ("former", "ex", "retired", "then") else former
        if (tail := known.role(texts[:stop])) and not (tail.entry.collective and stop < len(texts)):
            best = max(best, _rank_role(tail.entry, stop - tail.length - former <= NEAR_FORMER))
        elif word[:1].isupper() and (known.body(texts[:stop]) or known.organization(word)):
            best = max(best, 2 if best or len(texts) > 1 or known.organization(word) else 0)
    return best


NEAR_FORMER = 2
"""Up to how many words may stand between "former" and the office that it is said of."""

_JOINED = re.compile(r"^(ex|then|vice)-(?=\w)|(?<=\w)-(elect|designate)$", re.IGNORECASE)
"""What a hyphen joins to an office: "ex-mayor", "president-elect"."""


def _rank_role(role: Role, former: bool) -> int:
    if "candidate" in (role.name, *role.kin):
        return 2 if former else 4
    if role.source_type is SourceType.INDIVIDUAL:
        return 0
    if role.name[:1].isupper() and role.name != "CEO":
        return 1
    return 2 if former else 3


def rank_words(title: str) -> int:
    """The rank of a title as the text has it; the second place in "of Harrow, Iowa" does not count."""
    return rank_title(tuple(re.findall(r"[\w'’.&-]+", _SECOND_PLACE.sub(r"\1", title))))


_SECOND_PLACE = re.compile(r"((?:^|\s)(?:of|in|from|at|near|outside)(?:\s[A-Z][\w.’'-]*)+)\s?,(?:\s[A-Z][\w.]*)+$")


def best_title(titles: list[str]) -> str | None:
    """The description that says most of somebody's office, the earliest of equals, else the first that says a calling.

    None when there is neither.
    """
    ranked = [(rank_words(title), -n, title) for n, title in enumerate(titles)]
    rank, _, title = max(ranked, default=(0, 0, ""))
    title = title if rank else next(filter(_says_calling, titles), "")
    return neat(title) or None


def _says_calling(title: str) -> bool:
    """Whether a title is headed by what somebody is known or trained for: "jazz guitarist", not "teacher"."""
    words, known = split_words(title), registry()
    texts = tuple(word.text for word in words[: core_end(words, 0, len(words))])
    role = known.role(texts) if texts else None
    return role is not None and role.entry.name in small_words("callings")
