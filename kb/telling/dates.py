"""Dates of the corpus, which may lack a day or a month, as readers and programs get them."""

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
WHOLE = len("2024-07-09")


def date_in_words(date: str) -> str:
    """Return a date of the corpus as a reader writes it.

    >>> date_in_words("2024-07-09"), date_in_words("2024-12"), date_in_words("2024")
    ('9 juli 2024', 'december 2024', '2024')
    """
    year, _, rest = date.partition("-")
    month, _, day = rest.partition("-")
    words = [str(int(day))] if day else []
    return " ".join([*words, *([MONTHS[int(month) - 1]] if month else []), year])


def whole_date(date: str | None) -> str | None:
    """Return a date when it has its day, else None.

    >>> whole_date("2024-07-09"), whole_date("2024-07")
    ('2024-07-09', None)
    """
    return date if date and len(date) == WHOLE else None
