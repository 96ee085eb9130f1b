"""A machine that only serves: the base in an environment of its own, installed from wheels, small, and enough for `kb serve`."""

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

import pytest
from packages import canonical, declared, everything_under, pinned

from bench.site import Site, free_port, wait_until_alive

ROOT = Path(__file__).parent.parent.parent
MOST_MEGABYTES = 310
FOR_OTHER_WORK = {"torch", "transformers", "sentence-transformers", "scikit-learn", "scipy", "ir-measures", "markdown", "nh3", "rich"}
# What a machine with such a processor and a Debian, Ubuntu or RHEL of the last years takes.
AARCH64 = [f"--platform={name}_aarch64" for name in ("manylinux2014", "manylinux_2_28")]
WITHOUT = (
    "Fout: Voor 'kb {}' ontbreken hier pakketten; installeer ze, in de map van het project, met:"
    " .venv/bin/pip install -c constraints.txt -e '.[{}]'\n"
)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is installed, so that building the package leaves nothing in the checkout."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("kb", "indexer", "web"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="module")
def machine(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing but the base in it, not even pip."""
    folder = tmp_path_factory.mktemp("machine") / "venv"
    venv.create(folder, symlinks=True)
    pip("--python", folder, "install", "-q", "--only-binary=:all:", "-c", ROOT / "constraints.txt", sources)
    return folder


def pip(*arguments: object) -> str:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def kb(machine: Path, folder: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [machine / "bin" / "kb", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)


def environment(**settings: str) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith(("KB_", "PYTHON"))}
    return others | settings


@pytest.fixture(scope="module")
def serving(machine: Path, real_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site, as that machine serves an index that was built elsewhere; not in the checkout, where Python would find its code."""
    folder = tmp_path_factory.mktemp("site")
    port = free_port()
    command = [machine / "bin" / "kb", "serve", "--index", real_index.absolute()]
    with (folder / "site.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment(KB_PORT=str(port)), stdout=log, stderr=log)
    running = Site(port, process, folder / "site.log")
    try:
        wait_until_alive(running)
        yield running
    finally:
        process.terminate()
        process.wait(15)


def test_it_is_small_and_holds_nothing_for_other_work(machine: Path) -> None:
    installed = {canonical(one["name"]) for one in json.loads(pip("--python", machine, "list", "--format=json"))}
    (packages,) = (machine / "lib").glob("python*/site-packages")
    # Blocks on the disk: more than the bytes of the files (du --apparent-size), and what an operator sees.
    megabytes = sum(file.lstat().st_blocks * 512 for file in [packages, *packages.rglob("*")]) / 2**20
    print(f"{len(installed)} packages, {megabytes:.0f} MB")
    assert installed & FOR_OTHER_WORK == set()
    assert installed == everything_under(declared()) | {"kennisbank-weerbare-gemeenschappen"}
    assert megabytes <= MOST_MEGABYTES


def test_it_serves_pages_with_their_style(serving: Site) -> None:
    home = serving.get("/")
    found = serving.get("/zoeken?q=hoe+betrek+ik+ouders")
    assert (home[0], found[0], "<mark>" in found[1]) == (200, 200, True)
    (style,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', home[1])
    assert serving.get(style)[0] == 200


def test_it_answers_and_writes_word_documents(serving: Site) -> None:
    status, told = serving.get("/api/v1/antwoorden?q=hoe+betrek+ik+ouders")
    answer = json.loads(told)
    assert (status, answer["status"]) == (200, "beantwoord")
    with urlopen(f"http://127.0.0.1:{serving.port}/selectie/word?id={answer['zinnen'][0]['passageId']}") as response:
        assert ZipFile(BytesIO(response.read())).testzip() is None
    assert json.loads(serving.get("/gezondheid")[1])["status"] == "goed"


def test_all_that_its_processes_load_is_its_own(serving: Site, machine: Path) -> None:
    serving.get("/zoeken?q=vertrouwen")
    processes = [serving.process.pid, *_children(serving.process.pid)]
    mapped = {path for process in processes for path in re.findall(r"/\S*site-packages/\S+", Path(f"/proc/{process}/maps").read_text())}
    assert len(processes) == 3
    assert any("tokenizers" in path for path in mapped)
    assert sorted(path for path in mapped if not path.startswith(str(machine))) == []


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_what_it_has_no_packages_for_is_told_in_one_sentence(machine: Path, real_corpus: Path, tmp_path: Path) -> None:
    for command, extra in (("index", "index"), ("check", "index"), ("evaluate", "evaluatie")):
        more = [tmp_path / "vragen.yaml"] if command == "evaluate" else ["--corpus", real_corpus]
        done = kb(machine, tmp_path, command, *more)
        assert (done.returncode, done.stdout, done.stderr) == (1, "", WITHOUT.format(command, extra))


def test_it_searches_and_answers_at_the_terminal(machine: Path, real_index: Path, tmp_path: Path) -> None:
    for command in ("search", "ask"):
        done = kb(machine, tmp_path, command, "hoe betrek ik ouders", "--index", real_index.absolute())
        assert (done.returncode, done.stdout != "", done.stderr) == (0, True, "")


@pytest.mark.parametrize("lists", [(), ("index",)], ids=["serving", "indexing"])
def test_every_package_has_a_wheel_for_aarch64(lists: tuple[str, ...], tmp_path: Path) -> None:
    releases = [pinned()[name] for name in sorted(everything_under(declared(*lists)))]
    only = ["--only-binary=:all:", "--no-deps", "--python-version=3.11", "--implementation=cp", *AARCH64]
    pip("install", "-q", "--dry-run", "--ignore-installed", f"--target={tmp_path}", *only, *releases)
