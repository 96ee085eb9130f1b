"""What is wrong with an answer, and questions of every kind to look for it with."""

import json
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from kb.answer.answering import Answer
from kb.answer.units import is_furniture
from kb.answer.whole import list_citations
from kb.knowledge_base import KnowledgeBase
from kb.model import Citation, Form, Status

QUESTION_FILES = sorted((Path(__file__).parent / "evaluation").glob("*.yaml")) + sorted(
    (Path(__file__).parent / "evaluation").glob("*.json")
)

# Words to make questions of, with pieces of passages.
_WORDS = [
    "hoe",
    "wat",
    "wie",
    "kost",
    "is",
    "zei",
    "welke",
    "vragen",
    "ouders",
    "BOTOC",
    "buurtvaders",
    "€",
    "?",
    "\u200b",
    "<b>",
    "1.500",
    "é",
    "\x00",
]


def read(file: Path) -> list[dict[str, Any]]:
    text = file.read_text(encoding="utf-8")
    return list(json.loads(text) if file.suffix == ".json" else yaml.safe_load(text))


def ask(base: KnowledgeBase, text: str) -> Answer:
    return base.answer(base.search(text))


def faults_of(base: KnowledgeBase, answer: Answer) -> list[str]:
    """What is wrong with an answer, in words; nothing, it is hoped."""
    faults = [
        f"{citation.place_id}[{citation.begin}:{citation.end}] is not its text"
        for citation in answer.citations
        if not citation.text or base.library.text(citation.place_id)[citation.begin : citation.end] != citation.text
    ]
    faults += [
        f"source {citation.source} is not its place"
        for citation in answer.citations
        if answer.sources[citation.source - 1] != citation.place_id
    ]
    faults += [
        f"{near.place_id}[{near.begin}:{near.end}] is not its text"
        for near in answer.nearest
        if base.library.text(near.place_id)[near.begin : near.end] != near.text
    ]
    if (answer.status is Status.ANSWERED) != bool(answer.citations):
        faults.append(f"{answer.status} with {len(answer.citations)} citations")
    if answer.status is Status.NOT_FOUND and not answer.reason.endswith("."):
        faults.append("refused without a reason")
    if answer.form in (Form.SENTENCES, Form.QUOTE) and sum(len(citation.text.split()) for citation in answer.citations) > 150:
        faults.append("longer than 150 words")
    if not answer.edited:
        faults += [f"furniture: {citation.text}" for citation in answer.citations if is_furniture(citation.text)]
        faults += ["a lead-in alone" for last in _last_of_units(answer) if last.text.endswith(":")]
    faults += [f"a list cut: {place}" for place in cut_lists(base, answer)]
    if answer.working_list and [(c.place_id, c.begin) for c in answer.citations] != [
        (c.place_id, c.begin) for c in list_citations(base.library, answer.working_list)
    ]:
        faults.append("not the whole list")
    return faults


@st.composite
def any_question(draw: st.DrawFn, base: KnowledgeBase) -> str:
    """A piece of a passage, words of every kind, or both."""
    passage = draw(st.sampled_from(base.library.passages))
    begin = draw(st.integers(0, len(passage.text) - 1))
    fragment = passage.text[begin : begin + draw(st.integers(1, 90))]
    return draw(
        st.one_of(
            st.just(fragment),
            st.lists(st.sampled_from(_WORDS) | st.text(max_size=8), max_size=9).map(" ".join),
            st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3).map(lambda words: f"{' '.join(words)} {fragment}"),
        )
    )


def _last_of_units(answer: Answer) -> list[Citation]:
    return list({citation.unit: citation for citation in answer.citations}.values())


def cut_lists(base: KnowledgeBase, answer: Answer) -> list[str]:
    """The places of which an answer in the form of a list gives some items of a row and not all."""
    if answer.form is not Form.LIST or answer.working_list:
        return []
    cut = []
    for place_id in answer.sources:
        begins = {citation.begin for citation in answer.citations if citation.place_id == place_id}
        blocks = base.library.passage[place_id].text_blocks()
        for _, row in groupby(blocks, key=lambda block: block.is_item):
            items = [block for block in row if block.is_item]
            given = [any(block.begin <= begin < block.end for begin in begins) for block in items]
            if any(given) and not all(given):
                cut.append(place_id)
    return cut
