"""What a person says of the blocks of a file, and what the conversion is with that."""

from dataclasses import replace
from pathlib import Path

import pytest

from indexer.drafting import deciding, mending
from indexer.drafting.concept import PageToSee
from indexer.drafting.deciding import Accepted, BlockDecision, Decisions, Returned
from indexer.drafting.doubting import Doubt, doubts
from indexer.drafting.mending import mended
from indexer.drafting.page_report import report
from indexer.importing.blocks import Block, BlockKind, Box, Conversion, Footnote, NoteCall, PageBreak, SetAside
from indexer.importing.pdf.hyphens import choice
from kb.errors import KnowledgeBaseError

READ = Conversion(
    kind="pdf",
    blocks=(
        Block(BlockKind.HEADING, "De tuin", page=1, level=1, boxes=(Box(1, 0.1, 0.1, 0.9, 0.2),)),
        Block(
            BlockKind.PARAGRAPH,
            "Op het Linde-feest3 kwam de hele buurt langs.",
            page=1,
            breaks=(PageBreak(20, 2),),
            calls=(NoteCall(28, "a"),),
            doubts=("Over twee regels stond een woord: ‘Linde-feest’ of ‘Lindefeest’? Nu staat er ‘Linde-feest’.",),
        ),
        Block(BlockKind.ITEM, "koffie op de stoep", page=2, number=4),
        Block(BlockKind.PARAGRAPH, "3 Zie het verslag van vorig jaar.", page=1),
        Block(BlockKind.TABLE, "Jaar Wat 2025 feest", page=2, rows=(("Jaar", "Wat"), ("2025", "feest"))),
    ),
    footnotes=(Footnote("a", "Een noot.", 2),),
    set_aside=(SetAside("1", "paginanummer", 1),),
    pages=(
        "De tuin\nOp het Linde-\nfeest3\n3 Zie het verslag van vorig jaar.\n1",
        "kwam de ahele buurt langs.\n4. koffie op de stoep\nJaar Wat 2025 feest\na Een noot.",
    ),
    has_pages=True,
    properties={},
    doubts=("Er is 1 regel als kop gelezen.",),
)


def said(*decisions: BlockDecision) -> Conversion:
    return mended(READ, Decisions(blokken=decisions))


def test_nothing_said_changes_nothing() -> None:
    assert mended(READ, Decisions()) is READ


def test_a_block_that_was_looked_at_has_no_doubts_left() -> None:
    found = said(BlockDecision(nummer=2))
    assert found == replace(READ, blocks=(READ.blocks[0], replace(READ.blocks[1], doubts=()), *READ.blocks[2:]))


@pytest.mark.parametrize(
    ("number", "kind", "expected"),
    [
        (1, "alinea", Block(BlockKind.PARAGRAPH, "De tuin", page=1, boxes=READ.blocks[0].boxes)),
        (1, "kop-3", replace(READ.blocks[0], level=3)),
        (3, "kop-2", Block(BlockKind.HEADING, "4. koffie op de stoep", page=2, level=2)),
        (4, "citaat", replace(READ.blocks[3], kind=BlockKind.QUOTE)),
        (5, "alinea", Block(BlockKind.PARAGRAPH, "Jaar Wat 2025 feest", page=2)),
        (5, "tabel", READ.blocks[4]),
    ],
)
def test_a_block_becomes_another_kind(number: int, kind: str, expected: Block) -> None:
    decision = mending.decision_of(number, READ.blocks[number - 1], kind, {})
    assert said(decision).blocks[number - 1] == expected
    assert mending.kind_of(READ.blocks[number - 1], decision) == kind


def test_words_change_and_all_places_behind_them_move() -> None:
    found = said(BlockDecision(nummer=2, woorden={"Linde-feest3": "Lindefeest3"})).blocks[1]
    assert (found.text, found.breaks, found.calls) == (
        "Op het Lindefeest3 kwam de hele buurt langs.",
        (PageBreak(19, 2),),
        (NoteCall(27, "a"),),
    )
    table = said(BlockDecision(nummer=5, woorden={"feest": "feestje"})).blocks[4]
    assert (table.text, table.rows) == ("Jaar Wat 2025 feestje", (("Jaar", "Wat"), ("2025", "feestje")))


def test_what_is_put_aside_is_told_page_by_page_and_no_word_is_lost() -> None:
    found = said(BlockDecision(nummer=2, soort="weg"), BlockDecision(nummer=3, soort="weg"))
    reason = "terzijde gelegd bij het nakijken"
    assert found.set_aside == (
        *READ.set_aside,
        SetAside("Op het Linde-feest3", reason, 1),
        SetAside("kwam de hele buurt langs.", reason, 2),
        SetAside("4. koffie op de stoep", reason, 2),
    )
    assert len(found.blocks) == 3
    assert [page.missing for page in report(found).pages] == [page.missing for page in report(READ).pages]


def test_what_was_set_aside_in_reading_comes_back_at_the_end_of_its_page_and_no_word_is_lost() -> None:
    back = Decisions().with_returned(1, "1", Returned(bladzijde=1, woorden="1", soort="kop", niveau=2))
    found = mended(READ, back)
    assert found.set_aside == ()
    assert found.blocks == (*READ.blocks[:4], Block(BlockKind.HEADING, "1", page=1, level=2), READ.blocks[4])
    assert [page.missing for page in report(found).pages] == [page.missing for page in report(READ).pages]
    assert back.with_returned(1, "1", None) == Decisions()
    assert mended(READ, Decisions().with_returned(2, "1", Returned(bladzijde=2, woorden="1"))) == READ


def test_a_paragraph_becomes_the_note_that_its_mark_calls() -> None:
    found = said(BlockDecision(nummer=4, soort="voetnoot"))
    assert found.footnotes == (*READ.footnotes, Footnote("3", "Zie het verslag van vorig jaar.", 1))
    assert (found.blocks[1].text, found.blocks[1].calls, found.blocks[1].breaks) == (
        "Op het Linde-feest kwam de hele buurt langs.",
        (NoteCall(18, "3"), NoteCall(27, "a")),
        (PageBreak(19, 2),),
    )


def test_a_note_without_a_mark_of_its_own_gets_one() -> None:
    assert said(BlockDecision(nummer=1, soort="voetnoot")).footnotes[1] == Footnote("n1", "De tuin", 1)
    clash = replace(READ, footnotes=(Footnote("3", "Er al.", 1),))
    assert mended(clash, Decisions(blokken=(BlockDecision(nummer=4, soort="voetnoot"),))).footnotes[1].label == "n1"


@pytest.mark.parametrize(("number", "kind"), [(1, "tabel"), (1, "onzin"), (1, "kop-4"), (2, "figuur")])
def test_a_block_is_not_made_what_it_cannot_be(number: int, kind: str) -> None:
    with pytest.raises(KnowledgeBaseError, match=f"Van blok {number} kan geen '{kind}' worden gemaakt."):
        mending.decision_of(number, READ.blocks[number - 1], kind, {})


def test_decisions_come_back_from_their_file(tmp_path: Path) -> None:
    decisions = (
        Decisions()
        .with_block(BlockDecision(nummer=7, soort="kop", niveau=2))
        .with_block(BlockDecision(nummer=2, woorden={"a": "b"}))
        .with_block(BlockDecision(nummer=7, soort="weg"))
        .with_seen("Is dit Nederlands?")
        .with_proposal(Accepted(soort="feit", wat="45", besluit="nee"))
        .with_proposal(Accepted(soort="feit", wat="45", besluit="ja", tekst="Er waren 45 bewoners."))
    )
    assert [one.nummer for one in decisions.blokken] == [2, 7]
    assert [one.tekst for one in decisions.accepted("feit")] == ["Er waren 45 bewoners."]
    assert deciding.read(tmp_path) == Decisions()
    (tmp_path / deciding.FILE).write_text(deciding.as_text(decisions), encoding="utf-8")
    assert deciding.read(tmp_path) == decisions
    (tmp_path / deciding.FILE).write_text("blokken:\n- nummer: nul\n", encoding="utf-8")
    with pytest.raises(KnowledgeBaseError, match="is zo niet te lezen"):
        deciding.read(tmp_path)


def test_doubts_stand_in_the_order_of_the_file_and_keep_their_place() -> None:
    pages = (PageToSee(bladzijde=1, waarom="er staat geen tekst op; kijk of dat klopt"),)
    whole, page, block = doubts(READ, Decisions(), pages)
    assert whole == Doubt(None, None, ("Er is 1 regel als kop gelezen.",), False)
    assert page == Doubt(1, None, ("Er staat geen tekst op; kijk of dat klopt.",), False)
    assert block == Doubt(1, 2, READ.blocks[1].doubts, False)
    settled = Decisions(blokken=(BlockDecision(nummer=2),), gezien=("Er is 1 regel als kop gelezen.",))
    assert [one.is_settled for one in doubts(READ, settled, (pages[0].model_copy(update={"besluit": "goed"}),))] == [True, True, True]


def test_a_doubt_about_a_word_tells_both_ways_to_write_it() -> None:
    assert choice(READ.blocks[1].doubts[0]) == ("Linde-feest", "Lindefeest")
    assert choice("Bij het verhoogde cijfer 3 staat op bladzijde 1 geen voetnoot.") is None
