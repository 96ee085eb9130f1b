"""Fit the classifier that recognises what an editor has answered.

Method: multinomial logistic regression on the vector of a question beside the tf-idf of its terms, both of length one. The strength of the
regularisation was chosen on questions of another writer than those that it is fitted on (docs/evaluatie.md).
"""

from collections.abc import Collection, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from kb.index.recogniser import Classes
from kb.index.vectors import Vectors

STRENGTH = 10.0
MOST_ROUNDS = 1_000


def fit(vectors: Vectors, terms: Sequence[Collection[str]], owners: Sequence[int], classes: int) -> Classes:
    """Return the classifier of these questions: row n of `vectors` and the n-th `terms` are of a question of class owners[n]."""
    rarity = TfidfVectorizer(analyzer=list, binary=True)
    rows = hstack([csr_matrix(vectors), rarity.fit_transform(terms)]).tocsr()
    model = LogisticRegression(C=STRENGTH, max_iter=MOST_ROUNDS).fit(rows, owners)
    # Of two classes sklearn tells one row, for the second against the first.
    weights, intercept = (model.coef_, model.intercept_) if len(model.classes_) > 2 else _both(model.coef_, model.intercept_)
    every = np.zeros((classes, weights.shape[1]), np.float32)
    every[model.classes_] = weights
    # What has no questions, such as a class for what is unlike every answer where there is nothing unlike, is never meant.
    intercepts = np.full(classes, -np.inf, np.float32)
    intercepts[model.classes_] = intercept
    size = vectors.shape[1]
    return Classes(
        tuple(map(str, rarity.get_feature_names_out())),
        np.asarray(rarity.idf_, np.float32),
        every[:, :size],
        every[:, size:],
        intercepts,
    )


def _both(weights: np.ndarray, intercept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.vstack([-weights, weights]) / 2, np.concatenate([-intercept, intercept]) / 2
