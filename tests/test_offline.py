"""After the installation nothing needs a network: everything runs in a network namespace with only the loopback up."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# Brings the loopback interface up (SIOCSIFFLAGS with IFF_UP | IFF_RUNNING): the namespace starts without it.
LOOPBACK_UP = (
    "import fcntl, socket, struct; fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh', b'lo', 0x41));"
    "probe = socket.socket(); probe.settimeout(2); reached = probe.connect_ex(('192.0.2.1', 80)); assert reached != 0"
)
SERVE_AND_ASK = """
import threading, urllib.request
from werkzeug.serving import make_server
from web.app import create_app
server = make_server("127.0.0.1", 0, create_app())
threading.Thread(target=server.serve_forever, daemon=True).start()
page = urllib.request.urlopen(f"http://127.0.0.1:{server.port}/zoeken?q=hoeveel+geld+gaat+er+jaarlijks+naar+het+groen").read().decode()
server.shutdown()
assert "2.000 euro" in page
print("site antwoordt")
"""


def can_have_its_own_network() -> bool:
    return bool(shutil.which("unshare")) and subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(
    not can_have_its_own_network() and not os.environ.get("CI"), reason="Dit systeem laat geen eigen netwerk toe (unshare -rn)."
)
def test_indexing_asking_and_serving_need_no_network(small_corpus: Path, tmp_path: Path) -> None:
    kb = f"{sys.executable} -m indexer.cli"
    index = tmp_path / "index"
    script = (
        f'set -e; {sys.executable} -c "{LOOPBACK_UP}"; {kb} index --corpus {small_corpus} --index {index};'
        f" {kb} ask \"hoeveel geld gaat er jaarlijks naar het groen\" --index {index}; {sys.executable} -c '{SERVE_AND_ASK}'"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KB_")} | {"KB_INDEX": str(index)}
    done = subprocess.run(
        ["unshare", "-rn", "bash", "-c", script],
        capture_output=True,
        text=True,
        env=environment,
        cwd=Path(__file__).parent.parent,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2.000 euro" in done.stdout
    assert "site antwoordt" in done.stdout
