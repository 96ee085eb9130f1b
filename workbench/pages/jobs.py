"""What runs or ran: how far it is, and what it told."""

from flask import Blueprint, abort, render_template

from workbench.place import place

blueprint = Blueprint("jobs", __name__)


@blueprint.get("/taken/<name>")
def show(name: str) -> str:
    """Show a job; while it runs the page asks for itself again."""
    job = place().jobs.get(name)
    if job is None:
        abort(404)
    return render_template("werkbank/taak.html", job=job)
