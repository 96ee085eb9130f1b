"""Fit the classifier that recognises what an editor has answered.

Method: multinomial logistic regression on the vector of a question beside the tf-idf of its terms, both of length one, by L-BFGS. The
vectors are full and the terms sparse: each multiplied as what it is, the fit takes a third of the time that it takes on both as one sparse
matrix. The strength of the regularisation was chosen on questions of another writer than those that it is fitted on (docs/evaluatie.md).
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
# What is fitted is as good as the best when no slope of the loss, per question, is steeper.
FLAT = 1e-4
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
    # A second to import, which a build that remembers the classifier has no use for.
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    rarity = TfidfVectorizer(analyzer=list, binary=True)
    sparse = csr_matrix(rarity.fit_transform(terms), dtype=np.float32)
    turned = sparse.T.tocsr()
    vectors = np.ascontiguousarray(vectors, np.float32)
    size = vectors.shape[1]
    # What has no questions, such as a class for what is unlike every answer where there is nothing unlike, takes no part.
    asked, right = np.unique(owners, return_inverse=True)
    questions = np.arange(len(owners))
    shape = (size + sparse.shape[1] + 1, len(asked))

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        """Return the loss per question of these weights and how it changes with each of them."""
        weights = flat.reshape(shape).astype(np.float32)
        scores = vectors @ weights[:size] + sparse @ weights[size:-1] + weights[-1]
        scores -= scores.max(axis=1, keepdims=True)
        missed = -scores[questions, right].sum(dtype=np.float64)
        np.exp(scores, out=scores)
        sums = scores.sum(axis=1, keepdims=True)
        missed += np.log(sums, dtype=np.float64).sum()
        scores /= sums
        scores[questions, right] -= 1
        slope = np.vstack([vectors.T @ scores, turned @ scores, scores.sum(axis=0, keepdims=True)])
        slope[:-1] += weights[:-1] / STRENGTH
        missed += np.square(weights[:-1], dtype=np.float64).sum() / 2 / STRENGTH
        return missed / len(owners), slope.ravel().astype(np.float64) / len(owners)

    # 64 eps, as sklearn has it: the slope decides when it is enough.
    enough = {"maxiter": MOST_ROUNDS, "gtol": FLAT, "ftol": 64 * np.finfo(float).eps}
    found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options=enough).x.reshape(shape)
    every = np.zeros((classes, shape[0]), np.float32)
    every[:, -1] = -np.inf
    every[asked] = found.T
    return Classes(
        tuple(map(str, rarity.get_feature_names_out())),
        np.asarray(rarity.idf_, np.float32),
        np.ascontiguousarray(every[:, :size]),
        np.ascontiguousarray(every[:, size:-1]),
        np.ascontiguousarray(every[:, -1]),
    )


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
