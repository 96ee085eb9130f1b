"""Mijn selectie: chosen passages, quotes, lists and examples, with their ids in the address; exported as Word or Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request

from kb.library import Library
from kb.model import EXAMPLE_PREFIX
from kb.telling.addresses import part_path
from web.asking.items import items_of
from web.asking.parameters import clean
from web.numbers import span_of
from web.pages.lists import lines_of
from web.serving.live import current
from web.showing import export
from web.showing.citing import CitedWords, cited, site_address, source_line
from web.showing.error_page import error_page

blueprint = Blueprint("selection", __name__)
# web/static/selectie.js keeps to the same number.
MOST_ITEMS = 60
# What stands in a selection for a personal story.
REPORT = "Verslag"
_LONGEST_SHOWN = 100
# A document takes some tenths of a second.
RETRY_SECONDS = 5
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen thing: its title, its literal words as lines (an item of a list has True), its source, and whether it is a part only."""

    item: str
    kind: str
    title: str
    lines: Sequence[tuple[bool, str]]
    said_by: str
    source_line: str
    address: str
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for: the items, the things that they are, and a sentence for each that is not shown, or not as it was asked."""

    items: Sequence[str]
    chosen: Sequence[Chosen]
    left_out: Sequence[str]


@blueprint.get("/selectie")
def selection() -> str:
    """Show the chosen things."""
    asked = _asked()
    query = urlencode([("id", item) for item in asked.items])
    return render_template("selection.html", selection=asked, query=query, plain=export.as_plain(asked.chosen))


@blueprint.get("/selectie/word")
def as_word() -> Response:
    """Give the chosen things as a Word document."""
    try:
        document = export.as_word(_asked())
    except export.WordIsBusy:
        response = error_page(503, "Er wordt net een ander Word-document gemaakt. Wacht een paar tellen en probeer het dan nog eens.")
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return _download(document, _WORD, "selectie-kennisbank.docx")


@blueprint.get("/selectie/markdown")
def as_markdown() -> Response:
    """Give the chosen things as Markdown."""
    return _download(export.as_markdown(_asked()).encode(), "text/markdown; charset=utf-8", "selectie-kennisbank.md")


def choose(library: Library, items: Sequence[str]) -> Selection:
    """Return the chosen things in order, as many as a selection may have, and what is left out."""
    chosen, left_out = [], []
    for item in items[:MOST_ITEMS]:
        one = _chosen(library, item)
        if one is None:
            left_out.append(f"‘{item[:_LONGEST_SHOWN]}’ staat niet in deze kennisbank.")
            continue
        chosen.append(one)
        if one.kind == REPORT:
            left_out.append(
                f"In ‘{one.title}’ staat een persoonlijk verhaal; dat gaat niet mee. Lees dit in het verslag: de link staat erbij."
            )
        elif "~" in item and not one.is_part:
            left_out.append(f"‘{one.title}’ staat er in zijn geheel: het stuk dat het adres aanwijst, is er niet.")
    if len(items) > MOST_ITEMS:
        left_out.append(
            f"Een selectie heeft hoogstens {MOST_ITEMS} teksten, en u koos er {len(items)}."
            f" Wat na de eerste {MOST_ITEMS} komt, staat er niet bij. Haal eerst iets weg."
        )
    return Selection(items, chosen, left_out)


def _asked() -> Selection:
    """Return the selection of the address; a link that was pasted counts as what it leads to."""
    given = (clean(item) for value in request.args.getlist("id") for item in items_of(clean(value)))
    return choose(current().library, list(dict.fromkeys(filter(None, given))))


def _chosen(library: Library, item: str) -> Chosen | None:
    identity, _, span = item.partition("~")
    identity = library.present_id(identity)
    if identity in library.working_list:
        return _chosen_list(library, item, identity)
    example = library.example.get(identity.removeprefix(EXAMPLE_PREFIX))
    if example:
        words = cited(library, example.passages[0])
        return Chosen(
            item, "Praktijkvoorbeeld", example.name, _lines(library, example.passages[0], words), words.said_by, words.source_line,
            f"{site_address()}/praktijkvoorbeelden/{example.id}",
        )  # fmt: skip
    if library.is_protected(identity):
        section = library.section[library.section_of(identity).part_id]
        return Chosen(item, REPORT, section.title, [], "", source_line(library, section), site_address() + part_path(section))
    if not library.stands(identity):
        return None
    begin, _, end = span.partition("-")
    part = span_of(begin, end, len(library.text(identity)))
    words = cited(library, identity, *(part or ()))
    if identity in library.quote:
        quote = library.quote[identity]
        title = f"Citaat van {words.said_by or 'iemand die de bron niet noemt'}"
        return Chosen(
            item, "Citaat", quote.headline or title, [(False, words.text)], words.said_by, words.source_line, words.address, bool(part)
        )
    title = library.section_of(identity).title
    lines = [(False, line) for line in words.text.split("\n")] if part else _lines(library, identity, words)
    return Chosen(item, "Passage", title, lines, "", words.source_line, words.address, bool(part))


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
    return [(block.is_item, passage.text[block.begin : block.end]) for block in passage.text_blocks()]


def _download(content: bytes, mimetype: str, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
