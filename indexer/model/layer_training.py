"""Teach the layer behind a model from elsewhere, on the authored questions.

Method: one linear layer, begun as identity, trained with the multiple negatives ranking loss (Henderson et al. 2017, section 4) on pairs of
a question with the text that answers it and of two questions to one text. What stands in the same batch and belongs to the same text is no
wrong answer. Training is seeded; the vectors of the model itself do not change.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from kb.index.layer import Layer
from kb.index.vectors import Vectors, unit_rows

if TYPE_CHECKING:
    import torch

SEED = 17
QUESTION_PAIRS_PER_ENTRY = 15
# With fewer pairs there is nothing to teach: the layer then takes off the mean alone.
FEWEST_PAIRS = 500
BATCH = 256
EPOCHS = 10
LEARNING_RATE = 1e-3
TEMPERATURE = 0.05
DROPOUT = 0.2


def settings() -> dict[str, str]:
    """Return every constant of this module by its name: another value gives other vectors."""
    return {name: repr(value) for name, value in globals().items() if name.isupper() and name != "TYPE_CHECKING"}


@dataclass(frozen=True, slots=True)
class Couples:
    """Pairs to learn from: row numbers of a matrix of vectors, left and right, and the number of the text that each pair belongs to."""

    left: Sequence[int]
    right: Sequence[int]
    owners: Sequence[int]


def couples(owners: Sequence[int], texts: int, seed: int = SEED) -> Couples:
    """Return the pairs of questions and texts: row n of the vectors is text n, row `texts` + n is question n, which owners[n] answers."""
    chooser = random.Random(seed)
    by_owner: dict[int, list[int]] = {}
    for number, owner in enumerate(owners):
        by_owner.setdefault(owner, []).append(texts + number)
    found: list[tuple[int, int, int]] = []
    for owner, questions in by_owner.items():
        found += [(question, owner, owner) for question in questions]
        pairs = list(combinations(questions, 2))
        found += [(left, right, owner) for left, right in chooser.sample(pairs, min(QUESTION_PAIRS_PER_ENTRY, len(pairs)))]
    return Couples(*(tuple(column) for column in zip(*found, strict=True))) if found else Couples((), (), ())


def mean_of(texts: Vectors, questions: Vectors) -> Vectors:
    """Return what all vectors of a model share: the mean of those of texts and questions together."""
    return np.asarray(np.concatenate([texts, questions]).mean(axis=0), np.float32)


def taught(vectors: Vectors, mean: Vectors, pairs: Couples, progress: Callable[[float], None], seed: int = SEED) -> Layer:
    """Return the layer learnt from pairs of rows of `vectors`, each of length one; `progress` is told the share done."""
    import torch

    torch.manual_seed(seed)
    chooser = random.Random(seed)
    given = torch.from_numpy(unit_rows(vectors - mean))
    columns = [torch.tensor(column) for column in (pairs.left, pairs.right, pairs.owners)]
    weights = torch.eye(given.shape[1], requires_grad=True)
    optimizer = torch.optim.Adam([weights], lr=LEARNING_RATE)
    order = list(range(len(pairs.owners)))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        for epoch in range(EPOCHS):
            chooser.shuffle(order)
            for start in range(0, len(order), BATCH):
                left, right, owners = (column[order[start : start + BATCH]] for column in columns)
                optimizer.zero_grad()
                torch.autograd.backward(_loss(given[left], given[right], owners, weights))
                optimizer.step()
            progress((epoch + 1) / EPOCHS)
    finally:
        torch.set_num_threads(threads)
    return Layer(mean, weights.detach().numpy().copy())


def _loss(left: "torch.Tensor", right: "torch.Tensor", owners: "torch.Tensor", weights: "torch.Tensor") -> "torch.Tensor":
    import torch

    functional = torch.nn.functional
    sides = [functional.normalize(functional.dropout(side, DROPOUT) @ weights.T) for side in (left, right)]
    likeness = sides[0] @ sides[1].T / TEMPERATURE
    same = (owners[:, None] == owners[None, :]) & ~torch.eye(len(owners), dtype=torch.bool)
    loss: torch.Tensor = functional.cross_entropy(likeness.masked_fill(same, -torch.inf), torch.arange(len(owners)))
    return loss
