"""How often one reader may ask: by default generously, since a whole town hall may be one address."""

import math
import time
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from flask import Flask, request
from limits import RateLimitItem, parse, parse_many
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from kb.errors import KnowledgeBaseError

OFF = "uit"
# Twenty a second: a town hall of a thousand people does not come near, one script that hammers does.
DEFAULT = "1200 per minute"
# One in two seconds, for all who share an address: more is nobody's opinion, and would fill the room that a day has.
JUDGEMENTS = "30 per minute"
# These cost next to nothing, and those who watch over the site must always get an answer.
_FREE_BLUEPRINTS = ("assets", "health")
_JUDGING = "feedback"
_THIS_MACHINE = "deze machine"
# What a provider gives one home or office: whoever has it has all its addresses.
_ONE_READER_BITS = 64


def register(app: Flask, limit: str) -> None:
    """Refuse, with status 429 and Retry-After, more requests of one reader than `limit` allows; each process counts its own.

    Every request counts, also for an address that does not exist or with a method that it does not know. `limit` is for instance
    '600 per minute', 'uit' for none, or empty for DEFAULT. The default does not count requests of this machine itself: those are
    measurements, or all readers together behind a proxy that KB_PROXIES does not name.
    """
    if not counts(limit):
        return
    try:
        items = parse_many(limit or DEFAULT)
    except ValueError as error:
        raise KnowledgeBaseError(
            f"KB_RATE_LIMIT is '{limit}', en dat kan niet: schrijf bijvoorbeeld '600 per minute', of 'uit'."
        ) from error
    counter = FixedWindowRateLimiter(MemoryStorage())

    @app.before_request
    def count() -> None:
        if request.blueprint in _FREE_BLUEPRINTS:
            return
        reader = reader_of(request.remote_addr or "")
        if limit or reader != _THIS_MACHINE:
            _hit(counter, items, reader)
        if request.blueprint == _JUDGING:
            _hit(counter, (parse(JUDGEMENTS),), _JUDGING, reader)


def counts(limit: str) -> bool:
    """Return whether requests are counted at all, for which the address of a reader is kept in memory."""
    return limit.casefold() != OFF


def _hit(counter: FixedWindowRateLimiter, items: Sequence[RateLimitItem], *key: str) -> None:
    for item in items:
        if not counter.hit(item, *key):
            seconds = counter.get_window_stats(item, *key).reset_time - time.time()
            raise TooManyRequests(retry_after=max(1, math.ceil(seconds)))


def reader_of(address: str) -> str:
    """Return whose requests count together: of IPv4 the address, of IPv6 its network; a port, which some proxies add, says nothing.

    >>> reader_of("203.0.113.7:52011"), reader_of("::ffff:203.0.113.7"), reader_of("[2001:db8::1]:443"), reader_of("::1")
    ('203.0.113.7', '203.0.113.7', '2001:db8::/64', 'deze machine')
    """
    text = address.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    except ValueError:
        return "onbekend"
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.is_loopback:
        return _THIS_MACHINE
    return str(found) if isinstance(found, IPv4Address) else str(ip_network((found, _ONE_READER_BITS), strict=False))
