from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simplemma.strategies.default import LOW_MEMORY_DICTIONARY_FACTORY

from kb.analysis.letters import folded
from kb.analysis.names import Names
from kb.analysis.spelling import Correction, Spelling
from kb.analysis.words import word_spans
from kb.knowledge_base import KnowledgeBase
from kb.model import PlaceName

GOUDA = PlaceName("Gouda", "Zuid-Holland", None, None, (), ())
BUREN = PlaceName("Buren", "Gelderland", None, None, (), ())
SPELLING = Spelling(
    {
        "weerbaarheid": 20,
        "sleutelpersonen": 9,
        "ouderbetrokkenheid": 3,
        "moestuin": 5,
        "vaders": 4,
        "vadert": 1,
        "botoc": 2,
        "vertrouwensband": 1,
        "cocreatie": 2,
        "recreatie": 3,
        "financiele": 2,
        "goud": 1,
        "hart": 2,
        "buren": 3,
    },
    {"cocreatie": "co-creatie", "financiele": "financiële"},
    Names((GOUDA, BUREN), ("Zoundri",)),
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("weerbaarhijd", "weerbaarheid"),
        ("wat is weerbarheid?", "wat is weerbaarheid?"),
        ("Weerbaarhied in de wijk", "weerbaarheid in de wijk"),
        ("sleutel personen", "sleutelpersonen"),
        ("ouder betrokkenheid vergroten", "ouderbetrokkenheid vergroten"),
        ("een vertrouwen band", "een vertrouwensband"),
        ("mijn sleutelpersoonen en moestiun", "mijn sleutelpersonen en moestuin"),
    ],
)
def test_a_question_is_corrected_to_words_of_the_corpus(typed: str, meant: str) -> None:
    correction = SPELLING.correct(typed)
    assert correction is not None
    assert (correction.typed, correction.meant) == (typed, meant)


def test_a_correction_tells_which_words_are_guesses_a_joined_compound_is_none() -> None:
    """What somebody typed as two known words is no guess: an answer may rest on it."""
    typed = "sleutel personen en moestiun"
    assert SPELLING.correct(typed) == Correction(typed, "sleutelpersonen en moestuin", ("moestuin",))


@pytest.mark.parametrize(
    ("typed", "meant"), [("finantiele ruimte", "financiële ruimte"), ("cocreatei met ouders", "co-creatie met ouders")]
)
def test_a_correction_is_spelled_as_the_corpus_spells_it(typed: str, meant: str) -> None:
    correction = SPELLING.correct(typed)
    assert correction is not None
    assert correction.meant == meant


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("words of the dictionary, with accents and without", "mag ik privé en prive een coöperatie en crèches reëel variëren"),
        ("a word with a hyphen that the corpus has", "co-creatie"),
        ("a word with a hyphen of known parts", "de ouder-recreatie en moestuin-vaders"),
        ("a municipality, also in lower case", "wat doet gouda"),
        ("a person of the corpus", "zoundri over ouders"),
        ("an unknown word with a capital inside a sentence", "wat doet Moestiun"),
        ("one in capitals", "MOESTIUN"),
        ("a word of another language", "heart of the matter"),
        ("one that is still being typed", "hulp bij weerbaarhe"),
    ],
)
def test_what_may_be_right_is_never_replaced(kind: str, question: str) -> None:
    assert SPELLING.correct(question) is None, kind


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("wat doet Moestiun", "wat doet moestuin"),
        ("MOESTIUN", "moestuin"),
        ("hulp bij weerbaarhe", "hulp bij weerbaarheid"),
        ("WAT IS MOESTIUN", None),
        ("wat doet gouda", None),
        ("mag ik privé", None),
        ("moestiun in de wijk", None),
    ],
)
def test_what_may_be_right_and_nobody_knows_is_only_asked_about(question: str, offered: str | None) -> None:
    assert SPELLING.offer(question) == offered


def test_capitals_of_a_whole_question_tell_nothing() -> None:
    correction = SPELLING.correct("WAT IS WEERBARHEID")
    assert correction is not None
    assert correction.meant == "WAT IS weerbaarheid"


@pytest.mark.parametrize(
    ("typed", "doubtful"),
    [
        ("weerbarheid", ()),
        ("moestiun in de wijk", ()),
        # Two slips; less than five letters; another word as near.
        ("weerbarhied", ("weerbaarheid",)),
        ("hrat voor de wijk", ("hart",)),
        ("bunren helpen", ("buren",)),
    ],
)
def test_a_correction_is_sure_when_one_known_word_lies_within_one_slip_of_a_long_enough_one(typed: str, doubtful: tuple[str, ...]) -> None:
    correction = SPELLING.correct(typed)
    assert correction is not None
    assert correction.doubtful == doubtful


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("wat doet Xyzzy in Gouda", ("Xyzzy", "Gouda")),
        ("Xyzzy-vaders en xyzzy", ("Xyzzy-vaders", "xyzzy")),
        ("moestuin-vaders van de buren", ()),
        ("hoe doen ze het in Buren", ("Buren",)),
    ],
)
def test_unknown_are_words_of_nobody_and_places_that_no_source_names(question: str, unknown: tuple[str, ...]) -> None:
    assert SPELLING.unknown(question) == unknown


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("wat doet gouda voor vaders", ("gouda",)),
        ("hoe doen ze het in Buren", ("Buren",)),
        # Neighbours, perhaps.
        ("wat doen wij in buren", ()),
        ("zoundri over vaders", ()),
    ],
)
def test_elsewhere_are_the_places_that_are_surely_meant_and_that_no_source_names(question: str, places: tuple[str, ...]) -> None:
    assert SPELLING.elsewhere(question) == places


@pytest.mark.parametrize("question", ["", "weerbaarheid", "hoe betrek ik ouders", "xqzwv", "jim", "2024", "moestuinen", "d.m.v. e-mail"])
def test_what_is_known_or_like_nothing_stays(question: str) -> None:
    assert SPELLING.correct(question) is None


def test_the_nearest_word_wins_and_of_equals_the_commonest() -> None:
    assert SPELLING.nearest("vaderz") == "vaders"


def test_a_short_word_may_have_one_slip_only() -> None:
    assert [SPELLING.nearest(word) for word in ("bottoc", "botox", "bitox")] == ["botoc", "botoc", None]


def test_words_of_the_corpus_the_dictionary_and_compounds_of_both_are_known() -> None:
    assert [SPELLING.knows(word) for word in ("botoc", "ouders", "moestuinvaders", "de", "2024", "weerbaarhijd")] == [True] * 5 + [False]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("weerbaarhijd", "weerbaarheid"),
        ("sleutel personen", "sleutelpersonen"),
        ("ouder betrokkenheid", "ouderbetrokkenheid"),
        # By its parts a compound ("gemeen", "schapen"), and one letter short of a word of the corpus.
        ("gemeenschapen betrekken", "gemeenschappen betrekken"),
        ("participatielader", "participatieladder"),
    ],
)
def test_the_slips_of_officials_are_corrected_by_the_real_index(real_base: KnowledgeBase, typed: str, meant: str) -> None:
    correction = real_base.language.spelling.correct(typed)
    assert correction is not None
    assert correction.meant == meant


@given(st.text(max_size=60))
def test_a_correction_changes_something_and_is_correct_itself(question: str) -> None:
    correction = SPELLING.correct(question)
    assert correction is None or (correction.typed == question and correction.meant != question)


def rewritten(base: KnowledgeBase, texts: list[str]) -> list[tuple[str, str]]:
    corrections = ((text, base.language.spelling.correct(text)) for text in texts)
    return [(text, correction.meant) for text, correction in corrections if correction]


def test_no_accented_word_of_the_dictionary_is_rewritten(real_base: KnowledgeBase) -> None:
    dictionary = LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary("nl")
    accented = sorted(word for word in dictionary if folded(word) != word.casefold() and "’" not in word)
    chosen = Random(1).sample(accented, 1_500)
    assert rewritten(real_base, chosen) == []
    assert rewritten(real_base, [f"wat is {word} voor de wijk" for word in chosen]) == []


@pytest.mark.parametrize("sentence", ["{}", "hoe doen ze het in {} met jongeren", "wat doet de gemeente {} voor ouders"])
def test_no_municipality_or_province_is_rewritten(real_base: KnowledgeBase, sentence: str) -> None:
    names = [name for place in real_base.library.place_names for name in (place.name, *place.also, *place.former)]
    asked = [sentence.format(form) for name in names for form in (name, name.lower(), name.upper())]
    assert rewritten(real_base, asked) == []


def test_no_hyphenated_word_of_the_corpus_is_rewritten(real_base: KnowledgeBase) -> None:
    texts = [place.text for place in real_base.library.places]
    hyphenated = sorted({text[begin:end] for text in texts for _, begin, end in word_spans(text) if "-" in text[begin:end]})
    assert len(hyphenated) > 50
    assert rewritten(real_base, hyphenated) == []
    assert rewritten(real_base, [f"wat is {word.lower()} voor de wijk" for word in hyphenated]) == []


def test_a_corrected_word_of_the_real_index_is_dutch_as_it_is_written(real_base: KnowledgeBase) -> None:
    spelling = real_base.language.spelling
    assert [spelling.as_written(word) for word in ("financiele", "coordinator", "cocreatie", "delft", "ouders")] == [
        "financiële",
        "coördinator",
        "co-creatie",
        "Delft",
        "ouders",
    ]
