"""Parts of Dutch compounds: 'jeugdcriminaliteit' is about 'jeugd' and 'criminaliteit'."""

from collections.abc import Callable, Collection
from functools import lru_cache

from kb.analysis.lemmas import in_dictionary, lemma

SHORTEST_PART = 4
# Short words that do make compounds of this field; other words of three letters give nonsense parts.
SHORT_PARTS = frozenset({"jim", "wet", "weg", "dag", "eer", "gok"})
SHORTEST_COMPOUND = 8
_LINKS = ("", "s", "en", "e")


def parts(word: str, corpus_words: Collection[str]) -> tuple[str, ...]:
    """Return the lemmas of the words that make up `word`, or () when it is no compound.

    A split must use up the whole word, with at most -s-, -en- or -e- between parts, and each part must be a word of the corpus
    or of the dictionary. The split with the fewest parts wins, then the one with the fewest letters between the parts.

    >>> parts("buurtvaders", {"buurt", "vaders"})
    ('buurt', 'vader')
    """
    if len(word) < SHORTEST_COMPOUND:
        return ()

    def known(part: str) -> bool:
        return part in corpus_words or in_dictionary(part)

    split = _split(word, known)
    return tuple(lemma(part) for part in split) if split and len(split) > 1 else ()


@lru_cache(maxsize=2_000)
def completed(half: str, full: str) -> str | None:
    """Return the first half of a pair that shares its ending, with that ending, or None when the dictionary tells of none.

    >>> completed("wet", "regelgeving"), completed("in", "uitstroom"), completed("buurt", "wijkteams"), completed("jong", "oud")
    ('wetgeving', 'instroom', 'buurtteams', None)
    """
    heads = [begin for begin in range(2, len(full) - 2) if in_dictionary(full[:begin])]
    endings = [(full[:begin], full[begin + link :]) for link in (0, 1) for begin in heads if not link or full[begin] == "s"]
    whole = next((half + ending for _, ending in endings if in_dictionary(half + ending)), None)
    if whole or not (in_dictionary(half) or in_dictionary(half.removesuffix("s"))):
        return whole
    # Of two halves that no dictionary has together ('buurtteams') each must be a word, and none a mere prefix ('opvoed- en opgroeihulp').
    likely = ((head, ending) for head, ending in endings if len(head) > 2 and len(ending) >= SHORTEST_PART)
    return next((half + ending for _, ending in likely if in_dictionary(ending)), None)


def _split(word: str, known: Callable[[str], bool], most_parts: int = 3) -> tuple[str, ...] | None:
    """Return the best split of word into two to most_parts known parts, or None."""
    best: tuple[str, ...] | None = None
    for end in range(3, len(word) - SHORTEST_PART + 1):
        head = word[:end]
        if not _may_be_part(head) or not known(head):
            continue
        for link in _LINKS:
            if not word.startswith(link, end):
                continue
            tail = word[end + len(link) :]
            further: tuple[str, ...] | None = (tail,) if _may_be_part(tail) and known(tail) else None
            if further is None and most_parts > 2:
                further = _split(tail, known, most_parts - 1)
            if further and (best is None or _rank((head, *further)) > _rank(best)):
                best = (head, *further)
    return best


def _may_be_part(part: str) -> bool:
    return len(part) >= SHORTEST_PART or part in SHORT_PARTS


def _rank(split: tuple[str, ...]) -> tuple[int, int, int]:
    return (-len(split), sum(map(len, split)), len(split[-1]))
