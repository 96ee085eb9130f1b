"""New sources: for how long one is new, and what the pages of sources say of it."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml.html import fromstring

from indexer.corpus.corpus import load
from kb.errors import CorpusError
from kb.library import Library
from web.app import create_app
from web.pages import sources
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings
from web.showing.additions import new_since, newest_first


def with_days(library: Library, *days: str | None) -> Library:
    """The library with the day on which each of its three sources came, and the content of 30 November 2026."""
    assert library.edition
    return replace(
        library,
        documents=tuple(replace(document, added=day) for document, day in zip(library.documents, days, strict=True)),
        edition=replace(library.edition, date="2026-11-30"),
    )


@pytest.mark.parametrize(
    ("days", "new"),
    [
        # With what it began with nobody is told that it is new.
        (("2026-11-21", "2026-11-21", "2026-11-21"), ["", "", ""]),
        (("2026-01-21", "2026-11-12", None), ["", "2026-11-12", ""]),
        # 90 days before 30 November, and one more.
        (("2026-01-21", "2026-09-01", "2026-08-31"), ["", "2026-09-01", ""]),
        ((None, None, None), ["", "", ""]),
    ],
)
def test_a_source_is_new_for_ninety_days(small_library: Library, days: tuple[str | None, ...], new: list[str]) -> None:
    library = with_days(small_library, *days)
    assert [new_since(library, document) for document in library.documents] == new
    assert new_since(replace(library, edition=None), library.documents[1]) == ""


def test_new_sources_stand_at_the_top_the_newest_first(small_library: Library) -> None:
    first, second, third = with_days(small_library, "2026-01-21", "2026-10-12", "2026-11-12").documents
    assert newest_first(with_days(small_library, "2026-01-21", "2026-10-12", "2026-11-12")) == [
        (third, "2026-11-12"),
        (second, "2026-10-12"),
        (first, ""),
    ]


def test_the_pages_of_sources_say_it(small_index: Path, small_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library = with_days(small_library, "2026-01-21", "2026-11-12", None)
    monkeypatch.setattr(sources, "current", lambda: SimpleNamespace(library=library))
    client = create_app(Settings(index=small_index), LiveKnowledgeBase.opened(small_index)).test_client()
    cards = fromstring(client.get("/bronnen").get_data(as_text=True)).xpath("//ul[@class='source-list']/li")
    said = [" ".join(one.text_content().split()) for one in cards]
    assert said[0].startswith("Nieuws over de buurttuin, 14 mei 2024 Nieuw sinds 12 november 2026")
    assert [one for one in said[1:] if "Nieuw sinds" in one] == []
    about = fromstring(client.get("/bronnen/gids").get_data(as_text=True)).xpath("//dt[.='Hier sinds']/following-sibling::dd")
    assert [one.text_content() for one in about][:1] == ["21 januari 2026"]
    assert "Hier sinds" not in client.get("/bronnen/verslag").get_data(as_text=True)


def test_the_day_is_a_whole_date(corpus_copy: Path) -> None:
    file = corpus_copy / "bronnen" / "gids.md"
    file.write_text(file.read_text("utf-8").replace("\n---\n", '\ntoegevoegd: "2026-11"\n---\n', 1), "utf-8")
    with pytest.raises(CorpusError) as caught:
        load(corpus_copy)
    assert str(caught.value).startswith("bronnen/gids.md:11: '2026-11' heeft bij 'toegevoegd' niet de vorm die daar hoort;")
