"""Addresses of the site: where each thing of the knowledge base is shown."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import quote, urlencode

from kb.errors import NotFound
from kb.library import Library
from kb.model import Document, Entry, EntryKind, Section, Span, example_id
from kb.passage_html import FOOTNOTE
from kb.retrieval.entrances import Entrance, EntranceKind
from kb.telling.stretches import pointing

MARK = "gemarkeerd"
# What an address says of the words in a passage that it points at (kb.telling.stretches).
WORDS = "woorden"


def anchor_of(identity: str) -> str:
    """Return what a section, passage or quote is called within its source: its id without that of the source.

    >>> anchor_of("handreiking.stap-4.2")
    'stap-4.2'
    """
    return identity.partition(".")[2]


def part_path(section: Section) -> str:
    """Return the address of the page that shows the part of a source in which a section stands."""
    return f"/bronnen/{section.document_id}/{anchor_of(section.part_id)}"


def passage_path(library: Library, identity: str, begin: int | None = None, end: int | None = None, question: str = "") -> str:
    """Return the address of a passage or standing quote in its source, with text[begin:end] (or all of it) marked.

    `question` is the reader's question, for the way back to the answer. Raises NotFound.
    """
    pointed = "" if begin is None or end is None else pointing(library.text_in_report(identity), begin, end)
    return marking_path(library, identity, pointed, question)


def span_path(library: Library, span: Span) -> str:
    """Return the address of words in a passage or quote, marked where they stand in the source. Raises NotFound."""
    said = library.quote.get(span.passage_id)
    if said and said.passage_id:
        return passage_path(library, said.passage_id, said.begin + span.begin, said.begin + span.end)
    return passage_path(library, span.passage_id, span.begin, span.end)


def marking_path(library: Library, identity: str, pointed: str, question: str = "") -> str:
    """Return the address of a passage or standing quote in its source, with the words marked that are pointed at. Raises NotFound."""
    if not library.stands(identity):
        raise NotFound(f"'{identity}' staat niet in deze kennisbank.")
    chosen = {"passage": anchor_of(identity), WORDS: pointed, "vraag": question}
    return f"{part_path(library.section_of(identity))}?{query(pair for pair in chosen.items() if pair[1])}#{MARK}"


def place_path(library: Library, identity: str) -> str:
    """Return the address at which a section, passage, quote or note stands in its source, nothing marked."""
    if identity in library.section:
        section = library.section[identity]
    elif library.stands(identity):
        section = library.section_of(identity)
    elif (above := identity.rpartition(FOOTNOTE)[0]) in library.section:
        section = library.section[above]
    else:
        raise NotFound(f"'{identity}' staat niet in deze kennisbank.")
    said = library.quote_in_report.get(identity)
    identity = said.passage_id if said and said.passage_id else identity
    is_part = identity == section.part_id
    return part_path(section) + ("" if is_part else f"#{anchor_of(identity)}")


def file_path(document: Document, page: int | None = None) -> str:
    """Return the address of the file that a source was taken in from, opened at a page where a reader can do so; '' when it offers none.

    >>> told = Document("nota", "", "", "", None, "", "", "", (), file="0a.pdf", offers_file=True)
    >>> file_path(told, 12), file_path(told)
    ('/bestanden/0a.pdf#page=12', '/bestanden/0a.pdf')
    """
    if not document.offers_file:
        return ""
    return f"/bestanden/{document.file}" + (f"#page={page}" if page and str(document.file).endswith(".pdf") else "")


def query(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the part of an address that holds these names and values."""
    return "&".join(_encoded(*pair) for pair in pairs)


# A page repeats the question and the filters in some seventy addresses.
@lru_cache(maxsize=1_000)
def _encoded(name: str, value: str) -> str:
    return urlencode([(name, value)])


def permanent_path(identity: str, pointed: str = "") -> str:
    """Return the permanent address of a passage or quote, or of words in it: it stands in memos and never changes."""
    return f"/passages/{quote(identity)}{f'?{query([(WORDS, pointed)])}' if pointed else ''}"


def permanent_span_path(library: Library, identity: str, begin: int, end: int) -> str:
    """Return the permanent address of text[begin:end] of a passage or quote."""
    return permanent_path(identity, pointing(library.text_in_report(identity), begin, end))


def permanent_entry_path(library: Library, entry: Entry) -> str:
    """Return the address of what was found that never changes: of a report the place where it begins."""
    return entry_path(library, entry) if entry.kind is EntryKind.EXAMPLE else permanent_path(entry.id)


def item_of(identity: str, pointed: Sequence[str]) -> str:
    """Return how a thing, or stretches of its words, are written in the address of a selection.

    >>> item_of("gids.plan", ["0-17-aumfqmru", "20-31-akbfnm3o"])
    'gids.plan~0-17-aumfqmru~20-31-akbfnm3o'
    """
    return "~".join([identity, *pointed])


_ENTRANCES = {
    EntranceKind.STEP: "/stappen/{}",
    EntranceKind.THEME: "/themas/{}",
    EntranceKind.MUNICIPALITY: "/gemeenten/{}",
    EntranceKind.TASK: "/taken/{}",
    EntranceKind.EXAMPLE: "/praktijkvoorbeelden/{}",
    EntranceKind.LIST: "/werklijsten/{}",
    EntranceKind.COMPARISON: "/vergelijken/{}",
    EntranceKind.ORGANISATION: "/organisaties/{}",
    EntranceKind.PAGE: "/{}",
}
# The part of that page about what no source names.
_UNNAMED = "/organisaties#niet-genoemd"


def entrance_path(library: Library, entrance: Entrance) -> str:
    """Return where an entrance leads: a page of its own, or a place: in the source that defines a term or holds a figure, in a list."""
    if entrance.kind is EntranceKind.TERM:
        return span_path(library, next(term.definition for term in library.terms if term.name == entrance.id))
    if entrance.kind is EntranceKind.FACT:
        return span_path(library, library.facts[int(entrance.id)].sentence)
    if entrance.kind is EntranceKind.ABBREVIATION:
        return f"/afkortingen#{abbreviation_anchor(entrance.id)}"
    if entrance.kind is EntranceKind.ORGANISATION and not library.organisation[entrance.id].is_named:
        return _UNNAMED
    return _ENTRANCES[entrance.kind].format(quote(entrance.id))


def abbreviation_anchor(letters: str) -> str:
    """Return what an abbreviation is called within its page.

    >>> abbreviation_anchor("B&W"), abbreviation_anchor("B en W"), abbreviation_anchor("PmG")
    ('b-w', 'b-en-w', 'pmg')
    """
    return re.sub(r"[^a-z0-9]+", "-", letters.lower())


def municipality_path(identity: str) -> str:
    """Return the address of what the sources hold on a municipality."""
    return f"/gemeenten/{quote(identity)}"


def example_path(identity: str) -> str:
    """Return the address of a practice example."""
    return f"/praktijkvoorbeelden/{quote(identity)}"


def question_path(question: str) -> str:
    """Return the address at which a question is answered.

    >>> question_path("Hoe betrek ik ouders?")
    '/zoeken?q=Hoe+betrek+ik+ouders%3F'
    """
    return f"/zoeken?{query([('q', question)])}"


def entry_path(library: Library, entry: Entry, question: str = "") -> str:
    """Return where a search result leads; to the whole of a report, where no words may be pointed at."""
    if entry.kind is EntryKind.EXAMPLE:
        return example_path(example_id(entry.id))
    if entry.kind is EntryKind.QUOTE:
        said = library.quote[entry.id]
        if said.passage_id:
            return passage_path(library, said.passage_id, said.begin, said.end, question)
    if entry.kind is EntryKind.REPORT:
        report = part_path(library.section_of(entry.id))
        return f"{report}?{query([('vraag', question)])}" if question else report
    return passage_path(library, entry.id, question=question)
