"""The first page of an empty own folder: whose content this will be. Until that is known there is nothing to work on."""

import json

from flask import Blueprint, g, render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from indexer.corpus import corpus_files, own
from indexer.corpus.schemas import RESERVED
from indexer.disk import write_whole
from indexer.drafting.anchors import slug
from kb.errors import InvalidRequest
from workbench import logbook
from workbench.place import place

blueprint = Blueprint("beginning", __name__)
_ADDRESS = "/begin"
_LONGEST_NAME = 100


@blueprint.before_app_request
def ask_first() -> Response | None:
    """Lead an editor here from any page while the folder says of nobody that it is theirs."""
    is_inside = bool(g.get("editor"))
    return redirect(_ADDRESS, 303) if is_inside and request.path != _ADDRESS and not _has_begun() else None


@blueprint.get(_ADDRESS)
def ask() -> Response | str:
    """Ask whose content this is."""
    return redirect("/", 303) if _has_begun() else render_template("werkbank/begin.html", folder=place().own.resolve())


@blueprint.post(_ADDRESS)
def begin() -> Response:
    """Write whose content this is, and how its ids begin; what was written before stays."""
    name = " ".join(request.form.get("naam", "").split())[:_LONGEST_NAME]
    if not name:
        raise InvalidRequest("Vul in van wie deze inhoud is, bijvoorbeeld Gemeente Lindedam.")
    if not _has_begun():
        here = place()
        write_whole(here.own / own.FILE, f"voorvoegsel: {prefix(name)}\nnaam: {json.dumps(name, ensure_ascii=False)}\n".encode())
        logbook.note(here.own, g.editor, "eigen map begonnen", name)
    return redirect("/", 303)


def prefix(name: str) -> str:
    """Return how the ids of an organisation begin.

    >>> prefix("Gemeente Lindedam"), prefix("Ministerie van Justitie en Veiligheid"), prefix("§")
    ('eigen-lindedam', 'eigen-ministerie-van-justitie-en-veiligheid', 'eigen')
    """
    said = slug(name.casefold().removeprefix("gemeente "))
    return f"{RESERVED}-{said}" if said else RESERVED


def _has_begun() -> bool:
    return corpus_files.is_there(place().own / own.FILE)
