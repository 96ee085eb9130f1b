"""The examples in docstrings. (pytest's own --doctest-modules would collect the conftest files twice.)"""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = [
    ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for package in ("indexer", "kb", "web")
    for file in sorted((ROOT / package).rglob("*.py"))
    if ">>> " in file.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_are_true(module: str) -> None:
    results = doctest.testmod(import_module(module))
    assert (results.failed, results.attempted > 0) == (0, True)


def test_there_are_examples() -> None:
    assert {
        "indexer.fidelity.comparison",
        "kb.analysis.compounds",
        "kb.analysis.lemmas",
        "kb.analysis.words",
        "kb.analysis.kinds",
        "kb.telling.steps",
        "web.showing.wording",
    } <= set(MODULES)
