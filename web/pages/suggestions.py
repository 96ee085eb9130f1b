"""Suggestions while typing: what was chosen to be seen, and nothing else.

They are titles of what the site has, names of public speakers, municipalities and organisations, and the questions of suggesties.yaml.
The authored questions of the corpus serve to find and are never shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from kb.analysis.thesaurus import Thesaurus
from kb.analysis.words import words
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.retrieval.entrances import PAGES
from kb.telling.addresses import passage_path
from web.asking.parameters import clean
from web.serving.live import current
from web.serving.mounting import here

blueprint = Blueprint("suggestions", __name__)
LEAST_LETTERS = 2
LONGEST_TYPED = 100
MOST = 8
MOST_PER_GROUP = 4
# How many places in its group it costs a suggestion not to begin with what was typed: who types 'hoe' begins a question.
STEP_BACK = 2
# In the order of the list.
GROUPS = (
    "Vragen",
    "Taken",
    "Werklijsten",
    "Stappen",
    "Thema’s",
    "Begrippen",
    "Praktijkvoorbeelden",
    "Sprekers",
    "Gemeenten",
    "Organisaties",
    "Pagina’s",
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to suggest: its group, what it says and where it leads; it is found by `words`, which begin with those of its label."""

    group: str
    label: str
    address: str
    label_words: str
    words: str


@blueprint.get("/suggesties")
def give_suggestions() -> Response:
    """Return suggestions for what was typed, grouped."""
    base = current()
    typed = clean(request.args.get("q", ""))[:LONGEST_TYPED]
    # Kept with the generation, like a page that is asked for all the time.
    found = suggest(base.pages.get("suggesties", lambda: all_suggestions(base)), typed)
    rows = [{"groep": suggestion.group, "tekst": suggestion.label, "adres": here(suggestion.address)} for suggestion in found]
    response = jsonify({"suggesties": rows})
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def suggest(choice: Sequence[Suggestion], typed: str) -> list[Suggestion]:
    """Return those that hold all typed words, the last one perhaps unfinished: the best of the groups, in the order of the groups."""
    readings = _readings(typed)
    if len(typed) < LEAST_LETTERS or not readings:
        return []
    by_group: dict[str, list[Suggestion]] = {group: [] for group in GROUPS}
    for suggestion in choice:
        if _holds(suggestion.words, readings):
            by_group[suggestion.group].append(suggestion)
    ranked = [pair for group in by_group.values() for pair in _ranked(group, readings)]
    # Of equal ranks the earlier group goes first.
    best = sorted(range(len(ranked)), key=lambda number: ranked[number][0])[:MOST]
    return [ranked[number][1] for number in sorted(best)]


def _readings(typed: str) -> list[list[str]]:
    """Return the words that were typed, those with a hyphen in parts and, when that makes a difference, whole."""
    readings = (tuple(words(_apart(typed))), tuple(words(_joined(typed))))
    return [list(reading) for reading in dict.fromkeys(readings) if reading]


def _ranked(group: Sequence[Suggestion], readings: Sequence[Sequence[str]]) -> list[tuple[int, Suggestion]]:
    """Return the best of a group, each with its rank among those of all groups: the lower the better."""
    distances = [(_distance(suggestion, readings), suggestion) for suggestion in group]
    nearest = sorted(distances, key=lambda pair: (pair[0], len(pair[1].label)))[:MOST_PER_GROUP]
    return [(place + STEP_BACK * distance, suggestion) for place, (distance, suggestion) in enumerate(nearest)]


def all_suggestions(base: KnowledgeBase) -> tuple[Suggestion, ...]:
    """Return all that may be suggested of a generation."""
    library = base.library
    offers = chain(_questions(library), _titles(library), _names(library), _organisations(library), _pages())
    return tuple(_suggestion(base.language.thesaurus, *offer) for offer in offers)


# Group, label, address and other words to find it by.
_Offer = tuple[str, str, str, str]


def _questions(library: Library) -> Iterator[_Offer]:
    for question in library.suggested:
        yield "Vragen", question.text, f"/zoeken?{urlencode({'q': question.text})}", ""


def _titles(library: Library) -> Iterator[_Offer]:
    for task in library.tasks:
        yield "Taken", task.title, f"/taken/{task.id}", ""
    for working_list in library.lists:
        yield "Werklijsten", working_list.title, f"/werklijsten/{working_list.id}", ""
    for step in library.steps:
        yield "Stappen", f"Stap {step.number}: {step.title}", f"/stappen/{step.number}", ""
    for theme in library.themes:
        yield "Thema’s", theme.label, f"/themas/{theme.id}", theme.explanation
    for term in library.terms:
        span = term.definition
        yield "Begrippen", term.name, passage_path(library, span.passage_id, span.begin, span.end), " ".join(term.also)
    for example in library.examples:
        places = (library.municipality[place].name for place in example.municipalities)
        yield "Praktijkvoorbeelden", example.name, f"/praktijkvoorbeelden/{example.id}", " ".join((*places, *example.neighbourhoods))


def _names(library: Library) -> Iterator[_Offer]:
    speakers = {speaker for quote in library.quotes for speaker in library.public_speakers(quote)}
    for person in library.persons:
        if person.id in speakers:
            yield "Sprekers", person.name, f"/citaten?spreker={person.id}", " ".join(person.also)
    text = " ".join(place.text for place in library.places)
    for place in library.municipalities:
        if any(place.id in example.municipalities for example in library.examples):
            # A neighbourhood that no source names is no way in: it would seem that the sources tell of it.
            known = (name for name in place.neighbourhoods if name in text)
            yield "Gemeenten", place.name, f"/gemeenten/{place.id}", " ".join((*place.also, *known))


def _organisations(library: Library) -> Iterator[_Offer]:
    titles = {example.name for example in library.examples}
    for body in library.organisations:
        # One that is called as an example is found as that, which tells more.
        if body.is_named and body.name not in titles:
            yield "Organisaties", body.name, f"/organisaties/{body.id}", " ".join(body.names)


def _pages() -> Iterator[_Offer]:
    for identity, title, names in PAGES:
        yield "Pagina’s", title, f"/{identity}", " ".join(names)
    yield "Pagina’s", "Mijn selectie", "/selectie", "bewaard bewaren word"


def _suggestion(thesaurus: Thesaurus, group: str, label: str, address: str, also: str) -> Suggestion:
    short = (name for _, _, concept in thesaurus.named_in(label) for name in (concept.term, *concept.abbreviations))
    return Suggestion(group, label, address, _found_by(label), _found_by(label) + _found_by(f"{also} {' '.join(short)}"))


def _found_by(text: str) -> str:
    """Return the words of a text, each after a space; those with a hyphen both whole and in parts."""
    return "".join(f" {word}" for word in dict.fromkeys((*words(_apart(text)), *words(_joined(text)))))


def _apart(text: str) -> str:
    return text.replace("-", " ").replace("‑", " ")


def _joined(text: str) -> str:
    return text.replace("-", "").replace("‑", "")


def _holds(found_by: str, readings: Sequence[Sequence[str]]) -> bool:
    """Return whether words hold all that was typed, in one reading of it."""
    return any(all(f" {word}" in found_by for word in reading) for reading in readings)


def _distance(suggestion: Suggestion, readings: Sequence[Sequence[str]]) -> int:
    """Return 0 when the label begins with what was typed, 1 when it holds it, 2 when only other words for it do."""
    if suggestion.label_words.startswith(f" {' '.join(readings[0])}"):
        return 0
    return 1 if _holds(suggestion.label_words, readings) else 2
