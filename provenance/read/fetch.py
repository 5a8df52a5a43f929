"""One page of the web, fetched within limits and never from a private network unless that is asked for."""

import asyncio
import ipaddress
import socket
import ssl
from datetime import UTC, datetime
from email.message import Message

import attrs
import httpx

from provenance.errors import UnreadableArticle

USER_AGENT = "provenance (reads single news articles for source auditing)"
ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.9"
READABLE = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
NOT_PUBLIC = "pass --allow-private if you trust this address"
SAVE_IT = "save the article and name the file"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@attrs.frozen(kw_only=True)
class Limits:
    """How much a fetch may take: seconds in all and to connect, bytes of body (unpacked), and redirects."""

    total: float = 20.0
    connect: float = 5.0
    size: int = 10_000_000
    redirects: int = 5


@attrs.frozen(kw_only=True)
class FetchedPage:
    """What was fetched: its final address, its bytes, and the moment in UTC."""

    url: str
    data: bytes = attrs.field(repr=False)
    content_type: str
    charset: str | None
    retrieved: str


class PrivateAddress(Exception):
    """A name leads to an address that is not public."""


class PinnedTransport(httpx.AsyncBaseTransport):
    """Connects to the very address that was checked, so that a name cannot lead elsewhere a moment later.

    Every request passes here, the ones after a redirect too. The host's name stays in the Host header and in TLS.
    """

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._inner = httpx.AsyncHTTPTransport(trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Resolve the request's host, refuse private addresses, and send it to the first that answers."""
        host = request.url.raw_host.decode("ascii")
        addresses = await _resolve(host, request.url.port or (443 if request.url.scheme == "https" else 80))
        if not self._allow_private and not all(is_public(address) for address in addresses):
            raise PrivateAddress(request.url.host)
        for address in addresses[:-1]:
            try:
                return await self._inner.handle_async_request(_pinned(request, address))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._inner.handle_async_request(_pinned(request, addresses[-1]))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def fetch(url: str, *, allow_private: bool = False, limits: Limits | None = None) -> FetchedPage:
    """Fetch a page of HTML or plain text.

    Raises:
        UnreadableArticle: if the address is malformed or not public, the server does not answer in time or answers
            with an error, redirects too often, sends too much, or sends something other than text.
    """
    limits = limits or Limits()
    host = _host(url)
    try:
        return asyncio.run(_fetch(url, allow_private=allow_private, limits=limits))
    except PrivateAddress as error:
        where = f" ({error})" if str(error) != host else ""
        raise UnreadableArticle(f"leads to a private address{where}", where=url, remedy=NOT_PUBLIC) from error
    except (TimeoutError, httpx.TimeoutException) as error:
        what = f"no complete answer within {limits.total:g} seconds"
        raise UnreadableArticle(what, where=url, remedy=f"try again later, or {SAVE_IT}") from error
    except httpx.TooManyRedirects as error:
        raise UnreadableArticle(f"redirects more than {limits.redirects} times", where=url, remedy=SAVE_IT) from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ssl.SSLError, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UnreadableArticle(f"cannot be fetched ({reason})", where=url, remedy="check the address") from error


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, the IPv4 address inside an IPv6 one included."""
    if isinstance(address, ipaddress.IPv6Address):
        teredo = address.teredo[1] if address.teredo else None
        nat64 = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None
        inner = address.ipv4_mapped or address.sixtofour or teredo or nat64
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _host(url: str) -> str:
    try:
        parts = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise UnreadableArticle("not an address", where=url, remedy="write it as https://host/path") from error
    if not parts.host:
        raise UnreadableArticle("not an address", where=url, remedy="write it as https://host/path")
    if parts.userinfo:
        raise UnreadableArticle("the address holds a password", where=parts.host, remedy="leave user and password out")
    return parts.host


async def _fetch(url: str, *, allow_private: bool, limits: Limits) -> FetchedPage:
    async with (
        asyncio.timeout(limits.total),
        httpx.AsyncClient(
            transport=PinnedTransport(allow_private=allow_private),
            timeout=httpx.Timeout(limits.total, connect=limits.connect),
            headers={"User-Agent": USER_AGENT, "Accept": ACCEPT},
            follow_redirects=True,
            max_redirects=limits.redirects,
            trust_env=False,
        ) as client,
        client.stream("GET", url) as response,
    ):
        content_type, charset = _content_type(response.headers.get("content-type", ""))
        _refuse(response, content_type, url)
        data = await _body(response, url, limits.size)
        return FetchedPage(
            url=str(response.url.copy_with(fragment=None)),
            data=data,
            content_type=content_type,
            charset=charset,
            retrieved=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )


def _refuse(response: httpx.Response, content_type: str, url: str) -> None:
    if response.status_code != httpx.codes.OK:
        what = f"the server answered {response.status_code} {response.reason_phrase}".rstrip()
        raise UnreadableArticle(what, where=url, remedy=f"check the address, or {SAVE_IT}")
    if content_type not in READABLE:
        raise UnreadableArticle(f"this is {content_type}, neither HTML nor plain text", where=url, remedy=SAVE_IT)


async def _body(response: httpx.Response, url: str, size: int) -> bytes:
    data = bytearray()
    async for chunk in response.aiter_bytes():
        data += chunk
        if len(data) > size:
            raise UnreadableArticle(f"the page is larger than {size // 1_000_000} MB", where=url, remedy=SAVE_IT)
    return bytes(data)


async def _resolve(host: str, port: int) -> list[Address]:
    """Every address a host's name stands for, in the system's order, each once."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise httpx.ConnectError(f"the host {host} is not known") from error
    addresses = [ipaddress.ip_address(str(item[4][0]).partition("%")[0]) for item in found]
    return list(dict.fromkeys(addresses))


def _pinned(request: httpx.Request, address: Address) -> httpx.Request:
    """The same request to a numeric address; the name stays in the Host header and for the certificate."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=str(address)),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.raw_host.decode("ascii")},
    )


def _content_type(header: str) -> tuple[str, str | None]:
    message = Message()
    message["content-type"] = header or "application/x-unknown"
    charset = message.get_param("charset")
    kind = message.get_content_type() if header else ""
    return kind, charset if isinstance(charset, str) else None
