"""What a file says of itself, as guesses with their place."""

from indexer.drafting.guesses import Candidate, Guesses, guess
from indexer.importing.blocks import Block, BlockKind
from tests.drafting import conversion

KINDS = ("rapport", "beleidsnota", "presentatie", "ander-stuk")


def test_a_file_tells_title_publisher_date_and_kind_each_with_its_place() -> None:
    file = conversion(
        Block(BlockKind.PARAGRAPH, "Gemeente Lindedam"),
        Block(BlockKind.HEADING, "Samen in de wijk", level=1),
        Block(BlockKind.PARAGRAPH, "Eindrapport, 3 maart 2024, over de jaren 2021 en 2022."),
        properties={"titel": "Document1", "gemaakt": "2024-03-05T10:00:00Z"},
    )
    assert guess(file, "wijk_rapport-v2.docx", KINDS, ["Lindedam"]) == Guesses(
        titles=(
            Candidate("Samen in de wijk", "de eerste kop"),
            Candidate("Document1", "bestandseigenschap titel"),
            Candidate("Gemeente Lindedam", "de eerste korte alinea"),
            Candidate("Wijk rapport v2", "de naam van het bestand"),
        ),
        publishers=(Candidate("Gemeente Lindedam", "het begin van de tekst"),),
        dates=(
            Candidate("2024-03-03", "het begin van de tekst", "vermeld"),
            Candidate("2024-03-05", "bestandseigenschap gemaakt", "afgeleid"),
            Candidate("2024", "een jaartal in het begin van de tekst", "afgeleid"),
            Candidate("2021", "een jaartal in het begin van de tekst", "afgeleid"),
            Candidate("2022", "een jaartal in het begin van de tekst", "afgeleid"),
        ),
        kinds=(Candidate("rapport", "de titel of de naam van het bestand"),),
    )


def test_a_file_that_says_nothing_has_only_its_name() -> None:
    empty = Guesses((Candidate("Stuk", "de naam van het bestand"),), (), (), ())
    assert guess(conversion(), "stuk.pdf", KINDS) == empty
