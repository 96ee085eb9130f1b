"""A second look at what was found first: passages for which nobody wrote questions, compared with those of the same source.

What tells them apart from the rest of the corpus, its subject, all of them share. What answers is told by the words that only some of
them have, and by a sentence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from kb.calibration import Finding
from kb.index.term_sets import Shares
from kb.model import WeightedTerm
from kb.retrieval.fusion import Scored
from kb.retrieval.retriever import Retriever

# What answers is seldom further down, and each place that is looked at costs time.
MOST = 30
# How much what a passage has that others of its source lack counts beside its score by words.
OWN_WORDS = 0.5


def looked_at_again(
    scored: Sequence[Scored], terms: Sequence[WeightedTerm], vector: Shares, retriever: Retriever, numbers: Finding = Finding()
) -> Sequence[Scored]:
    """Return what was found for these terms and this meaning (of length one), best first, those with equal scores in their order.

    Of the first MOST, those that have sentences and no authored questions get another score: words that fewer of those of one source have
    count more, and so does the sentence that is most like the question.
    """
    first = scored[:MOST]
    records = retriever.records([one.entry for one in first])
    places = {one.entry: record.place for one, record in zip(first, records, strict=True) if record.is_unasked and record.place}
    if not places or not numbers.sentence:
        return scored
    best = retriever.best_sentence(set(places.values()), vector)
    standing = retriever.places(best)
    of_source: dict[str, list[Scored]] = {}
    for one in first:
        if places.get(one.entry) in best:
            of_source.setdefault(standing[places[one.entry]].document_id, []).append(one)
    weights = {term.text: term.weight for term in terms if term.field == "part"}
    both = numbers.keyword + numbers.meaning
    scores: dict[int, float] = {}
    for those in of_source.values():
        words = _words_among(those, weights, retriever)
        likeness = [max(0.0, best[places[one.entry]]) for one in those]
        looked = [
            one.score + numbers.keyword / both * OWN_WORDS * (own - one.keyword) + numbers.meaning / both * numbers.sentence * like
            for one, own, like in zip(those, words, likeness, strict=True)
        ]
        # The best of a source keeps the best score that it had: other sources neither lose nor win by a second look at this one.
        lower = max(looked) - max(one.score for one in those)
        scores |= {one.entry: score - lower for one, score in zip(those, looked, strict=True)}
    return sorted((replace(one, score=scores.get(one.entry, one.score)) for one in scored), key=lambda one: -one.score)


def _words_among(those: Sequence[Scored], weights: Mapping[str, float], retriever: Retriever) -> Sequence[float]:
    """Return the score by words of passages of one source, in which a term counts by how rare it is among them; the best keeps the best
    that they have."""
    held = np.asarray([sets.terms[0] for sets in retriever.entry_terms([one.entry for one in those], weights)])
    having = held.sum(axis=0)
    counts = held @ (np.log1p((len(those) - having + 0.5) / (having + 0.5)) * list(weights.values()))
    if not counts.max(initial=0.0):
        return [one.keyword for one in those]
    most = max(one.keyword for one in those)
    return [most * count / float(counts.max()) for count in counts.tolist()]
