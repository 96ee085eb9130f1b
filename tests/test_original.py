"""The original of a source: its lines as one text, and the reasons for what was done with them."""

from pathlib import Path

import pytest

from indexer.corpus.faults import FaultList
from indexer.fidelity.original import Original, Reasons, Stretch, covers, read_reasons


def reasons_of(folder: Path, text: str) -> tuple[Reasons | None, list[str]]:
    file = folder / "gids.yaml"
    file.write_text(text, encoding="utf-8")
    faults = FaultList(folder)
    return read_reasons(file, faults), [str(fault) for fault in faults.faults]


def test_the_kept_lines_are_one_text_in_which_each_place_has_its_lines() -> None:
    original = Original.of([(3, "Een regel."), (7, "Nog een."), (8, "Laatste.")], Reasons())
    assert original.text == "Een regel. Nog een. Laatste. "
    assert original.starts == (0, 11, 20)
    assert [original.lines_of(begin, end) for begin, end in ((0, 10), (4, 11), (4, 12), (11, 19), (11, 28))] == [
        (3, 3),
        (3, 3),
        (3, 7),
        (7, 7),
        (7, 8),
    ]


def test_reasons_are_read_with_their_lines(tmp_path: Path) -> None:
    text = 'weggelaten:\n  - {regels: "1", reden: titel}\nondertekening:\n  - {regels: "4-6", reden: de rol staat voorop}\n'
    reasons, faults = reasons_of(tmp_path, text)
    assert reasons == Reasons(left_out=(Stretch(1, 1, "titel"),), signatures=(Stretch(4, 6, "de rol staat voorop"),))
    assert reasons
    assert [str(stretch) for stretch in (*reasons.left_out, *reasons.signatures)] == ["regel 1: titel", "regels 4-6: de rol staat voorop"]
    assert [covers(reasons.signatures, number) for number in (3, 4, 6, 7)] == [False, True, True, False]
    assert faults == []


def test_a_source_may_have_no_reasons(tmp_path: Path) -> None:
    assert read_reasons(tmp_path / "gids.yaml", FaultList(tmp_path)) == Reasons()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("weggehaald: []\n", "gids.yaml:1: het veld 'weggehaald' bestaat niet; kijk in docs/corpusformaat.md hoe het heet."),
        ("weggelaten: [\n", "gids.yaml:2: dit is geen geldige YAML: hier mist een waarde, of een haakje dat sluit."),
        (
            "verplaatst:\n  - {regels: 4 tot 6, reden: kader}\n",
            "gids.yaml:2: '4 tot 6' heeft bij 'verplaatst.0.regels' niet de vorm die daar hoort; kijk in docs/corpusformaat.md.",
        ),
        (
            "verplaatst:\n  - {regels: '1234567', reden: kader}\n",
            "gids.yaml:2: '1234567' heeft bij 'verplaatst.0.regels' niet de vorm die daar hoort; kijk in docs/corpusformaat.md.",
        ),
    ],
)
def test_a_fault_in_the_reasons_is_told_and_nothing_is_known_of_them(tmp_path: Path, text: str, fault: str) -> None:
    assert reasons_of(tmp_path, text) == (None, [fault])
