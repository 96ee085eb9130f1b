"""Reading a question: its spelling mended, its words and their other names weighed, its kind told, its meaning made a vector."""

import re
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from kb.analysis.analyzer import Analyzer, content_words
from kb.analysis.clauses import asked_in
from kb.analysis.kinds import fact_asked, kind_of
from kb.analysis.language import Language
from kb.analysis.letters import composed
from kb.analysis.spelling import Correction
from kb.analysis.thesaurus import Expansion
from kb.analysis.words import stop_words, with_steps_in_figures, without_points, words
from kb.calibration import Finding
from kb.index.recogniser import Likely
from kb.index.vectors import Encoder
from kb.model import WeightedTerm
from kb.retrieval.inquiry import READING, AnswerStep, Inquiry
from kb.retrieval.retriever import Retriever

LONGEST_QUESTION = 1_000
# A question keeps its rarest words: beyond these, more words cost time and hardly change the order.
MOST_WORDS = 10
# A sentence that asks in fewer telling words asks nothing by itself ("Wat nu?").
_FEWEST_ASKED = 2
MOST_EXPANSIONS = 8
# A word that is not wanted, as other search engines have it: "ouders -school". In "jeugdbeleid en -zorg" the hyphen stands for a word.
_UNWANTED = re.compile(r"(?<=\S)(?<!,)(?<!&)(?<!\ben)(?<!\bof)\s+[-−](?=[^\W\d_])([\w’'-]+)", re.IGNORECASE)
_STEM_FIELDS = ("stem",)
_LEMMA_FIELDS = ("question",)
_PART_FIELDS = ("part", "title", "context", "question_part")


def read(
    text: str,
    language: Language,
    encoder: Encoder,
    retriever: Retriever,
    numbers: Finding = Finding(),
    literal: bool = False,
    deadline: float | None = None,
) -> Inquiry:
    """Return the question as it will be searched for; `literal` leaves its spelling as typed, as does what is past `deadline`
    (time.monotonic())."""
    started = time.perf_counter()
    # A letter with its accent may come as two, from a PDF or a Mac, and with signs that nobody sees; the sources have neither.
    text, unwanted = without_unwanted(composed(text[:LONGEST_QUESTION]))
    correction = None if literal else language.spelling.correct(text, deadline)
    meant = correction.meant if correction else text
    all_words = words(meant)
    content = tuple(dict.fromkeys([word for word in all_words if word not in stop_words()] or all_words))
    with_parts = {word: language.analyzer.with_parts(word) for word in content}
    frequencies = retriever.frequencies({term for terms in with_parts.values() for term in terms})
    spelling = language.spelling
    expansions = (*language.thesaurus.expansions(meant), *spelling.names.expansions(meant))[:MOST_EXPANSIONS]
    rarest = _rarest(content, {word: frequencies[with_parts[word][0]] or retriever.size for word in content})
    read_as = Inquiry(
        text=meant,
        words=content,
        kind=kind_of(meant),
        fact=fact_asked(meant),
        terms=tuple(weighted_terms(rarest, expansions, language.analyzer, numbers)),
        weights=_rarity(with_parts.values(), frequencies, retriever.size),
        vector=encoder.encode_queries([_as_encoded(meant)])[0],
        expansions=expansions,
        correction=correction,
        unwanted=unwanted,
        offered=None if literal else spelling.offer(meant, deadline),
        unknown=spelling.unknown(meant),
        elsewhere=spelling.elsewhere(meant),
        guessed=frozenset(term for word in (correction.guessed if correction else ()) for term in with_parts.get(word, ())),
        doubtful=frozenset(term for word in (correction.doubtful if correction else ()) for term in with_parts.get(word, ())),
    )
    read_as = replace(read_as, likely=_likely(read_as, language.analyzer, encoder, retriever))
    return _with_step(read_as, (time.perf_counter() - started) * 1e3)


def without_unwanted(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a question without the words that have a minus before them, and those words: they are not looked for, nor kept out.

    >>> without_unwanted("ouders -school -sport"), without_unwanted("jeugdbeleid en -zorg in de wijk - hoe dan")
    (('ouders', ('school', 'sport')), ('jeugdbeleid en -zorg in de wijk - hoe dan', ()))
    """
    return _UNWANTED.sub("", text), tuple(_UNWANTED.findall(text))


def weighted_terms(
    text_words: Iterable[str], expansions: Iterable[Expansion], analyzer: Analyzer, numbers: Finding = Finding()
) -> list[WeightedTerm]:
    """Return the terms of a question's words per field, with the other names of what it names at a lower weight."""
    weights: dict[tuple[str, str], float] = {}
    for word in text_words:
        _add(weights, analyzer, (word,), 1.0, numbers)
    for expansion in expansions:
        name_words = tuple(word for word in words(expansion.name) if word not in stop_words())
        weight = numbers.related if expansion.related else numbers.synonym
        _add(weights, analyzer, name_words, weight / max(1, len(name_words)) ** 0.5, numbers)
    return [WeightedTerm(name, text, weight) for (name, text), weight in weights.items()]


def _add(weights: dict[tuple[str, str], float], analyzer: Analyzer, text_words: Sequence[str], weight: float, numbers: Finding) -> None:
    terms = analyzer.terms_of_words(text_words)
    for fields, texts in ((_STEM_FIELDS, terms.stems), (_LEMMA_FIELDS, terms.lemmas), (_PART_FIELDS, terms.parts)):
        for name in fields:
            for text in texts:
                weights[name, text] = max(weights.get((name, text), 0.0), weight * numbers.fields[name])


def _rarest(content: Sequence[str], frequencies: Mapping[str, int]) -> Sequence[str]:
    if len(content) <= MOST_WORDS:
        return content
    return sorted(content, key=lambda word: (frequencies[word], content.index(word)))[:MOST_WORDS]


def _likely(read_as: Inquiry, analyzer: Analyzer, encoder: Encoder, retriever: Retriever) -> Likely | None:
    """Return the edited answer that a question probably asks for: the whole of it, or the sentence that asks where more is told, whichever
    is surer ("Hoe bereik ik vaders? Er komen steeds alleen moeders.")."""
    whole = retriever.likely_answer(read_as.weights, read_as.vector)
    asked = asked_in(read_as.text)
    content = dict.fromkeys(content_words(asked))
    if whole is None or asked == read_as.text.strip() or len(content) < _FEWEST_ASKED:
        return whole
    terms = {term for word in content for term in analyzer.with_parts(word)}
    alone = retriever.likely_answer(
        {term: weight for term, weight in read_as.weights.items() if term in terms}, encoder.encode_queries([_as_encoded(asked)])[0]
    )
    return alone if alone and alone.chance > whole.chance else whole


def _as_encoded(text: str) -> str:
    return with_steps_in_figures(without_points(text))


def _rarity(terms_of_words: Iterable[Sequence[str]], frequencies: Mapping[str, int], size: int) -> dict[str, float]:
    """Return the weight of each term by how rare it is, from 0 to 1, in the order of the words."""
    size = size or 1
    return {term: float(np.log1p(size / (1 + frequencies[term])) / np.log1p(size)) for terms in terms_of_words for term in terms}


def _with_step(inquiry: Inquiry, milliseconds: float) -> Inquiry:
    fact = f", naar een {inquiry.fact}" if inquiry.fact else ""
    outcome = f"vraag van de soort {inquiry.kind}{fact}: {', '.join(inquiry.words)}"
    offered = f"misschien bedoeld: “{inquiry.offered}”" if inquiry.offered else ""
    unwanted, unknown = _named("weggelaten", inquiry.unwanted), _named("onbekend", inquiry.unknown)
    reasons = (_corrected(inquiry.correction), offered, unwanted, _expanded(inquiry.expansions), unknown)
    return replace(inquiry, steps=(AnswerStep(READING, outcome, "; ".join(filter(None, reasons)), milliseconds),))


def _corrected(correction: Correction | None) -> str:
    return f"gelezen als “{correction.meant}”" if correction else ""


def _expanded(expansions: Sequence[Expansion]) -> str:
    return _named("ook gezocht op", [expansion.name for expansion in expansions])


def _named(label: str, names: Collection[str]) -> str:
    return f"{label}: {', '.join(names)}" if names else ""
