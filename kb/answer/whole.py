"""What is answered whole: a term by its definition, a question for a list by the working list itself."""

from collections.abc import Iterable, Sequence

from kb.analysis.analyzer import content_words
from kb.analysis.kinds import Kind
from kb.analysis.lemmas import lemma
from kb.library import Library
from kb.model import Citation, EntryKind, Term, WorkingList
from kb.retrieval.inquiry import Hit

# A list that was not asked for in so many words is given whole when it is this part of its passage and no longer than this.
MOST_OF_PASSAGE = 0.6
LONGEST_UNASKED_LIST = 220
# Words that ask what something is.
ASKING = frozenset(
    {"bedoeld", "bedoelen", "bedoelt", "betekenis", "betekent", "betekenen", "begrip", "definitie", "omschrijving", "term", "woord"}
    | {"verstaan", "verstaat", "houdt", "houd", "inhoudt", "precies", "eigenlijk", "nou", "uitleg", "uitleggen"}
)
_FORMS = {
    Kind.HOW: ("tips", "checklist", "activiteiten", "hulpvragen", "inzicht"),
    Kind.LIST: ("tips", "checklist", "activiteiten", "hulpvragen", "ladder", "tabel", "inzicht", "rol", "uitleg"),
}


def asked_term(library: Library, words: Iterable[str]) -> Term | None:
    """Return the term of which a question asks what it is, and nothing more: whose name is all it says beside words of asking."""
    asked = {lemma(word) for word in words if word not in ASKING}
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
    return tuple(
        Citation(
            span.passage_id,
            block.begin,
            block.end,
            library.passage[span.passage_id].text[block.begin : block.end],
            places.index(span.passage_id) + 1,
            is_lead_in=not block.is_item,
        )
        for span in working_list.spans
        for block in library.passage[span.passage_id].text_blocks(span.begin, span.end)
    )
