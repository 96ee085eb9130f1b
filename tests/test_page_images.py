"""Pages of a PDF as pictures, and what is blacked out in them."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from indexer.importing.blocks import Box
from indexer.importing.pdf.page_images import page_image
from indexer.importing.refusals import Refused
from tests.pdf_maker import pdf, said


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "stuk.pdf"
    file.write_bytes(pdf([said("Jan Jansen woont op nummer 12.", size=20), said("Bladzijde twee")]))
    return file


def test_what_is_blacked_out_is_gone_from_the_picture(file: Path) -> None:
    box = Box(1, 0.1, 0.09, 0.6, 0.13)
    plain = Image.open(BytesIO(page_image(file, 1, 600))).convert("L")
    black = Image.open(BytesIO(page_image(file, 1, 600, [box, Box(2, 0, 0, 1, 1)]))).convert("L")
    assert (plain.width, black.size) == (600, plain.size)
    inside = (int(box.left * 600), int(box.top * plain.height), int(box.right * 600), int(box.bottom * plain.height))
    assert set(black.crop(inside).get_flattened_data()) == {0}
    assert len(set(plain.crop(inside).get_flattened_data())) > 2
    # Outside it nothing changed: of the second page no box is drawn on the first.
    assert set(black.crop((0, plain.height // 2, 600, plain.height)).get_flattened_data()) == {255}


def test_a_page_that_is_not_there_is_told(file: Path) -> None:
    with pytest.raises(Refused) as refused:
        page_image(file, 3, 600)
    assert str(refused.value) == "bladzijde 3 is niet te tonen."
