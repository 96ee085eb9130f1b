import pytest

from kb.analysis.lemmas import in_dictionary, lemma, spelled, stem


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("gemeenschappen", "gemeenschap"),
        ("betrokken", "betrekken"),
        ("betrek", "betrekken"),
        ("afgesproken", "afspreken"),
        ("kinderen", "kind"),
        ("steden", "stad"),
        ("botoc", "botoc"),
        ("xyzzy", "xyzzy"),
        ("2024", "2024"),
        # As the dictionary writes them with accents, which words() takes off.
        ("strategieen", "strategie"),
        ("creches", "creche"),
        ("gecreeerd", "creeren"),
        ("financiele", "financieel"),
        ("olie", "olie"),
    ],
)
def test_a_word_form_has_its_dictionary_form(word: str, expected: str) -> None:
    assert lemma(word) == expected


@pytest.mark.parametrize(("word", "expected"), [("ouders", "ouder"), ("jongeren", "jongere"), ("wijken", "wijk"), ("tredes", "trede")])
def test_words_of_the_field_go_before_the_dictionary(word: str, expected: str) -> None:
    assert lemma(word) == expected


def test_a_separable_verb_has_no_mark_in_it() -> None:
    assert lemma("afgegleden") == "afglijden"


@pytest.mark.parametrize(("word", "expected"), [("gemeenschap", "gemeenschap"), ("weerbare", "weerbar"), ("weerbaarheid", "weerbar")])
def test_the_stemmer_is_the_one_that_leaves_ge_on(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_the_dictionary_knows_general_words_only() -> None:
    assert [in_dictionary(word) for word in ("ouders", "buurthuis", "weerbaarhijd")] == [True, True, False]


def test_the_dictionary_is_asked_with_the_accents_that_a_word_lost() -> None:
    assert [in_dictionary(word) for word in ("prive", "cooperatie", "reeel", "varieren")] == [True] * 4
    assert [spelled(word) for word in ("prive", "cooperatie", "olie", "ouders", "xyzzy")] == [
        "privé",
        "coöperatie",
        "olie",
        "ouders",
        "xyzzy",
    ]
