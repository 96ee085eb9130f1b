"""A conversion written as a source, and read back: the same words, and no fault of the format."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

from indexer.drafting.draft_writing import MOST_OF_PART, write
from indexer.drafting.literal_markdown import cleaned
from indexer.importing.blocks import Block, BlockKind, SetAside
from tests import drafting

HEADING, PARAGRAPH, ITEM, TABLE = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.TABLE


def numbered(count: int, begin: int = 0) -> str:
    """Return so many words, each other than the rest, in sentences of ten."""
    return " ".join(
        f"Woord{place}" if place % 10 == 0 else f"woord{place}{'.' if place % 10 == 9 else ''}" for place in range(begin, begin + count)
    )


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(drafting.BLOCKS)
def test_a_draft_reads_back_as_the_words_of_the_file(blocks: list[Block]) -> None:
    """Each signs in them: what looks like a mark of Markdown, a comment, a heading or a note is none."""
    if not any(cleaned(block.text) for block in blocks):
        return
    written = write(drafting.conversion(*blocks))
    with tempfile.TemporaryDirectory() as folder:
        source, faults = drafting.read_back(written, Path(folder))
    assert faults.faults == []
    assert drafting.words_of(source) == "".join("".join(cleaned(block.text).split()) for block in blocks)


def test_headings_get_levels_without_jumps_and_readable_anchors() -> None:
    written = write(
        drafting.conversion(
            Block(HEADING, "Eén wijk", level=2),
            Block(HEADING, "Wat we *zagen*", level=5),
            Block(PARAGRAPH, "Buren helpen elkaar."),
            Block(HEADING, "Eén wijk", level=2),
            Block(PARAGRAPH, "Nog eens."),
        )
    )
    assert written.body == (
        "# Eén wijk {#een-wijk}\n\n## Wat we \\*zagen\\* {#wat-we-zagen}\n\nBuren helpen elkaar.\n\n# Eén wijk {#een-wijk-2}\n\nNog eens.\n"
    )


def test_text_before_the_first_heading_stands_under_one_of_the_editor() -> None:
    assert (
        write(drafting.conversion(Block(PARAGRAPH, "Vooraf."))).body == "# Begin van dit stuk {#begin-van-dit-stuk .redactie}\n\nVooraf.\n"
    )


def test_a_section_is_cut_between_blocks_at_200_words_and_a_long_paragraph_at_a_sentence() -> None:
    written = write(
        drafting.conversion(Block(HEADING, "Kop", level=1), Block(PARAGRAPH, numbered(150)), Block(PARAGRAPH, numbered(300, 150)))
    )
    assert written.body.split("\n\n") == [
        "# Kop {#kop}",
        numbered(150),
        "<!-- passage: kop-woord150-woord151-woord152 -->",
        numbered(200, 150),
        "<!-- passage: kop-woord350-woord351-woord352 -->",
        numbered(100, 350) + "\n",
    ]


def test_a_lead_in_goes_with_its_list() -> None:
    written = write(
        drafting.conversion(
            Block(PARAGRAPH, numbered(190)), Block(PARAGRAPH, "Dit helpt:"), *(Block(ITEM, numbered(5, at * 5)) for at in range(3))
        )
    )
    assert written.body.endswith(
        "<!-- passage: begin-van-dit-stuk-helpt -->\n\nDit helpt:\n\n- Woord0 woord1 woord2 woord3 woord4\n"
        "- woord5 woord6 woord7 woord8 woord9.\n- Woord10 woord11 woord12 woord13 woord14\n"
    )


def test_lists_are_nested_and_counted_where_the_file_counts_as_markdown_does() -> None:
    written = write(
        drafting.conversion(
            Block(ITEM, "een", number=3),
            Block(ITEM, "dieper", level=4),
            Block(ITEM, "twee", number=4),
            Block(PARAGRAPH, "Tussendoor."),
            Block(ITEM, "acht", number=8),
            Block(ITEM, "zes", number=6),
        )
    )
    assert written.body.split("\n\n")[1:] == ["3. een\n    - dieper\n4. twee", "Tussendoor.", "- 8\\. acht\n- 6\\. zes\n"]


def test_a_long_table_is_cut_between_rows_and_its_head_returns() -> None:
    rows = [["Jaar", "Buren"], *([f"{number}", numbered(60, number * 100)] for number in range(1, 5))]
    body = write(drafting.conversion(drafting.table(rows))).body
    assert [line for line in body.split("\n") if line.startswith(("| Jaar", "| ---", "<!-- passage"))] == [
        "| Jaar | Buren |",
        "| --- | --- |",
        "<!-- passage: begin-van-dit-stuk-4-woord400-woord401 -->",
        "| Jaar | Buren |",
        "| --- | --- |",
    ]


def test_a_part_that_is_too_long_for_a_page_gives_its_sections_pages_of_their_own() -> None:
    sections = [
        block for number in range(6) for block in (Block(HEADING, f"Hoofdstuk {number}", level=2), Block(PARAGRAPH, numbered(1_000)))
    ]
    body = write(drafting.conversion(Block(HEADING, "Rapport", level=1), *sections)).body
    assert len(body) > MOST_OF_PART
    headings = [line for line in body.split("\n") if line.startswith("#")]
    assert headings == ["# Rapport {#rapport}", *(f"# Hoofdstuk {number} {{#hoofdstuk-{number}}}" for number in range(6))]


def test_slides_are_read_on_one_page() -> None:
    slides = [block for number in range(5) for block in (Block(HEADING, f"Dia {number}", level=1), Block(PARAGRAPH, "Kort."))]
    headings = [line for line in write(drafting.conversion(*slides)).body.split("\n") if line.startswith("#")]
    assert headings == ["# Inhoud {#inhoud .redactie}", *(f"## Dia {number} {{#dia-{number}}}" for number in range(5))]


def test_figures_are_noted_and_what_was_set_aside_is_told() -> None:
    written = write(
        drafting.conversion(
            Block(BlockKind.FIGURE, "10 20 30", page=12),
            Block(PARAGRAPH, "Tekst.", page=12),
            set_aside=(SetAside("12", "paginanummer", 12),),
            has_pages=True,
        )
    )
    assert "<!-- noot: Figuur: zie blz. 12. -->" in written.body
    assert written.left_out == (SetAside("12", "paginanummer", 12), SetAside("10 20 30", "tekst in een figuur", 12))


def test_anchors_are_kept_where_the_words_are_the_same() -> None:
    kept = {"# aanpak": ("stap-2",), "# weg": ("aanpak",)}
    body = write(drafting.conversion(Block(HEADING, "Aanpak", level=1), Block(HEADING, "Aanpak", level=1)), kept).body
    # 'aanpak' stood at a heading that is gone: no other may take it over.
    assert body == "# Aanpak {#stap-2}\n\n# Aanpak {#aanpak-2}\n"


@pytest.mark.parametrize(("label", "given"), [("12", "12"), ("*", "1"), ("i)", "1")])
def test_notes_get_labels_that_a_source_can_hold(label: str, given: str) -> None:
    from indexer.importing.blocks import Footnote, NoteCall

    body = write(
        drafting.conversion(
            Block(PARAGRAPH, "Buren helpen, ook laat.", calls=(NoteCall(12, label),)), footnotes=(Footnote(label, "Zie *elders*."),)
        )
    ).body
    assert body.split("\n\n")[1:] == [f"Buren helpen[^{given}], ook laat.", f"[^{given}]: Zie \\*elders\\*.\n"]
