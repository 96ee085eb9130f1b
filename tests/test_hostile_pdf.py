"""PDF files made to do harm, or broken: each ends within its limits with a sentence that says what to do, and nothing else happens."""

import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.importing.reading import read_file
from indexer.importing.refusals import Refused
from indexer.importing.shield import sandbox
from indexer.importing.shield.confinement import landlock_version
from tests.pdf_maker import Said, Tag, pdf, said

SHIELDED = sandbox._has_namespaces() and bool(landlock_version())
CUT_OFF = "dit bestand is beschadigd of niet heel binnengekomen. Haal het opnieuw op, of vraag de maker om een nieuwe PDF."
NO_TEXT = "er kwam geen tekst uit. Kijk of er tekst in staat die u kunt aanwijzen, of bewaar het opnieuw."
ANEW = "Bewaar het opnieuw met het programma waarmee het is gemaakt, of druk het af als nieuwe PDF, en voeg dat toe."
CATALOG, PAGES, FONT = (
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
)
PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>"
)


def written(*objects: str | bytes, trailer: str = "") -> bytes:
    """Return a PDF of these objects, the first its catalog."""
    content = bytearray(b"%PDF-1.7\n")
    places = []
    for number, thing in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + (thing if isinstance(thing, bytes) else thing.encode("latin-1")) + b"\nendobj\n"
    begin = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    content += f"trailer << /Size {len(places) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{begin}\n%%EOF\n".encode("latin-1")
    return bytes(content)


def stream(content: bytes, *, more: str = "", filters: str = "/FlateDecode") -> bytes:
    packed = zlib.compress(content)
    return f"<< /Length {len(packed)} /Filter {filters} {more} >>\nstream\n".encode() + packed + b"\nendstream"


def drawn(content: bytes, *more: str | bytes) -> bytes:
    return written(CATALOG, PAGES, PAGE, stream(content), FONT, *more)


def letters(count: int) -> bytes:
    return drawn(b"".join(b"BT /F 9 Tf %d %d Td (a) Tj ET\n" % (place * 7 % 500, place * 13 % 800) for place in range(count)))


def many_pages(count: int) -> bytes:
    kids = " ".join(f"{number} 0 R" for number in range(3, count + 3))
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    return written(CATALOG, f"<< /Type /Pages /Kids [{kids}] /Count {count} >>", *[page] * count)


def packed(piece: bytes, times: int) -> bytes:
    """Return a piece so many times after itself, packed: what it unpacks to never stands in memory here."""
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(piece) for _ in range(times)) + packer.flush()


def gigabyte() -> bytes:
    content = packed(b" " * 10_000_000, 100)
    return written(
        CATALOG, PAGES, PAGE, f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode() + content + b"\nendstream", FONT
    )


def locked() -> bytes:
    wrong = "<" + "41" * 32 + ">"
    return written(
        CATALOG, PAGES, PAGE, stream(b""), trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {wrong} /U {wrong} /P -4 >> /ID [<41> <41>]"
    )


def circle_of_forms() -> bytes:
    return drawn(b"/X Do", stream(b"/X Do", more="/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"))


def circle_of_outlines() -> bytes:
    around = "<< /Title (a) /Parent 4 0 R /Next 5 0 R /First 5 0 R >>"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>"
    return written(CATALOG.replace(">>", "/Outlines 4 0 R >>"), PAGES, page, "<< /First 5 0 R /Last 5 0 R /Count 1 >>", around)


def huge_picture() -> bytes:
    rows = packed(bytes(10_000_000), 40)
    head = f"<< /Type /XObject /Subtype /Image /Width 20000 /Height 20000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /Length {len(rows)} >>"
    return drawn(b"q 500 0 0 500 0 0 cm /X Do Q", head.encode() + b"\nstream\n" + rows + b"\nendstream")


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "veel-bladzijden": (lambda: many_pages(10_000), "dit bestand heeft 10.000 bladzijden, en het meeste is 2.000. Splits het."),
    "gigabyte": (gigabyte, f"het lezen is afgebroken: dit bestand is beschadigd, of te groot om uit te pakken. {ANEW}"),
    "veel-letters": (
        lambda: letters(150_000),
        "bladzijde 1 heeft 449.998 letters, en het meeste is 200.000. Vraag de maker om een gewone PDF, of laat deze bladzijde weg.",
    ),
    "half": (lambda: pdf([said("Buren helpen elkaar.")] * 3)[:1500], CUT_OFF),
    "alleen-een-begin": (lambda: b"%PDF-1.7\n" + bytes(5_000), CUT_OFF),
    "vergrendeld": (locked, "dit bestand is vergrendeld met een wachtwoord. Vraag de maker om een versie zonder."),
    "kring-van-bladzijden": (
        lambda: written(CATALOG, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
        "bladzijde 1 is beschadigd. Vraag de maker om een nieuwe PDF.",
    ),
    "kring-van-formulieren": (circle_of_forms, NO_TEXT),
    "kring-van-inhoud": (circle_of_outlines, NO_TEXT),
    "reuzenblad": (lambda: written(CATALOG, PAGES, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1e9 1e9] >>"), NO_TEXT),
    "groot-plaatje": (huge_picture, "dit is een scan: 1 bladzijde zonder letters. Lezen duurt ongeveer 1 minuut: voeg het toe met --ocr."),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends_with_its_sentence(name: str, tmp_path: Path) -> None:
    make, sentence = HOSTILE[name]
    file = tmp_path / f"{name}.pdf"
    file.write_bytes(make())
    with pytest.raises(Refused) as refused:
        read_file(file, shielded=SHIELDED)
    assert str(refused.value) == f"'{name}.pdf': {sentence}"
    assert list(tmp_path.iterdir()) == [file]


def test_tags_of_a_thousand_deep_and_letters_that_stand_anywhere_are_read(tmp_path: Path) -> None:
    tag = Tag("P", [0])
    for _ in range(900):
        tag = Tag("Div", [tag])
    deep = tmp_path / "diep.pdf"
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(10_000)
    try:
        deep.write_bytes(pdf([[Said("Buren helpen elkaar", 72, 100, tag=0)]], tags=[tag]))
    finally:
        sys.setrecursionlimit(limit)
    assert [block.text for block in read_file(deep, shielded=SHIELDED).blocks] == ["Buren helpen elkaar"]
    anywhere = tmp_path / "overal.pdf"
    anywhere.write_bytes(letters(20_000))
    blocks = read_file(anywhere, shielded=SHIELDED).blocks
    assert sum(len(block.text.replace(" ", "")) for block in blocks) == 20_000


def test_a_link_with_a_program_in_it_keeps_its_words_only(tmp_path: Path) -> None:
    file = tmp_path / "link.pdf"
    page = PAGE.replace("/Contents", "/Annots [7 0 R] /Contents")
    link = "<< /Type /Annot /Subtype /Link /Rect [70 740 200 760] /A << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"
    file.write_bytes(written(CATALOG, PAGES, page, stream(b"BT /F 9 Tf 72 742 Td (Klik hier) Tj ET"), FONT, "<< >>", link))
    conversion = read_file(file, shielded=SHIELDED)
    assert [block.text for block in conversion.blocks] == ["Klik hier"]
    assert "alert" not in conversion.as_json()
