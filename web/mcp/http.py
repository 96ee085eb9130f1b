"""Streamable HTTP, as a process of its own: who may ask what is settled here, before the protocol reads a word.

One address, POST only: nothing is remembered between two requests, so there is no stream to listen to and no session to end.
"""

import hmac
import json
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.errors import KnowledgeBaseError
from web.mcp.server import in_dutch
from web.serving.limits import ReaderLimit
from web.serving.settings import Settings

PATH = "/mcp"
# As much as the API takes, and as long as it waits for it.
LARGEST_BODY = 64_000
SECONDS_TO_SEND = 10.0
SHORTEST_TOKEN = 24
# What a request may be refused for by HTTP, with the code of JSON-RPC that goes with it.
_REFUSALS = {
    401: (types.INVALID_REQUEST, "Zonder sleutel geeft deze kennisbank geen antwoord. Stuur hem mee als: Authorization: Bearer …"),
    403: (types.INVALID_REQUEST, "Een andere site (de kopregel Origin) mag deze kennisbank niet bevragen."),
    404: (types.INVALID_REQUEST, f"Dit adres is er niet. De kennisbank luistert op {PATH}."),
    405: (types.INVALID_REQUEST, "Deze kennisbank neemt hier alleen POST aan; zij houdt geen sessie of stroom bij."),
    406: (types.INVALID_REQUEST, "Vraag om application/json (de kopregel Accept)."),
    408: (types.INVALID_REQUEST, f"De aanvraag was na {SECONDS_TO_SEND:.0f} seconden nog niet binnen."),
    413: (types.INVALID_REQUEST, f"De aanvraag is groter dan {LARGEST_BODY} bytes."),
    415: (types.INVALID_REQUEST, "De inhoud moet application/json zijn."),
    421: (types.INVALID_REQUEST, "Onder deze naam (de kopregel Host) is deze kennisbank niet te bevragen."),
    429: (types.INVALID_REQUEST, "U vraagt te veel in korte tijd. Wacht even."),
}


class _Refused(Exception):
    def __init__(self, status: int, **headers: str) -> None:
        self.status = status
        self.headers = headers


def application(server: Server[Any], settings: Settings) -> ASGIApp:
    """Return the application that answers at PATH. Raises KnowledgeBaseError when who may ask is not settled."""
    # Host and Origin are looked at here, so that a refusal is Dutch too.
    inner = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=LARGEST_BODY,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    return Guard(inner, names_of(settings), token_of(settings), ReaderLimit(settings.rate_limit), settings.proxies)


def names_of(settings: Settings) -> frozenset[str]:
    """Return the names under which this process may be asked, lower case, without a port."""
    public = urlsplit(settings.mcp_url).hostname if settings.mcp_url else None
    return frozenset(name.casefold() for name in ("127.0.0.1", "localhost", "::1", settings.mcp_host, public) if name)


def token_of(settings: Settings) -> str:
    """Return the token that is asked for, '' when only this machine can ask. Raises KnowledgeBaseError when one is needed and not there."""
    if not settings.mcp_token:
        if settings.mcp_url or not _is_this_machine(settings.mcp_host):
            raise KnowledgeBaseError(
                "De MCP-server is zo van buiten deze machine te bevragen, en dan is een sleutel nodig: zet er een in een bestand"
                " (bijvoorbeeld met: openssl rand -hex 32) en noem dat in KB_MCP_TOKEN."
            )
        return ""
    try:
        token = Path(settings.mcp_token).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeBaseError(f"Het bestand '{settings.mcp_token}' van KB_MCP_TOKEN is niet te lezen als gewone tekst.") from error
    if len(token) < SHORTEST_TOKEN or any(character.isspace() for character in token):
        raise KnowledgeBaseError(
            f"De sleutel in '{settings.mcp_token}' (KB_MCP_TOKEN) is te kort of staat op meer regels: gebruik ten minste {SHORTEST_TOKEN}"
            " tekens zonder spaties, bijvoorbeeld van: openssl rand -hex 32"
        )
    return token


class Guard:
    """Lets a request through to the protocol when it may ask, is whole and is not too large; every refusal is one of JSON-RPC, in Dutch."""

    def __init__(self, inner: ASGIApp, names: frozenset[str], token: str, limit: ReaderLimit, proxies: int) -> None:
        self._inner = inner
        self._names = names
        self._token = token
        self._limit = limit
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what is no request (starting, stopping) goes on as it is."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        try:
            self._check(scope)
            body = await _body(scope, receive)
        except _Refused as refused:
            await _refuse(send, refused.status, refused.headers)
            return
        await self._inner(scope, _given(body, receive), _translated(send))

    def _check(self, scope: Scope) -> None:
        """Raise _Refused unless this reader may ask this here."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if _host_name(f"//{headers.get('host', '')}") not in self._names:
            raise _Refused(421)
        if headers.get("origin") and _host_name(headers["origin"]) not in self._names:
            raise _Refused(403)
        if self._token and not hmac.compare_digest(headers.get("authorization", "").encode(), f"Bearer {self._token}".encode()):
            raise _Refused(401, **{"www-authenticate": "Bearer"})
        wait = self._limit.seconds_to_wait(_reader(scope, headers, self._proxies))
        if wait:
            raise _Refused(429, **{"retry-after": str(wait)})
        if scope["path"] != PATH:
            raise _Refused(404)
        if scope["method"] != "POST":
            raise _Refused(405, allow="POST")
        if headers.get("content-type", "").partition(";")[0].strip().casefold() != "application/json":
            raise _Refused(415)
        if not any(kind in headers.get("accept", "*/*") for kind in ("application/json", "application/*", "*/*")):
            raise _Refused(406)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _host_name(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").casefold()
    except ValueError:
        return ""


def _reader(scope: Scope, headers: dict[str, str], proxies: int) -> str:
    """Return the address of who asks: what the outermost trusted proxy saw, when there is one."""
    seen = [part.strip() for part in headers.get("x-forwarded-for", "").split(",") if part.strip()]
    client: tuple[str, int] | None = scope.get("client")
    return seen[-proxies] if proxies and len(seen) >= proxies else client[0] if client else ""


async def _body(scope: Scope, receive: Receive) -> bytes:
    parts: list[bytes] = []
    size = 0
    with anyio.move_on_after(SECONDS_TO_SEND):
        while True:
            message = await receive()
            if message["type"] != "http.request":
                raise _Refused(408)
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > LARGEST_BODY:
                raise _Refused(413)
            if not message.get("more_body"):
                return b"".join(parts)
    raise _Refused(408)


def _given(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read once more, and then whatever comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return waiting.pop() if waiting else await receive()

    return give


def _translated(send: Send) -> Send:
    """Return what sends an answer, a refusal of the protocol's library among them in Dutch and in the protocol's form."""
    started: list[Message] = []
    parts: list[bytes] = []

    async def translate(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] >= 400:
            started.append(message)
        elif not started:
            await send(message)
        else:
            parts.append(message.get("body", b""))
            if not message.get("more_body"):
                await _send_fault(send, started[0], b"".join(parts))

    return translate


async def _send_fault(send: Send, start: Message, body: bytes) -> None:
    try:
        fault = json.loads(body)
        error = {"code": fault["error"]["code"], "message": fault["error"]["message"]}
        identity = fault.get("id")
    except (ValueError, KeyError, TypeError):
        await _refuse(send, start["status"], {})
        return
    if not error["message"].endswith("."):
        error["message"] = in_dutch(error["code"])
    await _send_json(send, start["status"], {"jsonrpc": "2.0", "id": identity, "error": error}, {})


async def _refuse(send: Send, status: int, headers: dict[str, str]) -> None:
    code, said = _REFUSALS.get(status, (types.INTERNAL_ERROR, in_dutch(types.INTERNAL_ERROR)))
    await _send_json(send, status, {"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": said}}, headers)


async def _send_json(send: Send, status: int, value: dict[str, Any], headers: dict[str, str]) -> None:
    body = json.dumps(value, ensure_ascii=False).encode()
    fields: Sequence[tuple[str, str]] = [
        ("content-type", "application/json"),
        ("content-length", str(len(body))),
        ("cache-control", "no-store"),
        *headers.items(),
    ]
    encoded = [(name.encode(), value.encode()) for name, value in fields]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})
