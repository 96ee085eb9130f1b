"""An empty Debian in a folder: the base system of today, to run the steps of the Containerfile in, or to start with systemd and type in."""

import configparser
import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

# The name of a release, or a folder with an empty Debian that is ready.
SUITE = os.environ.get("TEST_DEBIAN", "trixie")
# What is in every Debian that was installed on a machine, and not in the smallest that debootstrap makes.
OF_A_MACHINE = "systemd,systemd-sysv,dbus"
CERTIFICATES = "/etc/van-de-testmachine.pem"
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def needed(*programs: str) -> pytest.MarkDecorator:
    missing = [program for program in programs if not shutil.which(program)]
    reason = f"hiervoor is root nodig, met debootstrap en systemd-container; hier ontbreekt: {', '.join(missing) or 'root'}"
    return pytest.mark.skipif(os.geteuid() != 0 or bool(missing), reason=reason)


def make(folder: Path) -> None:
    """Put an empty Debian into a folder, with the settings of pip of this machine."""
    command = ["debootstrap", "--variant=minbase", f"--include={OF_A_MACHINE}", SUITE, str(folder)]
    if "/" in SUITE:
        command = ["cp", "-a", SUITE, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    shutil.copy("/etc/resolv.conf", folder / "etc" / "resolv.conf")
    settings = pip_settings()
    if "cert" in settings:
        shutil.copy(settings["cert"], folder / CERTIFICATES[1:])
        settings["cert"] = CERTIFICATES
    told = configparser.RawConfigParser()
    told["global"] = {**settings, "root-user-action": "ignore"}
    with (folder / "etc" / "pip.conf").open("w") as file:
        told.write(file)


def pip_settings() -> dict[str, str]:
    """Return how pip finds packages on this machine; where that is, is not ours to say."""
    listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True).stdout
    found = {}
    for name, value in re.findall(r"^(?:global|:env:)\.([\w-]+)='(.*)'$", listed, re.MULTILINE):
        found[name.replace("_", "-")] = value.replace("\\n", "\n")
    return {name: value for name, value in found.items() if name in ("cert", "index-url", "extra-index-url", "find-links", "proxy")}


def folders_of_pip() -> list[Path]:
    """Return the folders of this machine from which pip takes packages."""
    words = " ".join(value for name, value in pip_settings().items() if name != "cert").split()
    # An index in a folder has its files beside it.
    paths = [Path(re.sub(r"^file://[^/]*", "", word)).parent for word in words if word.startswith("file:")]
    paths += [Path(word) for word in words if word.startswith("/")]
    return [path for path in paths if path.exists()]


class Machine:
    """An empty Debian that was started with systemd, on a network of its own where nobody else is."""

    def __init__(self, folder: Path, leader: int) -> None:
        self.folder = folder
        self._leader = leader

    def run(self, script: str, *, network: bool = False) -> "subprocess.CompletedProcess[str]":
        """Run a script of bash as root; with `network` on the network of this machine, to fetch packages."""
        enter = ["nsenter", "-t", str(self._leader), "-m", "-u", "-i", "-p", "-r", "-w", *([] if network else ["-n"])]
        environment = {"PATH": _PATH, "HOME": "/root", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
        command = [*enter, "/bin/bash", "-c", script]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)

    def told(self, script: str, *, network: bool = False) -> str:
        done = self.run(script, network=network)
        assert done.returncode == 0, f"{script}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout


@contextlib.contextmanager
def started(folder: Path, shown: Mapping[Path, str]) -> Iterator[Machine]:
    """Start systemd in a folder with an empty Debian; `shown` are folders of this machine that it may read, with their place there."""
    binds = [f"--bind-ro={path}:{place}" for path, place in shown.items()]
    options = ["--register=no", "--keep-unit", "--private-network", "--console=pipe", *binds]
    environment = os.environ | {"SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"}
    with (folder.parent / "start.log").open("wb") as log:
        process = subprocess.Popen(
            ["systemd-nspawn", "-D", str(folder), "-b", *options], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        yield _when_ready(folder, process)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _when_ready(folder: Path, process: "subprocess.Popen[bytes]") -> Machine:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        if children:
            machine = Machine(folder, int(children[0]))
            if machine.run("systemctl is-system-running").stdout.strip() in ("running", "degraded"):
                return machine
        time.sleep(0.5)
    pytest.skip(f"hier start systemd niet in een map: {(folder.parent / 'start.log').read_text()[-300:]}")
