"""What a converter hands over, through the border of its process."""

import pytest
from pydantic import ValidationError

from indexer.importing.blocks import Block, BlockKind, Box, Conversion, Footnote, NoteCall, Origin, PageBreak, SetAside

WHOLE = Conversion(
    kind="pdf",
    blocks=(
        Block(BlockKind.HEADING, "Burenhulp", page=1, level=1, boxes=(Box(1, 0.1, 0.1, 0.9, 0.15),)),
        Block(
            BlockKind.PARAGRAPH,
            "Buren helpen elkaar, ook over een bladzijde heen.",
            page=1,
            breaks=(PageBreak(21, 2),),
            calls=(NoteCall(20, "1"),),
            origin=Origin.LOOKS,
            doubts=("'bladzijde' is aan elkaar gezet.",),
        ),
        Block(BlockKind.TABLE, "Jaar Buren 2024 12", page=2, rows=(("Jaar", "Buren"), ("2024", "12"))),
    ),
    footnotes=(Footnote("1", "Zie het rapport.", page=1),),
    set_aside=(SetAside("2", "paginanummer", page=2),),
    pages=("Burenhulp Buren helpen elkaar,1 ook over 1 Zie het rapport.", "een bladzijde heen. Jaar Buren 2024 12 2"),
    has_pages=True,
    properties={"titel": "Burenhulp"},
)


def test_a_conversion_comes_back_from_its_json_as_it_was() -> None:
    assert Conversion.from_json(WHOLE.as_json()) == WHOLE


def test_what_is_no_conversion_is_refused() -> None:
    with pytest.raises(ValidationError):
        Conversion.from_json('{"kind": "pdf", "blocks": [{"kind": "plaatje", "text": ""}]}')
