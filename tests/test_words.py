import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis.letters import folded
from kb.analysis.words import LONGEST_WORD, stop_words, with_steps_in_figures, without_points, word_spans, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hoe betrek ik ouders?", ["hoe", "betrek", "ik", "ouders"]),
        ("één creëren café", ["een", "creeren", "cafe"]),
        ("foto's, collega’s en PmG'er", ["foto", "collega", "en", "pmger"]),
        ("gezins-situatie", ["gezinssituatie", "gezins", "situatie"]),
        ("e-mail co-creatie", ["email", "e", "mail", "cocreatie", "co", "creatie"]),
        ("NJi-onderzoek", ["njionderzoek", "nji", "onderzoek"]),
        ("d.m.v. 1.500 euro", ["dmv", "1500", "euro"]),
        ("tuin@beekstad.invalid", ["tuin", "beekstad", "invalid"]),
        ("BOTOC–Arnhem", ["botoc", "arnhem"]),
        ("_ * -- … ", []),
        ("", []),
    ],
)
def test_words_are_lower_case_and_without_accents(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("letters with their accents apart", "finan\u0063ie\u0308n, ide\u0301 en cafe\u0301.", ["financien", "ide", "en", "cafe"]),
        ("signs that no reader sees", "ver\u00adgadert \u200ewijk\u200bteam\u200d \ufeffouders", ["vergadert", "wijkteam", "ouders"]),
        ("two letters in one", "de wĳkagent, de WĲKAGENT", ["de", "wijkagent", "de", "wijkagent"]),
        ("abbreviations with points", "o.a. de A.P.V., d.w.z. B.O.T.O.C.", ["oa", "de", "apv", "dwz", "botoc"]),
        (
            "no space after a full stop",
            "het wijkteam.Bewoners en dr.A. de Vries",
            ["het", "wijkteam", "bewoners", "en", "dr", "a", "de", "vries"],
        ),
        ("amounts", "2420000 = 2.420.000 = € 2.420.000,00 = € 2.420.000,-", ["2420000"] * 4),
        ("amounts in words", "2,42 miljoen of 3 duizend", ["2420000", "2,42", "miljoen", "of", "3000", "3", "duizend"]),
        ("what is no whole amount", "0,1234567 miljoen, 3 jaar", ["0,1234567", "miljoen", "3", "jaar"]),
        ("percentages", "0,2% 0.2 % 0,20 procent", ["0,2", "0,2", "0,2", "procent"]),
        (
            "ranges and dates",
            "12-18 jaar, 2023-2024, 3-5-2024, 1.12.2024",
            ["12", "18", "jaar", "2023", "2024", "3", "5", "2024", "1", "12", "2024"],
        ),
        ("a figure in a word", "12-jarige COVID-19", ["12jarige", "12", "jarige", "covid19", "covid", "19"]),
        ("short parts", "ex-boer", ["exboer", "ex", "boer"]),
        ("halves", "wet- en regelgeving", ["wetgeving", "wet", "en", "regelgeving"]),
        ("three halves", "jeugd-, buurt- en wijkteams", ["jeugdteams", "jeugd", "buurtteams", "buurt", "en", "wijkteams"]),
        ("a half of nothing", "risico- en beschermende", ["risico", "en", "beschermende"]),
        ("steps", "derde stap, 4e stap, stap vier, stap IV, stap één", ["3", "stap", "4", "stap", "stap", "4", "stap", "4", "stap", "1"]),
        ("no steps", "een stap een keer; vier, stap: vier", ["een", "stap", "een", "keer", "vier", "stap", "vier"]),
    ],
)
def test_words_come_out_alike_however_they_are_written(kind: str, text: str, expected: list[str]) -> None:
    assert words(text) == expected, kind


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Wat houdt de vierde stap in, en stap vijf?", "Wat houdt de stap 4 in, en stap 5?"),
        ("stap vier stap vijf", "stap 4 stap 5"),
        ("de derde stap en de 4e stap", "de stap 3 en de stap 4"),
        ("in 2024 stap 4, de 2.000 stap, zet een stap", "in 2024 stap 4, de 2.000 stap, zet een stap"),
        ("", ""),
    ],
)
def test_steps_are_told_in_figures(text: str, told: str) -> None:
    assert with_steps_in_figures(text) == told


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("B.O.T.O.C. en P.m.G.-gelden, d.m.v. subsidie", "BOTOC en PmG-gelden, dmv subsidie"),
        ("de tuin kost 2.000 euro. Dat is veel. Vraag dr.A. de Vries", "de tuin kost 2.000 euro. Dat is veel. Vraag dr.A. de Vries"),
        ("www.nji.nl, a.b, é.x. en 1.a.b", "www.nji.nl, ab, éx en 1.a.b"),
        ("", ""),
    ],
)
def test_abbreviations_lose_their_points_and_nothing_else_does(text: str, plain: str) -> None:
    assert without_points(text) == plain


def test_spans_of_words_in_any_spelling_are_the_places_where_they_stand() -> None:
    text = "ver\u00adgadert finan\u0063ie\u0308n, wet- en regelgeving, 12-18, wijkteam.Bewoners, de A.P.V. kost 2,42 miljoen"
    assert [text[begin:end] for _, begin, end in word_spans(text)] == [
        "ver\u00adgadert", "finan\u0063ie\u0308n", "wet", "en", "regelgeving", "12", "18", "wijkteam", "Bewoners", "de", "A.P.V", "kost", "2,42", "miljoen",
    ]  # fmt: skip


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


@pytest.mark.parametrize("part", ["a-", "a-, ", "1.", "1,000.", "e\u0301\u00ad", "a'", "A.", "-‑"])
def test_a_text_of_one_thing_only_takes_no_time(part: str) -> None:
    began = time.perf_counter()
    words(part * 5_000 + " en b")
    assert time.perf_counter() - began < 1
