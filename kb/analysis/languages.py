"""Words in another language, found in a text, so that a reading aid can be told how to speak them (WCAG 3.1.2)."""

import re
from collections.abc import Iterable, Iterator

from kb.model import ForeignPhrase

_WORD = re.compile(r"\w+")


class Languages:
    """Finds phrases in another language in a text: as whole words, whatever their capitals; of two that overlap the longer one."""

    def __init__(self, phrases: Iterable[ForeignPhrase]) -> None:
        longest_first = sorted(phrases, key=lambda phrase: len(phrase.words), reverse=True)
        self._first_words = {word for phrase in longest_first for word in _WORD.findall(phrase.words.casefold())[:1]}
        # The group tells which phrase was found.
        words = "|".join(f"({_with_any_space(phrase.words)})" for phrase in longest_first)
        self._search = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
        self._languages = [phrase.language for phrase in longest_first]

    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where each phrase stands in a text, text[begin:end], with its language."""
        # Most texts hold none, and looking for first words alone is ten times as quick.
        if self._first_words.isdisjoint(_WORD.findall(text.casefold())):
            return
        for found in self._search.finditer(text):
            yield *found.span(), self._languages[(found.lastindex or 0) - 1]


def _with_any_space(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))
