"""What a source says: each id with its line, once."""

from pathlib import Path

import pytest
from one_source import FIRST, HEAD, faults_of, source_of


def test_every_id_has_its_line(tmp_path: Path) -> None:
    source = source_of(tmp_path, "# Deel {#deel}\n\nEen.\n\n<!-- passage: vervolg -->\n\nTwee.\n")
    head = {"gids:bestand": 2, "gids:soort": 5, "gids:origineel": 8}
    assert source.lines == head | {"gids.deel": FIRST, "gids.vervolg": FIRST + 4}


@pytest.mark.parametrize(
    ("body", "line", "sentence"),
    [
        ("# Deel {#Deel_1}\n", 0, "anker 'Deel_1' is niet goed; gebruik kleine letters, cijfers en streepjes."),
        ("# Een {#een}\n\n# Twee {#een}\n", 2, f"anker 'een' staat ook op regel {FIRST}; geef elk zijn eigen anker."),
    ],
)  # fmt: skip
def test_an_anchor_that_is_malformed_or_taken_is_a_fault(tmp_path: Path, body: str, line: int, sentence: str) -> None:
    assert faults_of(tmp_path, HEAD + body) == [f"gids.md:{FIRST + line}: {sentence}"]
