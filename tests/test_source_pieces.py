"""Cutting a source file: headings, comments and the runs of text between, each with its line."""

from indexer.corpus.source_pieces import Piece, pieces

TEXT = """\
# Een *kop* {#kop}
<!--
vorm: tips
-->

Eerste regel.
Tweede regel.

<!-- noot: kort --> wat hier staat, valt weg
## Eigen kop \\(zelf\\) {#eigen-kop .redactie}
### Zonder anker
<!-- open
"""


def test_a_text_is_cut_into_pieces_with_their_lines() -> None:
    assert list(pieces(TEXT, 10)) == [
        Piece(10, "heading", "Een kop", 1, "kop"),
        Piece(11, "comment", "\nvorm: tips\n"),
        Piece(14, "text", "\nEerste regel.\nTweede regel.\n"),
        Piece(18, "comment", "noot: kort "),
        Piece(19, "heading", "Eigen kop (zelf)", 2, "eigen-kop", ours=True),
        Piece(20, "heading", "Zonder anker", 3),
        Piece(21, "comment", "open\n"),
    ]


def test_text_of_blank_lines_is_no_piece() -> None:
    assert list(pieces("\n\n  \n", 1)) == []
