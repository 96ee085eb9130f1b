"""Working lists with a clean sheet for each, terms, figures for a memo, and publications that are not here."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from markupsafe import Markup
from werkzeug.wrappers import Response

from kb.errors import NotFound
from kb.library import Library
from kb.model import Section, Span, Term
from kb.telling.addresses import item_of, permanent_path
from kb.telling.stretches import pointing
from web.serving.live import current
from web.serving.moving import redirect_moved
from web.serving.page_memory import remembered
from web.showing.reading import span_html
from web.showing.wording import FORMS
from web.showing.working_lists import lines_of, rungs_of

blueprint = Blueprint("lists", __name__)


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A span of a passage or quote: the block around it with the span marked, and how an address and a selection point at it."""

    id: str
    begin: int
    end: int
    section: Section
    html: Markup
    pointed: str
    item: str


@blueprint.get("/werklijsten")
@remembered
def show_working_lists() -> str:
    """Show all working lists by form."""
    library = current().library
    by_form = [(form, [working_list for working_list in library.lists if working_list.form == form]) for form in FORMS]
    return render_template("working_lists.html", by_form=[(form, found) for form, found in by_form if found])


@blueprint.get("/werklijsten/<identity>")
@remembered
def show_working_list(identity: str) -> Response | str:
    """Show a working list as a clean sheet to print or copy."""
    library = current().library
    if moved := redirect_moved(library, identity, permanent_path):
        return moved
    if identity not in library.working_list:
        raise NotFound("Deze werklijst staat niet in de kennisbank.")
    working_list = library.working_list[identity]
    return render_template(
        "working_list.html",
        working_list=working_list,
        lines=lines_of(library, working_list),
        rungs=rungs_of(library, working_list) if working_list.form == "ladder" else (),
        section=library.section_of(working_list.spans[0].passage_id),
        document=library.document[working_list.document_id],
        others=[other for other in library.lists if other.step == working_list.step and other.id != identity] if working_list.step else [],
    )


@blueprint.get("/begrippen")
@remembered
def show_terms() -> str:
    """Show the terms that the sources define, A to Z."""
    library = current().library
    letters: dict[str, list[tuple[Term, MarkedSpan]]] = {}
    for term in sorted(library.terms, key=lambda term: term.name.casefold()):
        letters.setdefault(term.name[:1].upper(), []).append((term, _marked_span(library, term.definition)))
    return render_template("terms.html", letters=letters)


@blueprint.get("/cijfers")
@remembered
def show_facts() -> str:
    """Show figures with the sentence that holds them."""
    library = current().library
    return render_template("facts.html", facts=[(fact, _marked_span(library, fact.sentence)) for fact in library.facts])


@blueprint.get("/verwijzingen")
@remembered
def show_references() -> str:
    """Show the publications that the sources name and that are not in the knowledge base."""
    return render_template(
        "references.html", references=sorted(current().library.references, key=lambda reference: reference.title.casefold())
    )


def _marked_span(library: Library, span: Span) -> MarkedSpan:
    identity = span.passage_id
    text = library.text(identity)
    html = span_html(text, span.begin, span.end, library.remarks(identity))
    pointed = pointing(text, span.begin, span.end)
    return MarkedSpan(identity, span.begin, span.end, library.section_of(identity), html, pointed, item_of(identity, [pointed]))
