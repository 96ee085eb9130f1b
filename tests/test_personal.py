"""What may tell of a person, found in the words and the properties of a file."""

import pytest

from indexer.drafting.personal import Find, FindKind, Told, author_of, finds_in, told_by
from indexer.importing.blocks import Block, BlockKind, Conversion, Footnote, SetAside

MAIL, PHONE, ACCOUNT, CITIZEN, NAME = FindKind.MAIL, FindKind.PHONE, FindKind.ACCOUNT, FindKind.CITIZEN, FindKind.NAME


def found(text: str, no_persons: tuple[str, ...] = ()) -> list[tuple[FindKind, str]]:
    return [(find.kind, find.words) for find in finds_in([Told("bladzijde 1", text)], no_persons)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mail naar j.bakker@delft.nl.", [(MAIL, "j.bakker@delft.nl")]),
        ("Mail naar j.bakker [at] delft.nl.", [(MAIL, "j.bakker [at] delft.nl")]),
        ("Bel 06-12345678 of (015) 260 22 22.", [(PHONE, "06-12345678"), (PHONE, "(015) 260 22 22")]),
        ("Bel +31 (0)6 12 34 56 78.", [(PHONE, "+31 (0)6 12 34 56 78")]),
        ("Op 01-02-2024 12 uur, zaak 0123456, € 012.345.678.901.", []),
        ("Rekening NL91 ABNA 0417 1643 00 van de stichting.", [(ACCOUNT, "NL91 ABNA 0417 1643 00")]),
        ("Rekening NL92 ABNA 0417 1643 00.", []),
        ("Haar BSN is 1112.22.333.", [(CITIZEN, "1112.22.333")]),
        ("Nummer 111222333 en 111222334.", [(CITIZEN, "111222333")]),
        ("Het kostte € 111222333 en 111.222.333 euro.", []),
    ],
)
def test_numbers_and_addresses(text: str, expected: list[tuple[FindKind, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dat zei mevrouw De Vries-Bakker gisteren.", ["De Vries-Bakker"]),
        ("Geschreven door drs. A.B. van der Meer.", ["A.B. van der Meer"]),
        ("Volgens Claire Boelema werkt het.", ["Claire Boelema"]),
        ("Wij spraken Jan de Boer en Charlotte Dopper.", ["Jan de Boer", "Charlotte Dopper"]),
        ("In gesprek met Chaja Deen en Annematt Collot d’Escury.", ["Chaja Deen", "Annematt Collot d’Escury"]),
        ("Daar kwam Justin binnen.", ["Justin"]),
        ("Wethouder Zoundri opent het.", ["Zoundri"]),
        ("De minister van Sociale Zaken en de Directeur Sociaal Domein.", []),
        ("Wij zagen Ketentesten Ondersteuning, de Kennissessie Veerkracht en de Openbare Orde.", []),
        ("De gemeente Den Haag en de Hogeschool Windesheim in Aa en Hunze.", []),
        ("De HEMA en de VNG.", []),
    ],
)
def test_likely_names(text: str, names: list[str]) -> None:
    assert [words for kind, words in found(text, ("Aa en Hunze", "Den Haag"))] == names


def test_words_are_told_once_with_every_place_and_what_stands_around() -> None:
    told = [Told("bladzijde 1", "Vraag het aan Claire Boelema."), Told("voetnoot 2", "Zie Claire Boelema en Claire Boelema.")]
    assert finds_in(told) == [Find(NAME, "Claire Boelema", ("bladzijde 1", "voetnoot 2"), "Vraag het aan Claire Boelema.")]


def test_blocks_notes_what_was_set_aside_and_properties_are_all_looked_at() -> None:
    conversion = Conversion(
        "pdf",
        (Block(BlockKind.PARAGRAPH, "Een.", page=3),),
        (Footnote("2", "Twee.", 3),),
        (SetAside("Drie.", "voetregel", 4),),
        ("",),
        True,
        {"auteur": "M. Gremmen"},
    )
    assert told_by(conversion) == [
        Told("bladzijde 3", "Een."),
        Told("voetnoot 2", "Twee."),
        Told("bladzijde 4 (voetregel)", "Drie."),
        Told("bestandseigenschap auteur", "M. Gremmen"),
    ]
    assert author_of({"auteur": "beheer"}) == [Find(NAME, "beheer", ("bestandseigenschap auteur",), "beheer")]
    assert author_of({}) == []
