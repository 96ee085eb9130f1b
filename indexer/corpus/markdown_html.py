"""Markdown to the HTML of a passage: rendered, sanitised, and in the canonical form of kb.passage_html."""

import re
from collections.abc import Iterator

import markdown
import nh3
from lxml.html import HtmlElement, fragments_fromstring, tostring

from kb.passage_html import FOOTNOTE, NOTE_MARK, canonical, text_of

# python-markdown takes the square of the time for the openings of links and tags, and recurses for what is nested. The longest
# text between two headings or comments has 1,600 characters and not one opening without its end; ten levels of lists nobody can read.
MOST_CHARACTERS = 10_000
MOST_LOOSE = 50
MOST_LEVELS = 10

LOST_LINK = "#"
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_WHOLE = re.compile(r"\[[^\[\]]*\]\([^()]*\)|<[^<>]*>")
# The mark of a note: figures set high, glued to a word or to the end of a sentence ("m²" is none); or [^1], wherever it stands.
_NOTE_MARK = re.compile(r"[¹²³⁰⁴⁵⁶⁷⁸⁹]+")
_FOOTNOTE_MARK = re.compile(r"\[\^([\w-]+)\]")
_LOOSE_NOTE_MARK = re.compile(rf"(\w{{3}}|[.,;:!?)”’])({_NOTE_MARK.pattern})")
_OPENING = re.compile(r"[\[<]")
_MARK = re.compile(r"[-*+](?= )|>|[0-9]+\.(?= )")
_MARKS = re.compile(rf"(?: |{_MARK.pattern})*")
_TAGS = {
    *("p", "ul", "ol", "li", "strong", "em", "a", "table", "thead", "tbody", "tr", "th", "td", "br"),
    *("blockquote", "span", "figure", "sup", "code"),
}
_ATTRIBUTES = {"a": {"href", "class"}, "span": {"class", "data-bladzijde"}, "figure": {"data-citaat"}, "ol": {"start"}}


def unfit(text: str) -> tuple[int, str] | None:
    """Return why Markdown text can't be rendered in bounded time: how many lines down, and a Dutch sentence. None when it can."""
    first = len(text) - len(text.lstrip("\n"))
    if len(text) > MOST_CHARACTERS:
        return first, f"dit stuk tekst heeft {len(text)} tekens en {MOST_CHARACTERS} is het meeste; zet er koppen of knippen in."
    loose = len(_OPENING.findall(_WHOLE.sub("", text)))
    if loose > MOST_LOOSE:
        return first, f"dit stuk tekst heeft {loose} keer '[' of '<' zonder einde en {MOST_LOOSE} is het meeste; haal weg wat geen link is."
    for number, line in enumerate(text.split("\n")):
        if _level(line) > MOST_LEVELS:
            return number, f"deze regel staat meer dan {MOST_LEVELS} lijsten of inspringingen diep; maak hem minder diep."
    return None


def _level(line: str) -> int:
    """Return how deep a line stands in lists and block quotes, told from what it begins with."""
    begin = _MARKS.match(line.expandtabs(4))
    marks = begin.group() if begin else ""
    return len(_MARK.findall(marks)) + (len(marks) - len(marks.lstrip())) // 4


def note_anchor(section_id: str, label: str) -> str:
    """Return the id of a note by the section in which it stands and its mark."""
    return f"{section_id}{FOOTNOTE}{label}"


def render(text: str, document_id: str, section_id: str = "") -> tuple[str, tuple[str, ...]]:
    """Return (canonical HTML of Markdown text, ids it links to). In a section, a mark `[^3]` leads to the note of that section.

    A link to an anchor gets the address `kb:<id>`, which the site turns into its own; a link whose address was lost
    keeps its words and says so.
    """
    targets: list[str] = []

    def link(match: re.Match[str]) -> str:
        address, words = match.groups()
        if address == LOST_LINK:
            return f'<a class="verloren">{words}</a><span class="redactie"> (niet opgenomen)</span>'
        if re.match(r"(https?|mailto):", address):
            return match.group()
        target = f"{document_id}.{address[1:]}" if address.startswith("#") else address
        targets.append(target)
        name = NOTE_MARK if _NOTE_MARK.fullmatch(words) else ""
        return f'<a href="kb:{target}"{name}>{words}</a>'

    def note(match: re.Match[str]) -> str:
        if not section_id:
            return f"<span{NOTE_MARK}>{match.group()}</span>"
        return f'<a href="kb:{note_anchor(section_id, match.group(1))}"{NOTE_MARK}>{match.group(1)}</a>'

    html = markdown.markdown(text, extensions=["tables", "sane_lists"], output_format="html")
    marked = _FOOTNOTE_MARK.sub(note, _LOOSE_NOTE_MARK.sub(rf"\1<span{NOTE_MARK}>\2</span>", _LINK.sub(link, html)))
    clean = nh3.clean(marked, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto", "kb"}, link_rel=None)
    return canonical(clean), tuple(targets)


def with_way_back(html: str, section_id: str, label: str) -> str:
    """Return html with the first mark of a note as the place that the note leads back to."""
    identity = note_anchor(section_id, label)
    return html.replace(f'<a href="kb:{identity}"', f'<a id="merk-{identity.partition(".")[2]}" href="kb:{identity}"', 1)


def split(html: str, most_words: int) -> list[str]:
    """Cut canonical html between blocks and list items into parts of at most `most_words` words, where they allow it."""
    parts: list[list[HtmlElement]] = []
    size = 0
    for element in _pieces(html):
        words = len(text_of(tostring(element, encoding="unicode")).split())
        if parts and size + words <= most_words:
            parts[-1].append(element)
            size += words
        else:
            parts.append([element])
            size = words
    return [_joined(part) for part in parts]


def _pieces(html: str) -> Iterator[HtmlElement]:
    """Yield the top-level elements of html, each item of a list as a list of its own."""
    for element in fragments_fromstring(html):
        if element.tag not in ("ul", "ol"):
            yield element
            continue
        for number, item in enumerate(list(element), start=_start(element)):
            single = element.makeelement(element.tag, {"start": str(number)} if element.tag == "ol" and number > 1 else {})
            single.append(item)
            yield single


def _start(element: HtmlElement) -> int:
    """Return the number of the first item of a list; that of a source may be any text."""
    start = element.get("start", "1")
    return int(start) if re.fullmatch("[0-9]{1,6}", start) else 1


def _joined(elements: list[HtmlElement]) -> str:
    """Return the elements as canonical HTML, neighbouring pieces of one list joined again."""
    whole: list[HtmlElement] = []
    for element in elements:
        if whole and element.tag in ("ul", "ol") and whole[-1].tag == element.tag:
            whole[-1].extend(list(element))
        else:
            whole.append(element)
    return canonical("".join(tostring(element, encoding="unicode") for element in whole))
