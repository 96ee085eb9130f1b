"""One source file: its head, sections, passages and notes, and every fault these can have, as an editor sees it."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from one_source import FIRST, HEAD, faults_of, source_of

from indexer.corpus.source import Link
from indexer.corpus.source_pieces import pieces
from kb.library import Library
from kb.model import ContentItem, Document, Section


def test_the_head_of_the_file_becomes_the_document(small_library: Library) -> None:
    assert replace(small_library.document["verslag"], order=()) == Document(
        id="verslag",
        title="Verslag: vaders doen mee",
        kind="sessieverslag",
        publisher="Gemeente Duinhaven",
        date=None,
        date_origin="onbekend",
        evidence="verslag",
        provenance="Geschreven voor de tests van de kennisbank.",
        order=(),
    )


def test_the_reading_order_holds_headings_passages_quotes_and_notes(small_library: Library) -> None:
    note = "<p>De tekening bij deze stap is niet meegeleverd.</p>"
    assert small_library.document["gids"].order == (
        ContentItem("section", "gids.inleiding"),
        ContentItem("passage", "gids.inleiding"),
        ContentItem("section", "gids.spilpersoon"),
        ContentItem("passage", "gids.spilpersoon"),
        ContentItem("section", "gids.stap-1"),
        ContentItem("passage", "gids.stap-1"),
        ContentItem("passage", "gids.stap-1-vragen"),
        ContentItem("passage", "gids.stap-1-jongeren"),
        ContentItem("section", "gids.stap-2"),
        ContentItem("note", "gids.noot-88", note),
        ContentItem("passage", "gids.stap-2"),
        ContentItem("section", "gids.bedragen"),
        ContentItem("passage", "gids.bedragen"),
        ContentItem("section", "gids.stap-3"),
        ContentItem("passage", "gids.stap-3"),
    )


def test_a_section_takes_over_what_it_does_not_say_itself(small_library: Library) -> None:
    assert small_library.section["verslag.afspraken"] == Section(
        id="verslag.afspraken",
        document_id="verslag",
        part_id="verslag.avond",
        parent_id="verslag.avond",
        level=2,
        title="Afspraken",
        title_is_ours=False,
        part_kind=None,
        speakers=None,
        form="uitleg",
        step=None,
        themes=("ouderschap",),
        audience=("ouders",),
        municipalities=("duinhaven",),
        date=None,
        date_origin="onbekend",
        evidence="praktijkbeschrijving",
        time_bound=False,
        sensitive=False,
        outside_title="Afspraken",
    )


def test_a_part_says_its_kind_and_speakers_and_gives_its_step_on(small_library: Library) -> None:
    part = small_library.section["verslag.avond"]
    assert (part.part_kind, part.speakers, part.level, part.parent_id) == ("verslag", "Rachid Bouali", 1, None)
    table = small_library.section["gids.bedragen"]
    assert (table.step, table.form, table.title_is_ours, table.themes, table.audience) == (2, "tabel", True, ("geld",), ("bewoners",))


def test_time_bound_and_sensitive_are_inherited_and_else_false(small_library: Library) -> None:
    assert [section.id for section in small_library.sections if section.time_bound] == ["nieuws.meedoen"]
    assert [section.id for section in small_library.sections if section.sensitive] == ["verslag.verhaal"]
    assert [quote.id for quote in small_library.protected_quotes if quote.sensitive] == ["verslag.citaat-moeder-nooit-gevraagd"]


STORY = """\
# Verhalen {#verhalen}

Wat mensen meemaakten.

## Ziek {#ziek}
<!--
gevoelig: true
-->

Hij werd ziek.

### Herstel {#herstel}

Daarna rustte hij uit.

<!-- passage: later -->

Later liep hij weer.

<!-- citaat: citaat-stil
toeschrijving: niet-genoemd
-->

> "Het bleef lang stil."

## Werk {#werk}

Nu werkt hij weer.
"""


def test_what_stands_under_a_personal_story_is_part_of_it(tmp_path: Path) -> None:
    """An editor marks the story once; no heading, passage or saying within it may slip out, and nothing after it comes in."""
    source = source_of(tmp_path, STORY)
    sections = {section.id: section.sensitive for section in source.sections}
    assert sections == {"gids.verhalen": False, "gids.ziek": True, "gids.herstel": True, "gids.werk": False}
    assert {passage.id: sections[passage.section_id] for passage in source.passages} == {
        "gids.verhalen": False,
        "gids.ziek": True,
        "gids.herstel": True,
        "gids.later": True,
        "gids.werk": False,
    }
    assert [(quote.id, quote.sensitive) for quote in source.quotes] == [("gids.citaat-stil", True)]


def test_a_story_within_a_story_stays_one_when_its_own_comment_does_not_say_so(tmp_path: Path) -> None:
    source = source_of(tmp_path, STORY.replace("### Herstel {#herstel}\n", "### Herstel {#herstel}\n<!--\nvorm: inzicht\n-->\n"))
    assert [(section.id, section.form, section.sensitive) for section in source.sections][2] == ("gids.herstel", "inzicht", True)


def test_a_note_inside_a_passage_is_shown_there_and_is_no_text_of_it(small_library: Library) -> None:
    passage = small_library.passage["gids.inleiding"]
    assert passage.html.endswith('<aside class="redactie"><p>In de aangeleverde tekst ontbreekt hier een figuur.</p></aside>')
    assert passage.text.endswith("of de brochure over subsidies.")


def test_links_are_kept_with_their_line(tmp_path: Path) -> None:
    source = source_of(tmp_path, "# Deel {#deel}\n\nZie [a](#deel).\n\nLees [b](verslag.avond), niet [c](#).\n")
    assert source.links == [Link("gids.deel", FIRST + 2), Link("verslag.avond", FIRST + 4)]


@pytest.mark.parametrize(
    ("body", "line", "sentence"),
    [
        ("Tekst.\n", 0, "deze tekst staat voor de eerste kop; zet er een kop met anker boven."),
        ("# Deel\n\nTekst.\n", 0, "kop 'Deel' heeft geen anker; zet er {#een-anker} achter."),
        ("## Onder {#onder}\n", 0, "kop 'Onder' staat niet onder een deel; een bestand begint met een kop met één hekje."),
        ("# Een {#een}\n\n#### Diep {#diep}\n", 2, "een kop heeft hoogstens drie hekjes; maak hier een vetgedrukte regel van."),
        ("# Een {#een}\n\nTekst.\n\n<!--\nvorm: tips\n-->\n", 4, "deze opmerking is niet te plaatsen; zet gegevens van een paragraaf direct onder de kop."),
        ("# Een {#een}\n<!--\nvorm: gedicht\n-->\n", 2, "'gedicht' kan niet bij 'vorm'; kies uit 'uitleg', 'definitie', 'tips', 'hulpvragen', 'checklist', 'rol', 'tabel', 'ladder', 'activiteiten', 'inzicht', 'verwijzing' of 'kernzin'."),
        ("# Een {#een}\n<!--\nkleur: rood\n-->\n", 2, "het veld 'kleur' bestaat niet; kijk in docs/corpusformaat.md hoe het heet."),
        ("# Een {#een}\n<!--\nstap: 13\n-->\n", 2, "'13' past niet bij 'stap'; kijk in docs/corpusformaat.md wat daar hoort te staan."),
        ("# Een {#een}\n<!--\nthemas: [a\n-->\n", 3, "dit is geen geldige YAML: in een lijst tussen [ en ] mist een komma of het laatste haakje."),
        ("# Een {#een}\n\n> " + "> " * 10 + "a\n", 2, "deze regel staat meer dan 10 lijsten of inspringingen diep; maak hem minder diep."),
        ("# Een {#een}\n\n<!-- noot: a\n" + "- " * 11 + "b -->\n", 3, "deze regel staat meer dan 10 lijsten of inspringingen diep; maak hem minder diep."),
        ("# Een {#een}\n\n" + "[" * 51 + "\n", 2, "dit stuk tekst heeft 51 keer '[' of '<' zonder einde en 50 is het meeste; haal weg wat geen link is."),
        ("# Een {#een}\n" * 5_001, 5_000, "dit bestand heeft 5001 koppen, opmerkingen en stukken tekst en 5000 is het meeste; knip het."),
        ("# Een {#een}\n\n" + "woord " * 221 + "\n", 0, "passage 'gids.een' heeft 221 woorden; knip hem met <!-- passage: een-anker -->."),
    ],
)  # fmt: skip
def test_a_fault_in_the_text_is_told_with_its_line(tmp_path: Path, body: str, line: int, sentence: str) -> None:
    assert faults_of(tmp_path, HEAD + body) == [f"gids.md:{FIRST + line}: {sentence}"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# Deel {#deel}\n", "gids.md:1: dit bestand begint niet met een blok tussen '---'-regels; zet daar id, titel, soort enzovoort in."),
    ],
)  # fmt: skip
def test_a_fault_in_the_head_is_told_with_its_line(tmp_path: Path, text: str, fault: str) -> None:
    assert fault in faults_of(tmp_path, text)


@pytest.mark.parametrize("line", ["# " + "{#" * 4_900, "# a" + " " * 9_000 + "b", "#" + " " * 9_000 + "a {#a}", "# " + "{#a" * 3_000])
def test_a_heading_of_any_form_is_cut_soon(line: str) -> None:
    began = time.process_time()
    (piece,) = pieces(line, 1)
    assert piece.kind == "heading"
    assert time.process_time() - began < 1
