"""Mijn selectie: chosen passages, quotes, lists and examples, with their ids in the address; taken along as a memo.

What a reader writes himself with them comes in the body of a request, goes into the answer, and is kept nowhere.
"""

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from web.asking.items import items_of
from web.asking.memo import faults_of, own_words
from web.asking.ordering import MOVES, moved
from web.asking.parameters import clean
from web.asking.tidying import tidied
from web.serving.live import current
from web.showing import export, word
from web.showing.chosen import MOST_ITEMS, Selection, select
from web.showing.error_page import error_page
from web.showing.memo import HEADINGS, NO_WORDS, Memo, OwnWords, memo_of

blueprint = Blueprint("selection", __name__)
# A document takes some tenths of a second.
RETRY_SECONDS = 5
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BUSY = "Er wordt net een ander Word-document gemaakt. Wacht een paar tellen en probeer het dan nog eens."
_Give = Callable[[Memo], Response]


@blueprint.get("/selectie")
def show_selection() -> AnyResponse | str:
    """Show the chosen things, with a form for what a reader writes himself; or lead to the address in which one has moved."""
    items = _items()
    for move in MOVES:
        if item := clean(request.args.get(move, "")):
            order = moved(items, item, move)
            place = f"#tekst-{order.index(item) + 1}" if item in order else ""
            return redirect(f"/selectie?{urlencode([('id', one) for one in order])}{place}")
    return _page(select(current().library, items))


@blueprint.get("/selectie/kopie")
def give_copy() -> Response:
    """Give the chosen things, each with its source, as 'Kopieer met bron' puts them on the clipboard: plain, and as HTML."""
    return _given(lambda selection: _copied(export.copied_plain(selection.chosen), export.copied_html(selection.chosen)))


@blueprint.get("/selectie/<any(word, markdown, druk):form>")
def give_memo(form: str) -> Response:
    """Give the chosen things as a memo without own words."""
    return _given(lambda selection: _GIVEN[form](memo_of(selection)))


@blueprint.post("/selectie/<any(word, markdown, druk, kopie):form>")
def give_own_memo(form: str) -> Response:
    """Give the chosen things as a memo with what a reader wrote himself; what is wrong with that is told where he can mend it."""
    # Browsers say from which site a form came; another site's visitors must not be shown its words as if they were ours.
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return error_page(403, "Een memo maakt u op deze site zelf. Ga naar uw selectie en probeer het daar nog eens.")
    own = own_words(request.form)
    selection = select(current().library, list(own.beside))
    faults = [*([_too_large(selection)] if selection.is_too_large else []), *faults_of(own, selection)]
    if faults and form == "kopie":
        response = jsonify({"fouten": faults})
        response.status_code = 400
    elif faults:
        response = make_response(_page(selection, own, faults), 400)
    else:
        try:
            response = _GIVEN[form](memo_of(selection, own))
        except word.WordIsBusy:
            response = _later(make_response(_page(selection, own, [_BUSY]), 503))
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(selection: Selection, own: OwnWords = NO_WORDS, faults: Sequence[str] = ()) -> str:
    return render_template(
        "selection.html",
        selection=selection,
        own=own,
        faults=faults,
        kopjes=HEADINGS,
        most=MOST_ITEMS,
    )


def _items() -> list[str]:
    """Return the items of the address; a link that was pasted counts as what it leads to."""
    given = [*request.args.getlist("id"), *request.args.getlist("erbij")]
    items = (clean(item) for value in given for item in items_of(tidied(clean(value))))
    return list(dict.fromkeys(filter(None, items)))


def _given(give: Callable[[Selection], Response]) -> Response:
    """Return what is made of the selection of the address, which is never a part of it as if it were all."""
    selection = select(current().library, _items())
    if selection.is_too_large:
        return error_page(400, _too_large(selection))
    try:
        response = give(selection)
    except word.WordIsBusy:
        return _later(error_page(503, _BUSY))
    response.headers["Cache-Control"] = "no-store"
    return response


def _later(response: Response) -> Response:
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _too_large(selection: Selection) -> str:
    return f"Een selectie heeft hoogstens {MOST_ITEMS} teksten, en u koos er {len(selection.items)}. Haal eerst iets weg."


def _copied(plain: str, html: str) -> Response:
    return jsonify({"tekst": plain, "html": html})


def _printed(memo: Memo) -> Response:
    items = [piece.thing.item for piece in memo.pieces]
    return make_response(render_template("memo.html", html=export.as_html(memo), query=urlencode([("id", item) for item in items])))


def _download(content: bytes, mimetype: str, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


_GIVEN: dict[str, _Give] = {
    "word": lambda memo: _download(word.as_word(memo), _WORD, "selectie-kennisbank.docx"),
    "markdown": lambda memo: _download(export.as_markdown(memo).encode(), "text/markdown; charset=utf-8", "selectie-kennisbank.md"),
    "druk": _printed,
    "kopie": lambda memo: _copied(export.as_plain(memo), export.as_html(memo)),
}
