"""From text to terms: stem, lemma and parts of each word, the same for a passage and for a question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kb.analysis.compounds import parts
from kb.analysis.lemmas import lemma, stem
from kb.analysis.words import stop_words, words


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text, one tuple per way of comparing; `parts` holds the parts of compounds beside the lemmas."""

    stems: tuple[str, ...]
    lemmas: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Analyzer:
    """Turns text into terms. `vocabulary`: the words of the corpus, of which compounds may be made up."""

    vocabulary: frozenset[str]
    _parts: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def terms(self, text: str) -> Terms:
        """Return the terms of text, in order, without stop words."""
        return self.terms_of_words(content_words(text))

    def terms_of_words(self, text_words: Sequence[str]) -> Terms:
        """Return the terms of words as words() gives them."""
        return Terms(
            tuple(stem(word) for word in text_words),
            tuple(lemma(word) for word in text_words),
            tuple(part for word in text_words for part in self.with_parts(word)),
        )

    def with_parts(self, word: str) -> tuple[str, ...]:
        """Return the lemma of word and, when it is a compound, the lemmas of its parts."""
        found = self._parts.get(word)
        if found is None:
            own = lemma(word)
            found = (own, *(part for part in parts(word, self.vocabulary) if part != own))
            # What readers type is not kept: it has no end.
            if word in self.vocabulary:
                self._parts[word] = found
        return found


def content_words(text: str) -> list[str]:
    """Return the words of text that are no stop words."""
    return [word for word in words(text) if word not in stop_words()]


def vocabulary_of(texts: Iterable[str]) -> frozenset[str]:
    """Return all words of texts that may be part of a compound: letters only, three or more."""
    return frozenset(word for text in texts for word in words(text) if word.isalpha() and len(word) > 2)
