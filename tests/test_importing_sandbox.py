"""The process in which a file of others is read: what it may not do, and what is told of each way it can end."""

import os
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
from indexer.importing import reading
from indexer.importing.blocks import Block, BlockKind, Box, Conversion
from indexer.importing.guards import examine
from indexer.importing.refusals import Refused
from indexer.importing.shield import sandbox
from indexer.importing.shield.sandbox import USUAL, Unshielded
from tests.pdf_maker import pdf, said

ROOT = Path(indexer.__file__).parents[1]
PYTHON = sys.executable
# What the process does in place of reading its file: `said` is what comes of it.
INSTEAD = """
import os, socket, subprocess, sys
from pathlib import Path
from indexer.importing.shield import confined
from indexer.importing.blocks import Block, BlockKind, Conversion
def tried(action):
    try:
        return action()
    except (OSError, MemoryError) as error:
        return type(error).__name__
def convert(file, kind, *, ocr, progress):
    said = [{}]
    return Conversion(kind.value, (Block(BlockKind.PARAGRAPH, "\\n".join(map(str, said))),), (), (), ("",), False, {{}})
confined.convert = convert
first = sys.argv.index("indexer.importing.shield.confined") + 1
confined.main(Path(sys.argv[first]), [int(limit) for limit in sys.argv[first + 1 : first + 5]], sys.argv[first + 5 :])
"""


def within(folder: Path, actions: str, monkeypatch: pytest.MonkeyPatch, *, shielded: bool = True) -> list[str]:
    """Return what comes of actions, one a line, in the process that would read a file."""
    tries = ", ".join(f"tried({action})" for action in actions.strip().splitlines())
    monkeypatch.setattr(sys, "executable", _program(folder, INSTEAD.format(tries)))
    outcome = sandbox.run(("omzetten",), b"Buren", "txt", USUAL, shielded=shielded)
    return Conversion.from_json(outcome).blocks[0].text.splitlines()


@SHIELD_IS_HERE
@pytest.mark.parametrize("shielded", [True, False])
def test_nothing_outside_its_folder_is_read_or_written_and_nobody_is_reached(
    shielded: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_GEHEIM", "geheim")
    if not shielded:
        # Without namespaces the kernel keeps it from files and sockets all the same.
        monkeypatch.setattr(sandbox, "_has_namespaces", lambda: False)
    outside = tmp_path / "buiten.txt"
    outside.write_text("geheim", encoding="utf-8")
    said = within(
        tmp_path,
        f"""
lambda: Path({str(outside)!r}).read_text()
lambda: Path({str(outside)!r}).write_text("weg")
lambda: os.symlink({str(outside)!r}, "link") or Path("link").read_text()
lambda: os.link({str(outside)!r}, "hard") or Path("hard").read_text()
lambda: os.rename({str(outside)!r}, "eigen")
lambda: Path("/etc/passwd").read_text()
lambda: Path("/proc/self/environ").read_bytes()
lambda: os.listdir("/home")
lambda: Path("/tmp/kb-anders").write_text("x")
lambda: Path({str(ROOT / "indexer" / "nieuw.py")!r}).write_text("x")
lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
lambda: socket.socket(socket.AF_UNIX)
lambda: os.kill({os.getpid()}, 0)
lambda: subprocess.run(["cat", {str(outside)!r}], capture_output=True).stdout
lambda: os.environ.get("KB_GEHEIM")
lambda: Path("mag").write_text("mag")
""",
        monkeypatch,
        shielded=shielded,
    )
    refused = ["PermissionError"]
    # A file is not linked over the border of what may be reached, as if that were another disk.
    assert said[:12] == refused * 3 + ["OSError"] + refused * 8
    assert said[12] == ("ProcessLookupError" if shielded else "PermissionError")
    assert said[13:] == ["b''", "None", "3"]
    assert outside.read_text(encoding="utf-8") == "geheim"


@SHIELD_IS_HERE
def test_memory_size_of_files_and_number_of_processes_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = within(
        tmp_path,
        """
lambda: len(bytearray(2_000_000_000))
lambda: Path("groot").write_bytes(bytes(64_000_001))
lambda: len([os.open("mag", os.O_CREAT) for _ in range(99)])
lambda: len([subprocess.Popen(["sleep", "30"]) for _ in range(60)])
""",
        monkeypatch,
    )
    # The kernel counts no processes of root; they end with the one that started them.
    assert said[:3] == ["MemoryError", "OSError", "OSError"]
    assert os.geteuid() == 0 or said[3] in ("BlockingIOError", "OSError")


def ending(content: bytes, **limits: float) -> str:
    with pytest.raises(Refused) as refused:
        sandbox.run(("omzetten",), content, "txt", replace(USUAL, **limits))
    return str(refused.value)


SAVE = "Bewaar het opnieuw met het programma waarmee het is gemaakt, of druk het af als nieuwe PDF, en voeg dat toe."


@SHIELD_IS_HERE
def test_each_way_to_end_has_its_sentence_and_leaves_nothing(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert ending(b"woord", seconds=0.01) == f"het lezen duurde te lang en is gestopt. {SAVE}"
    assert ending(b"woord", silence=0.01) == f"het lezen duurde te lang en is gestopt. {SAVE}"
    assert ending(b"woord " * 20_000, outcome=100_000) == f"er kwam meer uit dan een document kan bevatten. {SAVE}"
    programs = tmp_path_factory.mktemp("programs")
    for instead, sentence in (
        ("any(0 for _ in iter(int, 1))", f"het lezen kostte te veel rekentijd of geheugen en is gestopt. {SAVE}"),
        ("bytearray(2_000_000_000)", "dit bestand vraagt te veel geheugen om te lezen. Splits het, of bewaar het met minder en kleinere plaatjes."),
        ("Path('groot').write_bytes(bytes(64_000_001))", "dit bestand pakt uit tot meer dan een document kan bevatten. Bewaar het opnieuw, of maak er een PDF van."),
        ("int('acht')", "dit bestand is niet te lezen; waarschijnlijk is het beschadigd. Kijk of het in uw eigen programma opengaat en bewaar het opnieuw."),
        ("os.abort()", f"het lezen is afgebroken: dit bestand is beschadigd, of te groot om uit te pakken. {SAVE}"),
        ("os._exit(3)", f"het lezen is afgebroken: dit bestand is beschadigd, of te groot om uit te pakken. {SAVE}"),
    ):  # fmt: skip
        monkeypatch.setattr(sys, "executable", _program(programs, INSTEAD.format(instead)))
        assert ending(b"woord", processor_seconds=1) == sentence
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
