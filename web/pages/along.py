"""What an editor put in an order to take along: routes for one kind of reader, and kits for a talk, an evening or a decision."""

from collections.abc import Iterable

from flask import Blueprint, render_template

from kb.errors import NotFound
from kb.library import Library
from kb.model import Excerpt, Kit
from web.serving.live import current
from web.serving.page_memory import remembered
from web.showing.brief import items_of
from web.showing.excerpts import shown_all

blueprint = Blueprint("along", __name__)


@blueprint.get("/routes")
@remembered
def show_routes() -> str:
    """Show the routes and the kits."""
    library = current().library
    return render_template("routes.html", minutes={kit.id: minutes_of(kit) for kit in library.kits})


@blueprint.get("/routes/<identity>")
@remembered
def show_route(identity: str) -> str:
    """Show a route: what one kind of reader reads, in order, and why."""
    library = current().library
    route = next((route for route in library.routes if route.id == identity), None)
    if route is None:
        raise NotFound("Deze leesroute staat niet in de kennisbank.")
    return render_template("route.html", reading=route, stops=[(stop, library.section_of(stop.place_id)) for stop in route.stops])


@blueprint.get("/pakketten/<identity>")
@remembered
def show_kit(identity: str) -> str:
    """Show a kit on a sheet to take along: its parts with their time and literal words, and boxes to tick where it is a checklist."""
    library = current().library
    kit = next((kit for kit in library.kits if kit.id == identity), None)
    if kit is None:
        raise NotFound("Dit pakket staat niet in de kennisbank.")
    return render_template(
        "kit.html",
        kit=kit,
        minutes=minutes_of(kit),
        parts=[(part, shown_all(library, part.units)) for part in kit.parts],
        items=_items(library, (unit for part in kit.parts for unit in part.units)),
    )


def minutes_of(kit: Kit) -> int:
    """Return how long a kit takes, in minutes."""
    return sum(part.minutes for part in kit.parts)


def _items(library: Library, units: Iterable[Excerpt]) -> tuple[str, ...]:
    return items_of(library, (span for unit in units for span in unit.spans))
