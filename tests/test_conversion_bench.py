"""The yardstick of conversions: what it counts as found, cut, left and lost."""

from dataclasses import replace

from bench.conversion import Balance, Marked, balance, compare
from indexer.importing.blocks import Block, BlockKind, Conversion, Footnote, NoteCall, SetAside

CONVERSION = Conversion(
    "pdf",
    (
        Block(BlockKind.HEADING, "Burenhulp", page=1, level=1),
        Block(BlockKind.PARAGRAPH, "Het vertrouwen is hoog in de buurt. Pagina 2", page=1, calls=(NoteCall(14, "1"),)),
        Block(BlockKind.ITEM, "Migratie helpt", page=1, number=3),
    ),
    (Footnote("1", "Zie het rapport.", 1),),
    (SetAside("2", "paginanummer", 1),),
    ("Burenhulp\nHet vertrouwen1 is hoog in de buurt. Pagina 2\n3. Mi-\ngratie helpt weg\n1 Zie het rapport.\n2",),
    True,
    {},
)


def test_marks_of_a_person_are_held_against_a_conversion() -> None:
    marks = {
        "koppen": ["Burenhulp", "Wijk"],
        "zinnen": ["Het vertrouwen is hoog in de buurt.", "Zie het rapport."],
        "weg": [r"Pagina \d"],
        "vast": ["vertrouwen1"],
        "noten": 2,
    }
    assert compare(CONVERSION, marks) == Marked(
        (1, 2),
        (1, 2),
        1,
        0,
        (
            "geen kop: Wijk",
            "niet heel: Zie het rapport.",
            "staat er nog: Het vertrouwen is hoog in de buurt. Pagina 2",
            "noten: 1",
        ),
    )


def test_a_word_over_two_lines_is_not_lost_and_another_is() -> None:
    assert balance(CONVERSION) == Balance(words=21, missing=1, extra=0)


def test_the_marks_that_a_program_computes_are_not_words_too_many() -> None:
    assert balance(
        replace(CONVERSION, pages=("Burenhulp Het vertrouwen is hoog in de buurt. Pagina 2 Migratie helpt Zie het 2",))
    ) == Balance(words=15, missing=0, extra=1)
