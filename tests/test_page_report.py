"""What became of the words of a file, page by page."""

import pytest

from indexer.drafting.page_report import PageReport, Report, differing, report
from indexer.importing.blocks import Block, BlockKind, Footnote, NoteCall, Origin, PageBreak, SetAside
from tests.drafting import conversion


@pytest.mark.parametrize(
    ("file", "draft", "expected"),
    [
        ("een twee", "een twee", ([], [])),
        ("een twee drie", "twee een", (["drie"], [])),
        ("mi gratie", "migratie", ([], [])),
        ("otcderivaten", "otc derivaten", ([], [])),
        ("verleend3 hulp 3", "verleend hulp", ([], [])),
        ("Boe lema3", "Boelema", ([], [])),
        ("de wijk", "de wyk", (["wijk"], ["wyk"])),
    ],
)
def test_words_that_differ(file: str, draft: str, expected: tuple[list[str], list[str]]) -> None:
    assert differing(file.split(), draft.split(), ["3"]) == expected


def test_each_page_tells_what_was_lost_and_why_it_wants_a_look() -> None:
    found = report(
        conversion(
            Block(
                BlockKind.PARAGRAPH,
                "Buren helpen elkaar vaak.",
                page=1,
                breaks=(PageBreak(14, 2),),
                calls=(NoteCall(5, "1"),),
                doubts=("Eén woord?",),
            ),
            Block(BlockKind.PARAGRAPH, "Gelezen.", page=4, origin=Origin.READ),
            footnotes=(Footnote("1", "Zie elders.", 1),),
            set_aside=(SetAside("2", "paginanummer", 2),),
            pages=("Buren1 helpen 1 Zie elders.", "elkaar vaak. 2 en veel te veel meer", "", "Gelezen."),
            has_pages=True,
        )
    )
    assert found == Report(
        (
            PageReport(1, 5, (), (), 0, ("Eén woord?",), ""),
            PageReport(2, 8, ("en", "veel", "te", "veel", "meer"), (), 1, (), "5 van de 8 woorden kwamen niet mee; kijk of u ze mist"),
            PageReport(3, 0, (), (), 0, (), "er staat geen tekst op; kijk of dat klopt"),
            PageReport(4, 1, (), (), 0, (), "de letters zijn van een plaatje gelezen; kijk of de woorden kloppen"),
        ),
        True,
        (),
    )
    assert found.summary == "4 bladzijden, 14 woorden, 5 gemist, 0 te veel, 4 twijfels"


def test_a_row_of_a_table_over_two_pages_is_told_of_the_first() -> None:
    rows = (("Jaar", "Wat"), ("2024", "een tuin"))
    table = Block(BlockKind.TABLE, "Jaar Wat 2024 een tuin", page=1, rows=rows)
    found = report(conversion(table, pages=("Jaar Wat 2024 een", "tuin"), has_pages=True))
    assert [(page.missing, page.extra) for page in found.pages] == [((), ()), ((), ())]
