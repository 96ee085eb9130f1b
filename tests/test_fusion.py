import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.embedding_index import Similarity
from kb.fusion import LEAST_SIMILARITY, MOST_FOUND, fuse

FLOOR = LEAST_SIMILARITY


def meaning(texts: list[float], questions: list[float] | None = None, best: list[int] | None = None) -> Similarity:
    asked = questions or [-1.0] * len(texts)
    return Similarity(np.array(texts, np.float32), np.array(asked, np.float32), np.array(best or [-1] * len(texts), np.int32))


def test_without_matches_nothing_is_found() -> None:
    assert fuse({}, None) == []
    assert fuse({}, meaning([0.0, FLOOR - 0.01])) == []


def test_a_match_of_words_is_found_however_unlike_its_meaning() -> None:
    assert [scored.position for scored in fuse({1: 2.0}, meaning([0.0, -0.5, 0.0]))] == [1]


def test_a_match_of_meaning_is_found_from_the_floor_on() -> None:
    assert [scored.position for scored in fuse({}, meaning([0.0, FLOOR + 0.01, FLOOR - 0.01]))] == [1]


def test_words_and_meaning_together_go_before_either_alone() -> None:
    assert [scored.position for scored in fuse({0: 4.0, 1: 4.0}, meaning([0.0, 0.9, 0.9]))][0] == 1


def test_equal_scores_keep_the_order_of_the_corpus() -> None:
    assert [scored.position for scored in fuse({7: 1.0, 2: 1.0, 5: 1.0}, None)] == [2, 5, 7]


def test_the_best_match_of_words_counts_as_one() -> None:
    assert [(scored.position, scored.keyword) for scored in fuse({0: 3.0, 1: 12.0}, None)] == [(1, 1.0), (0, 0.25)]


def test_the_question_that_matched_better_than_the_text_is_named() -> None:
    found = {scored.position: scored.best_question for scored in fuse({}, meaning([0.5, 0.9, 0.9], [0.8, 0.6, -1.0], [3, 1, -1]))}
    assert found == {0: 3, 1: -1, 2: -1}


def test_no_more_than_the_cap_is_found() -> None:
    found = fuse({position: float(1_000 - position) for position in range(500)}, None)
    assert [scored.position for scored in found] == list(range(MOST_FOUND))


@pytest.mark.parametrize("stage", [{}, {0: 0.0}])
def test_scores_of_nothing_divide_by_nothing(stage: dict[int, float]) -> None:
    assert fuse(stage, None) == []


@given(
    st.lists(st.tuples(st.floats(0, 1, width=32), st.floats(-1, 1, width=32)), min_size=1, max_size=20),
    st.dictionaries(st.integers(0, 19), st.floats(0.125, 50, width=32)),
)
def test_scores_lie_between_nought_and_one_and_go_down(likeness: list[tuple[float, float]], keyword: dict[int, float]) -> None:
    keyword = {position: score for position, score in keyword.items() if position < len(likeness)}
    found = fuse(keyword, meaning([text for text, _ in likeness], [question for _, question in likeness], [0] * len(likeness)))
    scores = [scored.score for scored in found]
    assert scores == sorted(scores, reverse=True)
    assert all(-1e-6 <= score <= 1 + 1e-6 for score in scores)
    assert {scored.position for scored in found} >= set(keyword)
