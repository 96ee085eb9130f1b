"""Every question of every set, and two thousand of every kind: each citation stands in its place."""

from pathlib import Path

import pytest
from answer_faults import QUESTION_FILES, any_question, ask, faults_of, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.knowledge_base import KnowledgeBase


@pytest.mark.parametrize("file", QUESTION_FILES, ids=lambda file: file.stem)
def test_every_citation_of_every_question_set_stands_in_its_place(real_base: KnowledgeBase, file: Path) -> None:
    questions = [record["q"] for record in read(file)]
    faults = {question: found for question in questions if (found := faults_of(real_base, ask(real_base, question)))}
    assert faults == {}


@settings(max_examples=2_000, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_citation_of_any_question_stands_in_its_place(real_base: KnowledgeBase, data: st.DataObject) -> None:
    assert faults_of(real_base, ask(real_base, data.draw(any_question(real_base)))) == []
