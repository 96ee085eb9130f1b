"""kopregels.yaml: the editor's line behind a heading that tells little by itself, every fault it can have, and where it is shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml.html import fromstring

from indexer.corpus.corpus import load
from kb.errors import CorpusError
from kb.library import Library
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

Edit = Callable[[str, str, str], None]
LIST = "kopregels.yaml"
LINE = "gids.bedragen: wat een zaal en koffie kosten"


def test_the_library_holds_the_lines_by_passage(small_library: Library) -> None:
    assert small_library.title_lines == {"gids.bedragen": "wat een zaal en koffie kosten"}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "gids.stap-1: een twee drie vier vijf zes zeven acht negen tien elf",
            "kopregels.yaml:1: deze regel heeft 11 woorden en 10 is het meeste; maak hem korter.",
        ),
        ("gids.stap-9: iets", "kopregels.yaml:1: passage 'gids.stap-9' bestaat niet; verbeter het id."),
    ],
)
def test_a_line_that_is_too_long_or_of_no_passage_is_a_fault(corpus_copy: Path, edit: Edit, line: str, fault: str) -> None:
    edit(LIST, LINE, line)
    with pytest.raises(CorpusError) as caught:
        load(corpus_copy)
    assert str(caught.value).splitlines() == [fault]


def test_the_results_show_it_behind_the_heading_and_the_api_apart(small_index: Path) -> None:
    client = create_app(Settings(index=small_index), LiveKnowledgeBase.opened(small_index)).test_client()
    page = fromstring(client.get("/zoeken?q=koffie+in+het+buurthuis").text)
    shown = [
        " ".join(heading.text_content().split())
        for heading in page.xpath("//article[contains(@class, 'result')]//h3 | //article[contains(@class, 'result')]//h4")
    ]
    results = client.get("/api/v1/zoekresultaten?q=koffie+in+het+buurthuis").json["resultaten"]
    told = {result["id"]: (result["titel"], result["kopregel"]) for result in results}
    title = told["gids.bedragen"][0]
    assert told["gids.bedragen"][1] == "wat een zaal en koffie kosten"
    assert {line for identity, (_, line) in told.items() if identity != "gids.bedragen"} == {None}
    assert f"{title} – wat een zaal en koffie kosten" in shown


def test_no_two_results_of_the_delivered_corpus_read_alike(real_library: Library) -> None:
    told = [
        (passage.document_id, real_library.section[passage.section_id].outside_title, real_library.title_lines.get(passage.id))
        for passage in real_library.passages
        if ".2" not in passage.id and ".3" not in passage.id
    ]
    shared = {(document, title) for document, title, _ in told if sum(one[:2] == (document, title) for one in told) > 1}
    assert sorted({(document, title) for document, title, line in told if (document, title) in shared and line is None}) == []
