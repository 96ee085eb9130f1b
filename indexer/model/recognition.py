"""Fit the classifier that recognises what an editor has answered.

Method: multinomial logistic regression on the vector of a question beside the tf-idf of its terms, both of length one. The strength of the
regularisation was chosen on questions of another writer than those that it is fitted on (docs/evaluatie.md).
"""

import hashlib
import os
from collections.abc import Collection, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from kb.index.recogniser import Classes, Fit, chances_of
from kb.index.vectors import Vectors

STRENGTH = 10.0
# A question that is only like those of one answer, and that is with this chance one to another, says of neither what it is not.
OF_ANOTHER = 0.5
MOST_ROUNDS = 1_000
_KEPT = "herkenner.npz"


def fit(vectors: Vectors, terms: Sequence[Collection[str]], owners: Sequence[int], unlike: Sequence[bool], answers: int) -> Classes:
    """Return the classifier of these questions: row n of `vectors` and the n-th `terms` are of a question to answer owners[n], or of one
    that is only like those where unlike[n]: these are the last class, but for those that another answer has."""
    told = [number for number, is_unlike in enumerate(unlike) if not is_unlike]
    others = [number for number, is_unlike in enumerate(unlike) if is_unlike]
    if answers > 1 and others:
        among = _fitted(vectors[told], [terms[number] for number in told], [owners[number] for number in told], answers)
        others = [number for number in others if not _is_anothers(chances_of(among, terms[number], vectors[number]), owners[number])]
    told += others
    classes = [answers if unlike[number] else owners[number] for number in told]
    return _fitted(vectors[told], [terms[number] for number in told], classes, answers + 1)


def _is_anothers(chances: Vectors, owner: int) -> bool:
    return bool(chances.max() >= OF_ANOTHER and chances.argmax() != owner)


def _fitted(vectors: Vectors, terms: Sequence[Collection[str]], owners: Sequence[int], classes: int) -> Classes:
    # One and a half second to import, which a build that remembers the classifier has no use for.
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

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


def remembering(models: Path, *, nearly: bool = False) -> Fit:
    """Return a fit that takes what was fitted in an earlier build, kept in the folder `models`, when it was on the same questions.

    `nearly`: also where words of another source have changed how the words of the questions are taken apart; for trying a source out.
    """

    def remembered(
        vectors: Vectors, terms: Sequence[Collection[str]], owners: Sequence[int], unlike: Sequence[bool], answers: int
    ) -> Classes:
        settings = f"{STRENGTH} {MOST_ROUNDS} {OF_ANOTHER} {answers} {list(owners)} {list(unlike)}"
        asked = hashlib.sha256(settings.encode() + vectors.tobytes()).hexdigest()
        whole = hashlib.sha256(f"{asked} {[sorted(some) for some in terms]}".encode()).hexdigest()
        kept = _read(models / _KEPT, asked if nearly else "", whole)
        if kept is None:
            kept = fit(vectors, terms, owners, unlike, answers)
            _keep(models / _KEPT, asked, whole, kept)
        return kept

    return remembered


def _read(file: Path, asked: str, whole: str) -> Classes | None:
    try:
        with file.open("rb") as stream, np.load(stream) as kept:
            if str(kept["whole"]) != whole and str(kept["asked"]) != asked:
                return None
            terms = tuple(map(str, kept["terms"]))
            return Classes(terms, **{name: kept[name] for name in ("rarity", "of_vector", "of_terms", "intercept")})
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


def _keep(file: Path, asked: str, whole: str, found: Classes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(f".{os.getpid()}.npz")
    np.savez(
        new,
        asked=np.array(asked),
        whole=np.array(whole),
        terms=np.array(found.terms),
        rarity=found.rarity,
        of_vector=found.of_vector,
        of_terms=found.of_terms,
        intercept=found.intercept,
    )
    new.replace(file)
