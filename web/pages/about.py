"""Pages about the site itself: all that is on it, what it is, help, privacy, accessibility, the API."""

from flask import Blueprint, current_app, render_template

from web.serving import limits
from web.serving.live import current
from web.serving.page_memory import remembered
from web.showing import menu
from web.showing.quote_cards import cards

blueprint = Blueprint("about", __name__)


@blueprint.get("/meer")
@remembered
def show_more() -> str:
    """Show what else is on the site than the menu says."""
    return render_template("more.html", groups=menu.MORE)


@blueprint.get("/over")
@remembered
def show_about() -> str:
    """Show what this knowledge base is and how it answers."""
    base = current()
    return render_template(
        "about.html", counts=base.manifest.counts, quotes=len(cards(base.library, base.library.quotes)), edition=base.library.edition
    )


@blueprint.get("/hulp")
@remembered
def show_help() -> str:
    """Show how to search."""
    return render_template("help.html")


@blueprint.get("/privacy")
@remembered
def show_privacy() -> str:
    """Show what is and is not kept about a reader."""
    return render_template("privacy.html", counts_addresses=limits.counts(current_app.config["SETTINGS"].rate_limit))


@blueprint.get("/toegankelijkheid")
@remembered
def show_accessibility() -> str:
    """Show the accessibility statement."""
    return render_template("accessibility.html")


@blueprint.get("/api")
@remembered
def show_api() -> str:
    """Show how programs can use the knowledge base."""
    return render_template("api.html")
