"""anderstalig.yaml: what it gives the library, and what it may not hold."""

from pathlib import Path

import pytest

from indexer.corpus import corpus
from kb.errors import CorpusError
from kb.library import Library
from kb.model import ForeignPhrase
from kb.passage_html import blocks_of, text_of
from tests.conftest import Edit

LIST = "anderstalig.yaml"


def test_the_phrases_come_with_their_language(small_library: Library) -> None:
    assert small_library.foreign == (ForeignPhrase("online", "en"),)


def test_they_are_marked_in_the_html_of_the_sources(small_library: Library) -> None:
    afspraken = small_library.passage["verslag.afspraken"]
    assert 'wat hij op straat en <span lang="en">online</span> ziet gebeuren.' in afspraken.html
    assert (text_of(afspraken.html), blocks_of(afspraken.html)) == (afspraken.text, afspraken.blocks)


def test_they_are_marked_in_notes_in_quotes_and_in_personal_stories_too(corpus_copy: Path, edit: Edit) -> None:
    edit(LIST, "online: en", "tekening: en\nkoffie: fr\nMirjam: de\nom hulp: nds")
    library = corpus.load(corpus_copy).library
    assert 'De <span lang="en">tekening</span> bij' in next(item.html for item in library.document["gids"].order if item.html)
    assert 'geen <span lang="fr">koffie</span>.' in library.quote["gids.citaat-de-wit-eerst-koffie"].html
    assert library.passage_in_report["verslag.verhaal"].html.startswith('<p><span lang="de">Mirjam</span> vertelde')
    assert 'nooit <span lang="nds">om hulp</span> durven' in library.quote_in_report["verslag.citaat-moeder-nooit-gevraagd"].html


def test_a_corpus_may_do_without(corpus_copy: Path) -> None:
    (corpus_copy / LIST).unlink()
    assert corpus.load(corpus_copy).library.foreign == ()


def test_a_phrase_of_our_own_words_will_do(corpus_copy: Path, edit: Edit) -> None:
    edit(LIST, "online: en", "papaclub: nl-BE")
    assert corpus.load(corpus_copy).library.foreign == (ForeignPhrase("papaclub", "nl-BE"),)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "Online: en",
            "anderstalig.yaml:2: 'Online' staat nergens in de bronnen of in onze eigen woorden; neem het letterlijk over of haal het weg.",
        ),
        ("online: Engels", "anderstalig.yaml:2: 'Engels' heeft bij 'online' niet de vorm die daar hoort; kijk in docs/corpusformaat.md."),
        ("online: en\nonline: fr", "anderstalig.yaml:3: 'online' staat hier voor de tweede keer; voeg de twee samen."),
    ],
)
def test_each_fault_is_told_with_its_line(corpus_copy: Path, edit: Edit, line: str, fault: str) -> None:
    edit(LIST, "online: en", line)
    with pytest.raises(CorpusError) as told:
        corpus.load(corpus_copy)
    assert str(told.value).splitlines() == [fault]
