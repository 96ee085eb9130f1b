"""A file of others read: looked at, and then converted where it can do no harm."""

from pathlib import Path

from pydantic import ValidationError

from indexer import extras
from indexer.importing import confined, sandbox
from indexer.importing.blocks import Conversion
from indexer.importing.guards import Examined, examine
from indexer.importing.refusals import Progress, Refused, unheard


def read_file(path: Path, *, ocr: bool = False, shielded: bool = True, progress: Progress = unheard) -> Conversion:
    """Return what a file holds; `ocr` reads the letters of its pictures. Raises Refused with a Dutch sentence that names the file."""
    return converted(examine(path), ocr=ocr, shielded=shielded, progress=progress)


def converted(file: Examined, *, ocr: bool = False, shielded: bool = True, progress: Progress = unheard) -> Conversion:
    """Return what an examined file holds, as `read_file`. Raises sandbox.Unshielded where this machine cannot shield
    it, and PackagesMissing where the extra is not installed."""
    extras.require(extras.ADDING, "kb add")
    task, limits = (confined.READ_PICTURES, sandbox.READING_PICTURES) if ocr else (confined.CONVERT, sandbox.USUAL)
    try:
        outcome = sandbox.run(task, file.content, file.kind.value, limits, shielded=shielded, progress=progress)
        return Conversion.from_json(outcome)
    except sandbox.Unshielded:
        raise
    except Refused as refusal:
        raise Refused(f"'{file.name}': {refusal}") from refusal
    except ValidationError as error:
        raise Refused(f"'{file.name}': het lezen gaf geen bruikbare uitkomst. Bewaar het opnieuw, of maak er een PDF van.") from error
