"""What a file holds and no reader takes words from: counted and told, so that nothing is lost in silence."""

from collections.abc import Iterable

from lxml import etree

_CHART, _DIAGRAM, _OBJECT, _DESCRIPTION = range(4)
_NAMES = (
    ("grafiek", "grafieken"),
    ("schema", "schema's"),
    ("ingesloten bestand", "ingesloten bestanden"),
    ("beschrijving van een plaatje", "beschrijvingen van plaatjes"),
)
_SORTS = {
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": _CHART,
    "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart": _CHART,
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": _DIAGRAM,
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}object": _OBJECT,
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}altChunk": _OBJECT,
    "{http://schemas.openxmlformats.org/presentationml/2006/main}oleObj": _OBJECT,
    "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}object": _OBJECT,
    "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}object-ole": _OBJECT,
    "iframe": _OBJECT,
    "object": _OBJECT,
    "embed": _OBJECT,
    "canvas": _CHART,
}
# Of a thing in two forms the second says the same for older programs; around the text of a page stands what is no part of it.
_APART = {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", "nav", "header", "footer", "aside"}
_ALTERNATIVES = {
    "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr": "descr",
    "{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr": "descr",
    "img": "alt",
}
_DESCRIBED = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc"


def told(trees: Iterable[etree._Element], *, with_diagrams: bool = True) -> tuple[str, ...]:
    """Return one Dutch sentence that counts what is in these trees and was not read, or none. `with_diagrams` False: those were read."""
    counts = [0] * len(_NAMES)
    for tree in trees:
        for element in tree.iter():
            sort = _sort_of(element)
            if sort is not None and not any(above.tag in _APART for above in element.iterancestors()):
                counts[sort] += 1
    counts[_DIAGRAM] *= with_diagrams
    found = [f"{count} {_NAMES[sort][count > 1]}" for sort, count in enumerate(counts) if count]
    if not found:
        return ()
    whole = found[0] if len(found) == 1 else f"{', '.join(found[:-1])} en {found[-1]}"
    return (f"Niet gelezen: {whole}. Kijk in het bestand of daar iets staat wat in de bron hoort.",)


def _sort_of(element: etree._Element) -> int | None:
    if element.tag == _DESCRIBED:
        return _DESCRIPTION if (element.text or "").strip() else None
    alternative = _ALTERNATIVES.get(element.tag)
    if alternative and (element.get(alternative) or "").strip():
        return _DESCRIPTION
    return _SORTS.get(element.tag)
