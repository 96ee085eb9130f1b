"""The generation that serves: swapped without a gap, and the last good one kept when a new one is damaged."""

import time
import weakref
from pathlib import Path

import pytest

from bench.site import copy_of, publish_variant, spoil
from kb import index_folder
from kb.errors import IndexDamaged, IndexMissing, ModelMismatch
from kb.facets import Filters
from kb.search import ALL_STAGES
from web.app import create_app
from web.live import MOST_PAGES, LiveKnowledgeBase, Recent, ServedKnowledgeBase
from web.settings import Settings


@pytest.fixture
def root(small_index: Path, tmp_path: Path) -> Path:
    return copy_of(small_index, tmp_path / "index")


def first_title(live: LiveKnowledgeBase) -> str:
    return live.current().library.documents[0].title


def test_a_new_generation_is_put_to_use_and_the_old_one_let_go(root: Path) -> None:
    live = LiveKnowledgeBase.opened(root)
    assert first_title(live) == "Gids Samen in de buurt"
    publish_variant(root, "Tweede druk")
    live.refresh()
    assert first_title(live) == "Tweede druk"
    old = weakref.ref(live.current())
    publish_variant(root, "Derde druk")
    live.refresh()
    assert first_title(live) == "Derde druk"
    assert old() is None


def test_a_request_keeps_the_generation_it_began_with(root: Path) -> None:
    live = LiveKnowledgeBase.opened(root)
    app = create_app(Settings(index=root), live)

    @app.get("/proef")
    def proef() -> list[str]:
        from web.live import current

        before = current().library.documents[0].title
        publish_variant(root, "Tweede druk")
        live.refresh()
        return [before, current().library.documents[0].title]

    assert app.test_client().get("/proef").get_json() == ["Gids Samen in de buurt"] * 2
    assert first_title(live) == "Tweede druk"


def test_a_damaged_new_generation_leaves_the_old_one_serving(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    live = LiveKnowledgeBase.opened(root)
    client = create_app(Settings(index=root), live).test_client()
    assert client.get("/gezondheid").get_json()["status"] == "goed"
    broken = publish_variant(root, "Kapot")
    spoil(broken / "library.json")
    live.refresh()
    live.refresh()
    health = client.get("/gezondheid")
    assert (health.status_code, health.get_json()["status"]) == (200, "verstoord")
    assert "'library.json'" in health.get_json()["reden"]
    assert client.get("/gezondheid/gereed").status_code == 200
    assert first_title(live) == "Gids Samen in de buurt"
    assert caplog.text.count("is beschadigd of weg") == 1
    (root / index_folder.POINTER).write_text(index_folder.earlier(root)[-1].name)
    publish_variant(root, "Hersteld")
    live.refresh()
    assert client.get("/gezondheid").get_json()["status"] == "goed"


def every_file(root: Path) -> list[Path]:
    return [file for file in index_folder.current(root).rglob("*") if file.is_file()]


def test_a_changed_byte_in_any_file_is_noticed_at_start_and_the_last_good_generation_serves(root: Path) -> None:
    publish_variant(root, "Tweede druk")
    for file in every_file(root):
        whole = file.read_bytes()
        if not whole:
            continue
        spoil(file)
        live = LiveKnowledgeBase.opened(root)
        assert first_title(live) == "Gids Samen in de buurt", file
        assert live.fault, file
        file.write_bytes(whole)
    assert first_title(LiveKnowledgeBase.opened(root)) == "Tweede druk"


def test_without_any_good_generation_the_site_says_so_and_recovers_by_itself(root: Path, small_index: Path) -> None:
    spoil(index_folder.current(root) / "library.json")
    live = LiveKnowledgeBase.opened(root)
    client = create_app(Settings(index=root), live).test_client()
    ready = client.get("/gezondheid/gereed")
    assert (ready.status_code, ready.get_json()["status"]) == (503, "niet-gereed")
    assert "Maak de index opnieuw met: kb index" in ready.get_json()["reden"]
    assert client.get("/gezondheid/levend").status_code == 200
    assert client.get("/gezondheid").status_code == 503
    for path in ("/", "/zoeken?q=koffie", "/citaten"):
        page = client.get(path)
        assert (page.status_code, page.content_type) == (503, "text/html; charset=utf-8"), path
    problem = client.get("/api/v1/themas")
    assert (problem.status_code, problem.content_type) == (503, "application/problem+json")
    with pytest.raises(IndexDamaged):
        live.current()
    whole = copy_of(small_index, root.parent / "whole")
    index_folder.current(whole).rename(root / "ffffffffffff")
    (root / index_folder.POINTER).write_text("ffffffffffff")
    live.refresh()
    assert client.get("/gezondheid/gereed").status_code == 200
    assert client.get("/").status_code == 200


def test_a_pointer_that_is_gone_does_not_stop_the_site(root: Path) -> None:
    live = LiveKnowledgeBase.opened(root)
    (root / index_folder.POINTER).unlink()
    live.refresh()
    assert first_title(live) == "Gids Samen in de buurt"
    assert live.fault is not None
    assert "Er is geen index" in live.fault


def test_what_a_person_must_mend_stops_the_start(root: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="Maak hem met: kb index"):
        LiveKnowledgeBase.opened(tmp_path / "nergens")
    with pytest.raises(ModelMismatch, match="KB_MODEL=ander kb index"):
        LiveKnowledgeBase.opened(root, "ander")


def test_a_watched_index_is_swapped_within_two_seconds(root: Path) -> None:
    live = LiveKnowledgeBase(root)
    live.watch()
    publish_variant(root, "Tweede druk")
    end = time.monotonic() + 2
    while first_title(live) != "Tweede druk":
        assert time.monotonic() < end
        time.sleep(0.02)


def test_the_same_question_is_answered_from_memory_and_another_is_not(root: Path) -> None:
    base = LiveKnowledgeBase.opened(root).current()
    assert isinstance(base, ServedKnowledgeBase)
    found = base.search("koffie")
    assert base.search("koffie") is found
    assert base.search("koffie", Filters(kinds=("citaat",))) is not found
    assert base.search("koffie", literal=True) is not found


def test_a_search_that_takes_too_long_gives_what_it_has_and_says_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = LiveKnowledgeBase.opened(root)
    client = create_app(Settings(index=root), live).test_client()
    with monkeypatch.context() as busy:
        busy.setattr("web.live.ServedKnowledgeBase.search.__kwdefaults__", {"literal": False, "stages": ALL_STAGES, "seconds": -1.0})
        for path in ("zoekresultaten", "antwoorden"):
            assert client.get(f"/api/v1/{path}?q=koffie").get_json()["onvolledig"] is True
    # What was broken off is not remembered.
    found = client.get("/api/v1/zoekresultaten?q=koffie").get_json()
    assert "onvolledig" not in found
    assert found["totaal"] > 0


def test_what_is_remembered_is_bounded() -> None:
    recent = Recent(MOST_PAGES)
    for number in range(3 * MOST_PAGES):
        assert recent.get(number, lambda number=number: number) == number
        assert recent.get(0, lambda: 0) == 0
    assert len(recent._values) == MOST_PAGES
    assert recent.get(0, lambda: "again") == 0
    assert recent.get(1, lambda: "again") == "again"


def test_a_page_is_kept_with_its_generation(root: Path) -> None:
    live = LiveKnowledgeBase.opened(root)
    client = create_app(Settings(index=root), live).test_client()
    page = client.get("/zoeken?q=koffie").text
    assert client.get("/zoeken?q=koffie").text == page
    assert list(live.current().pages._values) == [("http://localhost/", "/zoeken?q=koffie")]
    assert "http://elders/" in client.get("/zoeken?q=koffie", base_url="http://elders").text
    assert "http://elders/" not in client.get("/zoeken?q=koffie").text
    publish_variant(root, "Tweede druk")
    live.refresh()
    assert "Tweede druk" not in page
    assert "Tweede druk" in client.get("/zoeken?q=koffie").text
