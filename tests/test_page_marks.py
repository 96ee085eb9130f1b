"""Page marks: where a page of the file begins, in the text of a source, in its passages and in what is cited from them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from one_source import FIRST, HEAD, faults_of, source_of

from indexer.corpus.page_marks import set_in
from indexer.corpus.source import Source
from kb.library import Library
from kb.model import PageStart, Passage, Span
from kb.passage_html import page_mark, text_of
from kb.telling import shapes_lists
from kb.telling.source_lines import source_line

BODY = """\
<!-- bladzijde: 3 -->
# Zorg {#zorg}

Buren helpen elkaar met de tuin. Wie ziek is,
<!-- bladzijde: 4 -->
krijgt soep van de buren.

- een pan
<!-- bladzijde: 5 -->
- een lepel

| wie | wat |
|-----|-----|
| Anna | soep |
<!-- bladzijde: 6 -->
| Mirjam | brood |

<!-- bladzijde: 8 -->
<!-- passage: zorg-later -->

Daarna is het klaar.

<!-- bladzijde: 9 -->

## Geld {#geld}
<!--
vorm: tips
-->

Soep kost twee euro.
"""


def library_of(source: Source) -> Library:
    return Library(
        documents=(source.document,), sections=tuple(source.sections), passages=tuple(source.passages), quotes=tuple(source.quotes)
    )


def pages_in_words(passage: Passage) -> list[tuple[int, str]]:
    ends = [start.begin for start in passage.pages[1:]] + [len(passage.text)]
    return [(start.page, passage.text[start.begin : end].strip()) for start, end in zip(passage.pages, ends, strict=True)]


def test_a_passage_has_the_page_that_it_begins_on_and_those_that_begin_in_it(tmp_path: Path) -> None:
    source = source_of(tmp_path, BODY)
    assert {passage.id: pages_in_words(passage) for passage in source.passages} == {
        "gids.zorg": [
            (3, "Buren helpen elkaar met de tuin. Wie ziek is,"),
            (4, "krijgt soep van de buren.\neen pan"),
            (5, "een lepel\nwie\nwat\nAnna\nsoep"),
            (6, "Mirjam\nbrood"),
        ],
        "gids.zorg-later": [(8, "Daarna is het klaar.")],
        "gids.geld": [(9, "Soep kost twee euro.")],
    }
    assert source.heading_pages == {"gids.zorg": 3, "gids.geld": 9}
    assert source.sections[1].form == "tips"


def test_marks_change_nothing_of_the_text(tmp_path: Path) -> None:
    without = source_of(tmp_path, re.sub("<!-- bladzijde: . -->\n", "", BODY))
    source = source_of(tmp_path, BODY)
    assert [(passage.id, passage.text, passage.blocks) for passage in source.passages] == [
        (passage.id, passage.text, passage.blocks) for passage in without.passages
    ]
    assert [re.sub('<span class="bladzijde" data-bladzijde="."></span>', "", passage.html) for passage in source.passages] == [
        passage.html for passage in without.passages
    ]
    assert [passage.pages for passage in without.passages] == [(), (), ()]


def test_what_stands_before_the_first_mark_stands_on_page_one(tmp_path: Path) -> None:
    source = source_of(tmp_path, "# Deel {#deel}\n\nEen zin.\n\n<!-- bladzijde: 2 -->\n\nNog een.\n")
    assert source.passages[0].pages == (PageStart(0, 1), PageStart(9, 2))


def test_a_long_passage_that_is_cut_keeps_its_pages(tmp_path: Path) -> None:
    words = " ".join(["woord"] * 90)
    source = source_of(
        tmp_path, f"# Deel {{#deel}}\n\n<!-- bladzijde: 7 -->\n{words}\n\n{words}\n\n{words}\n<!-- bladzijde: 8 -->\n{words}\n"
    )
    assert [(passage.id, passage.pages) for passage in source.passages] == [
        ("gids.deel", (PageStart(0, 7),)),
        ("gids.deel.2", (PageStart(0, 7), PageStart(540, 8))),
    ]


def test_a_quote_beside_the_text_has_pages_of_its_own_and_the_text_after_it_too(tmp_path: Path) -> None:
    quote = '<!-- citaat: citaat-soep\nkop: Soep\ntoeschrijving: niet-genoemd\n-->\n\n> "Soep helpt\n<!-- bladzijde: 2 -->\n> altijd."\n\nDat zei hij.\n'
    source = source_of(tmp_path, f"# Deel {{#deel}}\n\nEen zin.\n\n{quote}")
    assert (source.quotes[0].text, source.quotes[0].pages) == ("Soep helpt altijd.", (PageStart(0, 1), PageStart(11, 2)))
    assert pages_in_words(source.passages[0]) == [(1, "Een zin."), (2, "Dat zei hij.")]
    library = library_of(source)
    assert (library.pages("gids.citaat-soep"), library.pages("gids.citaat-soep", 11)) == ((1, 2), (2, 2))
    assert library.place("gids.citaat-soep").pages == source.quotes[0].pages


def test_a_quote_in_running_text_has_the_page_of_its_words(tmp_path: Path) -> None:
    quote = "<!-- citaat: citaat-soep\ntekst: Soep helpt\ntoeschrijving: niet-genoemd\n-->\n"
    library = library_of(source_of(tmp_path, f"# Deel {{#deel}}\n\nHij zei:\n<!-- bladzijde: 2 -->\n'Soep helpt'.\n\n{quote}"))
    assert (library.pages("gids.citaat-soep"), library.pages("gids.deel")) == ((2, 2), (1, 2))


@pytest.mark.parametrize("said", ["twaalf", "0", "12 en 13", ""])
def test_a_page_is_a_number(tmp_path: Path, said: str) -> None:
    assert faults_of(tmp_path, f"{HEAD}# Deel {{#deel}}\n\nEen zin.\n\n<!-- bladzijde: {said} -->\n") == [
        f"gids.md:{FIRST + 4}: achter 'bladzijde:' hoort alleen een getal van 1 tot 99999; schrijf <!-- bladzijde: 12 -->."
    ]


def test_faults_after_a_mark_keep_their_line(tmp_path: Path) -> None:
    body = "# Deel {#deel}\n\n<!-- bladzijde: 2 -->\n\nEen zin.\n<!-- bladzijde: 3 -->\nNog een.\n\n<!-- onzin -->\n"
    assert faults_of(tmp_path, HEAD + body) == [
        f"gids.md:{FIRST + 8}: deze opmerking is niet te plaatsen; zet gegevens van een paragraaf direct onder de kop."
    ]


def test_a_link_after_a_mark_keeps_its_line(tmp_path: Path) -> None:
    source = source_of(tmp_path, "# Deel {#deel}\n\nEen zin.\n<!-- bladzijde: 3 -->\nKijk [daar](#daar).\n")
    assert [(link.target, link.line) for link in source.links] == [("gids.daar", FIRST + 4)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- een", f"- {page_mark(2)}een"),
        ("    - een", f"    - {page_mark(2)}een"),
        ("2. een", f"2. {page_mark(2)}een"),
        ("> een", f"> {page_mark(2)}een"),
        ("| een | twee |", f"| {page_mark(2)}een | twee |"),
        ("|---|---|\n| een | twee |", f"|---|---|\n| {page_mark(2)}een | twee |"),
        ("**Let op**", f"{page_mark(2)}**Let op**"),
        ("2026 was goed", f"{page_mark(2)}2026 was goed"),
        ("\n\neen", f"\n\n{page_mark(2)}een"),
        ("<!-- bladzijde: 3 -->\neen", f"{page_mark(2)}{page_mark(3)}een"),
        ("", ""),
    ],
)
def test_a_mark_goes_to_the_words_that_follow(text: str, expected: str) -> None:
    assert set_in(f"<!-- bladzijde: 2 -->\n{text}") == expected
    assert set_in(text, [2]) == expected


def test_marks_are_no_text() -> None:
    assert text_of(f"<p>{page_mark(2)}een {page_mark(3)}twee</p>") == "een twee"


def test_words_are_cited_with_their_page(tmp_path: Path) -> None:
    source = source_of(tmp_path, BODY)
    library = library_of(source)
    zorg = library.section["gids.zorg"]
    text = library.text("gids.zorg")
    soup = text.index("krijgt")
    assert [source_line(library, zorg, words) for words in (None, library.whole("gids.zorg"), Span("gids.zorg", soup, soup + 5))] == [
        "Zorg, in: Gids, Gemeente Beekstad, z.d.",
        "Zorg, in: Gids, Gemeente Beekstad, z.d., blz. 3-6",
        "Zorg, in: Gids, Gemeente Beekstad, z.d., blz. 4",
    ]
    told = shapes_lists.passage(library, "gids.zorg-later")
    assert (told.bladzijde, told.bron.regel) == (8, "Zorg, in: Gids, Gemeente Beekstad, z.d., blz. 8")


def test_a_source_without_marks_is_cited_without_a_page(tmp_path: Path) -> None:
    library = library_of(source_of(tmp_path, "# Zorg {#zorg}\n\nBuren helpen.\n"))
    told = shapes_lists.passage(library, "gids.zorg")
    assert (told.bladzijde, told.bron.regel) == (None, "Zorg, in: Gids, Gemeente Beekstad, z.d.")


def test_the_head_of_a_source_that_was_taken_in(tmp_path: Path) -> None:
    name = f"{'0a' * 32}.pdf"
    more = f"bestand: {name}\nopenbaar: onbekend\nvindplaats: https://beekstad.invalid/gids.pdf\nbewerkt: false\n"
    body = "# Deel {#deel}\n\nEen zin.\n"
    plain = source_of(tmp_path, body).document
    assert source_of(tmp_path, body, more).document == replace(
        plain, file=name, openness="onbekend", found_at="https://beekstad.invalid/gids.pdf", is_edited=False
    )
    assert (plain.file, plain.openness, plain.found_at, plain.is_edited) == (None, "ja", None, True)
