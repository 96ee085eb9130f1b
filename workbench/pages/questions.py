"""The questions by which a place is found: those that are delivered, and own ones beside them."""

from hashlib import sha256

from flask import Blueprint, abort, g, render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from kb.library import Library
from kb.model import EXAMPLE_PREFIX
from workbench import editing, finding, listing, yaml_records
from workbench.content import library_of
from workbench.editing import Changed, Trial, Written
from workbench.forms import lines_of
from workbench.listing import Asked
from workbench.place import place
from workbench.seen import seen_in

blueprint = Blueprint("questions", __name__)


@blueprint.get("/inhoud/vragen")
def show_all() -> str:
    """Show which questions are to be confirmed, by source how many its places have, and which places have none."""
    library = library_of(place())
    rows = []
    for document in library.documents:
        here = [one for one in library.places if one.document_id == document.id]
        asked = [len(library.questions.get(one.id, ())) for one in here]
        rows.append((document, len(here), sum(asked), [one for one, count in zip(here, asked, strict=True) if not count]))
    proposed = {identity: one.proposed for identity, one in listing.asked(place()).items() if one.proposed and _stands(library, identity)}
    waiting = [(identity, _title(library, identity), asked) for identity, asked in proposed.items()]
    return render_template("werkbank/vragen.html", rows=rows, waiting=waiting)


@blueprint.get("/inhoud/vragen/plaats")
def choose() -> str:
    """Show the places that come nearest to a question, to choose the one where it belongs."""
    here, question = place(), " ".join(request.args.get("vraag", "").split())[:300]
    library = library_of(here)
    sought = " ".join(request.args.get("q", "").split())[:300] or question
    found, is_by_index = finding.nearest(here, library, sought) if sought else ([], True)
    near = [(identity, library.section_of(identity), library.document[library.section_of(identity).document_id]) for identity in found]
    return render_template(
        "werkbank/vraagplaats.html", question=question, sought=sought, near=near, text=library.text, is_by_index=is_by_index
    )


@blueprint.get("/inhoud/vragen/<identity>")
def ask(identity: str) -> str:
    """Show the questions of a place; one that is told in the address stands below the own ones, to be kept."""
    own = _asked(identity).questions
    more = " ".join(request.args.get("vraag", "").split())[:300]
    return _page(identity, "\n".join([*own, *([more] if more and more not in own else [])]), Trial())


@blueprint.post("/inhoud/vragen/<identity>")
def keep(identity: str) -> Response | str:
    """Keep the own questions of a place, with those that are confirmed and without those that go, or show what is wrong with them."""
    here = place()
    if not _stands(library_of(here), identity):
        abort(404)
    said = {question: request.form.get(f"v-{_name_of(question)}", "") for question in _asked(identity).proposed}
    confirmed = [question for question, what in said.items() if what == "ja"]
    asked = list(dict.fromkeys([*lines_of(request.form.get("vragen", "")), *confirmed]))
    left = [{"vraag": question, "status": "voorstel"} for question, what in said.items() if what != "weg" and question not in asked]
    file = _file_of(identity)
    texts = {file: yaml_records.put_entries(editing.read(here.own, file), {identity: [*asked, *left]})}
    trial = editing.try_out(here, texts, (Written(file, (identity,), "vragen"),))
    if trial.faults or request.form.get("doe") == "kijk":
        return _page(identity, "\n".join(asked), trial)
    try:
        editing.save(here, g.editor, ("vragen bewaard", identity), texts, seen_in(request.form))
    except Changed:
        return _page(identity, "\n".join(asked), trial, is_changed=True)
    return redirect(f"/inhoud/vragen/{identity}?bewaard=1", 303)


def _page(identity: str, own: str, trial: Trial, *, is_changed: bool = False) -> str:
    here = place()
    library = library_of(here)
    if not _stands(library, identity):
        abort(404)
    file = _file_of(identity)
    mine = set(_asked(identity).questions)
    read = library.place(identity).text if identity in library.passage or identity in library.quote else ""
    kept = {} if is_changed else seen_in(request.form)
    return render_template(
        "werkbank/vraag.html",
        identity=identity,
        text=read,
        title=_title(library, identity),
        address=f"/inhoud/bronnen/{identity.replace('.', '/', 1)}" if library.stands(identity) else "",
        delivered=[one for one in library.questions.get(identity, ()) if one not in mine],
        own=own,
        proposed=[(question, _name_of(question)) for question in _asked(identity).proposed],
        now=sorted(mine),
        faults=trial.faults,
        stamps=kept or {file: editing.digest(here.own, file)},
        is_changed=is_changed,
    )


def _stands(library: Library, identity: str) -> bool:
    is_example = identity.startswith(EXAMPLE_PREFIX) and identity.removeprefix(EXAMPLE_PREFIX) in library.example
    return is_example or identity in library.passage or identity in library.quote or identity in library.working_list


def _title(library: Library, identity: str) -> str:
    """Return what a place is called."""
    if identity in library.working_list:
        return f"Werklijst: {library.working_list[identity].title}"
    if identity.startswith(EXAMPLE_PREFIX):
        return library.example[identity.removeprefix(EXAMPLE_PREFIX)].name
    quote = library.quote.get(identity)
    return quote.headline or "Citaat" if quote else library.section_of(identity).outside_title


def _file_of(identity: str) -> str:
    """Return the file in which the own questions of a place stand, or will: one for each source."""
    begin = identity.partition(".")[0]
    return _asked(identity).file or f"vragen/{'praktijkvoorbeelden' if f'{begin}.' == EXAMPLE_PREFIX else begin}.yaml"


def _asked(identity: str) -> Asked:
    return listing.asked(place()).get(identity, Asked(""))


def _name_of(question: str) -> str:
    """Return a short name of a question for a form."""
    return sha256(question.encode()).hexdigest()[:12]
