"""An answer to a question: literal sentences or one whole working list, each checked against its place, or the reason there is none."""

import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.analysis.analyzer import content_words
from kb.analysis.kinds import Kind, kind_of
from kb.analysis.lemmas import lemma
from kb.answer.choosing import candidates, choose
from kb.answer.judging import SCALE, Scale, judge
from kb.library import Library
from kb.model import Citation, EntryKind, Span, Status, Term, WorkingList
from kb.search import Finder, Found, Hit, Question

MOST_RELATED = 3
# A list that was not asked for in so many words is given whole when it is this part of its passage and no longer than this.
MOST_OF_PASSAGE = 0.6
LONGEST_UNASKED_LIST = 220
# A definition is the answer; what stands beside it is at most this many sentences.
MOST_BESIDE_DEFINITION = 2
# Words that ask what something is.
ASKING = frozenset(
    {"bedoeld", "bedoelen", "bedoelt", "betekenis", "betekent", "betekenen", "begrip", "definitie", "omschrijving", "term", "woord"}
    | {"verstaan", "verstaat", "houdt", "houd", "inhoudt", "precies", "eigenlijk", "nou", "uitleg", "uitleggen"}
)
_FORMS = {
    Kind.HOW: ("tips", "checklist", "activiteiten", "hulpvragen", "inzicht"),
    Kind.LIST: ("tips", "checklist", "activiteiten", "hulpvragen", "ladder", "tabel", "inzicht", "rol", "uitleg"),
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """Antwoord: `citations` in the order to read them; `sources` are the ids of their places, source n being sources[n - 1].

    With status niet-gevonden there are no citations; `related` holds the nearest hits and `reason` says why, in Dutch.
    `working_list` is the list when the answer is one whole list.
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


def answer(finder: Finder, library: Library, found: Found, scale: Scale = SCALE) -> Answer:
    """Return the answer that the found hits hold; `scale` says how sure that must be."""
    question = found.question
    kind = kind_of(question.text)
    related = found.hits[:MOST_RELATED]
    # A report with a personal story may be what was looked for, but its words are no answer.
    hits = tuple(hit for hit in found.hits if hit.entry.kind is not EntryKind.REPORT)
    if not hits:
        reason = "In de bronnen staat niets dat op uw vraag lijkt."
        return Answer(question.text, kind, Status.NOT_FOUND, 0.0, related=related, reason=reason)
    started = time.perf_counter()
    judged = judge(finder, library, question, hits, scale)
    between = time.perf_counter()
    chance, status = judged.chance, judged.status
    term = asked_term(library, question) if kind is Kind.WHAT_IS else None
    if term:
        status = Status.ANSWERED
    if status is Status.NOT_FOUND:
        reason = judged.gap.reason if judged.gap else _reason(finder, found)
        return Answer(question.text, kind, Status.NOT_FOUND, chance, related=related, reason=reason)
    whole = None if term else asked_list(library, hits, kind)
    citations = list_citations(library, whole) if whole else _sentence_citations(finder, library, question, hits, kind, term)
    _log.debug("oordeel %.1f ms, zinnen kiezen %.1f ms", (between - started) * 1e3, (time.perf_counter() - between) * 1e3)
    if not citations:
        return Answer(question.text, kind, Status.NOT_FOUND, chance, related=related, reason=_reason(finder, found))
    sources = tuple(dict.fromkeys(citation.place_id for citation in citations))
    return Answer(question.text, kind, status, chance, citations, sources, whole, related)


def asked_term(library: Library, question: Question) -> Term | None:
    """Return the term of which a question asks what it is, and nothing more: whose name is all it says beside words of asking."""
    asked = {lemma(word) for word in question.words if word not in ASKING}
    names = ((term, name) for term in library.terms for name in (term.name, *term.also))
    return next((term for term, name in names if asked and asked == set(map(lemma, content_words(name)))), None)


def asked_list(library: Library, hits: Sequence[Hit], kind: Kind) -> WorkingList | None:
    """Return the working list that a question asks for, or None.

    It does when the best hit was found by a question written for a list that begins there; or when it asks how or for a list, and the
    best hit is a passage that is, but for a few words, a list of a length one can read at a glance.
    """
    best = hits[0]
    if best.entry.kind is not EntryKind.PASSAGE:
        return None
    here = [working_list for working_list in library.lists if working_list.spans[0].passage_id == best.entry.id]
    asked = [working_list for working_list in here if best.matched_question in library.questions.get(working_list.id, ())]
    if asked:
        return asked[0]
    if kind not in (Kind.LIST, Kind.HOW):
        return None
    whole = [working_list for working_list in here if _is_most_of(library, working_list) and working_list.form in _FORMS[kind]]
    return max(whole, key=lambda working_list: working_list.spans[0].end, default=None)


def _is_most_of(library: Library, working_list: WorkingList) -> bool:
    text = library.passage[working_list.spans[0].passage_id].text
    first = working_list.spans[0]
    words = sum(len(library.passage[span.passage_id].text[span.begin : span.end].split()) for span in working_list.spans)
    return first.end - first.begin >= MOST_OF_PASSAGE * len(text) and words <= LONGEST_UNASKED_LIST and working_list.count > 1


def list_citations(library: Library, working_list: WorkingList) -> tuple[Citation, ...]:
    """Return the lead-in and all items of a working list, each a citation."""
    places = list(dict.fromkeys(span.passage_id for span in working_list.spans))
    citations = []
    for span in working_list.spans:
        passage = library.passage[span.passage_id]
        for block in passage.blocks:
            if block.begin >= span.begin and block.end <= span.end and block.kind != "verwijzing":
                number = places.index(span.passage_id) + 1
                text = passage.text[block.begin : block.end]
                citations.append(Citation(passage.id, block.begin, block.end, text, number, is_lead_in=block.kind not in ("item", "cel")))
    return _checked(library, citations)


def _sentence_citations(
    finder: Finder, library: Library, question: Question, hits: Sequence[Hit], kind: Kind, term: Term | None
) -> tuple[Citation, ...]:
    """Return the chosen sentences; of a term its definition comes first, and nothing that overlaps it after."""
    chosen = choose(candidates(finder, library, question, hits, kind), kind)
    lead_ins = {(sentence.passage_id, sentence.lead_in) for sentence in chosen}
    spans = [
        (Span(sentence.passage_id, sentence.begin, sentence.end), (sentence.passage_id, sentence.number) in lead_ins) for sentence in chosen
    ]
    if term:
        others = [(span, is_lead_in) for span, is_lead_in in spans if not _overlap(span, term.definition)]
        spans = [(term.definition, False), *others[:MOST_BESIDE_DEFINITION]]
        spans.sort(key=lambda item: item[0].passage_id != term.definition.passage_id)
    places = list(dict.fromkeys(span.passage_id for span, _ in spans))
    return _checked(
        library,
        [
            Citation(
                span.passage_id,
                span.begin,
                span.end,
                library.text(span.passage_id)[span.begin : span.end],
                places.index(span.passage_id) + 1,
                is_lead_in,
            )
            for span, is_lead_in in spans
        ],
    )


def _overlap(one: Span, other: Span) -> bool:
    return one.passage_id == other.passage_id and one.begin < other.end and other.begin < one.end


def _checked(library: Library, citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Return the citations that stand in their place to the letter; one that does not is logged and left out."""
    good = []
    for citation in citations:
        if citation.text and library.text(citation.place_id)[citation.begin : citation.end] == citation.text:
            good.append(citation)
        else:
            _log.error("Citation left out: %s[%d:%d] does not hold its text.", citation.place_id, citation.begin, citation.end)
    return tuple(good)


def _reason(finder: Finder, found: Found) -> str:
    unknown = [word for word in found.question.words if not finder.spelling.knows(word)]
    if unknown:
        return f"Het woord ‘{unknown[0]}’ komt in de bronnen niet voor."
    return "De bronnen gaan hier niet over, of noemen het zonder het uit te leggen."
