import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis.sentences import sentences_of
from kb.library import Library
from kb.model import Passage
from kb.passage_html import blocks_of, canonical, text_of


def passage(html: str) -> Passage:
    return Passage("gids.deel", "gids", "gids.deel", text_of(html), html, blocks_of(html))


def read(html: str) -> list[tuple[str, int | None, int | None]]:
    place = passage(html)
    return [(place.text[found.begin : found.end], found.needs, found.lead_in) for found in sentences_of(place)]


def test_a_paragraph_is_cut_into_sentences() -> None:
    assert read("<p>Begin met luisteren. Ga naar buiten! Wie helpt?</p>") == [
        ("Begin met luisteren.", None, None),
        ("Ga naar buiten!", None, None),
        ("Wie helpt?", None, None),
    ]


def test_an_s_behind_an_apostrophe_ends_a_sentence() -> None:
    assert [text for text, _, _ in read("<p>Bespreek risico’s. Kies thema's. Vraag 'S. de Wit'.</p>")] == [
        "Bespreek risico’s.",
        "Kies thema's.",
        "Vraag 'S. de Wit'.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Vraag het aan mr. De Vries of drs. Bakker.",
        "Denk aan sport, muziek enz. Niets is te gek.",
        "Het kost 1.500 euro per jaar.",
        "De heer J. S. de Wit kwam ook.",
        "Dat gaat d.m.v. Excel en o.a. Word.",
    ],
)
def test_a_full_stop_in_a_sentence_does_not_end_it(sentence: str) -> None:
    assert [text for text, _, _ in read(f"<p>{sentence}</p>")] == [sentence]


def test_spoken_words_stay_with_their_quotation_marks() -> None:
    assert [text for text, _, _ in read('<p>Hij zei: "Kom maar." Zo begon het. "Nee," zei zij.</p>')] == [
        'Hij zei: "Kom maar."',
        "Zo begon het.",
        '"Nee," zei zij.',
    ]


def test_a_sentence_that_points_back_needs_the_one_before_it() -> None:
    assert read("<p>Buren kennen elkaar. Dit helpt. Daarnaast is er koffie. Ditmaal niet.</p>") == [
        ("Buren kennen elkaar.", None, None),
        ("Dit helpt.", 0, None),
        ("Daarnaast is er koffie.", 1, None),
        ("Ditmaal niet.", None, None),
    ]


def test_the_first_sentence_needs_none() -> None:
    assert read("<p>Dit helpt.</p>") == [("Dit helpt.", None, None)]


def test_a_list_item_knows_the_sentence_that_leads_in() -> None:
    assert read("<p>Kies. Vraag dit:</p><ul><li>Wie?</li><li>Wat?<ul><li>Nu?</li></ul></li></ul><p>Klaar.</p>") == [
        ("Kies.", None, None),
        ("Vraag dit:", None, None),
        ("Wie?", None, 1),
        ("Wat?", None, 1),
        ("Nu?", None, 1),
        ("Klaar.", None, None),
    ]


def test_a_block_that_is_only_a_link_is_no_sentence() -> None:
    assert read('<p>Lees verder.</p><p><a href="kb:gids.stap-1">Luister naar de buurt</a></p>') == [("Lees verder.", None, None)]


def test_the_sentences_of_the_small_corpus(small_library: Library) -> None:
    place = small_library.passage["nieuws.buurttuin"]
    assert [place.text[found.begin : found.end] for found in sentences_of(place)] == [
        "In het Lindekwartier maken buren samen een moestuin.",
        "Elke zaterdag werken er twintig mensen.",
        'Een buurvrouw zei: "Hier ken ik nu iedereen bij naam."',
        "De tuin ligt achter de school.",
        "Wie iets wil weten, mailt tuin@beekstad.invalid.",
    ]


@given(st.lists(st.text(alphabet='Ab. !?"()1éD', min_size=1, max_size=30), min_size=1, max_size=4))
def test_sentences_lie_in_their_blocks_in_order_and_leave_no_word_out(paragraphs: list[str]) -> None:
    place = passage(canonical("".join(f"<p>{text}</p>" for text in paragraphs)))
    found = sentences_of(place)
    assert [sentence.number for sentence in found] == list(range(len(found)))
    assert "".join("".join(place.text[sentence.begin : sentence.end] for sentence in found).split()) == "".join(place.text.split())
    for sentence in found:
        assert any(block.begin <= sentence.begin < sentence.end <= block.end for block in place.blocks)
        assert sentence.needs is None or sentence.needs == sentence.number - 1
