"""What a result shows of its text: the stretch that holds most words of the question."""

from kb.knowledge_base import KnowledgeBase
from kb.search import read_question
from web.fragments import Piece, fragments

NOTHING = "Hier staat niets van belang in deze eerste lange zin. "


def shown(base: KnowledgeBase, question: str, text: str) -> list[Piece]:
    return fragments(base.finder, read_question(base.finder, question, literal=True), text)


def test_a_fragment_begins_where_thirty_words_hold_most_of_the_question(small_base: KnowledgeBase) -> None:
    """The 48th word is the last that was asked for; so that the fragment begins at the 19th, and not at the first."""
    text = NOTHING * 4 + "Buren graven samen een vijver achter de school. En dan nog dit."
    assert shown(small_base, "vijver school", text) == [
        Piece("lange zin. " + NOTHING * 2 + "Buren graven samen een ", False),
        Piece("vijver", True),
        Piece(" achter de ", False),
        Piece("school", True),
        Piece(".", False),
    ]


def test_a_short_text_is_shown_whole_with_every_word_of_the_question_marked(small_base: KnowledgeBase) -> None:
    assert shown(small_base, "vader", "Vaders praten. De vader luistert!") == [
        Piece("Vaders", True),
        Piece(" praten. De ", False),
        Piece("vader", True),
        Piece(" luistert!", False),
    ]


def test_a_text_without_words_shows_nothing(small_base: KnowledgeBase) -> None:
    assert shown(small_base, "vader", "...") == []
