"""The library: all that the knowledge base knows, in one immutable value.

In a generation it is one file, `library.json`, but for its passages: of these, which can be many, each is read when it is asked for.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

from pydantic import TypeAdapter

from kb import record_files
from kb.analysis.languages import Languages
from kb.model import (
    Abbreviation,
    Block,
    Comparison,
    Concept,
    Contradiction,
    Decision,
    Document,
    DocumentKind,
    EditedAnswer,
    Edition,
    EntryKind,
    Fact,
    FiveMinutes,
    ForeignPhrase,
    Kit,
    Layer,
    Method,
    Municipality,
    Organisation,
    Passage,
    Person,
    Phase,
    PlaceName,
    PracticeExample,
    Quote,
    Readiness,
    Reference,
    Remark,
    Removed,
    Route,
    Section,
    Span,
    Step,
    SuggestedQuestion,
    Summary,
    Task,
    Term,
    Theme,
    Unanswered,
    WorkingList,
    pages_between,
)
from kb.record_files import ById, Records

FILE = "library.json"
PASSAGES = "passages"


@dataclass(frozen=True)
class Library:
    """Everything of the corpus but its indexes. Sequences keep the order of the corpus.

    `passages`, `quotes` and `lists` may be shown anywhere. Personal stories stand apart (kb.protection), in `protected_passages` and
    `protected_quotes`: their words are read on the page of their report only, by `text_in_report`, `passage_in_report` and
    `quote_in_report`.
    """

    documents: tuple[Document, ...] = ()
    sections: tuple[Section, ...] = ()
    passages: Sequence[Passage] = ()
    quotes: tuple[Quote, ...] = ()
    lists: tuple[WorkingList, ...] = ()
    examples: tuple[PracticeExample, ...] = ()
    kinds: tuple[DocumentKind, ...] = ()
    themes: tuple[Theme, ...] = ()
    phases: tuple[Phase, ...] = ()
    steps: tuple[Step, ...] = ()
    decision: Decision | None = None
    municipalities: tuple[Municipality, ...] = ()
    persons: tuple[Person, ...] = ()
    place_names: tuple[PlaceName, ...] = ()
    tasks: tuple[Task, ...] = ()
    terms: tuple[Term, ...] = ()
    facts: tuple[Fact, ...] = ()
    references: tuple[Reference, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    methods: tuple[Method, ...] = ()
    concepts: tuple[Concept, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    foreign: tuple[ForeignPhrase, ...] = ()
    suggested: tuple[SuggestedQuestion, ...] = ()
    edited_answers: tuple[EditedAnswer, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    routes: tuple[Route, ...] = ()
    kits: tuple[Kit, ...] = ()
    readiness: tuple[Readiness, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    summaries: tuple[Summary, ...] = ()
    five_minutes: FiveMinutes | None = None
    # The editor's, by passage: what there is to read under a heading that tells little by itself.
    title_lines: Mapping[str, str] = field(default_factory=dict)
    # For finding only: these are never shown.
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    proposed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    protected_passages: tuple[Passage, ...] = ()
    protected_quotes: tuple[Quote, ...] = ()
    edition: Edition | None = None
    own: Layer | None = None
    removed: tuple[Removed, ...] = ()

    @cached_property
    def document(self) -> dict[str, Document]:
        """Documents by id."""
        return {document.id: document for document in self.documents}

    @cached_property
    def section(self) -> dict[str, Section]:
        """Sections by id."""
        return {section.id: section for section in self.sections}

    @cached_property
    def _heads(self) -> list[tuple[str, str]]:
        """Of each passage its id and that of the section in which it stands."""
        return [(passage.id, passage.section_id) for passage in self.passages]

    @cached_property
    def _standing_in(self) -> dict[str, str]:
        return dict(self._heads)

    @cached_property
    def _number(self) -> dict[str, int]:
        return {identity: number for number, (identity, _) in enumerate(self._heads)}

    @cached_property
    def _numbers_in(self) -> dict[str, list[int]]:
        """Which passages stand in a section, by its id."""
        numbers: dict[str, list[int]] = {}
        for number, (_, section_id) in enumerate(self._heads):
            numbers.setdefault(section_id, []).append(number)
        return numbers

    @cached_property
    def passage(self) -> Mapping[str, Passage]:
        """Passages by id."""
        return ById(self.passages, self._number)

    def passages_of(self, sections: Collection[str]) -> list[Passage]:
        """Return the passages that stand in sections, by the ids of the sections, in the order of the sources."""
        numbers = sorted(chain.from_iterable(self._numbers_in.get(section_id, ()) for section_id in set(sections)))
        return [self.passages[number] for number in numbers]

    def passages_of_part(self, part_id: str) -> list[Passage]:
        """Return the passages of a part of a source, in its order."""
        return self.passages_of(self._sections_of_part.get(part_id, ()))

    @cached_property
    def _sections_of_part(self) -> dict[str, list[str]]:
        sections: dict[str, list[str]] = {}
        for section in self.sections:
            sections.setdefault(section.part_id, []).append(section.id)
        return sections

    @property
    def sections_of_passages(self) -> Iterable[Section]:
        """The section of each passage."""
        return map(self.section.__getitem__, self._standing_in.values())

    @cached_property
    def quote(self) -> dict[str, Quote]:
        """Quotes by id."""
        return {quote.id: quote for quote in self.quotes}

    @cached_property
    def passage_in_report(self) -> Mapping[str, Passage]:
        """Passages by id, those of personal stories too: for the page of a report."""
        return ById(self.passages, self._number, {passage.id: passage for passage in self.protected_passages})

    @cached_property
    def quote_in_report(self) -> dict[str, Quote]:
        """Quotes by id, those of personal stories too: for the page of a report."""
        return {quote.id: quote for quote in (*self.quotes, *self.protected_quotes)}

    @cached_property
    def working_list(self) -> dict[str, WorkingList]:
        """Working lists by id."""
        return {working_list.id: working_list for working_list in self.lists}

    @cached_property
    def example(self) -> dict[str, PracticeExample]:
        """Practice examples by id."""
        return {example.id: example for example in self.examples}

    @cached_property
    def edited_answer(self) -> dict[str, EditedAnswer]:
        """Edited answers by id."""
        return {answer.id: answer for answer in self.edited_answers}

    @cached_property
    def gap(self) -> dict[str, Unanswered]:
        """What the sources do not answer, by id."""
        return {record.id: record for record in self.unanswered}

    @cached_property
    def kind(self) -> dict[str, DocumentKind]:
        """Kinds of source by id."""
        return {kind.id: kind for kind in self.kinds}

    @cached_property
    def kind_labels(self) -> dict[str, str]:
        """What readers see for each kind that results can be filtered by: those of sources, a quote and a practice example."""
        results = {kind.value: kind.value.capitalize() for kind in (EntryKind.QUOTE, EntryKind.EXAMPLE)}
        return {kind.id: kind.label for kind in self.kinds} | results

    def kind_label(self, kind: str) -> str:
        """Return what readers see for a kind of source or result."""
        return self.kind_labels.get(kind, kind)

    @cached_property
    def theme(self) -> dict[str, Theme]:
        """Themes by id."""
        return {theme.id: theme for theme in self.themes}

    @cached_property
    def organisation(self) -> dict[str, Organisation]:
        """Organisations by id."""
        return {organisation.id: organisation for organisation in self.organisations}

    @cached_property
    def method(self) -> dict[str, Method]:
        """Ways of working by id."""
        return {method.id: method for method in self.methods}

    @cached_property
    def municipality(self) -> dict[str, Municipality]:
        """Municipalities by id."""
        return {municipality.id: municipality for municipality in self.municipalities}

    @cached_property
    def province(self) -> dict[str, str]:
        """Provinces by the id of a municipality, of those that the list of the country has."""
        provinces = {place.name: place.province for place in self.place_names if place.province}
        return {town.id: provinces[town.name] for town in self.municipalities if town.name in provinces}

    @cached_property
    def person(self) -> dict[str, Person]:
        """Persons by id."""
        return {person.id: person for person in self.persons}

    @cached_property
    def step(self) -> dict[int, Step]:
        """Steps by number."""
        return {step.number: step for step in self.steps}

    @cached_property
    def summary(self) -> dict[str, Summary]:
        """Summaries by what they are about."""
        return {summary.about: summary for summary in self.summaries}

    @cached_property
    def languages(self) -> Languages:
        """What finds words in another language."""
        return Languages(self.foreign)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the corpus' own: people, municipalities with their neighbourhoods, and organisations."""
        people = (name for person in self.persons for name in (person.name, *person.also))
        towns = (name for town in self.municipalities for name in (town.name, *town.also, *town.neighbourhoods))
        organisations = [*(quote.organisation for quote in self.quotes), *(document.publisher for document in self.documents)]
        organisations += [name for one in self.organisations if one.is_named for name in (one.name, *one.also)]
        return tuple(dict.fromkeys([*people, *towns, *filter(None, organisations)]))

    @cached_property
    def _alone(self) -> dict[str, Passage]:
        """Each quote that stands alone, as a passage of one block, by its id."""
        return {
            quote.id: Passage(
                quote.id,
                quote.document_id,
                quote.section_id,
                quote.text,
                quote.html,
                (Block(0, len(quote.text), "alinea"),),
                pages=quote.pages,
            )
            for quote in self.quotes
            if quote.passage_id is None
        }

    @property
    def places(self) -> Iterable[Passage]:
        """All places that words can be cited from: the passages, and each quote that stands alone as a passage of one block."""
        return chain(self.passages, self._alone.values())

    @property
    def place_ids(self) -> Iterable[str]:
        """The ids of all places, in their order."""
        return chain(self._standing_in, self._alone)

    def place(self, identity: str) -> Passage:
        """Return the place where a passage or quote stands."""
        return self._alone.get(identity) or self.passage.get(identity) or self.passage[str(self.quote[identity].passage_id)]

    def standing(self, span: Span) -> Span:
        """Return where words of an in-line quote stand: in its passage; those of any other place stand there."""
        said = self.quote.get(span.passage_id)
        if said and said.passage_id:
            return Span(said.passage_id, said.begin + span.begin, said.begin + span.end)
        return span

    def text(self, identity: str) -> str:
        """Return the words of a passage or quote, of which citations are spans; of a personal story there are none."""
        return self.passage[identity].text if identity in self.passage else self.quote[identity].text

    def first_page(self, part_id: str) -> int | None:
        """Return the page on which the text of a part of a source begins, None in a source without pages."""
        here = self.passages_of_part(part_id)
        return here[0].pages[0].page if here and here[0].pages else None

    def whole(self, identity: str) -> Span:
        """Return all words of a passage or quote as a place."""
        return Span(identity, 0, len(self.text_in_report(identity)))

    def remarks(self, identity: str) -> tuple[Remark, ...]:
        """Return what the editor says beside the words of a passage."""
        passage = self.passage_in_report.get(identity)
        return passage.remarks if passage else ()

    def pages(self, identity: str, begin: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Return the first and the last page of words of a passage or quote, or of all of it; None in a source without pages."""
        last = len(self.text_in_report(identity)) if end is None else end
        place = self.passage_in_report.get(identity)
        if place is None:
            quote = self.quote_in_report[identity]
            if quote.passage_id is None:
                return pages_between(quote.pages, begin, last)
            place, begin, last = self.passage_in_report[quote.passage_id], begin + quote.begin, last + quote.begin
        return pages_between(place.pages, begin, last)

    def present_id(self, identity: str) -> str:
        """Return the id that something has now: another one when it has moved."""
        return self.moved.get(identity, identity)

    def stands(self, identity: str) -> bool:
        """Return whether there is a passage or quote with this id, be it in a personal story."""
        return identity in self.passage_in_report or identity in self.quote_in_report

    def is_protected(self, identity: str) -> bool:
        """Return whether this is a passage or quote of a personal story."""
        return self.stands(identity) and identity not in self.passage and identity not in self.quote

    def text_in_report(self, identity: str) -> str:
        """Return the words of a passage or quote, also of a personal story: for the page of its report and its own address."""
        return (self.passage_in_report.get(identity) or self.quote_in_report[identity]).text

    def section_of(self, identity: str) -> Section:
        """Return the section in which a passage or quote stands."""
        standing_in = self._standing_in.get(identity)
        return self.section[standing_in or (self.passage_in_report.get(identity) or self.quote_in_report[identity]).section_id]

    def path(self, section_id: str) -> tuple[Section, ...]:
        """Return the sections from the part down to this section."""
        section: Section | None = self.section[section_id]
        path: list[Section] = []
        while section:
            path.insert(0, section)
            section = self.section[section.parent_id] if section.parent_id else None
        return tuple(path)

    def speaker_names(self, quote: Quote) -> tuple[str, ...]:
        """Return who said it as readers may see it: the name, or for a private person the description."""
        people = (self.person[speaker] for speaker in quote.speakers)
        return tuple(person.name if person.recognisable else person.description for person in people)

    def public_speakers(self, quote: Quote) -> tuple[str, ...]:
        """Return the ids of the speakers that a quote may be found by: no private persons."""
        return tuple(speaker for speaker in quote.speakers if self.person[speaker].recognisable)


_ADAPTER = TypeAdapter(Library)
_PASSAGE = TypeAdapter(Passage)


def write(library: Library, folder: Path) -> None:
    """Write the library into folder."""
    record_files.write(library.passages, _PASSAGE, folder / PASSAGES)
    (folder / FILE).write_bytes(_ADAPTER.dump_json(replace(library, passages=())))


def open_library(folder: Path) -> Library:
    """Open the library of folder. Raises pydantic.ValidationError or OSError when a file is not as written."""
    return replace(_ADAPTER.validate_json((folder / FILE).read_bytes()), passages=Records(folder / PASSAGES, _PASSAGE))
