import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis.words import LONGEST_WORD, folded, stop_words, whole_words, word_spans, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hoe betrek ik ouders?", ["hoe", "betrek", "ik", "ouders"]),
        ("één creëren café", ["een", "creeren", "cafe"]),
        ("foto's, collega’s en PmG'er", ["foto", "collega", "en", "pmger"]),
        ("gezins-situatie", ["gezinssituatie", "gezins", "situatie"]),
        ("e-mail co-creatie", ["email", "cocreatie"]),
        ("NJi-onderzoek", ["njionderzoek", "nji", "onderzoek"]),
        ("d.m.v. 1.500 euro", ["d.m.v", "1.500", "euro"]),
        ("tuin@beekstad.invalid", ["tuin", "beekstad.invalid"]),
        ("BOTOC–Arnhem", ["botoc", "arnhem"]),
        ("_ * -- … ", []),
        ("", []),
    ],
)
def test_words_are_lower_case_and_without_accents(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_word_with_a_hyphen_is_no_whole_word() -> None:
    assert whole_words("De gezins-situatie van ouders") == ["de", "van", "ouders"]


def test_spans_point_at_the_words_as_they_were_typed() -> None:
    text = "De gezins-situatie, één foto's"
    assert word_spans(text) == [("de", 0, 2), ("gezinssituatie", 3, 18), ("een", 20, 23), ("foto", 24, 30)]
    assert [text[begin:end] for _, begin, end in word_spans(text)] == ["De", "gezins-situatie", "één", "foto's"]


def test_a_very_long_word_is_cut() -> None:
    assert words("a" * 5_000) == ["a" * LONGEST_WORD]


def test_stop_words_are_words_as_words_gives_them() -> None:
    assert {"de", "het", "hoe", "weer", "wat"} <= stop_words()
    assert stop_words().isdisjoint({"ouders", "jongeren", "gemeente", "buurt", "school", "geld"})


@given(st.text(max_size=80))
def test_any_text_has_words_without_white_space_or_capitals(text: str) -> None:
    for word in words(text):
        assert word
        assert not any(character.isspace() for character in word)
        assert word == folded(word)


@given(st.text(max_size=80))
def test_spans_lie_in_the_text_and_in_order(text: str) -> None:
    ends = [0]
    for _, begin, end in word_spans(text):
        assert ends[-1] <= begin < end <= len(text)
        ends.append(end)
