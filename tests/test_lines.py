"""The lines of a passage as pages and exports show them."""

from kb.model import Block, Passage
from web.showing.lines import Line, passage_lines, runs

TEXT = "Vooraf\nLet op\nkoffie\nzwart\nDoel\nThuis"
BLOCKS = (
    Block(0, 6, "alinea"),
    Block(7, 13, "label"),
    Block(14, 20, "item", 1),
    Block(21, 26, "item", 2),
    Block(27, 31, "cel"),
    Block(32, 37, "verwijzing"),
)
PASSAGE = Passage("gids.doen", "gids", "gids.doen", TEXT, "", BLOCKS)
LABEL, COFFEE, BLACK = Line("Let op", is_label=True), Line("koffie", is_item=True, depth=1), Line("zwart", is_item=True, depth=2)
CELL = Line("Doel", is_item=True, depth=1)


def test_a_line_says_what_it_is_and_links_are_left_out() -> None:
    assert passage_lines(PASSAGE) == [Line("Vooraf"), LABEL, COFFEE, BLACK, CELL]


def test_of_a_stretch_only_what_stands_wholly_in_it_is_a_line() -> None:
    assert passage_lines(PASSAGE, 3, 30) == [LABEL, COFFEE, BLACK]


def test_items_that_follow_each_other_are_one_run() -> None:
    lines = [LABEL, COFFEE, BLACK, Line("en dan"), Line("daarna"), CELL]
    assert runs(lines) == [(False, lines[:1]), (True, lines[1:3]), (False, lines[3:5]), (True, lines[5:])]
    assert runs([]) == []
