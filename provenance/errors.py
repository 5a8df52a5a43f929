"""What can go wrong, by name.

Every message says what happened, where, and what to do about it. Only the command line turns these into one line
and a non-zero exit; everything else lets them pass.
"""

import attrs


class ProvenanceError(Exception):
    """Anything this program refuses to do, with a reason a reader can act on.

    Args:
        what: what happened, as a short clause without a full stop.
        where: the path, URL or field it happened at, if there is one.
        remedy: what the user can do about it, as an imperative clause.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where, remedy)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"; {self.remedy}" if self.remedy else ""
        # A file's name may hold anything; a message is one line and must not steer the terminal.
        return "".join(sign if sign.isprintable() else " " for sign in f"{place}{self.what}{advice}")


class UnreadableArticle(ProvenanceError):
    """An input could not be turned into an article: empty, binary, too large, refused, or without any text."""


class UnusableDatabase(ProvenanceError):
    """A database is missing, locked, full, damaged, or was not made by this program."""


class DamagedLexicon(ProvenanceError):
    """A lexicon file breaks its own schema; `where` names the file and the entry."""


class MissingWeights(ProvenanceError):
    """The tagger's weights are absent or altered; `where` names the file."""


class UnknownAudit(ProvenanceError):
    """No audit has the given name, or a parameter of it is not usable."""


class UnwritableFile(ProvenanceError):
    """A file or directory that was asked for cannot be written; `where` names it."""


class UnusablePolicy(ProvenanceError):
    """A policy cannot be read, or asks for something that cannot be checked; `where` names the file and the line."""


@attrs.frozen(kw_only=True)
class Failure:
    """One input that could not be done, as a value beside the others' results: the error's name and words."""

    input: str
    error: str
    message: str
