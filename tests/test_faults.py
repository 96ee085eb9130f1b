from pathlib import Path

import pytest

from indexer.faults import Fault, FaultList
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


def test_without_faults_nothing_is_raised() -> None:
    assert FaultList(ROOT).raise_if_any() is None


def test_a_fault_reads_as_file_line_and_sentence() -> None:
    assert (
        str(Fault("themas.yaml", 3, "het veld 'label' ontbreekt; vul het in.")) == "themas.yaml:3: het veld 'label' ontbreekt; vul het in."
    )
