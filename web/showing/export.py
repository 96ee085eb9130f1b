"""A selection as a document to take along: Word, Markdown or plain text, each with its list of sources."""

import re
import threading
from collections.abc import Sequence
from io import BytesIO

from web.serving.day import today
from web.serving.live import give_back
from web.showing.chosen import Chosen, Selection
from web.showing.lines import Line, runs
from web.showing.wording import date_in_words

TITLE = "Mijn selectie uit de Kennisbank Weerbare gemeenschappen"
_NOTE = "De woorden tussen aanhalingstekens en in de lijsten staan letterlijk zo in de bronnen."
_LEFT_OUT = "Let op"
# What Word's XML cannot hold.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WRITING = threading.Lock()
# What Markdown reads as more than the letter itself: anywhere, and at the beginning of a line.
_MARKDOWN_MARKS = re.compile(r"([\\`*_\[\]<>#~|]|&(?=#?\w+;))")
_MARKDOWN_START = re.compile(r"^(\d*)([-+=.)])")


class WordIsBusy(Exception):
    """This process is writing a Word document, which takes much time and memory, and writes one at a time."""


def as_word(selection: Selection) -> bytes:
    """Return the selection as a .docx with real headings, and at the end what is left out and the sources. Raises WordIsBusy."""
    if not _WRITING.acquire(blocking=False):
        raise WordIsBusy
    try:
        return _as_word(selection)
    finally:
        give_back()
        _WRITING.release()


def _as_word(selection: Selection) -> bytes:
    # Loaded when first needed: with what it brings along it takes 4 MB, and most processes never write a document.
    import docx

    document = docx.Document()
    document.core_properties.title = TITLE
    document.core_properties.language = "nl-NL"
    document.add_heading(TITLE, level=0)
    document.add_paragraph(f"{_NOTE} Gemaakt op {_today()}.")
    for number, thing in enumerate(selection.chosen, start=1):
        document.add_heading(_storable(thing.title), level=1)
        for line in thing.lines:
            style = "List Bullet" if line.is_item else "Quote"
            document.add_paragraph(_storable(line.text if line.is_item else f"“{line.text}”"), style=style)
        said = f"{thing.said_by}. " if thing.said_by else ""
        document.add_paragraph(_storable(f"{said}Bron [{number}]: {thing.source_line}"))
    if selection.left_out:
        document.add_heading(_LEFT_OUT, level=1)
    for sentence in selection.left_out:
        document.add_paragraph(_storable(sentence))
    document.add_heading("Bronnen", level=1)
    for number, thing in enumerate(selection.chosen, start=1):
        document.add_paragraph(_storable(f"[{number}] {thing.source_line}. {thing.title}. {thing.address} (geraadpleegd op {_today()})"))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def as_markdown(selection: Selection) -> str:
    """Return the selection as Markdown, and at the end what is left out and the sources."""
    parts = [f"# {TITLE}", f"{_NOTE} Gemaakt op {_today()}."]
    for number, thing in enumerate(selection.chosen, start=1):
        parts.append(f"## {_escaped(thing.title)}")
        parts += _markdown_lines(thing.lines)
        said = f"{thing.said_by}. " if thing.said_by else ""
        parts.append(f"{_escaped(said)}Bron [{number}]: [{_escaped(thing.source_line)}]({thing.address})")
    if selection.left_out:
        parts += [f"## {_LEFT_OUT}", *map(_escaped, selection.left_out)]
    parts.append("## Bronnen")
    for number, thing in enumerate(selection.chosen, start=1):
        parts.append(f"{number}. {_escaped(thing.source_line)}. {_escaped(thing.title)}. <{thing.address}>")
    return "\n\n".join(parts) + "\n"


def as_plain(chosen: Sequence[Chosen]) -> str:
    """Return the selection as plain text to copy."""
    parts = []
    for thing in chosen:
        lines = [f"- {line.text}" if line.is_item else f"“{line.text}”" for line in thing.lines]
        said = [thing.said_by] if thing.said_by else []
        parts.append("\n".join([thing.title, *lines, *said, f"({thing.source_line})", thing.address]))
    return "\n\n".join(parts)


def _markdown_lines(lines: Sequence[Line]) -> list[str]:
    """Return the lines as Markdown: each run of items a list, each other line a quotation."""
    parts = []
    for is_item, run in runs(lines):
        texts = [_MARKDOWN_START.sub(r"\1\\\2", _escaped(line.text)) for line in run]
        parts += ["\n".join(f"- {text}" for text in texts)] if is_item else [f"> {text}" for text in texts]
    return parts


def _today() -> str:
    return date_in_words(today().isoformat())


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("", text)


def _escaped(text: str) -> str:
    return _MARKDOWN_MARKS.sub(r"\\\1", text)
