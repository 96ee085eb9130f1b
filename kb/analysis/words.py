"""Words of a text, in the form in which they are compared."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

_WORD = re.compile(r"[^\W_]+(?:['’.\-‑][^\W_]+)*")
_APOSTROPHE_ENDING = re.compile(r"['’](s|er|en|tje|tjes)$")
_HYPHEN = re.compile(r"[-‑]")
LONGEST_WORD = 60
SHORTEST_PIECE = 3


def words(text: str) -> list[str]:
    """Return the words of text: lower case, without accents; of a word with a hyphen the whole, joined, and then its parts.

    >>> words("De gezins-situatie van BOTOC-Arnhem: één foto's")
    ['de', 'gezinssituatie', 'gezins', 'situatie', 'van', 'botocarnhem', 'botoc', 'arnhem', 'een', 'foto']
    """
    return [word for match in _WORD.finditer(text) for word in _forms(match.group())]


def whole_words(text: str) -> list[str]:
    """Return the words of text that are written without a hyphen, as words() gives them."""
    return [word for match in _WORD.finditer(text) if not _HYPHEN.search(match.group()) for word in _forms(match.group())]


def word_spans(text: str) -> list[tuple[str, int, int]]:
    """Return (word, begin, end) for each word of text; of a word with a hyphen the joined form."""
    return [(forms[0], *match.span()) for match in _WORD.finditer(text) if (forms := _forms(match.group()))]


def folded(text: str) -> str:
    """Return text in lower case and without accents.

    >>> folded("Eén café")
    'een cafe'
    """
    # Once more after taking apart: a raised A has no lower case, the A that it stands for has.
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(character for character in decomposed if not unicodedata.combining(character))


# Texts repeat their words: this is half the time of an answer. Bounded, since readers type words too.
@lru_cache(maxsize=20_000)
def _forms(raw: str) -> tuple[str, ...]:
    pieces = [form for piece in _HYPHEN.split(raw) if (form := _form(piece))]
    if len(pieces) < 2:
        return tuple(pieces)
    own = pieces if all(len(piece) >= SHORTEST_PIECE for piece in pieces) else []
    return ("".join(pieces), *own)


def _form(raw: str) -> str:
    word = _APOSTROPHE_ENDING.sub(lambda ending: "er" if ending[1] == "er" else "", folded(raw)[:LONGEST_WORD])
    return word.strip(".").replace("'", "").replace("’", "")


@cache
def stop_words() -> frozenset[str]:
    """Words that say nothing about the subject; kept in stopwoorden.txt."""
    text = resources.files("kb.analysis").joinpath("stopwoorden.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() for word in line.partition("#")[0].split())
