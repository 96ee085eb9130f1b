import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus.markdown_html import MOST_CHARACTERS, MOST_LOOSE, render, split, unfit
from kb.passage_html import NOTE_MARK, canonical, text_of


def test_a_link_inside_the_source_gets_the_address_of_the_id() -> None:
    assert render("Zie [stap 1](#stap-1).", "gids") == ('<p>Zie <a href="kb:gids.stap-1">stap 1</a>.</p>', ("gids.stap-1",))


def test_a_link_to_another_source_keeps_its_id() -> None:
    assert render("Zie [het verslag](verslag.avond).", "gids") == (
        '<p>Zie <a href="kb:verslag.avond">het verslag</a>.</p>',
        ("verslag.avond",),
    )


def test_a_link_whose_address_was_lost_keeps_its_words_and_says_so() -> None:
    html, targets = render("Lees de [brochure](#) eerst.", "gids")
    assert html == '<p>Lees de <a class="verloren">brochure</a><span class="redactie"> (niet opgenomen)</span> eerst.</p>'
    assert targets == ()
    assert text_of(html) == "Lees de brochure eerst."


@pytest.mark.parametrize("address", ["https://voorbeeld.invalid/a?b=1", "mailto:tuin@beekstad.invalid"])
def test_an_address_of_the_original_stays(address: str) -> None:
    assert render(f"[hier]({address})", "gids") == (f'<p><a href="{address}">hier</a></p>', ())


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("<script>alert(1)</script>tekst", "<p>tekst</p>"),
        ('<img src=x onerror="alert(1)">tekst', "<p>tekst</p>"),
        ('<p onclick="alert(1)">tekst</p>', "<p>tekst</p>"),
        ("[klik](javascript:alert(1))", '<p><a href="kb:javascript:alert(1)">klik</a></p>'),
        ('<a href="javascript:alert(1)" onmouseover="x">klik</a>', "<p><a>klik</a></p>"),
    ],
)
def test_nothing_that_runs_survives(markdown: str, html: str) -> None:
    assert render(markdown, "gids")[0] == html


def test_nested_lists_and_tables_are_rendered() -> None:
    markdown = "- een\n    - twee\n- drie\n\n| Doel | Bedrag |\n|---|---|\n| Thee | 5 |\n"
    assert render(markdown, "gids")[0] == (
        "<ul><li>een<ul><li>twee</li></ul></li><li>drie</li></ul>"
        "<table><thead><tr><th>Doel</th><th>Bedrag</th></tr></thead><tbody><tr><td>Thee</td><td>5</td></tr></tbody></table>"
    )


def test_a_short_passage_is_not_cut() -> None:
    assert split("<p>een twee</p><p>drie</p>", 3) == ["<p>een twee</p><p>drie</p>"]


def test_a_long_passage_is_cut_between_blocks() -> None:
    assert split("<p>een twee</p><p>drie</p><p>vier vijf zes</p>", 3) == ["<p>een twee</p><p>drie</p>", "<p>vier vijf zes</p>"]


def test_a_long_list_is_cut_between_items_and_the_numbering_goes_on() -> None:
    html = "<p>Doe dit:</p><ol><li>een twee</li><li>drie vier</li><li>vijf</li></ol>"
    assert split(html, 4) == ["<p>Doe dit:</p><ol><li>een twee</li></ol>", '<ol start="2"><li>drie vier</li><li>vijf</li></ol>']


def test_a_block_longer_than_the_limit_stays_whole() -> None:
    assert split("<p>een</p><p>twee drie vier vijf</p><p>zes</p>", 2) == ["<p>een</p>", "<p>twee drie vier vijf</p>", "<p>zes</p>"]


def test_items_of_a_nested_list_stay_with_their_item() -> None:
    html = "<ul><li>een<ul><li>twee</li><li>drie</li></ul></li><li>vier</li></ul>"
    assert split(html, 3) == ["<ul><li>een<ul><li>twee</li><li>drie</li></ul></li></ul>", "<ul><li>vier</li></ul>"]


SENTENCE = st.lists(st.sampled_from(["een", "twee", "drie &amp; vier"]), min_size=1, max_size=5).map(" ".join)
BLOCK = st.one_of(
    SENTENCE.map("<p>{}</p>".format),
    st.lists(SENTENCE, min_size=1, max_size=4).map(lambda items: "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"),
    st.lists(SENTENCE, min_size=1, max_size=4).map(lambda items: "<ol>" + "".join(f"<li>{item}</li>" for item in items) + "</ol>"),
)


@given(st.lists(BLOCK, min_size=1, max_size=5).map("".join), st.integers(1, 12))
def test_cutting_loses_no_word_and_adds_none(html: str, most_words: int) -> None:
    parts = split(html, most_words)
    assert "\n".join(map(text_of, parts)) == text_of(html)
    assert [canonical(part) for part in parts] == parts


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a" * 10_000, None),
        ("a\n" * 5_001, (0, "dit stuk tekst heeft 10002 tekens en 10000 is het meeste; zet er koppen of knippen in.")),
        ("[" * 50, None),
        ("[x](#y) <br>" * 500, None),
        ("![x](" * 51, (0, "dit stuk tekst heeft 51 keer '[' of '<' zonder einde en 50 is het meeste; haal weg wat geen link is.")),
        ("<a " * 51, (0, "dit stuk tekst heeft 51 keer '[' of '<' zonder einde en 50 is het meeste; haal weg wat geen link is.")),
        ("een\n" + "    " * 10 + "- diep", (1, "deze regel staat meer dan 10 lijsten of inspringingen diep; maak hem minder diep.")),
        ("een\n\n" + "\t" * 11 + "diep", (2, "deze regel staat meer dan 10 lijsten of inspringingen diep; maak hem minder diep.")),
        ("- " * 10 + "a", None),
        ("- " * 11 + "a", (0, "deze regel staat meer dan 10 lijsten of inspringingen diep; maak hem minder diep.")),
        ("1. " * 400 + "a", (0, "deze regel staat meer dan 10 lijsten of inspringingen diep; maak hem minder diep.")),
        (">" * 11 + "a", (0, "deze regel staat meer dan 10 lijsten of inspringingen diep; maak hem minder diep.")),
        ("> - " * 6 + "a", (0, "deze regel staat meer dan 10 lijsten of inspringingen diep; maak hem minder diep.")),
        ("-" * 80 + "\n1.500 euro - en - meer", None),
    ],
)
def test_text_that_would_take_time_without_end_is_not_rendered(text: str, problem: tuple[int, str] | None) -> None:
    assert unfit(text) == problem


@pytest.mark.parametrize(
    "words", ["[", "![", "[x](", "<a ", "<em>", "*a ", "`", "&", "- ", "> ", "1. ", "<ol start=x><li>", "<ul><li>", "[a]: b\n"]
)
def test_what_is_fit_is_rendered_soon(words: str) -> None:
    most = MOST_LOOSE // max(1, words.count("[") + words.count("<"))
    openings = (words * most)[:1_000] if "[" in words or "<" in words else words * 9
    text = openings + "woord " * ((MOST_CHARACTERS - len(openings)) // 6)
    assert unfit(text) is None
    began = time.process_time()
    render(text, "gids")
    assert time.process_time() - began < 3


@pytest.mark.parametrize("start", ["x", "9" * 5_000, "-1", "٣"])
def test_a_list_that_begins_with_no_number_begins_with_one(start: str) -> None:
    assert split(f'<ol start="{start}"><li>een twee</li><li>drie</li></ol>', 2) == [
        "<ol><li>een twee</li></ol>",
        '<ol start="2"><li>drie</li></ol>',
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("criminaliteit.[¹](#noten) De", "criminaliteit. De"),
        ("(ondermijnende[²](#noot)) jeugd", "(ondermijnende) jeugd"),
        ("criminaliteit.[^3] De", "criminaliteit. De"),
        ("jeugdcriminaliteit³ is", "jeugdcriminaliteit is"),
        # These are no marks of notes.
        ("een tuin van 20 m² en", "een tuin van 20 m² en"),
        ("¹ Kamerbrief", "¹ Kamerbrief"),
    ],
)
def test_the_mark_of_a_note_is_kept_in_the_html_and_is_no_word_of_the_text(text: str, read: str) -> None:
    html, _ = render(text, "gids")
    assert text_of(html) == read
    assert text_of(html.replace(NOTE_MARK, "")) == re.sub(r"\[([¹²])\]\(.*?\)", r"\1", text)
