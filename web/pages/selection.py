"""Mijn selectie: chosen passages, quotes, lists and examples, with their ids in the address; exported as Word or Markdown."""

from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from web.asking.items import items_of
from web.asking.parameters import clean
from web.asking.tidying import tidied
from web.serving.live import current
from web.showing import export, word
from web.showing.chosen import MOST_ITEMS, Selection, select
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
    selection = _selection()
    if selection.is_too_large:
        return _too_large(selection)
    try:
        document = word.as_word(selection)
    except word.WordIsBusy:
        response = error_page(503, "Er wordt net een ander Word-document gemaakt. Wacht een paar tellen en probeer het dan nog eens.")
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return _download(document, _WORD, "selectie-kennisbank.docx")


@blueprint.get("/selectie/markdown")
def give_markdown() -> Response:
    """Give the chosen things as Markdown."""
    selection = _selection()
    if selection.is_too_large:
        return _too_large(selection)
    return _download(export.as_markdown(selection).encode(), "text/markdown; charset=utf-8", "selectie-kennisbank.md")


@blueprint.get("/selectie/kopie")
def give_copy() -> Response:
    """Give the chosen things as the scripts put them on the clipboard: as plain text, and as HTML for a program that keeps lists."""
    selection = _selection()
    if selection.is_too_large:
        return _too_large(selection)
    response = jsonify({"tekst": export.copied_plain(selection.chosen), "html": export.copied_html(selection.chosen)})
    response.headers["Cache-Control"] = "no-store"
    return response


def _selection() -> Selection:
    """Return the selection of the address; a link that was pasted counts as what it leads to."""
    items = (clean(item) for value in request.args.getlist("id") for item in items_of(tidied(clean(value))))
    return select(current().library, list(dict.fromkeys(filter(None, items))))


def _too_large(selection: Selection) -> Response:
    """Refuse to give a part of what was chosen as if it were all."""
    asked = len(selection.items)
    return error_page(400, f"Een selectie heeft hoogstens {MOST_ITEMS} teksten, en u koos er {asked}. Haal eerst iets weg.")


def _download(content: bytes, mimetype: str, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
