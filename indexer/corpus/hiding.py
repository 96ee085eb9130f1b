"""A library without some of its ids, and without what leans on them: a reference is dropped, a record that would be broken is left out.

An id is one as addresses have it, `<bron>.<anchor>` or `praktijkvoorbeeld.<id>`; whatever has no address is known by a prefix of its
list, as in PREFIXES: `bron.handreiking`, `thema.geld`, `begrip.spilpersoon`.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import Any, TypeVar

from kb.analysis.words import words
from kb.library import Library
from kb.model import (
    AnswerUnit,
    ComparedExample,
    Comparison,
    ContentItem,
    Contradiction,
    EditedAnswer,
    Excerpt,
    FiveMinutes,
    Kit,
    Organisation,
    Passage,
    Person,
    PracticeExample,
    Quote,
    Route,
    Section,
)
from kb.passage_html import FOOTNOTE
from kb.telling.naming import places_naming, quotes_signed

PREFIXES = {
    "bronnen": "bron.",
    "passages": "",
    "citaten": "",
    "werklijsten": "",
    "praktijkvoorbeelden": "praktijkvoorbeeld.",
    "themas": "thema.",
    "taken": "taak.",
    "begrippen": "begrip.",
    "feiten": "feit.",
    "verwijzingen": "verwijzing.",
    "organisaties": "organisatie.",
    "thesaurus": "thesaurus.",
    "suggesties": "suggestie.",
    "antwoorden": "antwoord.",
    "zonder-antwoord": "zonder-antwoord.",
    "vergelijkingen": "vergelijking.",
    "routes": "route.",
    "pakketten": "pakket.",
    "klaar-als": "klaar-als.",
    "tegenspraken": "tegenspraak.",
    "samenvattingen": "samenvatting.",
}
"""What can be hidden: the name of its list, and the prefix of its ids."""

FEWEST_STOPS, FEWEST_ROWS, FEWEST_SIDES = 5, 2, 2
_LINK = re.compile(r'<a href="kb:([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
_QUOTE = re.compile(r'<(figure|blockquote) data-citaat="([^"]+)">(.*?)</\1>', re.DOTALL)
_NOTE = re.compile(rf'href="kb:([^"]+{FOOTNOTE}[^"]+)"')
_HasHtml = TypeVar("_HasHtml", ContentItem, Passage, Quote)


def records(library: Library) -> dict[str, dict[str, Any]]:
    """Return what a library has of each list in PREFIXES, by the id that it is hidden by."""
    return {
        "bronnen": {document.id: document for document in library.documents},
        "passages": {passage.id: passage for passage in library.passages},
        "citaten": {quote.id: quote for quote in library.quotes},
        "werklijsten": {working_list.id: working_list for working_list in library.lists},
        "praktijkvoorbeelden": {example.id: example for example in library.examples},
        "themas": {theme.id: theme for theme in library.themes},
        "taken": {task.id: task for task in library.tasks},
        "begrippen": {term.name: term for term in library.terms},
        "feiten": {fact.title: fact for fact in library.facts},
        "verwijzingen": {reference.title: reference for reference in library.references},
        "organisaties": {organisation.id: organisation for organisation in library.organisations},
        "thesaurus": {concept.term: concept for concept in library.concepts},
        "suggesties": {suggested.text: suggested for suggested in library.suggested},
        "antwoorden": {answer.id: answer for answer in library.edited_answers},
        "zonder-antwoord": {gap.id: gap for gap in library.unanswered},
        "vergelijkingen": {comparison.id: comparison for comparison in library.comparisons},
        "routes": {route.id: route for route in library.routes},
        "pakketten": {kit.id: kit for kit in library.kits},
        "klaar-als": {str(one.step): one for one in library.readiness},
        "tegenspraken": {contradiction.id: contradiction for contradiction in library.contradictions},
        "samenvattingen": {summary.about: summary for summary in library.summaries},
    }


def has(library: Library, identity: str) -> bool:
    """Return whether a library has something by this id, as PREFIXES makes it."""
    return any(
        identity.startswith(PREFIXES[name]) and identity.removeprefix(PREFIXES[name]) in told for name, told in records(library).items()
    )


def without(library: Library, gone: Iterable[str]) -> Library:
    """Return the library without the ids of `gone`, without references to them and without what would be broken."""
    return _Left(library, set(gone)).library()


def with_private(library: Library, persons: frozenset[str]) -> Library:
    """Return the library in which these persons are shown by their description only, outside the words of the sources."""
    if not persons:
        return library
    named = [person for person in library.persons if person.id in persons]

    def outside(title: str) -> str:
        for person in named:
            for name in (person.name, *person.also):
                title = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", person.description, title)
        return title

    def is_free(*texts: str | None) -> bool:
        return not any(_names(person, text) for person in named for text in texts if text)

    return replace(
        library,
        persons=tuple(replace(person, recognisable=person.recognisable and person.id not in persons) for person in library.persons),
        sections=tuple(replace(section, outside_title=outside(section.outside_title)) for section in library.sections),
        suggested=tuple(one for one in library.suggested if is_free(one.text)),
        edited_answers=tuple(one for one in library.edited_answers if is_free(one.question, *one.also, one.line, one.missing)),
    )


def _names(person: Person, text: str) -> bool:
    found = set(words(text))
    return any(set(words(name)) <= found for name in (person.name, *person.also))


def _is_named(library: Library, one: Organisation) -> bool:
    return any(places_naming(library, one.names)) or any(quotes_signed(library, one.names))


class _Left:
    """What is left of one library; `gone` grows with each thing that falls, in the order of what leans on what."""

    def __init__(self, whole: Library, gone: set[str]) -> None:
        self.whole = whole
        self.gone = gone
        documents = {document.id for document in whole.documents if f"bron.{document.id}" in gone}
        self.documents = documents
        for things in (whole.sections, whole.passages, whole.quotes, whole.lists):
            self.gone |= {thing.id for thing in things if thing.document_id in documents}
        self.gone |= {quote.id for quote in whole.quotes if quote.passage_id in self.gone}
        self.gone |= {note for one in whole.passages if one.id in self.gone for note in _NOTE.findall(one.html)}
        self.gone |= {one.id for one in whole.lists if any(span.passage_id in self.gone for span in one.spans)}
        # A section has the id of its first passage, and goes only with its source.
        self.sections = {section.id for section in whole.sections if section.document_id in documents}
        self.steps = {step.number for step in whole.steps if step.part_id in self.sections}
        self.steps |= {int(one.partition(".")[2]) for one in gone if re.fullmatch("stap\\.[0-9]{1,3}", one)}

    def library(self) -> Library:
        whole = self.whole
        left = replace(
            whole,
            documents=tuple(
                replace(one, order=tuple(self._linked(item) for item in one.order if item.kind == "section" or item.id not in self.gone))
                for one in whole.documents
                if one.id not in self.documents
            ),
            sections=tuple(self._section(one) for one in whole.sections if one.id not in self.sections),
            passages=tuple(self._linked(one) for one in whole.passages if one.id not in self.gone),
            quotes=tuple(self._quote(one) for one in whole.quotes if one.id not in self.gone),
            lists=tuple(replace(one, step=self._step(one.step)) for one in whole.lists if one.id not in self.gone),
            themes=self._open(whole.themes, "thema."),
            examples=tuple(filter(None, map(self._example, whole.examples))),
            steps=tuple(
                replace(one, deepening=self._kept(one.deepening, self.sections)) for one in whole.steps if one.number not in self.steps
            ),
            decision=None if whole.decision and whole.decision.passage_id in self.gone else whole.decision,
            concepts=tuple(one for one in whole.concepts if f"thesaurus.{one.term}" not in self.gone),
            questions={identity: asked for identity, asked in whole.questions.items() if identity not in self.gone},
            proposed={identity: asked for identity, asked in whole.proposed.items() if identity not in self.gone},
            title_lines={identity: line for identity, line in whole.title_lines.items() if identity not in self.gone},
            moved={old: new for old, new in whole.moved.items() if new not in self.gone},
        )
        left = replace(left, phases=tuple(self._phases()), persons=tuple(self._persons(left)), **self._lists())
        left = replace(left, organisations=tuple(self._organisations(left)))
        return replace(left, **self._materials())

    def _lists(self) -> dict[str, Any]:
        whole = self.whole
        tasks = self._emptied(self._open(whole.tasks, "taak."), "items")
        self.gone |= {f"taak.{one.id}" for one in whole.tasks} - {f"taak.{one.id}" for one in tasks}
        references = [one for one in whole.references if f"verwijzing.{one.title}" not in self.gone]
        return {
            "tasks": tasks,
            "terms": tuple(one for one in whole.terms if self.gone.isdisjoint({one.definition.passage_id, f"begrip.{one.name}"})),
            "facts": tuple(one for one in whole.facts if self.gone.isdisjoint({one.sentence.passage_id, f"feit.{one.title}"})),
            "references": self._emptied(references, "passages"),
            "unanswered": self._emptied(self._open(whole.unanswered, "zonder-antwoord."), "related"),
            "suggested": tuple(one for one in whole.suggested if self.gone.isdisjoint({one.place_id, f"suggestie.{one.text}"})),
            "edited_answers": tuple(filter(None, map(self._answer, self._open(whole.edited_answers, "antwoord.")))),
        }

    def _materials(self) -> dict[str, Any]:
        whole = self.whole
        return {
            "comparisons": tuple(filter(None, map(self._comparison, self._open(whole.comparisons, "vergelijking.")))),
            "routes": tuple(filter(None, map(self._route, self._open(whole.routes, "route.")))),
            "kits": tuple(filter(None, map(self._kit, self._open(whole.kits, "pakket.")))),
            "readiness": tuple(
                one
                for one in whole.readiness
                if one.step not in self.steps and f"klaar-als.{one.step}" not in self.gone and self._stands(one.test)
            ),
            "contradictions": tuple(filter(None, map(self._contradiction, self._open(whole.contradictions, "tegenspraak.")))),
            "summaries": tuple(
                one
                for one in whole.summaries
                if self.gone.isdisjoint({one.about, f"samenvatting.{one.about}", *(span.passage_id for span in one.sentences)})
                and one.about not in {f"stap.{number}" for number in self.steps}
            ),
            "five_minutes": self._five_minutes(whole.five_minutes),
        }

    def _open(self, things: Iterable[Any], prefix: str) -> tuple[Any, ...]:
        return tuple(thing for thing in things if prefix + thing.id not in self.gone)

    def _kept(self, ids: Iterable[str], gone: Iterable[str] | None = None) -> tuple[str, ...]:
        left_out = self.gone if gone is None else set(gone)
        return tuple(one for one in ids if one not in left_out)

    def _emptied(self, things: Iterable[Any], name: str) -> tuple[Any, ...]:
        """Return things with what is kept of their ids in a field, without those that had some and have none left."""
        kept = ((thing, self._kept(getattr(thing, name))) for thing in things)
        return tuple(replace(thing, **{name: ids}) for thing, ids in kept if ids or not getattr(thing, name))

    def _step(self, number: int | None) -> int | None:
        return None if number in self.steps else number

    def _themes(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in ids if f"thema.{one}" not in self.gone)

    def _towns(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in ids if f"gemeente.{one}" not in self.gone)

    def _linked(self, one: _HasHtml) -> _HasHtml:
        """Return something whose links to what is gone are plain words, and without the places of quotes that are gone."""
        html = _LINK.sub(lambda link: link[2] if link[1] in self.gone else link[0], one.html)
        return replace(one, html=_QUOTE.sub(self._unquoted, html))

    def _unquoted(self, quote: re.Match[str]) -> str:
        """Return the place of a quote as it stands in a passage; of one that is gone only what are words of the passage."""
        if quote[2] not in self.gone:
            return quote[0]
        return f"<blockquote>{quote[3]}</blockquote>" if quote[3] else ""

    def _section(self, one: Section) -> Section:
        towns = self._towns(one.municipalities)
        return replace(one, step=self._step(one.step), themes=self._themes(one.themes), municipalities=towns)

    def _quote(self, one: Quote) -> Quote:
        return replace(
            self._linked(one),
            step=self._step(one.step),
            themes=self._themes(one.themes),
            speakers=tuple(speaker for speaker in one.speakers if f"spreker.{speaker}" not in self.gone),
            municipality=None if f"gemeente.{one.municipality}" in self.gone else one.municipality,
            belongs_to=None if one.belongs_to in self.gone else one.belongs_to,
        )

    def _example(self, one: PracticeExample) -> PracticeExample | None:
        passages = self._kept(one.passages)
        if not passages or one.entry_id in self.gone:
            self.gone.add(one.entry_id)
            return None
        return replace(
            one,
            passages=passages,
            quotes=self._kept(one.quotes),
            themes=self._themes(one.themes),
            municipalities=self._towns(one.municipalities),
            steps=tuple(number for number in one.steps if number not in self.steps),
            contact=None if one.contact and one.contact.passage_id in self.gone else one.contact,
            traits=tuple(trait for trait in one.traits if trait.words.passage_id not in self.gone),
        )

    def _phases(self) -> Iterable[Any]:
        for one in self.whole.phases:
            numbers = tuple(number for number in one.steps if number not in self.steps)
            if numbers:
                yield replace(one, steps=numbers)

    def _persons(self, left: Library) -> Iterable[Person]:
        """Yield the persons but those who were named only where something went."""
        spoke = set(chain.from_iterable(quote.speakers for quote in self.whole.quotes if quote.id in self.gone))
        speaks = set(chain.from_iterable(quote.speakers for quote in left.quotes))
        told = [passage.text for passage in self.whole.passages if passage.id in self.gone]
        tells = [*(passage.text for passage in left.passages), *(section.title for section in left.sections)]
        for person in self.whole.persons:
            was_named = person.id in spoke or any(_names(person, text) for text in told)
            if not was_named or person.id in speaks or any(_names(person, text) for text in tells):
                yield person

    def _organisations(self, left: Library) -> Iterable[Organisation]:
        """Yield the organisations but those that were named only where something went."""
        for one in self._open(self.whole.organisations, "organisatie."):
            kept = replace(
                one,
                said=None if one.said and one.said.passage_id in self.gone else one.said,
                examples=tuple(example for example in one.examples if f"praktijkvoorbeeld.{example}" not in self.gone),
                address=None if one.address_at in self.gone else one.address,
                address_at=None if one.address_at in self.gone else one.address_at,
            )
            if not _is_named(self.whole, one) or _is_named(left, one):
                yield kept

    def _answer(self, one: EditedAnswer) -> EditedAnswer | None:
        if not all(map(self._stands_unit, one.units)):
            self.gone.add(f"antwoord.{one.id}")
            return None
        further = tuple(place for place in self._kept(one.further) if place not in {f"stap.{number}" for number in self.steps})
        steps = tuple(number for number in one.steps if number not in self.steps)
        return replace(one, further=further, themes=self._themes(one.themes), steps=steps)

    def _stands_unit(self, unit: AnswerUnit) -> bool:
        return bool(unit.spans) and self.gone.isdisjoint({unit.place, *(span.passage_id for span in unit.spans)})

    def _stands(self, excerpt: Excerpt) -> bool:
        is_there = self.gone.isdisjoint({excerpt.place, *(span.passage_id for span in excerpt.spans)})
        return is_there and (bool(excerpt.spans) or excerpt.part != "woorden")

    def _comparison(self, one: Comparison) -> Comparison | None:
        rows = tuple(filter(None, map(self._row, one.rows)))
        if len(rows) < min(FEWEST_ROWS, len(one.rows)):
            return None
        return replace(one, rows=rows, below=tuple(filter(self._stands, one.below)))

    def _row(self, one: ComparedExample) -> ComparedExample | None:
        if f"praktijkvoorbeeld.{one.example_id}" in self.gone or (isinstance(one.fits, Excerpt) and not self._stands(one.fits)):
            return None
        return replace(one, cells=tuple(tuple(filter(self._stands, cell)) for cell in one.cells))

    def _route(self, one: Route) -> Route | None:
        stops = tuple(stop for stop in one.stops if stop.place_id not in self.gone)
        return replace(one, stops=stops) if len(stops) >= min(FEWEST_STOPS, len(one.stops)) else None

    def _kit(self, one: Kit) -> Kit | None:
        parts = (replace(part, units=tuple(filter(self._stands, part.units))) for part in one.parts)
        kept = tuple(part for part in parts if part.units)
        return replace(one, parts=kept) if kept else None

    def _contradiction(self, one: Contradiction) -> Contradiction | None:
        sides = tuple(filter(self._stands, one.sides))
        return replace(one, sides=sides) if len(sides) >= FEWEST_SIDES else None

    def _five_minutes(self, one: FiveMinutes | None) -> FiveMinutes | None:
        """Return it only when all of it stands: it is one story."""
        return one if one and self.gone.isdisjoint(span.passage_id for span in one.spans) else None
