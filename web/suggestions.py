"""Suggestions while typing: questions, themes, steps, speakers and municipalities that hold what was typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from kb.analysis.words import folded, words
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from web.live import current
from web.pages_home import example_questions
from web.parameters import clean

blueprint = Blueprint("suggestions", __name__)
LEAST_LETTERS = 2
LONGEST_TYPED = 100
MOST = 8
MOST_PER_GROUP = {"Vragen": 4, "Thema’s": 2, "Stappen": 2, "Praktijkvoorbeelden": 2, "Sprekers": 2, "Gemeenten": 2}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to suggest: its group, what it says, where it leads, the words to find it by, and its rank in the group."""

    group: str
    label: str
    address: str
    folded_words: str
    rank: int = 0


# Of the generation that serves, by its folder: made at its first question.
_made: dict[Path, tuple[Suggestion, ...]] = {}


@blueprint.get("/suggesties")
def suggestions() -> Response:
    """Return suggestions for what was typed, grouped."""
    typed = clean(request.args.get("q", ""))[:LONGEST_TYPED]
    found = suggest(current(), typed)
    response = jsonify({"suggesties": [{"groep": one.group, "tekst": one.label, "adres": one.address} for one in found]})
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def suggest(base: KnowledgeBase, typed: str) -> list[Suggestion]:
    """Return the suggestions that hold all typed words, the last one perhaps unfinished."""
    begin = f" {folded(typed)}"
    typed_words = begin.split()
    if len(typed) < LEAST_LETTERS:
        return []
    found = sorted(
        (suggestion for suggestion in _all(base) if all(f" {word}" in suggestion.folded_words for word in typed_words)),
        key=lambda one: (not one.folded_words.startswith(begin), one.rank, len(one.label)),
    )
    chosen: list[Suggestion] = []
    for group, most in MOST_PER_GROUP.items():
        chosen += [one for one in found if one.group == group][:most]
    return chosen[:MOST]


def _all(base: KnowledgeBase) -> tuple[Suggestion, ...]:
    made = _made.get(base.folder)
    if made is None:
        made = tuple(_make(base.library))
        _made.clear()
        _made[base.folder] = made
    return made


def _make(library: Library) -> Iterator[Suggestion]:
    for question in _questions(library):
        is_ours = question in example_questions()
        yield _suggestion("Vragen", question, f"/zoeken?{urlencode({'q': question})}", rank=0 if is_ours else 1)
    for theme in library.themes:
        yield _suggestion("Thema’s", theme.label, f"/themas/{theme.id}", theme.explanation)
    for step in library.steps:
        yield _suggestion("Stappen", f"Stap {step.number}: {step.title}", f"/stappen/{step.number}")
    for example in library.examples:
        places = " ".join(library.municipality[place].name for place in example.municipalities)
        yield _suggestion("Praktijkvoorbeelden", example.name, f"/praktijkvoorbeelden/{example.id}", places)
    said = {speaker for quote in library.quotes if not quote.sensitive for speaker in quote.speakers}
    for person in library.persons:
        if person.recognisable and person.id in said:
            yield _suggestion("Sprekers", person.name, f"/citaten?spreker={person.id}", " ".join(person.also))
    for place in library.municipalities:
        if any(place.id in example.municipalities for example in library.examples):
            also = " ".join((*place.also, *place.neighbourhoods))
            yield _suggestion("Gemeenten", place.name, f"/praktijkvoorbeelden?gemeente={place.id}", also)


def _questions(library: Library) -> list[str]:
    """Return the questions that readers may be shown: whole sentences, none that leads to a personal story or names a private person."""
    hidden = {section.id for section in library.sections if section.sensitive}
    private = [folded(person.name) for person in library.persons if not person.recognisable]
    shown = list(example_questions())
    for identity, questions in library.questions.items():
        if identity in library.quote and (library.quote[identity].sensitive or library.quote[identity].damaged):
            continue
        if identity in library.working_list:
            identity = library.working_list[identity].spans[0].passage_id
        if (identity in library.passage or identity in library.quote) and library.section_of(identity).id in hidden:
            continue
        whole = (question for question in questions if question.endswith("?"))
        shown += [question for question in whole if not any(name in words(question) for name in private)]
    return list(dict.fromkeys(shown))


def _suggestion(group: str, label: str, address: str, also: str = "", rank: int = 0) -> Suggestion:
    return Suggestion(group, label, address, " " + folded(f"{label} {also}"), rank)
