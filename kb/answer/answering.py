"""An answer to a question: an editor's, or the whole unit of one place, each word checked against its place; or the nearest places.

It is made in steps that can be looked at (`Answer.steps`, `kb ask --uitleg`): recognise, judge, choose, check.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from kb.analysis.analyzer import content_words
from kb.analysis.kinds import FactKind, Kind, kind_of
from kb.analysis.sentences import Sentence
from kb.answer.agreement import about, municipalities_in, persons_in
from kb.answer.checking import checked
from kb.answer.choosing import PLACES, Candidate, Unit, candidates, choose, fitting, may_lead
from kb.answer.citing import citations_of
from kb.answer.edited import Recognised, edited_citations, led_by_the_nearest, recognise
from kb.answer.judging import judge
from kb.answer.objections import people_beside
from kb.answer.whole import asked_list, asked_term, list_citations
from kb.calibration import Calibration, Recognising, Signals
from kb.library import Library
from kb.model import Citation, EditedAnswer, EntryKind, Form, Quote, Span, Status, Term, Unanswered, WorkingList
from kb.retrieval.inquiry import AnswerStep, Hit, Inquiry, Rejected
from kb.retrieval.lifting import unlifted
from kb.retrieval.retriever import Retriever

RECOGNISING = "herkennen"
JUDGING = "oordelen"
CHOOSING = "kiezen"
CHECKING = "nakijken"
MOST_RELATED = 3
# Of these forms a part is no use: who goes through tips or questions wants all.
_USED_WHOLE = frozenset({"tips", "checklist", "hulpvragen", "ladder"})
# Not that the sources are silent: that is said only where an editor has recorded so, or where they lack the very word.
# In a longer question one strange word is seldom what it is about.
_FEW_WORDS = 3
NO_ANSWER = "Wij vonden in de bronnen geen antwoord op deze vraag."
# A question for one of these is answered by it or not at all; who asks 'wie' or 'hoeveel' may mean more than a name or a number.
_MUST_BE_HELD = frozenset({FactKind.MONEY, FactKind.ADDRESS, FactKind.AGE, FactKind.MOMENT})
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """Antwoord: `citations` in the order to read them; `sources` are the ids of their places, source n being sources[n - 1].

    Only with status beantwoord there are citations. Otherwise `related` holds the nearest hits, and `nearest` of each the words that come
    nearest. `reason` says, in Dutch, why there is no answer, or what it lacks. `form` tells what it is made of: of one whole list it has
    the `working_list` where that has a name, of a quote the `quote`, of an editor's answer `edited`. `alike` are editors' answers to
    questions that are like this one and not the same. `gap` is what an editor recorded of it, when that is why. `steps` tell how it came
    about, from reading the question on. `parts` are those of a question that is answered in parts. Where finding was broken off it is not
    `is_complete`.
    """

    question: str
    kind: Kind
    status: Status
    chance: float
    form: Form = Form.SENTENCES
    citations: tuple[Citation, ...] = ()
    sources: tuple[str, ...] = ()
    working_list: WorkingList | None = None
    quote: Quote | None = None
    edited: EditedAnswer | None = None
    alike: tuple[EditedAnswer, ...] = ()
    gap: Unanswered | None = None
    related: tuple[Hit, ...] = ()
    nearest: tuple[Citation, ...] = ()
    reason: str = ""
    steps: tuple[AnswerStep, ...] = ()
    parts: tuple["AnswerPart", ...] = ()
    is_complete: bool = True

    @property
    def all_edited(self) -> tuple[EditedAnswer, ...]:
        """What the editors answered of it: the whole, or some of its parts."""
        return tuple(one.edited for one in (self, *(part.answer for part in self.parts)) if one.edited)


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A part of a question that asks more than one thing, as a sentence in the reader's words, and its answer: with form delen `citations`
    of the whole are those of its parts in turn, and all name the sources by the numbers of the whole."""

    sentence: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class _Draft:
    """An answer under way: what the steps so far have come to, and what the last of them has to tell."""

    inquiry: Inquiry
    hits: tuple[Hit, ...]
    with_edited: bool
    edited: EditedAnswer | None = None
    alike: tuple[EditedAnswer, ...] = ()
    recognised: Recognised | None = None
    term: Term | None = None
    status: Status = Status.NOT_FOUND
    chance: float = 0.0
    reason: str = ""
    form: Form = Form.SENTENCES
    working_list: WorkingList | None = None
    quote: Quote | None = None
    citations: tuple[Citation, ...] = ()
    gap: Unanswered | None = None
    related: tuple[Hit, ...] = ()
    nearest: tuple[Citation, ...] = ()
    step: AnswerStep = AnswerStep("", "")


def answer(
    inquiry: Inquiry, retriever: Retriever, library: Library, calibration: Calibration = Calibration(), *, with_edited: bool = True
) -> Answer:
    """Return the answer that the hits of an inquiry hold; `calibration` says how sure that must be.

    `with_edited` False leaves out what the editors answered: `kb evaluate` measures both.
    """
    # A report with a personal story may be what was looked for, but its words are no answer.
    # What an editor quoted was lifted among the results; whether the sources answer without him is told by what they say themselves.
    hits = unlifted(hit for hit in inquiry.hits if hit.entry.kind is not EntryKind.REPORT)
    draft = _Draft(inquiry, hits, with_edited)
    steps = list(inquiry.steps)
    for step in (_recognise, _judge, _choose, _check):
        started = time.perf_counter()
        draft = step(draft, retriever, library, calibration)
        steps.append(replace(draft.step, milliseconds=(time.perf_counter() - started) * 1e3))
    _log.debug("%s", ", ".join(f"{step.name} {step.milliseconds:.1f} ms" for step in steps))
    return Answer(
        question=inquiry.typed,
        kind=inquiry.kind,
        status=draft.status,
        chance=draft.chance,
        form=draft.form,
        citations=draft.citations,
        sources=tuple(dict.fromkeys(citation.place_id for citation in draft.citations)),
        working_list=draft.working_list,
        quote=draft.quote,
        edited=draft.edited,
        alike=draft.alike,
        gap=draft.gap,
        related=inquiry.hits[:MOST_RELATED] if draft.status is Status.ANSWERED else draft.related,
        nearest=draft.nearest,
        reason=draft.reason,
        steps=tuple(steps),
        is_complete=inquiry.is_complete,
    )


def as_edited(library: Library, edited: EditedAnswer) -> Answer:
    """Return what an editor answered, in his own order: as it is given to who asks it in his words."""
    citations = checked(library, edited_citations(library, edited))
    return Answer(
        question=edited.question,
        kind=kind_of(edited.question),
        status=Status.ANSWERED,
        chance=1.0,
        form=Form.EDITED,
        citations=citations,
        sources=tuple(dict.fromkeys(citation.place_id for citation in citations)),
        edited=edited,
    )


def _recognise(draft: _Draft, retriever: Retriever, library: Library, calibration: Calibration) -> _Draft:
    """Look whether an editor has answered this question, or one that is like it."""
    if not draft.with_edited:
        return replace(draft, step=AnswerStep(RECOGNISING, "overgeslagen"))
    known = recognise(draft.inquiry, library, calibration.recognising)
    edited = known.answer if known and known.leads else None
    outcome = f"redactioneel antwoord {known.answer.id}, kans {known.chance:.2f}" if known else "geen redactioneel antwoord"
    return replace(
        draft,
        edited=edited,
        alike=known.alike if known else (),
        recognised=known,
        step=AnswerStep(RECOGNISING, outcome, known.objection if known else ""),
    )


def _judge(draft: _Draft, retriever: Retriever, library: Library, calibration: Calibration) -> _Draft:
    """Say whether the sources answer the question at all; what a term means they do, and what an editor answered."""
    inquiry = draft.inquiry
    if draft.edited and not draft.hits:
        return _answered_by_editor(draft, draft.edited, library)
    if not draft.hits:
        reason = "In de bronnen staat niets dat op uw vraag lijkt."
        return replace(draft, reason=reason, step=AnswerStep(JUDGING, Status.NOT_FOUND, reason))
    agreeing = about(library, draft.hits, municipalities_in(library, inquiry.text), persons_in(library, inquiry.text))
    hits = agreeing or draft.hits
    judged = judge(inquiry, hits, retriever, calibration.judging)
    term = asked_term(library, inquiry.words) if inquiry.kind is Kind.WHAT_IS else None
    # Who asks what a term means wants that, and not what an editor answered to more than that.
    is_more = bool(term and draft.edited and asked_term(library, content_words(draft.edited.question)) is not term)
    goes_before = _place_goes_before(draft, library, hits[0], judged.chance, calibration.recognising)
    if judged.status is Status.ANSWERED and not judged.is_doubtful:
        goes_before = goes_before or _list_goes_before(draft, library, hits)
    if draft.edited and not is_more and not goes_before:
        return _answered_by_editor(draft, draft.edited, library)
    draft = replace(draft, edited=None, alike=(draft.edited,) if draft.edited else draft.alike)
    status = Status.ANSWERED if term else judged.status
    if (judged.is_doubtful or inquiry.elsewhere or not agreeing) and status is Status.ANSWERED:
        status = Status.UNSURE
    gap = library.gap[judged.gap] if judged.gap and status is Status.NOT_FOUND else None
    reason = (gap.reason if gap else _reason(inquiry)) if status is Status.NOT_FOUND else _elsewhere(inquiry)
    why = f"omschrijving van ‘{term.name}’" if term else f"kans {judged.chance:.2f}, bij {_in_words(judged.signals)}"
    why += "; de verbeterde spelling is niet zeker" if judged.is_doubtful else ""
    why += f"; geen bron noemt ‘{inquiry.elsewhere[0]}’" if inquiry.elsewhere else ""
    why += "" if agreeing else "; geen plaats gaat over de gemeente of de persoon in de vraag"
    step = AnswerStep(JUDGING, status, why)
    return replace(draft, hits=hits, term=term, status=status, chance=judged.chance, gap=gap, reason=reason, step=step)


def _answered_by_editor(draft: _Draft, edited: EditedAnswer, library: Library) -> _Draft:
    chance = draft.recognised.chance if draft.recognised else 1.0
    people = people_beside(draft.inquiry, edited, library)
    reason = f"Dit antwoord is algemeen: over ‘{people}’ zegt het niets apart." if people else ""
    step = AnswerStep(JUDGING, Status.ANSWERED, "de redactie heeft dit beantwoord")
    return replace(draft, status=Status.ANSWERED, chance=chance, reason=reason, step=step)


def _place_goes_before(draft: _Draft, library: Library, best: Hit, chance: float, numbers: Recognising) -> bool:
    """Return whether the best place answers something more particular than the edited answer does.

    So does what came later than the answer, with no editor's questions by which to tell, when its very text is as like the question as the
    questions of the answer are.
    """
    if not draft.edited or not draft.recognised:
        return False
    likeness = draft.recognised.likely.likeness
    if best.place in {citation.place_id for citation in edited_citations(library, draft.edited)}:
        return False
    if best.is_unasked and best.similarity >= likeness:
        return True
    return chance >= numbers.place_from and max(hit.question_likeness for hit in draft.hits) - likeness >= numbers.place_nearer


def _list_goes_before(draft: _Draft, library: Library, hits: Sequence[Hit]) -> bool:
    """Return whether who asks for a list is asking for a whole one of which the edited answer quotes some items."""
    if not draft.edited or draft.inquiry.kind is not Kind.LIST:
        return False
    whole = asked_list(library, hits, Kind.LIST)
    if not whole:
        return False
    items = {(one.place_id, one.begin) for one in list_citations(library, whole) if not one.is_lead_in}
    quoted = {(one.place_id, one.begin) for one in edited_citations(library, draft.edited)}
    return bool(items & quoted) and not items <= quoted


def _choose(draft: _Draft, retriever: Retriever, library: Library, calibration: Calibration) -> _Draft:
    """Choose what is quoted: an editor's answer, a definition, a whole list or quote, or the unit that answers most probably."""
    if draft.status is not Status.ANSWERED:
        near = _near(draft, calibration)
        nearest = tuple(_nearest(draft.inquiry, hit, retriever) for hit in near)
        step = AnswerStep(CHOOSING, "niets", "wat er het dichtst bij komt, is geen antwoord")
        return replace(draft, related=tuple(near), nearest=nearest, step=step)
    if draft.edited:
        places = [hit.place for hit in draft.hits[:PLACES]]
        edited = led_by_the_nearest(library, draft.edited, draft.inquiry.text, places)
        how = (
            "zoals de redactie ze koos"
            if edited.units[0].spans == draft.edited.units[0].spans
            else "het deel dat het dichtst bij de vraag staat voorop"
        )
        step = AnswerStep(CHOOSING, f"{len(edited.units)} delen", how)
        return replace(draft, edited=edited, form=Form.EDITED, citations=edited_citations(library, edited), step=step)
    if draft.term:
        definition = draft.term.definition
        citations = citations_of(library, [[definition]], leads=[definition])
        return replace(draft, citations=citations, step=AnswerStep(CHOOSING, "de omschrijving", "en niets erbij"))
    whole = asked_list(library, draft.hits, draft.inquiry.kind)
    if whole:
        return _with_list(
            draft, library, whole, AnswerStep(CHOOSING, f"werklijst {whole.id}", "de vraag wordt door een hele lijst beantwoord")
        )
    ranked = candidates(draft.inquiry, draft.hits, retriever, library, calibration.choosing)
    quote = _leading_quote(ranked, library)
    if quote and draft.inquiry.kind not in (Kind.EXAMPLES, Kind.FACT):
        citations = citations_of(library, [[_span_of(quote)]])
        return replace(draft, form=Form.QUOTE, quote=quote, citations=citations, step=AnswerStep(CHOOSING, f"citaat {quote.id}"))
    if draft.inquiry.kind is Kind.FACT and draft.inquiry.fact in _MUST_BE_HELD and not (ranked and ranked[0].has_fact):
        return _choose(replace(draft, status=Status.UNSURE), retriever, library, calibration)
    choice = choose(ranked, draft.inquiry, calibration.choosing)
    step = AnswerStep(
        CHOOSING,
        f"{len(choice.units)} van {len({one.place_id for one in ranked})} plaatsen",
        _led_by(choice.units, library),
        rejected=choice.rejected,
    )
    whole = _continued(library, choice.units, draft.inquiry.kind)
    if whole:
        return _with_list(draft, library, whole, step)
    form = Form.LIST if any(unit.is_list for unit in choice.units) else Form.SENTENCES
    form = Form.EXAMPLES if draft.inquiry.kind is Kind.EXAMPLES else form
    spans = [[_span(sentence) for sentence in unit.sentences] for unit in choice.units]
    return replace(draft, form=form, citations=citations_of(library, spans, [_span(unit.lead) for unit in choice.units]), step=step)


def _near(draft: _Draft, calibration: Calibration) -> Sequence[Hit]:
    """Return what comes nearest where there is no answer; to what the sources are known to lack, only what the editor named as related."""
    if draft.gap:
        return [hit for hit in draft.inquiry.hits if hit.entry.id in draft.gap.related][:MOST_RELATED]
    return fitting(draft.inquiry.hits, draft.inquiry.kind, calibration.choosing)[:MOST_RELATED]


def _check(draft: _Draft, retriever: Retriever, library: Library, calibration: Calibration) -> _Draft:
    """Leave out what does not stand in its place to the letter."""
    good = checked(library, draft.citations)
    rejected = tuple(
        Rejected(f"{citation.place_id}[{citation.begin}:{citation.end}]", "staat daar niet letterlijk")
        for citation in draft.citations
        if citation not in good
    )
    step = AnswerStep(CHECKING, f"{len(good)} van {len(draft.citations)} aanhalingen staan letterlijk op hun plaats", rejected=rejected)
    draft = replace(draft, citations=good, nearest=checked(library, draft.nearest), step=step)
    if good or draft.status is not Status.ANSWERED:
        return draft
    lost = replace(draft, status=Status.NOT_FOUND, form=Form.SENTENCES, working_list=None, quote=None, edited=None)
    return replace(lost, reason=_reason(draft.inquiry))


def _continued(library: Library, units: Sequence[Unit], kind: Kind) -> WorkingList | None:
    """Return the list to be used whole of which a unit gives only a part, since it goes on elsewhere: to who asks how or for a list."""
    if len(units) != 1 or kind not in (Kind.HOW, Kind.LIST):
        return None
    placed = {(one.passage_id, one.begin) for one in units[0].sentences if one.kind in ("item", "cel")}
    for found in library.lists:
        goes_on = found.form in _USED_WHOLE and len({span.passage_id for span in found.spans}) > 1
        if goes_on and any(span.passage_id == place and span.begin <= begin < span.end for span in found.spans for place, begin in placed):
            return found
    return None


def _with_list(draft: _Draft, library: Library, whole: WorkingList, step: AnswerStep) -> _Draft:
    return replace(draft, form=Form.LIST, working_list=whole, citations=list_citations(library, whole), step=step)


def _leading_quote(ranked: Sequence[Candidate], library: Library) -> Quote | None:
    """Return the quote that the best sentence is part of, when it was found as a quote or is nothing else."""
    if not ranked:
        return None
    best = ranked[0]
    found = library.quote.get(best.hit.entry.id)
    return found or library.quote.get(best.place_id)


def _span_of(quote: Quote) -> Span:
    return Span(quote.passage_id, quote.begin, quote.end) if quote.passage_id else Span(quote.id, 0, len(quote.text))


def _nearest(inquiry: Inquiry, hit: Hit, retriever: Retriever) -> Citation:
    """Return the sentence of a hit that comes nearest to the question, one that can be read by itself where there is one."""
    here = retriever.sentences([hit.place], inquiry.weights, inquiry.vector)[hit.place]
    text = here.place.text
    if not here.sentences:
        return Citation(here.place.id, 0, len(text), text, 1)
    telling = [may_lead(one, text[one.begin : one.end], inquiry.kind) and one.needs is None for one in here.sentences]
    best = max(zip(telling, here.likeness.tolist(), here.sentences, strict=True), key=lambda row: row[:2])[2]
    return Citation(best.passage_id, best.begin, best.end, text[best.begin : best.end], 1)


def _span(sentence: Sentence) -> Span:
    return Span(sentence.passage_id, sentence.begin, sentence.end)


def _led_by(units: Sequence[Unit], library: Library) -> str:
    texts = (library.text(unit.lead.passage_id)[unit.lead.begin : unit.lead.end] for unit in units)
    return "; ".join(f"voorop “{text}”" for text in texts)


def _in_words(signals: Signals) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in asdict(signals).items())


def _elsewhere(inquiry: Inquiry) -> str:
    """Return that the sources do not tell of the place that was asked about, "" when there is none."""
    if not inquiry.elsewhere:
        return ""
    return f"Over ‘{inquiry.elsewhere[0]}’ zeggen de bronnen niets. Wat wij vonden, gaat over andere plaatsen of in het algemeen."


def _reason(inquiry: Inquiry) -> str:
    if inquiry.elsewhere:
        return f"Over ‘{inquiry.elsewhere[0]}’ zeggen de bronnen niets."
    if inquiry.unknown and len(inquiry.words) <= _FEW_WORDS:
        return f"Het woord ‘{inquiry.unknown[0]}’ komt in de bronnen niet voor."
    return NO_ANSWER
