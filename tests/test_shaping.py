"""Blocks that a person cut and joined: no word is lost, and every page, note and rectangle stays with its words."""

import pytest

from indexer.drafting import shaping
from indexer.drafting.deciding import BlockDecision, Decisions
from indexer.drafting.mending import mended
from indexer.drafting.page_report import report
from indexer.drafting.shaping import Member
from indexer.importing.blocks import Block, BlockKind, Box, Conversion, Footnote, NoteCall, PageBreak, SetAside
from kb.errors import KnowledgeBaseError

FIRST, SECOND = Box(1, 0.1, 0.8, 0.9, 0.9), Box(2, 0.1, 0.1, 0.9, 0.2)
READ = Conversion(
    kind="pdf",
    blocks=(
        Block(BlockKind.HEADING, "1 De tuin Hij ligt aan de Linde.", page=1, level=1, boxes=(FIRST,), doubts=("Is dit een kop?",)),
        Block(
            BlockKind.PARAGRAPH,
            "Er komen buren. Zij helpen elkaar met",
            page=1,
            breaks=(PageBreak(16, 2),),
            calls=(NoteCall(15, "a"),),
            boxes=(FIRST, SECOND),
        ),
        Block(BlockKind.PARAGRAPH, "gemeente Lindedam", page=2),
        Block(BlockKind.PARAGRAPH, "koffie en taart.", page=3, calls=(NoteCall(6, "b"),)),
        Block(BlockKind.ITEM, "een feest", page=3, number=2),
        Block(BlockKind.TABLE, "Jaar Wat", page=3, rows=(("Jaar", "Wat"),)),
        Block(BlockKind.PARAGRAPH, "Tot slot.", page=3),
    ),
    footnotes=(Footnote("a", "Elke dag.", 1), Footnote("b", "Zwart.", 3)),
    set_aside=(),
    pages=(
        "1 De tuin Hij ligt aan de Linde. Er komen buren.a a Elke dag.",
        "Zij helpen elkaar met gemeente Lindedam",
        "koffieb en taart. 2. een feest Jaar Wat Tot slot. b Zwart.",
    ),
    has_pages=True,
    properties={},
)
NOTHING = Decisions()


def texts(decisions: Decisions) -> list[str]:
    return [block.text for block in mended(READ, decisions).blocks]


def missed(decisions: Decisions) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(tuple(page.missing), tuple(page.extra)) for page in report(mended(READ, decisions)).pages]


def test_a_block_is_cut_where_a_sentence_ends_and_each_part_keeps_its_pages_and_notes() -> None:
    cut = shaping.cut(READ.blocks, NOTHING, 2, 0, 3)
    assert cut == Decisions(blokken=(BlockDecision(nummer=2, vanaf=3),))
    assert mended(READ, cut).blocks[1:3] == (
        Block(BlockKind.PARAGRAPH, "Er komen buren.", page=1, calls=(NoteCall(15, "a"),), boxes=(FIRST,)),
        Block(BlockKind.PARAGRAPH, "Zij helpen elkaar met", page=2, boxes=(SECOND,)),
    )
    assert missed(cut) == missed(NOTHING) == [((), ())] * 3
    assert shaping.joined(READ.blocks, cut, 2, 3) == NOTHING


def test_what_comes_after_a_heading_is_a_paragraph_and_may_become_something_else() -> None:
    cut = shaping.cut(READ.blocks, NOTHING, 1, 0, 3)
    heading, rest = mended(READ, cut).blocks[:2]
    assert (heading, rest) == (
        Block(BlockKind.HEADING, "1 De tuin", page=1, level=1, boxes=(FIRST,), doubts=("Is dit een kop?",)),
        Block(BlockKind.PARAGRAPH, "Hij ligt aan de Linde.", page=1, boxes=(FIRST,)),
    )
    aside = cut.with_block(BlockDecision(nummer=1, vanaf=3, soort="weg"))
    assert mended(READ, aside).set_aside == (SetAside("Hij ligt aan de Linde.", "terzijde gelegd bij het nakijken", 1),)
    assert missed(aside) == [((), ())] * 3


def test_a_block_goes_on_with_the_one_before_it_past_what_was_put_aside() -> None:
    aside = Decisions(blokken=(BlockDecision(nummer=3, soort="weg"),))
    joined = shaping.joined(READ.blocks, aside, 4, 0)
    whole = mended(READ, joined).blocks[1]
    assert whole == Block(
        BlockKind.PARAGRAPH,
        "Er komen buren. Zij helpen elkaar met koffie en taart.",
        page=1,
        breaks=(PageBreak(16, 2), PageBreak(38, 3)),
        calls=(NoteCall(15, "a"), NoteCall(44, "b")),
        boxes=(FIRST, SECOND),
    )
    assert missed(joined) == [((), ())] * 3
    assert [one.members for one in shaping.shaped(READ.blocks, joined)][1] == (Member(2, 0, 7), Member(4, 0, 3))
    # Where two were joined they may be loose again, and cut in the second it is that one which is cut.
    places = shaping.places_to_cut(shaping.shaped(READ.blocks, joined)[1])
    assert places == [3, 7]
    assert texts(shaping.cut(READ.blocks, joined, 2, 0, 7)) == texts(aside)
    assert texts(shaping.cut(READ.blocks, joined, 2, 0, 8))[1:3] == ["Er komen buren. Zij helpen elkaar met koffie", "en taart."]


def test_the_number_of_an_item_stays_among_the_words() -> None:
    joined = shaping.joined(READ.blocks, NOTHING, 5, 0)
    assert texts(joined)[3] == "koffie en taart. 2. een feest"
    assert shaping.shaped(READ.blocks, joined)[3].members == (Member(4, 0, 3), Member(5, 0, 2, lead=1))
    for at in (3, 4):
        assert texts(shaping.cut(READ.blocks, joined, 4, 0, at)) == texts(NOTHING)
    assert texts(shaping.cut(READ.blocks, joined, 4, 0, 5))[3:5] == ["koffie en taart. 2. een", "feest"]


def test_a_word_over_two_lines_is_written_before_a_block_is_cut() -> None:
    said = NOTHING.with_block(BlockDecision(nummer=2, woorden={"buren.": "buurtgenoten."}))
    cut = shaping.cut(READ.blocks, said, 2, 0, 3)
    assert [(block.text, block.page, block.calls) for block in mended(READ, cut).blocks[1:3]] == [
        ("Er komen buurtgenoten.", 1, (NoteCall(22, "a"),)),
        ("Zij helpen elkaar met", 2, ()),
    ]


@pytest.mark.parametrize("number", [1, 6, 7])
def test_a_table_stands_by_itself(number: int) -> None:
    with pytest.raises(KnowledgeBaseError, match=f"Blok {number} kan niet bij het blok erboven"):
        shaping.joined(READ.blocks, NOTHING, number, 0)


@pytest.mark.parametrize(("number", "begin", "at"), [(2, 0, 0), (2, 0, 7), (2, 3, 1), (6, 0, 1), (9, 0, 1)])
def test_a_block_is_cut_between_its_words_alone(number: int, begin: int, at: int) -> None:
    with pytest.raises(KnowledgeBaseError, match=f"Blok {number} is daar niet te knippen"):
        shaping.cut(READ.blocks, NOTHING, number, begin, at)


def test_decisions_that_no_longer_fit_change_nothing() -> None:
    odd = Decisions(blokken=(BlockDecision(nummer=2, vanaf=70), BlockDecision(nummer=6, vanaf=1), BlockDecision(nummer=7, samen=True)))
    assert texts(odd) == texts(NOTHING)
