from dataclasses import replace

import pytest

from indexer.entries import entries_of
from kb.library import Library
from kb.retrieval.facets import FacetCount, Filters, Labels, count, joined, labels_of

GARDEN = Labels(("projectupdate",), ("ontmoeten",), (2,), ("beekstad",))
FATHERS = Labels(("sessieverslag",), ("ouderschap", "geld"), (), ("duinhaven",))


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(), [True, True]),
        (Filters(kinds=("projectupdate",)), [True, False]),
        (Filters(kinds=("projectupdate", "sessieverslag")), [True, True]),
        (Filters(themes=("geld",)), [False, True]),
        (Filters(themes=("geld", "ontmoeten")), [True, True]),
        (Filters(steps=(2,)), [True, False]),
        (Filters(municipalities=("duinhaven",)), [False, True]),
        (Filters(themes=("geld",), municipalities=("beekstad",)), [False, False]),
    ],
)
def test_an_entry_passes_with_one_value_of_each_chosen_facet(filters: Filters, passes: list[bool]) -> None:
    assert [filters.let_pass(labels) for labels in (GARDEN, FATHERS)] == passes


@pytest.mark.parametrize(
    ("identity", "labels"),
    [
        ("gids.bedragen", Labels(("handreiking",), ("geld",), (2,), ())),
        ("nieuws.kosten", Labels(("projectupdate",), ("geld",), (), ("beekstad",))),
        ("gids.citaat-de-wit-eerst-koffie", Labels(("citaat",), ("ontmoeten",), (1,), ("beekstad",))),
        ("nieuws.citaat-sla", Labels(("citaat",))),
        ("praktijkvoorbeeld.buurttuin", Labels(("praktijkvoorbeeld",), ("ontmoeten", "geld"), (2,), ("beekstad",))),
        ("praktijkvoorbeeld.bellen-aan-huis", Labels(("praktijkvoorbeeld",))),
    ],
)
def test_an_entry_has_the_labels_of_its_section_quote_or_example(small_library: Library, identity: str, labels: Labels) -> None:
    entry = next(entry for entry in entries_of(small_library) if entry.id == identity)
    assert labels_of(small_library, entry) == labels


def test_facet_values_are_counted_steps_in_order_and_others_by_number(small_library: Library) -> None:
    more = Labels(("projectupdate",), ("geld",), (1,), ())
    assert count(small_library, [GARDEN, FATHERS, more]) == {
        "soort": (FacetCount("projectupdate", "Projectupdate", 2), FacetCount("sessieverslag", "Sessieverslag", 1)),
        "thema": (
            FacetCount("geld", "Geld", 2),
            FacetCount("ontmoeten", "Elkaar ontmoeten", 1),
            FacetCount("ouderschap", "Vaders en moeders", 1),
        ),
        "stap": (FacetCount("1", "Stap 1", 1), FacetCount("2", "Stap 2", 1)),
        "gemeente": (FacetCount("beekstad", "Beekstad", 1), FacetCount("duinhaven", "Duinhaven", 1)),
    }


def test_a_result_has_the_values_of_all_that_it_stands_for_each_once() -> None:
    quote = Labels(("citaat",), ("geld", "ontmoeten"), (2, 1), ())
    assert joined([GARDEN, quote]) == Labels(("projectupdate", "citaat"), ("ontmoeten", "geld"), (2, 1), ("beekstad",))


def test_a_result_counts_once_for_each_value_it_has(small_library: Library) -> None:
    both = joined([GARDEN, replace(FATHERS, kinds=("citaat",))])
    counts = count(small_library, [both, GARDEN])
    assert {value.value: value.count for value in counts["soort"]} == {"projectupdate": 2, "citaat": 1}
    assert {value.value: value.count for value in counts["gemeente"]} == {"beekstad": 2, "duinhaven": 1}


def test_a_facet_is_counted_without_its_own_choice_and_with_those_of_the_others(small_library: Library) -> None:
    """Whoever chose Beekstad still sees what Duinhaven would give, and everywhere else what Beekstad has."""
    more = Labels(("projectupdate",), ("geld",), (1,), ("duinhaven",))
    counts = count(small_library, [GARDEN, FATHERS, more], Filters(municipalities=("beekstad",)))
    assert {name: {value.value: value.count for value in values} for name, values in counts.items()} == {
        "soort": {"projectupdate": 1},
        "thema": {"ontmoeten": 1},
        "stap": {"2": 1},
        "gemeente": {"duinhaven": 2, "beekstad": 1},
    }


def test_nothing_found_has_no_values(small_library: Library) -> None:
    assert count(small_library, []) == {"soort": (), "thema": (), "stap": (), "gemeente": ()}


def test_a_chosen_value_is_there_even_when_nothing_has_it(small_library: Library) -> None:
    """Whoever chose it must see that it is on."""
    assert count(small_library, [GARDEN], Filters(kinds=("citaat",), themes=("ontmoeten",), steps=(1,), municipalities=("duinhaven",))) == {
        "soort": (FacetCount("citaat", "Citaat", 0),),
        "thema": (FacetCount("ontmoeten", "Elkaar ontmoeten", 0),),
        "stap": (FacetCount("1", "Stap 1", 0),),
        "gemeente": (FacetCount("duinhaven", "Duinhaven", 0),),
    }
    only_place = count(small_library, [GARDEN], Filters(municipalities=("duinhaven",)))
    assert only_place["gemeente"] == (FacetCount("beekstad", "Beekstad", 1), FacetCount("duinhaven", "Duinhaven", 0))
