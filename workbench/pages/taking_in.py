"""A file that comes in: kept under a name of its own until the command that makes a draft of it has read it."""

import re
from pathlib import Path

from flask import Blueprint, g, render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from indexer.keeping import earlier
from kb.errors import InvalidRequest
from workbench import logbook
from workbench.place import place

blueprint = Blueprint("taking_in", __name__)
UPLOADS = earlier.UPLOADS
_SAFE = re.compile(r"[^\w. ()-]+")
_LONGEST_NAME = 80


@blueprint.get("/toevoegen")
def ask() -> str:
    """Show the form for a file."""
    return render_template("werkbank/toevoegen.html", running=place().jobs.running())


@blueprint.post("/toevoegen")
def take() -> Response:
    """Keep the file that was sent, and begin to make a draft of it."""
    here = place()
    sent = request.files.get("bestand")
    if sent is None or not sent.filename:
        raise InvalidRequest("Kies eerst een bestand.")
    folder = here.own / UPLOADS
    folder.mkdir(exist_ok=True)
    # Earlier ones were read, or the command that read them told why not.
    for old in folder.iterdir():
        if not here.jobs.running():
            old.unlink(missing_ok=True)
    file = folder / kept_name(sent.filename)
    sent.save(file)
    arguments = ["add", str(file), *(["--ocr"] if request.form.get("ocr") else [])]
    job = here.jobs.start("Bestand inlezen", file.name, g.editor, arguments)
    logbook.note(here.own, g.editor, "bestand ingelezen", file.name)
    return redirect(f"/taken/{job}", 303)


def kept_name(name: str) -> str:
    """Return the name under which a file is kept: the last part of the one it had, of plain letters, with its ending.

    >>> kept_name("../../etc/raad\\x00s<voorstel>.pdf")
    'raad s voorstel .pdf'
    """
    last = _SAFE.sub(" ", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .") or "bestand"
    stem, ending = Path(last).stem, Path(last).suffix
    return f"{stem[:_LONGEST_NAME]}{ending[:10]}"
