"""Words in another language on a page: what is marked, how, and that nothing else changes."""

import re
import sys
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup

from kb.analysis.languages import Languages
from kb.library import Library
from kb.model import ForeignPhrase
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings
from web.showing.languages import with_lang

LANGUAGES = Languages(
    (
        ForeignPhrase("boundary spanning", "en"),
        ForeignPhrase("boundary", "en"),
        ForeignPhrase("what's in it for us", "en"),
        ForeignPhrase("savoir-vivre", "fr"),
        ForeignPhrase("R&B", "en"),
    )
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("over boundary spanning.", [("boundary spanning", "en")]),
        ("Boundary\nSPANNING, boundary", [("Boundary\nSPANNING", "en"), ("boundary", "en")]),
        ("boundaryloos, kernboundary", []),
        ("savoir-vivre en r&b", [("savoir-vivre", "fr"), ("r&b", "en")]),
        ("('what's in it for us')", [("what's in it for us", "en")]),
        ("what is in it", []),
    ],
)
def test_a_phrase_is_found_as_whole_words_whatever_its_capitals_the_longest_first(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[begin:end], language) for begin, end, language in LANGUAGES.spans(text)] == found


LETTERS = "".join(map(chr, range(sys.maxunicode + 1)))


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyzåäéëïöüßµ")
def test_every_letter_that_counts_as_another_may_stand_for_it(letter: str) -> None:
    """A regular expression takes more letters for the same than folding does: ı and İ are both i."""
    alike = re.findall(re.escape(letter), LETTERS, re.IGNORECASE)
    assert {letter, letter.upper()} - {"SS"} <= set(alike)
    languages = Languages([ForeignPhrase(f"x{letter} way", "en")])
    for other in alike:
        text = f"x{letter} way, x{other} way"
        assert [text[begin:end] for begin, end, _ in languages.spans(text)] == text.split(", "), f"{ord(other):x}"


def test_without_other_languages_nothing_is_found() -> None:
    assert list(Languages(()).spans("boundary")) == []


@pytest.mark.parametrize("hostile", ["boundary " * 12_000, "<mark>" * 16_000, "'" * 100_000, "what's in it for " * 6_000, "<a '" * 25_000])
def test_a_hostile_text_takes_no_time(hostile: str) -> None:
    began = time.process_time()
    with_lang(hostile, LANGUAGES)
    with_lang(Markup("<mark>{}</mark>").format(hostile), LANGUAGES)
    # A text of a source has at most 10,000 characters.
    with_lang(Markup("<b>{}</b> ").format(hostile[:20]) * 500, LANGUAGES)
    # A second at most on a busy machine, and minutes when it would grow with the square.
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("de <boundary>", 'de &lt;<span lang="en">boundary</span>&gt;'),
        ("R&B & co", '<span lang="en">R&amp;B</span> &amp; co'),
        ("'t is <b>", "&#39;t is &lt;b&gt;"),
        (Markup("een <mark>boundary</mark> spanning"), 'een <mark><span lang="en">boundary</span></mark><span lang="en"> spanning</span>'),
        (Markup('<a href="/x?q=boundary" title="boundary">x</a>'), '<a href="/x?q=boundary" title="boundary">x</a>'),
    ],
)
def test_a_text_is_shown_with_its_phrases_marked_and_all_else_escaped(text: str, shown: str) -> None:
    assert with_lang(text, LANGUAGES) == Markup(shown)


@pytest.fixture(scope="module")
def client(small_index: Path) -> FlaskClient:
    return create_app(Settings(index=small_index), LiveKnowledgeBase.opened(small_index)).test_client()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        # In the source, also where a citation is marked.
        ("/bronnen/verslag/avond", 'wat hij op straat en <span lang="en">online</span> ziet gebeuren.'),
        (
            "/bronnen/verslag/avond?passage=afspraken&woorden=920-936-bhjjpcqr",
            'wat hij op <mark id="gemarkeerd">straat en </mark><span lang="en"><mark>online</mark></span> ziet gebeuren.',
        ),
        ("/selectie?id=verslag.afspraken", 'wat hij op straat en <span lang="en">online</span> ziet gebeuren.'),
        # In what was found, and in the question as it is said again.
        ("/zoeken?q=straat+online", '<mark><span lang="en">online</span></mark>'),
        ("/zoeken?q=ONLINE", '“<span lang="en">ONLINE</span>”</h1>'),
    ],
)
def test_it_is_done_on_every_page(client: FlaskClient, address: str, shown: str) -> None:
    assert shown in client.get(address).get_data(as_text=True)


def test_words_that_are_stored_and_what_programs_get_stay_as_they_were(client: FlaskClient, small_library: Library) -> None:
    assert not any("lang=" in passage.text for passage in small_library.passages)
    assert "lang=" not in client.get("/api/v1/zoekresultaten?q=online").get_data(as_text=True)
    assert "lang=" not in client.get("/selectie/markdown?id=verslag.afspraken").get_data(as_text=True)
