"""A file of others read: looked at, and then converted where it can do no harm."""

from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from indexer import extras
from indexer.importing.blocks import Box, Conversion
from indexer.importing.guards import Examined, examine
from indexer.importing.refusals import Progress, Refused, unheard
from indexer.importing.shield import confined, sandbox

_PDF = b"%PDF-"
_PNG = b"\x89PNG\r\n"
_ODD_OUTCOME = "het lezen gaf geen bruikbare uitkomst. Bewaar het opnieuw, of maak er een PDF van."


def read_file(path: Path, *, ocr: bool = False, shielded: bool = True, progress: Progress = unheard) -> Conversion:
    """Return what a file holds; `ocr` reads the letters of its pictures. Raises Refused with a Dutch sentence that names the file."""
    return converted(examine(path), ocr=ocr, shielded=shielded, progress=progress)


def converted(file: Examined, *, ocr: bool = False, shielded: bool = True, progress: Progress = unheard) -> Conversion:
    """Return what an examined file holds, as `read_file`.

    Raises sandbox.Unshielded where this machine cannot shield it, and PackagesMissing where the extra is not installed.
    """
    task, limits = (confined.READ_PICTURES, sandbox.READING_PICTURES) if ocr else (confined.CONVERT, sandbox.USUAL)
    try:
        return Conversion.from_json(_outcome(file, (task,), limits, shielded, progress))
    except ValidationError as error:
        raise Refused(f"'{file.name}': {_ODD_OUTCOME}") from error


def page_picture(file: Examined, number: int, width: int, black: Sequence[Box] = (), *, shielded: bool = True) -> bytes:
    """Return a page of a PDF (from 1) as PNG, `width` dots wide, with the boxes on it black. Raises Refused, as `converted`."""
    boxes = confined.BOXES.dump_json(tuple(black)).decode()
    task = (confined.SHOW_PAGE, str(number), str(width), boxes)
    try:
        picture = b64decode(_outcome(file, task, sandbox.USUAL, shielded, unheard), validate=True)
    except ValueError:
        picture = b""
    if not picture.startswith(_PNG):
        raise Refused(f"'{file.name}': {_ODD_OUTCOME}")
    return picture


def opened(file: Examined, black: Sequence[str], pages: Sequence[int], *, shielded: bool = True) -> bytes:
    """Return a PDF as everybody may have it: without what it tells of its maker, and without words, which stand on these pages.

    Raises Refused, as `converted`; also when the words cannot be found back in it.
    """
    task = (confined.OPEN, confined.WORDS.dump_json(tuple(black)).decode(), confined.PAGES.dump_json(tuple(pages)).decode())
    try:
        made = b64decode(_outcome(file, task, sandbox.OPENING, shielded, unheard), validate=True)
    except ValueError:
        made = b""
    if not made.startswith(_PDF):
        raise Refused(f"'{file.name}': {_ODD_OUTCOME}")
    return made


def _outcome(file: Examined, task: Sequence[str], limits: sandbox.Limits, shielded: bool, progress: Progress) -> bytes:
    extras.require(extras.ADDING, "kb add")
    try:
        return sandbox.run(task, file.content, file.kind.value, limits, shielded=shielded, progress=progress)
    except sandbox.Unshielded:
        raise
    except Refused as refusal:
        raise Refused(f"'{file.name}': {refusal}") from refusal
