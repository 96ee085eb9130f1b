"""Sentences that an editor chose, as a page shows them: literal, each one click from its place in the source."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb.library import Library
from kb.model import Section, Span
from kb.telling.addresses import item_of, span_path
from kb.telling.stretches import pointing


@dataclass(frozen=True, slots=True)
class ChosenWords:
    """Literal words, the section where they stand, and the address where they are marked in it."""

    text: str
    address: str
    section: Section


def chosen_words(library: Library, span: Span) -> ChosenWords:
    """Return the words of a span as a page shows them."""
    text = library.text(span.passage_id)[span.begin : span.end]
    return ChosenWords(text, span_path(library, span), library.section_of(span.passage_id))


def in_brief(library: Library, about: str) -> tuple[ChosenWords, ...]:
    """Return the summary of a step, theme or source (`stap.4`), sentence by sentence; () when it has none."""
    summary = library.summary.get(about)
    return tuple(chosen_words(library, span) for span in summary.sentences) if summary else ()


def items_of(library: Library, spans: Iterable[Span]) -> tuple[str, ...]:
    """Return the words as items of a selection: those of one passage together, in the order of its text."""
    per_passage: dict[str, list[Span]] = {}
    for span in spans:
        per_passage.setdefault(span.passage_id, []).append(span)
    return tuple(
        item_of(identity, [pointing(library.text(identity), span.begin, span.end) for span in sorted(here, key=lambda span: span.begin)])
        for identity, here in per_passage.items()
    )
