"""Sources: the list of them, each one's contents, the reader, and permanent addresses."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from kb.errors import NotFound
from kb.library import Library
from kb.model import Section
from kb.telling.addresses import marking_path, place_path
from web.asking.items import pointed_in
from web.asking.parameters import clean
from web.serving.live import current
from web.serving.moving import redirect_moved
from web.serving.page_memory import remembered
from web.showing import answer_view
from web.showing.additions import newest_first
from web.showing.brief import in_brief
from web.showing.pointed import look_up
from web.showing.reading import Marked, part_items

blueprint = Blueprint("sources", __name__)
LONGEST_QUESTION_BACK = 1_000


@dataclass(frozen=True, slots=True)
class PartContents:
    """The table of contents of a source: a part and the sections right below it."""

    part: Section
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class AmongPlaces:
    """Which of the marked places of an answer one is at, of how many, and the addresses of those before and after it, '' for none."""

    number: int
    count: int
    before: str
    after: str


@blueprint.get("/bronnen")
@remembered
def show_sources() -> str:
    """Show all sources."""
    return render_template("sources.html", documents=newest_first(current().library))


@blueprint.get("/bronnen/<source>")
@remembered
def show_source(source: str) -> str:
    """Show what a source is and what stands in it."""
    library = current().library
    if source not in library.document:
        raise NotFound("Deze bron staat niet in de kennisbank.")
    document = library.document[source]
    return render_template("source.html", document=document, brief=in_brief(library, f"bron.{source}"), contents=contents(library, source))


@blueprint.get("/bronnen/<source>/<anchor>")
@remembered
def show_part(source: str, anchor: str) -> Response | str:
    """Show a part of a source, with the cited words marked when the address asks for it."""
    library = current().library
    section = library.section.get(f"{source}.{anchor}")
    if section is None:
        if library.stands(f"{source}.{anchor}"):
            return redirect(place_path(library, f"{source}.{anchor}"), 301)
        raise NotFound("Dit deel staat niet in de bron.")
    if section.id != section.part_id:
        return redirect(place_path(library, section.id), 301)
    place = _place_to_mark(library, source)
    if place and library.section_of(place).part_id != section.id:
        return redirect(marking_path(library, place, _pointed(), _question()), 302)
    marked = _marked(library, place) if place else None
    parts = [other for other in library.sections if other.document_id == source and other.level == 1]
    position = parts.index(section)
    return render_template(
        "reader.html",
        document=library.document[source],
        part=section,
        items=list(part_items(library, section.id, marked)),
        contents=contents(library, source),
        before=parts[position - 1] if position else None,
        after=parts[position + 1] if position + 1 < len(parts) else None,
        marked=marked,
        trail=_trail(library, section, place),
        back=_way_back(),
        among=_among_places(marking_path(library, place, _pointed(), _question())) if place and _question() else None,
    )


@blueprint.get("/passages/<identity>")
def lead_to_passage(identity: str) -> Response:
    """Send a reader from a permanent address to the place in its source."""
    library = current().library
    query = f"?{urlencode(request.args)}" if request.args else ""
    if moved := redirect_moved(library, identity, lambda present: f"/passages/{present}{query}"):
        return moved
    if identity in library.working_list:
        return redirect(f"/werklijsten/{identity}", 302)
    if identity in library.section and not library.stands(identity):
        return redirect(place_path(library, identity), 302)
    return redirect(marking_path(library, identity, _pointed(), _question()), 302)


def contents(library: Library, source: str) -> list[PartContents]:
    """Return the table of contents of a source."""
    here = [section for section in library.sections if section.document_id == source]
    return [PartContents(part, tuple(section for section in here if section.parent_id == part.id)) for part in here if part.level == 1]


def _among_places(address: str) -> AmongPlaces | None:
    """Return where an address stands among those that the answer to the reader's question leads to, None when it is none of them."""
    base = current()
    places = list(dict.fromkeys(proof.address for proof in answer_view.view(base.library, base.ask(_question())).proofs))
    if address not in places:
        return None
    here = places.index(address)
    return AmongPlaces(here + 1, len(places), places[here - 1] if here else "", places[here + 1] if here + 1 < len(places) else "")


def _trail(library: Library, part: Section, place: str) -> list[tuple[str, str]]:
    """Return the crumbs of a page from its part down to the section of the marked place: address ('' for the last) and heading."""
    path = library.path(library.section_of(place).id) if place else (part,)
    return [("" if section is path[-1] else place_path(library, section.id), section.outside_title) for section in path]


def _place_to_mark(library: Library, source: str) -> str:
    """Return the id of the passage or quote that the address asks to mark, or '' when it asks for none. Raises NotFound."""
    anchor = request.args.get("passage", "")
    if not anchor:
        return ""
    identity = library.present_id(f"{source}.{clean(anchor)}")
    if not library.stands(identity):
        raise NotFound("Deze passage staat niet (meer) in de bron.")
    return identity


def _pointed() -> str:
    return clean(pointed_in(request.args))


def _marked(library: Library, identity: str) -> Marked:
    """Return what to mark of a passage or quote: the words that the address points at, or all of it and why."""
    text = library.text_in_report(identity)
    pointed = _pointed()
    found = look_up(text, pointed) if pointed else None
    note = f"Hier staat de hele tekst: {found}." if isinstance(found, str) else ""
    span = None if isinstance(found, str) else found
    quote = library.quote_in_report.get(identity)
    if quote and quote.passage_id:  # its words stand inside a passage, and are marked there
        low, high = span or (0, len(text))
        return Marked(quote.passage_id, ((quote.begin + low, quote.begin + high),), note)
    return Marked(identity, (span,) if span else (), note)


def _question() -> str:
    """Return the question that led here."""
    return clean(request.args.get("vraag", ""))[:LONGEST_QUESTION_BACK]


def _way_back() -> str:
    return f"/zoeken?{urlencode({'q': _question()})}" if _question() else ""
