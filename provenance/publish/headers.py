"""Headers for every page of a server that shows a database of ours, as an ASGI wrapper around Datasette.

The texts come from anywhere: even if a mark-up mistake let some of one through, nothing in it could run or load. What
an archive holds belongs to its publishers: unless its owner says otherwise, search engines are asked to leave it out.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import datasette as datasette_package
from datasette.utils.asgi import NotFound, Request, Response

from provenance.publish.asgi import App, Message, Receive, Scope, Send
from provenance.publish.databases import serves_ours

if TYPE_CHECKING:
    from datasette.app import Datasette

FIXED = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
NO_ROBOTS = "noindex, nofollow, noarchive"

DENY, ALLOW = "deny", "allow"
ROBOTS = {
    DENY: "User-agent: *\nDisallow: /\n",
    # A page and its row pages are enough; filters and sort orders make endlessly many addresses of them.
    ALLOW: "User-agent: *\nDisallow: /*?\n",
}
"""What robots.txt says for each value of the plugin's setting `robots`."""

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
TEMPLATES_WITH_SCRIPTS = ("_codemirror_foot.html",)
SCRIPTS_OF_TABLES = ("DATASETTE_ALLOW_FACET = true;", "DATASETTE_ALLOW_FACET = false;")


def wrap(datasette: "Datasette", app: App) -> App:
    """Add the headers to every answer, unless no database of ours is served; a view's own headers stay."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start" and serves_ours(datasette):
                message = {**message, "headers": add_headers(message.get("headers", []), configure(datasette))}
            await send(message)

        await app(scope, receive, send_with_headers if scope["type"] == "http" else send)

    return wrapped


def configure(datasette: "Datasette") -> dict[str, Any]:
    """The plugin's own settings: `robots` and `content_security_policy`."""
    config: dict[str, Any] = datasette.plugin_config("provenance") or {}
    return {"robots": DENY, "content_security_policy": content_security_policy()} | config


def add_headers(headers: Iterable[tuple[bytes, bytes]], config: dict[str, Any]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer and those that it lacks; a page gets a content security policy."""
    kept = list(headers)
    known = {name.lower(): value for name, value in kept}
    wanted = dict(FIXED)
    if known.get(b"content-type", b"").startswith(b"text/html") and config["content_security_policy"]:
        wanted["Content-Security-Policy"] = config["content_security_policy"]
    if config["robots"] != ALLOW:
        wanted["X-Robots-Tag"] = NO_ROBOTS
    added = {name.lower().encode(): value.encode() for name, value in wanted.items()}
    return kept + [(name, value) for name, value in added.items() if name not in known]


@cache
def content_security_policy() -> str:
    """A policy by which a page runs this server's files and Datasette's own inline scripts, and loads nothing else."""
    folder = Path(datasette_package.__file__).with_name("templates")
    written = [
        script for name in TEMPLATES_WITH_SCRIPTS for script in INLINE.findall((folder / name).read_text("utf-8"))
    ]
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in (*written, *SCRIPTS_OF_TABLES))
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


async def read_robots(request: Request, datasette: "Datasette") -> Response:
    """What robots.txt says.

    Raises:
        NotFound: if no database of ours is served; that is another plugin's to say.
    """
    if not serves_ours(datasette):
        raise NotFound(f"{request.path} is not here")
    return Response.text(ROBOTS.get(configure(datasette)["robots"], ROBOTS[DENY]))
