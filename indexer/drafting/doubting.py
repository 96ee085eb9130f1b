"""The doubts of a draft one by one, in the order in which a person steps through them: of the whole file, of pages, of blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.drafting.concept import PageToSee
from indexer.drafting.deciding import Decisions
from indexer.importing.blocks import Conversion


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt: the page and the number of the block that it is about (None: no single one), what to look at, and whether one did."""

    page: int | None
    block: int | None
    sentences: tuple[str, ...]
    is_settled: bool


def doubts(read_of_file: Conversion, decisions: Decisions, pages: Sequence[PageToSee]) -> list[Doubt]:
    """Return all doubts about a file, also those that are settled: a doubt keeps its place."""
    whole = [Doubt(None, None, (one,), one in decisions.gezien) for one in read_of_file.doubts]
    of_pages = [Doubt(one.bladzijde, None, (f"{one.waarom[:1].upper()}{one.waarom[1:]}.",), bool(one.besluit)) for one in pages]
    of_blocks = []
    page = 1
    for number, block in enumerate(read_of_file.blocks, start=1):
        page = block.page or page
        if block.doubts:
            of_blocks.append(Doubt(page, number, block.doubts, decisions.of_block(number) is not None))
    return [*whole, *sorted([*of_pages, *of_blocks], key=lambda one: (one.page or 0, one.block or 0))]
