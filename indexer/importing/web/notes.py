"""The notes of a tree of HTML: taken out of it, with a mark where each is called."""

import re

from lxml.html import HtmlElement

from indexer.importing.blocks import Footnote
from indexer.importing.web.words import INLINE, NOTE_CALL, plain, squeezed

_LABEL = re.compile(r"\[?\(?([0-9]{1,4}|[a-z]|[ivx]{1,5}|[*†‡]+)\)?\]?\Z")
_LABEL_BEFORE = r"\A\s*[\[(]?{}[\])]?[.:)]?\s+"
_BACK = re.compile(r"[\s↑↩↵^⏎\ufe0e\[\]]*\Z")
_MOST_IN_NOTE = 3000
_NOTE_NAME = re.compile(r"noot|note|fn", re.IGNORECASE)


def marked(root: HtmlElement, text: HtmlElement) -> dict[HtmlElement, str]:
    """Put a mark without words where `text` calls a note, and return the label of each note.

    What only leads there and back again, such as its number before a note, is taken away.
    """
    places = {element.get("id") or element.get("name"): element for element in root.iter() if isinstance(element.tag, str)}
    are_notes: dict[HtmlElement, bool] = {}
    labels: dict[HtmlElement, str] = {}
    for link in list(text.iter("a")):
        address = link.get("href") or ""
        label = _LABEL.match(squeezed(link.text_content())) if address.startswith("#") else None
        note = _block(places.get(address[1:])) if label and _is_call(link) else None
        if label is None or note is None or any(ancestor in labels or ancestor is note for ancestor in link.iterancestors()):
            continue
        if note not in are_notes:
            are_notes[note] = _is_note(note)
        if are_notes[note]:
            labels.setdefault(note, _unused(label.group(1), set(labels.values())))
            _put_mark(link, labels[note])
    for note, name in labels.items():
        _take_off_label(note, name)
    return labels


def taken_out(labels: dict[HtmlElement, str]) -> list[Footnote]:
    """Return notes, and take them out of their tree."""
    notes = [Footnote(label, plain(note)) for note, label in labels.items()]
    for note in labels:
        note.drop_tree()
    return notes


def _take_off_label(note: HtmlElement, label: str) -> None:
    for back in list(note.iter("a")):
        words = squeezed(back.text_content())
        if (back.get("href") or "").startswith("#") and (_BACK.match(words) or words.strip("[]().") == label):
            back.drop_tree()
    before = re.compile(_LABEL_BEFORE.format(re.escape(label)))
    first = next((element for element in note.iter() if isinstance(element.tag, str) and (element.text or "").strip()), None)
    if first is not None:
        first.text = before.sub("", first.text)


def _is_call(link: HtmlElement) -> bool:
    around = link.getparent()
    names = " ".join(filter(None, (link.get("class"), link.get("id"), link.get("rel"), link.get("role"), link.get("href"))))
    return around is not None and (around.tag == "sup" or link.find(".//sup") is not None) or bool(_NOTE_NAME.search(names))


def _block(target: HtmlElement | None) -> HtmlElement | None:
    """Return the block in which the target of a link stands."""
    while target is not None and target.tag in INLINE:
        target = target.getparent()
    return target


def _is_note(block: HtmlElement) -> bool:
    """Return whether a block is a note, and no heading or text."""
    return block.tag in ("li", "p", "div", "dd", "aside") and block.find(".//h2") is None and len(plain(block)) <= _MOST_IN_NOTE


def _put_mark(link: HtmlElement, label: str) -> None:
    around = link.getparent()
    alone = (
        around is not None
        and around.tag == "sup"
        and len(around) == 1
        and not (around.text or "").strip()
        and not (link.tail or "").strip()
    )
    old = around if alone else link
    mark = old.makeelement(NOTE_CALL, {"label": label})
    mark.tail = old.tail
    old.getparent().replace(old, mark)


def _unused(label: str, taken: set[str]) -> str:
    count, name = 1, label
    while name in taken:
        count += 1
        name = f"{label}-{count}"
    return name
