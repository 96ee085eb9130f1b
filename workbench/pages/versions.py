"""Versions: earlier states of the own files to bring back, and all content packed in one file, or put in place of what there is."""

import difflib

from flask import Blueprint, abort, g, render_template, request, send_file
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from indexer.corpus import corpus_files
from indexer.keeping import earlier
from indexer.keeping.earlier import State
from kb.errors import InvalidRequest
from workbench import editing, logbook, moments
from workbench.editing import Changed
from workbench.forms import FORMS
from workbench.jobs import Busy
from workbench.place import Place, place
from workbench.seen import seen_in

blueprint = Blueprint("versions", __name__)
PACKAGE = "eigen-inhoud.zip"
SENT = "pakket.zip"
_NAMED = {"antwoorden": "Redactionele antwoorden", "verberg": "Wat u verbergt", "eigen": "Van wie deze inhoud is"}


@blueprint.get("/versies")
def show() -> str:
    """Show which files have earlier states, and what can be packed and unpacked."""
    here = place()
    files = [(name, _named(name), [(state, _said(state)) for state in earlier.states(here.own, name)]) for name in _names(here)]
    package = here.own / earlier.PACKAGE / PACKAGE
    made = moments.told(package.stat().st_mtime) if package.is_file() else ""
    return render_template("werkbank/versies.html", files=files, made=made, running=here.jobs.running())


@blueprint.get("/versies/staat")
def compare() -> str:
    """Show what differs between a state and the file as it is now."""
    return _page(_state(place(), request.args.get("bestand", ""), request.args.get("moment", "")))


@blueprint.post("/versies/terug")
def bring_back() -> Response | str:
    """Make a file what it was; what it is now becomes a state too."""
    here = place()
    state = _state(here, request.form.get("bestand", ""), request.form.get("moment", ""))
    texts = {state.name: _text(state)}
    trial = editing.try_out(here, texts)
    if trial.faults:
        return _page(state, tuple(sentence for sentences in trial.faults.values() for sentence in sentences))
    try:
        editing.save(here, g.editor, ("eerdere staat teruggezet", f"{state.name}, {_said(state)}"), texts, seen_in(request.form))
    except Changed as error:
        return _page(state, (str(error),))
    return redirect("/versies?bewaard=1", 303)


@blueprint.post("/versies/pakket")
def pack() -> Response:
    """Begin to pack the own content, after checking it."""
    here = place()
    folder = here.own / earlier.PACKAGE
    folder.mkdir(exist_ok=True)
    job = here.jobs.start("Inpakken", "uw eigen inhoud", g.editor, ["pack", str((folder / PACKAGE).resolve()), "--wat", "eigen"])
    logbook.note(here.own, g.editor, "ingepakt", "de eigen inhoud")
    return redirect(f"/taken/{job}", 303)


@blueprint.get("/versies/pakket")
def take_along() -> Response:
    """Send the package that was made last."""
    file = place().own / earlier.PACKAGE / PACKAGE
    if not file.is_file():
        abort(404)
    return send_file(file.resolve(), mimetype="application/zip", as_attachment=True, download_name=PACKAGE)


@blueprint.post("/versies/uitpakken")
def unpack() -> Response:
    """Begin to put the content of a package in the place of the own content, once the states of what there is are kept."""
    here = place()
    sent = request.files.get("pakket")
    if sent is None or not sent.filename:
        raise InvalidRequest("Kies eerst een pakket: het zip-bestand dat u met Inpakken hebt gemaakt.")
    if here.jobs.running():
        raise Busy("Er loopt al iets. Wacht tot dat klaar is en probeer het dan opnieuw.")
    folder = here.own / earlier.UPLOADS
    folder.mkdir(exist_ok=True)
    sent.save(folder / SENT)
    for file in (*here.own.glob("*.yaml"), *(here.own / "vragen").glob("*.yaml")):
        earlier.keep(here.own, str(file.relative_to(here.own)))
    job = here.jobs.start("Uitpakken", "een pakket op de plaats van uw eigen inhoud", g.editor, ["unpack", str((folder / SENT).resolve())])
    logbook.note(here.own, g.editor, "pakket uitgepakt", "de eigen inhoud")
    return redirect(f"/taken/{job}", 303)


def _names(here: Place) -> list[str]:
    """Return the files with states that are lists or questions: of drafts another page shows them."""
    known = {*corpus_files.LISTS, *corpus_files.OF_OWN}
    return [name for name in earlier.names(here.own) if name in known or name.startswith("vragen/")]


def _named(name: str) -> str:
    """Return what a file holds, as the pages of the lists call it.

    >>> _named("thesaurus.yaml"), _named("verberg.yaml"), _named("vragen/eigen-nota.yaml"), _named("taken.yaml")
    ('Thesaurus', 'Wat u verbergt', 'Vragen bij eigen-nota', 'taken.yaml')
    """
    stem = name.removesuffix(".yaml")
    if stem.startswith("vragen/"):
        return f"Vragen bij {stem.removeprefix('vragen/')}"
    return FORMS[stem].many if stem in FORMS else _NAMED.get(stem, name)


def _state(here: Place, name: str, moment: str) -> State:
    found = [one for one in earlier.states(here.own, name) if str(one.moment) == moment] if name in _names(here) else []
    if not found:
        abort(404)
    return found[0]


def _said(state: State) -> str:
    return moments.told(state.moment / 1000, to_the_second=True)


def _text(state: State) -> str:
    return state.file.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")


def _page(state: State, faults: tuple[str, ...] = ()) -> str:
    here = place()
    now, then = editing.read(here.own, state.name).splitlines(), _text(state).splitlines()
    differences = [line for line in difflib.unified_diff(now, then, lineterm="", n=2) if not line.startswith(("---", "+++", "@@"))]
    stamps = {state.name: editing.digest(here.own, state.name)}
    return render_template(
        "werkbank/staat.html",
        state=state,
        said=_said(state),
        differences=differences,
        faults=faults,
        stamps=stamps,
        named=_named(state.name),
    )
