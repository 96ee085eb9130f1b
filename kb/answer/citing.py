"""Stretches of words as the citations of an answer."""

from collections.abc import Collection, Sequence

from kb.library import Library
from kb.model import Citation, Span


def citations_of(library: Library, units: Sequence[Sequence[Span]], leads: Collection[Span] = ()) -> tuple[Citation, ...]:
    """Return the words at these places, which come in units, each a citation: their sources are numbered as they are first met.

    `leads`: the stretches that say most of their unit.
    """
    places = list(dict.fromkeys(span.passage_id for unit in units for span in unit))
    return tuple(
        Citation(
            span.passage_id,
            span.begin,
            span.end,
            library.text(span.passage_id)[span.begin : span.end],
            places.index(span.passage_id) + 1,
            unit=number,
            leads=span in leads,
        )
        for number, unit in enumerate(units)
        for span in unit
    )
