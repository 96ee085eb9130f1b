"""What a hyphen at the end of a line is: a cut in a word, or part of it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from indexer.importing.pdf.pieces import Line
from kb.analysis.compounds import parts
from kb.analysis.lemmas import in_dictionary
from kb.analysis.letters import folded

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
# Words that keep their hyphen before another.
_KEEPING = frozenset({"niet", "non", "ex", "vice", "e", "t", "x", "quasi", "oud"})
# What stands after 'beleggings-' in 'beleggings- en spaargeld'.
_LINKING = re.compile(r"(en|of|en/of|tot|noch|als|maar|dan wel)\b", re.I)
_VOWEL = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]", re.I)
_DOUBT = re.compile(r"Over twee regels stond een woord: ‘(.+?)’ of ‘(.+?)’\? Nu staat er ‘\1’\.")
_CLASHING = re.compile(r"(aa|ae|ai|au|ee|ei|eu|ie|ii|oe|oi|oo|ou|ui|uu|ij)", re.I)


@dataclass(frozen=True, slots=True)
class Joined:
    """How two halves are written, and a Dutch sentence where that is assumed."""

    text: str
    doubt: str = ""


class Words:
    """The words of a document that stand whole on a line."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._times: Counter[str] = Counter()
        for line in lines:
            words = _WORD.findall(line.text.rstrip("\xad"))
            # The halves of a cut word are no words.
            self._times.update(word.lower() for word in (words[1:-1] if line.text.endswith("\xad") else words[1:]))
        self.forms: Collection[str] = self._times.keys()

    def times(self, word: str) -> int:
        """Return how often a word stands there."""
        return self._times[word]


def joined(before: str, after: str, words: Words) -> Joined:
    """Return what the last word before a hyphen at a line's end (without it) and the text after it are together.

    `before` and `after` are the halves as they stand: 'mi' and 'gratie is', of which the first word counts.
    """
    left = re.findall(r"[^\s\"'“”‘’«»()]*$", before)[0]
    match = re.match(r"[^\s.,;:!?)\"'”’»]*", after)
    right = match[0] if match else ""
    if _LINKING.match(after) and left:
        return Joined("- ")
    if (
        not left
        or not right
        or left[-1].isdigit()
        or left[-1].isupper()
        or right[0].isupper()
        or right[0].isdigit()
        or not left[-1].isalpha()
    ):
        return Joined("-")
    last = re.split(r"[-/]", left)[-1]
    if not _VOWEL.search(last):
        # An abbreviation: 'btw-tarief'.
        return Joined("-")
    whole, kept = (left + right).lower(), f"{left}-{right}".lower()
    if words.times(whole) or words.times(kept):
        return Joined("" if words.times(whole) >= words.times(kept) else "-")
    if last.lower() in _KEEPING:
        return Joined("-")
    core = last + re.split(r"[-/]", right)[0]
    if _known(core.lower()):
        return Joined("")
    if _CLASHING.fullmatch(last[-1] + right[0]) and _known(last.lower()) and _known(right.lower()):
        return Joined("-", _doubt(f"{last}-{right}", last + right))
    if last[0].isupper() and _known(last.lower()) and _known(right.lower()):
        return Joined("-", _doubt(f"{last}-{right}", last + right))
    if parts(folded(core.lower()), words.forms):
        return Joined("")
    return Joined("", _doubt(core, f"{last}-{right}"))


@lru_cache(maxsize=50_000)
def _known(word: str) -> bool:
    return in_dictionary(folded(word)) or in_dictionary(word)


def choice(doubt: str) -> tuple[str, str] | None:
    """Return the word as it was taken and as it may be, of a doubt that `joined` gave; None of another one."""
    found = _DOUBT.fullmatch(doubt)
    return (found[1], found[2]) if found else None


def _doubt(taken: str, other: str) -> str:
    return f"Over twee regels stond een woord: ‘{taken}’ of ‘{other}’? Nu staat er ‘{taken}’."
