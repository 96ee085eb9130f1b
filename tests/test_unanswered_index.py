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


@pytest.mark.parametrize(
    "question",
    [
        "Is het artikel over Onwijze moeders gratis te lezen?",
        "Welke gemeenten kregen BOTOC-subsidie?",
        "Welke methode gebruikten Adjiembaks en Noor?",
        "Waar gaan de casusbeschrijvingen van Movisie over?",
        "Waar staat OOV voor?",
        "Wat zijn de conclusies van Samen Weerbaar?",
        "Betaalt een netwerk van sleutelpersonen zich terug?",
        "Welke gemeenten worden ondersteund door de ESS?",
        "Wat kan een jeugdboa bijdragen?",
    ],
)
def test_what_the_sources_answer_is_not_said_to_be_missing(real_base: KnowledgeBase, question: str) -> None:
    assert real_base.answer(real_base.search(question)).reason not in {record.reason for record in real_base.library.unanswered}
