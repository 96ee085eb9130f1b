"""An answer to a question: literal sentences or one whole working list, each checked against its place, or the reason there is none.

It is made in steps that can be looked at (`Answer.steps`, `kb ask --uitleg`): judge, choose, check.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from kb.analysis.kinds import Kind
from kb.answer.checking import checked
from kb.answer.choosing import candidates, choose
from kb.answer.judging import judge
from kb.answer.whole import asked_list, asked_term, list_citations
from kb.calibration import Calibration, Signals
from kb.library import Library
from kb.model import Citation, EntryKind, Span, Status, Term, WorkingList
from kb.retrieval.inquiry import AnswerStep, Hit, Inquiry, Rejected
from kb.retrieval.retriever import Retriever

JUDGING = "oordelen"
CHOOSING = "kiezen"
CHECKING = "nakijken"
MOST_RELATED = 3
# A definition is the answer; what stands beside it is at most this many sentences.
MOST_BESIDE_DEFINITION = 2
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """Antwoord: `citations` in the order to read them; `sources` are the ids of their places, source n being sources[n - 1].

    With status niet-gevonden there are no citations, and `related` holds the nearest hits. `reason` says, in Dutch, why there is no answer,
    or what it lacks.
    `working_list` is the list when the answer is one whole list. `steps` tell how it came about, from reading the question on.
    """

    question: str
    kind: Kind
    status: Status
    chance: float
    citations: tuple[Citation, ...] = ()
    sources: tuple[str, ...] = ()
    working_list: WorkingList | None = None
    related: tuple[Hit, ...] = ()
    reason: str = ""
    steps: tuple[AnswerStep, ...] = ()


@dataclass(frozen=True, slots=True)
class _Draft:
    """An answer under way: what the steps so far have come to, and what the last of them has to tell."""

    inquiry: Inquiry
    hits: tuple[Hit, ...]
    term: Term | None = None
    status: Status = Status.NOT_FOUND
    chance: float = 0.0
    reason: str = ""
    working_list: WorkingList | None = None
    citations: tuple[Citation, ...] = ()
    step: AnswerStep = AnswerStep("", "")


def answer(inquiry: Inquiry, retriever: Retriever, library: Library, calibration: Calibration = Calibration()) -> Answer:
    """Return the answer that the hits of an inquiry hold; `calibration` says how sure that must be."""
    # A report with a personal story may be what was looked for, but its words are no answer.
    draft = _Draft(inquiry, tuple(hit for hit in inquiry.hits if hit.entry.kind is not EntryKind.REPORT))
    steps = list(inquiry.steps)
    for step in (_judge, _choose, _check):
        started = time.perf_counter()
        draft = step(draft, retriever, library, calibration)
        steps.append(replace(draft.step, milliseconds=(time.perf_counter() - started) * 1e3))
        if draft.status is Status.NOT_FOUND:
            break
    _log.debug("%s", ", ".join(f"{step.name} {step.milliseconds:.1f} ms" for step in steps))
    return Answer(
        question=inquiry.typed,
        kind=inquiry.kind,
        status=draft.status,
        chance=draft.chance,
        citations=draft.citations,
        sources=tuple(dict.fromkeys(citation.place_id for citation in draft.citations)),
        working_list=draft.working_list if draft.citations else None,
        related=inquiry.hits[:MOST_RELATED],
        reason=draft.reason,
        steps=tuple(steps),
    )


def _judge(draft: _Draft, retriever: Retriever, library: Library, calibration: Calibration) -> _Draft:
    """Say whether the sources answer the question at all; what a term means they do."""
    inquiry = draft.inquiry
    if not draft.hits:
        reason = "In de bronnen staat niets dat op uw vraag lijkt."
        return replace(draft, reason=reason, step=AnswerStep(JUDGING, Status.NOT_FOUND, reason))
    judged = judge(inquiry, draft.hits, retriever, calibration.judging)
    term = asked_term(library, inquiry) if inquiry.kind is Kind.WHAT_IS else None
    status = Status.ANSWERED if term else judged.status
    if (judged.is_doubtful or inquiry.elsewhere) and status is Status.ANSWERED:
        status = Status.UNSURE
    reason = (judged.gap.reason if judged.gap else _reason(inquiry)) if status is Status.NOT_FOUND else _elsewhere(inquiry)
    why = f"omschrijving van ‘{term.name}’" if term else f"kans {judged.chance:.2f}, bij {_in_words(judged.signals)}"
    why += "; de verbeterde spelling is niet zeker" if judged.is_doubtful else ""
    why += f"; geen bron noemt ‘{inquiry.elsewhere[0]}’" if inquiry.elsewhere else ""
    return replace(draft, term=term, status=status, chance=judged.chance, reason=reason, step=AnswerStep(JUDGING, status, why))


def _choose(draft: _Draft, retriever: Retriever, library: Library, calibration: Calibration) -> _Draft:
    """Choose what is cited: a definition, a whole list, or the sentences that answer most probably."""
    whole = None if draft.term else asked_list(library, draft.hits, draft.inquiry.kind)
    if whole:
        citations = list_citations(library, whole)
        step = AnswerStep(CHOOSING, f"werklijst {whole.id}", "de vraag wordt door een hele lijst beantwoord")
        return replace(draft, working_list=whole, citations=citations, step=step)
    ranked = candidates(draft.inquiry, draft.hits, retriever, library, calibration.choosing)
    choice = choose(ranked, draft.inquiry.kind, calibration.choosing)
    lead_ins = {(sentence.passage_id, sentence.lead_in) for sentence in choice.sentences}
    spans = [
        (Span(sentence.passage_id, sentence.begin, sentence.end), (sentence.passage_id, sentence.number) in lead_ins)
        for sentence in choice.sentences
    ]
    if draft.term:
        spans = _beside_definition(draft.term.definition, spans)
    step = AnswerStep(CHOOSING, f"{len(spans)} zinnen", f"uit {len(ranked)} zinnen van de beste plaatsen", rejected=choice.rejected)
    return replace(draft, citations=_citations(library, spans), step=step)


def _check(draft: _Draft, retriever: Retriever, library: Library, calibration: Calibration) -> _Draft:
    """Leave out what does not stand in its place to the letter."""
    good = checked(library, draft.citations)
    rejected = tuple(
        Rejected(f"{citation.place_id}[{citation.begin}:{citation.end}]", "staat daar niet letterlijk")
        for citation in draft.citations
        if citation not in good
    )
    step = AnswerStep(CHECKING, f"{len(good)} van {len(draft.citations)} aanhalingen staan letterlijk op hun plaats", rejected=rejected)
    if good:
        return replace(draft, citations=good, step=step)
    return replace(draft, status=Status.NOT_FOUND, citations=(), reason=_reason(draft.inquiry), step=step)


def _beside_definition(definition: Span, spans: Sequence[tuple[Span, bool]]) -> list[tuple[Span, bool]]:
    """Return the definition of a term first, and after it at most a few of the spans that do not overlap it, those of its place first."""
    others = [(span, is_lead_in) for span, is_lead_in in spans if not _overlap(span, definition)]
    beside = [(definition, False), *others[:MOST_BESIDE_DEFINITION]]
    return sorted(beside, key=lambda item: item[0].passage_id != definition.passage_id)


def _citations(library: Library, spans: Sequence[tuple[Span, bool]]) -> tuple[Citation, ...]:
    places = list(dict.fromkeys(span.passage_id for span, _ in spans))
    return tuple(
        Citation(
            span.passage_id,
            span.begin,
            span.end,
            library.text(span.passage_id)[span.begin : span.end],
            places.index(span.passage_id) + 1,
            is_lead_in,
        )
        for span, is_lead_in in spans
    )


def _overlap(one: Span, other: Span) -> bool:
    return one.passage_id == other.passage_id and one.begin < other.end and other.begin < one.end


def _in_words(signals: Signals) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in asdict(signals).items())


def _elsewhere(inquiry: Inquiry) -> str:
    """Return that the sources do not name the place that was asked about, "" when there is none."""
    return f"De bronnen noemen ‘{inquiry.elsewhere[0]}’ niet. Dit zeggen zij over de rest van uw vraag." if inquiry.elsewhere else ""


def _reason(inquiry: Inquiry) -> str:
    if inquiry.unknown:
        return f"Het woord ‘{inquiry.unknown[0]}’ komt in de bronnen niet voor."
    return "De bronnen gaan hier niet over, of noemen het zonder het uit te leggen."
