"""How often one address may ask: by default generously, since a whole town hall may be one address."""

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse

from kb.errors import KnowledgeBaseError

OFF = "uit"
# Twenty a second: a town hall of a thousand people does not come near, one script that hammers does.
DEFAULT = "1200 per minute"
_OF_THIS_MACHINE = ("127.0.0.1", "::1")
# These cost next to nothing, and those who watch over the site must always get an answer.
_FREE_BLUEPRINTS = ("assets", "health")


def register(app: Flask, limit: str) -> None:
    """Refuse, with status 429 and Retry-After, more requests of one address than `limit` allows; each process counts its own.

    `limit` is for instance '600 per minute', 'uit' for none, or empty for DEFAULT. The default does not count requests of
    this machine itself: those are measurements, or all readers together behind a proxy that KB_PROXIES does not name.
    """
    if limit.casefold() == OFF:
        return
    try:
        parse(limit or DEFAULT)
    except ValueError as error:
        raise KnowledgeBaseError(
            f"KB_RATE_LIMIT is '{limit}', en dat kan niet: schrijf bijvoorbeeld '600 per minute', of 'uit'."
        ) from error

    def is_free() -> bool:
        return request.blueprint in _FREE_BLUEPRINTS or (not limit and get_remote_address() in _OF_THIS_MACHINE)

    Limiter(
        get_remote_address,
        app=app,
        application_limits=[limit or DEFAULT],
        application_limits_exempt_when=is_free,
        headers_enabled=True,
        storage_uri="memory://",
    )
