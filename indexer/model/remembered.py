"""An encoder that remembers: vectors of texts met in an earlier build come from a file, so that a build encodes only what changed."""

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from kb.index.vectors import Encoder, Vectors

_KEY = 16
# So many new texts go to the encoder at a time: enough to keep all cores busy, few enough to tell how far it is.
_TOGETHER = 64


class RememberedEncoder:
    """An encoder with what it made before, by digests of the text and of how it is asked: as a question or as a text."""

    def __init__(self, encoder: Encoder, file: Path, progress: Callable[[int], None] = lambda count: None) -> None:
        """Read what the file holds; one that can't be read is as one that is not there. `progress` is told how many were encoded."""
        self.name = encoder.name
        self._encoder = encoder
        self._file = file
        self._progress = progress
        self._known = _read(file)
        self._used: dict[bytes, Vectors] = {}
        self._encoded = 0

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length one per text."""
        return self._encode("tekst", texts, self._encoder.encode_passages)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length one per question."""
        return self._encode("vraag", texts, self._encoder.encode_queries)

    def keep(self) -> None:
        """Write what was asked for since this was opened, and nothing else, in place of what the file held."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_suffix(f".{os.getpid()}.npz")
        keys = np.frombuffer(b"".join(self._used), np.uint8).reshape(-1, _KEY)
        np.savez(new, keys=keys, vectors=np.stack(list(self._used.values())) if self._used else np.empty((0, 0), np.float32))
        new.replace(self._file)

    def _encode(self, manner: str, texts: Sequence[str], encode: Callable[[Sequence[str]], Vectors]) -> Vectors:
        keys = [_key(manner, text) for text in texts]
        self._used.update((key, self._known[key]) for key in keys if key in self._known)
        new = list({key: text for key, text in zip(keys, texts, strict=True) if key not in self._used}.items())
        for some in (new[start : start + _TOGETHER] for start in range(0, len(new), _TOGETHER)):
            self._used.update(zip((key for key, _ in some), encode([text for _, text in some]), strict=True))
            self._encoded += len(some)
            self._progress(self._encoded)
        return np.stack([self._used[key] for key in keys]) if keys else encode([])


def _key(manner: str, text: str) -> bytes:
    return hashlib.sha256(f"{manner}\0{text}".encode()).digest()[:_KEY]


def _read(file: Path) -> dict[bytes, Vectors]:
    try:
        with file.open("rb") as stream, np.load(stream) as kept:
            return {bytes(key): vector for key, vector in zip(kept["keys"], kept["vectors"], strict=True)}
    except (OSError, ValueError, KeyError, BadZipFile):
        return {}
