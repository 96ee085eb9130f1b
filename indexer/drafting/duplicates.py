"""Whether a file is here already: the same bytes, or nearly the same words, as a source or as a draft."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indexer.drafting.page_report import words_in
from indexer.importing.blocks import Conversion
from kb.library import Library

# So many words in a row that are found in the other text too, of all such rows.
SAME = 0.95
_ROW = 5


@dataclass(frozen=True, slots=True)
class Double:
    """A source or draft that a file is the same as: its id, its title, and which share of the file's text stands in it (1.0: all)."""

    id: str
    title: str
    share: float


def rows_of(texts: Iterable[str]) -> frozenset[int]:
    """Return the rows of words of texts, by their hashes."""
    words = [word.casefold() for text in texts for word in words_in(text)]
    return frozenset(hash(tuple(words[place : place + _ROW])) for place in range(max(len(words) - _ROW + 1, min(len(words), 1))))


def texts_of(conversion: Conversion) -> list[str]:
    """Return the words of a file that become a source, in order."""
    return [block.text for block in conversion.blocks]


def texts_of_sources(library: Library) -> Iterable[tuple[str, str, list[str]]]:
    """Yield id, title and texts of each source, headings among them as in a file."""
    for document in library.documents:
        texts = []
        sections = {section.id: section for section in library.sections if section.document_id == document.id}
        passages = {passage.id: passage for passage in library.passages if passage.document_id == document.id}
        for item in document.order:
            if item.kind == "section":
                texts.append(sections[item.id].title)
            elif item.kind == "passage" and item.id in passages:
                texts.append(passages[item.id].text)
        yield document.id, document.title, texts


def same_text(conversion: Conversion, others: Iterable[tuple[str, str, list[str]]]) -> Double | None:
    """Return the one of others (id, title, texts) in which nearly all words of a file stand; None when none is that like."""
    rows = rows_of(texts_of(conversion))
    if not rows:
        return None
    found = [Double(identity, title, len(rows & rows_of(texts)) / len(rows)) for identity, title, texts in others]
    best = max(found, key=lambda double: double.share, default=None)
    return best if best and best.share >= SAME else None


def same_file(sha256: str, files: Mapping[str, tuple[str, str]]) -> Double | None:
    """Return which of files, by their SHA-256 with id and title, this one is; None when it is none of them."""
    found = files.get(sha256)
    return Double(*found, 1.0) if found else None
