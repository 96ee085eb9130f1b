"""What a file truly is, and what is told of one that cannot be taken in."""

import hashlib
import os
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from office_files import docx, odt, ole, paragraph, run, zipped

from indexer.importing import guards
from indexer.importing.guards import Kind, examine
from indexer.importing.refusals import Refused

TEXT = b"Buren helpen elkaar."
PAGE = b"<!DOCTYPE html>\n<html><body><p>Buren helpen elkaar.</p></body></html>"
WORD = docx(paragraph(run("Buren helpen elkaar.")))
AGAIN = "Haal het opnieuw op bij de bron, en kijk of het in uw eigen programma opengaat."
PDF_OF_IT = "Maak er een PDF van van wat u wilt delen, en voeg die toe."


def refusal(folder: Path, name: str, content: bytes) -> str:
    file = folder / name
    file.write_bytes(content)
    with pytest.raises(Refused) as refused:
        examine(file)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", b"%PDF-1.7\n...", Kind.PDF),
        ("zonder-naam", b"\n%PDF-1.7\n...", Kind.PDF),
        ("a.docx", WORD, Kind.DOCX),
        ("a.docm", WORD, Kind.DOCX),
        ("a.pptx", zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}), Kind.PPTX),
        ("a.odt", odt("<text:p>Buren</text:p>"), Kind.ODT),
        ("a.html", PAGE, Kind.HTML),
        ("a.htm", b"<p>Een stuk van een bladzijde</p>", Kind.HTML),
        ("a.html", "\ufeff<html><p>Buren</p></html>".encode("utf-16"), Kind.HTML),
        ("zonder-naam", PAGE, Kind.HTML),
        ("a.md", b"# Buren", Kind.MARKDOWN),
        ("a.md", b"Zet dit in uw pagina: <body class='x'>", Kind.MARKDOWN),
        ("zonder-naam", b"<!-- gemaakt in 2003 --><HTML lang=nl><p>Buren", Kind.HTML),
        ("a.txt", TEXT, Kind.TEXT),
        ("a.txt", b"BM en MZ zijn ook letters.", Kind.TEXT),
        ("lijst.csv", TEXT, Kind.TEXT),
        ("a.txt", "Eén café".encode("cp1252"), Kind.TEXT),
    ],
)
def test_a_file_is_what_its_bytes_say(tmp_path: Path, name: str, content: bytes, kind: Kind) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert examine(file) == guards.Examined(name, kind, content, hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"", f"dit bestand is leeg. {AGAIN}"),
        ("a.txt", b" \r\n\t ", f"dit bestand is leeg: er staan alleen spaties in. {AGAIN}"),
        ("a.pdf", PAGE, f"dit heet .pdf maar is een webpagina. Klopt dat, geef het dan een naam op .html; anders: h{AGAIN[1:]}"),
        ("a.docx", b"%PDF-1.4", f"dit heet .docx maar is een PDF. Klopt dat, geef het dan een naam op .pdf; anders: h{AGAIN[1:]}"),
        ("a.txt", WORD, f"dit heet .txt maar is een Word-document. Klopt dat, geef het dan een naam op .docx; anders: h{AGAIN[1:]}"),
        ("a.docx", WORD[: len(WORD) // 2], f"dit bestand is niet heel: het laatste stuk ontbreekt. {AGAIN}"),
        (
            "a.doc",
            ole("WordDocument"),
            "dit is een Word-document in de oude vorm (.doc). Open het in Word en bewaar het als .docx of als PDF.",
        ),
        (
            "a.ppt",
            ole("PowerPoint Document"),
            "dit is een presentatie in de oude vorm (.ppt). Open haar in PowerPoint en bewaar haar als .pptx of als PDF.",
        ),
        ("a.xls", ole("Workbook"), f"dit is een rekenblad in de oude vorm (.xls), en rekenbladen worden niet gelezen. {PDF_OF_IT}"),
        ("a.docx", ole("EncryptedPackage"), "dit bestand is vergrendeld met een wachtwoord. Vraag de maker om een versie zonder."),
        ("a.mpp", ole("Anders"), "dit is een bestand van een oud Office-programma. Bewaar het als .docx of als PDF en voeg dat toe."),
        (
            "a.xlsx",
            zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}),
            f"dit is een rekenblad (.xlsx), en rekenbladen worden niet gelezen. {PDF_OF_IT}",
        ),
        ("a.epub", zipped({"mimetype": "application/epub+zip"}), f"dit is een e-boek (EPUB), en dat wordt niet gelezen. {PDF_OF_IT}"),
        (
            "a.odp",
            zipped({"mimetype": "application/vnd.oasis.opendocument.presentation"}),
            "dit is een presentatie als .odp. Bewaar haar als .pptx of als PDF.",
        ),
        (
            "a.zip",
            zipped({"raad/stuk.pdf": "%PDF-"}),
            "dit is een ingepakte map (zip). Pak het uit en voeg de bestanden toe die u nodig hebt.",
        ),
        (
            "a.zip",
            zipped({"../../etc/cron.d/stuk": "kwaad"}),
            "dit is een ingepakte map (zip). Pak het uit en voeg de bestanden toe die u nodig hebt.",
        ),
        ("a.rtf", b"{\\rtf1 Buren}", "dit is een RTF-bestand, en dat wordt niet gelezen. Bewaar het als .docx of als PDF en voeg dat toe."),
        (
            "a.jpg",
            b"\xff\xd8\xff\xe0JFIF",
            "dit is een plaatje (JPEG). Maak er een PDF van en voeg die toe met --ocr: dan worden de letters gelezen.",
        ),
        ("a.exe", b"MZ\x90\x00\x03", "dit is een programma en geen document. Kijk of u het goede bestand hebt."),
        (
            "a.eml",
            b"From: a@b.nl\nSubject: Buren\nMIME-Version: 1.0\n\nBuren",
            f"dit is een bericht of een webarchief (.eml, .mht). {PDF_OF_IT}",
        ),
        (
            "a.xml",
            b"<?xml version='1.0'?><feed/>",
            "dit is een XML-bestand en geen document. Bewaar het als .docx of als PDF en voeg dat toe.",
        ),
        ("a.txt", bytes(range(256)) * 9, f"hierin staat geen tekst die te lezen is, en ook geen vorm van bestand die bekend is. {AGAIN}"),
        (
            "a.txt",
            "Buren".encode("utf-16-le"),
            f"hierin staat geen tekst die te lezen is, en ook geen vorm van bestand die bekend is. {AGAIN}",
        ),
    ],
)
def test_what_cannot_be_taken_in_is_told_with_the_way_on(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    assert refusal(tmp_path, name, content) == f"'{name}': {sentence}"


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "groot.pdf"
    with file.open("wb") as out:
        out.truncate(10**12)
    with pytest.raises(Refused, match=r"^'groot.pdf': dit bestand is groter dan 50 MB. Splits het, of bewaar het met kleinere plaatjes.$"):
        examine(file)


def test_only_a_plain_file_is_opened(tmp_path: Path) -> None:
    (tmp_path / "echt.txt").write_bytes(TEXT)
    (tmp_path / "link.txt").symlink_to(tmp_path / "echt.txt")
    os.mkfifo(tmp_path / "pijp.txt")
    told = {}
    for file in (tmp_path / "link.txt", tmp_path / "pijp.txt", tmp_path, tmp_path / "weg.txt", Path("/dev/zero"), Path("a\0b")):
        with pytest.raises(Refused) as refused:
            examine(file)
        told[file.name] = str(refused.value).partition(": ")[2]
    assert told == {
        "link.txt": "dit is een verwijzing naar een ander bestand. Voeg dat bestand zelf toe.",
        "pijp.txt": "dit is geen gewoon bestand. Kijk of u het goede bestand hebt.",
        tmp_path.name: "dit is een map. Voeg de bestanden toe die erin staan.",
        "weg.txt": "het is niet te openen: dat bestaat niet.",
        "zero": "dit is geen gewoon bestand. Kijk of u het goede bestand hebt.",
        "a\0b": "het is niet te openen: de vorm klopt niet.",
    }


def test_a_bomb_is_refused_by_what_it_says_it_unpacks_to(tmp_path: Path) -> None:
    bomb = docx("", {f"word/media/{number}.bin": bytes(40_000_000) for number in range(2)})
    assert refusal(tmp_path, "bom.docx", bomb) == (
        "'bom.docx': dit bestand zou uitpakken tot 80 MB, en is dus geen gewoon document. Vraag de maker om een PDF."
    )


def test_too_many_members_are_refused_before_they_are_counted_one_by_one(tmp_path: Path) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"word/{number}", "")
    many = file.getvalue()
    sentence = "dit bestand bestaat uit meer delen dan een gewoon document. Vraag de maker om een PDF."
    assert refusal(tmp_path, "veel.docx", many) == f"'veel.docx': {sentence}"
    # One that says it has few, and has a second table that says otherwise.
    end = many.rindex(b"PK\x05\x06")
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1)
    lying = many[:end] + locator + many[end : end + 8] + struct.pack("<HH", 2, 2) + many[end + 12 :]
    assert refusal(tmp_path, "liegt.docx", lying) == f"'liegt.docx': {sentence}"


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    file = BytesIO(WORD)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/document.xml", "<anders/>")
    assert refusal(tmp_path, "dubbel.docx", file.getvalue()) == (
        "'dubbel.docx': in dit bestand heten twee delen hetzelfde, en is dus niet te zeggen wat geldt."
        " Bewaar het als .docx of als PDF en voeg dat toe."
    )


def test_a_member_with_a_password_is_refused(tmp_path: Path) -> None:
    locked = bytearray(WORD)
    place = locked.index(b"PK\x01\x02")
    locked[place + 8] |= 1
    assert refusal(tmp_path, "slot.docx", bytes(locked)) == (
        "'slot.docx': dit bestand is vergrendeld met een wachtwoord. Vraag de maker om een versie zonder."
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("raads\nvoorstel.txt", "raads voorstel.txt"),
        ("\x1b[2J'weg'.txt", "[2J'weg'.txt"),
        ("-rf 🎉.txt", "-rf 🎉.txt"),
        (b"\xff\xfe.txt".decode("utf-8", "surrogateescape"), "??.txt"),
        ("\u202etxt.exe.txt", "txt.exe.txt"),
    ],
)
def test_an_odd_name_is_shown_on_one_line(tmp_path: Path, name: str, shown: str) -> None:
    (tmp_path / name).write_bytes(TEXT)
    assert examine(tmp_path / name).name == shown
