"""What a person says of the blocks of a file that was read (beslissingen.yaml), and the conversion as it is with that: a heading that was
taken for a paragraph, words that are no part of the text, a hyphen that stays.

Blocks are numbered from 1 as the file was read; that reading itself (conversie.json) is never changed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field

from indexer.corpus import records, schemas
from indexer.corpus.faults import FaultList
from indexer.drafting.words_of_blocks import words_of
from indexer.importing.blocks import Block, BlockKind, Conversion, Footnote, NoteCall, SetAside
from kb.errors import KnowledgeBaseError

FILE = "beslissingen.yaml"
NOTE, ASIDE = "voetnoot", "weg"
REASON = "terzijde gelegd bij het nakijken"
_HEAD = "# Wat bij het nakijken over de blokken van dit stuk is beslist, en over wat ernaast werd voorgesteld. De werkbank schrijft dit.\n"
_LEADING_LABEL = re.compile(r"^\(?(\d{1,3}|\*{1,3})\)?[.:]?\s+(?=\S)")

Kind = Literal["", "kop", "alinea", "lijstitem", "tabel", "citaat", "bijschrift", "voetnoot", "weg"]


class BlockDecision(schemas.Record):
    """What a person says of one block: its kind ('' is as it was read), the level of a heading, and words as they must be by as they are.

    A block of which anything is said was looked at: its doubts are settled.
    """

    nummer: Annotated[int, Field(ge=1)]
    soort: Kind = ""
    niveau: Annotated[int, Field(ge=0, le=3)] = 0
    woorden: dict[str, str] = {}


class Accepted(schemas.Record):
    """A proposal that was said yes or no to: what sort, by what it is known, the words it is about, and what an editor calls it."""

    soort: str
    wat: str
    besluit: Literal["ja", "nee"]
    tekst: str = ""
    naam: str = ""


class Decisions(schemas.Record):
    """All of beslissingen.yaml; `gezien` are doubts about the whole file that were looked at."""

    blokken: tuple[BlockDecision, ...] = ()
    gezien: tuple[str, ...] = ()
    voorstellen: tuple[Accepted, ...] = ()

    def of_block(self, number: int) -> BlockDecision | None:
        """Return what was said of a block, None when nothing was."""
        return next((one for one in self.blokken if one.nummer == number), None)

    def with_block(self, decision: BlockDecision) -> "Decisions":
        """Return it with this said of a block, in place of what was said before."""
        others = [one for one in self.blokken if one.nummer != decision.nummer]
        return self.model_copy(update={"blokken": tuple(sorted((*others, decision), key=lambda one: one.nummer))})

    def with_seen(self, doubt: str) -> "Decisions":
        """Return it with a doubt about the whole file looked at."""
        return self.model_copy(update={"gezien": tuple(dict.fromkeys((*self.gezien, doubt)))})

    def with_proposal(self, accepted: Accepted) -> "Decisions":
        """Return it with a proposal decided, in place of what was decided of it before."""
        others = [one for one in self.voorstellen if (one.soort, one.wat) != (accepted.soort, accepted.wat)]
        return self.model_copy(update={"voorstellen": (*others, accepted)})

    def of_proposal(self, sort: str, key: str) -> Accepted | None:
        """Return what was said of a proposal, None when nothing was."""
        return next((one for one in self.voorstellen if (one.soort, one.wat) == (sort, key)), None)

    def accepted(self, sort: str) -> tuple[Accepted, ...]:
        """Return the proposals of a sort that were said yes to."""
        return tuple(one for one in self.voorstellen if one.soort == sort and one.besluit == "ja")


def read(folder: Path) -> Decisions:
    """Return the decisions in a draft's folder. Raises KnowledgeBaseError with every fault in the file."""
    if not (folder / FILE).is_file():
        return Decisions()
    faults = FaultList(folder)
    found = records.read_file(Decisions, folder / FILE, faults)
    if found is None or faults.faults:
        told = "\n".join(map(str, sorted(set(faults.faults))))
        raise KnowledgeBaseError(f"Wat over '{folder.name}' is beslist, is zo niet te lezen:\n{told}")
    content: Decisions = found.content
    return content


def as_text(decisions: Decisions) -> str:
    """Return the text of the file."""
    told = decisions.model_dump(mode="json", exclude_defaults=True)
    return _HEAD + yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=140)


def mended(read_of_file: Conversion, decisions: Decisions) -> Conversion:
    """Return what was read of a file with what a person said of it. Of what was looked at no doubts are left."""
    said = {one.nummer: one for one in decisions.blokken}
    if not said and not decisions.gezien:
        return read_of_file
    blocks: list[Block] = []
    notes = list(read_of_file.footnotes)
    aside = list(read_of_file.set_aside)
    for number, block in enumerate(read_of_file.blocks, start=1):
        one = said.get(number)
        if one is None:
            blocks.append(block)
        elif one.soort == ASIDE:
            aside += _by_page(_worded(block, one.woorden))
        elif one.soort == NOTE:
            notes.append(_note(_worded(block, one.woorden), [note.label for note in notes]))
        else:
            blocks.append(_of_kind(_worded(replace(block, doubts=()), one.woorden), one))
    for note in notes[len(read_of_file.footnotes) :]:
        blocks = _called(blocks, note)
    doubts = tuple(doubt for doubt in read_of_file.doubts if doubt not in decisions.gezien)
    return replace(read_of_file, blocks=tuple(blocks), footnotes=tuple(notes), set_aside=tuple(aside), doubts=doubts)


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


def decision_of(number: int, block: Block, kind: str, words: Mapping[str, str]) -> BlockDecision:
    """Return the decision that a block is of a kind of `kinds_of`. Raises KnowledgeBaseError when it can't be."""
    is_as_read = kind == kind_of(block, None)
    if not is_as_read and kind not in kinds_of(block):
        raise KnowledgeBaseError(f"Van blok {number} kan geen '{kind}' worden gemaakt.")
    name, _, level = kind.partition("-")
    changed = {taken: other for taken, other in words.items() if taken != other}
    if is_as_read:
        return BlockDecision(nummer=number, woorden=changed)
    return BlockDecision.model_validate({"nummer": number, "soort": name, "niveau": int(level or 0), "woorden": changed})


def _of_kind(block: Block, decision: BlockDecision) -> Block:
    if not decision.soort:
        return block
    kind = BlockKind(decision.soort)
    if kind is block.kind and kind is not BlockKind.HEADING:
        return block
    if block.number is not None and kind is not BlockKind.ITEM:
        block = replace(_led_by(f"{block.number}. ", block), number=None)
    rows = block.rows if kind is BlockKind.TABLE else ()
    return replace(block, kind=kind, level=decision.niveau or (1 if kind is BlockKind.HEADING else 0), rows=rows)


def _led_by(words: str, block: Block) -> Block:
    return _moved(replace(block, text=words + block.text), 0, len(words))


def _worded(block: Block, words: Mapping[str, str]) -> Block:
    """Return a block with words in the place of others, the first time that each stands in it."""
    for taken, other in words.items():
        found = re.search(rf"(?<!\w){re.escape(taken)}(?!\w)", block.text)
        if found is None:
            continue
        text = block.text[: found.start()] + other + block.text[found.end() :]
        rows = _in_rows(block.rows, taken, other)
        block = _moved(replace(block, text=text, rows=rows), found.start() + 1, len(other) - len(taken))
    return block


def _in_rows(rows: tuple[tuple[str, ...], ...], taken: str, other: str) -> tuple[tuple[str, ...], ...]:
    found = False
    told = []
    for row in rows:
        cells = []
        for cell in row:
            new = cell if found else re.sub(rf"(?<!\w){re.escape(taken)}(?!\w)", lambda match: other, cell, count=1)
            found = found or new != cell
            cells.append(new)
        told.append(tuple(cells))
    return tuple(told)


def _moved(block: Block, begin: int, by: int) -> Block:
    """Return a block with the places from `begin` on so much further."""
    return replace(
        block,
        breaks=tuple(replace(one, offset=one.offset + by * (one.offset >= begin)) for one in block.breaks),
        calls=tuple(replace(one, offset=one.offset + by * (one.offset >= begin)) for one in block.calls),
    )


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
    without = _moved(replace(block, text=block.text[: match.start()] + block.text[match.end() :]), match.end(), -len(note.label))
    calls = tuple(sorted((*without.calls, NoteCall(match.start(), note.label)), key=lambda call: call.offset))
    return [*blocks[:place], replace(without, calls=calls), *blocks[place + 1 :]]
