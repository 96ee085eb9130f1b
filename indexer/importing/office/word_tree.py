"""The XML of a Word document: its words in the plainest way, and what it can hold brought back to what mammoth reads."""

from lxml import etree

from indexer.importing.web.words import squeezed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BOX = f"{W}txbxContent"
# What stands around runs and says nothing that has words; mammoth passes over it with all that is in it.
_AROUND = tuple(f"{W}{name}" for name in ("fldSimple", "dir", "bdo", "ruby", "rubyBase", "rt"))
_SPACES = tuple(f"{W}{name}" for name in ("tab", "br", "cr", "ptab"))
# Taken out by whoever changed the text, or no text.
_NO_WORDS = tuple(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "rubyPr"))


def words(tree: etree._Element) -> str:
    """Return the words of a part: its text, with a space where a paragraph, line or tab ends; of two forms of a thing the first."""
    pieces: list[str] = []
    _gather(tree, pieces)
    return squeezed("".join(pieces))


def take_out_hidden(document: etree._Element) -> list[str]:
    """Remove the runs that Word does not show, and return their words."""
    hidden = []
    for mark in list(document.iter(f"{W}vanish")):
        run = mark.getparent().getparent() if mark.getparent() is not None else None
        if run is not None and run.tag == f"{W}r" and run.getparent() is not None and mark.get(f"{W}val") not in ("0", "false", "off"):
            hidden.append(words(run))
            run.getparent().remove(run)
    return [text for text in hidden if text]


def simplify(document: etree._Element) -> None:
    """Bring a document to what mammoth reads; no word comes or goes.

    Of two forms of a thing the first stays, formulas become text, and text boxes follow the paragraph that they are anchored to.
    """
    for both in list(document.iter(f"{_MC}AlternateContent")):
        _put_in_place(both, list(_chosen(both)))
    for formula in list(document.iter(f"{_M}oMath")):
        run = etree.Element(f"{W}r")
        etree.SubElement(run, f"{W}t").text = "".join(letters.text or "" for letters in formula.iter(f"{_M}t"))
        _put_in_place(formula, [run])
    for around in list(document.iter(*_AROUND)):
        _put_in_place(around, list(around))
    # The innermost first: a box in a box comes after the paragraph of that box.
    for box in reversed(list(document.iter(_BOX))):
        anchor = next((above for above in box.iterancestors(f"{W}p")), None)
        if anchor is not None:
            for block in reversed(list(box)):
                anchor.addnext(block)


def _gather(element: etree._Element, pieces: list[str]) -> None:
    tag = element.tag
    if tag in _NO_WORDS:
        return
    if tag in (f"{W}t", f"{_M}t"):
        pieces.append(element.text or "")
    elif tag in _SPACES or tag == _BOX:
        pieces.append(" ")
    elif tag == f"{W}noBreakHyphen":
        pieces.append("\u2011")
    elif tag == f"{_MC}AlternateContent":
        element = _chosen(element)
    for child in element:
        _gather(child, pieces)
    if tag == f"{W}p":
        pieces.append(" ")


def _chosen(both: etree._Element) -> etree._Element:
    """Return the form of a thing that has words, that for newer programs first; of a picture that for older ones, which mammoth reads."""
    forms = [form for form in both if form.tag in (f"{_MC}Choice", f"{_MC}Fallback")]
    return next((form for form in forms if words(form)), forms[-1] if forms else both)


def _put_in_place(old: etree._Element, new: list[etree._Element]) -> None:
    parent = old.getparent()
    if parent is None:
        return
    place = parent.index(old)
    parent.remove(old)
    for number, element in enumerate(new):
        parent.insert(place + number, element)
