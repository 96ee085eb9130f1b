"""The tables of a tree of HTML: their rows, what cells of several columns or rows leave empty, and which are no tables."""

from collections.abc import Iterator

from lxml.html import HtmlElement

_MOST_SPAN = 50


def is_layout(table: HtmlElement) -> bool:
    """Return whether a table only puts things in their place: headings or tables in it, one column, or text outside its cells."""
    if table.get("role") == "presentation" or table.xpath(".//h1 | .//h2 | .//h3 | .//h4 | .//h5 | .//h6 | .//table"):
        return True
    if any(_is_loose(element) for element in (table, *table.iter("thead", "tbody", "tfoot", "tr"))):
        return True
    return all(sum(cell.tag in ("td", "th") for cell in row) <= 1 for row in rows_of(table))


def _is_loose(part: HtmlElement) -> bool:
    """Return whether a part of a table holds text or elements that are in no cell."""
    allowed = {"tr": ("td", "th"), "table": ("caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr")}.get(part.tag, ("tr",))
    return bool((part.text or "").strip()) or any(child.tag not in allowed or (child.tail or "").strip() for child in part)


def rows_of(table: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the rows of a table, but not those of tables in it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def fill(texts: list[str], held: dict[int, int]) -> None:
    """Leave empty the places that cells of rows above take."""
    while held.get(len(texts), 0) > 0:
        texts.append("")


def span(cell: HtmlElement, name: str) -> int:
    """Return over how many columns or rows a cell goes."""
    return min(max(whole(cell.get(name)) or 1, 1), _MOST_SPAN)


def whole(text: str | None) -> int | None:
    """Return a whole number; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else None
