"""Records: YAML as a model, with the line of each part."""

from pathlib import Path

import pytest

from indexer.corpus import records
from indexer.corpus.faults import FaultList
from indexer.corpus.schemas import Moved, PhaseRecord, StepsFile, ThemeRecord


def faults_of(model: object, text: str) -> list[str]:
    faults = FaultList(Path("corpus"))
    assert records.read(model, text, Path("corpus/lijst.yaml"), faults, first_line=5) is None
    return [str(fault) for fault in faults.faults]


def test_records_know_the_line_of_each_part() -> None:
    faults = FaultList(Path("corpus"))
    text = "fasen:\n  - id: begin\n    titel: Begin\n    stappen: [1, 2]\n"
    found = records.read(StepsFile, text, Path("corpus/stappen.yaml"), faults, first_line=5)
    assert found
    assert found.content == StepsFile(fasen=(PhaseRecord(id="begin", titel="Begin", stappen=(1, 2)),))
    assert (found.line(), found.line("fasen", 0, "titel"), found.line("fasen", 0, "stappen", 1), found.line("fasen", 9)) == (5, 7, 8, 5)
    assert faults.faults == []


@pytest.mark.parametrize(
    ("model", "empty"), [(tuple[ThemeRecord, ...], ()), (Moved, {}), (StepsFile, StepsFile())], ids=["list", "mapping", "record"]
)
def test_an_empty_text_is_an_empty_list_or_mapping(model: object, empty: object) -> None:
    for text in ("", "# nog niets\n"):
        found = records.read(model, text, Path("corpus/lijst.yaml"), FaultList(Path("corpus")))
        assert found
        assert found.content == empty


def test_faults_stand_with_their_line() -> None:
    assert faults_of(Moved, "a: [") == ["lijst.yaml:5: dit is geen geldige YAML: hier mist een waarde, of een haakje dat sluit."]
    assert faults_of(tuple[ThemeRecord, ...], "- id: a\n  label: A\n- id: b\n  kleur: rood\n") == [
        "lijst.yaml:5: het veld '0.uitleg' ontbreekt; vul het in.",
        "lijst.yaml:7: het veld '1.label' ontbreekt; vul het in.",
        "lijst.yaml:7: het veld '1.uitleg' ontbreekt; vul het in.",
        "lijst.yaml:8: het veld '1.kleur' bestaat niet; kijk in docs/corpusformaat.md hoe het heet.",
    ]
