from pathlib import Path

import pytest

from indexer.corpus.faults import Fault, FaultList
from kb.errors import CorpusError

ROOT = Path("/corpus")


def test_faults_come_in_order_of_file_and_line_and_each_once() -> None:
    faults = FaultList(ROOT)
    faults.add(ROOT / "themas.yaml", 3, "drie.")
    faults.add(ROOT / "bronnen" / "gids.md", 12, "twaalf.")
    faults.add(ROOT / "bronnen" / "gids.md", 2, "twee.")
    faults.add(ROOT / "themas.yaml", 3, "drie.")
    with pytest.raises(CorpusError) as caught:
        faults.raise_if_any()
    assert str(caught.value) == "bronnen/gids.md:2: twee.\nbronnen/gids.md:12: twaalf.\nthemas.yaml:3: drie."


def test_the_middle_of_a_long_fault_and_the_faults_after_the_first_hundred_are_left_out() -> None:
    faults = FaultList(ROOT)
    for line in range(1, 103):
        faults.add(ROOT / "a.yaml", line, f"'{'x' * 100_000}\n\ud800' past niet;\tkies een ander.")
    with pytest.raises(CorpusError) as caught:
        faults.raise_if_any()
    shown = str(caught.value).splitlines()
    assert shown[0] == f"a.yaml:1: '{'x' * 247} … {'x' * 218} ?' past niet; kies een ander."
    assert (len(shown), shown[99].split("'")[0], shown[100]) == (101, "a.yaml:100: ", "en nog 2 fouten; verbeter eerst deze.")


def test_without_faults_nothing_is_raised() -> None:
    assert FaultList(ROOT).raise_if_any() is None


def test_a_fault_reads_as_file_line_and_sentence() -> None:
    assert (
        str(Fault("themas.yaml", 3, "het veld 'label' ontbreekt; vul het in.")) == "themas.yaml:3: het veld 'label' ontbreekt; vul het in."
    )
