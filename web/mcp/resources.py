"""The sources as resources: a list of all sources and their parts, and each as text, with id, source line and address under every piece."""

from collections.abc import Iterator
from dataclasses import dataclass

from kb.errors import NotFound
from kb.library import Library
from kb.model import Document, Section
from kb.telling.addresses import anchor_of, part_path, permanent_path
from kb.telling.remarks import noted
from kb.telling.source_lines import document_line, source_line
from web.showing.wording import signature

SCHEME = "kennisbank://bronnen/"
_STORY = "(Hier staat een persoonlijk verhaal. Lees dit in het verslag.)"


@dataclass(frozen=True, slots=True)
class Resource:
    """A source or a part of one: where it is asked for, what it is called, and its source line."""

    uri: str
    title: str
    line: str


def resources(library: Library) -> Iterator[Resource]:
    """Yield every source, each followed by its parts in reading order."""
    for document in library.documents:
        yield Resource(SCHEME + document.id, document.title, document_line(document))
        for part in _parts(library, document):
            yield Resource(f"{SCHEME}{document.id}/{anchor_of(part.id)}", part.outside_title, source_line(library, part))


def text_of(library: Library, uri: str, site: str) -> str:
    """Return a source (what it is, and its parts) or a part (all its words) as text; addresses begin with `site`. Raises NotFound."""
    name, _, anchor = uri.removeprefix(SCHEME).partition("/")
    document = library.document.get(name) if uri.startswith(SCHEME) else None
    part = library.section.get(f"{name}.{anchor}") if document and anchor else None
    if part and part.id == part.part_id:
        return "\n\n".join(_part_text(library, part, site)) + "\n"
    if document and not anchor:
        return "\n\n".join(_document_text(library, document, site)) + "\n"
    raise NotFound(f"'{uri[:100]}' is geen bron van deze kennisbank. Vraag de lijst van bronnen op voor de adressen die er zijn.")


def _document_text(library: Library, document: Document, site: str) -> Iterator[str]:
    yield f"# {document.title}"
    yield f"{document_line(document)}, {site}/bronnen/{document.id}"
    yield document.provenance
    yield "\n".join(f"- {part.outside_title}: {SCHEME}{document.id}/{anchor_of(part.id)}" for part in _parts(library, document))


def _part_text(library: Library, part: Section, site: str) -> Iterator[str]:
    yield f"# {part.outside_title}"
    yield f"{source_line(library, part)}, {site}{part_path(part)}"
    for section in library.sections:
        if section.part_id != part.id:
            continue
        if section.id != part.id:
            yield f"{'#' * min(section.level, 6)} {section.outside_title}"
        yield from _section_text(library, section, site)


def _section_text(library: Library, section: Section, site: str) -> Iterator[str]:
    for passage in library.passages_of({section.id}):
        yield f"{noted(passage.text, library.remarks(passage.id))}\n{_beneath(library, passage.id, section, site)}"
    for quote in library.quotes:
        if quote.passage_id is None and quote.section_id == section.id:
            words = f"“{noted(quote.text, library.remarks(quote.id))}”, {signature(library, quote)}"
            yield f"{words}\n{_beneath(library, quote.id, section, site)}"
    if any(library.section_of(passage.id) == section for passage in library.protected_passages):
        yield f"{_STORY} {site}{part_path(section)}"


def _beneath(library: Library, identity: str, section: Section, site: str) -> str:
    return f"[{identity}] {source_line(library, section, library.whole(identity))}, {site}{permanent_path(identity)}"


def _parts(library: Library, document: Document) -> Iterator[Section]:
    return (section for section in library.sections if section.document_id == document.id and section.id == section.part_id)
