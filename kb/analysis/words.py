"""Words of a text, in the form in which they are compared."""

import re
import unicodedata
from functools import cache
from importlib import resources

_WORD = re.compile(r"[^\W_]+(?:['’.\-‑][^\W_]+)*")
_APOSTROPHE_ENDING = re.compile(r"['’](s|er|en|tje|tjes)$")
LONGEST_WORD = 60


def words(text: str) -> list[str]:
    """Return the words of text: lower case, without accents, joined where a hyphen cut them.

    >>> words("De gezins-situatie van PmG'ers: één foto's")
    ['de', 'gezinssituatie', 'van', 'pmger', 'een', 'foto']
    """
    return [word for match in _WORD.finditer(text) if (word := _form(match.group()))]


def word_spans(text: str) -> list[tuple[str, int, int]]:
    """Return (word, begin, end) for each word of text; `word` as words() gives it."""
    return [(word, *match.span()) for match in _WORD.finditer(text) if (word := _form(match.group()))]


def folded(text: str) -> str:
    """Return text in lower case and without accents.

    >>> folded("Eén café")
    'een cafe'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _form(raw: str) -> str:
    word = _APOSTROPHE_ENDING.sub(lambda ending: "er" if ending[1] == "er" else "", folded(raw)[:LONGEST_WORD])
    if "@" in word or "." in word:
        return word.strip(".")
    return re.sub(r"['’\-‑]", "", word)


@cache
def stop_words() -> frozenset[str]:
    """Words that say nothing about the subject; kept in stopwoorden.txt."""
    text = resources.files("kb.analysis").joinpath("stopwoorden.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() for word in line.partition("#")[0].split())
