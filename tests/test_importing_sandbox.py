"""The process in which a file of others is read: what it may not do, and what is told of each way it can end."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import psutil
import pytest
from hostile import SHIELD_IS_HERE
from PIL import Image

import indexer
from indexer.importing import reading, sandbox
from indexer.importing.blocks import Block, BlockKind, Box, Conversion
from indexer.importing.guards import examine
from indexer.importing.refusals import Refused
from indexer.importing.sandbox import USUAL, Unshielded
from tests.pdf_maker import pdf, said

ROOT = Path(indexer.__file__).parents[1]
PYTHON = sys.executable
CONFINED = """
import os, socket, subprocess, sys
from pathlib import Path
from indexer.importing import confinement
from indexer.importing.confined import _readable
here = Path.cwd()
confinement.limit(1_200_000_000, 20, 64_000_000)
confinement.limit_processes(32)
confinement.keep_to(_readable(), [here, Path("/dev/null")])
confinement.keep_from_sockets()
def tried(action):
    try:
        return action()
    except (OSError, MemoryError) as error:
        return type(error).__name__
"""


def within(folder: Path, code: str) -> list[str]:
    """Return what a piece of code prints that runs as `sandbox` starts its process, with the rights of `confined`."""
    run = subprocess.run(
        ["unshare", *sandbox._NAMESPACES, "--", sys.executable, "-c", CONFINED + code],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stderr == ""
    return run.stdout.splitlines()


@SHIELD_IS_HERE
def test_nothing_outside_its_folder_is_read_or_written_and_nobody_is_reached(tmp_path: Path) -> None:
    outside = tmp_path / "buiten.txt"
    outside.write_text("geheim", encoding="utf-8")
    folder = tmp_path / "binnen"
    folder.mkdir()
    said = within(
        folder,
        f"""
outside = Path({str(outside)!r})
print(tried(outside.read_text))
print(tried(lambda: outside.write_text("weg")))
print(tried(lambda: os.symlink("/etc/passwd", "link") or Path("link").read_text()))
print(tried(lambda: Path("/etc/passwd").read_text()))
print(tried(lambda: Path("/proc/1/environ").read_bytes()))
print(tried(lambda: os.listdir("/home")))
print(tried(lambda: Path("/tmp/kb-anders").write_text("x")))
print(tried(lambda: Path({str(ROOT / "indexer" / "nieuw.py")!r}).write_text("x")))
print(tried(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)))
print(tried(lambda: socket.socket(socket.AF_UNIX)))
print(tried(lambda: os.kill({os.getpid()}, 9)))
print(tried(lambda: subprocess.run(["cat", {str(outside)!r}], capture_output=True).stdout))
print(tried(lambda: Path("eigen").write_text("mag")))
""",
    )
    assert said == [
        "PermissionError",
        "PermissionError",
        "PermissionError",
        "PermissionError",
        "PermissionError",
        "PermissionError",
        "PermissionError",
        "PermissionError",
        "PermissionError",
        "PermissionError",
        "ProcessLookupError",
        "b''",
        "3",
    ]
    assert outside.read_text(encoding="utf-8") == "geheim"


@SHIELD_IS_HERE
def test_memory_size_of_files_and_number_of_processes_are_bounded(tmp_path: Path) -> None:
    said = within(
        tmp_path,
        """
print(tried(lambda: len(bytearray(2_000_000_000))))
print(tried(lambda: Path("groot").write_bytes(bytes(64_000_001))))
started = []
print(tried(lambda: [started.append(subprocess.Popen(["sleep", "30"])) for _ in range(60)]), len(started) < 32)
""",
    )
    # The kernel counts no processes of root.
    assert said[:2] == ["MemoryError", "OSError"]
    assert os.geteuid() == 0 or said[2] == "BlockingIOError True"


def ending(content: bytes, **limits: float) -> str:
    with pytest.raises(Refused) as refused:
        sandbox.run(("omzetten",), content, "txt", replace(USUAL, **limits))
    return str(refused.value)


SAVE = "Bewaar het opnieuw met het programma waarmee het is gemaakt, of druk het af als nieuwe PDF, en voeg dat toe."
MANY = b"\n\n".join(b"woord %d" % number for number in range(100_000))


@SHIELD_IS_HERE
def test_each_way_to_end_has_its_sentence_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert ending(b"woord", seconds=0.01) == f"het lezen duurde te lang en is gestopt. {SAVE}"
    assert ending(b"woord", silence=0.01) == f"het lezen duurde te lang en is gestopt. {SAVE}"
    assert ending(b"woord " * 20_000, outcome=100_000) == f"er kwam meer uit dan een document kan bevatten. {SAVE}"
    assert ending(MANY, processor_seconds=1) == f"het lezen kostte te veel rekentijd of geheugen en is gestopt. {SAVE}"
    assert ending(MANY, memory=150_000_000) == (
        "dit bestand vraagt te veel geheugen om te lezen. Splits het, of bewaar het met minder en kleinere plaatjes."
    )
    assert list(tmp_path.iterdir()) == []


@SHIELD_IS_HERE
def test_what_is_ended_takes_all_that_it_started_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign = tmp_path / "leeft"
    # What gets out of the group of processes, but not out of the namespace.
    stays = f"import os, sys, time\nif os.fork(): time.sleep(60)\nos.setsid()\nif os.fork(): sys.exit()\nwhile True: open({str(sign)!r}, 'w').close(); time.sleep(.05)"
    monkeypatch.setattr(sys, "executable", _program(tmp_path, stays))
    assert ending(b"x", seconds=1.5).startswith("het lezen duurde te lang")
    assert sign.exists()
    sign.unlink()
    time.sleep(0.3)
    assert not sign.exists()


@SHIELD_IS_HERE
def test_what_the_process_says_can_not_reach_the_terminal_or_be_taken_for_an_outcome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", _program(tmp_path, "print('geweigerd \\x1b[2Jweg\\x07 ermee')"))
    assert ending(b"x") == "[2Jweg ermee"
    monkeypatch.setattr(sys, "executable", _program(tmp_path, "print('bladzijde veel van\\n')"))
    assert ending(b"x").startswith("het lezen is afgebroken: ")
    monkeypatch.setattr(sys, "executable", _program(tmp_path, "import os; os.abort()"))
    assert ending(b"x").startswith("het lezen is afgebroken: ")
    monkeypatch.setattr(sys, "executable", _program(tmp_path, "print('uitkomst {\"kind\": 3}')"))
    file = tmp_path / "stuk.txt"
    file.write_text("Buren", encoding="utf-8")
    with pytest.raises(Refused, match=r"^'stuk.txt': het lezen gaf geen bruikbare uitkomst. Bewaar het opnieuw, of maak er een PDF van.$"):
        reading.read_file(file)


def _program(folder: Path, code: str) -> str:
    """Return a program that does something else than it is asked."""
    program = folder / "python"
    program.write_text(f"#!{PYTHON}\n{code}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


@SHIELD_IS_HERE
def test_progress_comes_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[int, int]] = []
    monkeypatch.setattr(sys, "executable", _program(tmp_path, "print('bladzijde 1 2\\nbladzijde 2 2\\nuitkomst klaar')"))
    assert sandbox.run(("omzetten",), b"x", "txt", USUAL, progress=lambda page, of: heard.append((page, of))) == b"klaar"
    assert heard == [(1, 2), (2, 2)]


def test_without_a_shield_nothing_is_read_unless_that_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "stuk.txt"
    file.write_text("Buren helpen\nelkaar.", encoding="utf-8")
    told = "Bestanden van anderen worden alleen gelezen in een afgeschermd proces, en dat kan op deze machine niet: {}. Vraag de beheerder dit aan te zetten (docs/beveiliging.md), of geef --zonder-afscherming als u de maker van het bestand vertrouwt."
    with monkeypatch.context() as patched:
        patched.setattr(sandbox, "landlock_version", lambda: 0)
        patched.setattr(sandbox, "_has_namespaces", lambda: True)
        with pytest.raises(Unshielded) as refused:
            reading.read_file(file)
    assert str(refused.value) == told.format("de kern van het besturingssysteem heeft geen Landlock, dat andere bestanden afschermt")
    monkeypatch.setattr(sandbox, "_has_namespaces", lambda: False)
    with pytest.raises(Unshielded) as refused:
        reading.read_file(file)
    assert str(refused.value) == told.format("'unshare' ontbreekt of mag hier geen proces zonder netwerk beginnen")
    assert reading.read_file(file, shielded=False) == Conversion(
        "txt", (Block(BlockKind.PARAGRAPH, "Buren helpen elkaar."),), (), (), ("Buren helpen elkaar.",), False, {}
    )


def test_what_is_read_leaves_nothing_open(tmp_path: Path) -> None:
    file = tmp_path / "stuk.txt"
    file.write_text("Buren", encoding="utf-8")
    opened = []
    for _ in range(3):
        reading.read_file(file, shielded=False)
        opened.append(psutil.Process().num_fds())
    assert opened[1:] == opened[:1] * 2


@SHIELD_IS_HERE
def test_a_page_is_drawn_within_the_sandbox_too(tmp_path: Path) -> None:
    file = tmp_path / "stuk.pdf"
    file.write_bytes(pdf([said("Buren")]))
    examined = examine(file)
    white, black = (Image.open(BytesIO(reading.page_picture(examined, 1, 600, boxes))) for boxes in ((), [Box(1, 0, 0, 1, 1)]))
    assert (white.width, white.getpixel((0, 0))) == (600, (255, 255, 255))
    assert black.getpixel((0, 0)) == (0, 0, 0)
    with pytest.raises(Refused, match=r"^'stuk.pdf': bladzijde 7 is niet te tonen.$"):
        reading.page_picture(examined, 7, 200)
