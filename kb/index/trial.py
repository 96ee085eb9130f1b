"""Does this machine compute as the one that built the index? Told from the vectors of a few questions that the index keeps."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kb.errors import IndexDamaged
from kb.index.vectors import Encoder

MOST = 20
LEAST_ALIKE = 0.99
_QUESTIONS = "proef.json"
_VECTORS = "proef.npy"


def write(encoder: Encoder, questions: Sequence[str], folder: Path) -> None:
    """Write questions with their vectors beside the model; at most MOST of them are of use."""
    (folder / _QUESTIONS).write_text(json.dumps(list(questions), ensure_ascii=False), encoding="utf-8")
    np.save(folder / _VECTORS, encoder.encode_queries(questions))


def check(encoder: Encoder, folder: Path) -> None:
    """Compare what an encoder makes of the questions with what was written. Raises IndexDamaged when they differ."""
    questions = json.loads((folder / _QUESTIONS).read_text(encoding="utf-8"))
    if not questions:
        return
    alike = float(np.sum(encoder.encode_queries(questions) * np.load(folder / _VECTORS), axis=1).min())
    if alike < LEAST_ALIKE:
        raise IndexDamaged(
            f"Het model van de index rekent op deze machine anders dan waar de index gemaakt is (gelijkenis {alike:.2f})."
            " Maak de index op deze machine opnieuw met: kb index"
        )
