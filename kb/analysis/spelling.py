"""Spelling against the words of the corpus: for a word that nobody knows, the nearest word of the corpus.

It keeps its hands off what may be right: a word of a dictionary, a name, a word of another language, what is still being typed.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import ascii_lowercase

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kb.analysis.compounds import parts
from kb.analysis.lemmas import in_dictionary, in_other_dictionary, lemma, spelled
from kb.analysis.letters import folded
from kb.analysis.names import Names, has_capital_inside
from kb.analysis.words import parts_of_hyphenated, stop_words, word_spans, words

SHORTEST_CORRECTED = 4
# One slip in a short word, two in a long one: at two slips in a word of six letters most proposals are other words.
LONG_WORD = 7
# In a shorter word one slip leads to too many other words to be sure which was meant.
SHORTEST_SURE = 5
# Looking for the nearest word takes a millisecond or two. Who types more unknown words than this has not made a typing error.
MOST_CORRECTED = 12


@dataclass(frozen=True, slots=True)
class Correction:
    """A question as typed and as it is probably meant; `guessed` are the words put in the place of unknown ones.

    `doubtful` are those of them beside which another word may have been meant.
    """

    typed: str
    meant: str
    guessed: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Typed:
    """A word of a question: question[begin:end], and `word`, the form in which it is compared."""

    question: str
    word: str
    begin: int
    end: int

    @property
    def raw(self) -> str:
        """The word as it was typed."""
        return self.question[self.begin : self.end]


@dataclass(frozen=True)
class Spelling:
    """Corrects questions. `frequencies`: how often each word stands in the corpus; `written`: how, where that differs from its form."""

    frequencies: Mapping[str, int]
    written: Mapping[str, str] = field(default_factory=dict)
    names: Names = Names()

    @cached_property
    def _candidates(self) -> list[str]:
        return [word for word in self.frequencies if len(word) >= SHORTEST_CORRECTED and word.isalpha()]

    def correct(self, question: str, deadline: float | None = None) -> Correction | None:
        """Return the question with unknown words replaced and split compounds joined, or None when nothing changes.

        Of the unknown words the last MOST_CORRECTED are replaced; past `deadline` (time.monotonic()) the rest stays as typed.
        """
        typed = _words_of(question)
        meant = question
        guessed: list[str] = []
        doubtful: list[str] = []
        looked_up = 0
        position = len(typed) - 1
        while position >= 0:
            one = typed[position]
            joined = position > 0 and self._joined(typed[position - 1].word, one.word)
            if joined:
                meant = meant[: typed[position - 1].begin] + self.as_written(joined) + meant[one.end :]
                position -= 2
                continue
            if looked_up < MOST_CORRECTED and not _is_past(deadline) and self._is_open(one) and not self._may_be_right(one):
                looked_up += 1
                better = self.nearest(one.word)
                if better:
                    guessed.append(better)
                    doubtful += [] if self._is_sure(one.word, better) else [better]
                    meant = meant[: one.begin] + self.as_written(better) + meant[one.end :]
            position -= 1
        return None if folded(meant) == folded(question) else Correction(question, meant, tuple(guessed), tuple(doubtful))

    def offer(self, question: str, deadline: float | None = None) -> str | None:
        """Return the question with the nearest words for those that nobody knows and that may be right; None when there are none.

        It is there to ask the reader, and is not searched for.
        """
        offered = question
        looked_up = 0
        for one in reversed(_words_of(question)):
            if looked_up < MOST_CORRECTED and not _is_past(deadline) and self._is_open(one) and self._may_be_right(one):
                looked_up += 1
                better = self.nearest(one.word)
                offered = offered[: one.begin] + self.as_written(better) + offered[one.end :] if better else offered
        return None if folded(offered) == folded(question) else offered

    def knows(self, word: str) -> bool:
        """Return whether word is a word of the corpus, of the dictionary, or made up of such words."""
        return (
            word in self.frequencies
            or word in stop_words()
            or not word.isalpha()
            or in_dictionary(word)
            or (bool(parts(word, self.frequencies)) and not any(map(self.frequencies.__contains__, _doubled(word))))
        )

    def unknown(self, question: str) -> tuple[str, ...]:
        """Return the words of a question, as typed, that nobody knows: neither corpus nor dictionary; and places that no source names."""
        found = {one.word: one.raw for one in _words_of(question) if not self._is_known(one)}
        for name in self._elsewhere(question, surely=False):
            if found.keys().isdisjoint(words(name)):
                found[folded(name)] = name
        return tuple(found.values())

    def elsewhere(self, question: str) -> tuple[str, ...]:
        """Return the places that a question surely names, as typed, and that no source names."""
        return tuple(self._elsewhere(question, surely=True))

    def nearest(self, word: str) -> str | None:
        """Return the known word that an unknown one is probably meant to be, or None."""
        if len(word) < SHORTEST_CORRECTED or self.knows(word):
            return None
        slips = 2 if len(word) >= LONG_WORD else 1
        near = process.extract(word, self._candidates, scorer=OSA.distance, score_cutoff=slips, limit=20)
        if not near:
            return None
        return min(near, key=lambda found: (found[1], -self.frequencies[found[0]], found[0]))[0]

    def as_written(self, word: str) -> str:
        """Return a word as the corpus writes it, or the dictionary."""
        return self.written.get(word) or spelled(word)

    def _is_known(self, typed: _Typed) -> bool:
        """Return whether a word is known as a whole or, written with hyphens, by its parts."""
        pieces = parts_of_hyphenated(typed.raw)
        return self.knows(typed.word) or (bool(pieces) and all(map(self.knows, pieces)))

    def _is_open(self, typed: _Typed) -> bool:
        """Return whether nothing says that a word is right: neither corpus nor dictionary know it, nor is it a name."""
        if len(typed.word) < SHORTEST_CORRECTED or self._is_known(typed) or typed.word in self.names.words:
            return False
        pieces = parts_of_hyphenated(typed.raw)
        return not pieces or not all(self.knows(piece) or piece in self.names.words for piece in pieces)

    def _may_be_right(self, typed: _Typed) -> bool:
        """Return whether a word that nobody knows may be right all the same: a name, of another language, or still being typed."""
        return _may_be_name(typed) or in_other_dictionary(typed.word) or self._may_be_begun(typed)

    def _may_be_begun(self, typed: _Typed) -> bool:
        """Return whether a word is the last of the question, and the beginning of a longer one."""
        return typed.end == len(typed.question) and any(word.startswith(typed.word) for word in self._candidates)

    def _is_sure(self, word: str, better: str) -> bool:
        """Return whether no other known word was meant: forms of one word are one, since all of them are searched for."""
        if len(word) < SHORTEST_SURE or OSA.distance(word, better) > 1:
            return False
        near = {found[0] for found in process.extract(word, self._candidates, scorer=OSA.distance, score_cutoff=1, limit=None)}
        near |= {one for one in _one_slip_from(word) if in_dictionary(one)}
        return {lemma(one) for one in near} == {lemma(better)}

    def _elsewhere(self, question: str, *, surely: bool) -> Iterator[str]:
        for named in self.names.places_in(question):
            name = question[named.begin : named.end]
            if (named.is_sure or not surely) and not self.names.is_of_corpus(name) and not self.names.is_part_of_another(name, question):
                yield name

    def _joined(self, first: str, second: str) -> str | None:
        """Return first and second as the one word that the corpus writes, when it writes it so and never apart."""
        if first in stop_words() or second in stop_words():
            return None
        for link in ("", "s"):
            whole = first + link + second
            if whole in self.frequencies:
                return whole
        return None


def _words_of(question: str) -> list[_Typed]:
    return [_Typed(question, word, begin, end) for word, begin, end in word_spans(question)]


def _is_past(deadline: float | None) -> bool:
    return deadline is not None and time.monotonic() > deadline


def _may_be_name(typed: _Typed) -> bool:
    """Return whether a word has capitals as names and abbreviations have."""
    question = typed.question
    # They tell nothing in a question that has no other letters, but for a word that stands alone.
    if question.isupper() and len(_words_of(question)) > 1:
        return False
    return (typed.raw.isupper() and len(typed.raw) > 1) or has_capital_inside(question, typed.begin)


def _doubled(word: str) -> Iterator[str]:
    """Yield the forms of a word with one of its letters doubled, or one of two the same left out: what is most often misspelt in Dutch.

    >>> "gemeenschappen" in _doubled("gemeenschapen"), "netwerken" in _doubled("netwerkken")
    (True, True)
    """
    for place in range(1, len(word)):
        if word[place] != word[place - 1]:
            yield word[:place] + word[place - 1] + word[place:]
        else:
            yield word[:place] + word[place + 1 :]


def _one_slip_from(word: str) -> Iterator[str]:
    """Yield what a word is with one letter less, more, changed, or two changed places."""
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        yield head + tail[1:]
        yield head + tail[1:2] + tail[:1] + tail[2:]
        for letter in ascii_lowercase:
            yield head + letter + tail
            yield head + letter + tail[1:]
