"""The map: a dot for each municipality with examples, none on top of another."""

from dataclasses import replace
from itertools import combinations
from math import hypot

from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import Municipality
from web.showing.drawing import country

# What the guidelines for reading aids ask between the middles of two things to press.
A_THUMB = 24.0


def _at(identity: str, latitude: float, longitude: float) -> Municipality:
    return Municipality(identity, identity.capitalize(), latitude, longitude, (), ())


def test_dots_stand_where_they_are_and_near_ones_are_pushed_apart(small_library: Library) -> None:
    towns = (_at("west", 52.58, 4.95), _at("oost", 52.58, 5.05), _at("zuid", 51.58, 6.25), _at("zonder", 52.0, 5.0))
    one = small_library.examples[0]
    examples = [replace(one, municipalities=("west", "oost")), *[replace(one, municipalities=("zuid",))] * 4]
    drawn = country(Library(municipalities=towns, examples=tuple(examples)))
    # A degree is 150 high and 150 × cos 52.1° = 92.14 wide. West and oost are 9.2 apart, and so pushed 13 to either side of x = 161.25.
    assert [(dot.municipality.id, dot.x, dot.y, dot.radius, dot.count) for dot in drawn.dots] == [
        ("west", 148.2, 150.0, 5.5, 1),
        ("oost", 174.2, 150.0, 5.5, 1),
        ("zuid", 276.4, 300.0, 7.5, 4),
    ]
    assert [dot.municipality.name for dot in drawn.by_name] == ["Oost", "West", "Zuid"]


def test_no_two_municipalities_of_the_real_map_are_too_near_to_press(real_base: KnowledgeBase) -> None:
    dots = country(real_base.library).dots
    assert len(dots) > 10
    near = [
        (one.municipality.id, other.municipality.id)
        for one, other in combinations(dots, 2)
        if hypot(one.x - other.x, one.y - other.y) < A_THUMB
    ]
    assert near == []
