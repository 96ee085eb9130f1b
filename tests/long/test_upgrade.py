"""From an earlier version to this one, as docs/beheer.md says it ("Een nieuwe versie"): the old site serves until the restart.

Needs the history of git. The packages of this environment stand for those that `make index` would install; what only the earlier version
needs is fetched.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from packages import canonical, pinned

from bench.site import Site, free_port, wait_until_alive

ROOT = Path(__file__).parent.parent.parent
EARLIER = "0f3d821"
PAGES = ["/", "/zoeken?q=buurttuin", "/citaten", "/stappen/1", "/taken", "/begrippen", "/bronnen", "/hulp", "/privacy", "/selectie", "/weg"]
LINKS = ["/passages/gids.inleiding", "/passages/gids.spilpersoon?van=0&tot=20"]
# As docs/beheer.md of the earlier version showed them.
SETTINGS = {"KB_BASE_URL": "https://kennisbank.beekstad.nl", "KB_ORGANISATION": "Beekstad", "KB_PROXIES": "1", "KB_HSTS": "ja"}


def run(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KB_", "PYTHONPATH"))}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def done(folder: Path, *command: str) -> str:
    ran = run(folder, *command)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def index(folder: Path, root: Path) -> None:
    done(folder, sys.executable, "-m", "indexer.cli", "index", "--corpus", "tests/corpus", "--index", str(root))


def serve(folder: Path, root: Path, log: Path, **more: str) -> "Site":
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KB_", "PYTHONPATH"))}
    environment |= {**SETTINGS, **more, "KB_PORT": str(port)}
    with log.open("wb") as out:
        command = [sys.executable, "-m", "indexer.cli", "serve", "--index", str(root)]
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=out)
    return Site(port, process, log)


def stop(site: Site) -> None:
    site.process.terminate()
    site.process.wait(15)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """The folder of the earlier version, and beside it that of this one, still to be made."""
    if run(ROOT, "git", "cat-file", "-e", f"{EARLIER}^{{commit}}").returncode:
        pytest.skip(f"De geschiedenis van git ontbreekt hier (commit {EARLIER}): de overgang is niet beproefd.")
    folder = tmp_path_factory.mktemp("upgrade")
    old, new = folder / "kennisbank", folder / "kennisbank-nieuw"
    done(folder, "git", "clone", "-q", str(ROOT), str(old))
    done(old, "git", "checkout", "-q", EARLIER)
    releases = [line for line in (old / "constraints.txt").read_text(encoding="utf-8").splitlines() if "==" in line]
    left = [release for release in releases if canonical(release.partition("==")[0]) not in pinned()]
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-q", "--no-deps", "--target", str(packages_of(old)))
    if left and run(old, *pip, *left).returncode:
        pytest.skip(f"Niet op te halen: {', '.join(left)}. De overgang is niet beproefd.")
    yield old, new


def packages_of(old: Path) -> Path:
    return old.parent / "pakketten"


def statuses(site: Site, addresses: list[str]) -> dict[str, int]:
    return {address: site.get(address)[0] for address in addresses}


def test_the_old_site_serves_until_the_restart_and_the_new_one_afterwards(folders: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = folders
    root = old / "index"
    index(old, root)
    before = serve(old, root, tmp_path / "old.log", PYTHONPATH=str(packages_of(old)))
    try:
        wait_until_alive(before)
        usual = statuses(before, ["/zoeken?q=tuin", *LINKS])
        assert usual == {"/zoeken?q=tuin": 200, **dict.fromkeys(LINKS, 302)}, usual
        # The steps of docs/beheer.md: the new version in a folder of its own, with its own index.
        done(old.parent, "git", "clone", "-q", str(ROOT), str(new))
        index(new, new / "index")
        while_old = statuses(before, PAGES)
        assert while_old == dict.fromkeys(PAGES, 200) | {"/weg": 404}
        assert json.loads(before.get("/gezondheid")[1])["status"] == "goed"
    finally:
        stop(before)
    # The restart, from the new folder.
    after = serve(new, new / "index", tmp_path / "new.log")
    try:
        wait_until_alive(after)
        assert statuses(after, PAGES) == dict.fromkeys(PAGES, 200) | {"/weg": 404}
        assert statuses(after, LINKS) == dict.fromkeys(LINKS, 302)
        assert json.loads(after.get("/gezondheid")[1])["status"] == "goed"
    finally:
        stop(after)
    # And back: the old folder is as it was.
    again = serve(old, root, tmp_path / "again.log", PYTHONPATH=str(packages_of(old)))
    try:
        wait_until_alive(again)
        assert statuses(again, list(usual)) == usual
    finally:
        stop(again)


def test_every_setting_of_the_earlier_version_is_taken_or_refused_with_what_to_do(tmp_path: Path) -> None:
    if run(ROOT, "git", "cat-file", "-e", f"{EARLIER}^{{commit}}").returncode:
        pytest.skip(f"De geschiedenis van git ontbreekt hier (commit {EARLIER}): de instellingen zijn niet vergeleken.")
    told = done(ROOT, "git", "show", f"{EARLIER}:docs/beheer.md")
    table = told.partition("<!-- instellingen -->")[2].partition("<!-- /instellingen -->")[0]
    names = re.findall(r"^\| `(KB_\w+)` \| (?:`([^`]*)`|(\w+)) \|", table, re.MULTILINE)
    assert len(names) > 15
    given = {name: "" if quoted == "" and word == "leeg" else quoted or word for name, quoted, word in names}
    code = "from web.serving.before_start import settings_or_end; settings_or_end()"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    for name, value in given.items():
        ran = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=environment | {name: value}, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0 or re.fullmatch(rf"Fout: {name} [^\n]*\.\n", ran.stderr), ran.stderr
        assert ran.returncode == 0, (name, ran.stderr)
