"""Comparisons: practice examples side by side in a table."""

from flask import Blueprint, render_template

from kb.errors import NotFound
from web.serving.live import current
from web.serving.page_memory import remembered
from web.showing.comparisons import shown

blueprint = Blueprint("comparisons", __name__)


@blueprint.get("/vergelijken")
@remembered
def show_comparisons() -> str:
    """Show all comparisons."""
    return render_template("comparisons.html", comparisons=current().library.comparisons)


@blueprint.get("/vergelijken/<identity>")
@remembered
def show_comparison(identity: str) -> str:
    """Show one comparison."""
    library = current().library
    comparison = next((one for one in library.comparisons if one.id == identity), None)
    if comparison is None:
        raise NotFound("Deze vergelijking staat niet in de kennisbank.")
    return render_template("comparison.html", table=shown(library, comparison))
