"""anderstalig.yaml: what it gives the library, and what it may not hold."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.corpus import corpus
from kb.errors import CorpusError
from kb.library import Library
from kb.model import ForeignPhrase

LIST = "anderstalig.yaml"


def test_the_phrases_come_with_their_language(small_library: Library) -> None:
    assert small_library.foreign == (ForeignPhrase("online", "en"),)


def test_a_corpus_may_do_without(corpus_copy: Path) -> None:
    (corpus_copy / LIST).unlink()
    assert corpus.load(corpus_copy).library.foreign == ()


def test_a_phrase_of_our_own_words_will_do(corpus_copy: Path, edit: Callable[[str, str, str], None]) -> None:
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
def test_each_fault_is_told_with_its_line(corpus_copy: Path, edit: Callable[[str, str, str], None], line: str, fault: str) -> None:
    edit(LIST, "online: en", line)
    with pytest.raises(CorpusError) as told:
        corpus.load(corpus_copy)
    assert str(told.value).splitlines() == [fault]
