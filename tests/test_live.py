"""The generation that serves: swapped without a gap, and the last good one kept when a new one is damaged."""

import os
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bench.site import copy_of, publish_variant, spoil
from kb.errors import IndexDamaged, IndexMissing, ModelMismatch
from kb.index import folder as index_folder
from kb.retrieval.facets import Filters
from kb.retrieval.search import ALL_STAGES
from web.app import create_app
from web.serving.live import CHECK_EVERY_SECONDS, LARGEST_PAGE, MOST_OF_PAGES, LiveKnowledgeBase, Recent, ServedKnowledgeBase
from web.serving.settings import Settings


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
        from web.serving.live import current

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


@dataclass(frozen=True)
class Broken:
    """A live knowledge base that serves the first generation, while the second has a damaged file."""

    live: LiveKnowledgeBase
    client: FlaskClient
    generation: Path
    whole: bytes

    def mend(self) -> None:
        (self.generation / "library.json").write_bytes(self.whole)

    def health(self) -> tuple[str, str | None]:
        told = self.client.get("/gezondheid").get_json()
        return told["status"], told.get("reden")

    @property
    def reason(self) -> str:
        return f"Bestand 'library.json' van de index in '{self.generation}' is beschadigd of weg. Maak de index opnieuw met: kb index"


@pytest.fixture
def broken(root: Path, monkeypatch: pytest.MonkeyPatch) -> Broken:
    # So long that none passes by itself, however slow the machine.
    monkeypatch.setattr("web.serving.live.FIRST_PAUSE", 600.0)
    live = LiveKnowledgeBase.opened(root)
    generation = publish_variant(root, "Tweede druk")
    whole = (generation / "library.json").read_bytes()
    spoil(generation / "library.json")
    live.refresh()
    found = Broken(live, create_app(Settings(index=root), live).test_client(), generation, whole)
    assert found.health() == ("verstoord", found.reason)
    return found


def test_a_generation_that_failed_is_tried_again_after_a_pause(broken: Broken, monkeypatch: pytest.MonkeyPatch) -> None:
    broken.mend()
    broken.live.refresh()
    assert broken.health() == ("verstoord", broken.reason)
    later = time.monotonic() + 600
    monkeypatch.setattr("time.monotonic", lambda: later)
    broken.live.refresh()
    assert broken.health() == ("goed", None)
    assert first_title(broken.live) == "Tweede druk"


def test_each_pause_is_twice_as_long_up_to_the_longest(broken: Broken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.serving.live.FIRST_PAUSE", 0.01)
    monkeypatch.setattr("web.serving.live.LONGEST_PAUSE", 0.05)
    os.utime(broken.generation / index_folder.MANIFEST)
    pauses = []
    for _ in range(5):
        broken.live.refresh()
        assert broken.live._failure
        pauses.append(broken.live._failure.pause)
        time.sleep(pauses[-1])
    assert pauses == [0.01, 0.02, 0.04, 0.05, 0.05]


def rewrite_pointer(broken: Broken) -> None:
    pointer = broken.generation.parent / index_folder.POINTER
    new = pointer.with_suffix(".nieuw")
    new.write_text(broken.generation.name)
    new.replace(pointer)


def put_the_manifest_back(broken: Broken) -> None:
    manifest = broken.generation / index_folder.MANIFEST
    content = manifest.read_bytes()
    manifest.unlink()
    manifest.write_bytes(content)


def give_other_rights(broken: Broken) -> None:
    (broken.generation / index_folder.MANIFEST).chmod(0o644)


@pytest.mark.parametrize("touch", [rewrite_pointer, put_the_manifest_back, give_other_rights])
def test_a_generation_that_was_touched_is_tried_again_at_once(broken: Broken, touch: Callable[[Broken], None]) -> None:
    broken.mend()
    touch(broken)
    broken.live.refresh()
    assert broken.health() == ("goed", None)
    assert first_title(broken.live) == "Tweede druk"


def test_the_reason_is_that_of_now(broken: Broken, tmp_path: Path) -> None:
    root = broken.generation.parent
    root.rename(tmp_path / "weg")
    broken.live.refresh()
    assert broken.health() == ("verstoord", f"Er is geen index in '{root}'. Maak hem met: kb index")
    (tmp_path / "weg").rename(root)
    broken.live.refresh()
    assert broken.health() == ("verstoord", broken.reason)
    rest = index_folder.earlier(root)[0]
    (root / index_folder.POINTER).write_text(rest.name)
    broken.live.refresh()
    assert broken.health() == ("goed", None)


def test_a_process_that_starts_opens_what_serves_now(root: Path) -> None:
    """As a process that is split off later: what was opened before is another generation by then."""
    live = LiveKnowledgeBase.opened(root)
    publish_variant(root, "Tweede druk")
    live.watch()
    assert first_title(live) == "Tweede druk"


def test_a_process_that_starts_does_not_serve_what_was_removed(root: Path) -> None:
    live = LiveKnowledgeBase.opened(root)
    spoil(publish_variant(root, "Tweede druk") / "library.json")
    index_folder.sweep(root)
    live.watch()
    with pytest.raises(IndexDamaged, match=r"'library\.json'"):
        live.current()


def test_a_process_that_starts_while_its_generation_is_swept_away_opens_the_next(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It had read the pointer before another index was published and the one of before removed: no request may be lost by that."""
    swept = index_folder.current(root)
    publish_variant(root, "Tweede druk")
    index_folder.sweep(root)
    pointers = iter([swept])
    now = index_folder.current
    monkeypatch.setattr(index_folder, "current", lambda folder: next(pointers, None) or now(folder))
    live = LiveKnowledgeBase.opened(root)
    assert (first_title(live), live.fault) == ("Tweede druk", None)


def test_a_process_that_starts_beside_a_damaged_generation_serves_the_one_before(root: Path) -> None:
    live = LiveKnowledgeBase.opened(root)
    spoil(publish_variant(root, "Tweede druk") / "library.json")
    live.watch()
    assert first_title(live) == "Gids Samen in de buurt"
    assert live.fault
    assert "'library.json'" in live.fault


def test_a_process_that_starts_while_the_index_is_away_serves_what_is_open(root: Path, tmp_path: Path) -> None:
    live = LiveKnowledgeBase.opened(root)
    root.rename(tmp_path / "weg")
    live.watch()
    assert first_title(live) == "Gids Samen in de buurt"


def test_what_is_kept_for_other_processes_is_let_go_when_replaced(root: Path) -> None:
    live = LiveKnowledgeBase.opened(root)
    old = weakref.ref(live.current())
    live.let_go_when_replaced()
    time.sleep(2 * CHECK_EVERY_SECONDS)
    assert old() is not None
    publish_variant(root, "Tweede druk")
    end = time.monotonic() + 10
    while old() is not None:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert not live.is_open


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
        busy.setattr(
            "web.serving.live.ServedKnowledgeBase.search.__kwdefaults__", {"literal": False, "stages": ALL_STAGES, "seconds": -1.0}
        )
        for path in ("zoekresultaten", "antwoorden"):
            assert client.get(f"/api/v1/{path}?q=koffie").get_json()["onvolledig"] is True
        page = client.get("/zoeken?q=koffie")
        assert (page.headers["Cache-Control"], "ETag" in page.headers) == ("no-store", False)
    # What was broken off is not remembered.
    found = client.get("/api/v1/zoekresultaten?q=koffie").get_json()
    assert "onvolledig" not in found
    assert found["totaal"] > 0
    assert "ETag" in client.get("/zoeken?q=koffie").headers


def test_what_is_remembered_is_bounded() -> None:
    recent = Recent(100)
    for number in range(300):
        assert recent.get(number, lambda number=number: number) == number
        assert recent.get(0, lambda: 0) == 0
    assert (len(recent._values), recent.weight) == (100, 100)
    assert recent.get(0, lambda: "again") == 0
    assert recent.get(1, lambda: "again") == "again"
    recent.clear()
    assert (len(recent._values), recent.weight) == (0, 0)


def test_what_is_remembered_may_be_weighed() -> None:
    recent = Recent(10, lambda key, value: len(key) + len(value), heaviest=6)
    assert [recent.get(key, lambda key=key: key * 3) for key in ("a", "b", "cc")] == ["aaa", "bbb", "cccccc"]
    assert (list(recent._values), recent.weight) == (["a", "b"], 8)
    assert [recent.get(key, lambda: "new") for key in ("a", "cc", "b")] == ["aaa", "new", "new"]
    assert (list(recent._values), recent.weight) == (["cc", "b"], 9)
    # Two threads that make the same value at the same time count it once.
    assert recent.get("d", lambda: recent.get("d", lambda: "x")) == "x"
    assert (list(recent._values), recent.weight) == (["b", "d"], 6)


def test_long_questions_do_not_fill_the_memory(root: Path) -> None:
    live = LiveKnowledgeBase.opened(root)
    client = create_app(Settings(index=root), live).test_client()
    pages = live.current().pages
    usual = len(client.get("/zoeken?q=koffie+buurt").data)
    assert usual < LARGEST_PAGE
    for number in range(400):
        # Three bytes a letter in the address, nine in each link.
        page = client.get("/zoeken", query_string={"q": f"{number} koffie {'€' * (number % 9 * 100)}", "paginaGrootte": "100"})
        assert page.status_code == 200
        assert sum(len(made) + len(str(key)) for key, made in pages._values.items()) == pages.weight <= MOST_OF_PAGES
    assert pages.weight > MOST_OF_PAGES - LARGEST_PAGE
    assert len(client.get("/zoeken?q=koffie+buurt&paginaGrootte=100").data) == usual
    assert max(len(made) for made in pages._values.values()) < LARGEST_PAGE


def test_a_page_is_kept_with_its_generation(root: Path) -> None:
    live = LiveKnowledgeBase.opened(root)
    client = create_app(Settings(index=root), live).test_client()
    page = client.get("/zoeken?q=koffie").text
    assert client.get("/zoeken?q=koffie").text == page
    assert [key[:3] for key in live.current().pages._values] == [("http://localhost/", "/zoeken?q=koffie", Settings(index=root))]
    assert "http://elders/" in client.get("/zoeken?q=koffie", base_url="http://elders").text
    assert "http://elders/" not in client.get("/zoeken?q=koffie").text
    publish_variant(root, "Tweede druk")
    live.refresh()
    assert "Tweede druk" not in page
    assert "Tweede druk" in client.get("/zoeken?q=koffie").text
