"""Mijn selectie: chosen passages, quotes, lists and examples, with their ids in the address; exported as Word or Markdown."""

from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request

from web.asking.items import items_of
from web.asking.parameters import clean
from web.asking.tidying import tidied
from web.serving.live import current
from web.showing import export
from web.showing.chosen import Selection, select
from web.showing.error_page import error_page

blueprint = Blueprint("selection", __name__)
# A document takes some tenths of a second.
RETRY_SECONDS = 5
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/selectie")
def show_selection() -> str:
    """Show the chosen things."""
    selection = _selection()
    query = urlencode([("id", item) for item in selection.items])
    return render_template("selection.html", selection=selection, query=query, plain=export.as_plain(selection.chosen))


@blueprint.get("/selectie/word")
def give_word() -> Response:
    """Give the chosen things as a Word document."""
    try:
        document = export.as_word(_selection())
    except export.WordIsBusy:
        response = error_page(503, "Er wordt net een ander Word-document gemaakt. Wacht een paar tellen en probeer het dan nog eens.")
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return _download(document, _WORD, "selectie-kennisbank.docx")


@blueprint.get("/selectie/markdown")
def give_markdown() -> Response:
    """Give the chosen things as Markdown."""
    return _download(export.as_markdown(_selection()).encode(), "text/markdown; charset=utf-8", "selectie-kennisbank.md")


def _selection() -> Selection:
    """Return the selection of the address; a link that was pasted counts as what it leads to."""
    items = (clean(item) for value in request.args.getlist("id") for item in items_of(tidied(clean(value))))
    return select(current().library, list(dict.fromkeys(filter(None, items))))


def _download(content: bytes, mimetype: str, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
