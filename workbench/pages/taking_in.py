"""A file that comes in: kept under a name of its own until the command that makes a draft of it has read it."""

import re
from pathlib import Path

from flask import Blueprint, abort, g, render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from indexer.keeping import earlier
from kb.errors import InvalidRequest, KnowledgeBaseError
from kb.model import Document
from workbench import logbook
from workbench.content import library_of
from workbench.jobs import Busy
from workbench.outcomes import outcome
from workbench.place import Place, place

blueprint = Blueprint("taking_in", __name__)
UPLOADS = earlier.UPLOADS
# What can be asked of a file that was sent and not taken in: by the value of the button, what the logbook says of it.
_AGAIN = {
    "letters": "bestand ingelezen, met letters van plaatjes",
    "ernaast": "bestand ingelezen, naast wat erop lijkt",
    "vervang": "bestand ingelezen, als nieuwe versie",
}
_SAFE = re.compile(r"[^\w. ()-]+")
_LONGEST_NAME = 80


@blueprint.get("/toevoegen")
def ask() -> str:
    """Show the form for a file."""
    return render_template("werkbank/toevoegen.html", running=place().jobs.running(), document=None)


@blueprint.post("/toevoegen")
def take() -> Response:
    """Keep the file that was sent, and begin to make a draft of it."""
    here = place()
    file = _kept(here)
    return _begin(here, ["add", str(file), *_ocr()], file.name, "bestand ingelezen")


@blueprint.get("/bronnen/<source>/vervangen")
def ask_newer(source: str) -> str:
    """Show the form for a newer file of an own source."""
    here = place()
    document = _own_document(here, source)
    return render_template("werkbank/toevoegen.html", running=here.jobs.running(), document=document)


@blueprint.post("/bronnen/<source>/vervangen")
def take_newer(source: str) -> Response:
    """Begin to make a draft that takes the place of an own source once it is published."""
    here = place()
    _own_document(here, source)
    file = _kept(here)
    return _begin(here, ["replace", source, str(file), *_ocr()], file.name, f"nieuwe versie van {source} ingelezen")


@blueprint.post("/taken/<name>/opnieuw")
def again(name: str) -> Response:
    """Read the file of a command that did not take it in once more, in another way; which file that is, the command itself tells."""
    here = place()
    job, how = here.jobs.get(name), request.form.get("hoe", "")
    if job is None or how not in _AGAIN:
        abort(404)
    came = outcome(here, job)
    command, *rest = job.arguments
    file = next((Path(one) for one in rest if Path(one).parent == here.own / UPLOADS), None)
    if file is None or not file.is_file():
        raise KnowledgeBaseError("Dit bestand is hier niet meer. Voeg het opnieuw toe.")
    options = [one for one in rest if one.startswith("--")]
    if how == "letters" and came.what == "scan":
        arguments = [*job.arguments, "--ocr"]
    elif how == "ernaast" and came.what in ("dubbel", "wacht") and command == "add":
        arguments = [*job.arguments, "--ja"]
    elif how == "vervang" and came.what == "dubbel":
        _own_document(here, came.id)
        arguments = ["replace", came.id, str(file), *options]
    else:
        abort(404)
    return _begin(here, arguments, file.name, _AGAIN[how])


@blueprint.post("/taken/<name>/laat")
def leave(name: str) -> Response:
    """Let go of a file that was sent and not taken in."""
    here = place()
    job = here.jobs.get(name)
    for one in job.arguments if job and not job.is_running else ():
        if Path(one).parent == here.own / UPLOADS:
            Path(one).unlink(missing_ok=True)
    return redirect("/", 303)


def _begin(here: Place, arguments: list[str], about: str, done: str) -> Response:
    job = here.jobs.start("Bestand inlezen", about, g.editor, arguments)
    logbook.note(here.own, g.editor, done, about)
    return redirect(f"/taken/{job}", 303)


def _ocr() -> list[str]:
    return ["--ocr"] if request.form.get("ocr") else []


def _kept(here: Place) -> Path:
    """Keep the file of a form, in place of those before it: these were read, or the command that read them told why not."""
    sent = request.files.get("bestand")
    if sent is None or not sent.filename:
        raise InvalidRequest("Kies eerst een bestand.")
    if here.jobs.running():
        raise Busy("Er loopt al iets. Wacht tot dat klaar is en probeer het dan opnieuw.")
    folder = here.own / UPLOADS
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink(missing_ok=True)
    file = folder / kept_name(sent.filename)
    sent.save(file)
    return file


def _own_document(here: Place, source: str) -> Document:
    document = library_of(here).document.get(source)
    if document is None or not document.is_own:
        abort(404)
    return document


def kept_name(name: str) -> str:
    """Return the name under which a file is kept: the last part of the one it had, of plain letters, with its ending.

    >>> kept_name("../../etc/raad\\x00s<voorstel>.pdf")
    'raad s voorstel .pdf'
    """
    last = _SAFE.sub(" ", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .") or "bestand"
    stem, ending = Path(last).stem, Path(last).suffix
    return f"{stem[:_LONGEST_NAME]}{ending[:10]}"
