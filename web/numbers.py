"""Numbers that readers and operators write as text: a page, a setting, where a stretch of text begins and ends."""

_MOST_DIGITS = 8


def number_of(text: str) -> int | None:
    """Return the whole number that a text is, or None when it is none; digits of other scripts and endless ones are none.

    >>> number_of("007"), number_of("²"), number_of("-1"), number_of("1" * 5_000)
    (7, None, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def span_of(begin: str, end: str) -> tuple[int, int] | None:
    """Return the stretch that is given by its begin and end, or None when these are no such thing.

    >>> span_of("0", "5"), span_of("5", "5"), span_of("0", "")
    ((0, 5), None, None)
    """
    low, high = number_of(begin), number_of(end)
    return (low, high) if low is not None and high is not None and low < high else None
