"""The search page: the answer, the results, and ways to refine them."""

import re
from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request

from kb.answer.answering import Answer
from kb.answer.danger import is_danger
from kb.library import Library
from kb.model import EditedAnswer, EntryKind, Status
from kb.retrieval.inquiry import Hit, Inquiry
from kb.telling import shapes
from web.asking.browsing import Facet
from web.asking.parameters import PAGE_SIZE, SearchParameters
from web.asking.search_address import SearchAddress
from web.serving.live import current
from web.serving.page_memory import remembered
from web.showing import answer_view, questions

blueprint = Blueprint("search", __name__)
# Words between quotation marks: elsewhere that asks for those words one after the other.
_PHRASE = re.compile(r'["“”„][^"“”„\s]+\s[^"“”„]*["“”]')
# Without a filter so many results are shown: who does not see it there asks more precisely, or chooses a filter, which shows all.
MOST_SHOWN = 20
# Values of a facet that are shown at once, beside the chosen ones; the rest folds open.
SHOWN_VALUES = 8
KINDS = {EntryKind.QUOTE: "Citaten", EntryKind.EXAMPLE: "Praktijkvoorbeelden"}
TEXTS = "Teksten"
FACETS = {"soort": "Soort", "thema": "Thema", "stap": "Stap", "gemeente": "Gemeente"}


@blueprint.get("/zoeken")
@remembered
def search() -> Response | str:
    """Show the answer to a question and the results; what a search that was broken off had found is kept nowhere."""
    base = current()
    wanted, left_out = SearchParameters.of_page(request.args, base.library)
    if not wanted.question:
        return render_template("search_empty.html", is_asked="q" in request.args)
    inquiry = base.search(wanted.question, wanted.filters, literal=wanted.literal)
    # The answer belongs to the question, so filters do not change it; further pages show results only.
    unfiltered = inquiry if not SearchAddress(wanted).chosen else base.search(wanted.question, literal=wanted.literal)
    answer = base.answer(unfiltered) if wanted.page == 1 else None
    page = _page(wanted, left_out, inquiry, answer)
    if inquiry.is_complete and unfiltered.is_complete and (answer is None or answer.is_complete):
        return page
    return Response(page, headers={"Cache-Control": "no-store"}, mimetype="text/html")


def _page(wanted: SearchParameters, left_out: Sequence[str], inquiry: Inquiry, answer: Answer | None) -> str:
    base = current()
    address = SearchAddress(wanted)
    first = (wanted.page - 1) * PAGE_SIZE
    found = inquiry.hits if address.chosen else inquiry.hits[:MOST_SHOWN]
    hits = found[first : first + PAGE_SIZE]
    last_page = max(1, -(-len(found) // PAGE_SIZE))
    shown = answer_view.view(base.library, answer) if answer else None
    related = [shapes.result(base, hit, inquiry) for hit in _related(answer)] if answer else []
    seen = {one.id for one in related} | (shown.shown if shown else frozenset())
    rest = [hit for hit in hits if hit.entry.id not in seen and hit.place not in seen]
    return render_template(
        "search.html",
        question=wanted.question,
        meant=inquiry.text,
        correction=inquiry.correction,
        left_out=left_out,
        unwanted=inquiry.unwanted,
        has_phrase=bool(_PHRASE.search(wanted.question)),
        offered=inquiry.offered,
        total=len(found),
        more=len(inquiry.hits) - len(found),
        results=[
            (title, [[shapes.result(base, hit, inquiry) for hit in group] for group in _by_section(base.library, of_kind)])
            for title, of_kind in _by_kind(rest)
        ],
        answer=shown,
        elsewhere=shapes.elders(base, inquiry),
        entrances=shapes.entrances(base, inquiry.text) if wanted.page == 1 else (),
        danger=is_danger(wanted.question),
        related=related,
        related_questions=_related_questions(base.library, inquiry, answer) if answer else (),
        address=address,
        facets=_facets(base.library, inquiry, address),
        chips=address.chips(base.library),
        page=wanted.page,
        last_page=last_page,
    )


def _related(answer: Answer) -> Sequence[Hit]:
    """Return what comes near where there is no answer: three places; or the one that is most related to what the sources are known to lack.

    What was found for a question of which nothing is known is related to it by a word at most.
    """
    if answer.status is Status.UNSURE:
        return answer.related
    return answer.related[:1] if answer.gap else ()


def _related_questions(library: Library, inquiry: Inquiry, answer: Answer) -> Sequence[EditedAnswer]:
    """Return questions that the editors answered from what was found for this one: where that is no answer, from what comes nearest."""
    found = inquiry.hits[:MOST_SHOWN] if answer.status is Status.ANSWERED else answer.related if answer.status is Status.UNSURE else ()
    answers = [answer, *(part.answer for part in answer.parts)]
    shown = [edited for one in answers for edited in (one.edited, *one.alike) if edited]
    places = [*answer.sources, *(hit.place for hit in found)]
    # The answer may hold the units of an editor in another order: what it is told by is its id.
    return questions.near(library, places, [library.edited_answer[one.id] for one in shown])


def _by_kind(hits: Sequence[Hit]) -> list[tuple[str, list[Hit]]]:
    """Return hits by what they are, by its name, in the order of the best of each."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(KINDS.get(hit.entry.kind, TEXTS), []).append(hit)
    return list(groups.items())


def _by_section(library: Library, hits: Sequence[Hit]) -> list[list[Hit]]:
    """Return hits by the section in which they stand, in the order of the best of each."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(library.section_of(hit.place).id, []).append(hit)
    return list(groups.values())


def _facets(library: Library, inquiry: Inquiry, address: SearchAddress) -> list[Facet]:
    counted = ((name, label, address.values(library, name, inquiry.facets.get(name, ()))) for name, label in FACETS.items())
    return [Facet.folded(name, label, values, SHOWN_VALUES) for name, label, values in counted if values]
