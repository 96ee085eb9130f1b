"""Chosen texts to take along: as a Word document, Markdown or plain text with a list of sources, or copied with each its source.

Whichever way they go, the words are those of `written`, and the source is that of `source_of`.
"""

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from web.serving import day
from web.showing.chosen import Chosen, Selection
from web.showing.lines import Line
from web.showing.wording import date_in_words

SITE_NAME = "Kennisbank Weerbare gemeenschappen"
TITLE = f"Mijn selectie uit de {SITE_NAME}"
NOTE = "De woorden tussen aanhalingstekens en in de lijsten staan letterlijk zo in de bronnen."
BRACKETS = "Wat tussen rechte haken staat, is een opmerking van de redactie."
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


def note(chosen: Sequence[Chosen]) -> str:
    """Return what the head of an export says of its words."""
    return f"{NOTE} {BRACKETS}" if any(thing.has_remarks for thing in chosen) else NOTE


def source_of(thing: Chosen) -> str:
    """Return who said it, and the source line, as they stand below copied words."""
    source = f"{thing.said_by} ({thing.source_line})" if thing.said_by else f"({thing.source_line})"
    return f"{source} {BRACKETS}" if thing.has_remarks else source


def today() -> str:
    """Return the day on which a text is taken along."""
    return date_in_words(day.today().isoformat())


def made(selection: Selection) -> str:
    """Return when a text is taken along, and from which version of the content."""
    edition = selection.edition
    version = f", met inhoud versie {edition.version} van {date_in_words(edition.date)}" if edition else ""
    return f"Gemaakt op {today()}{version}."


def as_markdown(selection: Selection) -> str:
    """Return the selection as Markdown, and at the end what is left out and the sources."""
    parts = [f"# {TITLE}", f"{note(selection.chosen)} {made(selection)}"]
    for number, thing in enumerate(selection.chosen, start=1):
        parts.append(f"## {_escaped(thing.title)}")
        parts += _markdown_lines(thing.lines)
        said = f"{thing.said_by}. " if thing.said_by else ""
        parts.append(f"{_escaped(said)}Bron [{number}]: [{_escaped(thing.source_line)}]({thing.address})")
    if selection.left_out:
        parts += [f"## {LEFT_OUT}", *map(_escaped, selection.left_out)]
    parts.append(f"## {SOURCES}")
    for number, thing in enumerate(selection.chosen, start=1):
        parts.append(f"{number}. {_escaped(thing.source_line)}. {_escaped(thing.title)}. <{thing.address}>")
    return "\n\n".join(parts) + "\n"


def as_plain(chosen: Sequence[Chosen]) -> str:
    """Return the selection as plain text to copy."""
    return "\n\n".join(f"{thing.title}\n{copied_plain([thing])}" for thing in chosen)


def copied_plain(chosen: Sequence[Chosen]) -> str:
    """Return what 'Kopieer met bron' puts on the clipboard as plain text."""
    return "\n\n".join("\n".join([*_plain_lines(thing.lines), source_of(thing), thing.address]) for thing in chosen)


def copied_html(chosen: Sequence[Chosen]) -> Markup:
    """Return what 'Kopieer met bron' puts on the clipboard for a program that keeps lists and links."""
    html = Markup('<blockquote>{}</blockquote><p><a href="{}">{}</a></p>')
    return Markup().join(html.format(_html_lines(thing.lines), thing.address, source_of(thing)) for thing in chosen)


def _markdown_lines(lines: Sequence[Line]) -> list[str]:
    """Return the lines as Markdown: each run of items a list, each other line a quotation."""
    parts: list[str] = []
    before = 0
    for depth, text in written(lines):
        if not depth:
            parts.append(f"> {_escaped(text)}")
        else:
            item = "  " * (depth - 1) + "- " + _MARKDOWN_START.sub(r"\1\\\2", _escaped(text))
            if before:
                parts[-1] += f"\n{item}"
            else:
                parts.append(item)
        before = depth
    return parts


def _plain_lines(lines: Sequence[Line]) -> list[str]:
    return [f"{'  ' * (depth - 1)}- {text}" if depth else text for depth, text in written(lines)]


def _html_lines(lines: Sequence[Line]) -> Markup:
    html, before = Markup(), 0
    for depth, text in written(lines):
        html += Markup("</li></ul>") * (before - depth)
        if not depth:
            html += Markup("<p>{}</p>").format(text)
        else:
            html += Markup("<ul><li>{}" if depth > before else "</li><li>{}").format(text)
        before = depth
    return html + Markup("</li></ul>") * before


def _escaped(text: str) -> str:
    return _MARKDOWN_MARKS.sub(r"\\\1", text)
