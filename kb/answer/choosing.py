"""Choose the sentences of an answer from the passages that were found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb.analysis.sentences import Sentence, sentences_of
from kb.answer.kinds import Fact, Kind, fact_asked, holds
from kb.encoder import Vectors
from kb.library import Library
from kb.model import Block, EntryKind, Passage
from kb.search import Finder, Hit, Question

MOST_SENTENCES = 5
MOST_WORDS = 150
LONGEST_SENTENCE = 60
PLACES = 5
# Weights of what makes a sentence a good answer: few and round, chosen on the open set (docs/evaluatie.md).
HIT_WEIGHT = 1.0
WORD_WEIGHT = 0.6
MEANING_WEIGHT = 0.5
QUESTION_WEIGHT = 0.5
KIND_WEIGHT = 0.3
# A further sentence must come up to this share of the best one's score.
LEAST_SHARE = 0.62
SAME = 0.8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be cited, its text, its score, and the sentences it can't do without."""

    sentence: Sentence
    text: str
    score: float
    needed: tuple[Sentence, ...]


def candidates(finder: Finder, library: Library, question: Question, hits: Sequence[Hit], kind: Kind) -> list[Candidate]:
    """Return the sentences of the best places that can be cited, best first."""
    found: list[tuple[Sentence, str, Hit, Mapping[int, Sentence]]] = []
    seen: set[str] = set()
    for hit in hits[:PLACES]:
        place = place_of(library, hit)
        if place.id in seen or _time_bound(library, place.id):
            continue
        seen.add(place.id)
        by_number = {sentence.number: sentence for sentence in sentences_of(place)}
        found += [(sentence, place.text[sentence.begin : sentence.end], hit, by_number) for sentence in by_number.values()]
    usable = [item for item in found if item[0].kind != "label" and 3 <= len(item[1].split()) <= LONGEST_SENTENCE]
    if not usable:
        return []
    vectors = finder.encoder.encode_passages([text for _, text, _, _ in usable])
    asked = finder.encoder.encode_queries([question.text])[0]
    weights = word_weights(finder, question)
    scored = [
        Candidate(
            sentence, text, _score(finder, vector, asked, weights, text, sentence, hit, kind, question.text), _needed(sentence, by_number)
        )
        for (sentence, text, hit, by_number), vector in zip(usable, vectors, strict=True)
    ]
    return sorted(scored, key=lambda candidate: -candidate.score)


def place_of(library: Library, hit: Hit) -> Passage:
    """Return the passage whose words a hit shows; a quote that stands alone is a passage of one block."""
    identity = hit.entry.id
    if hit.entry.kind is EntryKind.EXAMPLE:
        identity = library.example[identity.partition(".")[2]].passages[0]
    if identity in library.passage:
        return library.passage[identity]
    quote = library.quote[identity]
    if quote.passage_id:
        return library.passage[quote.passage_id]
    return Passage(quote.id, quote.document_id, quote.section_id, quote.text, quote.html, (Block(0, len(quote.text), "alinea"),))


def word_weights(finder: Finder, question: Question) -> dict[str, float]:
    """Return the weight of each word of a question by how rare it is, from 0 to 1, under its lemma and those of its parts."""
    size = len(finder.entries) or 1
    weights: dict[str, float] = {}
    for word in question.words:
        for term in finder.analyzer.with_parts(word):
            frequency = finder.keyword_index.document_frequency("part", term)
            weights[term] = float(np.log1p(size / (1 + frequency)) / np.log1p(size))
    return weights


def coverage(finder: Finder, weights: Mapping[str, float], text: str) -> float:
    """Return the share, by weight, of the question's words that text holds."""
    held = set(finder.analyzer.terms(text).parts)
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in held) / total if total else 0.0


def choose(ranked: Sequence[Candidate], kind: Kind) -> list[Sentence]:
    """Return the sentences of the answer, by place in order of their best sentence, and within a place in its order."""
    most = 1 if kind is Kind.FACT else MOST_SENTENCES
    chosen: dict[tuple[str, int], Sentence] = {}
    order: list[str] = []
    taken_words: list[frozenset[str]] = []
    words = 0
    for candidate in ranked:
        if candidate.score < LEAST_SHARE * ranked[0].score:
            break
        group = [sentence for sentence in (*candidate.needed, candidate.sentence) if (sentence.passage_id, sentence.number) not in chosen]
        length = sum(_length(sentence) for sentence in group)
        own = frozenset(candidate.text.casefold().split())
        if len(chosen) + len(group) > max(most, len(candidate.needed) + 1 if not chosen else most) or words + length > MOST_WORDS * 6.5:
            continue
        if any(_overlap(own, other) > SAME for other in taken_words):
            continue
        taken_words.append(own)
        words += length
        for sentence in group:
            chosen[sentence.passage_id, sentence.number] = sentence
        if candidate.sentence.passage_id not in order:
            order.append(candidate.sentence.passage_id)
        if len(chosen) >= most:
            break
    return sorted(chosen.values(), key=lambda sentence: (order.index(sentence.passage_id), sentence.number))


def _score(
    finder: Finder,
    vector: Vectors,
    asked: Vectors,
    weights: Mapping[str, float],
    text: str,
    sentence: Sentence,
    hit: Hit,
    kind: Kind,
    question: str,
) -> float:
    score = HIT_WEIGHT * hit.score + WORD_WEIGHT * coverage(finder, weights, text) + MEANING_WEIGHT * float(vector @ asked)
    if hit.matched_question:
        score += QUESTION_WEIGHT * float(vector @ finder.encoder.encode_queries([hit.matched_question])[0])
    return score + KIND_WEIGHT * _fits(kind, fact_asked(question), text, sentence)


def _fits(kind: Kind, fact: Fact | None, text: str, sentence: Sentence) -> float:
    """Return how well a sentence has the form of an answer of this kind, from 0 to 1."""
    if kind is Kind.FACT and fact:
        return 1.0 if holds(fact, text) else 0.0
    if kind is Kind.WHAT_IS:
        return 1.0 if sentence.number == 0 or " is " in text[:80] else 0.0
    if kind in (Kind.HOW, Kind.LIST):
        return 1.0 if sentence.kind == "item" else 0.3
    return 0.0


def _needed(sentence: Sentence, by_number: Mapping[int, Sentence]) -> tuple[Sentence, ...]:
    """Return the sentences before it that it can't be understood without, in order."""
    needed: dict[int, Sentence] = {}
    pending = [sentence]
    while pending:
        current = pending.pop()
        for number in (current.needs, current.lead_in):
            if number is not None and number not in needed:
                needed[number] = by_number[number]
                pending.append(by_number[number])
    return tuple(needed[number] for number in sorted(needed))


def _length(sentence: Sentence) -> int:
    return sentence.end - sentence.begin


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (min(len(one), len(other)) or 1)


def _time_bound(library: Library, place_id: str) -> bool:
    return library.section_of(place_id).time_bound
