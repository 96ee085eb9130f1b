"""A whole corpus: everything it says in one library, and everything wrong with it in one error."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.corpus.corpus import load
from kb.errors import CorpusError
from kb.library import Library

Edit = Callable[[str, str, str], None]


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(CorpusError) as caught:
        load(folder)
    return str(caught.value).splitlines()


def test_six_kinds_of_faults_are_told_at_once_with_file_and_line(corpus_copy: Path, edit: Edit) -> None:
    edit("bronnen/gids.md", "themas: [ontmoeten, geld]", "themas: [ontmoeten, voetbal]")
    edit("bronnen/gids.md", "{#stap-3}", "{#stap-2}")
    edit("bronnen/gids.md", "(#stap-1)", "(#stap-11)")
    edit("bronnen/verslag.md", "rol: initiatiefnemer\n", "")
    edit("bronnen/verslag.md", "elke-week\nsprekers: [moeder-duinhaven]\n", "elke-week\n")
    edit("vragen/nieuws.yaml", "nieuws.kosten", "nieuws.prijs")
    edit("plaatsen.yaml", "naam: Duinhaven,", "naam: [Duinhaven,")
    assert faults_of(corpus_copy) == [
        "bronnen/gids.md:80: thema 'voetbal' bestaat niet; kies er een uit themas.yaml.",
        "bronnen/gids.md:105: de link naar 'gids.stap-11' komt nergens uit; verbeter het anker.",
        "bronnen/gids.md:107: anker 'stap-2' staat ook op regel 80; geef elk zijn eigen anker.",
        "bronnen/verslag.md:51: citaat 'citaat-moeder-elke-week' heeft geen spreker; vul sprekers of rol in, of zet toeschrijving: niet-genoemd.",
        "plaatsen.yaml:3: dit is geen geldige YAML: in een lijst tussen [ en ] mist een komma of het laatste haakje.",
        "samenvattingen.yaml:10: 'gids.stap-2' hoort niet bij 'thema.geld'; kies een andere plaats.",
        "stappen.yaml:8: deel 'gids.stap-3' bestaat niet; verbeter het anker.",
        "vijf-minuten.yaml:17: passage 'gids.stap-3' bestaat niet; kies de passage waarin de zin staat.",
        "vijf-minuten.yaml:27: passage 'gids.stap-3' bestaat niet; kies de passage waarin de zin staat.",
        "vijf-minuten.yaml:30: passage 'gids.stap-3' bestaat niet; kies de passage waarin de zin staat.",
        "vijf-minuten.yaml:33: passage 'gids.stap-3' bestaat niet; kies de passage waarin de zin staat.",
        "vragen/gids.yaml:10: 'gids.stap-3' bestaat niet; hoort de vraag ergens anders bij?",
        "vragen/nieuws.yaml:1: 'nieuws.prijs' bestaat niet; hoort de vraag ergens anders bij?",
    ]


def test_two_sources_with_one_id_are_a_fault(corpus_copy: Path, edit: Edit) -> None:
    edit("bronnen/nieuws.md", "id: nieuws\n", "id: gids\n")
    assert "bronnen/nieuws.md:2: id 'gids' heeft ook gids.md; geef elke bron een eigen id." in faults_of(corpus_copy)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 6, 7])
def test_a_wrong_count_of_a_working_list_is_a_fault_of_the_corpus(corpus_copy: Path, edit: Edit, count: int) -> None:
    edit("bronnen/gids.md", "aantal: 5", f"aantal: {count}")
    assert faults_of(corpus_copy) == [
        f"bronnen/gids.md:57: werklijst 'gids.lijst-gesprek-op-straat' zegt {count} punten te hebben, maar het zijn er 5 (lijstpunten geteld); verbeter aantal, items of grenzen."
    ]


@pytest.mark.parametrize("date", ["2024-07-09", "2024-02-29", "2024-07", "2024"])
def test_a_date_needs_no_quotation_marks(corpus_copy: Path, edit: Edit, date: str) -> None:
    edit("bronnen/nieuws.md", '"2024-05-14"', date)
    assert load(corpus_copy).library.document["nieuws"].date == date


@pytest.mark.parametrize("date", ["2024-02-30", '"2023-02-29"', "2024-13-01", "2024-13", "0000"])
def test_a_date_that_is_not_in_the_calendar_is_a_fault(corpus_copy: Path, edit: Edit, date: str) -> None:
    edit("bronnen/nieuws.md", '"2024-05-14"', date)
    told = date.strip('"')
    assert faults_of(corpus_copy) == [f"bronnen/nieuws.md:6: '{told}' bij 'datum' is geen datum die bestaat; verbeter hem."]


@pytest.mark.parametrize("date", ["9 juli 2024", "2024-7-9", "24", "٢٠٢٤", "2024-07-09T10:30", "[2024]"])
def test_a_date_has_one_form(corpus_copy: Path, edit: Edit, date: str) -> None:
    edit("bronnen/nieuws.md", '"2024-05-14"', date)
    (fault,) = faults_of(corpus_copy)
    assert fault.startswith("bronnen/nieuws.md:6: ")


def test_a_folder_without_sources_is_a_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path) == [
        "bronnen:1: hier staat geen enkel bronbestand (*.md).",
        "vragen:1: deze map is er niet; maak haar, met per bron een bestand met vragen (vragen/<bron>.yaml).",
    ]


def test_the_real_corpus_is_faultless_and_complete(real_library: Library) -> None:
    assert [document.id for document in real_library.documents] == [
        "handreiking",
        "plannen",
        "presentatie",
        "projectupdates",
        "sessieverslagen",
    ]
    lists = (real_library.quotes, real_library.protected_quotes, real_library.examples, real_library.themes, real_library.steps)
    assert [len(things) for things in lists] == [55, 6, 48, 16, 12]


def test_no_passage_of_the_real_corpus_is_too_long_to_read(real_library: Library) -> None:
    assert [passage.id for passage in real_library.passage_in_report.values() if len(passage.text.split()) > 220] == []


def test_every_quote_of_the_real_corpus_stands_in_its_original(real_corpus: Path, real_library: Library) -> None:
    originals = {file.stem: " ".join(file.read_text(encoding="utf-8").split()) for file in (real_corpus / "origineel").glob("*.txt")}
    missing = [
        quote.id for quote in real_library.quote_in_report.values() if " ".join(quote.text.split()) not in originals[quote.document_id]
    ]
    assert missing == []
