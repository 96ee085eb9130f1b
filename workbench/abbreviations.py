"""The abbreviations of a word, each with what it stands for: in the form on one line, in the files in two lists."""

from collections.abc import Iterable, Mapping, Sequence

from workbench.listing import written_out
from workbench.place import Place

FILE = "afkortingen.yaml"
_BETWEEN = ": "


def shown(place: Place, letters: Iterable[str]) -> list[str]:
    """Return abbreviations as the form has them: with what each stands for, where a list says so."""
    known = written_out(place)
    return [f"{one}{_BETWEEN}{known[one]}" if one in known else one for one in letters]


def read(lines: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return the abbreviations of lines with what they stand for, and a sentence for each line that does not say it.

    >>> read(["VG: vadergroep", "AB"])
    ({'VG': 'vadergroep', 'AB': ''}, ["Zet achter 'AB' waar de letters voor staan, bijvoorbeeld: OM: Openbaar Ministerie."])
    """
    found = {letters.strip(): meaning.strip() for letters, _, meaning in (line.partition(":") for line in lines)}
    told = [f"Zet achter '{one}' waar de letters voor staan, bijvoorbeeld: OM: Openbaar Ministerie." for one in found if not found[one]]
    return found, told


def entries(before: Iterable[str], now: Mapping[str, str]) -> dict[str, str | None]:
    """Return what changes in the list of abbreviations: those that a word had `before` and has no more go."""
    return {**{letters: None for letters in before if letters not in now}, **now}
