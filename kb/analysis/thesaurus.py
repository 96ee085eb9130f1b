"""The words people use beside the words of the sources: a name of a concept, met in a question, brings the concept's other names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from kb.analysis.lemmas import in_dictionary, lemma
from kb.analysis.words import without_points, word_spans, words
from kb.model import Concept

LONGEST_NAME = 6
# So short an abbreviation is too easily a word, a part of one or a slip of the keyboard.
SHORTEST_IN_ANY_CASE = 3
# The plural of a shorter word is often another word: 'pa' and 'pas'.
SHORTEST_WITH_PLURAL = 4


@dataclass(frozen=True, slots=True)
class Expansion:
    """Another name of a concept that a question names; `related` marks a weaker one, `official` one that a reader may be shown."""

    name: str
    related: bool = False
    official: bool = False


@dataclass(frozen=True)
class Thesaurus:
    """Finds the concepts that a text names and gives their other names. Everyday names are met, and never given."""

    concepts: tuple[Concept, ...]

    @cached_property
    def _by_lemmas(self) -> dict[tuple[str, ...], Concept]:
        """Of names that the dictionary leaves as they are: all their forms lead there."""
        return {lemma_key(name): concept for name, concept in self._names if _is_dictionary_form(name)}

    @cached_property
    def _by_form(self) -> dict[tuple[str, ...], Concept]:
        """Of all names, as they stand: the dictionary lacks 'buurtvaders', and takes 'gevangene' to the verb of which 'vangt' is a form."""
        return {form: concept for name, concept in self._names for form in (tuple(name), *_inflected(name))}

    @cached_property
    def _names(self) -> list[tuple[list[str], Concept]]:
        return [(name_words, concept) for concept in self.concepts for name in concept.names for name_words in _readings(name)]

    @cached_property
    def _as_written(self) -> dict[tuple[str, ...], re.Pattern[str]]:
        """Of abbreviations that are a plain word too ('om', 'pit'): how they must stand in the text to be meant."""
        names = (name for concept in self.concepts for name in concept.abbreviations if _is_a_word_too(name))
        return {lemma_key(reading): re.compile(rf"\b{re.escape(name)}\b") for name in names for reading in _readings(name)}

    def named_in(self, text: str) -> list[tuple[int, int, Concept]]:
        """Return (begin, end, concept), counted in words, for each concept named in a text, the longest name first met."""
        text_words = words(text)
        # Capitals tell nothing in a text that has no other letters, but for a word that stands alone.
        spelled = without_points(text.casefold() if text.isupper() and len(text_words) > 1 else text)
        found = []
        position = 0
        while position < len(text_words):
            for size in range(min(LONGEST_NAME, len(text_words) - position), 0, -1):
                concept = self._named_by(text_words[position : position + size], spelled)
                if concept:
                    found.append((position, position + size, concept))
                    position += size - 1
                    break
            position += 1
        return found

    def expansions(self, text: str) -> tuple[Expansion, ...]:
        """Return the other names of the concepts that a text names, each once, related ones last: what the sources may call them."""
        text_words = words(text)
        brought: list[Expansion] = []
        for begin, end, concept in self.named_in(text):
            here = lemma_key(text_words[begin:end])
            brought += (expansion for expansion in _names(concept) if here not in map(lemma_key, _readings(expansion.name)))
        found: dict[str, Expansion] = {}
        for expansion in sorted(brought, key=lambda one: one.related):
            found.setdefault(expansion.name, expansion)
        return tuple(found.values())

    def _named_by(self, name: Sequence[str], text: str) -> Concept | None:
        key = lemma_key(name)
        as_written = self._as_written.get(key)
        if as_written and not as_written.search(text):
            return None
        return self._by_lemmas.get(key) or self._by_form.get(tuple(name))


def lemma_key(text_words: Sequence[str]) -> tuple[str, ...]:
    """Return the lemmas of the words; stop words count, since 'het gaat mis' is not 'mis'."""
    return tuple(map(lemma, text_words))


def _readings(name: str) -> list[list[str]]:
    """Return the words of a name, those with a hyphen joined ('cocreatie'), and, when that is something else, with their parts too."""
    joined = [word for word, _, _ in word_spans(name)]
    return [reading for reading in ([joined] if joined == words(name) else [joined, words(name)]) if reading]


def _is_dictionary_form(name: Sequence[str]) -> bool:
    """Return whether lemmas may stand for a name; several words together can hardly be taken for another thing."""
    return len(name) > 1 or lemma_key(name) == tuple(name)


def _inflected(name: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Yield what may be the plural of a name, or its form before a noun ('bezorgde')."""
    *before, last = name
    if len(last) < SHORTEST_WITH_PLURAL:
        return
    for ending in _endings(last):
        yield (*before, last + ending)


def _endings(word: str) -> tuple[str, ...]:
    if word.endswith("ee"):
        return ("s", "n", "en")
    if word.endswith("e"):
        return ("s", "n")
    # 'Ouderen' are no parents; a 'scholier' has the stress on his last syllable, and so the plural of other words.
    if word.endswith("er") and not word.endswith(("eer", "ier")):
        return ("s",)
    return ("s", "e", "en", "es")


def _names(concept: Concept) -> Iterable[Expansion]:
    yield from (Expansion(name, official=True) for name in (concept.term, *concept.synonyms, *concept.abbreviations))
    yield from (Expansion(name) for name in concept.misspelled)
    yield from (Expansion(name, related=True) for name in concept.related)


def _is_a_word_too(abbreviation: str) -> bool:
    is_short = len(abbreviation) < SHORTEST_IN_ANY_CASE
    return abbreviation != abbreviation.lower() and (is_short or in_dictionary(abbreviation.lower()))
