"""What runs or ran: how far it is, what it told, and what one does after it."""

from flask import Blueprint, abort, render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from workbench.content import content
from workbench.outcomes import outcome
from workbench.place import Place, place

blueprint = Blueprint("jobs", __name__)
# How long a command usually takes, for who waits; a slow machine takes longer.
_USUAL = {
    "add": "Meestal duurt dit minder dan een minuut; van een scan ongeveer acht seconden per bladzijde.",
    "replace": "Meestal duurt dit minder dan een minuut; van een scan ongeveer acht seconden per bladzijde.",
    "pack": "Dit duurt ongeveer een minuut.",
    "unpack": "Dit duurt ongeveer een minuut.",
}
_MINUTES = "Dit duurt enkele minuten."


@blueprint.get("/taken/<name>")
def show(name: str) -> Response | str:
    """Show a job; while it runs the page asks for itself again, and goes on to the draft that came of a new file."""
    here = place()
    job = here.jobs.get(name)
    if job is None:
        abort(404)
    came = outcome(here, job)
    # Of a newer version one first reads here what differs.
    if request.args.get("verder") and came.what == "concept" and job.command == "add":
        return redirect(f"/concepten/{came.id}", 303)
    return render_template(
        "werkbank/taak.html",
        job=job,
        came=came,
        is_own=came.what == "dubbel" and _is_own(here, came.id),
        usual=_USUAL.get(job.command, _MINUTES),
    )


@blueprint.post("/taken/<name>/stop")
def stop(name: str) -> Response:
    """End a preview that is open, or questions that are still asked."""
    here = place()
    job = here.jobs.get(name)
    if job is None or job.arguments[:1] != ("try",):
        abort(404)
    here.jobs.stop(name)
    return redirect(f"/concepten/{job.arguments[1]}", 303)


def _is_own(here: Place, source: str) -> bool:
    found = content(here).corpus
    document = found.library.document.get(source) if found else None
    return document is not None and document.is_own
