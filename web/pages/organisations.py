"""The organisations that the sources name, with a page for each, and the abbreviations of the field."""

from flask import Blueprint, render_template

from kb.errors import NotFound
from web.serving.live import current
from web.serving.page_memory import remembered
from web.showing.organisations import shown_abbreviation, told

blueprint = Blueprint("organisations", __name__)


@blueprint.get("/organisaties")
@remembered
def show_organisations() -> str:
    """Show all organisations that the sources name, and those that people ask for and no source names."""
    library = current().library
    by_name = sorted(library.organisations, key=lambda one: one.name.removeprefix("Stichting ").casefold())
    return render_template(
        "organisations.html",
        named=[told(library, one) for one in by_name if one.is_named],
        unnamed=[one for one in by_name if not one.is_named],
    )


@blueprint.get("/organisaties/<identity>")
@remembered
def show_organisation(identity: str) -> str:
    """Show what the sources hold on one organisation."""
    library = current().library
    organisation = library.organisation.get(identity)
    if organisation is None or not organisation.is_named:
        raise NotFound("Geen bron noemt deze organisatie. Bij Organisaties staat welke zij wel noemen.")
    return render_template("organisation.html", told=told(library, organisation))


@blueprint.get("/afkortingen")
@remembered
def show_abbreviations() -> str:
    """Show what abbreviations stand for, with the words of a source where one explains them."""
    library = current().library
    every = sorted(library.abbreviations, key=lambda one: one.letters.casefold())
    return render_template("abbreviations.html", abbreviations=[shown_abbreviation(library, one) for one in every])
