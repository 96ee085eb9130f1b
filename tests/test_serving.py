"""The site under gunicorn, as `kb serve` starts it."""

import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
from prometheus_client import REGISTRY
from removal import kept_after_removal, remove_and_kill

from bench.site import Site, bound_by_rights, copy_of, free_port, publish_variant, site, start, wait_until_alive
from indexer import serving
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

QUESTION = "hoe zit het met de koffie van mevrouw Jansen"


@pytest.fixture(scope="module")
def root(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(small_index, tmp_path_factory.mktemp("serving") / "index")


@pytest.fixture(scope="module")
def running(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(root, tmp_path_factory.mktemp("site"), metrics_port=str(free_port()), log_level="debug") as started:
        yield started


def refused(index: Path, folder: Path, port: int | None = None, **settings: str) -> str:
    """Start the site where it can't and return the one sentence it says."""
    process = start(index, folder / "refused.log", port or free_port(), **settings)
    assert process.wait(20) == 1
    log = (folder / "refused.log").read_text()
    told = [line for line in log.splitlines() if not line.startswith("{")]
    assert "Traceback" not in log
    assert len(told) == 1, log
    return told[0]


def test_the_command_names_the_site_as_text() -> None:
    assert serving.APPLICATION == "web.wsgi:application()"
    source = Path(serving.__file__).read_text()
    assert "import web" not in source
    assert "from web" not in source


def test_without_an_index(tmp_path: Path) -> None:
    assert refused(tmp_path / "geen", tmp_path) == f"Fout: Er is geen index in '{tmp_path / 'geen'}'. Maak hem met: kb index"


def test_with_another_model_than_that_of_the_index(root: Path, tmp_path: Path) -> None:
    assert refused(root, tmp_path, model="ander").startswith("Fout: De index is gemaakt met het model 'eigen' en gevraagd is 'ander'.")


def test_with_a_port_that_is_taken(root: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert refused(root, tmp_path, port) == (
            f"Fout: op 127.0.0.1 is poort {port} niet vrij. Stop wat daar draait, of kies een andere met KB_PORT."
        )


def test_with_settings_that_do_not_fit(root: Path, tmp_path: Path) -> None:
    assert refused(root, tmp_path, workers="veel") == "Fout: KB_WORKERS is 'veel', en dat kan niet: gebruik een heel getal."


def test_it_answers_and_is_ready(running: Site) -> None:
    assert running.get("/gezondheid/gereed") == (200, '{"status":"gereed"}\n')
    status, text = running.get(f"/api/v1/antwoorden?q={quote('wat is een spilpersoon')}")
    assert (status, json.loads(text)["zinnen"][0]["passageId"]) == (200, "gids.spilpersoon")


def test_the_log_is_json_lines_without_questions_or_addresses(running: Site) -> None:
    # The page, the API, a fault, an unknown address, a line that gunicorn itself refuses: none may leave the words behind.
    asked = quote(QUESTION)
    for path in (
        f"/zoeken?q={asked}",
        f"/api/v1/antwoorden?q={asked}",
        f"/api/v1/themas?q={asked}",
        f"/{asked}",
        f"/zoeken?q={asked * 200}",
    ):
        running.get(path + asked, Referer=f"http://127.0.0.1/{asked}")
    with socket.create_connection(("127.0.0.1", running.port)) as rude:
        rude.sendall(b"GET /Jansen\x00 HTTP/9\r\n\r\n")
        assert b"400 Bad Request" in rude.recv(1000)
    time.sleep(0.2)
    lines = [json.loads(line) for line in running.log().splitlines()]
    assert {"/zoeken", "/api/v1/antwoorden", "/api/v1/themas", "-"} <= {line.get("route") for line in lines}
    assert all(line["tijd"].endswith("+00:00") for line in lines)
    requests = [line for line in lines if line["bron"] == "web.verzoek"]
    assert all(set(line) == {"tijd", "niveau", "bron", "melding", "route", "methode", "status", "ms"} for line in requests)
    without_start = "\n".join(json.dumps(line) for line in lines if not line["melding"].startswith("Listening"))
    for secret in ("Jansen", "koffie", "127.0.0.1"):
        assert secret not in without_start


def test_a_reader_who_asks_too_much_leaves_no_address_in_the_log(root: Path, tmp_path: Path) -> None:
    reader = "203.0.113.77"
    with site(root, tmp_path, workers="1", proxies="1", rate_limit="3 per minute", log_level="debug") as running:
        asked = [running.get(path, **{"X-Forwarded-For": reader})[0] for path in ["/over", "/zoeken?q=koffie", "/api/v1/themas"] * 2]
        log = running.log()
    assert asked == [200, 200, 200, 429, 429, 429]
    assert [json.loads(line).get("status") for line in log.splitlines() if '"web.verzoek"' in line][-6:] == asked
    assert reader not in log
    assert {json.loads(line)["bron"].partition(".")[0] for line in log.splitlines()} <= {"web", "kb", "gunicorn"}


def test_what_only_a_proxy_may_say_is_not_believed(running: Site) -> None:
    address = "/api/v1/antwoorden?q=koffie"
    plain = running.get(address)
    assert plain[0] == 200
    for name, value in (("SCRIPT_NAME", "/zzz"), ("SCRIPT_NAME", "/api"), ("PATH_INFO", "/zzz"), ("X-Forwarded-Proto", "https")):
        assert running.get(address, **{name: value}) == plain, name


def test_an_address_that_is_too_long_gets_a_problem(running: Site) -> None:
    for length in (2_000, 10_000, 60_000):
        status, text = running.get(f"/api/v1/antwoorden?q={'x' * length}")
        assert (status, json.loads(text)["status"]) == (400, 400)


def test_it_serves_from_a_folder_that_it_cannot_write_and_ends_when_asked(root: Path, tmp_path: Path) -> None:
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        with site(root, tmp_path, workers="1") as running:
            assert running.get("/zoeken?q=koffie")[0] == 200
            assert subprocess.run([*bound_by_rights(), "touch", str(root / "proef")], capture_output=True, check=False).returncode == 1
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert running.process.returncode == 0
    with pytest.raises(OSError):
        running.get("/")


def test_a_new_index_serves_within_two_seconds_without_a_failed_or_mixed_answer(root: Path, running: Site) -> None:
    answers: list[tuple[int, frozenset[str]]] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            status, text = running.get("/api/v1/zoekresultaten?q=buurt+koffie")
            titles = {one["bron"]["titel"] for one in json.loads(text)["resultaten"] if one["bron"]["id"] == "gids"}
            answers.append((status, frozenset(titles)))

    readers = [threading.Thread(target=ask) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(2):
        publish_variant(root, f"Druk {number}")
        time.sleep(2)
        seen = {json.loads(running.get("/api/v1/bronnen")[1])["bronnen"][0]["titel"] for _ in range(10)}
        assert seen == {f"Druk {number}"}
    stop.set()
    for reader in readers:
        reader.join()
    assert {status for status, _ in answers} == {200}
    assert all(len(titles) == 1 for _, titles in answers)
    assert {title for _, titles in answers for title in titles} >= {"Druk 0", "Druk 1"}


def test_a_process_that_dies_is_replaced(running: Site) -> None:
    master = psutil.Process(running.process.pid)
    before = {worker.pid for worker in master.children()}
    os.kill(min(before), signal.SIGKILL)
    end = time.monotonic() + 10
    while len({worker.pid for worker in master.children()} - before) < 1:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert {running.get("/gezondheid/gereed")[0] for _ in range(10)} == {200}


def test_what_was_removed_from_the_index_is_not_answered_by_processes_that_start(small_index: Path, tmp_path: Path) -> None:
    root = copy_of(small_index, tmp_path / "index")
    with site(root, tmp_path, workers="3") as running:
        for number in range(2):
            assert remove_and_kill(root, running, f"Druk {number}") == {f"Druk {number}"}
        end = time.monotonic() + 10
        while kept := kept_after_removal(root, running):
            assert time.monotonic() < end, kept
            time.sleep(0.1)


def test_judgements_whose_time_is_over_go_while_the_site_runs(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "oordelen"
    folder.mkdir()
    old, new = (folder / f"oordelen-{day}.jsonl" for day in ("2020-01-01", date.today()))
    old.touch()
    new.touch()
    with site(root, tmp_path, workers="1", feedback=str(folder), feedback_dagen="30"):
        end = time.monotonic() + 10
        while old.exists():
            assert time.monotonic() < end
            time.sleep(0.02)
    assert new.exists()


def test_figures_are_on_a_port_of_their_own(running: Site) -> None:
    settings = psutil.Process(running.process.pid).environ()
    figures = Site(int(settings["KB_METRICS_PORT"]), running.process, running.log_file)
    status, text = figures.get("/metrics")
    assert status == 200
    assert 'kennisbank_requests_total{route="/gezondheid/levend",status="200"}' in text
    assert 'kennisbank_request_seconds_bucket{le="0.4",route="/gezondheid/levend"}' in text
    assert running.get("/metrics")[0] == 404


def test_the_folder_of_figures_goes_with_the_site_and_not_before(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with site(root, tmp_path, workers="1", metrics_port=str(free_port())) as running:
        (folder,) = tmp_path.glob("kb-meetwaarden-*")
        # A process that is replaced ends as the site does, and must leave the folder to the others.
        (worker,) = psutil.Process(running.process.pid).children()
        worker.terminate()
        psutil.wait_procs([worker], timeout=10)
        wait_until_alive(running)
        assert folder.is_dir()
    assert list(tmp_path.glob("kb-meetwaarden-*")) == []
    refused(tmp_path / "geen", tmp_path, metrics_port=str(free_port()))
    assert list(tmp_path.glob("kb-meetwaarden-*")) == []


def test_two_applications_of_a_process_count_together(root: Path) -> None:
    def counted() -> float:
        return REGISTRY.get_sample_value("kennisbank_requests_total", {"route": "/hulp", "status": "200"}) or 0.0

    before, live = counted(), LiveKnowledgeBase.opened(root)
    for _ in range(2):
        create_app(Settings(index=root, metrics_port=free_port()), live).test_client().get("/hulp")
    assert counted() - before == 2.0
