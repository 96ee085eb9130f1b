"""Retrieval from an index folder: what it gives is little, filtered before it is cut, and measured by the best of all there is."""

from pathlib import Path

import numpy as np
import pytest
from asking import entries, reading
from one_base import base_of

from kb.calibration import Finding
from kb.knowledge_base import KnowledgeBase
from kb.model import WeightedTerm
from kb.retrieval.facets import Filters
from kb.retrieval.fusion import fuse
from kb.retrieval.search import find

ASKED = "koffie in het buurthuis met vaders"
UNASKED = """
# Gids {#gids}

## Moeders {#moeders}

Moeders helpen elkaar in het buurthuis.

## Buren {#buren}

Buren helpen elkaar met boodschappen en vervoer.
"""
ASKED_OF_MOTHERS = {"gids.moeders": ("Hoe helpen moeders elkaar?", "Hoe helpen ouders elkaar?", "Helpen de buren de moeders?")}


def ids(base: KnowledgeBase, numbers: list[int]) -> list[str]:
    return [entries(base)[number].id for number in numbers]


def test_at_most_as_many_as_asked_by_words_and_by_meaning_each(small_base: KnowledgeBase) -> None:
    inquiry = reading(small_base, ASKED)
    every = small_base.retriever.candidates(inquiry.terms, inquiry.vector, Filters(), 1_000)
    few = small_base.retriever.candidates(inquiry.terms, inquiry.vector, Filters(), 2)
    assert every.entries.tolist() == list(range(small_base.retriever.size))
    assert 2 <= len(few.entries) <= 4
    assert every.words is not None and few.words is not None
    best_by_words = np.argsort(-every.words)[:2]
    assert set(best_by_words.tolist()) <= set(few.entries.tolist())
    assert few.words.tolist() == every.words[few.entries].tolist()
    assert few.best_words == every.best_words == every.words.max()


def test_filters_are_applied_before_the_cut(small_base: KnowledgeBase) -> None:
    """With room for one by each way of finding, the one that passes is found, however many others match better."""
    terms = [WeightedTerm("part", "koffie", 1.0)]
    filters = Filters(steps=(2,), kinds=("handreiking",))
    found = small_base.retriever.candidates(terms, None, filters, 1)
    assert ids(small_base, found.entries.tolist()) == ["gids.bedragen"]
    assert found.words is not None
    assert found.best_words > found.words.max()


def test_what_passes_has_a_chosen_value_of_every_facet(small_base: KnowledgeBase) -> None:
    terms = [WeightedTerm("part", "koffie", 1.0)]

    def passing(filters: Filters) -> set[str]:
        return set(ids(small_base, small_base.retriever.candidates(terms, None, filters, 1_000).entries.tolist()))

    both = passing(Filters(steps=(2,), kinds=("handreiking",)))
    assert both == passing(Filters(steps=(2,))) & passing(Filters(kinds=("handreiking",))) == {"gids.bedragen", "gids.stap-2"}


def test_a_place_passes_by_its_entries_together(small_base: KnowledgeBase) -> None:
    """The passage on the garden has the municipality, the quote in it is of the kind: together they pass, and both are given."""
    terms = [WeightedTerm("part", "moestuin", 1.0)]
    found = small_base.retriever.candidates(terms, None, Filters(kinds=("citaat",), municipalities=("beekstad",)), 1_000)
    assert {"nieuws.buurttuin", "nieuws.citaat-buurvrouw-bij-naam"} <= set(ids(small_base, found.entries.tolist()))


def test_without_words_or_meaning_that_way_takes_no_part(small_base: KnowledgeBase) -> None:
    inquiry = reading(small_base, ASKED)
    assert small_base.retriever.candidates((), inquiry.vector, Filters(), 10).words is None
    assert small_base.retriever.candidates(inquiry.terms, None, Filters(), 10).meaning is None


def test_words_of_what_nobody_wrote_questions_for_count_more(tmp_path: Path) -> None:
    base = base_of(tmp_path, UNASKED, ASKED_OF_MOTHERS)
    plain = base.retriever.candidates([WeightedTerm("part", "helpen", 1.0)], None, Filters(), 10)
    raised = base.retriever.candidates([WeightedTerm("part", "helpen", 1.0)], None, Filters(), 10, unasked=2.0)
    assert plain.words is not None and raised.words is not None
    assert ids(base, plain.entries.tolist()) == ["gids.moeders", "gids.buren"]
    np.testing.assert_allclose(raised.words, plain.words * [1, 2])
    assert raised.best_words == raised.words.max()


def test_a_passage_without_questions_is_not_behind_one_with_questions_that_merely_share_words(tmp_path: Path) -> None:
    """The one on neighbours holds all that is asked; that on mothers has it in its many questions, and no neighbour in its text."""
    base = base_of(tmp_path, UNASKED, ASKED_OF_MOTHERS)
    inquiry = reading(base, "Hoe helpen buren elkaar?")
    first = {
        unasked: find(inquiry, base.retriever, Finding(unasked=unasked)).every[0].hits[0].entry.id for unasked in (1.0, Finding().unasked)
    }
    assert first == {1.0: "gids.moeders", Finding().unasked: "gids.buren"}


def test_a_filter_does_not_lower_the_floor(small_base: KnowledgeBase) -> None:
    """What is about a question is measured by the best of all there is: else a filter would let in what is not about it."""
    inquiry = reading(small_base, "koffie")
    numbers = Finding(least_of_best=0.9)
    every = {hit.entry.id for place in find(inquiry, small_base.retriever, numbers).every for hit in place.hits}
    filtered = find(inquiry, small_base.retriever, numbers, Filters(kinds=("sessieverslag",)))
    assert {hit.entry.id for place in filtered.passing for hit in place.hits} <= every
    low = fuse(small_base.retriever.candidates(inquiry.terms, inquiry.vector, Filters(kinds=("sessieverslag",)), 1_000), numbers)
    assert low != []
    assert {entries(small_base)[scored.entry].id for scored in low} - every != set()


def test_how_often_a_term_occurs_is_told_of_each(small_base: KnowledgeBase) -> None:
    found = small_base.retriever.frequencies({"koffie", "xyzzy"})
    assert found == {"koffie": sum("koffie" in held for held in _parts(small_base)), "xyzzy": 0}


def _parts(base: KnowledgeBase) -> list[set[str]]:
    texts = [f"{entry.title}\n{entry.text}" for entry in entries(base)]
    return [set(base.language.analyzer.terms(text).parts) for text in texts]


@pytest.mark.parametrize("identity", ["gids.citaat-de-wit-eerst-koffie", "nieuws.citaat-sla", "nieuws.kosten"])
def test_a_place_is_given_by_the_id_that_was_asked_for(small_base: KnowledgeBase, identity: str) -> None:
    assert small_base.retriever.places([identity])[identity] == small_base.library.place(identity)
