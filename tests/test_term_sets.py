from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.index import term_sets
from kb.index.term_sets import TermSets, covered

GROUPS = [[("tuin", "zaaien", "tuin"), ("sla",)], [], [(), ("vader", "tuin")]]


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> TermSets:
    folder = tmp_path_factory.mktemp("terms") / "termen"
    term_sets.write(GROUPS, folder)
    return TermSets(folder)


def test_each_text_of_a_group_tells_which_terms_it_holds(sets: TermSets) -> None:
    held = sets.held(("vader", "tuin", "zee"), 2)
    assert held.terms.tolist() == [[False, False, False], [True, True, False]]
    assert held.sizes.tolist() == [0, 2]


def test_all_texts_tell_it_in_order_and_a_term_counts_once(sets: TermSets) -> None:
    held = sets.held(("zaaien", "tuin"))
    assert held.terms.tolist() == [[True, True], [False, False], [False, False], [False, True]]
    assert held.sizes.tolist() == [2, 1, 0, 2]


def test_a_group_without_texts_and_a_question_without_terms_give_nothing(sets: TermSets) -> None:
    assert sets.held(("tuin",), 1).terms.shape == (0, 1)
    assert sets.held((), 0).terms.shape == (2, 0)
    assert sets.held((), 0).likeness().tolist() == [0.0, 0.0]


def test_likeness_is_what_is_shared_of_all_terms(sets: TermSets) -> None:
    np.testing.assert_allclose(sets.held(("tuin", "zee")).likeness(), [1 / 3, 0, 0, 1 / 3])
    np.testing.assert_allclose(sets.held(("tuin", "zaaien")).likeness(), [1, 0, 0, 1 / 3])


def test_coverage_is_the_share_by_weight_of_what_is_held(sets: TermSets) -> None:
    held = sets.held(("tuin", "sla"), 0).terms
    np.testing.assert_allclose(covered(held, (3.0, 1.0)), [0.75, 0.25])
    np.testing.assert_allclose(covered(held.any(axis=0), (3.0, 1.0)), 1)
    assert float(covered(np.zeros(0, np.bool_), ())) == 0


def test_nothing_written_is_nothing_held(tmp_path: Path) -> None:
    term_sets.write([], tmp_path / "leeg")
    assert TermSets(tmp_path / "leeg").held(("tuin",)).terms.shape == (0, 1)


WORDS = st.text(max_size=3)


@given(st.lists(st.lists(st.lists(WORDS, max_size=5), max_size=3), max_size=4), st.lists(WORDS, unique=True, max_size=5))
def test_what_is_held_is_what_python_finds(
    tmp_path_factory: pytest.TempPathFactory, groups: list[list[list[str]]], asked: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("terms") / "termen"
    term_sets.write(groups, folder)
    opened = TermSets(folder)
    for number, group in enumerate(groups):
        assert opened.held(asked, number).terms.tolist() == [[term in text for term in asked] for text in group]
        assert opened.held(asked, number).sizes.tolist() == [len(set(text)) for text in group]
