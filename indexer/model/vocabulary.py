"""Which pieces of the vocabulary of multilingual-e5-small stay: chosen once, by tools/cut_vocabulary.py."""

from collections.abc import Collection
from pathlib import Path

import numpy as np

FILE = Path(__file__).parent / "stukken.bin"


def kept(size: int) -> list[int]:
    """Return the numbers of the pieces that stay, of a vocabulary of `size` pieces, in rising order."""
    bits = np.unpackbits(np.frombuffer(FILE.read_bytes(), np.uint8), count=size)
    return [int(number) for number in np.flatnonzero(bits)]


def write(numbers: Collection[int], size: int) -> None:
    """Write which pieces stay: bit n, the highest of a byte first, says it of piece n."""
    bits = np.zeros(size, np.uint8)
    bits[sorted(numbers)] = 1
    FILE.write_bytes(np.packbits(bits).tobytes())
