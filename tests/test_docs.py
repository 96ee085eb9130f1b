"""What the documents list against what there is."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from indexer import schemas
from indexer.cli import main
from kb.model import EntryKind

DOCS = Path(__file__).parent.parent / "docs"
FORMAT = (DOCS / "corpusformaat.md").read_text(encoding="utf-8")
RECORDS = [
    record for record in vars(schemas).values() if isinstance(record, type) and issubclass(record, BaseModel) and record.model_fields
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_of_the_corpus_is_in_its_document(record: type[BaseModel]) -> None:
    described = set(re.findall(r"[a-z_]+", FORMAT))
    assert [name for name in record.model_fields if name not in described] == []


@pytest.mark.parametrize("choice", ["Form", "DocumentKind", "Evidence", "DateOrigin", "PartKind", "Audience"])
def test_every_value_that_can_be_chosen_is_in_the_document(choice: str) -> None:
    assert [value for value in getattr(schemas, choice).__args__ if value not in FORMAT] == []


def test_every_file_of_a_corpus_is_in_the_document(small_corpus: Path, real_corpus: Path) -> None:
    files = {file.name for folder in (small_corpus, real_corpus) for file in folder.glob("*.yaml")}
    assert sorted(name for name in files if name not in FORMAT) == []


def test_every_setting_is_in_the_document_for_operators() -> None:
    file = DOCS / "beheer.md"
    if not file.exists():
        pytest.skip("docs/beheer.md is not written yet")
    source = "\n".join(
        file.read_text(encoding="utf-8") for folder in ("indexer", "kb", "web") for file in (DOCS.parent / folder).rglob("*.py")
    )
    settings = set(re.findall(r"\bKB_[A-Z]+(?:_[A-Z]+)*\b", source))
    assert sorted(name for name in settings if name not in file.read_text(encoding="utf-8")) == []


def test_every_command_is_in_the_documents() -> None:
    written = "\n".join(file.read_text(encoding="utf-8") for file in [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")])
    if not (DOCS.parent / "README.md").exists():
        pytest.skip("README.md is not written yet")
    assert [name for name in main.commands if f"kb {name}" not in written] == []


def test_kinds_of_results_have_the_words_of_the_api() -> None:
    assert [kind.value for kind in EntryKind] == ["passage", "citaat", "praktijkvoorbeeld"]
