"""The words people use beside the words of the sources: names of one concept, met in a question, stand for each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from kb.analysis.lemmas import lemma
from kb.analysis.words import words
from kb.model import Concept

LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Expansion:
    """Another name of a concept that a question names; `related` marks a weaker one."""

    name: str
    related: bool


@dataclass(frozen=True)
class Thesaurus:
    """Finds the concepts that a text names and gives their other names."""

    concepts: tuple[Concept, ...]

    @cached_property
    def _by_name(self) -> dict[tuple[str, ...], Concept]:
        return {key: concept for concept in self.concepts for name in concept.names if (key := lemma_key(words(name)))}

    def named_in(self, text_words: Sequence[str]) -> list[tuple[int, int, Concept]]:
        """Return (begin, end, concept) for each concept named in the words of a text, the longest name first met."""
        found = []
        position = 0
        while position < len(text_words):
            for size in range(min(LONGEST_NAME, len(text_words) - position), 0, -1):
                concept = self._by_name.get(lemma_key(text_words[position : position + size]))
                if concept:
                    found.append((position, position + size, concept))
                    position += size - 1
                    break
            position += 1
        return found

    def expansions(self, text_words: Sequence[str]) -> tuple[Expansion, ...]:
        """Return the other names of the concepts that a text names, without repeats."""
        found: dict[str, Expansion] = {}
        for begin, end, concept in self.named_in(text_words):
            here = lemma_key(text_words[begin:end])
            for name, related in _names(concept):
                if lemma_key(words(name)) != here:
                    found.setdefault(name, Expansion(name, related))
        return tuple(found.values())


def lemma_key(text_words: Iterable[str]) -> tuple[str, ...]:
    """Return the lemmas of the words; stop words count, since 'het gaat mis' is not 'mis'."""
    return tuple(map(lemma, text_words))


def _names(concept: Concept) -> Iterable[tuple[str, bool]]:
    yield from ((name, False) for name in concept.names)
    yield from ((name, True) for name in concept.related)
