"""A PDF as everybody may have it: read back with the library that others read it with."""

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from indexer.importing.pdf.open_file import open_file
from indexer.importing.refusals import Refused
from tests.pdf_maker import pdf, said


@pytest.fixture
def file(tmp_path: Path) -> Path:
    pages = [said("Wij spraken Claire Boelema", "over de buurt."), said("Zij zei niets.")]
    path = tmp_path / "verslag.pdf"
    path.write_bytes(pdf(pages, properties={"Title": "Verslag", "Author": "Claire Boelema"}))
    return path


def texts(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(content)]


def test_it_tells_nothing_of_its_maker_and_keeps_its_words(file: Path) -> None:
    made = open_file(file, (), ())
    assert texts(made) == ["Wij spraken Claire Boelema\r\nover de buurt.", "Zij zei niets."]
    assert {name: value for name, value in pdfium.PdfDocument(made).get_metadata_dict().items() if name in ("Title", "Author")} == {
        "Title": "",
        "Author": "",
    }
    assert made.count(b"Claire") == 0


def test_a_page_with_black_words_is_a_picture_on_which_they_are_black(file: Path) -> None:
    made = open_file(file, ("Claire Boelema",), (1,))
    assert texts(made) == ["", "Zij zei niets."]
    # The words stand from 72 points from the left, 100 from the top; a mark on its own is as tall as a letter.
    picture = pdfium.PdfDocument(made)[0].render(scale=2).to_pil().convert("L")
    dark = [x for x in range(picture.width) if sum(picture.getpixel((x, y)) < 60 for y in range(170, 204)) >= 20]
    assert dark and dark[-1] - dark[0] == len(dark) - 1
    assert 2 * 72 < dark[0] < dark[-1] < picture.width // 2


def test_words_that_are_not_found_back_keep_the_file_in(file: Path) -> None:
    with pytest.raises(Refused, match="niet terug te vinden"):
        open_file(file, ("Iemand Anders",), (2,))


def test_what_it_gives_is_a_pdf_of_as_many_pages(file: Path) -> None:
    assert len(pdfium.PdfDocument(io.BytesIO(open_file(file, (), ())))) == 2
