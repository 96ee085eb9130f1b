"""The blocks of a file as a person made them: a word written otherwise, a block cut in two, two that are one. All places behind move along.

What they are (indexer.drafting.mending) is said of these.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.drafting.deciding import BlockDecision, Decisions
from indexer.importing.blocks import Block, BlockKind, PageBreak
from kb.errors import KnowledgeBaseError

_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_WORD = re.compile(r"\S+")
# What is put aside or becomes a note stands between two blocks that may yet be one.
_PASSED = ("weg", "voetnoot")


@dataclass(frozen=True, slots=True)
class Member:
    """Words that were read together, or a part of those: the number of the block, and from which of its words on, how many.

    Before them stand `lead` words that a block gets where it is joined to another: the number of an item.
    """

    number: int
    begin: int
    size: int
    lead: int = 0

    @property
    def whole(self) -> int:
        """How many words it has in the block that it is part of."""
        return self.lead + self.size


@dataclass(frozen=True, slots=True)
class Shaped:
    """A block as it is now, and what it is made of: the first is the one of which a kind is said."""

    block: Block
    members: tuple[Member, ...]

    @property
    def number(self) -> int:
        """The number of the block with which it begins."""
        return self.members[0].number

    @property
    def begin(self) -> int:
        """From which of the words of that block on."""
        return self.members[0].begin


def shaped(blocks: Sequence[Block], decisions: Decisions) -> list[Shaped]:
    """Return blocks as a person wrote, cut and joined them, in order."""
    said = {(one.nummer, one.vanaf): one for one in decisions.blokken}
    cuts: dict[int, list[int]] = {}
    for one in decisions.blokken:
        if one.vanaf:
            cuts.setdefault(one.nummer, []).append(one.vanaf)
    found: list[Shaped] = []
    for number, block in enumerate(blocks, start=1):
        whole = said.get((number, 0))
        if whole:
            block = reworded(replace(block, doubts=()), whole.woorden)
        for begin, part in _parts(block, cuts.get(number, ())):
            shape = Shaped(part, (Member(number, begin, len(part.text.split())),))
            decision = said.get((number, begin))
            before = _before(found, said) if decision and decision.samen else None
            if before is None:
                found.append(shape)
            else:
                member = replace(shape.members[0], lead=int(part.number is not None))
                found[before] = Shaped(_joined(found[before].block, part), (*found[before].members, member))
    return found


def joined(blocks: Sequence[Block], decisions: Decisions, number: int, begin: int) -> Decisions:
    """Return decisions by which a block goes on with the one before it. Raises KnowledgeBaseError when it can't."""
    if begin:
        return decisions.without_block(number, begin)
    before = decisions.of_block(number) or BlockDecision(nummer=number)
    new = decisions.with_block(before.model_copy(update={"samen": True, "soort": "", "niveau": 0}))
    if not _is_words(blocks[number - 1]) or any((one.number, one.begin) == (number, 0) for one in shaped(blocks, new)):
        raise KnowledgeBaseError(f"Blok {number} kan niet bij het blok erboven: een tabel of figuur staat op zichzelf.")
    return new


def cut(blocks: Sequence[Block], decisions: Decisions, number: int, begin: int, at: int) -> Decisions:
    """Return decisions by which a block is two, the second from its word `at` on: cut in what was read, or loose again.

    Raises KnowledgeBaseError when there are no words on both sides of it.
    """
    one = next((one for one in shaped(blocks, decisions) if (one.number, one.begin) == (number, begin)), None)
    if one is None or not _is_words(one.block) or not 0 < at < sum(member.whole for member in one.members):
        raise KnowledgeBaseError(f"Blok {number} is daar niet te knippen. Er is niets veranderd.")
    for member in one.members:
        if at <= member.lead and member is not one.members[0]:
            said = decisions.of_block(member.number, member.begin)
            return decisions.with_block((said or BlockDecision(nummer=member.number)).model_copy(update={"samen": False}))
        if at < member.whole:
            return decisions.with_block(BlockDecision(nummer=member.number, vanaf=member.begin + at - member.lead))
        at -= member.whole
    raise AssertionError("The words of the members are those of the block.")


def places_to_cut(one: Shaped) -> list[int]:
    """Return after how many words a block may be cut: where a sentence ends, and where two blocks were joined."""
    if not _is_words(one.block):
        return []
    words = one.block.text.split()
    ends = {at for at, word in enumerate(words[:-1], start=1) if _SENTENCE_END.search(word)}
    total = 0
    for member in one.members[:-1]:
        total += member.whole
        ends.add(total)
    return sorted(ends)


def can_join(before: Shaped | None, one: Shaped) -> bool:
    """Return whether a block may go on with another."""
    return before is not None and _is_words(before.block) and _is_words(one.block)


def led_by(words: str, block: Block) -> Block:
    """Return a block that begins with other words."""
    return moved(replace(block, text=words + block.text), 0, len(words))


def reworded(block: Block, words: Mapping[str, str]) -> Block:
    """Return a block with words in the place of others, the first time that each stands in it."""
    for taken, other in words.items():
        found = re.search(rf"(?<!\w){re.escape(taken)}(?!\w)", block.text)
        if found is None:
            continue
        text = block.text[: found.start()] + other + block.text[found.end() :]
        rows = _in_rows(block.rows, taken, other)
        block = moved(replace(block, text=text, rows=rows), found.start() + 1, len(other) - len(taken))
    return block


def moved(block: Block, begin: int, by: int) -> Block:
    """Return a block with the places from `begin` on so much further."""
    return replace(
        block,
        breaks=tuple(replace(one, offset=one.offset + by * (one.offset >= begin)) for one in block.breaks),
        calls=tuple(replace(one, offset=one.offset + by * (one.offset >= begin)) for one in block.calls),
    )


def _is_words(block: Block) -> bool:
    return block.kind not in (BlockKind.TABLE, BlockKind.FIGURE) and bool(block.text.strip())


def _before(found: Sequence[Shaped], said: Mapping[tuple[int, int], BlockDecision]) -> int | None:
    """Return the place of the block that goes on, None when what stands there can't."""
    for place in range(len(found) - 1, -1, -1):
        decision = said.get((found[place].number, found[place].begin))
        if decision is None or decision.soort not in _PASSED:
            return place if _is_words(found[place].block) else None
    return None


def _parts(block: Block, cuts: Sequence[int]) -> list[tuple[int, Block]]:
    """Return a block in parts that begin at these of its words, each with the number of that word; a cut where no word is, is none."""
    words = list(_WORD.finditer(block.text))
    begins = [0, *(at for at in sorted(cuts) if at < len(words))] if _is_words(block) else [0]
    if len(begins) == 1:
        return [(0, block)]
    found = []
    for begin, end in zip(begins, [*begins[1:], len(words)], strict=True):
        found.append((begin, _part(block, words[begin].start(), words[end - 1].end())))
    return found


def _part(block: Block, begin: int, end: int) -> Block:
    """Return the words of a block between two places as a block of its own; what comes after a heading is a paragraph."""
    page = next((one.page for one in reversed(block.breaks) if one.offset <= begin), block.page) if begin else block.page
    breaks = tuple(replace(one, offset=one.offset - begin) for one in block.breaks if begin < one.offset < end)
    pages = {page, *(one.page for one in breaks)}
    is_below = bool(begin) and block.kind is BlockKind.HEADING
    return replace(
        block,
        kind=BlockKind.PARAGRAPH if is_below else block.kind,
        level=0 if is_below else block.level,
        text=block.text[begin:end],
        page=page,
        number=None if begin else block.number,
        breaks=breaks,
        # The mark of a note stands behind the word that calls it.
        calls=tuple(replace(one, offset=one.offset - begin) for one in block.calls if begin < one.offset <= end),
        boxes=tuple(box for box in block.boxes if box.page in pages),
        doubts=() if begin else block.doubts,
    )


def _joined(block: Block, other: Block) -> Block:
    """Return a block that goes on with the words of another."""
    if other.number is not None:
        other = replace(led_by(f"{other.number}. ", other), number=None)
    last = block.breaks[-1].page if block.breaks else block.page
    by = len(block.text) + 1
    begins = (PageBreak(by, other.page),) if other.page and other.page != last else ()
    return replace(
        block,
        text=f"{block.text} {other.text}",
        breaks=(*block.breaks, *begins, *(replace(one, offset=one.offset + by) for one in other.breaks)),
        calls=(*block.calls, *(replace(one, offset=one.offset + by) for one in other.calls)),
        boxes=(*block.boxes, *other.boxes),
    )


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
