"""What measuring and the tests of serving share: a site under gunicorn, and further generations of an index without training again."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from kb.index import folder as index_folder

LONGEST_START_SECONDS = 60.0


@dataclass(frozen=True)
class Site:
    """A site that runs under gunicorn."""

    port: int
    process: "subprocess.Popen[bytes]"
    log_file: Path

    def get(self, path: str, timeout: float = 10.0, **headers: str) -> tuple[int, str]:
        """Return status and text of an address."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def log(self) -> str:
        """Return all that was logged."""
        return self.log_file.read_text(encoding="utf-8")


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(index: Path, log_file: Path, port: int, **settings: str) -> "subprocess.Popen[bytes]":
    """Start `kb serve` with settings, for example workers="1", and return its process."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    environment |= {f"KB_{name.upper()}": value for name, value in settings.items()} | {"KB_PORT": str(port)}
    command = [sys.executable, "-m", "indexer.cli", "serve", "--index", str(index)]
    with log_file.open("wb") as log:
        return subprocess.Popen([*bound_by_rights(), *command], env=environment, stdout=log, stderr=log)


def bound_by_rights() -> list[str]:
    """Return what to put before a command so that rights on files bind it, even when these tests run as root."""
    rights = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"] if os.geteuid() == 0 else []


@contextlib.contextmanager
def site(index: Path, folder: Path, **settings: str) -> Iterator[Site]:
    """Run the site until the block ends; its log stands in folder."""
    port = free_port()
    process = start(index, folder / "site.log", port, **settings)
    running = Site(port, process, folder / "site.log")
    try:
        wait_until_alive(running)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


def wait_until_alive(running: Site) -> None:
    """Wait until the site answers at all."""
    end = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if running.get("/gezondheid/levend")[0] == 200:
                return
        if running.process.poll() is not None:
            break
        time.sleep(0.02)
    raise AssertionError(f"the site did not start:\n{running.log()}")


def copy_of(root: Path, to: Path) -> Path:
    """Copy an index root, to change or spoil it, and return the copy."""
    shutil.copytree(root, to)
    return to


def publish_variant(root: Path, title: str) -> Path:
    """Publish a generation like the serving one, in which the first source has another title; return its folder."""
    serving = index_folder.current(root)
    manifest = index_folder.read_manifest(serving)
    with index_folder.begin(root) as folder:
        shutil.copytree(serving, folder, dirs_exist_ok=True)
        library = folder / "library.json"
        told = json.loads(library.read_text(encoding="utf-8"))
        told["documents"][0]["title"] = title
        for file in (library, folder / index_folder.MANIFEST):
            file.unlink()
        library.write_text(json.dumps(told), encoding="utf-8")
        index_folder.seal(folder, manifest.corpus, manifest.analysis, manifest.model, manifest.counts)
        return index_folder.publish(root, folder)


def spoil(file: Path) -> None:
    """Change one byte in the middle of a file."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.chmod(0o644)
    file.write_bytes(bytes(content))
