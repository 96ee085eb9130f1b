"""Files of a corpus that belong to no source, and files that are not what their name says."""

import hashlib
from pathlib import Path

import pytest

from indexer.corpus.corpus import load
from kb.errors import CorpusError

ORPHAN = "dit hoort bij geen bron; verwijder het, of zet de bron terug."
WORDS = b"%PDF-1.7 soep"
NAME = f"{hashlib.sha256(WORDS).hexdigest()}.pdf"


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(CorpusError) as caught:
        load(folder)
    return str(caught.value).splitlines()


def take_in(folder: Path, name: str) -> Path:
    """Let a source say that it was made of a file, and return where that file belongs."""
    (folder / "bestanden").mkdir(exist_ok=True)
    source = folder / "bronnen" / "nieuws.md"
    source.write_text(source.read_text(encoding="utf-8").replace("\nherkomst:", f"\nbestand: {name}\nherkomst:"), encoding="utf-8")
    return folder / "bestanden" / name


def test_what_is_left_of_a_source_that_is_gone_is_told(corpus_copy: Path) -> None:
    for name in ("origineel/weg.txt", "getrouwheid/weg.yaml", "vragen/weg.yaml"):
        (corpus_copy / name).write_text("", encoding="utf-8")
    take_in(corpus_copy, NAME)
    other = hashlib.sha256(b"").hexdigest()
    (corpus_copy / "bestanden" / f"{other}.docx").touch()
    assert faults_of(corpus_copy) == [
        f"bestanden/{other}.docx:1: {ORPHAN}",
        f"getrouwheid/weg.yaml:1: {ORPHAN}",
        f"origineel/weg.txt:1: {ORPHAN}",
        f"vragen/weg.yaml:1: {ORPHAN}",
    ]


def test_a_file_may_be_there_or_not(corpus_copy: Path) -> None:
    file = take_in(corpus_copy, NAME)
    assert load(corpus_copy).library.document["nieuws"].file == NAME
    file.write_bytes(WORDS)
    assert load(corpus_copy).library.document["nieuws"].file == NAME


def test_a_file_that_is_not_what_its_name_says_is_told(corpus_copy: Path) -> None:
    take_in(corpus_copy, NAME).write_bytes(WORDS + b"!")
    assert faults_of(corpus_copy) == [
        f"bestanden/{NAME}:1: dit is een ander bestand dan zijn naam zegt; zet het juiste terug, of neem het opnieuw op."
    ]


def test_a_file_of_another_name_is_told(corpus_copy: Path) -> None:
    (corpus_copy / "bestanden").mkdir()
    (corpus_copy / "bestanden" / "gids.pdf").write_bytes(WORDS)
    assert faults_of(corpus_copy) == [
        "bestanden/gids.pdf:1: dit hoort bij geen bron; verwijder het, of zet de bron terug.",
        "bestanden/gids.pdf:1: een bestand heet hier naar zijn SHA-256 met zijn uitgang erachter (64 tekens, een punt en bijvoorbeeld pdf).",
    ]


def test_a_link_out_of_the_corpus_is_not_opened(corpus_copy: Path, tmp_path: Path) -> None:
    secret = tmp_path / "geheim.pdf"
    secret.write_bytes(WORDS)
    take_in(corpus_copy, NAME).symlink_to(secret)
    assert faults_of(corpus_copy) == [f"bestanden/{NAME}:1: dit is geen gewoon bestand in deze map; zet het bestand zelf hier."]


def test_a_file_of_a_draft_is_no_orphan(small_corpus: Path, tmp_path: Path) -> None:
    own = tmp_path / "eigen"
    for name in ("bestanden", "wacht/nota", "vragen"):
        (own / name).mkdir(parents=True)
    (own / "eigen.yaml").write_text((small_corpus.parent / "eigen" / "eigen.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (own / "bestanden" / NAME).write_bytes(WORDS)
    with pytest.raises(CorpusError, match=ORPHAN):
        load(small_corpus, own)
    (own / "wacht" / "nota" / "bron.md").write_text(f"---\nbestand: {NAME}\n---\n", encoding="utf-8")
    (own / "vragen" / "vervallen.yaml").touch()
    assert [str(warning) for warning in load(small_corpus, own).warnings] == [f"eigen/vragen/vervallen.yaml:1: {ORPHAN}"]
