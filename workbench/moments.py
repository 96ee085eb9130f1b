"""When something was, as an editor reads it: the day in words and the time of the Netherlands."""

from datetime import UTC, datetime

from kb.day import here
from kb.telling.dates import date_in_words


def told(moment: str | float, *, to_the_second: bool = False) -> str:
    """Return a moment in words: one of the logbook (ISO 8601) or in seconds since 1970.

    >>> told("2026-12-01T04:15:09+00:00"), told("2026-07-01T22:30:00+00:00"), told(0.0, to_the_second=True)
    ('1 december 2026, 05:15', '2 juli 2026, 00:30', '1 januari 1970, 01:00:00')
    """
    then = here(datetime.fromisoformat(moment) if isinstance(moment, str) else datetime.fromtimestamp(moment, UTC))
    return f"{date_in_words(then.date().isoformat())}, {then:{'%H:%M:%S' if to_the_second else '%H:%M'}}"
