import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis.compounds import completed, parts


@pytest.mark.parametrize(
    ("word", "corpus_words", "expected"),
    [
        ("buurtvaders", {"buurt", "vaders"}, ("buurt", "vader")),
        ("jeugdcriminaliteit", {"jeugd", "criminaliteit"}, ("jeugd", "criminaliteit")),
        ("ouderbetrokkenheid", {"ouder", "betrokkenheid"}, ("ouder", "betrokkenheid")),
        ("gemeenschapsactiviteiten", {"gemeenschap", "activiteiten"}, ("gemeenschap", "activiteit")),
        ("jimaanpak", {"jim", "aanpak"}, ("jim", "aanpak")),
        ("praktijkvoorbeeldenboek", set(), ("praktijkvoorbeeld", "boek")),
    ],
)
def test_a_compound_has_the_lemmas_of_its_parts(word: str, corpus_words: set[str], expected: tuple[str, ...]) -> None:
    assert parts(word, corpus_words) == expected


@pytest.mark.parametrize("word", ["ouders", "buurt", "tuintje", "weerbaarhijd", "xyzzyplugh", "afspraak"])
def test_other_words_have_no_parts(word: str) -> None:
    assert parts(word, set()) == ()


def test_a_word_of_the_corpus_that_no_dictionary_has_may_be_a_part() -> None:
    assert parts("botocsubsidie", set()) == ()
    assert parts("botocsubsidie", {"botoc"}) == ("botoc", "subsidie")


KNOWN = ("botoc", "xyzzy", "plugh")


@given(st.lists(st.sampled_from(KNOWN), min_size=2, max_size=3), st.sampled_from(["", "s", "en", "e"]))
def test_two_or_three_known_words_with_a_link_between_them_are_found_again(words: list[str], link: str) -> None:
    assert parts(link.join(words), set(KNOWN)) == tuple(words)


@given(st.lists(st.sampled_from(KNOWN), min_size=2, max_size=3).map("".join), st.sampled_from(["q", "x", "st"]))
def test_a_word_with_something_left_over_has_no_parts(word: str, rest: str) -> None:
    assert parts(word + rest, set(KNOWN)) == ()


def test_a_word_of_a_thousand_letters_is_no_trouble() -> None:
    assert parts("buurt" * 12, {"buurt"}) == ()


@pytest.mark.parametrize(
    ("half", "full", "expected"),
    [
        ("wet", "regelgeving", "wetgeving"),
        ("in", "uitstroom", "instroom"),
        ("buurt", "wijkteams", "buurtteams"),
        ("gezins", "gemeenschapsniveau", "gezinsniveau"),
        ("evaluatie", "beslismomenten", "evaluatiemomenten"),
        ("vraag", "antwoord", None),
        ("risico", "beschermende", None),
        ("opvoed", "opgroei", None),
        ("xyzzy", "wijkteams", None),
    ],
)
def test_the_first_half_of_a_pair_gets_the_ending_of_the_second(half: str, full: str, expected: str | None) -> None:
    assert completed(half, full) == expected
