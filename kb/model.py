"""The vocabulary of the knowledge base, as frozen dataclasses.

English names in code; the Dutch word that readers, URLs and JSON use stands in each docstring. Ids are
permanent addresses: `<bron>.<anchor>` for a passage, quote or working list, `praktijkvoorbeeld.<id>` for an example.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class EntryKind(StrEnum):
    """What kind of thing a search result is."""

    PASSAGE = "passage"
    QUOTE = "citaat"
    EXAMPLE = "praktijkvoorbeeld"
    REPORT = "verslag"


EXAMPLE_PREFIX = f"{EntryKind.EXAMPLE}."


def example_id(entry_id: str) -> str:
    """Return which practice example is known by an id as entries, references and selections have it.

    >>> example_id("praktijkvoorbeeld.buurtvaders")
    'buurtvaders'
    """
    return entry_id.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Document:
    """Bron: one source file of the corpus. `date` is 'yyyy', 'yyyy-mm' or 'yyyy-mm-dd', or None when unknown.

    `kind` (soort) is the id of a DocumentKind. A source that was taken in from a file has `file`, its name by its digest
    (`<sha256>.<ending>`); `openness` (openbaar) is ja, nee or onbekend, `found_at` (vindplaats) where the file was published, and
    `is_edited` False until the editors looked at it. `offers_file`: the file is there and everybody may have it.
    `is_own`: it stands in the own folder of an installation, not in the delivered corpus.
    `added` is the day on which it came to the knowledge base, 'yyyy-mm-dd', None when nobody noted it.
    """

    id: str
    title: str
    kind: str
    publisher: str
    date: str | None
    date_origin: str
    evidence: str
    provenance: str
    order: tuple["ContentItem", ...]
    is_own: bool = False
    file: str | None = None
    openness: str = "ja"
    found_at: str | None = None
    is_edited: bool = True
    offers_file: bool = False
    added: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """Soort: one kind of source of the editors' list; `plural` is how several are called, where that is said."""

    id: str
    label: str
    plural: str | None = None


@dataclass(frozen=True, slots=True)
class ContentItem:
    """One item of a document's reading order: kind is section, passage, quote, note (of the editors) or footnote; these carry HTML.

    The words of a footnote are of the source, and in no passage.
    """

    kind: str
    id: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Paragraaf: a heading with what stands under it. Level 1 is a part (a step, a session report).

    `outside_title` is how the heading reads outside its own page: the title, or an editor's one where that names a private person.
    """

    id: str
    document_id: str
    part_id: str
    parent_id: str | None
    level: int
    title: str
    title_is_ours: bool
    part_kind: str | None
    speakers: str | None
    form: str
    step: int | None
    themes: tuple[str, ...]
    audience: tuple[str, ...]
    municipalities: tuple[str, ...]
    date: str | None
    date_origin: str
    evidence: str
    time_bound: bool
    sensitive: bool
    outside_title: str


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a passage: passage.text[begin:end]. Kind is alinea, label, item, cel or verwijzing; depth counts lists."""

    begin: int
    end: int
    kind: str
    depth: int = 0

    @property
    def is_item(self) -> bool:
        """Whether it is one of a row of likes: an item of a list, or a cell of a table."""
        return self.kind in ("item", "cel")

    @property
    def is_link(self) -> bool:
        """Whether it only leads to another page, and says nothing itself."""
        return self.kind == "verwijzing"


@dataclass(frozen=True, slots=True)
class Remark:
    """Opmerking: what the editor says of the words text[begin:end], such as how a damaged one was meant. Never part of the text."""

    begin: int
    end: int
    text: str

    @property
    def shown(self) -> str:
        """How it is shown, right after the words: in brackets, which nothing else of the corpus has."""
        return f" [{self.text}]"


@dataclass(frozen=True, slots=True)
class PageStart:
    """From text[begin] on, the words stand on this page (bladzijde) of the file that the source was taken in from."""

    begin: int
    page: int


def pages_between(starts: tuple[PageStart, ...], begin: int, end: int) -> tuple[int, int] | None:
    """Return the first and the last page of text[begin:end], None where no page is known.

    >>> pages_between((PageStart(0, 12), PageStart(40, 13)), 10, 50), pages_between((PageStart(40, 13),), 0, 40)
    ((12, 13), None)
    """
    first = [start.page for start in starts if start.begin <= begin]
    last = [start.page for start in starts if start.begin < max(end, begin + 1)]
    return (first[-1], last[-1]) if first else None


@dataclass(frozen=True, slots=True)
class Passage:
    """Passage: the unit of retrieval, one section or a part of a long one.

    `text` is made of the text nodes of `html` by kb.passage_html.text_of; `blocks` are its blocks in order. `remarks` stand in `html` too,
    and so do the marks that begin its `pages`: of the page it begins on, and of those that begin in it. A source without pages has none.
    """

    id: str
    document_id: str
    section_id: str
    text: str
    html: str
    blocks: tuple[Block, ...]
    remarks: tuple[Remark, ...] = ()
    pages: tuple[PageStart, ...] = ()

    def text_blocks(self, begin: int = 0, end: int | None = None) -> tuple[Block, ...]:
        """Return the blocks that stand within text[begin:end], or within all of it; links to other pages are left out."""
        last = len(self.text) if end is None else end
        return tuple(block for block in self.blocks if begin <= block.begin and block.end <= last and not block.is_link)


@dataclass(frozen=True, slots=True)
class Quote:
    """Citaat: what somebody said, at a place in a document. `headline` is the editor's, never spoken words.

    `passage_id`, `begin`, `end` place a quote that stands inside a running passage; a quote that stands
    alone has passage_id None, and `pages` of its own as a passage has.
    """

    id: str
    document_id: str
    section_id: str
    text: str
    html: str
    headline: str | None
    speakers: tuple[str, ...]
    role: str | None
    organisation: str | None
    municipality: str | None
    municipality_from_context: bool
    step: int | None
    themes: tuple[str, ...]
    attribution: str
    belongs_to: str | None
    interview: str | None
    damaged: bool
    sensitive: bool
    passage_id: str | None
    begin: int
    end: int
    pages: tuple[PageStart, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A place: passage.text[begin:end] of the passage with this id."""

    passage_id: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class WorkingList:
    """Werklijst: a list that is made to be used whole. `spans` cover lead-in and items in reading order."""

    id: str
    document_id: str
    title: str
    form: str
    count: int
    step: int | None
    audience: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """Whom the source names, 'zoals genoemd in de bron'."""

    name: str | None
    role: str | None
    address: str | None
    passage_id: str


@dataclass(frozen=True, slots=True)
class Trait:
    """Kenmerk: what a source says of one thing about an example, `kind` as the corpus calls it (voor_wie, kosten), in its own `words`."""

    kind: str
    words: Span


@dataclass(frozen=True, slots=True)
class PracticeExample:
    """Praktijkvoorbeeld: a project or method in practice; its description is passages[0], a passage or a quote.

    `audience_text`, `method` and `note` are the editor's own words; `traits` hold those of the sources.
    `methods` are ids of ways of working.
    """

    id: str
    name: str
    name_is_ours: bool
    municipalities: tuple[str, ...]
    neighbourhoods: tuple[str, ...]
    audience: tuple[str, ...]
    audience_text: str
    method: str
    themes: tuple[str, ...]
    steps: tuple[int, ...]
    depth: str
    passages: tuple[str, ...]
    quotes: tuple[str, ...]
    contact: ContactDetails | None
    via_ess: bool
    traits: tuple[Trait, ...]
    note: str | None
    methods: tuple[str, ...] = ()

    @property
    def entry_id(self) -> str:
        """The id by which it is found, kept and referred to, beside passages and quotes."""
        return EXAMPLE_PREFIX + self.id


@dataclass(frozen=True, slots=True)
class Edition:
    """Versie van de inhoud: how the editors number the state of the corpus; `date` is 'yyyy-mm-dd', `changes` are since the one before."""

    version: str
    date: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """Laag: the own folder of an installation, over the delivered corpus: whose it is, and how its ids begin (`<prefix>-`)."""

    name: str
    prefix: str
    version: str | None


@dataclass(frozen=True, slots=True)
class Removed:
    """Weg: what was taken out for good, by the first part of its ids; `date` is 'yyyy-mm-dd'."""

    id: str
    date: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Thema: one of a fixed, curated list."""

    id: str
    label: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Method:
    """Werkwijze: one of a fixed, curated list of ways in which practice examples work."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Step:
    """Stap: one of the guide's twelve steps; `part_id` holds its text, `deepening` its further chapters."""

    number: int
    title: str
    phase: str
    part_id: str
    page: int
    deepening: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """Fase: a group of steps."""

    id: str
    title: str
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Beslismoment: go or no go, after a step."""

    after_step: int
    passage_id: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """Gemeente: with the coordinates of its town and the neighbourhoods that people type."""

    id: str
    name: str
    latitude: float
    longitude: float
    also: tuple[str, ...]
    neighbourhoods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """Plaatsnaam: a municipality or (without `province`) a province of the country, whether the sources name it or not.

    `former`: the municipalities that went up in it. Coordinates are None where they are not known.
    """

    name: str
    province: str | None
    latitude: float | None
    longitude: float | None
    also: tuple[str, ...]
    former: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Persoon: one who speaks or is named. A private person (recognisable False) is shown by `description` only."""

    id: str
    name: str
    recognisable: bool
    description: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Taak: something an official has to do, as an ordered choice of passages and working lists."""

    id: str
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """Begrip: a notion with the place that defines it."""

    name: str
    definition: Span
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Feit: a figure or date, with the sentence that holds it."""

    title: str
    sentence: Span


@dataclass(frozen=True, slots=True)
class Reference:
    """Verwijzing: a publication that the sources name and that is not in the knowledge base."""

    title: str
    author: str | None
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """Organisatie: a body with a name of its own; never a person, project or kind of body.

    `also` are other names by which a source calls it. `said` is what a source says of it, None where they only name it, and `examples` are
    the ids of what it does. `address` is its own, as the passage `address_at` gives it. One that is not `is_named` is asked for, and no
    source names it.
    """

    id: str
    name: str
    abbreviation: str | None
    also: tuple[str, ...]
    said: Span | None
    examples: tuple[str, ...]
    address: str | None
    address_at: str | None
    is_named: bool

    @property
    def names(self) -> tuple[str, ...]:
        """All names by which a source may call it, the one it is shown by first."""
        return (self.name, *filter(None, [self.abbreviation]), *self.also)


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """Afkorting: letters that stand for something, written out (`full`) by the editor."""

    letters: str
    full: str


@dataclass(frozen=True, slots=True)
class ForeignPhrase:
    """Anderstalig: words in another language; `language` is its code, as in HTML's lang."""

    words: str
    language: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Something the sources name but do not answer: the questions people ask about it, why there is no answer, and what is related.

    `subject` (onderwerp) is the heading under which it is listed.
    """

    id: str
    reason: str
    questions: tuple[str, ...]
    related: tuple[str, ...]
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class SuggestedQuestion:
    """Suggestie: a reviewed question that the site may show, with the passage, quote or working list that answers it."""

    text: str
    place_id: str
    on_home_page: bool


@dataclass(frozen=True, slots=True)
class AnswerUnit:
    """One of the units (`delen`) of an edited answer: whole sentences or list items, literal, at `spans`.

    `label` is the editor's. `place` is what the editor named: a passage, quote, working list or practice example. `follows`: it leans on
    what stands before it, and never goes first.
    """

    label: str | None
    place: str
    spans: tuple[Span, ...]
    follows: bool = False


@dataclass(frozen=True, slots=True)
class EditedAnswer:
    """Redactioneel antwoord: a frequent question, `also` as others ask it, with an editor's ordered choice of literal units.

    `line` (one line under the question) and `missing` (what the sources do not say) are the editor's own words. `further` is what to read
    next: ids of passages, quotes, working lists and practice examples, or `taak.<id>`, `stap.<n>`, `thema.<id>`. `recognised_by` are more
    ways of asking it and `unlike` questions that look like it and ask something else: both for recognising only, never shown. `themes`,
    the one it belongs to first, and `steps` are where else it is shown.
    """

    id: str
    question: str
    also: tuple[str, ...]
    line: str
    units: tuple[AnswerUnit, ...]
    missing: str | None
    further: tuple[str, ...]
    recognised_by: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    steps: tuple[int, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """All questions that this answers, the one it is called by first."""
        return (self.question, *self.also, *self.recognised_by)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Uittreksel: literal words of the sources, at `spans`. `place` is what the editor named, as in AnswerUnit.

    Of a heading (kop) or the signature of a quote (ondertekening) there are no spans: it is that of the place.
    """

    place: str
    spans: tuple[Span, ...]
    part: Literal["woorden", "kop", "ondertekening"] = "woorden"


@dataclass(frozen=True, slots=True)
class ComparedExample:
    """A row of a comparison: a practice example, and a cell per column, empty where the sources say nothing.

    `fits` (past bij) is what it suits: literal, or as plain text in the editor's own words.
    """

    example_id: str
    fits: Excerpt | str
    cells: tuple[tuple[Excerpt, ...], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Vergelijking: practice examples side by side; `below` are words that hold for more than one row.

    `title`, `columns` and `missing` (what the sources do not say) are the editor's.
    """

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[ComparedExample, ...]
    below: tuple[Excerpt, ...]
    missing: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Halte: a passage or quote of a reading route, with the editor's line that says why to read it."""

    place_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Route:
    """Leesroute: passages in an order that suits one kind of reader."""

    id: str
    title: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class KitPart:
    """One of the parts of a kit. `title` and `minutes` are the editor's, `units` literal."""

    title: str
    minutes: int
    units: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Kit:
    """Pakket: a meeting or talk to take along, made of questions of the sources.

    Times, order and `materials` are the editor's, and `proposal` says so to the reader; `missing` is what the sources do not say.
    """

    id: str
    title: str
    proposal: str
    materials: tuple[str, ...]
    parts: tuple[KitPart, ...]
    missing: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """Klaar als: the words by which the sources tell that a step is done."""

    step: int
    test: Excerpt


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Tegenspraak: what the sources say in two ways. `subject` and `remark` (one sentence) are the editor's."""

    id: str
    subject: str
    sides: tuple[Excerpt, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Samenvatting: two or three whole sentences, literal and in reading order, that tell what something is about.

    `about` is `stap.<n>`, `thema.<id>` or `bron.<id>`.
    """

    about: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do: a heading in the editor's words, and one sentence of a source that says it."""

    heading: str
    sentence: Span


@dataclass(frozen=True, slots=True)
class FiveMinutes:
    """De aanpak in vijf minuten: the guide on two printed pages. `steps` has an advice for each step, in their order."""

    why: tuple[Span, ...]
    steps: tuple[Advice, ...]
    decision: Span
    this_week: tuple[Advice, ...]
    contact: Span

    @property
    def spans(self) -> tuple[Span, ...]:
        """The words of the sources in it, in the order in which they are read."""
        sentences = [advice.sentence for advice in self.steps]
        return (*self.why, *sentences, self.decision, *(advice.sentence for advice in self.this_week), self.contact)


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of the thesaurus: words that mean the same, and weaker related words. `everyday` ones are never shown."""

    term: str
    synonyms: tuple[str, ...]
    everyday: tuple[str, ...]
    abbreviations: tuple[str, ...]
    related: tuple[str, ...]
    misspelled: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All interchangeable names, the preferred term first."""
        return (self.term, *self.synonyms, *self.everyday, *self.abbreviations, *self.misspelled)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the indexes hold: one findable thing, with its words, the questions it answers, and those that nobody confirmed yet.

    By `proposed` it is found as by its own words, and nothing else: one that has those alone is one for which nobody wrote questions.
    Of kind REPORT it is a report that holds a personal story: it shows the report's opening passage, whose id it has, and is found by
    the words of the story, which it does not hold.
    """

    id: str
    kind: EntryKind
    title: str
    context: str
    text: str
    questions: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Bronvermelding: words of an answer, as a place: text(place_id)[begin:end], from source `source` of the answer (counted from 1).

    `place_id` is a passage, or a quote that stands alone. `text` is a copy for the caller's ease, checked against the place.
    `unit` is the number of the unit of the answer (counted from 0) that it is part of; of each unit the sentence that says most `leads`.
    """

    place_id: str
    begin: int
    end: int
    text: str
    source: int
    is_lead_in: bool = False
    unit: int = 0
    leads: bool = False


class Form(StrEnum):
    """Vorm: what an answer is made of."""

    SENTENCES = "zinnen"
    LIST = "lijst"
    QUOTE = "citaat"
    EXAMPLES = "voorbeelden"
    EDITED = "redactie"
    PARTS = "delen"


class Status(StrEnum):
    """How sure an answer is."""

    ANSWERED = "beantwoord"
    UNSURE = "onzeker"
    NOT_FOUND = "niet-gevonden"


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    """A term to look for in one field of the keyword index, and how much a match counts."""

    field: str
    text: str
    weight: float
