"""Names of places, people and organisations: right as they are written, however like another word they look."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kb.analysis.lemmas import in_dictionary
from kb.analysis.thesaurus import Expansion
from kb.analysis.words import stop_words, word_spans, words
from kb.model import PlaceName

LONGEST_NAME = 6
# Before a name that is also a word: 'de buren' are neighbours, 'in Buren' is a town.
_BEFORE_A_PLACE = frozenset({"gemeente", "in", "uit", "te"})
_SENTENCE_END = re.compile(r"(?:^|[.!?:]\s)[\s\"'“‘«(]*$")


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that a text names: text[begin:end], by the name it has now or by one that it had (`is_former`).

    Not `is_sure`: the name is a word too, in lower case, and only the word before it says that a place is meant.
    """

    place: PlaceName
    begin: int
    end: int
    is_former: bool
    is_sure: bool


@dataclass(frozen=True)
class Names:
    """The names that are known: municipalities and provinces of the country, and the people, places and organisations of the corpus."""

    places: tuple[PlaceName, ...] = ()
    others: tuple[str, ...] = ()

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of all names."""
        names = (*self.others, *(name for place in self.places for name in (place.name, *place.also, *place.former)))
        return frozenset(word for name in names for word in words(name)) - stop_words()

    @cached_property
    def _by_words(self) -> dict[tuple[str, ...], tuple[PlaceName, bool]]:
        former = {_key(name): (place, True) for place in self.places for name in place.former}
        return former | {_key(name): (place, False) for place in self.places for name in (place.name, *place.also)}

    @cached_property
    def _of_corpus(self) -> frozenset[tuple[str, ...]]:
        return frozenset(map(_key, self.others))

    def is_of_corpus(self, name: str) -> bool:
        """Return whether the corpus lists this name among its own people, places and organisations."""
        return _key(name) in self._of_corpus

    def is_part_of_another(self, name: str, text: str) -> bool:
        """Return whether a text has this name within a longer one that the corpus lists: of 'Tilburg University' no town is asked about."""
        said = f" {' '.join(_key(text))} "
        held = f" {' '.join(_key(name))} "
        return any(held in whole and whole in said for whole in self._longer if whole != held)

    @cached_property
    def _longer(self) -> tuple[str, ...]:
        return tuple(f" {' '.join(key)} " for key in self._of_corpus if len(key) > 1)

    def places_in(self, text: str) -> list[NamedPlace]:
        """Return the places that a text names, the longest name first met.

        A name that is also a word counts after 'gemeente', 'in', 'uit' or 'te', or with a capital inside a sentence.
        """
        spans = word_spans(text)
        found: list[NamedPlace] = []
        position = 0
        while position < len(spans):
            for size in range(min(LONGEST_NAME, len(spans) - position), 0, -1):
                key = tuple(word for word, _, _ in spans[position : position + size])
                known = self._by_words.get(key)
                begin, end = spans[position][1], spans[position + size - 1][2]
                before = spans[position - 1][0] if position else ""
                if not known:
                    continue
                is_sure = not _is_a_word_too(key) or has_capital_inside(text, begin)
                if is_sure or before in _BEFORE_A_PLACE:
                    found.append(NamedPlace(known[0], begin, end, known[1], is_sure))
                    position += size - 1
                    break
            position += 1
        return found

    def expansions(self, text: str) -> Iterator[Expansion]:
        """Yield what the places are called now that a text names by the names they had."""
        return (Expansion(named.place.name, related=True) for named in self.places_in(text) if named.is_former)


def has_capital_inside(text: str, begin: int) -> bool:
    """Return whether the word at `begin` has a capital that its place in the sentence does not explain.

    >>> [has_capital_inside("Wat doet Halt? Zij helpen", begin) for begin in (0, 4, 9, 15)]
    [False, False, True, False]
    """
    return text[begin].isupper() and not _SENTENCE_END.search(text, 0, begin)


def capitalised_inside(text: str) -> list[str]:
    """Return the words of a text that have a capital which their place in a sentence does not explain, abbreviations left out.

    >>> capitalised_inside("Wat doet Halt? Zij helpen in de HEMA van Breda")
    ['Halt', 'Breda']
    """
    return [text[begin:end] for _, begin, end in word_spans(text) if has_capital_inside(text, begin) and not text[begin:end].isupper()]


def _key(name: str) -> tuple[str, ...]:
    return tuple(word for word, _, _ in word_spans(name))


def _is_a_word_too(key: Iterable[str]) -> bool:
    """Return whether a name is one word, and that word another one too; several words together can hardly be taken for another thing."""
    first, *others = key
    return not others and (in_dictionary(first) or first in stop_words())
