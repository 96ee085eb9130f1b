"""The stretch of a text that a result shows: where it begins, what is marked in it, and where it ends."""

import pytest

from kb.knowledge_base import KnowledgeBase
from kb.telling.fragments import FRAGMENT_WORDS, FragmentPiece, fragments


def words(count: int, first: int = 1) -> str:
    return " ".join(f"w{number}" for number in range(first, first + count))


def shown(base: KnowledgeBase, text: str) -> str:
    """The fragment that is shown for a question about koffie and gereedschap, with what is marked in brackets."""
    pieces = fragments(base.language.analyzer, base.search("koffie gereedschap"), text)
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("", ""),
        ("De koffie is klaar.", "De [koffie] is klaar."),
        # The sentence that tells of it, though it stands far on: never from word one, and never from the middle of a sentence.
        (f"{words(60)}. Er is koffie en gereedschap. {words(40, 61)}.", f"Er is [koffie] en [gereedschap]. {words(25, 61)}"),
        # As much of what stands before it as is needed to begin with a sentence.
        (f"{words(40)}. {words(20, 41)} koffie {words(40, 61)}.", f"{words(20, 41)} [koffie] {words(9, 61)}"),
        # A sentence that began too long ago to show it all: some words before the first marked one.
        (f"{words(60)} koffie {words(40, 61)}.", f"{words(12, 49)} [koffie] {words(17, 61)}"),
        # No marked word is lost for it.
        (f"{words(40)}. {words(20, 41)} koffie {words(20, 61)} gereedschap {words(20, 81)}.", f"{words(8, 53)} [koffie] {words(20, 61)} [gereedschap]"),
        # Most of them count, wherever a single one stands; and of none the beginning is shown.
        (f"Koffie {words(60)}. Koffie en gereedschap {words(40, 61)}.", f"[Koffie] en [gereedschap] {words(27, 61)}"),
        (f"{words(60)}.", words(30)),
        # At the end of a text there is no more to show than there is.
        (f"{words(40)}. Neem koffie.", f"{words(28, 13)}. Neem [koffie]."),
    ],
)  # fmt: skip
def test_a_fragment_begins_with_a_sentence_and_holds_most_marked_words(small_base: KnowledgeBase, text: str, fragment: str) -> None:
    assert shown(small_base, text) == fragment
    assert len(fragment.split()) <= FRAGMENT_WORDS


def test_a_fragment_is_cut_where_marked_words_begin_and_end(small_base: KnowledgeBase) -> None:
    pieces = fragments(small_base.language.analyzer, small_base.search("koffie gereedschap"), "Neem koffie, thee of Gereedschap mee!")
    assert pieces == [
        FragmentPiece("Neem ", False),
        FragmentPiece("koffie", True),
        FragmentPiece(", thee of ", False),
        FragmentPiece("Gereedschap", True),
        FragmentPiece(" mee!", False),
    ]
