"""What a button beside a chosen text asks: that it moves up or down among the others, or goes."""

from collections.abc import Sequence

MOVES = ("omhoog", "omlaag", "weg")


def moved(items: Sequence[str], item: str, move: str) -> list[str]:
    """Return the items as they are after one of MOVES; the first does not move up, the last not down, and what is not there nowhere.

    >>> moved(["a", "b", "c"], "c", "omhoog"), moved(["a", "b", "c"], "a", "omlaag"), moved(["a", "b"], "a", "weg")
    (['a', 'c', 'b'], ['b', 'a', 'c'], ['b'])
    >>> moved(["a", "b"], "a", "omhoog"), moved(["a", "b"], "b", "omlaag"), moved(["a", "b"], "c", "weg")
    (['a', 'b'], ['a', 'b'], ['a', 'b'])
    """
    others = [one for one in items if one != item]
    if item in items and move != "weg":
        others.insert(max(0, items.index(item) + (1 if move == "omlaag" else -1)), item)
    return others
