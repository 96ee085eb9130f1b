"""Spelling: for a word that nobody knows, the nearest word of the corpus."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kb.analysis.compounds import parts
from kb.analysis.lemmas import in_dictionary
from kb.analysis.letters import folded
from kb.analysis.words import stop_words, word_spans

SHORTEST_CORRECTED = 4
# One slip in a short word, two in a long one: at two slips in a word of six letters most proposals are other words.
LONG_WORD = 7
# Looking for the nearest word takes a millisecond or two. Who types more unknown words than this has not made a typing error.
MOST_CORRECTED = 12


@dataclass(frozen=True, slots=True)
class Correction:
    """A question as typed and as it is probably meant; `guessed` are the words put in the place of unknown ones."""

    typed: str
    meant: str
    guessed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spelling:
    """Corrects questions. `frequencies`: how often each word stands in the corpus."""

    frequencies: Mapping[str, int]

    @cached_property
    def _candidates(self) -> list[str]:
        return [word for word in self.frequencies if len(word) >= SHORTEST_CORRECTED and word.isalpha()]

    def correct(self, question: str, deadline: float | None = None) -> Correction | None:
        """Return the question with unknown words replaced and split compounds joined, or None when nothing changes.

        Of the unknown words the last MOST_CORRECTED are replaced; past `deadline` (time.monotonic()) the rest stays as typed.
        """
        spans = word_spans(question)
        meant = question
        guessed: list[str] = []
        looked_up = 0
        position = len(spans) - 1
        while position >= 0:
            word, begin, end = spans[position]
            joined = position > 0 and self._joined(spans[position - 1][0], word)
            if joined:
                begin = spans[position - 1][1]
                meant = meant[:begin] + str(joined) + meant[end:]
                position -= 2
                continue
            may_look_up = looked_up < MOST_CORRECTED and (deadline is None or time.monotonic() <= deadline)
            if may_look_up and self._may_be_corrected(word):
                looked_up += 1
                better = self.nearest(word)
                if better:
                    guessed.append(better)
                    meant = meant[:begin] + better + meant[end:]
            position -= 1
        return None if folded(meant) == folded(question) else Correction(question, meant, tuple(guessed))

    def knows(self, word: str) -> bool:
        """Return whether word is a word of the corpus, of the dictionary, or made up of such words."""
        return (
            word in self.frequencies
            or word in stop_words()
            or not word.isalpha()
            or in_dictionary(word)
            or bool(parts(word, self.frequencies))
        )

    def nearest(self, word: str) -> str | None:
        """Return the known word that an unknown one is probably meant to be, or None."""
        if not self._may_be_corrected(word):
            return None
        slips = 2 if len(word) >= LONG_WORD else 1
        near = process.extract(word, self._candidates, scorer=OSA.distance, score_cutoff=slips, limit=20)
        if not near:
            return None
        return min(near, key=lambda found: (found[1], -self.frequencies[found[0]], found[0]))[0]

    def _may_be_corrected(self, word: str) -> bool:
        return len(word) >= SHORTEST_CORRECTED and not self.knows(word)

    def _joined(self, first: str, second: str) -> str | None:
        """Return first and second as the one word that the corpus writes, when it writes it so and never apart."""
        if first in stop_words() or second in stop_words():
            return None
        for link in ("", "s"):
            whole = first + link + second
            if whole in self.frequencies:
                return whole
        return None
