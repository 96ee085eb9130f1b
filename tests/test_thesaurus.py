import pytest

from kb.analysis.thesaurus import Expansion, Thesaurus, lemma_key
from kb.analysis.words import words
from kb.model import Concept

GARDEN = Concept("buurttuin", ("moestuin",), ("groentetuin",), (), ("buurthuis",), ())
KEY_PERSON = Concept("sleutelpersoon", ("informele leider",), (), (), (), ("sleutelpersson",))
PROGRAMME = Concept("Preventie met Gezag", (), (), ("PmG",), ("preventie",), ())
THESAURUS = Thesaurus((GARDEN, KEY_PERSON, PROGRAMME))


def names(question: str) -> list[tuple[str, bool]]:
    return [(expansion.name, expansion.related) for expansion in THESAURUS.expansions(words(question))]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("de moestuin", [("buurttuin", False), ("groentetuin", False), ("buurthuis", True)]),
        ("MOESTUINEN", [("buurttuin", False), ("groentetuin", False), ("buurthuis", True)]),
        ("informele leiders vinden", [("sleutelpersoon", False), ("sleutelpersson", False)]),
        ("wat doet pmg", [("Preventie met Gezag", False), ("preventie", True)]),
        ("preventie met gezag", [("PmG", False), ("preventie", True)]),
        ("preventie", []),
        ("leiders", []),
        ("", []),
    ],
)
def test_a_name_in_a_question_brings_the_other_names(question: str, expected: list[tuple[str, bool]]) -> None:
    assert names(question) == expected


def test_a_name_that_two_concepts_bring_comes_once() -> None:
    twice = Thesaurus((GARDEN, Concept("tuinhuis", (), (), (), ("buurthuis",), ())))
    assert twice.expansions(words("moestuin met tuinhuis")) == (
        Expansion("buurttuin", False),
        Expansion("groentetuin", False),
        Expansion("buurthuis", True),
    )


def test_a_concept_knows_where_it_is_named() -> None:
    assert THESAURUS.named_in(words("vraag de informele leider van de moestuin")) == [(2, 4, KEY_PERSON), (6, 7, GARDEN)]


def test_the_words_of_a_name_are_not_read_again_as_names_of_their_own() -> None:
    """Who asks about 'preventie met gezag' does not ask about authority."""
    inner = Thesaurus((PROGRAMME, Concept("gezag", ("overheid",), (), (), (), ()), GARDEN))
    assert inner.named_in(words("preventie met gezag in de moestuin")) == [(0, 3, PROGRAMME), (5, 6, GARDEN)]
    assert inner.expansions(words("preventie met gezag")) == (Expansion("PmG", False), Expansion("preventie", True))


def test_stop_words_count_in_a_name() -> None:
    assert lemma_key(words("Het gaat mis")) != lemma_key(words("mis"))
