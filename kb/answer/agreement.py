"""Whether a place, or an edited answer, is about the municipality and the people that a question names: else it is no answer to it."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from kb.analysis.letters import folded
from kb.analysis.words import words
from kb.library import Library
from kb.model import Municipality, Person
from kb.retrieval.inquiry import Hit


def municipalities_in(library: Library, text: str) -> frozenset[str]:
    """Return the ids of the municipalities of the sources that a text names, by their own name, another one, or a neighbourhood's."""
    return municipalities_named(library, words(text))


def municipalities_named(library: Library, said: Sequence[str]) -> frozenset[str]:
    """Return the ids of the municipalities of the sources whose name stands in words that follow each other."""
    held = f" {' '.join(said)} "
    return frozenset(town.id for town in library.municipalities if any(f" {name} " in held for name in _names_of(town)))


def place_words(library: Library) -> frozenset[str]:
    """Return the words of all names of the municipalities of the sources and their neighbourhoods."""
    return frozenset(word for town in library.municipalities for name in _names_of(town) for word in name.split())


def persons_in(library: Library, text: str) -> frozenset[str]:
    """Return the ids of the persons of the sources that a text names in full, or by another name they are known by."""
    held = f" {' '.join(words(text))} "
    return frozenset(
        person.id for person in library.persons if person.recognisable and any(f" {name} " in held for name in _names_of_person(person))
    )


def about(library: Library, hits: Sequence[Hit], municipalities: Iterable[str], persons: Iterable[str]) -> tuple[Hit, ...]:
    """Return the hits that tell of one of these municipalities and of one of these persons, in their order; all when none are asked for."""
    towns, people = frozenset(municipalities), frozenset(persons)

    def tells(hit: Hit) -> bool:
        text = _words(library, hit)
        in_town = not towns or not towns.isdisjoint((*hit.labels.municipalities, *municipalities_in(library, text)))
        return in_town and (not people or not people.isdisjoint((*_speakers(library, hit), *persons_in(library, text))))

    return tuple(hit for hit in hits if tells(hit)) if towns or people else tuple(hits)


def _speakers(library: Library, hit: Hit) -> tuple[str, ...]:
    said = library.quote.get(hit.entry.id)
    return library.public_speakers(said) if said else ()


def _words(library: Library, hit: Hit) -> str:
    """Return the words of a hit with the headings under which they stand."""
    headings = (section.outside_title for section in library.path(library.section_of(hit.place).id))
    return "\n".join([*headings, hit.entry.title, hit.entry.text])


@lru_cache(maxsize=1_000)
def _names_of_person(person: Person) -> tuple[str, ...]:
    return tuple(" ".join(words(name)) for name in (person.name, *person.also))


@lru_cache(maxsize=1_000)
def _names_of(town: Municipality) -> tuple[str, ...]:
    # With a space for a hyphen: so it is typed, and of a word with one the parts are read too.
    return tuple(" ".join(words(folded(name).replace("-", " "))) for name in (town.name, *town.also, *town.neighbourhoods))
