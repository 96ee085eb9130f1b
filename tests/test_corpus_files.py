"""Every text of a corpus is read in one way, within bounds, and no file is passed over in silence."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.corpus import corpus_files
from indexer.corpus.corpus import load
from indexer.corpus.faults import FaultList
from indexer.fidelity import comparison
from kb.errors import CorpusError

Edit = Callable[[str, str, str], None]
ALL_KINDS = ["bronnen/gids.md", "themas.yaml", "vragen/gids.yaml", "anderstalig.yaml", "getrouwheid/gids.yaml", "origineel/gids.txt"]


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(CorpusError) as caught:
        comparison.check(load(folder))
    return str(caught.value).splitlines()


def read(folder: Path, data: bytes) -> tuple[str | None, list[str]]:
    file = folder / "gids.md"
    file.write_bytes(data)
    faults = FaultList(folder)
    return corpus_files.read(file, faults), [str(fault) for fault in faults.faults]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbfid: caf\xc3\xa9\r\nb\rc\n", "id: café\nb\nc\n"),
        ("cafe\u0301".encode(), "café"),
        (b"een\ttab en een \x0c bladzijde", "een\ttab en een \x0c bladzijde"),
        (b"a" * 10_000, "a" * 10_000),
    ],
)
def test_a_text_is_read_without_its_mark_with_one_kind_of_line_and_of_letter(tmp_path: Path, data: bytes, text: str) -> None:
    assert read(tmp_path, data) == (text, [])


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (
            "een\r\ntwee caf\xe9".encode("cp1252"),
            "gids.md:2: teken 9 van deze regel is geen UTF-8 (byte E9); bewaar dit bestand als UTF-8.",
        ),
        (b"\xef\xbb\xbf\x80", "gids.md:1: teken 1 van deze regel is geen UTF-8 (byte 80); bewaar dit bestand als UTF-8."),
        (b"a\nb\xc3", "gids.md:2: teken 2 van deze regel is geen UTF-8 (byte C3); bewaar dit bestand als UTF-8."),
        ("---\nid".encode("utf-16"), "gids.md:1: dit bestand staat in UTF-16; bewaar dit bestand als UTF-8."),
        (
            "---\nid".encode("utf-16-be"),
            "gids.md:1: hier staat een onzichtbaar teken (U+0000); haal het weg, of bewaar dit bestand als UTF-8.",
        ),
        (b"een\ntwee \x1b[31m", "gids.md:2: hier staat een onzichtbaar teken (U+001B); haal het weg, of bewaar dit bestand als UTF-8."),
        (b"een\n" + b"a" * 10_001, "gids.md:2: deze regel heeft 10001 tekens en 10000 is het meeste; knip hem."),
        (b"a\n" * 1_000_001, "gids.md:1: dit bestand is groter dan 2 MB; knip het in kleinere."),
    ],
)
def test_a_text_that_cannot_be_read_is_told_with_its_place(tmp_path: Path, data: bytes, fault: str) -> None:
    assert read(tmp_path, data) == (None, [fault])


@pytest.mark.parametrize("name", ALL_KINDS)
def test_a_file_in_another_encoding_is_the_only_fault(corpus_copy: Path, name: str) -> None:
    file = corpus_copy / name
    file.write_bytes(b"\xe9" + file.read_bytes())
    assert faults_of(corpus_copy) == [f"{name}:1: teken 1 van deze regel is geen UTF-8 (byte E9); bewaar dit bestand als UTF-8."]


@pytest.mark.parametrize("name", ALL_KINDS)
def test_a_byte_order_mark_and_ends_of_lines_of_windows_are_no_fault(corpus_copy: Path, name: str) -> None:
    file = corpus_copy / name
    before = load(corpus_copy).library
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    after = load(corpus_copy)
    comparison.check(after)
    assert after.library == before


def test_letters_taken_apart_in_the_original_only_are_the_same_letters(corpus_copy: Path, edit: Edit) -> None:
    edit(
        "origineel/gids.txt",
        "ideeën van bewoners naast elkaar en kies er samen één",
        "ideee\u0308n van bewoners naast elkaar en kies er samen e\u0301e\u0301n",
    )
    comparison.check(load(corpus_copy))


@pytest.mark.parametrize("name", ALL_KINDS)
def test_what_is_no_regular_file_of_the_corpus_is_not_opened(corpus_copy: Path, tmp_path: Path, name: str) -> None:
    file = corpus_copy / name
    outside = file.rename(tmp_path / "buiten.txt")
    os.mkfifo(file)
    began = time.monotonic()
    assert faults_of(corpus_copy) == [f"{name}:1: dit is geen gewoon bestand; zet hier een bestand met tekst."]
    assert time.monotonic() - began < 20
    file.unlink()
    file.symlink_to(outside)
    assert faults_of(corpus_copy) == [f"{name}:1: dit is een verwijzing naar een bestand buiten het corpus; zet het bestand zelf hier."]
    file.unlink()
    file.symlink_to("nergens")
    assert faults_of(corpus_copy) == [f"{name}:1: dit bestand is niet te openen; zet hier een gewoon bestand."]
    file.unlink()
    file.symlink_to(file.name)
    assert faults_of(corpus_copy) == [f"{name}:1: dit bestand is niet te openen; zet hier een gewoon bestand."]


@pytest.mark.parametrize("original", ["/etc/passwd", "../themas.yaml", "a/b.txt", "x" * 300])
def test_an_original_stands_in_its_folder(corpus_copy: Path, edit: Edit, original: str) -> None:
    edit("bronnen/gids.md", "origineel: gids.txt", f"origineel: {original}")
    (fault,) = faults_of(corpus_copy)
    assert fault.startswith("bronnen/gids.md:1: het origineel '")
    assert fault.endswith("' staat niet in de map origineel.")


def test_what_an_operating_system_leaves_is_passed_over(corpus_copy: Path) -> None:
    before = load(corpus_copy).library
    for name in (
        "bronnen/._gids.md",
        "vragen/._gids.yaml",
        "._themas.yaml",
        ".DS_Store",
        "bronnen/.DS_Store",
        "themas.yaml~",
        "getrouwheid/._gids.yaml",
    ):
        (corpus_copy / name).write_bytes(b"\x00\x05\x16\x07\xff")
    assert load(corpus_copy).library == before


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ("thesaurus.yaml", "thesaurus.yml", ["thesaurus.yml:1: dit bestand wordt niet gelezen; noem het 'thesaurus.yaml'."]),
        ("thesaurus.yaml", "Thesaurus.yaml", ["Thesaurus.yaml:1: dit bestand wordt niet gelezen; noem het 'thesaurus.yaml'."]),
        ("thesaurus.yaml", "thesaurus.yaml.txt", ["thesaurus.yaml.txt:1: dit bestand wordt niet gelezen; noem het 'thesaurus.yaml'."]),
        (
            "vragen",
            "vraag",
            [
                "vraag:1: deze map wordt niet gelezen; noem het 'vragen'.",
                "vragen:1: deze map is er niet; maak haar, met per bron een bestand met vragen (vragen/<bron>.yaml).",
            ],
        ),
        (
            "vragen/gids.yaml",
            "vragen/gids.yml",
            ["vragen/gids.yml:1: dit wordt niet gelezen; in de map vragen horen bestanden waarvan de naam op .yaml eindigt."],
        ),
        (
            "bronnen/gids.md",
            "bronnen/gids.MD",
            ["bronnen/gids.MD:1: dit wordt niet gelezen; in de map bronnen horen bestanden waarvan de naam op .md eindigt."],
        ),
        (
            "themas.yaml",
            "themas.yml",
            [
                "samenvattingen.yaml:8: 'thema.geld' is geen stap, thema of bron; verbeter het.",
                "themas.yaml:1: dit bestand is er niet, maar de bronnen of lijsten verwijzen naar een thema dat erin hoort; maak het.",
                "themas.yml:1: dit bestand wordt niet gelezen; noem het 'themas.yaml'.",
            ],
        ),
        (
            "praktijkvoorbeelden.yaml",
            "bakkerij.yaml",
            [
                "bakkerij.yaml:1: dit bestand wordt niet gelezen; hier horen afkortingen, anderstalig, antwoorden, begrippen, feiten, gemeenten, herkennen, inhoud, klaar-als, kopregels, methoden, organisaties, pakketten, personen, plaatsen, praktijkvoorbeelden, routes, samenvattingen, soorten, stappen, suggesties, taken, tegenspraken, themas, thesaurus, vergelijkingen, verhuisd, verwijzingen, vijf-minuten, zonder-antwoord, elk met .yaml erachter.",
                "praktijkvoorbeelden.yaml:1: dit bestand is er niet, maar de bronnen of lijsten verwijzen naar een praktijkvoorbeeld dat erin hoort; maak het.",
            ],
        ),
    ],
)
def test_a_file_or_folder_that_nobody_would_read_is_told(corpus_copy: Path, old: str, new: str, faults: list[str]) -> None:
    (corpus_copy / old).rename(corpus_copy / new)
    assert faults_of(corpus_copy) == faults


@pytest.mark.parametrize("name", sorted(corpus_files.FOLDERS))
def test_a_file_where_a_folder_belongs_is_told(corpus_copy: Path, name: str) -> None:
    shutil.rmtree(corpus_copy / name, ignore_errors=True)
    (corpus_copy / name).touch()
    faults = FaultList(corpus_copy)
    corpus_files.check_names(corpus_copy, faults)
    assert [str(fault) for fault in faults.faults] == [f"{name}:1: dit is een bestand en hier hoort een map; zet de map terug."]
