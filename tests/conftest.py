"""What several tests look at: databases built by our own store from articles worked out by hand."""

from pathlib import Path

import pytest
import pytest_asyncio
from datasette.app import Datasette

from provenance.publish.serving import build_datasette
from tests.newsroom import STORIES, build


@pytest.fixture(name="news_db", scope="session")
def _news_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database called `news.db` with three articles; tests only read it."""
    return build(tmp_path_factory.mktemp("db") / "news.db", *STORIES)


@pytest_asyncio.fixture(name="published")
async def _published(news_db: Path) -> Datasette:
    """That database as it is published."""
    datasette = build_datasette(news_db)
    await datasette.invoke_startup()
    return datasette


@pytest.fixture(name="repository", scope="session")
def _repository() -> Path:
    """The directory that holds metadata.yml and docs."""
    return Path(__file__).parents[1]
