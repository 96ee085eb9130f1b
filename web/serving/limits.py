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


class ReaderLimit:
    """Counts the requests of each reader, and says who must wait; each process counts its own.

    The default does not count requests of this machine itself: those are measurements, or all readers together behind a proxy that
    KB_PROXIES does not name.
    """

    def __init__(self, limit: str) -> None:
        """Allow what `limit` says: for instance '600 per minute', 'uit' for no limit, or '' for DEFAULT. Raises KnowledgeBaseError."""
        self._spares_this_machine = not limit
        self._counter = FixedWindowRateLimiter(MemoryStorage())
        try:
            self._items = parse_many(limit or DEFAULT) if counts(limit) else []
        except ValueError as error:
            raise KnowledgeBaseError(
                f"KB_RATE_LIMIT is '{limit}', en dat kan niet: schrijf bijvoorbeeld '600 per minute', of 'uit'."
            ) from error

    def seconds_to_wait(self, address: str) -> int:
        """Count a request of the reader at this address, and return how long he must wait before it may be asked: 0 when it may."""
        reader = reader_of(address)
        return 0 if self._spares_this_machine and reader == _THIS_MACHINE else self._wait(self._items, reader)

    def seconds_to_wait_to_judge(self, address: str) -> int:
        """Count a judgement of the reader at this address, and return how long he must wait before it may be given."""
        return self._wait([parse(JUDGEMENTS)], _JUDGING, reader_of(address)) if self._items else 0

    def _wait(self, items: Sequence[RateLimitItem], *key: str) -> int:
        for item in items:
            if not self._counter.hit(item, *key):
                return max(1, math.ceil(self._counter.get_window_stats(item, *key).reset_time - time.time()))
        return 0


def register(app: Flask, limit: str) -> None:
    """Refuse, with status 429 and Retry-After, more requests of one reader than `limit` allows.

    Every request counts, also for an address that does not exist or with a method that it does not know.
    """
    if not counts(limit):
        return
    readers = ReaderLimit(limit)

    @app.before_request
    def count() -> None:
        if request.blueprint in _FREE_BLUEPRINTS:
            return
        address = request.remote_addr or ""
        wait = readers.seconds_to_wait(address)
        if not wait and request.blueprint == _JUDGING:
            wait = readers.seconds_to_wait_to_judge(address)
        if wait:
            raise TooManyRequests(retry_after=wait)


def counts(limit: str) -> bool:
    """Return whether requests are counted at all, for which the address of a reader is kept in memory."""
    return limit.casefold() != OFF


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
