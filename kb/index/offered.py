"""The files of a generation that readers may have: those that open sources were taken in from."""

from pathlib import Path

from kb.library import Library
from kb.model import Document

_FOLDER = "bestanden"


def folder(generation: Path) -> Path:
    """Return the folder of a generation that holds its files."""
    return generation / _FOLDER


def find(generation: Path, library: Library, name: str) -> tuple[Document, Path] | None:
    """Return the source that was taken in from the file with this name, and where the file stands; None where no source offers it.

    What is asked never becomes a path: it is looked up among the names of the library.
    """
    found = next((document for document in library.documents if document.offers_file and document.file == name), None)
    return (found, folder(generation) / str(found.file)) if found else None
