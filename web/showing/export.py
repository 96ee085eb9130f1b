"""Chosen texts to take along: a memo as Markdown, plain text or HTML with a list of sources, or words copied with each its source.

Whichever way they go, also to Word, the words are those of `written`; what a reader wrote himself is never set as a quotation.
"""

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from kb import day
from web.showing.chosen import Chosen
from web.showing.lines import Line
from web.showing.memo import Memo, Piece
from web.showing.wording import date_in_words

NOTE = "De woorden tussen aanhalingstekens en in de lijsten staan letterlijk zo in de bronnen."
WITH_OWN_WORDS = "Citaten en lijsten met een bronnummer staan letterlijk zo in de bronnen. De andere tekst is van wie deze memo schreef."
BRACKETS = "Woorden tussen rechte haken zijn een opmerking van de redactie."
LEFT_OUT = "Let op"
SOURCES = "Bronnen"
# What Markdown reads as more than the letter itself: anywhere, and at the beginning of an item.
_MARKDOWN_MARKS = re.compile(r"([\\`*_\[\]<>#~|]|&(?=#?\w+;))")
_PAIRS = {("“", "”"), ("‘", "’"), ('"', '"'), ("'", "'")}
_MARKDOWN_START = re.compile(r"^(\d*)([-+=.)])")


def written(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Yield lines as they are taken along: an item as it is, after the depth of its list; another line between quotation marks, after 0.

    An item never stands more than one list deeper than the line before it: those around it were not chosen.
    """
    depth = 0
    for line in lines:
        depth = min(max(1, line.depth), depth + 1) if line.is_item else 0
        yield depth, line.noted if line.is_item or _is_said(line.text) else f"“{line.noted}”"


def _is_said(text: str) -> bool:
    """Return whether the source itself has all of a line between quotation marks."""
    return len(text) > 1 and (text[0], text[-1]) in _PAIRS and not any(mark in text[1:-1] for mark in (text[0], text[-1]))


def attribution(piece: Piece) -> str:
    """Return what stands below the words of a piece, before its number: who said them."""
    return piece.thing.said_by or "Bron:"


def source_of(thing: Chosen) -> str:
    """Return who said it, and the source line, as they stand below copied words."""
    source = f"{thing.said_by} ({thing.source_line})" if thing.said_by else f"({thing.source_line})"
    return f"{source} {BRACKETS}" if thing.has_remarks else source


def today() -> str:
    """Return the day on which a text is taken along."""
    return date_in_words(day.today().isoformat())


def account(memo: Memo) -> str:
    """Return what the end of a memo says of its words, of when they were taken along, and from which version of the content."""
    words = [WITH_OWN_WORDS if memo.has_notes else NOTE, *([BRACKETS] if memo.has_remarks else [])]
    edition = memo.edition
    version = f", met inhoud versie {edition.version} van {date_in_words(edition.date)}" if edition else ""
    return f"{' '.join(words)} Gemaakt op {today()}{version}."


def as_markdown(memo: Memo) -> str:
    """Return the memo as Markdown, and at the end what is left out and the sources."""
    parts = [f"# {_escaped(memo.title)}"]
    for part in memo.parts:
        if part.heading:
            parts.append(f"## {part.heading}")
        for piece in part.pieces:
            thing = piece.thing
            parts.append(f"{'###' if part.heading else '##'} {_escaped(thing.title)}")
            parts += map(_markdown_paragraph, piece.note)
            parts += _markdown_lines(thing.lines)
            parts += [f"{label}: {_escaped(text)}" for label, text in thing.about]
            parts.append(f"{_escaped(attribution(piece))} [\\[{piece.number}\\]]({thing.address})")
    if memo.left_out:
        parts += [f"## {LEFT_OUT}", *map(_markdown_paragraph, memo.left_out)]
    parts.append(f"## {SOURCES}")
    parts += [f"\\[{piece.number}\\] {_escaped(piece.thing.source_line)}, <{piece.thing.address}>" for piece in memo.pieces]
    return "\n\n".join([*parts, account(memo)]) + "\n"


def as_plain(memo: Memo) -> str:
    """Return the memo as plain text to paste."""
    blocks = [memo.title]
    for part in memo.parts:
        if part.heading:
            blocks.append(part.heading)
        for piece in part.pieces:
            thing = piece.thing
            about = [f"{label}: {text}" for label, text in thing.about]
            below = f"{attribution(piece)} [{piece.number}]"
            blocks.append("\n".join([thing.title, *piece.note, *_plain_lines(thing.lines), *about, below]))
    if memo.left_out:
        blocks.append("\n".join([LEFT_OUT, *memo.left_out]))
    blocks.append("\n".join([SOURCES, *(f"[{piece.number}] {piece.thing.source_line}, {piece.thing.address}" for piece in memo.pieces)]))
    return "\n\n".join([*blocks, account(memo)])


def as_html(memo: Memo) -> Markup:
    """Return the memo as HTML: to paste in a document that keeps headings, lists and links, and to print."""
    html = Markup("<h1>{}</h1>").format(memo.title)
    for part in memo.parts:
        if part.heading:
            html += Markup("<h2>{}</h2>").format(part.heading)
        for piece in part.pieces:
            html += Markup("<h3>{}</h3>" if part.heading else "<h2>{}</h2>").format(piece.thing.title)
            html += _html_paragraphs(piece.note)
            html += _html_quotation(piece.thing)
            html += Markup().join(Markup("<p><b>{}:</b> {}</p>").format(*told) for told in piece.thing.about)
            html += Markup('<p>{} <a href="{}">[{}]</a></p>').format(attribution(piece), piece.thing.address, piece.number)
    if memo.left_out:
        html += Markup("<h2>{}</h2>").format(LEFT_OUT) + _html_paragraphs(memo.left_out)
    html += Markup("<h2>{}</h2>").format(SOURCES)
    source = Markup('<p>[{}] {}, <a href="{}">{}</a></p>')
    for piece in memo.pieces:
        html += source.format(piece.number, piece.thing.source_line, piece.thing.address, piece.thing.address)
    return html + _html_paragraphs([account(memo)])


def copied_plain(chosen: Sequence[Chosen]) -> str:
    """Return what 'Kopieer met bron' puts on the clipboard as plain text."""
    return "\n\n".join("\n".join([*_plain_lines(thing.lines), source_of(thing), thing.address]) for thing in chosen)


def copied_html(chosen: Sequence[Chosen]) -> Markup:
    """Return what 'Kopieer met bron' puts on the clipboard for a program that keeps lists and links."""
    below = Markup('<p><a href="{}">{}</a></p>')
    return Markup().join(_html_quotation(thing) + below.format(thing.address, source_of(thing)) for thing in chosen)


def _markdown_lines(lines: Sequence[Line]) -> list[str]:
    """Return the lines as Markdown: each run of items a list, each other line a quotation."""
    parts: list[str] = []
    before = 0
    for depth, text in written(lines):
        if not depth:
            parts.append(f"> {_escaped(text)}")
        else:
            item = "  " * (depth - 1) + "- " + _markdown_paragraph(text)
            if before:
                parts[-1] += f"\n{item}"
            else:
                parts.append(item)
        before = depth
    return parts


def _plain_lines(lines: Sequence[Line]) -> list[str]:
    return [f"{'  ' * (depth - 1)}- {text}" if depth else text for depth, text in written(lines)]


def _html_quotation(thing: Chosen) -> Markup:
    html, before = Markup(), 0
    for depth, text in written(thing.lines):
        html += Markup("</li></ul>") * (before - depth)
        if not depth:
            html += Markup("<p>{}</p>").format(text)
        else:
            html += Markup("<ul><li>{}" if depth > before else "</li><li>{}").format(text)
        before = depth
    return Markup("<blockquote>{}</blockquote>").format(html + Markup("</li></ul>") * before) if thing.lines else Markup()


def _html_paragraphs(texts: Sequence[str]) -> Markup:
    return Markup().join(Markup("<p>{}</p>").format(text) for text in texts)


def _markdown_paragraph(text: str) -> str:
    """Return text that begins a paragraph or an item, so that it reads as itself there."""
    return _MARKDOWN_START.sub(r"\1\\\2", _escaped(text))


def _escaped(text: str) -> str:
    return _MARKDOWN_MARKS.sub(r"\\\1", text)
