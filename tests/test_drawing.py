"""What the site draws: the dots of the map can be pressed one by one."""

from dataclasses import replace

import pytest

from kb.library import Library
from web.drawing import country


def test_dots_that_would_cover_one_another_are_pushed_apart(small_library: Library) -> None:
    """Two places side by side, a hundredth of a degree apart, come to lie 26 apart, each as far from where it was."""
    beekstad, duinhaven = small_library.municipalities
    near = replace(duinhaven, latitude=beekstad.latitude, longitude=beekstad.longitude + 0.01)
    first, second = country(replace(small_library, municipalities=(beekstad, near))).dots
    assert (first.municipality.id, second.municipality.id) == ("beekstad", "duinhaven")
    # 5.905 degrees east is (5.905 - 3.25) * cos(52.1) * 150 = 244.6; 52.1 north is (53.58 - 52.1) * 150 = 222.
    assert (first.x, first.y) == (pytest.approx(231.6, abs=0.1), 222.0)
    assert (second.x, second.y) == (pytest.approx(257.6, abs=0.1), 222.0)


def test_dots_that_are_far_apart_stay_where_they_belong(small_library: Library) -> None:
    """Duinhaven: (4.8 - 3.25) * cos(52.1) * 150 = 142.8 and (53.58 - 52.9) * 150 = 102; Beekstad: 244.2 and 222. North goes first."""
    assert [(dot.municipality.id, dot.x, dot.y) for dot in country(small_library).dots] == [
        ("duinhaven", pytest.approx(142.8, abs=0.1), 102.0),
        ("beekstad", pytest.approx(244.2, abs=0.1), 222.0),
    ]
