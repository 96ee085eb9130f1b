"""How like texts are in meaning, by the model of the index that serves; where there is none, nobody says."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from indexer.drafting.proposing import Likeness
from kb.errors import KnowledgeBaseError
from kb.index import folder as index_folder
from kb.index.encoder import load_encoder
from kb.index.vectors import Encoder, Vectors
from workbench.place import Place

_KEPT = 2_000


def likeness(place: Place) -> Likeness | None:
    """Return what compares texts, None without an index."""
    try:
        folder = index_folder.current(place.index)
        model = index_folder.read_manifest(folder).model
        _encoder(folder, model)
    except (KnowledgeBaseError, OSError):
        return None

    def compared(texts: Sequence[str], others: Sequence[str]) -> list[list[float]]:
        ours, theirs = (np.vstack([_vector(folder, model, text) for text in some]) for some in (texts, others))
        found: list[list[float]] = (ours @ theirs.T).tolist()
        return found

    return compared


@lru_cache(maxsize=1)
def _encoder(folder: Path, model: str) -> Encoder:
    return load_encoder(folder, model)


@lru_cache(maxsize=_KEPT)
def _vector(folder: Path, model: str, text: str) -> Vectors:
    return _encoder(folder, model).encode_passages([text])
