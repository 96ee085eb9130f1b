"""Feedback without names: off unless asked for, and only what was agreed is kept."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from web.app import create_app
from web.feedback import kept, masked
from web.live import LiveKnowledgeBase
from web.settings import Settings


@pytest.fixture(scope="module")
def live(small_index: Path) -> LiveKnowledgeBase:
    return LiveKnowledgeBase.opened(small_index)


def _client(small_index: Path, live: LiveKnowledgeBase, folder: str) -> FlaskClient:
    return create_app(Settings(index=small_index, feedback=folder), live).test_client()


def test_without_a_folder_nothing_is_asked_or_kept(small_index: Path, live: LiveKnowledgeBase) -> None:
    client = _client(small_index, live, "")
    assert client.post("/oordeel", data={"oordeel": "ja", "soort": "antwoord"}).status_code == 404
    assert "/oordeel" not in client.get("/zoeken?q=tuin").get_data(as_text=True)


def test_the_question_is_kept_only_when_ticked_and_then_masked(small_index: Path, live: LiveKnowledgeBase, tmp_path: Path) -> None:
    client = _client(small_index, live, str(tmp_path / "oordelen"))
    judged = {"oordeel": "nee", "soort": "antwoord", "vraag": "bel 06-12345678 of jan@delft.nl", "plaats": "verzonnen.id"}
    assert client.post("/oordeel", data=judged).status_code == 200
    assert client.post("/oordeel", data=judged | {"vraag-bewaren": "ja"}).status_code == 200
    first, second = kept(tmp_path / "oordelen")
    assert set(first) == {"dag", "soort", "oordeel", "plaatsen"}
    assert first["plaatsen"] == []
    assert second["vraag"] == "bel [nummer] of [mailadres]"
    assert "127.0.0.1" not in json.dumps([first, second])


@pytest.mark.parametrize("fields", [{}, {"oordeel": "misschien", "soort": "antwoord"}, {"oordeel": "ja", "soort": "iets"}])
def test_anything_else_is_refused(small_index: Path, live: LiveKnowledgeBase, tmp_path: Path, fields: dict[str, str]) -> None:
    assert _client(small_index, live, str(tmp_path)).post("/oordeel", data=fields).status_code == 400
    assert list(tmp_path.iterdir()) == []


def test_a_line_that_is_broken_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "oordelen-2025-01.jsonl").write_text('{"dag": "2025-01-01"}\nhalf {\n', encoding="utf-8")
    assert list(kept(tmp_path)) == [{"dag": "2025-01-01"}]


def test_masking_is_quick_on_a_hostile_text() -> None:
    assert masked("1-" * 500 + "a@" * 500)
