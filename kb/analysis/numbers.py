"""Numbers as they are compared: one form for '2.420.000', '2420000' and '2,42 miljoen', and figures for the number of a step."""

import re
from decimal import Decimal

_MULTIPLES = {"duizend": 10**3, "miljoen": 10**6, "mln": 10**6, "miljard": 10**9, "mld": 10**9}
_CARDINALS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
_ORDINALS = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende", "elfde", "twaalfde")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_FIGURE_ORDINAL = re.compile(r"(\d{1,2})(?:e|de|ste)")
# Of more figures nobody reads the value.
_MOST_FIGURES = 15
_AFTER = {word: str(value) for names in (_CARDINALS, _ROMAN) for value, word in enumerate(names, 1)}
_BEFORE = {word: str(value) for value, word in enumerate(_ORDINALS, 1)}


def number(raw: str) -> str:
    """Return a number as Dutch texts write it in its plain form: no points, no zeros behind the comma.

    >>> number("2.420.000,00"), number("0.2"), number("0,20"), number("19.30")
    ('2420000', '0,2', '0,2', '19,3')
    """
    is_grouped = re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", raw)
    whole, _, part = (raw.replace(".", "") if is_grouped else raw.replace(".", ",")).partition(",")
    part = part.rstrip("0")
    return f"{whole},{part}" if part else whole


def multiplied(figure: str, unit: str) -> str | None:
    """Return what a number and the word after it come to, or None when that word is no multiple.

    >>> multiplied("2,42", "miljoen"), multiplied("3", "jaar")
    ('2420000', None)
    """
    multiple = _MULTIPLES.get(unit)
    if multiple is None or len(figure) > _MOST_FIGURES:
        return None
    value = Decimal(figure.replace(",", ".")) * multiple
    return str(int(value)) if value == int(value) else None


def of_step(before: str, after: str) -> str | None:
    """Return the figure of a step from the word before 'stap' or after it: one of the two is "".

    >>> of_step("derde", ""), of_step("4e", ""), of_step("", "vier"), of_step("", "iv"), of_step("mooie", "")
    ('3', '4', '4', '4', None)
    """
    figure = _FIGURE_ORDINAL.fullmatch(before or after)
    return figure[1] if figure else _BEFORE.get(before) or _AFTER.get(after)
