"""Whatever stands in one file of a corpus: it is read, or told as `bestand:regel: zin`; nothing else happens."""

import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.corpus.corpus import load
from indexer.fidelity import comparison
from kb.errors import CorpusError

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(str(file.relative_to(CORPUS)) for file in CORPUS.rglob("*") if file.is_file())
FAULT = re.compile(r"[a-z./-]+:[1-9][0-9]*: \S.*[.?]")
MORE = re.compile(r"en nog [0-9]+ fouten?; verbeter eerst deze\.")

# What the readers of Markdown, YAML and numbers stumble over, to be put anywhere.
PIECES = [
    *("[", "![", "](", "<a ", "<!--", "-->", "{#", "---\n", "```\n", "# ", "#### x {#x}\n", "<!-- passage: ", "<!-- werklijst: a\n", "<!-- /werklijst -->\n"),
    *("- ", "> ", "1. ", "\n\n", "\t", "    ", "|a|b|\n|---|---|\n", "&a ", "*a ", "<<: *a", "!!int x", "{", "}", "]", ": ", "? ", "'", '"', "\\", "%YAML 9\n"),
    *("\x00", "\x1b", "\x85", "\u2028", "\ufeff", "\u0301", "\U0001f600", "&#0;", "&#xD800;", "<ol start=x>", "<div>", "<table>", "</p>"),
    *("0x1F", "10:30: x", "2024-02-30", "9" * 5_000, ".inf", "~", "woord " * 230, "<!-- citaat: a\ntoeschrijving: niet-genoemd\n-->\n"),
]  # fmt: skip
BYTES = st.one_of(st.sampled_from(PIECES).map(str.encode), st.binary(max_size=40), st.sampled_from([b"\xff\xfe", b"\xe9", b"\xef\xbb\xbf"]))


def outcome(name: str, data: bytes) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(CORPUS, Path(folder) / "corpus"))
        (copy / name).write_bytes(data)
        try:
            comparison.check(load(copy))
        except CorpusError as error:
            return str(error).splitlines()
    return []


def are_faults(lines: list[str]) -> bool:
    return all(FAULT.fullmatch(line) or (MORE.fullmatch(line) and line == lines[100]) for line in lines)


@settings(max_examples=20)
@given(st.sampled_from(FILES), st.lists(BYTES, max_size=12).map(b"".join))
def test_any_bytes_instead_of_a_file_are_read_or_told(name: str, data: bytes) -> None:
    lines = outcome(name, data)
    assert are_faults(lines), lines


@settings(max_examples=40)
@given(st.sampled_from(FILES), st.floats(0, 1), st.integers(0, 20), st.lists(BYTES, min_size=1, max_size=6).map(b"".join))
def test_any_bytes_put_into_a_file_are_read_or_told(name: str, place: float, lost: int, data: bytes) -> None:
    before = (CORPUS / name).read_bytes()
    at = int(place * len(before))
    lines = outcome(name, before[:at] + data + before[at + lost :])
    assert are_faults(lines), lines


@pytest.mark.parametrize(
    "piece", ["[", "![", "[x](", "<a ", "- ", "> ", "{a: ", "# a\n\n", "&a [", "\n", "a ", "\u0301\u0323", "{#", "# " + " " * 99]
)
@pytest.mark.parametrize("name", ["bronnen/gids.md", "begrippen.yaml", "origineel/gids.txt"])
def test_much_of_one_thing_is_read_or_told_soon(name: str, piece: str) -> None:
    before = (CORPUS / name).read_bytes()
    lines = outcome(name, before + (piece * 20_000).encode()[:100_000])
    assert are_faults(lines), lines
