"""Cutting texts into the pieces of a Unigram vocabulary, from small files that processes share, as the library of tokenizers does it.

Method: SentencePiece's unigram model (Kudo 2018): of all ways to cut a text, the one whose pieces' scores add up highest. The library keeps
its pieces in a tree that takes 35 MB for 57,000 of them; here each is a number of eight bytes, and all of a text are looked up at once.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

FOLDER = "stukken"
TOKENIZER = "tokenizer.json"
_NUMBERS = "getallen.npy"
_IDS = "nummers.npy"
_SCORES = "scores.npy"
_RULES = "regels.json"
# What an unknown letter costs, below the lowest score.
_UNKNOWN_PENALTY = 10.0
_SPACE = "▁"
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SEED = np.uint64(0xD1B54A32D192ED03)
_Hashes = npt.NDArray[np.uint64]


def write(folder: Path) -> None:
    """Write the pieces of the tokenizer in folder beside it, where it is of the kind that can be cut by here."""
    told = json.loads((folder / TOKENIZER).read_text(encoding="utf-8"))
    if not _is_known(told):
        return
    model = told["model"]
    special = {one["content"] for one in told["added_tokens"]}
    pieces = [(piece, number, score) for number, (piece, score) in enumerate(model["vocab"]) if piece and piece not in special]
    hashes = _numbers_of([piece for piece, _, _ in pieces])
    order = np.argsort(hashes)
    if len(np.unique(hashes)) < len(pieces):
        return
    to = folder / FOLDER
    to.mkdir()
    np.save(to / _NUMBERS, hashes[order])
    np.save(to / _IDS, np.asarray([number for _, number, _ in pieces], np.int32)[order])
    np.save(to / _SCORES, np.asarray([score for _, _, score in pieces], np.float64)[order])
    begin, end = (
        told["post_processor"]["special_tokens"][told["post_processor"]["single"][at]["SpecialToken"]["id"]]["ids"] for at in (0, 2)
    )
    unknown = model["unk_id"]
    rules = {
        "langste": max(len(piece) for piece, _, _ in pieces),
        "begin": begin,
        "eind": end,
        "onbekend": unknown,
        "laagste": min(score for _, score in model["vocab"]),
        "meeste": told["truncation"]["max_length"],
        # The rules by which letters are made alike stay the library's; of its pieces it keeps the one that it can't do without.
        "letters": {
            **told,
            "model": {**model, "vocab": [model["vocab"][unknown]], "unk_id": 0},
            "added_tokens": [],
            "post_processor": None,
        },
    }
    (to / _RULES).write_text(json.dumps(rules, ensure_ascii=False), encoding="utf-8")


class Pieces:
    """An opened vocabulary; its arrays are memory-mapped and may be shared between threads and processes."""

    def __init__(self, folder: Path) -> None:
        """Open what write() left in the folder of a model."""
        rules = json.loads((folder / FOLDER / _RULES).read_text(encoding="utf-8"))
        self._numbers: _Hashes = np.load(folder / FOLDER / _NUMBERS, mmap_mode="r")
        self._ids: npt.NDArray[np.int32] = np.load(folder / FOLDER / _IDS, mmap_mode="r")
        self._scores: npt.NDArray[np.float64] = np.load(folder / FOLDER / _SCORES, mmap_mode="r")
        self._letters = Tokenizer.from_str(json.dumps(rules["letters"])).normalizer
        self._longest: int = rules["langste"]
        self._begin: list[int] = rules["begin"]
        self._end: list[int] = rules["eind"]
        self._unknown: int = rules["onbekend"]
        self._unknown_score: float = rules["laagste"] - _UNKNOWN_PENALTY
        self._most: int = rules["meeste"] - len(self._begin) - len(self._end)

    def ids(self, text: str) -> list[int]:
        """Return the numbers of the pieces of a text, with those that begin and end it."""
        alike = self._letters.normalize_str(text).replace(" ", _SPACE)
        if alike and not alike.startswith(_SPACE):
            alike = _SPACE + alike
        return [*self._begin, *self._cut(alike)[: self._most], *self._end]

    def _cut(self, text: str) -> list[int]:
        size = len(text)
        found = self._found(text)
        best = [0.0] * (size + 1)
        came_from = [-1] * (size + 1)
        came_by = [self._unknown] * (size + 1)
        for start in range(size):
            here = best[start]
            has_letter = False
            for length, piece, score in found[start]:
                end = start + length
                if came_from[end] < 0 or score + here > best[end]:
                    best[end], came_from[end], came_by[end] = score + here, start, piece
                has_letter = has_letter or length == 1
            if not has_letter and (came_from[start + 1] < 0 or self._unknown_score + here > best[start + 1]):
                best[start + 1], came_from[start + 1], came_by[start + 1] = self._unknown_score + here, start, self._unknown
        return self._way_back(came_from, came_by)

    def _way_back(self, came_from: Sequence[int], came_by: Sequence[int]) -> list[int]:
        """Return the pieces of the best way to the end; unknown letters beside each other are one piece."""
        pieces: list[int] = []
        end = len(came_from) - 1
        while end > 0:
            if not (came_by[end] == self._unknown and pieces and pieces[-1] == self._unknown):
                pieces.append(came_by[end])
            end = came_from[end]
        return pieces[::-1]

    def _found(self, text: str) -> list[list[tuple[int, int, float]]]:
        """Return for each place in a text the pieces that begin there, shortest first: their length, number and score."""
        found: list[list[tuple[int, int, float]]] = [[] for _ in text]
        for length, hashes in enumerate(_windows(text, self._longest), start=1):
            at = np.minimum(np.searchsorted(self._numbers, hashes), len(self._numbers) - 1)
            starts = np.flatnonzero(self._numbers[at] == hashes)
            here = at[starts]
            for start, piece, score in zip(starts.tolist(), self._ids[here].tolist(), self._scores[here].tolist(), strict=True):
                found[start].append((length, piece, score))
        return found


def _windows(text: str, longest: int) -> list[_Hashes]:
    """Return a number for each stretch of one letter in a text, of two letters, and so on; another has it with a chance of 1 in 2**64."""
    letters = _letters(text)
    windows: list[_Hashes] = []
    numbers = np.full(len(letters), _SEED, np.uint64)
    for length in range(1, min(longest, len(letters)) + 1):
        numbers = _longer(numbers[: len(letters) - length + 1], letters[length - 1 :])
        windows.append(numbers)
    return windows


def _numbers_of(pieces: Sequence[str]) -> _Hashes:
    """Return the number of each piece, as _windows gives it."""
    found = np.empty(len(pieces), np.uint64)
    lengths = np.asarray([len(piece) for piece in pieces])
    for length in np.unique(lengths):
        places = np.flatnonzero(lengths == length)
        letters = _letters("".join(pieces[place] for place in places.tolist())).reshape(len(places), length)
        numbers = np.full(len(places), _SEED, np.uint64)
        for column in letters.T:
            numbers = _longer(numbers, column)
        found[places] = numbers
    return found


def _longer(numbers: _Hashes, letters: _Hashes) -> _Hashes:
    """Return the numbers of stretches that are one letter longer."""
    longer = numbers * _FACTOR + letters
    return longer ^ (longer >> np.uint64(29))


def _letters(text: str) -> _Hashes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)


def _is_known(told: Mapping[str, Any]) -> bool:
    """Return whether a tokenizer cuts as is done here: Unigram, spaces as a mark before each word, one piece before and one behind."""
    model, spaces, around = told["model"], told["pre_tokenizer"] or {}, told["post_processor"] or {}
    return bool(
        model.get("type") == "Unigram"
        and not model.get("byte_fallback")
        and model.get("unk_id") is not None
        and told["normalizer"]
        and told["truncation"]
        and all(one["special"] for one in told["added_tokens"])
        and (spaces.get("type"), spaces.get("replacement"), spaces.get("prepend_scheme"), spaces.get("split"))
        == ("Metaspace", _SPACE, "always", False)
        and around.get("type") == "TemplateProcessing"
        and [next(iter(one)) for one in around["single"]] == ["SpecialToken", "Sequence", "SpecialToken"]
    )
