"""The digest of the analysis: another one when words come out another way, and the same in every process."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from kb.analysis import analyzer, compounds, digest, lemmas, sentences, words
from kb.analysis.digest import analysis_digest


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    forget()
    yield
    forget()


def forget() -> None:
    for module in (digest, words, analyzer, compounds, lemmas, sentences):
        for one in vars(module).values():
            if hasattr(one, "cache_clear"):
                one.cache_clear()


def test_it_is_the_same_in_another_process() -> None:
    program = "from kb.analysis.digest import analysis_digest; print(analysis_digest())"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told == f"{analysis_digest()}\n"


def upper(text: str) -> str:
    return text.upper()


@pytest.mark.parametrize(
    ("place", "name", "other"),
    [
        (words, "folded", upper),
        (analyzer, "stop_words", frozenset),
        (analyzer, "stem", str.upper),
        (analyzer, "lemma", str.upper),
        (analyzer, "parts", lambda word, corpus_words: ()),
        (words, "number", str.upper),
        (words, "of_step", lambda before, after: None),
        (words, "completed", lambda half, full: None),
        (compounds, "SHORTEST_PART", 5),
        (sentences, "pointing_back", lambda text: False),
    ],
)
def test_it_is_another_when_the_analysis_is(
    monkeypatch: pytest.MonkeyPatch, place: object, name: str, other: Callable[..., object] | object
) -> None:
    before = analysis_digest()
    forget()
    monkeypatch.setattr(place, name, other)
    assert analysis_digest() != before
