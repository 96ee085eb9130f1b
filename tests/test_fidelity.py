"""Both directions: every sentence of a source stands in its original, and every line of the original in the source."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus.corpus import load
from indexer.fidelity import comparison
from indexer.fidelity.comparison import Report
from kb.errors import CorpusError

Edit = Callable[[str, str, str], None]


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(CorpusError) as caught:
        comparison.check(load(folder))
    return str(caught.value).splitlines()


def test_a_faithful_corpus_is_counted_in_sentences(small_corpus: Path) -> None:
    assert comparison.check(load(small_corpus)) == [
        Report(
            "gids",
            total=50,
            in_place=39,
            moved=2,
            joined=2,
            left_out=7,
            reasons=[
                "weggelaten regel 1: titel, staat in de kop van het bestand",
                "weggelaten regels 2-6: inhoudsopgave",
                "weggelaten regel 41: 'Terug naar de inhoud'",
                "verplaatst regel 47: de alinea staat voor de tips die ze inleidt",
                "samengevoegd regels 12-13: een alinea over twee regels",
                "zonder merktekens regels 22-29: opsommingstekens",
            ],
        ),
        Report("nieuws", total=14, in_place=13, left_out=1, reasons=["weggelaten regel 1: titel, staat in de kop van het bestand"]),
        Report(
            "verslag",
            total=30,
            in_place=29,
            left_out=1,
            reasons=["weggelaten regel 1: titel, staat in de kop van het bestand", "zonder merktekens regels 17-23: opsommingstekens"],
        ),
    ]


def test_the_report_is_a_table_with_the_reasons_below() -> None:
    report = Report("gids", total=10, in_place=6, moved=1, joined=1, left_out=2, reasons=["weggelaten regel 1: titel"])
    assert comparison.as_text([report]) == (
        "bron                zinnen  op hun plaats  verplaatst  samengevoegd  weggelaten\n"
        "gids                    10              6           1             1           2\n"
        "\n"
        "gids:\n"
        "  weggelaten regel 1: titel"
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "faults"),
    [
        (
            "bronnen/nieuws.md",
            "maken buren samen",
            "maken bewoners samen",
            [
                "bronnen/nieuws.md:21: 'bewoners' (… het Lindekwartier maken bewoners samen een moestuin. …) staat niet zo in het origineel, daar staat 'buren'; neem de woorden letterlijk over.",
                "origineel/nieuws.txt:3: 'In het Lindekwartier maken buren samen een moestuin. Elke zaterdag werken er twi' staat niet in nieuws.md en ook niet bij wat is weggelaten.",
            ],
        ),
        (
            "bronnen/nieuws.md",
            "## Wat kost de tuin?",
            "## Wat kost een tuin?",
            [
                "bronnen/nieuws.md:32: 'een' (… Wat kost een tuin? …) staat niet zo in het origineel, daar staat 'de'; neem de woorden letterlijk over.",
                "origineel/nieuws.txt:4: 'Wat kost de tuin?' staat niet in nieuws.md en ook niet bij wat is weggelaten.",
            ],
        ),
        (
            "bronnen/verslag.md",
            "Zij belden elke week aan.",
            "Zij belden iedere week aan.",
            [
                "bronnen/verslag.md:57: 'iedere' (… Zij belden iedere week aan. …) staat niet zo in het origineel, daar staat 'elke'; neem de woorden letterlijk over.",
                'origineel/verslag.txt:10: \'"Zij belden elke week aan."\' staat niet in verslag.md en ook niet bij wat is weggelaten.',
            ],
        ),
        (
            "bronnen/gids.md",
            "kop: Eerst koffie",
            "kop: Koffie eerst",
            [
                "bronnen/gids.md:42: 'Koffie eerst' staat niet zo in het origineel; neem de woorden letterlijk over.",
                "origineel/gids.txt:17: ''Eerst koffie'' staat niet in gids.md en ook niet bij wat is weggelaten.",
            ],
        ),
        (
            "bronnen/gids.md",
            "organisatie: gemeente Beekstad",
            "organisatie: gemeente Beekdorp",
            [
                "bronnen/gids.md:41: 'gemeente Beekdorp' bij citaat 'gids.citaat-de-wit-eerst-koffie' staat niet in het origineel.",
                "origineel/gids.txt:19: 'Anna de Wit, wijkregisseur gemeente Beekstad' staat niet in gids.md en ook niet bij wat is weggelaten.",
            ],
        ),
        (
            "origineel/nieuws.txt",
            "Doe mee in juni",
            "Kom ook kijken.\nDoe mee in juni",
            ["origineel/nieuws.txt:7: 'Kom ook kijken.' staat niet in nieuws.md en ook niet bij wat is weggelaten."],
        ),
        (
            "getrouwheid/gids.yaml",
            '  - {regels: "41", reden: "\'Terug naar de inhoud\'"}\n',
            "",
            ["origineel/gids.txt:41: 'Terug naar de inhoud' staat niet in gids.md en ook niet bij wat is weggelaten."],
        ),
        (
            "getrouwheid/gids.yaml",
            '"47"',
            '"46"',
            ["bronnen/gids.md:107: regel 47 van het origineel is verplaatst; zet in getrouwheid/gids.yaml waarom."],
        ),
        (
            "getrouwheid/gids.yaml",
            '"12-13"',
            '"13"',
            ["bronnen/gids.md:23: regels 12-13 van het origineel zijn samengevoegd; zet in getrouwheid/gids.yaml waarom."],
        ),
        (
            "bronnen/nieuws.md",
            "origineel: nieuws.txt",
            "origineel: nieuwtjes.txt",
            ["bronnen/nieuws.md:1: het origineel 'nieuwtjes.txt' staat niet in de map origineel."],
        ),
    ],
)  # fmt: skip
def test_what_differs_is_told_with_file_and_line(corpus_copy: Path, edit: Edit, file: str, old: str, new: str, faults: list[str]) -> None:
    # What an example takes from the changed words would be told before them.
    edit("praktijkvoorbeelden.yaml", "    voor_wie: {passage: nieuws.buurttuin, tekst: buren}\n", "")
    edit("organisaties.yaml", "naam: Gemeente Beekstad", "naam: wijkregisseur")
    edit(file, old, new)
    found = faults_of(corpus_copy)
    assert [fault for fault in faults if fault not in found] == []


def test_faults_of_all_sources_are_told_at_once(corpus_copy: Path, edit: Edit) -> None:
    edit("origineel/gids.txt", "Ga naar buiten, drink", "Ga naar binnen, drink")
    edit("origineel/verslag.txt", "Niemand hoeft iets te zeggen.", "Iedereen zegt wat.")
    assert [":".join(fault.split(":")[:2]) for fault in faults_of(corpus_copy)] == [
        "bronnen/gids.md:39",
        "bronnen/verslag.md:30",
        "origineel/gids.txt:16",
        "origineel/verslag.txt:6",
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("•  Koffie en **thee**", "Koffie en thee"),
        ("- - Wie helpt?", "Wie helpt?"),
        ("Lees [de \\[nieuwe\\] brochure](https://a.invalid/b_c) nu", "Lees de [nieuwe] brochure nu"),
        ("een<br/>regel <!-- 3 -->", "een regel"),
        ("één\xa0 regel ", "één regel"),
        ("2 \\* 3", "2 \\ 3"),
        ("", ""),
    ],
)
def test_a_line_of_an_original_is_compared_as_it_reads(line: str, expected: str) -> None:
    assert comparison.normal(line) == expected


@given(st.text(alphabet="ab *[]()<>-•\\.", max_size=30))
def test_a_line_that_is_normal_stays_as_it_is_or_loses_more_marks(line: str) -> None:
    once = comparison.normal(line)
    assert len(comparison.normal(once)) <= len(once)
    assert "  " not in once


def test_the_real_corpus_is_faithful(real_corpus: Path) -> None:
    reports = comparison.check(load(real_corpus))
    assert [report.document_id for report in reports] == ["handreiking", "plannen", "presentatie", "projectupdates", "sessieverslagen"]
    assert all(report.total == report.in_place + report.moved + report.joined + report.left_out for report in reports)
