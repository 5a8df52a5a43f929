"""The vocabularies as rows: each value with a sentence that tells a reader when it applies."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple, TypeVar

from provenance.models import Channel, Identity, Kind, Quotation, Role, SentenceStatus, SourceType, Stance
from provenance.rows import SPAN_ROLES


class Verdict(StrEnum):
    """What a person found when checking a claim; `unreviewed` is a claim's status until somebody has."""

    UNREVIEWED = "unreviewed"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    UNSURE = "unsure"


class Term(NamedTuple):
    """One row of a vocabulary table."""

    value: str
    description: str
    position: int


KINDS = {
    Kind.CLAIM: "Something the article attributes to somebody: said, written, asked, believed or shown.",
    Kind.SILENCE: "A stated refusal or absence of a reply, such as “declined to comment”; never counted as a claim.",
    Kind.PHOTO_CREDIT: "A photograph with the people and companies credited for it.",
}
SOURCE_TYPES = {
    SourceType.GOVERNMENT: "Heads of state, ministers, ministries, agencies, diplomats, and legislators in office.",
    SourceType.POLITICAL: "Parties, campaigns, candidates as candidates, and those who speak for them.",
    SourceType.SECURITY: "Armed forces, police, investigators, intelligence and border agencies and their members.",
    SourceType.JUDICIARY: "Courts, judges, prosecutors and lawyers in a case, and their filings and rulings.",
    SourceType.INTERGOVERNMENTAL: "Bodies that several states form, such as the UN, the EU or NATO.",
    SourceType.STATE_MEDIA: "A news outlet owned or controlled by a state.",
    SourceType.NEWS_MEDIA: "Any other outlet, programme, columnist or anchor cited for its own content.",
    SourceType.PRESS: "Journalists as carriers of somebody else's words, such as a pool report.",
    SourceType.BUSINESS: "Companies, executives, investors, trade bodies and market analysts.",
    SourceType.ACADEMIC: "Universities, researchers, doctors as experts, journals and studies.",
    SourceType.CIVIL_SOCIETY: "Charities, unions, churches, advocacy groups, think tanks and polling firms.",
    SourceType.INDIVIDUAL: "Private people: witnesses, victims, residents, voters, relatives, athletes, artists.",
    SourceType.PHOTO_CREDIT: "A photographer, picture agency or distributor credited with an image.",
    SourceType.UNKNOWN: "The text does not let a careful reader decide.",
}
IDENTITIES = {
    Identity.NAMED_PERSON: "One human being whom the article names.",
    Identity.NAMED_ORGANIZATION: "A named organization or government, or its unnamed spokesperson or officials.",
    Identity.DOCUMENT: "A report, letter, filing, poll, study, post or web page cited as such.",
    Identity.ANONYMOUS_SOURCE: "A person or people whose identity the article withholds on purpose.",
    Identity.UNNAMED_PERSON: "One person who is not named, without a promise of anonymity.",
    Identity.UNNAMED_GROUP: "Several people who are not named, such as critics or residents.",
    Identity.UNSTATED: "The article attributes the claim but does not say to whom.",
}
QUOTATIONS = {
    Quotation.DIRECT: "All of the claim stands inside quotation marks.",
    Quotation.MIXED: "Part of the claim stands inside quotation marks.",
    Quotation.INDIRECT: "None of the claim stands inside quotation marks.",
}
CHANNELS = {
    Channel.INTERVIEW: "Said to the writer or the outlet.",
    Channel.PRESS_REMARKS: "Told to reporters or at a press conference.",
    Channel.SPEECH: "Said in an address, rally, debate, hearing or sermon.",
    Channel.BROADCAST: "Said on television or radio.",
    Channel.SOCIAL_MEDIA: "Posted on a social network.",
    Channel.DOCUMENT: "Stated in a report, study, bill, filing, poll or data set.",
    Channel.LETTER: "Written in a letter, e-mail, memo or note.",
    Channel.STATEMENT: "A prepared statement or press release, or a spokesperson's words.",
    Channel.NEWS_REPORT: "Published in another outlet's story.",
    Channel.PUBLICATION: "Published in a book, article or opinion piece.",
    Channel.PHOTO: "Printed in a caption or credit line.",
    Channel.UNSPECIFIED: "The article does not say how the claim got out.",
}
STANCES = {
    Stance.NEUTRAL: "The reporting word takes no side: said, told, asked.",
    Stance.ENDORSING: "The reporting word presents the claim as true: confirmed, revealed, acknowledged.",
    Stance.DISTANCING: "The reporting word keeps the claim at arm's length: claimed, alleged, insisted.",
}
ROLES = {
    Role.ORIGINATOR: "Whoever is said to hold or have uttered the claim.",
    Role.RELAYER: "Whoever passed the claim on to the article, when that is not its author.",
    Role.PHOTOGRAPHER: "Whoever is credited with taking the photograph.",
    Role.AGENCY: "The agency the photograph was taken for.",
    Role.DISTRIBUTOR: "The company that supplied the photograph to the outlet.",
}
SENTENCE_STATUSES = {
    SentenceStatus.ATTRIBUTED: "The sentence carries a claim with its attribution.",
    SentenceStatus.UNATTRIBUTED: "A statement for which the article states no source.",
    SentenceStatus.FURNITURE: "Not part of the article's prose: a sharing line, an advertisement, a caption.",
}
EVIDENCE = {
    "source": "The words that name the source.",
    "cue": "The words that attribute, such as “said” or “according to”.",
    "content": "The words of the claim itself.",
    "justification": "The words that say why this source is here.",
}
VERDICTS = {
    Verdict.UNREVIEWED: "Nobody has checked this claim yet.",
    Verdict.CONFIRMED: "A person checked the claim and found it right as it stands.",
    Verdict.CORRECTED: "A person checked the claim and named a different source or type for it.",
    Verdict.REJECTED: "A person checked the claim and found that the article does not make this attribution.",
    Verdict.UNSURE: "A person checked the claim and could not decide.",
}


Value = TypeVar("Value", bound=str)


def _terms(described: Mapping[Value, str], order: Iterable[Value]) -> tuple[Term, ...]:
    return tuple(Term(str(value), described[value], position) for position, value in enumerate(order))


VOCABULARIES: Mapping[str, tuple[Term, ...]] = {
    "kinds": _terms(KINDS, Kind),
    "source_types": _terms(SOURCE_TYPES, SourceType),
    "identities": _terms(IDENTITIES, Identity),
    "quotations": _terms(QUOTATIONS, Quotation),
    "channels": _terms(CHANNELS, Channel),
    "stances": _terms(STANCES, Stance),
    "roles": _terms(ROLES, Role),
    "span_roles": _terms(EVIDENCE, SPAN_ROLES),
    "sentence_statuses": _terms(SENTENCE_STATUSES, SentenceStatus),
    "review_verdicts": _terms(VERDICTS, Verdict),
}
"""The rows of each vocabulary table, in the order in which a reader meets the values."""
