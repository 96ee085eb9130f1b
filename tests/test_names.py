"""Names of places and people: which a text names, and that no speller touches one."""

import pytest

from kb.analysis.names import Names
from kb.analysis.thesaurus import Expansion
from kb.library import Library
from kb.model import PlaceName


def town(name: str, *, also: tuple[str, ...] = (), former: tuple[str, ...] = ()) -> PlaceName:
    return PlaceName(name, "Gelderland", None, None, also, former)


NAMES = Names(
    (town("Buren"), town("'s-Hertogenbosch", also=("Den Bosch",)), town("Maashorst", former=("Uden",)), town("Loon op Zand")),
    ("Anna Bakker",),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wat doen ze in 's-hertogenbosch", ["'s-Hertogenbosch"]),
        ("aanpak den bosch en loon op zand", ["'s-Hertogenbosch", "Loon op Zand"]),
        # A name that is a word too.
        ("hoe bereik ik buren", []),
        ("Buren bereiken", []),
        ("Wat doen wij? Buren helpen", []),
        ("hoe doen ze het in buren", ["Buren"]),
        ("gemeente buren", ["Buren"]),
        ("projecten uit buren", ["Buren"]),
        ("de aanpak van Buren", ["Buren"]),
        # One that went up in another.
        ("hoe gaat dat in uden", ["Maashorst"]),
        ("", []),
    ],
)
def test_a_text_names_the_places_that_it_means(text: str, expected: list[str]) -> None:
    assert [named.place.name for named in NAMES.places_in(text)] == expected


def test_a_place_that_went_up_in_another_brings_its_name_of_now() -> None:
    assert list(NAMES.expansions("jongeren in Uden")) == [Expansion("Maashorst", related=True)]
    assert list(NAMES.expansions("jongeren in Maashorst")) == []


def test_a_place_stands_where_the_text_names_it() -> None:
    text = "Ook in ’s-Hertogenbosch wel"
    assert [text[named.begin : named.end] for named in NAMES.places_in(text)] == ["s-Hertogenbosch"]


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("in Buren", True),
        ("in buren", False),
        ("uit uden", True),
        ("projecten uit loon op zand", True),
    ],
)
def test_a_name_that_is_a_word_too_is_no_sure_name_in_lower_case(text: str, sure: bool) -> None:
    assert [named.is_sure for named in NAMES.places_in(text)] == [sure]


def test_the_words_of_all_names_are_known_but_for_stop_words() -> None:
    assert NAMES.words >= {"buren", "shertogenbosch", "hertogenbosch", "bosch", "maashorst", "uden", "loon", "zand", "anna", "bakker"}
    assert "op" not in NAMES.words


def test_the_corpus_lists_the_municipalities_and_provinces_of_the_country(real_library: Library) -> None:
    towns = [place for place in real_library.place_names if place.province]
    provinces = [place.name for place in real_library.place_names if not place.province]
    assert (len(towns), len({(place.name, place.province) for place in towns}), len(provinces)) == (342, 342, 12)
    assert {place.province for place in towns} == set(provinces)
    now = {place.name for place in towns}
    assert {municipality.name for municipality in real_library.municipalities} <= now
    assert not now & {name for place in towns for name in place.former}
