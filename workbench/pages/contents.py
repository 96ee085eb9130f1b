"""What there is: counts by list, a search through all of it, and the sources to read and choose from."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, abort, g, render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from indexer.freshness import corpus_digest
from kb.errors import KnowledgeBaseError
from kb.index import folder as index_folder
from kb.library import Library
from workbench import begun, choosing, listing, logbook
from workbench.content import content, library_of
from workbench.forms import FORMS
from workbench.place import Place, place

blueprint = Blueprint("contents", __name__)
MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Found:
    """Something in which the words stand: what it is called, where it is edited, and some of its words."""

    title: str
    address: str
    words: str


@blueprint.get("/inhoud")
def show() -> str:
    """Show what there is by list, and in what of it words stand."""
    here = place()
    found = content(here)
    library = found.corpus.library if found.corpus else None
    sought = request.args.get("q", "").strip()
    return render_template(
        "werkbank/inhoud.html",
        library=library,
        forms=FORMS.values(),
        counts={name: _counted(name, form.key) for name, form in [*((form.name, form) for form in FORMS.values())]},
        answers=_counted("antwoorden", "id"),
        own_questions=sum(len(one.questions) for one in listing.asked(here).values()),
        proposed=sum(len(one.proposed) for one in listing.asked(here).values()),
        sought=sought,
        found=list(_found(library, sought)) if sought and library else [],
        begun=request.args.get("voor", ""),
        is_on_site=_is_on_site(here),
    )


@blueprint.get("/inhoud/bronnen/<source>")
def show_source(source: str) -> str:
    """Show the parts of a source."""
    library = library_of(place())
    if source not in library.document:
        abort(404)
    parts = [section for section in library.sections if section.document_id == source and section.level == 1]
    return render_template("werkbank/bron.html", document=library.document[source], parts=parts, begun=request.args.get("voor", ""))


@blueprint.get("/inhoud/bronnen/<source>/<anchor>")
def show_part(source: str, anchor: str) -> Response | str:
    """Show a part of a source with its sentences to tick."""
    library = library_of(place())
    identity = f"{source}.{anchor}"
    section = library.section.get(identity) or (library.section_of(identity) if library.stands(identity) else None)
    if section is None:
        abort(404)
    if section.id != section.part_id or library.stands(identity) and identity not in library.section:
        part = library.section[section.part_id]
        voor = f"?voor={request.args['voor']}" if request.args.get("voor", "").isdigit() else ""
        return redirect(f"/inhoud/bronnen/{source}/{part.id.partition('.')[2]}{voor}#{anchor}", 303)
    parts = [other for other in library.sections if other.document_id == source and other.level == 1]
    at = parts.index(section)
    key = request.args.get("voor", "")
    own = listing.asked(place())
    return render_template(
        "werkbank/deel.html",
        document=library.document[source],
        part=section,
        items=list(choosing.pieces(library, section.id)),
        before=parts[at - 1] if at else None,
        after=parts[at + 1] if at + 1 < len(parts) else None,
        begun=begun.get(place().own, key) if key else None,
        questions={name: len(asked) for name, asked in library.questions.items()},
        own_questions={name: len(one.questions) for name, one in own.items()},
    )


@blueprint.post("/site")
def put_on_site() -> Response:
    """Begin to make the index that the site serves of the content as it is."""
    here = place()
    job = here.jobs.start("Op de site zetten", "de inhoud zoals die nu is", g.editor, ["index"])
    logbook.note(here.own, g.editor, "op de site gezet", "de inhoud")
    return redirect(f"/taken/{job}", 303)


def _is_on_site(here: Place) -> bool:
    """Return whether the index that serves was made of the content as it is now."""
    try:
        return index_folder.read_manifest(index_folder.current(here.index)).corpus == corpus_digest(here.corpus, here.own)
    except KnowledgeBaseError:
        return False


def _counted(name: str, key: str) -> tuple[int, int]:
    """Return how many records of a list are delivered and shown, and how many are own."""
    found = listing.records(place(), name, key)
    return len([one for one in found if not one.is_own and not one.is_hidden]), len([one for one in found if one.is_own])


def _found(library: Library, sought: str) -> Iterator[tuple[str, list[Found]]]:
    """Yield by kind what has the words, in any capitals."""
    low = sought.casefold()
    places = [
        Found(library.section_of(one.id).title, f"/inhoud/bronnen/{one.id.replace('.', '/', 1)}", _beside(one.text, low))
        for one in library.places
        if low in one.text.casefold() or low in library.section_of(one.id).title.casefold()
    ]
    yield "Bronnen", places
    answers = listing.records(place(), "antwoorden", "id")
    yield (
        "Redactionele antwoorden",
        [Found(one.text("vraag"), f"/inhoud/antwoorden?q={one.key}", "") for one in answers if low in str(dict(one.data)).casefold()],
    )
    for form in FORMS.values():
        yield (
            form.many,
            [
                Found(one.text(form.title), f"/inhoud/lijst/{form.name}?{urlencode({'q': sought})}", "")
                for one in listing.records(place(), form.name, form.key)
                if low in str(dict(one.data)).casefold()
            ],
        )
    asked = [
        Found(question, f"/inhoud/vragen/{identity}", "")
        for identity, questions in library.questions.items()
        for question in questions
        if low in question.casefold()
    ]
    yield "Vragen", asked


def _beside(text: str, low: str) -> str:
    at = max(text.casefold().find(low), 0)
    begin, end = max(at - 60, 0), at + len(low) + 90
    return f"{'… ' if begin else ''}{text[begin:end].strip()}{' …' if end < len(text) else ''}"
