"""Tests that would notice: each small change in mutations.yaml, made in a copy of the program, fails the test that it names."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
MUTATIONS = yaml.safe_load((Path(__file__).parent / "mutations.yaml").read_text(encoding="utf-8"))
TESTS_FAILED, ALL_PASSED = 1, 0


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the tests read, to change."""
    folder = tmp_path_factory.mktemp("program")
    for name in ("kb", "indexer", "web", "bench", "corpus", "docs", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def outcome(copy: Path, *tests: str) -> int:
    """Run tests in the copy and return pytest's exit code; what they told is shown when a test here fails."""
    # Without compiled files: a line that changes within a second and keeps its length would go unseen.
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    run = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(run, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    print(done.stdout[-2_000:], done.stderr[-2_000:])
    return done.returncode


def test_without_a_change_no_test_fails(copy: Path) -> None:
    assert outcome(copy, *sorted({mutation["noticed"] for mutation in MUTATIONS})) == ALL_PASSED


@pytest.mark.parametrize(
    "mutation", MUTATIONS, ids=lambda mutation: f"{mutation['file']}: {mutation['line'].strip()} -> {mutation['becomes'].strip()}"
)
def test_a_change_is_noticed(copy: Path, mutation: dict[str, str]) -> None:
    file = copy / mutation["file"]
    text = file.read_text(encoding="utf-8")
    assert text.count(mutation["line"]) == 1, (
        f"{mutation['line']!r} does not stand once in {mutation['file']}: bring mutations.yaml up to date."
    )
    file.write_text(text.replace(mutation["line"], mutation["becomes"]), encoding="utf-8")
    try:
        assert outcome(copy, mutation["noticed"]) == TESTS_FAILED
    finally:
        file.write_text(text, encoding="utf-8")
