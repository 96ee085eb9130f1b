"""How much each term says of each text that holds it: BM25F, by Whoosh, which nothing else in the project reaches around.

Whoosh gets terms joined by spaces, and its query language is asked nothing. Only building an index needs it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from whoosh import index, scoring
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import TEXT, Schema

# Saturation of BM25 as Whoosh and most engines have it. Its length normalisation is less than their .75: the texts here have 220 words at
# most, and with .75 a passage that announces, a caption or a quote of ten words went before the one that answers (docs/evaluatie.md).
K1 = 1.2
B = 0.3
WEIGHTING = scoring.BM25F(B=B, K1=K1)
Postings = tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]


def write(texts: Iterable[Mapping[str, Sequence[str]]], fields: Sequence[str], folder: Path) -> index.Index:
    """Write a Whoosh index of texts, of each the terms in each field, into an empty folder."""
    schema = Schema(**{field: TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False) for field in fields})
    built = index.create_in(str(folder), schema)
    with built.writer(limitmb=256) as writer:
        for text in texts:
            writer.add_document(**{field: " ".join(terms) for field, terms in text.items()})
    return built


def scored(built: index.Index) -> Iterator[tuple[str, str, Postings]]:
    """Yield each term of an index that was written here: its field, its text, the texts that hold it by number, and its score in each."""
    with built.searcher(weighting=WEIGHTING) as searcher:
        reader = searcher.reader()
        # Texts were written at once and in order, so that Whoosh's number of a text is its place among them.
        size = reader.doc_count_all()
        lengths = {
            field: np.asarray([reader.doc_field_length(number, field, 1) for number in range(size)]) for field in built.schema.names()
        }
        for field, encoded in reader.all_terms():
            numbers, frequencies = [], []
            matcher = reader.postings(field, encoded)
            while matcher.is_active():
                numbers.append(matcher.id())
                frequencies.append(matcher.weight())
                matcher.next()
            # Whoosh's own function, of all texts at once: its scorer looks up one length at a time.
            scores = scoring.bm25(
                searcher.idf(field, encoded), np.asarray(frequencies), lengths[field][numbers], searcher.avg_field_length(field) or 1, B, K1
            )
            yield field, encoded.decode(), (np.asarray(numbers, np.int32), scores.astype(np.float32))
