"""Municipalities: all of which the sources tell, a page for each, and what there is for one that is not among them."""

from flask import Blueprint, redirect, render_template, request
from rapidfuzz import process
from werkzeug.wrappers import Response

from kb.errors import NotFound
from kb.library import Library
from kb.model import PlaceName
from kb.retrieval.nearby import Alike, most_alike, nearest
from kb.telling.addresses import municipality_path
from web.asking.parameters import BrowsedMunicipalities
from web.serving.live import current
from web.serving.page_memory import remembered
from web.showing import drawing
from web.showing.examples import deed
from web.showing.municipalities import MOST_QUOTES, alike_elsewhere, all_told, by_province, find, told

blueprint = Blueprint("municipalities", __name__)
# Of a hundred: a name that is this much like the one that was typed is offered in its place.
LEAST_LIKENESS = 75


@blueprint.get("/gemeenten")
@remembered
def show_municipalities() -> Response | str:
    """Show the municipalities of the sources; or, of one that is asked for by name, its page or what comes nearest."""
    library = current().library
    asked, left_out = BrowsedMunicipalities.of_page(request.args, library)
    every = all_told(library)
    known, places = find(library, asked.name)
    now = [place.name for place in places[:1]]
    here = next((one.municipality for one in every if one.municipality in known or one.municipality.name in now), None)
    if here:
        return redirect(municipality_path(here.id), 302)
    if places:
        return _elsewhere(library, asked.name, places, asked.theme)
    return render_template(
        "municipalities.html",
        provinces=by_province(every),
        total=len(every),
        name=asked.name,
        is_province=_is_province(library, asked.name),
        meant=_meant(library, asked.name),
        left_out=left_out,
        country=drawing.country(library),
    )


@blueprint.get("/gemeenten/<identity>")
@remembered
def show_municipality(identity: str) -> str:
    """Show what the sources hold on one municipality: a page, or a card when it is little."""
    library = current().library
    found = told(library, library.municipality[identity]) if identity in library.municipality else None
    if found is None or not (found.examples or found.quotes):
        raise NotFound("Over deze gemeente vertellen de bronnen niets. Zoek haar bij Gemeenten: daar staat wat dichtbij is.")
    return render_template(
        "municipality.html",
        told=found,
        quotes=found.quotes[:MOST_QUOTES],
        deed=lambda example: deed(library, example),
        alike=[] if found.is_page else alike_elsewhere(library, found),
    )


def _elsewhere(library: Library, name: str, places: list[PlaceName], theme: str) -> str:
    """Return the page for a municipality of which the sources have no example."""
    place = places[0]
    is_former = name.casefold() in map(str.casefold, place.former)
    return render_template(
        "elsewhere.html",
        place=place,
        former=next(one for one in place.former if one.casefold() == name.casefold()) if is_former else "",
        namesakes=[one for one in places if one.name == place.name] if len(places) > 1 else [],
        nearest=nearest(library, place),
        in_province=[one for one in all_told(library) if one.examples and one.province == place.province],
        theme=library.theme.get(theme),
        themes=[one for one in library.themes if any(one.id in example.themes for example in library.examples)],
        alike=[(one.example, why(one)) for one in most_alike(library, place, theme)] if theme else [],
        of_theme=sum(theme in example.themes for example in library.examples),
    )


def why(one: Alike) -> str:
    """Return why an example is shown to who is elsewhere."""
    return "Zelfde onderwerp" if one.kilometres is None else f"Zelfde onderwerp, {one.kilometres} km"


def _is_province(library: Library, name: str) -> bool:
    provinces = (place for place in library.place_names if not place.province)
    return any(name.casefold() in map(str.casefold, (place.name, *place.also)) for place in provinces)


def _meant(library: Library, name: str) -> str:
    """Return the municipality that was probably meant by a name that nobody knows, '' when none is like it."""
    names = [place.name for place in library.place_names if place.province]
    found = process.extractOne(name.casefold(), names, processor=str.casefold, score_cutoff=LEAST_LIKENESS) if name else None
    return str(found[0]) if found else ""
