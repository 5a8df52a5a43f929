"""A published page as a test looks at it: its elements and its words."""

from typing import Any

from datasette.app import Datasette
from lxml import html


async def page(datasette: Datasette, path: str, status: int = 200) -> Any:
    """The page at a path, which must be answered with this status."""
    response = await datasette.client.get(path)
    assert response.status_code == status, response.text
    return html.fromstring(response.text)


def words(element: Any) -> str:
    """An element's words, one space apart."""
    return " ".join(element.text_content().split())
