"""The question sets of tests/evaluation: what they count as right must stand in the corpus as it is."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from indexer.measuring.evaluation import plain
from kb.analysis.sentences import sentences_of
from kb.analysis.words import words
from kb.library import Library

FOLDER = Path(__file__).parent / "evaluation"
SETS: Mapping[str, list[dict[str, Any]]] = {
    file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))
    for file in sorted(FOLDER.glob("*.yaml"))
    if file.stem not in ("gevraagd", "herkennen", "zinnen")
}
ALIKE: list[dict[str, Any]] = yaml.safe_load((FOLDER / "herkennen.yaml").read_text(encoding="utf-8"))
OF_STRANGERS: list[dict[str, Any]] = yaml.safe_load((FOLDER / "gevraagd.yaml").read_text(encoding="utf-8"))


def gold(record: Mapping[str, Any]) -> list[str]:
    return [plain(item["text"]) for item in record.get("gold") or ()]


@pytest.mark.parametrize("name", SETS)
def test_every_gold_text_stands_within_one_place_that_readers_can_be_led_to(real_library: Library, name: str) -> None:
    """In a passage, a quote or a heading; not in a personal story, which is no result."""
    passages = [f"{real_library.section[passage.section_id].title}\n{passage.text}" for passage in real_library.passages]
    headings = [section.title for section in real_library.sections]
    everything = [plain(text) for text in (*passages, *(quote.text for quote in real_library.quotes), *headings)]
    lost = [(record["id"], text) for record in SETS[name] for text in gold(record) if not any(text in one for one in everything)]
    assert lost == []


def test_ids_are_unique_over_all_sets() -> None:
    ids = Counter(record["id"] for records in SETS.values() for record in records)
    assert [identity for identity, times in ids.items() if times > 1] == []


def test_a_thousand_questions_have_the_sentences_that_answer_them(real_library: Library) -> None:
    """Half of them put anew; a fifth of the places is kept apart whole."""
    pairs = yaml.safe_load((FOLDER / "zinnen.yaml").read_text(encoding="utf-8"))
    assert Counter(pair["nieuw"] for pair in pairs) == {True: 500, False: 500}
    halves = {half: {pair["plaats"] for pair in pairs if pair["helft"] == half} for half in ("ijking", "apart")}
    assert (halves["ijking"] & halves["apart"], len(halves["ijking"]), len(halves["apart"])) == (set(), 202, 50)
    for pair in pairs:
        numbers = {sentence.number for sentence in sentences_of(real_library.place(pair["plaats"]))}
        assert set(pair["zinnen"]) <= numbers, pair["q"]
        assert (pair["voorop"] in pair["zinnen"]) == bool(pair["zinnen"]), pair["q"]


def test_each_half_of_the_questions_like_an_edited_answer_has_some_forty_of_each_kind_and_forty_answers_in_three_wordings() -> None:
    """Thirteen that were only like an answer have had one of their own since."""
    kinds = {
        "ijking": {"groep": 40, "feit": 38, "niet": 37, "geval": 39, "plaats": 40, "gelijk": 126},
        "apart": {"groep": 39, "feit": 36, "niet": 39, "geval": 39, "plaats": 40, "gelijk": 127},
    }
    for half in ("ijking", "apart"):
        asked = [record for record in ALIKE if record["helft"] == half]
        assert Counter(record["soort"] for record in asked) == kinds[half]
        wordings = Counter(record["bij"] for record in asked if record["soort"] == "gelijk")
        assert sum(count >= 3 for count in wordings.values()) == 40


def test_no_question_like_an_edited_answer_is_one_by_which_it_is_recognised(real_library: Library) -> None:
    """Nor by which another answer is: then it would be measured on what it was fitted on."""
    known = {" ".join(words(question)) for answer in real_library.edited_answers for question in (*answer.asked, *answer.unlike)}
    assert [record["q"] for record in ALIKE if " ".join(words(record["q"])) in known] == []
    named = {name for record in (*ALIKE, *OF_STRANGERS) for name in (record["bij"], *record.get("ook", ()))}
    assert named - {""} <= {answer.id for answer in real_library.edited_answers}


def test_few_of_what_strangers_asked_is_what_an_answer_is_recognised_by(real_library: Library) -> None:
    """Short ones are anybody's words ('sleutelpersoon betekenis'); a sentence would have been copied."""
    known = {" ".join(words(question)) for answer in real_library.edited_answers for question in (*answer.asked, *answer.unlike)}
    same = [record["q"] for record in OF_STRANGERS if " ".join(words(record["q"])) in known]
    assert [question for question in same if len(words(question)) > 6] == []
    assert len(OF_STRANGERS) == 220


def test_the_blind_questions_have_five_kinds() -> None:
    records = SETS["vreemd"]
    assert Counter(record["kind"] for record in records) == {"naief": 14, "kort": 9, "ambtelijk": 10, "navigatie": 8, "buiten": 19}
    assert Counter(record["near"] for record in records if record["kind"] == "buiten") == {"ver": 4, "nabij": 6, "specifiek": 9}
    assert [record["id"] for record in records if "near" in record and record["kind"] != "buiten"] == []


def test_a_blind_question_has_what_answers_it_unless_nothing_does() -> None:
    best = {record["id"]: max((item["grade"] for item in record["gold"]), default=0) for record in SETS["vreemd"]}
    assert best == {record["id"]: 0 if record["kind"] == "buiten" else 2 for record in SETS["vreemd"]}
    assert [record["id"] for record in SETS["vreemd"] if bool(record["nuggets"]) == (record["kind"] == "buiten")] == []


def test_the_nuggets_of_a_blind_question_are_of_the_texts_that_answer_it() -> None:
    answering = {record["id"]: {item["text"] for item in record["gold"] if item["grade"] == 2} for record in SETS["vreemd"]}
    assert [
        (record["id"], nugget) for record in SETS["vreemd"] for nugget in record["nuggets"] if nugget not in answering[record["id"]]
    ] == []


def test_a_question_for_a_page_names_pages_that_are_there(real_library: Library) -> None:
    """`ingang` is a kind of page and an id, or two of them; these are the kinds that the set uses."""
    known = {
        "bron": set(real_library.document),
        "citaten": set(real_library.theme),
        "deel": {section.part_id for section in real_library.sections},
        "passage": set(real_library.passage),
        "praktijkvoorbeelden": set(real_library.theme),
        "stap": {str(number) for number in real_library.step},
        "stappen": {""},
        "taak": {task.id for task in real_library.tasks},
    }
    asked = {record["id"]: record["ingang"].split(", ") for record in SETS["vreemd"] if record["kind"] == "navigatie"}
    assert [
        (identity, page) for identity, pages in asked.items() for page in pages if page.partition(" ")[2] not in known[page.split()[0]]
    ] == []
    assert [record["id"] for record in SETS["vreemd"] if "ingang" in record and record["kind"] != "navigatie"] == []
