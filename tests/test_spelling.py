import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis.spelling import Correction, Spelling
from kb.knowledge_base import KnowledgeBase

SPELLING = Spelling(
    {
        "weerbaarheid": 20,
        "sleutelpersonen": 9,
        "ouderbetrokkenheid": 3,
        "moestuin": 5,
        "vaders": 4,
        "vadert": 1,
        "botoc": 2,
        "vertrouwensband": 1,
    }
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("weerbaarhijd", "weerbaarheid"),
        ("wat is weerbarheid?", "wat is weerbaarheid?"),
        ("Weerbaarhied in de wijk", "weerbaarheid in de wijk"),
        ("sleutel personen", "sleutelpersonen"),
        ("ouder betrokkenheid vergroten", "ouderbetrokkenheid vergroten"),
        ("een vertrouwen band", "een vertrouwensband"),
        ("mijn sleutelpersoonen en moestiun", "mijn sleutelpersonen en moestuin"),
    ],
)
def test_a_question_is_corrected_to_words_of_the_corpus(typed: str, meant: str) -> None:
    correction = SPELLING.correct(typed)
    assert correction is not None
    assert (correction.typed, correction.meant) == (typed, meant)


def test_a_correction_tells_which_words_are_guesses_a_joined_compound_is_none() -> None:
    """What somebody typed as two known words is no guess: an answer may rest on it."""
    typed = "sleutel personen en moestiun"
    assert SPELLING.correct(typed) == Correction(typed, "sleutelpersonen en moestuin", ("moestuin",))


@pytest.mark.parametrize("question", ["", "weerbaarheid", "hoe betrek ik ouders", "xqzwv", "jim", "2024", "moestuinen", "d.m.v. e-mail"])
def test_what_is_known_or_like_nothing_stays(question: str) -> None:
    assert SPELLING.correct(question) is None


def test_the_nearest_word_wins_and_of_equals_the_commonest() -> None:
    assert SPELLING.nearest("vaderz") == "vaders"


def test_a_short_word_may_have_one_slip_only() -> None:
    assert [SPELLING.nearest(word) for word in ("bottoc", "botox", "bitox")] == ["botoc", "botoc", None]


def test_words_of_the_corpus_the_dictionary_and_compounds_of_both_are_known() -> None:
    assert [SPELLING.knows(word) for word in ("botoc", "ouders", "moestuinvaders", "de", "2024", "weerbaarhijd")] == [True] * 5 + [False]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("weerbaarhijd", "weerbaarheid"), ("sleutel personen", "sleutelpersonen"), ("ouder betrokkenheid", "ouderbetrokkenheid")],
)
def test_the_slips_of_officials_are_corrected_by_the_real_index(real_base: KnowledgeBase, typed: str, meant: str) -> None:
    correction = real_base.language.spelling.correct(typed)
    assert correction is not None
    assert correction.meant == meant


@given(st.text(max_size=60))
def test_a_correction_changes_something_and_is_correct_itself(question: str) -> None:
    correction = SPELLING.correct(question)
    assert correction is None or (correction.typed == question and correction.meant != question)
