"""Programs that tests need beside Python are installed where that may be, and in CI a missing one fails."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BASH = shutil.which("bash") or "bash"
MAKE = shutil.which("make")
# No package has this name, so that no machine has it.
PROGRAM = "kennisbank-proefprogramma"
MISSING = "Ontbreekt en is hier niet te installeren: {0}. Installeer het zelf, op Debian met: apt-get install {0}\n"


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder that is all the PATH there is, with little more than what hands on a command."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("bash", "env", "true", "chmod"):
        (folder / name).symlink_to(shutil.which(name) or name)
    _write(folder / "sudo", 'shift; exec "$@"')
    return folder


def _write(program: Path, script: str) -> None:
    program.write_text(f"#!{BASH}\n{script}\n")
    program.chmod(0o755)


def _have(programs: Path, *wanted: str) -> "subprocess.CompletedProcess[str]":
    command = [BASH, "tools/programs.sh", *wanted]
    return subprocess.run(command, cwd=ROOT, env={"PATH": str(programs)}, capture_output=True, text=True, check=False)


def test_what_is_there_is_left_as_it_is(programs: Path) -> None:
    _write(programs / "apt-get", "exit 1")
    _write(programs / PROGRAM, "true")
    done = _have(programs, PROGRAM)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_is_missing_is_installed_from_debian(programs: Path) -> None:
    new = programs / PROGRAM
    _write(programs / "apt-get", f'[ "$*" = "install -y -qq {PROGRAM}" ] || exit 0\necho > {new}; chmod 755 {new}')
    done = _have(programs, PROGRAM, "true")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Installeren van Debian: {PROGRAM} ...\n", "")


def test_without_apt_get_it_says_what_to_install(programs: Path) -> None:
    done = _have(programs, PROGRAM)
    assert (done.returncode, done.stdout, done.stderr) == (1, MISSING.format(PROGRAM), "")


def test_what_apt_get_says_is_shown_when_it_fails(programs: Path) -> None:
    _write(programs / "apt-get", "echo E: geen verbinding >&2; exit 100")
    done = _have(programs, PROGRAM)
    said = f"Installeren van Debian: {PROGRAM} ...\nE: geen verbinding\n{MISSING.format(PROGRAM)}"
    assert (done.returncode, done.stdout, done.stderr) == (1, said, "")


def test_tesseract_comes_with_its_dutch(programs: Path) -> None:
    both = "tesseract-ocr tesseract-ocr-nld"
    there = programs / "tesseract"
    _write(there, "echo eng")
    _write(programs / "apt-get", f'[ "$*" = "install -y -qq {both}" ] || exit 0\necho "echo eng nld" > {there}')
    done = _have(programs, "tesseract")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Installeren van Debian: {both} ...\n", "")
    (programs / "apt-get").unlink()
    there.unlink()
    done = _have(programs, "tesseract")
    assert (done.returncode, done.stdout, done.stderr) == (1, MISSING.format(both), "")


@pytest.mark.skipif(not MAKE and "CI" not in os.environ, reason="make ontbreekt.")
@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        ({}, 0, MISSING.format("chromium") + "De tests in tests/browser zijn overgeslagen.\n"),
        ({"CI": "true"}, 2, MISSING.format("chromium") + "In CI mag Chromium niet ontbreken.\n"),
    ],
)
def test_only_outside_ci_may_the_browser_be_missing(programs: Path, tmp_path: Path, more: dict[str, str], status: int, said: str) -> None:
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    for made in ("bin/python", ".run", ".test"):
        (venv / made).touch()
    environment = {"PATH": str(programs), **more}
    command = [str(MAKE), "--no-print-directory", "browser", f"VENV={venv}"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (status, said)


@pytest.mark.skipif(not MAKE and "CI" not in os.environ, reason="make ontbreekt.")
@pytest.mark.parametrize(
    ("more", "status", "said"),
    [({}, 0, "Tests ...\ngelopen\n"), ({"CI": "true"}, 2, "In CI mogen nginx en tesseract niet ontbreken.\n")],
)
def test_only_outside_ci_may_nginx_and_tesseract_be_missing(
    programs: Path, tmp_path: Path, more: dict[str, str], status: int, said: str
) -> None:
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    for made in ("bin/python", ".run", ".test"):
        (venv / made).touch()
    _write(venv / "bin" / "pytest", "echo gelopen")
    # A machine that has nginx keeps it where every account finds it.
    (programs / "bash").unlink()
    _write(programs / "bash", f'[ "$1" = tools/programs.sh ] && exit 1\nexec {BASH} "$@"')
    command = [str(MAKE), "--no-print-directory", "unit", f"VENV={venv}", f"SHELL={BASH}"]
    done = subprocess.run(command, cwd=ROOT, env={"PATH": str(programs), **more}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (status, said)
