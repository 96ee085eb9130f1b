"""What is looked at before a file is read by anything: where it lies, how large it is, what it truly is, and what it would unpack to.

All of it works on the bytes themselves, in bounded time and memory, in the process of whoever asks; the insides of a file are for
`sandbox` alone.
"""

import hashlib
import os
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from indexer.importing.refusals import Refused
from indexer.reasons import reason

MOST_BYTES = 50_000_000
# Of a zip, which DOCX, PPTX and ODT are. The largest of 30 real ones has 214 members, unpacks to 31 MB and to 12 times its size.
MOST_MEMBERS = 10_000
MOST_DIRECTORY = 2_000_000
MOST_UNPACKED = 300_000_000
MOST_RATIO = 100
# What unpacks to less is no bomb, however well it packs.
SMALL_UNPACKED = 10_000_000

_SAVE_ANEW = "Bewaar het als .docx of als PDF en voeg dat toe."
_AS_PDF = "Maak er een PDF van van wat u wilt delen, en voeg die toe."
_PICTURE = "Maak er een PDF van en voeg die toe met --ocr: dan worden de letters gelezen."
_UNPACK = "Pak het uit en voeg de bestanden toe die u nodig hebt."
_FETCH_ANEW = "Haal het opnieuw op bij de bron, en kijk of het in uw eigen programma opengaat."
_PROGRAM = "dit is een programma en geen document. Kijk of u het goede bestand hebt."


class Kind(StrEnum):
    """What can be taken in."""

    PDF = "pdf"
    DOCX = "docx"
    PPTX = "pptx"
    ODT = "odt"
    HTML = "html"
    MARKDOWN = "md"
    TEXT = "txt"


NAMES = {
    Kind.PDF: "een PDF",
    Kind.DOCX: "een Word-document",
    Kind.PPTX: "een PowerPoint-presentatie",
    Kind.ODT: "een ODT-document",
    Kind.HTML: "een webpagina",
    Kind.MARKDOWN: "Markdown",
    Kind.TEXT: "gewone tekst",
}
_ENDINGS = {
    **dict.fromkeys((".pdf",), Kind.PDF),
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), Kind.DOCX),
    **dict.fromkeys((".pptx", ".pptm", ".ppsx", ".ppsm", ".potx"), Kind.PPTX),
    **dict.fromkeys((".odt", ".ott"), Kind.ODT),
    **dict.fromkeys((".html", ".htm", ".xhtml"), Kind.HTML),
    **dict.fromkeys((".md", ".markdown"), Kind.MARKDOWN),
    **dict.fromkeys((".txt", ".text"), Kind.TEXT),
}
# What a file begins with, and what is told of it.
_BEGINNINGS = (
    (b"{\\rtf", f"dit is een RTF-bestand, en dat wordt niet gelezen. {_SAVE_ANEW}"),
    (b"\x89PNG", f"dit is een plaatje (PNG). {_PICTURE}"),
    (b"\xff\xd8\xff", f"dit is een plaatje (JPEG). {_PICTURE}"),
    (b"GIF8", f"dit is een plaatje (GIF). {_PICTURE}"),
    (b"II*\x00", f"dit is een plaatje (TIFF). {_PICTURE}"),
    (b"MM\x00*", f"dit is een plaatje (TIFF). {_PICTURE}"),
    (b"\x1f\x8b", f"dit is een ingepakt bestand (gzip). {_UNPACK}"),
    (b"7z\xbc\xaf\x27\x1c", f"dit is een ingepakt bestand (7z). {_UNPACK}"),
    (b"Rar!", f"dit is een ingepakt bestand (rar). {_UNPACK}"),
    (b"\x7fELF", _PROGRAM),
    (b"%!PS", f"dit is een PostScript-bestand. {_AS_PDF}"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# By a name within the file; the first that is there tells.
_OLE_STREAMS = (
    ("EncryptedPackage", "dit bestand is vergrendeld met een wachtwoord. Vraag de maker om een versie zonder."),
    ("WordDocument", "dit is een Word-document in de oude vorm (.doc). Open het in Word en bewaar het als .docx of als PDF."),
    ("PowerPoint Document", "dit is een presentatie in de oude vorm (.ppt). Open haar in PowerPoint en bewaar haar als .pptx of als PDF."),
    ("Workbook", f"dit is een rekenblad in de oude vorm (.xls), en rekenbladen worden niet gelezen. {_AS_PDF}"),
    ("Book", f"dit is een rekenblad in de oude vorm (.xls), en rekenbladen worden niet gelezen. {_AS_PDF}"),
    ("__properties_version1.0", f"dit is een bericht van Outlook (.msg). {_AS_PDF}"),
)
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": Kind.ODT,
    b"application/vnd.oasis.opendocument.text-template": Kind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": f"dit is een rekenblad (.ods), en rekenbladen worden niet gelezen. {_AS_PDF}",
    b"application/vnd.oasis.opendocument.presentation": "dit is een presentatie als .odp. Bewaar haar als .pptx of als PDF.",
    b"application/epub+zip": f"dit is een e-boek (EPUB), en dat wordt niet gelezen. {_AS_PDF}",
}
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_PIECE_OF_HTML = re.compile(rb"<(?:p|div|h[1-6]|ul|ol|table|section|article|main)[\s>]", re.IGNORECASE)
_MAIL = re.compile(rb"\A(?:[A-Za-z-]+: [^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?MIME-Version:", re.IGNORECASE)
_ENCODINGS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Of all characters. A log or a form feed has a few; what is no text has one in ten or more.
_MOST_CONTROL = 0.01
_ENCRYPTED_MEMBER = 0x1


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be read: its name as a person is shown it, what it truly is, its bytes and their SHA-256."""

    name: str
    kind: Kind
    content: bytes
    sha256: str


def examine(path: Path) -> Examined:
    """Return a file with what it truly is. Raises Refused, its name first, when it cannot be taken in."""
    name = shown_name(path)
    try:
        content = _bytes_of(path)
        kind = _kind(content, path.suffix.lower())
        _hold_to_name(kind, path.suffix.lower())
    except Refused as refusal:
        raise Refused(f"'{name}': {refusal}") from refusal
    return Examined(name, kind, content, hashlib.sha256(content).hexdigest())


def shown_name(path: Path) -> str:
    """Return the name of a file on one line that no terminal acts on.

    >>> shown_name(Path("map/raad\\nsstuk\\x1b[2J.pdf"))
    'raad sstuk [2J.pdf'
    """
    name = "".join(character if character.isprintable() else " " for character in path.name.encode("utf-8", "replace").decode())
    name = " ".join(name.split())
    return name if len(name) <= 100 else f"{name[:80]} … {name[-15:]}"


def text_of(content: bytes) -> tuple[str, bool]:
    """Return bytes as text, and whether they are surely read right: by their mark, or as UTF-8. Else they are taken for Windows-1252."""
    for mark, encoding in _ENCODINGS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), True
    try:
        return content.decode("utf-8"), True
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), False


def _bytes_of(path: Path) -> bytes:
    """Return what stands in a plain file; never follows a link and never waits for a pipe or a device."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        if path.is_symlink():
            raise Refused("dit is een verwijzing naar een ander bestand. Voeg dat bestand zelf toe.") from error
        raise Refused(f"het is niet te openen: {reason(error)}.") from error
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise Refused("dit is een map. Voeg de bestanden toe die erin staan.")
        if not stat.S_ISREG(mode):
            raise Refused("dit is geen gewoon bestand. Kijk of u het goede bestand hebt.")
        with os.fdopen(handle, "rb", closefd=False) as file:
            content = file.read(MOST_BYTES + 1)
    finally:
        os.close(handle)
    if len(content) > MOST_BYTES:
        raise Refused(f"dit bestand is groter dan {MOST_BYTES // 1_000_000} MB. Splits het, of bewaar het met kleinere plaatjes.")
    if not content:
        raise Refused(f"dit bestand is leeg. {_FETCH_ANEW}")
    return content


def _kind(content: bytes, ending: str) -> Kind:
    if b"%PDF-" in content[:1024]:
        return Kind.PDF
    if content.startswith(b"PK"):
        return _kind_of_zip(content)
    if content.startswith(_OLE):
        raise Refused(_ole(content))
    for beginning, sentence in _BEGINNINGS:
        if content.startswith(beginning):
            raise Refused(sentence)
    if content[:2] == b"BM" and content[6:10] == bytes(4):
        raise Refused(f"dit is een plaatje (BMP). {_PICTURE}")
    if content[:2] == b"MZ" and b"\x00" in content[:64]:
        raise Refused(_PROGRAM)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        raise Refused(f"dit is een plaatje (WEBP). {_PICTURE}")
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        raise Refused(f"dit is een plaatje (HEIC of AVIF). {_PICTURE}")
    return _kind_of_text(content, ending)


def _ole(content: bytes) -> str:
    for stream, sentence in _OLE_STREAMS:
        if stream.encode("utf-16-le") in content:
            return sentence
    return f"dit is een bestand van een oud Office-programma. {_SAVE_ANEW}"


def _kind_of_zip(content: bytes) -> Kind:
    archive = _opened(content)
    members = archive.infolist()
    if any(member.flag_bits & _ENCRYPTED_MEMBER for member in members):
        raise Refused("dit bestand is vergrendeld met een wachtwoord. Vraag de maker om een versie zonder.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or unpacked > SMALL_UNPACKED and unpacked > MOST_RATIO * len(content):
        raise Refused(
            f"dit bestand zou uitpakken tot {unpacked // 1_000_000} MB, en is dus geen gewoon document. Vraag de maker om een PDF."
        )
    names = {member.filename for member in members}
    if len(names) < len(members):
        raise Refused(f"in dit bestand heten twee delen hetzelfde, en is dus niet te zeggen wat geldt. {_SAVE_ANEW}")
    if "[Content_Types].xml" in names:
        for folder, kind in (("word/", Kind.DOCX), ("ppt/", Kind.PPTX)):
            if any(name.startswith(folder) for name in names):
                return kind
        if any(name.startswith("xl/") for name in names):
            raise Refused(f"dit is een rekenblad (.xlsx), en rekenbladen worden niet gelezen. {_AS_PDF}")
    if "mimetype" in names:
        found = _MIMETYPES.get(_beginning(archive, "mimetype").strip(), "")
        if isinstance(found, Kind):
            return found
        if found:
            raise Refused(found)
    raise Refused(f"dit is een ingepakte map (zip). {_UNPACK}")


def _opened(content: bytes) -> zipfile.ZipFile:
    """Return a zip whose table of contents is small enough to read. Its sizes are what it says itself; no reader unpacks more than that."""
    cut = Refused(f"dit bestand is niet heel: het laatste stuk ontbreekt. {_FETCH_ANEW}")
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if end < 0 or end + 22 > len(content):
        raise cut
    members, directory = struct.unpack("<HI", content[end + 10 : end + 16])
    # A second table, for what does not fit in this one, is read in its place; no document of this size needs it.
    if members > MOST_MEMBERS or directory > MOST_DIRECTORY or content[max(0, end - 20) :].startswith(b"PK\x06\x07"):
        raise Refused("dit bestand bestaat uit meer delen dan een gewoon document. Vraag de maker om een PDF.")
    try:
        return zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise cut from error


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as member:
            return member.read(100)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, zlib.error):
        return b""


def _kind_of_text(content: bytes, ending: str) -> Kind:
    text, _sure = text_of(content[:1_000_000])
    if len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        raise Refused(f"hierin staat geen tekst die te lezen is, en ook geen vorm van bestand die bekend is. {_FETCH_ANEW}")
    if not text.strip("\ufeff \t\r\n\x0b\x0c\x00"):
        raise Refused(f"dit bestand is leeg: er staan alleen spaties in. {_FETCH_ANEW}")
    beginning = text[:4096].lstrip("\ufeff \t\r\n").encode()
    # Markdown and text may tell of HTML; a page begins with it.
    if beginning.startswith(b"<") and _HTML.search(beginning) or _ENDINGS.get(ending) is Kind.HTML and _PIECE_OF_HTML.search(text.encode()):
        return Kind.HTML
    if beginning.startswith(b"<?xml"):
        raise Refused(f"dit is een XML-bestand en geen document. {_SAVE_ANEW}")
    if _MAIL.match(beginning):
        raise Refused(f"dit is een bericht of een webarchief (.eml, .mht). {_AS_PDF}")
    return Kind.MARKDOWN if _ENDINGS.get(ending) is Kind.MARKDOWN else Kind.TEXT


def _hold_to_name(kind: Kind, ending: str) -> None:
    named = _ENDINGS.get(ending)
    if named and named is not kind:
        anew = f"{_FETCH_ANEW[0].lower()}{_FETCH_ANEW[1:]}"
        raise Refused(f"dit heet {ending} maar is {NAMES[kind]}. Klopt dat, geef het dan een naam op .{kind}; anders: {anew}")
