"""Comparisons as tables: each cell literal, one click from its place in the source."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb.library import Library
from kb.model import Comparison, Document, Excerpt, PracticeExample, Span
from web.showing import excerpts
from web.showing.brief import ChosenWords, chosen_words, items_of


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a table: what the example suits, literal or in the editor's words (`suits_by_us`), and its cells by the order of columns."""

    example: PracticeExample
    suits: tuple[ChosenWords, ...]
    suits_by_us: str
    cells: tuple[tuple[ChosenWords, ...], ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A comparison as a page shows it, with the sources of its words and what of it goes into a selection."""

    comparison: Comparison
    rows: tuple[ShownRow, ...]
    below: tuple[ChosenWords, ...]
    documents: tuple[Document, ...]
    items: tuple[str, ...]

    @property
    def has_empty_cells(self) -> bool:
        """Return whether the sources say nothing for some cell."""
        return any(not cell for row in self.rows for cell in row.cells)


def shown(library: Library, comparison: Comparison) -> ShownTable:
    """Return a comparison as a page shows it.

    What goes into a selection are its examples, and the words below the table: a cell alone says too little in a memo.
    """
    rows = tuple(
        ShownRow(
            library.example[row.example_id],
            () if isinstance(row.fits, str) else _words(library, (row.fits,)),
            row.fits if isinstance(row.fits, str) else "",
            tuple(_words(library, cell) for cell in row.cells),
        )
        for row in comparison.rows
    )
    sources = dict.fromkeys(library.place(span.passage_id).document_id for span in _spans(comparison))
    examples = [library.example[row.example_id].entry_id for row in comparison.rows]
    return ShownTable(
        comparison,
        rows,
        _words(library, comparison.below),
        tuple(library.document[source] for source in sources),
        (*examples, *items_of(library, _spans_in(comparison.below))),
    )


def with_example(library: Library, identity: str) -> list[Comparison]:
    """Return the comparisons in which an example stands."""
    return [comparison for comparison in library.comparisons if any(row.example_id == identity for row in comparison.rows)]


def _words(library: Library, chosen: Iterable[Excerpt]) -> tuple[ChosenWords, ...]:
    return tuple(words for excerpt in chosen for words in _words_of(library, excerpt))


def _words_of(library: Library, excerpt: Excerpt) -> list[ChosenWords]:
    if excerpt.spans:
        return [chosen_words(library, span) for span in excerpt.spans]
    heading = excerpts.shown(library, excerpt)
    return [ChosenWords(heading.lines[0].text, heading.address, heading.section)]


def _spans_in(excerpts: Iterable[Excerpt]) -> list[Span]:
    return [span for excerpt in excerpts for span in excerpt.spans]


def _spans(comparison: Comparison) -> list[Span]:
    cells = [excerpt for row in comparison.rows for cell in row.cells for excerpt in cell]
    suits = [row.fits for row in comparison.rows if isinstance(row.fits, Excerpt)]
    return _spans_in([*suits, *cells, *comparison.below])
