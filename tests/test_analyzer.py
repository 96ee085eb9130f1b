from hypothesis import given
from hypothesis import strategies as st

from kb.analysis.analyzer import Analyzer, Terms, content_words, vocabulary_of

ANALYZER = Analyzer(frozenset({"buurt", "vaders", "botoc"}))


def test_a_text_has_stems_lemmas_and_parts() -> None:
    assert ANALYZER.terms("De buurtvaders betrekken weerbare jongeren") == Terms(
        stems=("buurtvader", "betrek", "weerbar", "jonger"),
        lemmas=("buurtvaders", "betrekken", "weerbaar", "jongere"),
        parts=("buurtvaders", "buurt", "vader", "betrekken", "weerbaar", *ANALYZER.with_parts("jongeren")),
    )


def test_parts_come_beside_the_word_and_not_in_its_place() -> None:
    assert ANALYZER.with_parts("buurtvaders") == ("buurtvaders", "buurt", "vader")
    assert ANALYZER.with_parts("botocsubsidie") == ("botocsubsidie", "botoc", "subsidie")
    assert ANALYZER.with_parts("buurt") == ("buurt",)


def test_stop_words_say_nothing() -> None:
    assert content_words("Hoe kan ik het weer met de ouders hebben?") == ["ouders"]
    assert ANALYZER.terms("hoe kan ik het") == Terms((), (), ())


def test_the_vocabulary_holds_words_that_may_be_a_part() -> None:
    assert vocabulary_of(["De buurt-vaders van 2024", "op e-mail"]) == {"buurtvaders", "buurt", "vaders", "van", "email", "mail"}


@given(st.text(max_size=60))
def test_text_and_question_take_the_same_road(text: str) -> None:
    assert ANALYZER.terms(text) == ANALYZER.terms_of_words(content_words(text))
