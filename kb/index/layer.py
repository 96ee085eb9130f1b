"""The layer behind a model from elsewhere: what all its vectors share is taken off, and one linear layer turns them to this field."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kb.index.vectors import Encoder, Vectors, unit_rows

FILE = "laag.npz"


@dataclass(frozen=True)
class Layer:
    """The mean of a model's vectors, shape (dimensions,), and the weights that were taught, shape (dimensions, dimensions).

    As modules of sentence-transformers: Normalize, Dense with the bias -weights @ mean and no activation, Normalize; the length is made one
    before the turn too, which changes no direction.
    """

    mean: Vectors
    weights: Vectors

    def applied(self, vectors: Vectors) -> Vectors:
        """Return vectors of length one, a row each, as this layer makes them; of no vectors none, whatever their dimensions."""
        if not len(vectors):
            return np.empty((0, len(self.weights)), np.float32)
        return unit_rows(np.asarray((vectors - self.mean) @ self.weights.T, np.float32))


class TaughtEncoder:
    """A model with its layer."""

    def __init__(self, model: Encoder, layer: Layer) -> None:
        self.name = model.name
        self._model = model
        self._layer = layer

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length one per text."""
        return self._layer.applied(self._model.encode_passages(texts))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length one per question."""
        return self._layer.applied(self._model.encode_queries(texts))


def write(layer: Layer, folder: Path) -> None:
    """Write a layer into the folder of its model."""
    np.savez(folder / FILE, mean=layer.mean, weights=layer.weights)


def open_layer(folder: Path) -> Layer | None:
    """Return the layer of the model in folder, None when it has none."""
    if not (folder / FILE).exists():
        return None
    with np.load(folder / FILE) as kept:
        return Layer(kept["mean"], kept["weights"])
