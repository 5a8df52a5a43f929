"""A server under a path of its own behind a proxy, whether or not the proxy takes that prefix off the address.

Datasette writes its links under the setting `base_url`, but it expects requests without it: one that still has the
prefix is answered with links that have it twice. Some of its redirects, such as that of a path that ends in a slash,
lack it. Both are put right here, around Datasette.
"""

from typing import TYPE_CHECKING

from provenance.publish.asgi import App, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from datasette.app import Datasette

ROOT = "/"


def wrap(datasette: "Datasette", app: App) -> App:
    """Take the prefix off every request, and see that every redirect has it."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        prefix = str(datasette.setting("base_url"))

        async def send_with_prefix(message: Message) -> None:
            await send(lead_back(message, prefix) if message["type"] == "http.response.start" else message)

        if scope["type"] != "http" or prefix == ROOT:
            await app(scope, receive, send)
        else:
            await app(take_off(scope, prefix), receive, send_with_prefix)

    return wrapped


def take_off(scope: Scope, prefix: str) -> Scope:
    """The request without the prefix, which begins and ends with a slash; others are left as they are."""
    if not f"{scope['path']}/".startswith(prefix):
        return scope
    length = len(prefix) - 1
    raw = scope.get("raw_path") or scope["path"].encode()
    return {**scope, "path": scope["path"][length:] or ROOT, "raw_path": raw[length:] or ROOT.encode()}


def lead_back(message: Message, prefix: str) -> Message:
    """The beginning of an answer, its redirect led under the prefix if it leads to this server without it."""
    headers = [
        (name, prefix.encode() + value[1:] if name.lower() == b"location" and _lacks(value, prefix) else value)
        for name, value in message.get("headers", [])
    ]
    return {**message, "headers": headers}


def _lacks(location: bytes, prefix: str) -> bool:
    return location.startswith(b"/") and not location.startswith((b"//", prefix.encode()))
