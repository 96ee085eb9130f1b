"""Readable anchors for a draft: each once, of the words that it stands at; where a source had the same words, the anchor that it had."""

from collections.abc import Mapping

from kb.analysis.letters import folded, hyphenated
from kb.analysis.words import stop_words

MOST_CHARACTERS = 60
_WORDS_OF_CUT = 3
_WORDS_OF_KEY = 8


class Anchors:
    """Gives out anchors for one source; `kept` are those that it had, by what `heading_key` and `cut_key` give for their words."""

    def __init__(self, kept: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._kept = dict(kept or {})
        self._taken = {anchor for anchors in self._kept.values() for anchor in anchors}
        self._given: set[str] = set()

    def of_heading(self, title: str) -> str:
        """Return the anchor of a heading."""
        return self._give(heading_key(title), slug(title) or "kop")

    def of_cut(self, heading: str, text: str) -> str:
        """Return the anchor of a passage that begins with this text, under the heading with this anchor."""
        telling = [word for word in slug(text, 400).split("-") if word and word not in stop_words()] or ["vervolg"]
        wanted = f"{heading}-{'-'.join(telling[:_WORDS_OF_CUT])}"
        if wanted in self._taken and wanted not in self._given and not self._kept.get(cut_key(text)):
            # It was made of the same first words.
            self._given.add(wanted)
            return wanted
        return self._give(cut_key(text), wanted)

    def _give(self, key: str, wanted: str) -> str:
        waiting = [anchor for anchor in self._kept.get(key, ()) if anchor not in self._given]
        anchor, number = waiting[0] if waiting else wanted, 2
        while not waiting and (anchor in self._taken or anchor in self._given):
            anchor, number = f"{wanted}-{number}", number + 1
        self._given.add(anchor)
        return anchor


def heading_key(title: str) -> str:
    """Return by what a heading is known again in another edition of its file."""
    return f"# {' '.join(folded(title).split())}"


def cut_key(text: str) -> str:
    """Return by what a passage is known again: its first words."""
    return f"¶ {' '.join(folded(text).split()[:_WORDS_OF_KEY])}"


def slug(text: str, most: int = MOST_CHARACTERS) -> str:
    """Return words as an anchor, cut between words.

    >>> slug("Wat is het probleem?", 12)
    'wat-is-het'
    """
    whole = hyphenated(text)
    return whole if len(whole) <= most else whole[: most + 1].rpartition("-")[0] or whole[:most]
