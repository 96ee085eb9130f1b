"""An answer as the page shows it: its units, each with the literal sentences of one place, and what the editors say with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.analysis.letters import folded
from kb.answer.answering import NO_ANSWER, Answer
from kb.library import Library
from kb.model import Citation, Document, Form, PracticeExample, Quote, Remark, Section, Status, WorkingList
from kb.telling.addresses import item_of, passage_path
from kb.telling.remarks import beside
from kb.telling.stretches import pointing
from web.showing.citing import CitedWords, cited
from web.showing.further import further
from web.showing.quote_cards import QuoteCard, card_of

# So many words stand on either side of the words that come nearest.
WORDS_BESIDE = 20


@dataclass(frozen=True, slots=True)
class Proof:
    """Where cited words stand: the number of their source in the answer, the address where they are marked, and they themselves between
    some words of their place before and after them."""

    number: int
    address: str
    amid: tuple["ShownSentence", ...]


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A literal sentence of an answer, and the editor's remarks beside its words; with the last of those that stand together in their
    source comes the `proof` of them all.

    `leads`: of its unit it says most, and is shown large; where nothing is cited, it is what comes nearest.
    """

    text: str
    is_item: bool
    is_lead_in: bool
    remarks: tuple[Remark, ...] = ()
    leads: bool = False
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """The sentences of an answer that stand in one passage or quote, in the order to read them; the number of their source; what the
    editor calls them, and the examples they tell of when examples were asked for."""

    place_id: str
    begin: int
    number: int
    section: Section
    document: Document
    quote: Quote | None
    sentences: tuple[ShownSentence, ...]
    cited: CitedWords
    item: str
    label: str | None
    examples: tuple[PracticeExample, ...]

    @property
    def address(self) -> str:
        """The address at which its first words are marked in their source."""
        return next(sentence.proof.address for sentence in self.sentences if sentence.proof)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What the answer panel shows; `card` is the quote that the answer is, `further` title and address of what to read next, and
    `nearest` the words that come nearest where there is no answer, by the id of the hit; `parts` are the sentences that a question of more
    than one asks, each with what is shown for it."""

    answer: Answer
    units: tuple[Unit, ...]
    working_list: WorkingList | None
    card: QuoteCard | None
    further: tuple[tuple[str, str], ...]
    nearest: dict[str, tuple[ShownSentence, ...]]
    parts: tuple[tuple[str, "AnswerView"], ...] = ()

    @property
    def is_found(self) -> bool:
        """Return whether there is an answer."""
        return self.answer.status is Status.ANSWERED

    @property
    def is_near(self) -> bool:
        """Return whether there is something near, and no answer."""
        return self.answer.status is Status.UNSURE

    @property
    def is_silent(self) -> bool:
        """Return whether nothing was found that answers, while nothing tells that the sources do not hold it."""
        return self.answer.reason == NO_ANSWER

    @property
    def sources(self) -> tuple[Unit, ...]:
        """The first unit of each source, in the order of their numbers."""
        first = {unit.number: unit for unit in reversed(self.units)}
        return tuple(first[number] for number in sorted(first))

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """Where all that is cited stands, in the order to read it."""
        return tuple(sentence.proof for unit in self.units for sentence in unit.sentences if sentence.proof)

    @property
    def items(self) -> tuple[str, ...]:
        """All that is cited, as items of a selection."""
        return tuple(unit.item for unit in self.units)

    @property
    def shown(self) -> frozenset[str]:
        """Return the ids of the places that the answer shows."""
        return frozenset(self.answer.sources)


def view(library: Library, answer: Answer) -> AnswerView:
    """Return the answer as the page shows it."""
    if answer.parts:
        parts = tuple((part.sentence, view(library, part.answer)) for part in answer.parts)
        return AnswerView(answer, tuple(unit for _, shown in parts for unit in shown.units), None, None, (), {}, parts)
    labels = [unit.label for unit in answer.edited.units] if answer.edited else []
    numbers = list(dict.fromkeys((citation.unit, citation.place_id) for citation in answer.citations))
    units: list[Unit] = []
    for number, place_id in numbers:
        citations = [citation for citation in answer.citations if (citation.unit, citation.place_id) == (number, place_id)]
        label = labels[number] if labels and number not in {other for other, _ in numbers[: len(units)]} else None
        units.append(_unit(library, answer, place_id, citations, label))
    return AnswerView(
        answer,
        tuple(units),
        answer.working_list,
        card_of(library, answer.quote) if answer.quote else None,
        tuple(further(library, identity) for identity in answer.edited.further) if answer.edited else (),
        {
            hit.entry.id: _amid(library, near.place_id, near.begin, near.end)
            for hit, near in zip(answer.related, answer.nearest, strict=False)
        },
    )


def _amid(library: Library, place_id: str, begin: int, end: int) -> tuple[ShownSentence, ...]:
    """Return words of a place between some of its words before and after them."""
    text = library.text(place_id)
    low = _begin_of_last(text[:begin], WORDS_BESIDE)
    high = end + _end_of_first(text[end:], WORDS_BESIDE)
    pieces = [(low, begin, False), (begin, end, True), (end, high, False)]
    remarks = library.remarks(place_id)
    shown = [ShownSentence(text[a:b], False, False, beside(remarks, a, b), leads) for a, b, leads in pieces if text[a:b].strip()]
    before = [ShownSentence("… ", False, False)] if low else []
    after = [ShownSentence(" …", False, False)] if high < len(text) else []
    return (*before, *shown, *after)


def _begin_of_last(text: str, words: int) -> int:
    found = list(re.finditer(r"\S+", text))
    return found[-words].start() if len(found) > words else 0


def _end_of_first(text: str, words: int) -> int:
    found = list(re.finditer(r"\S+", text))
    return found[words - 1].end() if len(found) > words else len(text)


def _unit(library: Library, answer: Answer, place_id: str, citations: Sequence[Citation], label: str | None) -> Unit:
    section = library.section_of(place_id)
    text = library.text(place_id)
    begin, end = min(citation.begin for citation in citations), max(citation.end for citation in citations)
    is_examples = answer.form is Form.EXAMPLES
    together = _together(text, citations)
    proofs = {last: _proof(library, answer, citations[0], first, last) for first, last in together}
    sentences = [_sentence(library, citation, proofs.get(citation.end)) for citation in citations]
    return Unit(
        place_id,
        begin,
        citations[0].source,
        section,
        library.document[section.document_id],
        library.quote.get(place_id) or _quote_of(library, place_id, begin, end),
        _large_first(sentences) if answer.form is Form.SENTENCES else tuple(replace(one, leads=False) for one in sentences),
        cited(library, place_id, begin, end),
        item_of(place_id, [pointing(text, low, high) for low, high in together]),
        label,
        _examples_of(library, place_id, " ".join(citation.text for citation in citations)) if is_examples else (),
    )


def _examples_of(library: Library, place_id: str, said: str) -> tuple[PracticeExample, ...]:
    """Return the examples that these words of a place tell of: the one that the place describes, of several those that are named."""
    here = tuple(example for example in library.examples if example.passages[0] == place_id)
    return here if len(here) == 1 else tuple(example for example in here if folded(example.name) in folded(said))


def _quote_of(library: Library, place_id: str, begin: int, end: int) -> Quote | None:
    """Return the in-line quote that these words of a passage are."""
    return next((quote for quote in library.quotes if quote.passage_id == place_id and quote.begin <= begin and end <= quote.end), None)


def _large_first(sentences: Sequence[ShownSentence]) -> tuple[ShownSentence, ...]:
    """Return the sentences in their own order, which carries their meaning; the one that says most is shown large where it comes first."""
    return tuple(replace(sentence, leads=sentence.leads and number == 0) for number, sentence in enumerate(sentences))


def _together(text: str, citations: Sequence[Citation]) -> list[tuple[int, int]]:
    """Return the stretches that are cited, in order; those that only white space parts are one."""
    stretches: list[tuple[int, int]] = []
    for citation in citations:
        begin = citation.begin
        if stretches and stretches[-1][1] <= begin and not text[stretches[-1][1] : begin].strip():
            begin, _ = stretches.pop()
        stretches.append((begin, citation.end))
    return stretches


def _proof(library: Library, answer: Answer, citation: Citation, begin: int, end: int) -> Proof:
    place_id = citation.place_id
    address = passage_path(library, place_id, begin, end, answer.question)
    return Proof(citation.source, address, _amid(library, place_id, begin, end))


def _sentence(library: Library, citation: Citation, proof: Proof | None) -> ShownSentence:
    passage = library.passage.get(citation.place_id)
    blocks = passage.blocks if passage else ()
    is_item = any(block.begin <= citation.begin < block.end and block.is_item for block in blocks)
    remarks = beside(library.remarks(citation.place_id), citation.begin, citation.end)
    return ShownSentence(citation.text, is_item, citation.is_lead_in, remarks, citation.leads, proof)
