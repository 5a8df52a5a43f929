"""Human verdicts: added, never changed, and shown beside what the machine said."""

# ruff: noqa: S608 (statements are put together from this package's own names; values are always bound)

from datetime import UTC, datetime

from sqlite_utils import Database

from provenance.errors import ProvenanceError
from provenance.models import SourceType
from provenance.store.opening import transaction
from provenance.store.vocabularies import Verdict


def add_review(
    db: Database,
    claim: str,
    verdict: str,
    *,
    source_name: str | None = None,
    source_type: str | None = None,
    note: str | None = None,
    reviewer: str | None = None,
    reviewed_at: str | None = None,
) -> int:
    """Record what a person found about a claim, and make it the claim's review status; gives the review's id.

    The claim itself stays as the machine found it. `source_name` and `source_type` say who the source really is.
    `reviewed_at` is ISO 8601, now if left out.

    Raises:
        ProvenanceError: if there is no such claim, or a value is not in its vocabulary.
        UnusableDatabase: if the database is locked, full, damaged or read-only.
    """
    verdicts = [value.value for value in Verdict if value is not Verdict.UNREVIEWED]
    _require(verdict, verdicts, "verdict")
    if source_type is not None:
        _require(source_type, [value.value for value in SourceType], "source type")
    moment = reviewed_at or datetime.now(UTC).isoformat(timespec="seconds")
    with transaction(db):
        found = db.execute("SELECT article, text FROM claims WHERE id = ?", [claim]).fetchone()
        if found is None:
            remedy = "copy the id from the claims table: provenance serve"
            raise ProvenanceError("no claim has this id", where=claim, remedy=remedy)
        values = [claim, found[0], verdict, source_name, source_type, note, reviewer, moment, found[1]]
        columns = "claim, article, verdict, source_name, source_type, note, reviewer, reviewed_at, claim_text"
        db.execute(f"INSERT INTO reviews ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        review = int(db.execute("SELECT last_insert_rowid()").fetchone()[0])
        db.execute("UPDATE claims SET review_status = ? WHERE id = ?", [verdict, claim])
        return review


def _require(value: str, allowed: list[str], what: str) -> None:
    if value not in allowed:
        raise ProvenanceError(f"not a {what}: {value}", remedy=f"choose one of {', '.join(allowed)}")
