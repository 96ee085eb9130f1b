import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.calibration import Finding
from kb.index.term_sets import Shares
from kb.retrieval.fusion import NO_QUESTIONS, Scored, fuse
from kb.retrieval.retriever import Candidates, Meaning

FLOOR = Finding().least_similarity


def words(*scores: float) -> Shares:
    return np.array(scores, np.float32)


def meaning(texts: list[float], questions: list[list[float]] | None = None) -> Meaning:
    """The likeness of texts and of the questions of each."""
    asked = questions or [[] for _ in texts]
    best = [max(own, default=NO_QUESTIONS) for own in asked]
    places = [own.index(highest) if own else -1 for own, highest in zip(asked, best, strict=True)]
    return Meaning(np.array(texts, np.float32), np.array(best, np.float32), np.array(places))


def of(keyword: Shares | None, like: Meaning | None) -> Candidates:
    """All entries, as candidates."""
    size = len(keyword) if keyword is not None else len(like.texts) if like else 0
    return Candidates(np.arange(size), keyword, float(keyword.max(initial=0)) if keyword is not None else 0.0, like)


def numbers(keyword: Shares | None, like: Meaning | None) -> list[int]:
    return [scored.entry for scored in fuse(of(keyword, like))]


def test_without_matches_nothing_is_found() -> None:
    assert fuse(of(None, None)) == []
    assert fuse(of(words(0, 0), None)) == []
    assert fuse(of(None, meaning([0.0, FLOOR - 0.01]))) == []


def test_a_match_of_words_is_found_however_unlike_its_meaning() -> None:
    assert numbers(words(0, 2, 0), meaning([0.0, -0.5, 0.0])) == [1]


def test_a_match_of_meaning_is_found_from_the_floor_on() -> None:
    assert numbers(None, meaning([0.0, FLOOR + 0.01, FLOOR - 0.01])) == [1]


def test_words_and_meaning_together_go_before_either_alone() -> None:
    assert numbers(words(4, 4, 0), meaning([0.0, 0.9, 0.9]))[0] == 1


def test_equal_scores_keep_the_order_of_the_corpus() -> None:
    assert numbers(words(0, 0, 1, 0, 0, 1, 0, 1), None) == [2, 5, 7]


def test_the_best_match_of_words_counts_as_one() -> None:
    assert [(scored.entry, scored.keyword) for scored in fuse(of(words(6, 12), None))] == [(1, 1.0), (0, 0.5)]


def test_the_question_that_matched_better_than_the_text_is_named() -> None:
    like = meaning([0.5, 0.9, 0.9], [[0.1, 0.2, 0.3, 0.8], [0.2, 0.6], []])
    assert {scored.entry: scored.best_question for scored in fuse(of(None, like))} == {0: 3, 1: -1, 2: -1}


def test_an_entry_is_not_held_back_by_having_no_questions() -> None:
    assert numbers(None, meaning([0.9, 0.9], [[0.1], []]))[0] == 1


def test_a_score_is_one_part_words_and_two_parts_meaning_of_which_questions_are_three_fifths() -> None:
    """Worked out by hand, so that no weight can change unnoticed: (1 x 0.5 + 2 x (0.6 x 0.8 + 0.4 x 0.5)) / 3."""
    like = meaning([0.5, 0.75], [[0.25, 0.8], []])
    found = {scored.entry: scored for scored in fuse(of(words(2, 4), like))}
    assert {position: round(scored.score, 4) for position, scored in found.items()} == {0: round((0.5 + 2 * 0.68) / 3, 4), 1: 0.8333}
    assert found[0] == Scored(0, found[0].score, 0.5, found[0].similarity, found[0].question, 1)
    assert [round(found[0].similarity, 4), round(found[0].question, 4)] == [0.68, 0.8]
    assert found[1].best_question == -1


def test_what_scores_less_than_two_fifths_of_the_best_is_not_about_the_question() -> None:
    assert numbers(words(100, 41, 39, 1), None) == [0, 1]


def test_all_that_is_about_the_question_is_found_however_much_it_is() -> None:
    assert numbers(words(*range(1_000, 500, -1)), None) == list(range(500))


LIKENESS = st.floats(-1, 1, width=32)


@given(st.lists(st.tuples(LIKENESS, st.lists(LIKENESS, max_size=3), st.just(0) | st.floats(0.125, 50, width=32)), min_size=1, max_size=20))
def test_scores_lie_between_nought_and_one_and_go_down(entries: list[tuple[float, list[float], float]]) -> None:
    keyword = words(*(score for _, _, score in entries))
    found = fuse(of(keyword, meaning([text for text, _, _ in entries], [questions for _, questions, _ in entries])))
    scores = [scored.score for scored in found]
    assert scores == sorted(scores, reverse=True)
    assert all(-1e-6 <= score <= 1 + 1e-6 for score in scores)
    assert all(score >= 0.4 * scores[0] - 1e-6 for score in scores)
