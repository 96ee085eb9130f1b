"""Which words must find each other and which must not: tests/word_pairs.yaml, against the corpus as it is."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from indexer.build import vocabulary
from indexer.entries import entries_of
from kb.analysis.analyzer import Analyzer
from kb.analysis.thesaurus import Thesaurus
from kb.library import Library

PAIRS = yaml.safe_load((Path(__file__).parent / "word_pairs.yaml").read_text(encoding="utf-8"))
Meet = Callable[[str, str], bool]


def flat(groups: Mapping[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    return [tuple(pair) for pairs in groups.values() for pair in pairs]


NOT_YET = pytest.mark.xfail(reason="the analysis does not do this yet, see word_pairs.yaml")
MEET = flat(PAIRS["meet"]) + [pytest.param(*pair, marks=NOT_YET) for pair in PAIRS["not_yet"]["meet"]]
APART = flat(PAIRS["apart"]) + [pytest.param(*pair, marks=NOT_YET) for pair in PAIRS["not_yet"]["apart"]]


@pytest.fixture(scope="module")
def meet(real_library: Library) -> Meet:
    analyzer = Analyzer(frozenset(vocabulary(entries_of(real_library), real_library.concepts)))
    thesaurus = Thesaurus(real_library.concepts)

    def compared(text: str) -> set[tuple[str, str]]:
        terms = analyzer.terms(text)
        by_word = {("stem", stem) for stem in terms.stems} | {("part", part) for part in terms.parts}
        return by_word | {("concept", concept.term) for _, _, concept in thesaurus.named_in(text)}

    return lambda one, other: not compared(one).isdisjoint(compared(other))


@pytest.mark.parametrize(("one", "other"), MEET)
def test_words_that_mean_the_same_meet(meet: Meet, one: str, other: str) -> None:
    assert meet(one, other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_that_look_alike_stay_apart(meet: Meet, one: str, other: str) -> None:
    assert not meet(one, other)


def test_the_table_is_large_enough_and_has_no_pair_twice() -> None:
    must, must_not = flat(PAIRS["meet"]), flat(PAIRS["apart"])
    assert (len(must) >= 120, len(must_not) >= 60) == (True, True)
    everything = [frozenset(pair) for pair in must + must_not + PAIRS["not_yet"]["meet"] + PAIRS["not_yet"]["apart"]]
    assert len(set(everything)) == len(everything)
