import pytest

from indexer.entries import entries_of
from kb.facets import FacetCount, Filters, Labels, count, labels_of
from kb.library import Library

GARDEN = Labels("projectupdate", ("ontmoeten",), (2,), ("beekstad",))
FATHERS = Labels("sessieverslag", ("ouderschap", "geld"), (), ("duinhaven",))


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
        ("gids.bedragen", Labels("handreiking", ("geld",), (2,), ())),
        ("nieuws.kosten", Labels("projectupdate", ("geld",), (), ("beekstad",))),
        ("gids.citaat-de-wit-eerst-koffie", Labels("citaat", ("ontmoeten",), (1,), ("beekstad",))),
        ("nieuws.citaat-sla", Labels("citaat")),
        ("praktijkvoorbeeld.buurttuin", Labels("praktijkvoorbeeld", ("ontmoeten", "geld"), (2,), ("beekstad",))),
        ("praktijkvoorbeeld.bellen-aan-huis", Labels("praktijkvoorbeeld")),
    ],
)
def test_an_entry_has_the_labels_of_its_section_quote_or_example(small_library: Library, identity: str, labels: Labels) -> None:
    entry = next(entry for entry in entries_of(small_library) if entry.id == identity)
    assert labels_of(small_library, entry) == labels


def test_facet_values_are_counted_steps_in_order_and_others_by_number(small_library: Library) -> None:
    more = Labels("projectupdate", ("geld",), (1,), ())
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


def test_nothing_found_has_no_values(small_library: Library) -> None:
    assert count(small_library, []) == {"soort": (), "thema": (), "stap": (), "gemeente": ()}
