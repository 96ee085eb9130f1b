"""A file to its blocks, by what it is. Call this within the process of `sandbox` only, but for files of one's own."""

from pathlib import Path

from indexer.importing.blocks import Conversion
from indexer.importing.guards import Kind
from indexer.importing.refusals import Progress, Refused, unheard

_NO_TEXT = "er kwam geen tekst uit. Kijk of er tekst in staat die u kunt aanwijzen, of bewaar het opnieuw."


def convert(file: Path, kind: Kind, *, ocr: bool = False, progress: Progress = unheard) -> Conversion:
    """Return what a file holds. Raises Refused, or whatever a library makes of a file that is not as it should be."""
    conversion = _converted(file, kind, ocr, progress)
    if not any(block.text for block in conversion.blocks):
        raise Refused(_NO_TEXT)
    return conversion


def _converted(file: Path, kind: Kind, ocr: bool, progress: Progress) -> Conversion:
    # Each brings its libraries along, and needs no other.
    match kind:
        case Kind.DOCX:
            from indexer.importing.office import word_document

            return word_document.convert(file)
        case Kind.PDF:
            from indexer.importing.pdf import converter

            return converter.convert(file, ocr=ocr, progress=progress)
        case Kind.HTML:
            from indexer.importing.web import page

            return page.convert(file)
        case Kind.MARKDOWN:
            from indexer.importing import plain_text

            return plain_text.convert_markdown(file)
        case Kind.TEXT:
            from indexer.importing import plain_text

            return plain_text.convert(file)
        case Kind.ODT:
            from indexer.importing.office import open_document

            return open_document.convert(file)
        case Kind.PPTX:
            from indexer.importing.office import presentation

            return presentation.convert(file, progress)
