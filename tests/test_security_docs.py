"""docs/beveiliging.md names a test for each rule; the tests it names exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "beveiliging.md"


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", DOCUMENT.read_text(encoding="utf-8")))
    assert len(named) > 25
    missing = {f"{file}::{name}" for file, name in named if f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")}
    assert missing == set()


def test_every_item_of_the_standard_has_a_test_or_a_reason() -> None:
    rows = [line.split("|")[1:-1] for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d+\.\d+\.\d+", line)]
    assert len(rows) > 35
    assert [row[0].strip() for row in rows if len(row[3].strip()) < 10] == []
