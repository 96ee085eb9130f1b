"""What two layers say both: one layer laid over another, and by what the records of a list without ids are told apart."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from indexer.corpus.schemas import RESERVED
from kb.analysis.words import words
from kb.library import Library
from kb.model import Municipality, Reference


def _question(text: str) -> str:
    return " ".join(words(text))


KEYS: dict[str, Callable[[Any], list[str]]] = {
    "thesaurus.yaml": lambda record: [
        name.casefold() for name in (record.term, *record.synoniemen, *record.alledaags, *record.afkorting, *record.gespeld)
    ],
    "begrippen.yaml": lambda record: [record.term.casefold()],
    "suggesties.yaml": lambda record: [_question(record.vraag)],
    "antwoorden.yaml": lambda record: [_question(text) for text in (record.vraag, *record.ook)],
    "klaar-als.yaml": lambda record: [str(record.stap)],
    "organisaties.yaml": lambda record: [name.casefold() for name in (record.naam, *filter(None, [record.afkorting]), *record.ook)],
    "samenvattingen.yaml": lambda record: [record.over],
}
"""By what a record of a list can't stand in two layers: then that of the upper one is left out, for an update may bring it."""


def keys_of(library: Library) -> dict[str, set[str]]:
    """Return the keys of KEYS that a library has."""
    return {
        "thesaurus.yaml": {name.casefold() for concept in library.concepts for name in concept.names},
        "begrippen.yaml": {term.name.casefold() for term in library.terms},
        "suggesties.yaml": {_question(one.text) for one in library.suggested},
        "antwoorden.yaml": {_question(text) for one in library.edited_answers for text in (one.question, *one.also)},
        "klaar-als.yaml": {str(one.step) for one in library.readiness},
        "organisaties.yaml": {name.casefold() for one in library.organisations for name in one.names},
        "samenvattingen.yaml": {one.about for one in library.summaries},
    }


def prefix_fault(identity: str, prefix: str, *, is_own: bool) -> str:
    """Return what is wrong with how the id of a source or record begins, "" when nothing is; `prefix` is that of the own layer."""
    if is_own and not identity.startswith(f"{prefix}-"):
        return f"id '{identity}' begint niet met '{prefix}-'; geef wat in de eigen map staat, een id dat zo begint."
    if not is_own and identity.startswith(f"{RESERVED}-"):
        return f"id '{identity}' begint met '{RESERVED}-', en zo beginnen alleen ids in een eigen map; kies een ander id."
    return ""


def merged(below: Library, above: Library) -> Library:
    """Return a library that says what two say; what both name by one name is one."""
    joined: dict[str, Any] = {
        field.name: (*getattr(below, field.name), *getattr(above, field.name))
        for field in fields(Library)
        if isinstance(getattr(below, field.name), tuple)
    }
    return replace(
        below,
        **joined
        | {
            "municipalities": _towns((*below.municipalities, *above.municipalities)),
            "abbreviations": tuple({one.letters: one for one in (*above.abbreviations, *below.abbreviations)}.values()),
            "references": _references((*below.references, *above.references)),
            "questions": _questions(below.questions, above.questions),
            "proposed": _questions(below.proposed, above.proposed),
            "moved": {**below.moved, **above.moved},
            "title_lines": {**below.title_lines, **above.title_lines},
            "decision": below.decision or above.decision,
            "five_minutes": below.five_minutes or above.five_minutes,
        },
    )


def _questions(below: Mapping[str, tuple[str, ...]], above: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    both = {identity: tuple(dict.fromkeys((*below.get(identity, ()), *asked))) for identity, asked in above.items()}
    return {**below, **both}


def _towns(towns: Iterable[Municipality]) -> tuple[Municipality, ...]:
    found: dict[str, Municipality] = {}
    for town in towns:
        first = found.setdefault(town.id, town)
        found[town.id] = replace(
            first,
            also=tuple(dict.fromkeys((*first.also, *town.also))),
            neighbourhoods=tuple(dict.fromkeys((*first.neighbourhoods, *town.neighbourhoods))),
        )
    return tuple(found.values())


def _references(references: Iterable[Reference]) -> tuple[Reference, ...]:
    found: dict[str, Reference] = {}
    for reference in references:
        first = found.setdefault(reference.title.casefold(), reference)
        found[reference.title.casefold()] = replace(first, passages=tuple(dict.fromkeys((*first.passages, *reference.passages))))
    return tuple(found.values())
