"""What people have said about an article's claims, and the articles to go through."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlite_utils import Database

from provenance.store.opening import explained, path_of


class Judgement(NamedTuple):
    """A person's verdict on a claim, and who its source really is."""

    verdict: str
    source_name: str | None
    source_type: str | None


def list_articles(db: Database) -> Iterator[str]:
    """The ids of all articles, by name; one that is added meanwhile may be left out."""
    with explained(path_of(db)):
        yield from (row[0] for row in db.execute("SELECT id FROM articles ORDER BY name, id"))


def find_judgements(db: Database, article: str) -> Mapping[str, Judgement]:
    """The last verdict on each claim of an article that has been reviewed, by the claim's id."""
    with explained(path_of(db)):
        rows = db.execute(
            "SELECT claim, verdict, source_name, source_type FROM reviews WHERE article = ? ORDER BY id", [article]
        )
        return {row[0]: Judgement(*row[1:]) for row in rows}
