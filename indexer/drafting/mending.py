"""The conversion of a file as it is with what a person said of its blocks: a heading that was taken for a paragraph, words that are no part
of the text, a hyphen that stays.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.drafting.deciding import BlockDecision, Decisions, Returned
from indexer.drafting.shaping import led_by, moved, shaped
from indexer.drafting.words_of_blocks import words_of
from indexer.importing.blocks import Block, BlockKind, Conversion, Footnote, NoteCall, SetAside
from kb.errors import KnowledgeBaseError

NOTE, ASIDE = "voetnoot", "weg"
REASON = "terzijde gelegd bij het nakijken"
_LEADING_LABEL = re.compile(r"^\(?(\d{1,3}|\*{1,3})\)?[.:]?\s+(?=\S)")


def mended(read_of_file: Conversion, decisions: Decisions) -> Conversion:
    """Return what was read of a file with what a person said of it. Of what was looked at no doubts are left."""
    if not (decisions.blokken or decisions.terug or decisions.gezien):
        return read_of_file
    blocks: list[Block] = []
    notes = list(read_of_file.footnotes)
    aside = [one for one in read_of_file.set_aside if not decisions.returned(one.page, one.text)]
    for shape in shaped(read_of_file.blocks, decisions):
        one = decisions.of_block(shape.number, shape.begin)
        if one is None:
            blocks.append(shape.block)
        elif one.soort == ASIDE:
            aside += _by_page(shape.block)
        elif one.soort == NOTE:
            notes.append(_note(shape.block, [note.label for note in notes]))
        else:
            blocks.append(_of_kind(shape.block, one))
    for note in notes[len(read_of_file.footnotes) :]:
        blocks = _called(blocks, note)
    for away in read_of_file.set_aside:
        back = decisions.returned(away.page, away.text)
        blocks = _with_returned(blocks, back) if back else blocks
    doubts = tuple(doubt for doubt in read_of_file.doubts if doubt not in decisions.gezien)
    return replace(read_of_file, blocks=tuple(blocks), footnotes=tuple(notes), set_aside=tuple(aside), doubts=doubts)


def _with_returned(blocks: list[Block], back: Returned) -> list[Block]:
    """Return blocks with words that were set aside at the end of their page: nobody knows where on it they belong."""
    page = back.bladzijde
    after = next((at for at in range(len(blocks), 0, -1) if page is None or (blocks[at - 1].page or 0) <= page), 0)
    kind = BlockKind(back.soort)
    return [*blocks[:after], Block(kind, back.woorden, page=page, level=back.niveau or int(kind is BlockKind.HEADING)), *blocks[after:]]


def kinds_of(block: Block) -> tuple[str, ...]:
    """Return the kinds that a block can be made: `kop-1` to `kop-3` for a heading by its level, and those of BlockDecision."""
    if not block.text.strip():
        return (ASIDE,)
    table = ("tabel",) if block.rows else ()
    return ("kop-1", "kop-2", "kop-3", "alinea", "lijstitem", *table, "citaat", "bijschrift", NOTE, ASIDE)


def kind_of(block: Block, decision: BlockDecision | None) -> str:
    """Return what a block is now, in the words of `kinds_of`; 'figuur' is one of no words."""
    if decision and decision.soort:
        return f"kop-{decision.niveau or 1}" if decision.soort == "kop" else decision.soort
    if block.kind is BlockKind.HEADING:
        return f"kop-{min(max(block.level, 1), 3)}"
    return block.kind.value


def decision_of(number: int, block: Block, kind: str, words: Mapping[str, str], begin: int = 0) -> BlockDecision:
    """Return the decision that a block, or what is of it from its word `begin` on, is of a kind of `kinds_of`. Raises KnowledgeBaseError
    when it can't be."""
    is_as_read = kind == kind_of(block, None)
    if not is_as_read and kind not in kinds_of(block):
        raise KnowledgeBaseError(f"Van blok {number} kan geen '{kind}' worden gemaakt.")
    name, _, level = kind.partition("-")
    changed = {taken: other for taken, other in words.items() if taken != other}
    if is_as_read:
        return BlockDecision(nummer=number, vanaf=begin, woorden=changed)
    return BlockDecision.model_validate({"nummer": number, "vanaf": begin, "soort": name, "niveau": int(level or 0), "woorden": changed})


def _of_kind(block: Block, decision: BlockDecision) -> Block:
    if not decision.soort:
        return block
    kind = BlockKind(decision.soort)
    if kind is block.kind and kind is not BlockKind.HEADING:
        return block
    if block.number is not None and kind is not BlockKind.ITEM:
        block = replace(led_by(f"{block.number}. ", block), number=None)
    rows = block.rows if kind is BlockKind.TABLE else ()
    return replace(block, kind=kind, level=decision.niveau or (1 if kind is BlockKind.HEADING else 0), rows=rows)


def _by_page(block: Block) -> list[SetAside]:
    """Return the words of a block as set aside, those of each page apart."""
    number = f"{block.number}. " if block.number is not None else ""
    page = block.page
    found: dict[int | None, list[str]] = {}
    for word in words_of(block):
        page = word.page or page
        found.setdefault(page, []).append(word.text)
    told = [SetAside(" ".join(words), REASON, at) for at, words in found.items()]
    return [replace(told[0], text=number + told[0].text), *told[1:]] if told else []


def _note(block: Block, taken: Sequence[str]) -> Footnote:
    """Return a block as a note, under the mark that it begins with where it has one that no other note has."""
    number = f"{block.number}. " if block.number is not None else ""
    text = number + block.text
    found = _LEADING_LABEL.match(text)
    if found and found[1] not in taken:
        return Footnote(found[1], text[found.end() :], block.page)
    count = 1
    while f"n{count}" in taken:
        count += 1
    return Footnote(f"n{count}", text, block.page)


def _called(blocks: list[Block], note: Footnote) -> list[Block]:
    """Return blocks in which a note is called where its mark is glued to a word, on its own page and nowhere else."""
    pattern = re.compile(rf"(?<=[^\W\d]){re.escape(note.label)}(?!\w)|(?<=[^\W\d][.,;:!?)”’]){re.escape(note.label)}(?!\w)")
    found = [
        (place, match)
        for place, block in enumerate(blocks)
        if block.page == note.page and not block.rows
        for match in pattern.finditer(block.text)
    ]
    if len(found) != 1:
        return blocks
    place, match = found[0]
    block = blocks[place]
    without = moved(replace(block, text=block.text[: match.start()] + block.text[match.end() :]), match.end(), -len(note.label))
    calls = tuple(sorted((*without.calls, NoteCall(match.start(), note.label)), key=lambda call: call.offset))
    return [*blocks[:place], replace(without, calls=calls), *blocks[place + 1 :]]
