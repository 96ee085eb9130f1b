"""Which of a question's terms do texts hold: the terms of many texts, worked out when the index is built and packed together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

_TERMS = "terms.npy"
_TEXTS = "texts.npy"
_GROUPS = "groups.npy"
Shares = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Held:
    """What some texts hold of the terms asked for: `terms`, shape (texts, terms asked), and how many terms each text has in all."""

    terms: npt.NDArray[np.bool_]
    sizes: npt.NDArray[np.intp]

    def likeness(self) -> Shares:
        """Return for each text how many terms it shares with what was asked, of all that either has (the Jaccard index)."""
        shared = self.terms.sum(axis=1)
        either = self.terms.shape[1] + self.sizes - shared
        return np.asarray(shared / np.maximum(either, 1), np.float32)


def covered(held: npt.NDArray[np.bool_], weights: Collection[float]) -> Shares:
    """Return the share, by weight, of the terms asked for that are held, for a row of `held` or for each row; 0 when nothing is asked."""
    weighed = np.fromiter(weights, np.float32, len(weights))
    return np.asarray(np.where(held, weighed, 0).sum(axis=-1) / (weighed.sum() or 1), np.float32)


def write(groups: Sequence[Sequence[Collection[str]]], folder: Path) -> None:
    """Write the terms of texts, which come in groups (the sentences of a passage, the questions of an entry), into a new folder."""
    folder.mkdir()
    texts = [sorted({number_of(term) for term in terms}) for group in groups for terms in group]
    np.save(folder / _TERMS, np.asarray([number for text in texts for number in text], np.uint64))
    np.save(folder / _TEXTS, _offsets(texts))
    np.save(folder / _GROUPS, _offsets(groups))


class TermSets:
    """Opened sets of terms; the arrays are memory-mapped and may be shared between threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._terms: npt.NDArray[np.uint64] = np.load(folder / _TERMS, mmap_mode="r")
        self._texts: npt.NDArray[np.int64] = np.load(folder / _TEXTS, mmap_mode="r")
        self._groups: npt.NDArray[np.int64] = np.load(folder / _GROUPS, mmap_mode="r")

    def held(self, terms: Collection[str], group: int | None = None) -> Held:
        """Return what the texts of one group, or of all groups, hold of the terms, in the order of texts and terms."""
        first, last = (0, len(self._texts) - 1) if group is None else (int(self._groups[group]), int(self._groups[group + 1]))
        bounds = np.asarray(self._texts[first : last + 1])
        return held_of(np.asarray(self._terms[bounds[0] : bounds[-1]]), np.diff(bounds), terms)

    def packed(self, group: int) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
        """Return the terms of the texts of a group, laid end to end, and how many each text has: what `held_of` takes."""
        bounds = np.asarray(self._texts[int(self._groups[group]) : int(self._groups[group + 1]) + 1])
        return np.asarray(self._terms[bounds[0] : bounds[-1]]), np.diff(bounds)


def held_of(numbers: npt.NDArray[np.uint64], sizes: npt.NDArray[np.int64], terms: Collection[str]) -> Held:
    """Return what texts hold of the terms, in the order of texts and terms: `numbers` of their terms end to end, `sizes` of each text."""
    asked = np.asarray([number_of(term) for term in terms], np.uint64)
    order = np.argsort(asked)
    nearest = np.minimum(np.searchsorted(asked[order], numbers), max(0, len(asked) - 1))
    matches = np.flatnonzero(asked[order][nearest] == numbers) if len(asked) else np.empty(0, np.intp)
    found = np.zeros((len(sizes), len(asked)), np.bool_)
    found[np.repeat(np.arange(len(sizes)), sizes)[matches], order[nearest[matches]]] = True
    return Held(found, sizes)


def number_of(term: str) -> int:
    """Return a number for a term that another term has with a chance of 1 in 2**64: no dictionary of terms has to be kept."""
    return int.from_bytes(blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _offsets(parts: Sequence[Sequence[object]]) -> npt.NDArray[np.int64]:
    """Return where each part begins in all parts laid end to end, and where the last one ends."""
    return np.cumsum([0, *(len(part) for part in parts)], dtype=np.int64)
