"""A source that is taken out: first shown is all that would go, then it goes, without a trace."""

from flask import Blueprint, abort, g, render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from kb.errors import InvalidRequest
from workbench import logbook
from workbench.content import library_of
from workbench.outcomes import outcome
from workbench.place import place

blueprint = Blueprint("removing", __name__)
_MOST_OF_REASON = 200


@blueprint.get("/bronnen/<source>/weghalen")
def ask(source: str) -> str:
    """Show what can be done about a source, before anything is."""
    here = place()
    document = library_of(here).document.get(source)
    if document is None:
        abort(404)
    return render_template("werkbank/weghalen.html", document=document, running=here.jobs.running())


@blueprint.post("/bronnen/<source>/weghalen")
def remove(source: str) -> Response:
    """Begin to list what would go; with the job that listed it, begin to take it out."""
    here = place()
    listed = here.jobs.get(request.form.get("gezien", ""))
    if listed is None:
        if source not in library_of(here).document:
            abort(404)
        job = here.jobs.start("Wat er weggaat", source, g.editor, ["remove", source])
        return redirect(f"/taken/{job}", 303)
    came = outcome(here, listed)
    if (came.what, came.id) != ("weghalen", source) or request.form.get("zeker") != "ja":
        raise InvalidRequest("Bekijk eerst wat er weggaat, en zet het vinkje. Er is niets weggehaald.")
    preview = here.jobs.preview()
    if preview:
        # It holds a copy of what goes.
        here.jobs.stop(preview.name)
    reason = " ".join(request.form.get("reden", "").split())[:_MOST_OF_REASON]
    job = here.jobs.start("Weghalen", source, g.editor, ["remove", source, "--ja", *(["--reden", reason] if reason else [])])
    logbook.note(here.own, g.editor, "bron weggehaald", source)
    return redirect(f"/taken/{job}", 303)
