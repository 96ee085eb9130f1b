"""Vectors of texts, and what makes them."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors; `name` tells which model made them."""

    name: str

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length one per text, shape (len(texts), dimensions)."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length one per question, shape (len(texts), dimensions)."""
        ...


def unit_rows(vectors: Vectors) -> Vectors:
    """Return vectors with each row divided by its length; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths), np.float32)
