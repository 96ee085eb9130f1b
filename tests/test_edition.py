"""The version of the content: read from inhoud.yaml, and shown where readers and those who keep the site look for it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.corpus.corpus import load
from indexer.corpus.edition import as_text
from kb.errors import CorpusError
from kb.library import Library
from kb.model import Edition
from web.app import create_app
from web.serving.settings import Settings
from web.showing.chosen import Selection
from web.showing.export import account, today
from web.showing.memo import memo_of

EDITION = Edition("2.1", "2024-07-01", ("De buurttuin staat erbij.",))


def test_the_library_knows_its_version(small_library: Library) -> None:
    assert small_library.edition == EDITION


def test_a_corpus_may_be_without_a_version(corpus_copy: Path) -> None:
    (corpus_copy / "inhoud.yaml").unlink()
    assert load(corpus_copy).library.edition is None
    assert as_text(None) == "Inhoud: zonder versie; zet haar in inhoud.yaml."


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"2.1"', "twee", "inhoud.yaml:1: 'twee' heeft bij 'versie' niet de vorm die daar hoort; kijk in docs/corpusformaat.md."),
        ("2024-07-01", "2024-07", "inhoud.yaml:2: '2024-07' heeft bij 'datum' niet de vorm die daar hoort; kijk in docs/corpusformaat.md."),
        ("2024-07-01", "2024-02-30", "inhoud.yaml:2: '2024-02-30' bij 'datum' is geen datum die bestaat; verbeter hem."),
        ("[De buurttuin staat erbij.]", "[]", "inhoud.yaml:3: 'wijzigingen' is leeg; vul het in of haal het weg."),
    ],
)
def test_a_version_has_a_number_a_day_and_what_changed(
    corpus_copy: Path, edit: Callable[[str, str, str], None], old: str, new: str, fault: str
) -> None:
    edit("inhoud.yaml", old, new)
    with pytest.raises(CorpusError) as caught:
        load(corpus_copy)
    assert str(caught.value).splitlines() == [fault]


def test_the_site_shows_it(small_index: Path) -> None:
    client = create_app(Settings(index=small_index)).test_client()
    about = client.get("/over").text
    assert "Inhoud: versie 2.1 van 1 juli 2024." in about
    assert "<li>De buurttuin staat erbij.</li>" in about
    assert client.get("/gezondheid").get_json()["inhoud"] == {"versie": "2.1", "datum": "2024-07-01"}
    told = f"Gemaakt op {today()}, met inhoud versie 2.1 van 1 juli 2024."
    assert told in client.get("/selectie/markdown?id=nieuws.kosten").text


def test_what_is_taken_along_names_it() -> None:
    told, without = (account(memo_of(Selection([], [], [], edition))) for edition in (EDITION, None))
    assert told.endswith(f" Gemaakt op {today()}, met inhoud versie 2.1 van 1 juli 2024.")
    assert without.endswith(f" Gemaakt op {today()}.")


def test_the_report_of_an_editor_begins_with_it(small_corpus: Path) -> None:
    told = CliRunner().invoke(main, ["check", "--report", "--corpus", str(small_corpus)])
    assert told.output.splitlines()[:2] == ["Inhoud: versie 2.1 van 2024-07-01", "  De buurttuin staat erbij."]


def test_the_real_corpus_has_a_version_later_than_its_sources(real_library: Library) -> None:
    assert real_library.edition
    assert real_library.edition.date > max(document.date or "" for document in real_library.documents)
