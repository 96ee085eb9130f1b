"""The first page: what waits, what there is, whether it is in order, and what was done last."""

from flask import Blueprint, render_template

from workbench import logbook
from workbench.content import content
from workbench.place import place

blueprint = Blueprint("overview", __name__)
_LAST_DONE = 10


@blueprint.get("/")
def show() -> str:
    """Show how things stand."""
    here = place()
    found = content(here)
    library = found.corpus.library if found.corpus else None
    return render_template(
        "werkbank/overzicht.html",
        content=found,
        documents=library.documents if library else (),
        running=here.jobs.running(),
        jobs=here.jobs.all()[:_LAST_DONE],
        done=logbook.last(here.own, _LAST_DONE),
    )
