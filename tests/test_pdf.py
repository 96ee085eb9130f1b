"""A PDF file made into blocks: what a reader sees on its pages, in the order in which he reads it."""

from pathlib import Path

import pytest

from indexer.importing.blocks import Block, BlockKind, Box, Conversion, Footnote, NoteCall, Origin, PageBreak, SetAside
from indexer.importing.pdf.converter import convert
from indexer.importing.refusals import Refused
from tests.pdf_maker import Ground, Picture, Said, Tag, pdf, said


@pytest.fixture
def converted(tmp_path: Path):
    def convert_these(*args, **kwargs) -> Conversion:
        file = tmp_path / "stuk.pdf"
        file.write_bytes(pdf(*args, **kwargs))
        return convert(file)

    return convert_these


def told(conversion: Conversion) -> list[tuple[object, ...]]:
    """Return kind, level and words of each block."""
    return [(block.kind.value, block.level, block.text) for block in conversion.blocks]


LEFT = [
    "Buren helpen elkaar vaker dan men denkt en dat is",
    "al jaren zo, want wie iets nodig heeft vraagt het",
    "eerst aan de buurvrouw of aan de kinderen van de ver-",
]
RIGHT = [
    "eniging om de hoek, die er altijd zijn wanneer iemand",
    "een klus heeft die hij zelf niet meer kan doen.",
    "Zo blijft de straat een dorp.",
]


def test_a_word_over_two_columns_and_its_sentence_are_whole(converted) -> None:
    page = [*said(*LEFT, left=50, size=9), *said(*RIGHT, left=310, size=9)]
    assert told(converted([page])) == [
        (
            "alinea",
            0,
            "Buren helpen elkaar vaker dan men denkt en dat is al jaren zo, want wie iets nodig heeft vraagt het eerst aan de buurvrouw"
            " of aan de kinderen van de vereniging om de hoek, die er altijd zijn wanneer iemand een klus heeft die hij zelf niet meer kan doen.",
        ),
        ("alinea", 0, "Zo blijft de straat een dorp."),
    ]


def test_tags_say_what_a_block_is_and_a_sentence_goes_on_over_a_page(converted) -> None:
    pages = [
        [
            Said("Burenhulp", 72, 100, 18, "b", tag=0),
            Said("Waarom buren", 72, 130, 13, "b", tag=1),
            *said("Buren zijn er altijd, ook wanneer", "de hulp van de gemeente", tag=2, top=150),
            Said("Wijkblad", 72, 30, 8, artifact=True),
            Said("1", 500, 820, 8, artifact=True),
        ],
        [
            *said("nog op zich laat wachten.", top=60, tag=0),
            Said("Brood halen;", 90, 90, tag=1),
            Said("De hond uitlaten.", 90, 104, tag=2),
            Said("Wijkblad", 72, 30, 8, artifact=True),
            Said("2", 500, 820, 8, artifact=True),
        ],
    ]
    tags = [
        Tag("Document", [Tag("H1", [0]), Tag("H2", [1]), Tag("P", [2])]),
        Tag("Document", [Tag("P", [0], 1), Tag("L", [Tag("LI", [Tag("LBody", [1], 1)], 1), Tag("LI", [Tag("LBody", [2], 1)], 1)], 1)], 1),
    ]
    conversion = converted(pages, tags=tags, properties={"Title": "Burenhulp in de wijk", "CreationDate": "D:20240501120000"})
    assert list(conversion.blocks) == [
        Block(BlockKind.HEADING, "Burenhulp", page=1, level=1, boxes=conversion.blocks[0].boxes),
        Block(BlockKind.HEADING, "Waarom buren", page=1, level=2, boxes=conversion.blocks[1].boxes),
        Block(
            BlockKind.PARAGRAPH,
            "Buren zijn er altijd, ook wanneer de hulp van de gemeente nog op zich laat wachten.",
            page=1,
            breaks=(PageBreak(58, 2),),
            boxes=conversion.blocks[2].boxes,
        ),
        Block(BlockKind.ITEM, "Brood halen;", page=2, boxes=conversion.blocks[3].boxes),
        Block(BlockKind.ITEM, "De hond uitlaten.", page=2, boxes=conversion.blocks[4].boxes),
    ]
    assert [(box.page, box.left) for box in conversion.blocks[2].boxes] == [(1, 0.121), (2, 0.121)]
    assert conversion.set_aside == (
        SetAside("Wijkblad", "kopregel", 1),
        SetAside("1", "paginanummer", 1),
        SetAside("Wijkblad", "kopregel", 2),
        SetAside("2", "paginanummer", 2),
    )
    assert conversion.properties == {"titel": "Burenhulp in de wijk", "gemaakt": "2024-05-01"}
    assert conversion.pages[1].split() == [
        "nog",
        "op",
        "zich",
        "laat",
        "wachten.",
        "Brood",
        "halen;",
        "De",
        "hond",
        "uitlaten.",
        "Wijkblad",
        "2",
    ]


def test_the_digit_of_a_footnote_is_a_call_and_its_words_a_note(converted) -> None:
    page = [
        *said("Het vertrouwen", top=100),
        Said("2", 139, 96, 6),
        Said("is hoog in deze buurt, al jaren lang.", 146, 100),
        *said("De straat is 40 m", top=150),
        Said("2", 148, 146, 6),
        Said("groot en meer dan dat.", 155, 150),
        Said("2", 72, 740, 5),
        Said("Lees meer in het rapport van vorig jaar.", 76, 743, 7.5),
    ]
    conversion = converted([page])
    first, second = conversion.blocks
    assert (first.text, first.calls) == ("Het vertrouwen is hoog in deze buurt, al jaren lang.", (NoteCall(14, "2"),))
    assert (second.text, second.calls) == ("De straat is 40 m2 groot en meer dan dat.", ())
    assert conversion.footnotes == (Footnote("2", "Lees meer in het rapport van vorig jaar.", 1),)


def test_a_raised_digit_without_a_note_is_set_aside_and_asked_about(converted) -> None:
    page = [*said("Het vertrouwen", top=100), Said("7", 139, 96, 6), Said("is hoog in deze buurt, al jaren lang.", 146, 100)]
    conversion = converted([page])
    assert conversion.blocks[0].text == "Het vertrouwen is hoog in deze buurt, al jaren lang."
    assert conversion.blocks[0].doubts == ("Bij het verhoogde cijfer 7 staat op bladzijde 1 geen voetnoot.",)
    assert conversion.set_aside == (SetAside("7", "nootcijfer zonder noot", 1),)


def test_levels_of_headings_follow_the_outline(converted) -> None:
    text = "Er staat hier een zin die lang genoeg is om te tellen als gewone tekst van dit stuk."
    pages = [
        [Said("De wijk", 72, 100, 16, "b"), *said(text, top=130), Said("Wie er wonen", 72, 170, 16, "b"), *said(text, top=200)],
        [Said("Het plan", 72, 100, 16, "b"), *said(text, top=130)],
    ]
    conversion = converted(pages, outline=[("De wijk", 0), ("Het plan", 1)])
    assert told(conversion) == [
        ("kop", 1, "De wijk"),
        ("alinea", 0, text),
        ("kop", 2, "Wie er wonen"),
        ("alinea", 0, text),
        ("kop", 1, "Het plan"),
        ("alinea", 0, text),
    ]


def test_a_contents_page_is_set_aside_and_gives_the_levels(converted) -> None:
    text = "Er staat hier een zin die lang genoeg is om te tellen als gewone tekst van dit stuk."
    pages = [
        [Said("Inhoud", 72, 150, 14, "b"), *said("1 De wijk ...... 2", "1.1 Wie er wonen ...... 2", "2 Het plan ...... 2", top=180)],
        [
            *[Said("1 De wijk", 72, 150, 12, "b"), *said(text, top=180)],
            *[Said("1.1 Wie er wonen", 72, 220, 12, "b"), *said(text, top=250)],
            *[Said("2 Het plan", 72, 290, 12, "b"), *said(text, top=320)],
        ],
    ]
    conversion = converted(pages)
    assert [(block.level, block.text) for block in conversion.blocks if block.kind is BlockKind.HEADING] == [
        (1, "1 De wijk"),
        (2, "1.1 Wie er wonen"),
        (1, "2 Het plan"),
    ]
    assert conversion.set_aside == (
        SetAside("Inhoud 1 De wijk ...... 2 1.1 Wie er wonen ...... 2 2 Het plan ...... 2", "inhoudsopgave", 1),
    )


def test_a_list_has_its_marks_and_numbers_taken_off(converted) -> None:
    page = [
        *said("Wat buren doen voor elkaar als het nodig is in de straat:", top=100),
        *[Said("n", 72, 114, 8, "z"), Said("brood halen voor wie niet kan lopen en ook", 90, 114), Said("voor wie ziek is;", 90, 128)],
        *[Said("n", 72, 142, 8, "z"), Said("de hond uitlaten.", 90, 142)],
        *said("1. Eerst bellen.", "2. Dan gaan.", top=180),
    ]
    assert [(block.kind, block.number, block.text) for block in converted([page]).blocks] == [
        (BlockKind.PARAGRAPH, None, "Wat buren doen voor elkaar als het nodig is in de straat:"),
        (BlockKind.ITEM, None, "brood halen voor wie niet kan lopen en ook voor wie ziek is;"),
        (BlockKind.ITEM, None, "de hond uitlaten."),
        (BlockKind.ITEM, 1, "Eerst bellen."),
        (BlockKind.ITEM, 2, "Dan gaan."),
    ]


def test_items_within_items_stand_deeper(converted) -> None:
    page = [
        *said("Wat buren doen voor elkaar als het nodig is in de straat:", top=100),
        *[Said("•", 72, 114), Said("helpen met boodschappen;", 84, 114)],
        *[Said("-", 90, 128), Said("brood en melk;", 102, 128)],
        *[Said("-", 90, 142), Said("medicijnen.", 102, 142)],
        *[Said("•", 72, 156), Said("de hond uitlaten.", 84, 156)],
    ]
    assert told(converted([page]))[1:] == [
        ("lijstitem", 0, "helpen met boodschappen;"),
        ("lijstitem", 1, "brood en melk;"),
        ("lijstitem", 1, "medicijnen."),
        ("lijstitem", 0, "de hond uitlaten."),
    ]


def test_a_picture_is_a_figure_where_it_stands_and_a_logo_is_none(converted) -> None:
    logo = Picture(400, 20, 560, 90, bytes(100), 10)
    text = "Er staat hier een zin die lang genoeg is om te tellen als gewone tekst van dit stuk."
    pages = [
        [logo, *said(text, top=200), Picture(72, 250, 400, 450, bytes(100), 10), *said("Figuur 1 Hulp van buren", text, top=470, step=30)],
        [logo, *said(text, top=200)],
        [logo, *said(text, top=200)],
    ]
    conversion = converted(pages)
    assert told(conversion)[:4] == [
        ("alinea", 0, text),
        ("figuur", 0, ""),
        ("bijschrift", 0, "Figuur 1 Hulp van buren"),
        ("alinea", 0, text),
    ]
    assert conversion.blocks[1].boxes == (Box(1, 0.121, 0.2969, 0.6723, 0.5344),)
    assert [block.kind for block in conversion.blocks].count(BlockKind.FIGURE) == 1


def test_tags_give_a_table_its_cells_a_note_its_words_and_a_frame_none(converted) -> None:
    words = ["Jaar", "Buren", "2024", "12", "De wijk helpt", "1", "Zie het rapport.", "Let op: nog niet zeker."]
    page = [Said(word, 72, 100 + 20 * number, 10, tag=number) for number, word in enumerate(words)]
    page[5] = Said("1", 131, 176, 6, tag=5)
    page[6] = Said("1 Zie het rapport.", 72, 780, 7, tag=6)

    def row(kind: str, *cells: int) -> Tag:
        return Tag("TR", [Tag(kind, [Tag("P", [cell])]) for cell in cells])

    tags = [
        Tag("Table", [Tag("THead", [row("TH", 0, 1)]), Tag("TBody", [row("TD", 2, 3)])]),
        Tag("P", [4, Tag("Reference", [5]), Tag("Note", [Tag("P", [6])])]),
        Tag("Table", [row("TD", 7)]),
    ]
    conversion = converted([page], tags=[Tag("Document", tags)])
    table, text, frame = conversion.blocks
    assert (table.rows, table.has_head, table.doubts) == ((("Jaar", "Buren"), ("2024", "12")), True, ())
    assert (text.text, text.calls) == ("De wijk helpt", (NoteCall(13, "1"),))
    assert (frame.kind, frame.text) == (BlockKind.PARAGRAPH, "Let op: nog niet zeker.")
    assert conversion.footnotes == (Footnote("1", "Zie het rapport.", 1),)


def test_a_quote_set_apart_and_the_running_head_of_a_chapter(converted) -> None:
    text = "Er staat hier een zin die lang genoeg is om te tellen als gewone tekst van dit stuk."
    quote = "“Zonder mijn buren had ik dit jaar nooit gered, zo was het.”"
    pages = []
    for number in range(1, 7):
        head = [Said("De wijk" if number < 4 else f"Het plan {'abc'[number - 4]}", 72, 40, 8), Said(str(number), 500, 40, 8)]
        pages.append([*head, *said(text, top=200), *([Said(quote, 90, 240, 10, "i")] if number == 1 else [])])
    conversion = converted(pages)
    assert told(conversion)[:3] == [("alinea", 0, text), ("citaat", 0, quote), ("alinea", 0, text)]
    assert [aside.text for aside in conversion.set_aside if aside.reason == "kopregel"] == ["De wijk"] * 3 + [
        "Het plan a",
        "Het plan b",
        "Het plan c",
    ]


def test_a_table_by_its_looks_and_over_a_page(converted) -> None:
    def row(top: float, *cells: str) -> list[Said]:
        return [Said(cell, 72 + 150 * number, top) for number, cell in enumerate(cells)]

    pages = [
        [
            *said("Zo veel buren helpen elkaar in deze wijk al jaren lang, zegt men.", top=100),
            *row(700, "Jaar", "Buren"),
            *row(714, "2023", "11"),
            *row(728, "2024", "12"),
        ],
        [
            *row(60, "2025", "13"),
            *row(74, "2026", "14"),
            *row(88, "2027", "15"),
            *said("Daarna weet niemand het meer, want dat is te ver weg.", top=140),
        ],
    ]
    conversion = converted(pages)
    table = conversion.blocks[1]
    assert table.rows == (("Jaar", "Buren"), ("2023", "11"), ("2024", "12"), ("2025", "13"), ("2026", "14"), ("2027", "15"))
    assert table.text == "Jaar Buren 2023 11 2024 12 2025 13 2026 14 2027 15"
    assert (table.page, table.breaks, table.origin, [box.page for box in table.boxes]) == (1, (PageBreak(27, 2),), Origin.LOOKS, [1, 2])
    assert table.doubts == ("Deze tabel is aan haar opmaak herkend: kijk na of elk getal in de goede kolom staat.",)


def test_what_stands_on_a_coloured_ground_is_read_together(converted) -> None:
    page = [
        Ground(40, 300, 555, 420),
        *said(*LEFT[:2], "buurvrouw die er altijd is, dag en nacht.", left=50, size=9),
        *said(*RIGHT, left=310, size=9),
        Said("Wat wij willen", 50, 330, 16, "b"),
        *said("Meer buren die elkaar kennen en ook groeten op straat.", left=50, top=350, size=9),
        *said("Meer bankjes.", left=50, top=390, size=9),
    ]
    assert [block.text for block in converted([page]).blocks][-3:] == [
        "Wat wij willen",
        "Meer buren die elkaar kennen en ook groeten op straat.",
        "Meer bankjes.",
    ]


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["De hulp van buren is in deze straat heel ge-", "woon geworden en dat blijft zo."], "heel gewoon geworden"),
        (["De kosten komen niet ten laste van de EU-", "begroting van dit jaar."], "de EU-begroting van"),
        (["Wij doen dit voor alle opvoed-", "en opgroeihulp in de wijk."], "opvoed- en opgroeihulp"),
        (["Dit geldt ook voor alle niet-", "professionele hulp in de wijk."], "niet-professionele hulp"),
        (["Kijk op https://voorbeeld.nl/burenhulp-", "in-de-wijk voor meer."], "https://voorbeeld.nl/burenhulp-in-de-wijk voor"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_is_decided(converted, lines: list[str], whole: str) -> None:
    [block] = converted([said(*lines)]).blocks
    assert whole in block.text
    assert block.doubts == ()


def test_a_join_that_is_only_assumed_is_asked_about(converted) -> None:
    [block] = converted([said("Dit geldt ook voor wie handelt in otc-", "derivaten of iets anders.")]).blocks
    assert block.text == "Dit geldt ook voor wie handelt in otcderivaten of iets anders."
    assert block.doubts == ("Over twee regels stond een woord: ‘otcderivaten’ of ‘otc-derivaten’? Nu staat er ‘otcderivaten’.",)


def test_a_file_that_is_cut_off_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "half.pdf"
    file.write_bytes(pdf([said("Buren helpen elkaar.")])[:300])
    with pytest.raises(Refused) as caught:
        convert(file)
    assert str(caught.value) == (
        "dit bestand is beschadigd of niet heel binnengekomen. Haal het opnieuw op, of vraag de maker om een nieuwe PDF."
    )
