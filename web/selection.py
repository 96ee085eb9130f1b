"""Mijn selectie: chosen passages, quotes, lists and examples, with their ids in the address; exported as Word or Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request

from kb.library import Library
from web import export
from web.citing import CitedWords, cited, site_address, source_line
from web.live import current
from web.numbers import span_of
from web.pages_lists import lines_of
from web.parameters import clean

blueprint = Blueprint("selection", __name__)
MOST_ITEMS = 60
EXAMPLE = "praktijkvoorbeeld."
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen thing: its title, its literal words as lines (an item of a list has True), and its source."""

    item: str
    kind: str
    title: str
    lines: Sequence[tuple[bool, str]]
    said_by: str
    source_line: str
    address: str
    remove: str = ""


def item_of(identity: str, begin: int | None = None, end: int | None = None) -> str:
    """Return how a thing, or a stretch of its words, is written in the address of a selection."""
    return identity if begin is None or end is None else f"{identity}~{begin}-{end}"


@blueprint.get("/selectie")
def selection() -> str:
    """Show the chosen things."""
    items = _asked()
    chosen, missing = choose(current().library, items)
    query = urlencode([("id", item) for item in items])
    return render_template("selection.html", chosen=chosen, missing=missing, items=items, query=query, plain=export.as_plain(chosen))


@blueprint.get("/selectie/word")
def as_word() -> Response:
    """Give the chosen things as a Word document."""
    return _download(export.as_word(choose(current().library, _asked())[0]), _WORD, "selectie-kennisbank.docx")


@blueprint.get("/selectie/markdown")
def as_markdown() -> Response:
    """Give the chosen things as Markdown."""
    text = export.as_markdown(choose(current().library, _asked())[0])
    return _download(text.encode(), "text/markdown; charset=utf-8", "selectie-kennisbank.md")


def choose(library: Library, items: Sequence[str]) -> tuple[list[Chosen], list[str]]:
    """Return the chosen things in order, and the items that the knowledge base does not know."""
    chosen, missing = [], []
    for item in items:
        one = _chosen(library, item)
        if one is None:
            missing.append(item)
        else:
            chosen.append(one)
    return chosen, missing


def _asked() -> list[str]:
    """Return the items of the address; a whole permanent address counts as its id."""
    given = (clean(value).rstrip("/").rpartition("/")[2].partition("?")[0].partition("#")[0] for value in request.args.getlist("id"))
    return list(dict.fromkeys(value for value in given if value))[:MOST_ITEMS]


def _chosen(library: Library, item: str) -> Chosen | None:
    identity, _, span = item.partition("~")
    identity = library.moved.get(identity, identity)
    if identity in library.working_list:
        return _chosen_list(library, item, identity)
    example = library.example.get(identity.removeprefix(EXAMPLE))
    if example:
        words = cited(library, example.passages[0])
        return Chosen(
            item, "Praktijkvoorbeeld", example.name, _lines(library, example.passages[0], words), words.said_by, words.source_line,
            f"{site_address()}/praktijkvoorbeelden/{example.id}",
        )  # fmt: skip
    if identity not in library.passage and identity not in library.quote:
        return None
    begin, _, end = span.partition("-")
    part = span_of(begin, end, len(library.text(identity)))
    words = cited(library, identity, *(part or ()))
    if identity in library.quote:
        quote = library.quote[identity]
        title = f"Citaat van {words.said_by or 'iemand die de bron niet noemt'}"
        return Chosen(item, "Citaat", quote.headline or title, [(False, words.text)], words.said_by, words.source_line, words.address)
    title = library.section_of(identity).title
    lines = [(False, line) for line in words.text.split("\n")] if part else _lines(library, identity, words)
    return Chosen(item, "Passage", title, lines, "", words.source_line, words.address)


def _chosen_list(library: Library, item: str, identity: str) -> Chosen:
    working_list = library.working_list[identity]
    lines = [(line.kind in ("item", "cel"), line.text) for line in lines_of(library, working_list)]
    first = working_list.spans[0].passage_id
    source = source_line(library, library.section_of(first))
    return Chosen(item, "Werklijst", working_list.title, lines, "", source, f"{site_address()}/werklijsten/{identity}")


def _lines(library: Library, identity: str, words: CitedWords) -> list[tuple[bool, str]]:
    if identity not in library.passage:
        return [(False, words.text)]
    passage = library.passage[identity]
    shown = (block for block in passage.blocks if block.kind != "verwijzing")
    return [(block.kind in ("item", "cel"), passage.text[block.begin : block.end]) for block in shown]


def _download(content: bytes, mimetype: str, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
