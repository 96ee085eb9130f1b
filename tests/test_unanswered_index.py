import pytest

from kb.index.unanswered import Nearest
from kb.knowledge_base import KnowledgeBase


def nearest(base: KnowledgeBase, question: str) -> Nearest:
    terms = set(base.language.analyzer.terms(question).parts)
    return base.retriever.nearest_refusal(terms, base.encoder.encode_queries([question])[0])


def test_a_question_that_the_sources_do_not_answer_is_known_again(small_base: KnowledgeBase) -> None:
    found = nearest(small_base, "Wat kost de vadergroep?")
    assert found.record and found.record.id == "kosten-vadergroep"
    assert (found.meaning, found.words) == (pytest.approx(1), pytest.approx(1))


def test_a_question_that_shares_a_word_is_like_it_by_that_word(small_base: KnowledgeBase) -> None:
    """'Wat kost de tuin?' has kost, tuin; the recorded question kost, vadergroep, and as words also vader and groep."""
    found = nearest(small_base, "Wat kost de tuin?")
    assert (found.meaning, found.words) == (pytest.approx(1 / 2), pytest.approx(1 / 5))


def test_another_question_shares_nothing_with_it(small_base: KnowledgeBase) -> None:
    found = nearest(small_base, "spreek een vaste dag af")
    assert (found.meaning, found.words) == (0, 0)
