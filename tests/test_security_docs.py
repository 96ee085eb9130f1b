"""docs/beveiliging.md and docs/privacy.md name a test for each rule; the tests they name exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SECURITY = (ROOT / "docs" / "beveiliging.md").read_text(encoding="utf-8")
PRIVACY = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize("document", [SECURITY, PRIVACY], ids=["security", "privacy"])
def test_every_test_that_is_named_exists(document: str) -> None:
    named = set(_TEST.findall(document))
    assert len(named) > 25
    missing = {f"{file}::{name}" for file, name in named if f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")}
    assert missing == set()


def test_every_item_of_the_standard_has_a_test_or_a_reason() -> None:
    rows = [line.split("|")[1:-1] for line in SECURITY.splitlines() if re.match(r"\| \d+\.\d+\.\d+", line)]
    assert len(rows) > 35
    assert [row[0].strip() for row in rows if len(row[3].strip()) < 10] == []


def test_every_promise_of_privacy_has_a_test_or_a_reason() -> None:
    _, _, table = PRIVACY.partition("| belofte | test |\n|---|---|\n")
    rows = [line.split("|")[1:-1] for line in table.partition("\n\n")[0].splitlines()]
    assert len(rows) > 20
    assert [promise for promise, shown in rows if not _TEST.search(shown) and not shown.strip().startswith("geen test: ")] == []


def test_every_test_of_privacy_is_named() -> None:
    written = set(re.findall(r"^def (test_\w+)", (ROOT / "tests" / "test_privacy.py").read_text(encoding="utf-8"), re.MULTILINE))
    assert written - {name for _, name in _TEST.findall(PRIVACY)} == set()
