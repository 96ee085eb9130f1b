"""Suggestions while typing: what was chosen to be seen, and nothing else.

They are titles of what the site has, names of public speakers and of municipalities, and the questions of suggesties.yaml. The authored
questions of the corpus serve to find and are never shown.
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
from kb.telling.addresses import passage_path
from web.asking.parameters import clean
from web.serving.live import current

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
    "Pagina’s",
)
# The main pages: label, address, and other words for what they hold.
PAGES = (
    ("Ik wil … (alle taken)", "/taken", "taken"),
    ("De route in twaalf stappen", "/stappen", "stappenplan fasen handreiking"),
    ("Alle thema’s", "/themas", "onderwerpen"),
    ("Alle praktijkvoorbeelden", "/praktijkvoorbeelden", "voorbeelden projecten gemeenten"),
    ("Alle citaten", "/citaten", "uitspraken quotes sprekers"),
    ("Alle werklijsten", "/werklijsten", "checklists hulpvragen tips"),
    ("De bronnen", "/bronnen", "documenten handreiking"),
    ("Begrippen van A tot Z", "/begrippen", "definities betekenis woordenlijst"),
    ("Cijfers voor uw memo", "/cijfers", "feiten getallen statistiek"),
    ("Wat niet is opgenomen", "/verwijzingen", "verwijzingen publicaties literatuur"),
    ("Hulp bij zoeken", "/hulp", "uitleg"),
    ("Over deze kennisbank", "/over", "contact"),
    ("Mijn selectie", "/selectie", "bewaard bewaren word"),
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
    response = jsonify({"suggesties": [{"groep": one.group, "tekst": one.label, "adres": one.address} for one in found]})
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def suggest(choice: Sequence[Suggestion], typed: str) -> list[Suggestion]:
    """Return those that hold all typed words, the last one perhaps unfinished: the best of the groups, in the order of the groups."""
    readings = [list(reading) for reading in dict.fromkeys((tuple(words(_apart(typed))), tuple(words(_joined(typed))))) if reading]
    if len(typed) < LEAST_LETTERS or not readings:
        return []
    begin = f" {' '.join(readings[0])}"
    by_group: dict[str, list[Suggestion]] = {group: [] for group in GROUPS}
    for one in choice:
        if any(_holds(one.words, reading) for reading in readings):
            by_group[one.group].append(one)
    ranked = []
    for number, found in enumerate(by_group.values()):
        found.sort(key=lambda one: (_distance(one, begin, readings), len(one.label)))
        ranked += [(place + STEP_BACK * _distance(one, begin, readings), number, one) for place, one in enumerate(found[:MOST_PER_GROUP])]
    best = sorted(ranked, key=lambda one: one[:2])[:MOST]
    return [one for _, _, one in sorted(best, key=lambda one: (one[1], one[0]))]


def all_suggestions(base: KnowledgeBase) -> tuple[Suggestion, ...]:
    """Return all that may be suggested of a generation."""
    library = base.library
    offers = chain(_asked(library), _written(library), _named(library), _pages())
    return tuple(_suggestion(base.language.thesaurus, *offer) for offer in offers)


# Group, label, address and other words to find it by.
_Offer = tuple[str, str, str, str]


def _asked(library: Library) -> Iterator[_Offer]:
    for question in library.suggested:
        yield "Vragen", question.text, f"/zoeken?{urlencode({'q': question.text})}", ""


def _written(library: Library) -> Iterator[_Offer]:
    for task in library.tasks:
        yield "Taken", task.title, f"/taken/{task.id}", ""
    for one in library.lists:
        yield "Werklijsten", one.title, f"/werklijsten/{one.id}", ""
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


def _named(library: Library) -> Iterator[_Offer]:
    said = {speaker for quote in library.quotes for speaker in library.public_speakers(quote)}
    for person in library.persons:
        if person.id in said:
            yield "Sprekers", person.name, f"/citaten?spreker={person.id}", " ".join(person.also)
    text = " ".join(place.text for place in library.places)
    for place in library.municipalities:
        if any(place.id in example.municipalities for example in library.examples):
            # A neighbourhood that no source names is no way in: it would seem that the sources tell of it.
            known = (name for name in place.neighbourhoods if name in text)
            yield "Gemeenten", place.name, f"/praktijkvoorbeelden?gemeente={place.id}", " ".join((*place.also, *known))


def _pages() -> Iterator[_Offer]:
    for label, address, also in PAGES:
        yield "Pagina’s", label, address, also


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


def _holds(found_by: str, typed_words: Sequence[str]) -> bool:
    return all(f" {word}" in found_by for word in typed_words)


def _distance(one: Suggestion, begin: str, readings: Sequence[Sequence[str]]) -> int:
    """Return 0 when the label begins with what was typed, 1 when it holds it, 2 when only other words for it do."""
    if one.label_words.startswith(begin):
        return 0
    return 1 if any(_holds(one.label_words, reading) for reading in readings) else 2
