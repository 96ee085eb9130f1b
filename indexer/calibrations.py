"""The numbers that come with the program, for each encoder that they were chosen for: which of them a new index gets."""

import hashlib
from importlib import resources
from pathlib import Path

from indexer import training
from indexer.model import making
from indexer.reasons import reason
from kb import calibration
from kb.calibration import Calibration
from kb.errors import KnowledgeBaseError
from kb.index.encoder import TRAINED_HERE

_FOLDER = resources.files("indexer") / "ijkingen"


def of_model(model: str) -> Calibration:
    """Return the numbers chosen for a model, or the defaults, which say that they are chosen for none.

    They hold as long as the model is made in the same way.
    """
    file = _FOLDER / f"{model}.json"
    if model not in (TRAINED_HERE, making.E5) or not file.is_file():
        return Calibration()
    chosen = calibration.from_json(file.read_bytes())
    return chosen if chosen.recipe == recipe_of(model) else Calibration()


def read(file: Path) -> Calibration:
    """Return the numbers that `kb calibrate --write` wrote. Raises KnowledgeBaseError."""
    try:
        return calibration.from_json(file.read_bytes())
    except (OSError, ValueError) as error:
        raise KnowledgeBaseError(
            f"'{file}' is niet te lezen als ijking: {reason(error)}. Geef een bestand dat kb calibrate --write heeft geschreven."
        ) from error


def recipe_of(model: str) -> str:
    """Return how a model was made, as a digest of how this program trains; of a model of others its name says it."""
    if model == making.E5:
        return making.recipe()
    return hashlib.sha256(str(training.settings()).encode()).hexdigest()[:12] if model == TRAINED_HERE else ""
