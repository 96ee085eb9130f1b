"""The second look at what was found first, by hand-made scores over an index that has the words and the sentences."""

import numpy as np
import pytest
from asking import entries
from one_base import base_of

from kb.analysis.lemmas import lemma
from kb.calibration import Finding
from kb.index.term_sets import Shares
from kb.knowledge_base import KnowledgeBase
from kb.model import WeightedTerm
from kb.retrieval.fusion import NO_QUESTIONS, Scored
from kb.retrieval.second_look import looked_at_again

BODY = """
# Gids {#gids}

Een boek over groen.

## Planten {#planten}

De tuin heeft bomen. Iedereen plukt appels.

## Gieten {#gieten}

De tuin krijgt water.

## Spitten {#spitten}

De tuin wordt gespit.
"""
TUIN, WATER = lemma("tuin"), lemma("water")
TUIN_AND_WATER = (WeightedTerm("part", TUIN, 0.5), WeightedTerm("part", WATER, 0.5), WeightedTerm("stem", WATER, 9.0))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return base_of(tmp_path_factory.mktemp("base"), BODY, {"gids.gids": ("waar gaat het boek over",)})


def scored(base: KnowledgeBase, **scores: float) -> list[Scored]:
    """What was found, with these scores; that by words is the same."""
    numbers = {entry.id.removeprefix("gids."): number for number, entry in enumerate(entries(base))}
    return [Scored(numbers[name], score, score, 0.0, NO_QUESTIONS, -1) for name, score in scores.items()]


def told(base: KnowledgeBase, found: list[Scored], vector: Shares, numbers: Finding) -> dict[str, float]:
    looked = looked_at_again(found, TUIN_AND_WATER, vector, base.retriever, numbers)
    assert [one.score for one in looked] == sorted((one.score for one in looked), reverse=True)
    return {entries(base)[one.entry].id.removeprefix("gids."): round(one.score, 4) for one in looked}


def meaning_of(base: KnowledgeBase, sentence: str) -> Shares:
    return base.encoder.encode_passages([sentence])[0]


def test_words_that_fewer_of_the_passages_of_a_source_have_count_more(base: KnowledgeBase) -> None:
    """All three have 'tuin', weight ln(1 + 0.5 / 3.5) = 0.1335; one has 'water', ln(1 + 2.5 / 1.5) = 0.9808. So that one has the best
    score by words, 0.9, and the others 0.1335 / 1.1144 of it, 0.1078; half of the difference is added: 0.75, 0.5039 and 0.2039. The
    best of the source keeps its 0.9, so that all are 0.15 higher."""
    numbers = Finding(keyword=1.0, meaning=0.0, sentence=1.0)
    found = scored(base, planten=0.9, gieten=0.6, spitten=0.3)
    assert told(base, found, meaning_of(base, "iets"), numbers) == {"gieten": 0.9, "planten": 0.6539, "spitten": 0.3539}


def test_the_sentence_most_like_the_question_adds_to_the_score(base: KnowledgeBase) -> None:
    numbers = Finding(keyword=0.0, meaning=1.0, sentence=0.5)
    asked = meaning_of(base, "Iedereen plukt appels.")
    other = float(meaning_of(base, "De tuin krijgt water.") @ asked)
    found = scored(base, gieten=0.3, planten=0.2)
    # 0.7 and what the other comes to, 0.4 lower: the best keeps its 0.3.
    assert told(base, found, asked, numbers) == {"planten": 0.3, "gieten": round(0.3 + 0.5 * max(0.0, other) - 0.4, 4)}


def test_what_has_authored_questions_keeps_its_score_and_a_passage_alone_that_by_words(base: KnowledgeBase) -> None:
    numbers = Finding(keyword=1.0, meaning=0.0, sentence=1.0)
    assert told(base, scored(base, gids=0.9, gieten=0.6), meaning_of(base, "iets"), numbers) == {"gids": 0.9, "gieten": 0.6}


def test_none_of_the_words_asked_leaves_the_scores_by_words(base: KnowledgeBase) -> None:
    found = scored(base, planten=0.9, spitten=0.6)
    looked = looked_at_again(
        found, [WeightedTerm("part", "kachel", 0.5)], meaning_of(base, "iets"), base.retriever, Finding(meaning=0.0, sentence=1.0)
    )
    assert [one.score for one in looked] == [0.9, 0.6]


def test_numbers_without_sentences_take_no_second_look(base: KnowledgeBase) -> None:
    found = scored(base, planten=0.9, gieten=0.6)
    assert looked_at_again(found, TUIN_AND_WATER, np.ones(8, np.float32), base.retriever, Finding(sentence=0.0)) == found
