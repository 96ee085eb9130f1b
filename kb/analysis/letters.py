"""Letters as they are compared: lower case, without accents and without signs that no reader sees."""

import re
import unicodedata


def folded(text: str) -> str:
    """Return text in lower case, without accents and without format signs such as the soft hyphen.

    >>> folded("Eén café")
    'een cafe'
    """
    # Once more after taking apart: a raised A has no lower case, the A that it stands for has.
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf")


def composed(text: str) -> str:
    """Return text with each accent in its letter (NFC) and without format signs.

    >>> composed("financie\\u0308n"), composed("ver\\u00adgadert")
    ('financiën', 'vergadert')
    """
    return "".join(letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter) != "Cf")


def hyphenated(text: str) -> str:
    """Return text as ids and anchors are written: its letters and figures, folded, with a hyphen between words.

    >>> hyphenated("2.1 Wat is het Probleem? (één)"), hyphenated("Súdwest-Fryslân"), hyphenated("'s-Hertogenbosch")
    ('2-1-wat-is-het-probleem-een', 'sudwest-fryslan', 's-hertogenbosch')
    """
    return "-".join(re.findall(r"[a-z0-9]+", folded(text)))
