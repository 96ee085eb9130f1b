"""The Containerfile without a builder: its steps in order, each stage in an empty Debian, and then what it makes, started as it says.

Real are: every RUN (with apt-get and pip), COPY, ENV, WORKDIR, USER, the entry point and the health check, as they are written, in a root that can
only be read, with a /tmp of its own and on a network of its own. What is not tried is the builder, and the image that it takes as base: here
that is what debootstrap makes of the same Debian (TEST_DEBIAN).
"""

import json
import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from container import Step, steps
from empty_debian import folders_of_pip, make, needed

ROOT = Path(__file__).parent.parent.parent
MOST_MEGABYTES = 520
ASK = "import sys, http.client as h; c = h.HTTPConnection('127.0.0.1', 8080, timeout=20); c.request('GET', sys.argv[1]); print(c.getresponse().read().decode())"

pytestmark = needed("debootstrap", "unshare", "nsenter", "setpriv")


@dataclass
class Stage:
    """One stage while it is made: a copy of the base, and what the steps said so far."""

    root: Path
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"})
    folder: str = "/"
    user: str = "0:0"
    health: list[str] = field(default_factory=list)
    entry: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Container:
    """A container that runs, by the process that is the first in it."""

    stage: Stage
    process: "subprocess.Popen[bytes]"
    log: Path

    def told(self, *command: str) -> "subprocess.CompletedProcess[str]":
        enter = ["nsenter", "-t", str(_first(self.process)), "-m", "-n", "-p", "-r"]
        return subprocess.run(
            [*enter, *as_user(self.stage.user), *command], env=self.stage.environment, capture_output=True, text=True, check=False
        )


def as_user(user: str) -> list[str]:
    account, group = user.split(":")
    return ["/usr/bin/setpriv", f"--reuid={account}", f"--regid={group}", "--clear-groups", "--bounding-set=-all", "--no-new-privs", "--"]


def _first(process: "subprocess.Popen[bytes]") -> int:
    """Return the process in the container: the child of unshare."""
    return _children(process)[0]


def _children(process: "subprocess.Popen[bytes]") -> list[int]:
    return [int(child) for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a builder would be given: the files that .containerignore lets through."""
    folder = tmp_path_factory.mktemp("context")
    lets_through = [line[1:] for line in (ROOT / ".containerignore").read_text().splitlines() if line.startswith("!")]
    for name in lets_through:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="module")
def stage(context: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The last stage, with all its steps done."""
    folder = tmp_path_factory.mktemp("image")
    base = folder / "base"
    make(base)
    stages: dict[str, Stage] = {}
    made = Stage(base)
    try:
        for number, step in enumerate(steps(ROOT / "Containerfile")):
            if step.word == "FROM":
                made = Stage(folder / f"stage{number}")
                subprocess.run(["cp", "-a", str(base), str(made.root)], check=True)
                stages[step.value.partition(" AS ")[2] or "last"] = made
            else:
                do(step, made, stages, context)
        yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def do(step: Step, stage: Stage, stages: dict[str, Stage], context: Path) -> None:
    """Do one step as a builder would."""
    if step.word == "RUN":
        run(stage, step.value)
    elif step.word == "COPY":
        *sources, place = step.value.split()
        origin = context
        if sources[0].startswith("--from="):
            origin = stages[sources.pop(0).partition("=")[2]].root
        for source in sources:
            copy(origin / source.lstrip("/"), stage.root / place.lstrip("/"), into=place.endswith("/"))
    elif step.word == "ENV":
        for name, value in (pair.split("=", 1) for pair in shlex.split(step.value)):
            stage.environment[name] = value
    elif step.word == "WORKDIR":
        stage.folder = step.value
    elif step.word == "USER":
        stage.user = step.value
    elif step.word == "HEALTHCHECK":
        stage.health = json.loads(step.value.partition("CMD ")[2])
    elif step.word == "ENTRYPOINT":
        stage.entry = json.loads(step.value)
    else:
        assert step.word in ("ARG", "EXPOSE", "STOPSIGNAL"), step


def copy(source: Path, place: Path, *, into: bool) -> None:
    if source.is_dir():
        shutil.copytree(source, place, symlinks=True, dirs_exist_ok=True)
    else:
        place.mkdir(parents=True, exist_ok=True) if into else place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, place)


def run(stage: Stage, command: str) -> None:
    """Run a command in the root of a stage, with the folders of this machine from which pip takes packages beside it."""
    mounts = ["mount -t proc proc proc", "mount --rbind /dev dev"]
    for folder in folders_of_pip():
        (stage.root / str(folder)[1:]).mkdir(parents=True, exist_ok=True)
        mounts.append(f"mount --bind {folder} .{folder}")
    script = f"cd {stage.root} && {' && '.join(mounts)} && exec chroot . /bin/sh -c {shlex.quote(command)}"
    environment = stage.environment | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["unshare", "-m", "sh", "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"


@pytest.fixture
def container(stage: Stage, real_index: Path, tmp_path: Path) -> Iterator[Container]:
    """The entry point, as `podman run --read-only --tmpfs /tmp --cap-drop=all -v …:/index:ro` starts it."""
    (stage.root / "index").mkdir(exist_ok=True)
    entry = shlex.join([*as_user(stage.user), *stage.entry])
    script = (
        f"mount --bind {stage.root} {stage.root} && cd {stage.root} && mount -t proc proc proc && mount --rbind /dev dev"
        f" && mount -t tmpfs -o size=64m tmpfs tmp && mount --bind {real_index.absolute()} index && mount -o remount,bind,ro index"
        f" && ip link set lo up && mount -o remount,bind,ro {stage.root} && exec chroot . /bin/sh -c 'cd {stage.folder} && exec {entry}'"
    )
    command = ["unshare", "-m", "-n", "-p", "--fork", "sh", "-c", script]
    environment = stage.environment | {"PATH": f"{stage.environment['PATH']}:/usr/sbin:/sbin"}
    log = tmp_path / "container.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    running = Container(stage, process, log)
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end and process.poll() is None:
            if _children(process) and running.told(*stage.health).returncode == 0:
                break
            time.sleep(0.2)
        yield running
    finally:
        if process.poll() is None:
            os.kill(_first(process), 15)
        process.wait(20)


def test_it_is_small_and_holds_no_program_that_installs(stage: Stage) -> None:
    def megabytes(place: Path) -> int:
        return int(subprocess.run(["du", "-smx", str(place)], capture_output=True, text=True, check=True).stdout.split()[0])

    image, base = megabytes(stage.root), megabytes(stage.root.parent / "base")
    print(f"whole {image} MB, of which the base {base} MB and /opt/kennisbank {megabytes(stage.root / 'opt/kennisbank')} MB")
    assert image - base <= MOST_MEGABYTES
    assert not list((stage.root / "opt/kennisbank").glob("lib/python3*/site-packages/pip"))
    assert not list((stage.root / "opt/kennisbank").glob("lib/python3*/site-packages/torch"))
    assert not (stage.root / "src").exists()


def test_nothing_of_the_program_belongs_to_who_runs_it(stage: Stage) -> None:
    account = int(stage.user.partition(":")[0])
    assert account >= 1000
    assert {path.lstat().st_uid for path in (stage.root / "opt").rglob("*")} == {0}


def test_it_answers_and_its_health_check_says_so(container: Container) -> None:
    healthy = container.told(*container.stage.health)
    assert healthy.returncode == 0, healthy.stderr + container.log.read_text()
    answer = json.loads(container.told("python3", "-c", ASK, "/api/v1/antwoorden?q=hoe+betrek+ik+ouders").stdout)
    assert answer["status"] == "beantwoord"
    assert container.told("sh", "-c", "id -u").stdout == "10001\n"
    for place in ("/proef", "/index/proef", "/opt/kennisbank/proef", "/var/proef"):
        assert container.told("touch", place).returncode != 0, place


def test_without_an_index_it_is_not_healthy(stage: Stage) -> None:
    """Nothing listens: what a builder's health check would find after `kb serve` ended with its one sentence."""
    (stage.root / "index").mkdir(exist_ok=True)

    def alone(*command: str) -> "subprocess.CompletedProcess[str]":
        enter = ["unshare", "-n", "/usr/sbin/chroot", str(stage.root)]
        return subprocess.run([*enter, *command], env=stage.environment, capture_output=True, text=True, check=False)

    done = alone(*stage.entry)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("Fout: Er is geen index in '/index'")
    assert alone(*stage.health).returncode != 0
