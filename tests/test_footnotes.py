"""Footnotes: marks in the text, words at the end of their section, links both ways, and never part of any text."""

from pathlib import Path

import pytest
from one_base import base_of
from one_source import FIRST, HEAD, faults_of, source_of

from indexer.corpus.source import Footnote, Link
from indexer.entries import entries_of
from kb.model import ContentItem
from kb.telling.addresses import place_path
from web.app import create_app
from web.serving.settings import Settings

BODY = """\
# Zorg {#zorg}

Een op de vijf wordt geholpen[^3]. Wie[^4-a] helpt, telt
<!-- bladzijde: 2 -->
mee[^5].

[^3]: Zie het [rapport](https://beekstad.invalid/rapport),
<!-- bladzijde: 2 -->
tweede druk.
[^5]: Volgens [iedereen](#geld).

## Geld {#geld}

Soep kost twee euro.[^3]

[^4-a]: Deze hoort bij de kop erboven.

[^3]: Exclusief brood.
"""
OF_ZORG = BODY.replace("[^4-a]: Deze hoort bij de kop erboven.\n\n", "").replace("[^5]: V", "[^4-a]: Buren.\n[^5]: V")


def test_the_words_of_a_note_stand_at_the_end_of_its_section_and_in_no_passage(tmp_path: Path) -> None:
    source = source_of(tmp_path, OF_ZORG)
    assert {passage.id: passage.text for passage in source.passages} == {
        "gids.zorg": "Een op de vijf wordt geholpen. Wie helpt, telt mee.",
        "gids.geld": "Soep kost twee euro.",
    }
    report = '<p>Zie het <a href="https://beekstad.invalid/rapport">rapport</a>, <span class="bladzijde" data-bladzijde="2"></span>tweede druk.</p>'
    assert source.document.order == (
        ContentItem("section", "gids.zorg"),
        ContentItem("passage", "gids.zorg"),
        ContentItem("footnote", "gids.zorg-noot-3", report),
        ContentItem("footnote", "gids.zorg-noot-4-a", "<p>Buren.</p>"),
        ContentItem("footnote", "gids.zorg-noot-5", '<p>Volgens <a href="kb:gids.geld">iedereen</a>.</p>'),
        ContentItem("section", "gids.geld"),
        ContentItem("passage", "gids.geld"),
        ContentItem("footnote", "gids.geld-noot-3", "<p>Exclusief brood.</p>"),
    )
    assert [(note.id, note.label, note.page, note.line - FIRST) for note in source.footnotes] == [
        ("gids.zorg-noot-3", "3", 1, 6),
        ("gids.zorg-noot-4-a", "4-a", 1, 9),
        ("gids.zorg-noot-5", "5", 2, 10),
        ("gids.geld-noot-3", "3", 2, 16),
    ]
    assert source.footnotes[3] == Footnote("gids.geld-noot-3", "3", "<p>Exclusief brood.</p>", 2, FIRST + 16)
    assert source.links == [Link("gids.geld", FIRST + 10)]


def test_a_mark_leads_to_its_note_and_the_first_one_is_led_back_to(tmp_path: Path) -> None:
    source = source_of(tmp_path, "# Zorg {#zorg}\n\nEen[^1] en weer[^1].\n\n[^1]: Noot.\n")
    assert source.passages[0].html == (
        '<p>Een<a id="merk-zorg-noot-1" href="kb:gids.zorg-noot-1" class="nootmerk">1</a>'
        ' en weer<a href="kb:gids.zorg-noot-1" class="nootmerk">1</a>.</p>'
    )


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("Een[^1] zin.\n", ["2: noot [^1] heeft onder deze kop geen woorden; zet er een regel '[^1]: …' bij."]),
        ("Een zin.\n\n[^1]: Noot.\n", ["4: naar deze noot verwijst onder deze kop niets; zet [^1] in de tekst, of haal de noot weg."]),
        (
            "Een[^1] zin.\n\n[^1]: Noot.\n\n[^1]: Nog een.\n",
            ["6: noot [^1] staat onder deze kop ook op regel 15; geef elke noot haar eigen naam."],
        ),
        ("Een[^1] zin.\n\n[^1]:\n", ["4: noot [^1] is leeg; zet haar woorden achter de dubbele punt, of haal de noot weg."]),
        ("Een[^A] zin.\n\n[^A]: Noot.\n", ["4: anker 'deel-noot-A' is niet goed; gebruik kleine letters, cijfers en streepjes."]),
        (
            "Een[^1] zin.\n\n## Onder {#onder}\n\nTwee.\n\n[^1]: Noot.\n",
            [
                "2: noot [^1] heeft onder deze kop geen woorden; zet er een regel '[^1]: …' bij.",
                "8: naar deze noot verwijst onder deze kop niets; zet [^1] in de tekst, of haal de noot weg.",
            ],
        ),
    ],
)
def test_a_note_without_its_other_half_is_a_fault(tmp_path: Path, body: str, faults: list[str]) -> None:
    found = faults_of(tmp_path, f"{HEAD}# Deel {{#deel}}\n\n{body}")
    places = [fault.removeprefix("gids.md:").partition(": ") for fault in found]
    assert [f"{int(line) - FIRST}: {sentence}" for line, _, sentence in places] == faults


def test_a_page_mark_after_a_note_is_that_of_the_text(tmp_path: Path) -> None:
    source = source_of(tmp_path, "# Deel {#deel}\n\nEen[^1] zin.\n\n[^1]: Noot.\n<!-- bladzijde: 2 -->\n\nNog een zin.\n")
    assert [(start.begin, start.page) for start in source.passages[0].pages] == [(0, 1), (9, 2)]


def test_the_page_shows_notes_with_links_both_ways(tmp_path: Path) -> None:
    base_of(tmp_path, OF_ZORG)
    page = create_app(Settings(index=tmp_path / "index")).test_client().get("/bronnen/gids/zorg").text
    assert '<a id="merk-zorg-noot-3" href="/bronnen/gids/zorg#zorg-noot-3" class="nootmerk">3</a>' in page
    assert '<div class="footnote" id="zorg-noot-3"><a href="#merk-zorg-noot-3" aria-label="Noot 3, terug naar de tekst">3</a>' in page
    assert page.index('id="zorg-noot-5"') < page.index('id="geld"') < page.index('id="geld-noot-3"')


def test_the_words_of_a_note_are_never_found(tmp_path: Path) -> None:
    base = base_of(tmp_path, OF_ZORG)
    assert place_path(base.library, "gids.zorg-noot-3") == "/bronnen/gids/zorg#zorg-noot-3"
    assert ["brood" in entry.text for entry in entries_of(base.library)] == [False, False]
