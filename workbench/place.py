"""What a werkbank works on: the delivered corpus, the own folder over it, the index that serves, and the folder of models."""

from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from indexer.keeping import earlier
from workbench.jobs import Jobs

EXTENSION = "place"


@dataclass(frozen=True, slots=True)
class Place:
    """The folders, and the commands that run on them."""

    corpus: Path
    own: Path
    index: Path
    models: Path
    jobs: Jobs

    @staticmethod
    def of(corpus: Path, own: Path, index: Path, models: Path) -> "Place":
        """Return the place of these folders; what its commands told is kept in the own one."""
        settings = {"KB_CORPUS": corpus, "KB_EIGEN": own, "KB_INDEX": index, "KB_MODELLEN": models}
        return Place(
            corpus, own, index, models, Jobs(own / earlier.JOBS, {name: str(folder.resolve()) for name, folder in settings.items()})
        )


def place() -> Place:
    """Return what the werkbank of this request works on."""
    found: Place = current_app.extensions[EXTENSION]
    return found
