"""What the documents say against what there is."""

import re
import shlex
from dataclasses import fields
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from pydantic import BaseModel

from indexer.cli import main
from indexer.corpus import schemas
from indexer.to_postgres import READERS
from kb.model import EntryKind
from web.serving.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text(encoding="utf-8")
FORMAT = (DOCS / "corpusformaat.md").read_text(encoding="utf-8")
OPERATION = (DOCS / "beheer.md").read_text(encoding="utf-8")
# Not the texts of the sources, which say what they say.
DOCUMENTS = {
    str(file.relative_to(ROOT)): file.read_text(encoding="utf-8")
    for file in sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "corpus").glob("*.md")])
}
RECORDS = [
    record for record in vars(schemas).values() if isinstance(record, type) and issubclass(record, BaseModel) and record.model_fields
]
EXAMPLES = [line.removeprefix(".venv/bin/kb ") for line in README.splitlines() if line.startswith(".venv/bin/kb ")]
# These take long, or change something: their options are checked, they are not run.
ONLY_PARSED = (
    "publish-postgres",
    "report",
    "train",
    "calibrate",
    "evaluate",
    "index",
    "serve",
    "werkbank",
    "mcp",
    "check --report",
    "pack",
    "unpack",
    # They change an own folder; tests/test_importing_commands.py types them.
    *("add", "drafts", "decide", "try", "publish", "replace"),
    "remove",
)
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HOST = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:org|com|net|io|dev|co|ai)\b")
# The second is the name of a kind of thing in Kubernetes.
_ALLOWED_HOSTS = {"example.org", "postgresql.cnpg.io"}
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_OF_THIS_MACHINE = re.compile(r"(?<![\w.])/(?:work|home|root|tmp|Users)/")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_of_the_corpus_is_in_its_document(record: type[BaseModel]) -> None:
    described = set(re.findall(r"[a-z_]+", FORMAT))
    assert [name for name in record.model_fields if name not in described] == []


@pytest.mark.parametrize("choice", ["Form", "Openness", "Evidence", "DateOrigin", "PartKind", "Audience"])
def test_every_value_that_can_be_chosen_is_in_the_document(choice: str) -> None:
    assert [value for value in getattr(schemas, choice).__args__ if value not in FORMAT] == []


def test_every_file_of_a_corpus_is_in_the_document(small_corpus: Path) -> None:
    assert [file.name for file in small_corpus.glob("*.yaml") if file.name not in FORMAT] == []


def test_kinds_of_results_have_the_words_of_the_api() -> None:
    assert [kind.value for kind in EntryKind] == ["passage", "citaat", "praktijkvoorbeeld", "verslag"]


def settings_table() -> str:
    rows = ["| instelling | standaard | uitleg |", "|---|---|---|"]
    rows += [f"| `{PREFIX}{one.name.upper()}` | {_shown(one.default)} | {one.metadata['help']} |" for one in fields(Settings)]
    return "\n".join(rows)


def _shown(default: object) -> str:
    if isinstance(default, bool):
        return "ja" if default else "nee"
    return f"`{default}`" if str(default) else "leeg"


def test_the_table_of_settings_is_that_of_the_program() -> None:
    written = OPERATION.partition("<!-- instellingen -->")[2].partition("<!-- /instellingen -->")[0].strip()
    assert written == settings_table(), f"Put this between the marks in docs/beheer.md:\n{settings_table()}"


def test_the_cluster_of_the_document_has_the_roles_and_the_database_of_the_program() -> None:
    (block,) = re.findall(r"^```yaml\n(apiVersion.*?)^```$", OPERATION, re.MULTILINE | re.DOTALL)
    cluster = yaml.safe_load(block)
    made = cluster["spec"]["bootstrap"]["initdb"]
    address = re.search(r"^KB_POSTGRES=postgresql://(\w+)@[\w,-]+/(\w+)\?sslmode=verify-full&sslrootcert=", OPERATION, re.MULTILINE)
    assert address
    assert (cluster["apiVersion"], cluster["kind"], cluster["spec"]["instances"]) == ("postgresql.cnpg.io/v1", "Cluster", 3)
    assert re.fullmatch("[A-Z-]+", cluster["spec"]["imageName"]), "the image is for the reader to fill in"
    assert (made["owner"], made["database"]) == address.groups()
    assert made["postInitApplicationSQL"] == ["create extension vector"]
    (reader,) = cluster["spec"]["managed"]["roles"]
    assert (reader["name"], reader["login"], reader["ensure"]) == (READERS, True, "present")
    assert all(isinstance(value, str) for value in cluster["spec"]["postgresql"]["parameters"].values())


def test_every_variable_that_the_program_reads_is_in_the_document_for_operators() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for folder in ("indexer", "kb", "web") for file in (ROOT / folder).rglob("*.py"))
    names = set(re.findall(r"\bKB_[A-Z]+(?:_[A-Z]+)*\b", source))
    assert sorted(name for name in names if name not in OPERATION) == []


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_in_the_readme_and_has_help(name: str) -> None:
    assert f"| `kb {name}` |" in README
    assert name in {example.split()[0] for example in EXAMPLES}
    assert main.commands[name].help


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_of_the_readme_run(example: str, real_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("KB_INDEX", str(real_index))
    arguments = shlex.split(example)
    if example.startswith(ONLY_PARSED):
        command = main.commands[arguments[0]]
        context = command.make_context(arguments[0], arguments[1:], parent=click.Context(main, **main.context_settings))
        files = [value for parameter in command.params for value in _paths(context.params[str(parameter.name)]) if value.suffix]
        assert [file for file in files if not file.exists() and file.suffix != ".zip"] == []
    else:
        result = CliRunner().invoke(main, arguments)
        assert (result.exit_code, result.output != "") == (0, True), result.output


def _paths(value: object) -> list[Path]:
    values = value if isinstance(value, tuple) else (value,)
    return [one for one in values if isinstance(one, Path)]


def test_every_make_target_that_a_document_names_exists() -> None:
    rules = "\n".join(file.read_text(encoding="utf-8") for file in ROOT.glob("Makefile*"))
    targets = set(re.findall(r"^([a-z][a-z-]*):", rules, re.MULTILINE))
    named = {
        (name, target)
        for name, text in DOCUMENTS.items()
        for target in re.findall(r"(?:`|^|[A-Z]=\S+ )make ([a-z][a-z-]*)", text, re.MULTILINE)
    }
    assert named
    assert sorted((name, target) for name, target in named if target not in targets) == []


def test_every_link_to_a_file_or_heading_leads_somewhere() -> None:
    lost = []
    for name, text in DOCUMENTS.items():
        for target in _LINK.findall(_without_code(text)):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, heading = target.partition("#")
            file = (ROOT / name).parent / path if path else ROOT / name
            if not file.exists() or (heading and heading not in _headings(file.read_text(encoding="utf-8"))):
                lost.append(f"{name}: {target}")
    assert lost == []


def _headings(text: str) -> set[str]:
    """The anchors that a viewer makes of the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", _FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", _FENCED.sub("", text))


def test_every_case_that_was_tried_has_a_test_that_exists_or_a_reason() -> None:
    rows = [line.split(" | ") for line in DOCUMENTS["docs/beproefd.md"].splitlines() if line.count(" | ") == 3 and "| test |" not in line]
    assert len(rows) > 60
    assert [row[0] for row in rows if not _TEST.search(row[3]) and not row[3].startswith("geen test: ")] == []
    named = {test for row in rows for test in _TEST.findall(row[3])}
    assert sorted(name for file, name in named if not (ROOT / file).exists() or f"def {name}(" not in _text(file)) == []


def _text(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


def test_every_decision_is_in_the_list() -> None:
    files = {file.name for file in (DOCS / "beslissingen").iterdir()}
    assert files == set(re.findall(r"\(beslissingen/([^)]+)\)", DOCUMENTS["docs/architectuur.md"]))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_names_the_host_of_a_registry_or_a_path_of_a_machine(name: str) -> None:
    text = DOCUMENTS[name]
    assert sorted(set(_HOST.findall(text)) - _ALLOWED_HOSTS) == []
    assert _OF_THIS_MACHINE.findall(text) == []
    assert str(ROOT) not in text


def test_every_long_test_is_run_by_a_make_target() -> None:
    commands = (ROOT / "Makefile.strong").read_text(encoding="utf-8")
    assert [file.name for file in (ROOT / "tests" / "long").glob("test_*.py") if f"tests/long/{file.name}" not in commands] == []


def test_the_list_of_mutations_is_of_this_program() -> None:
    """A line that was rewritten or a test that got another name is told here, not only by the long test."""
    mutations = yaml.safe_load((ROOT / "tests" / "long" / "mutations.yaml").read_text(encoding="utf-8"))
    stale = [one["line"] for one in mutations if (ROOT / one["file"]).read_text(encoding="utf-8").count(one["line"]) != 1]
    named = {tuple(one["noticed"].split("::")) for one in mutations}
    assert stale == []
    assert [name for file, name in named if f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")] == []
