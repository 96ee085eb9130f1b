"""Words in another language on a page: what is marked, how, and that nothing else changes."""

import re
import sys
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.library import Library
from kb.model import ForeignPhrase
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings
from web.showing.languages import mark_languages

PHRASES = (
    ForeignPhrase("boundary spanning", "en"),
    ForeignPhrase("boundary", "en"),
    ForeignPhrase("what's in it for us", "en"),
    ForeignPhrase("savoir-vivre", "fr"),
    ForeignPhrase("R&B", "en"),
)


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>over boundary spanning.</p>", '<p>over <span lang="en">boundary spanning</span>.</p>'),
        ("<h2>Boundary Spanning</h2>", '<h2><span lang="en">Boundary Spanning</span></h2>'),
        ("<p>een boundary</p>", '<p>een <span lang="en">boundary</span></p>'),
        ("<p>boundaryloos, kernboundary</p>", "<p>boundaryloos, kernboundary</p>"),
        ("<p>savoir-vivre, boundary</p>", '<p><span lang="fr">savoir-vivre</span>, <span lang="en">boundary</span></p>'),
        ("<p>(&#39;what&#39;s in it for us&#39;)</p>", '<p>(&#39;<span lang="en">what&#39;s in it for us</span>&#39;)</p>'),
        ("<p>('what's in it for us')</p>", "<p>('<span lang=\"en\">what's in it for us</span>')</p>"),
        ("<p>r&amp;b</p>", '<p><span lang="en">r&amp;b</span></p>'),
        (
            "<p><mark>boundary</mark> spanning</p>",
            '<p><mark><span lang="en">boundary</span></mark><span lang="en"> spanning</span></p>',
        ),
        ("<p>boundary</p><p>spanning</p>", '<p><span lang="en">boundary</span></p><p>spanning</p>'),
        ("<p>boundary\nspanning</p>", '<p><span lang="en">boundary\nspanning</span></p>'),
        ('<a href="/x?q=boundary" title="boundary > R">x</a>', '<a href="/x?q=boundary" title="boundary > R">x</a>'),
        ("<title>boundary</title><textarea>boundary</textarea>", "<title>boundary</title><textarea>boundary</textarea>"),
        ("<svg><text>boundary</text></svg><p>zonder</p>", "<svg><text>boundary</text></svg><p>zonder</p>"),
    ],
)
def test_each_phrase_stands_in_a_span_with_its_language(html: str, marked: str) -> None:
    assert mark_languages(html, PHRASES) == marked
    assert re.sub(r"<[^>]*>", "", marked) == re.sub(r"<[^>]*>", "", html)


LETTERS = "".join(map(chr, range(sys.maxunicode + 1)))


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyzåäéëïöüßµ")
def test_every_letter_that_counts_as_another_may_stand_for_it(letter: str) -> None:
    """A regular expression takes more letters for the same than folding does: ı and İ are both i."""
    alike = re.findall(re.escape(letter), LETTERS, re.IGNORECASE)
    assert {letter, letter.upper()} - {"SS"} <= set(alike)
    phrase = ForeignPhrase(f"x{letter} way", "en")
    for other in alike:
        page = f"<p>x{letter} way, x{other} way</p>"
        marked = f'<p><span lang="en">x{letter} way</span>, <span lang="en">x{other} way</span></p>'
        assert mark_languages(page, (phrase,)) == marked, f"{ord(other):x}"


def test_a_knowledge_base_without_other_languages_changes_nothing() -> None:
    assert mark_languages("<p>boundary</p>", ()) == "<p>boundary</p>"


@pytest.mark.parametrize(
    "hostile", ["boundary " * 12_000, "<mark>" * 16_000, "&#39;" * 20_000, "what's in it for " * 6_000, "<a '" * 25_000]
)
def test_a_hostile_page_takes_no_time(hostile: str) -> None:
    mark_languages("", PHRASES)
    began = time.process_time()
    mark_languages(hostile, PHRASES)
    assert time.process_time() - began < 0.5


@pytest.fixture(scope="module")
def client(small_index: Path) -> FlaskClient:
    return create_app(Settings(index=small_index), LiveKnowledgeBase.opened(small_index)).test_client()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        # In the source, also where a citation is marked.
        ("/bronnen/verslag/avond", 'wat hij op straat en <span lang="en">online</span> ziet gebeuren.'),
        (
            "/bronnen/verslag/avond?passage=afspraken&van=920&tot=936",
            'wat hij op <mark id="gemarkeerd">straat en <span lang="en">online</span></mark> ziet gebeuren.',
        ),
        ("/selectie?id=verslag.afspraken", 'wat hij op straat en <span lang="en">online</span> ziet gebeuren.'),
        # Also what the reader typed, also on a page that is not there.
        ("/zoeken?q=online", 'voor “<span lang="en">online</span>”</h1>'),
        ("/zoeken?letterlijk=1&q=online+onlıne", 'voor “<span lang="en">online</span> <span lang="en">onlıne</span>”</h1>'),
        ("/zoeken?q=ONLINE", 'voor “<span lang="en">ONLINE</span>”</h1>'),
    ],
)
def test_it_is_done_on_every_page(client: FlaskClient, address: str, shown: str) -> None:
    assert shown in client.get(address).get_data(as_text=True)


def test_what_is_stored_and_what_programs_get_stays_as_it_was(client: FlaskClient, small_library: Library) -> None:
    assert not any("lang=" in passage.html for passage in small_library.passages)
    assert "lang=" not in client.get("/api/v1/zoekresultaten?q=online").get_data(as_text=True)
    assert "lang=" not in client.get("/selectie/markdown?id=verslag.afspraken").get_data(as_text=True)
