"""What the Containerfile promises, read from its text; tests/long/test_container.py does its steps."""

import json
import re
from pathlib import Path

import pytest
from container import Step, steps

ROOT = Path(__file__).parent.parent
STEPS = steps(ROOT / "Containerfile")
LETS_THROUGH = [line[1:] for line in (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")]


def values(word: str, among: list[Step] = STEPS) -> list[str]:
    return [step.value for step in among if step.word == word]


def last_stage() -> list[Step]:
    begins = max(number for number, step in enumerate(STEPS) if step.word == "FROM")
    return STEPS[begins:]


def test_its_base_is_the_short_name_of_one_release_and_can_be_given() -> None:
    (given,) = values("ARG")
    assert re.fullmatch(r"BASE=debian:[a-z]+-slim", given)
    assert [value.partition(" AS ")[0] for value in values("FROM")] == ["debian:trixie-slim"] * 2
    assert (ROOT / "Containerfile").read_text(encoding="utf-8").count("FROM ${BASE}") == 2


def test_it_names_no_host_no_path_of_a_machine_and_no_secret() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8") + (ROOT / ".containerignore").read_text(encoding="utf-8")
    assert re.findall(r"https?:|\b(?:[a-z0-9-]+\.)+(?:org|com|net|io|dev|nl|local)\b|:latest\b|/(?:work|home|root|Users)/", text) == []
    assert re.findall(r"(?i)password|token|secret", text) == []


def test_it_ends_as_a_number_that_is_not_root_and_nothing_is_made_after_that() -> None:
    *_, user = values("USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    words = [step.word for step in last_stage()]
    assert not {"RUN", "COPY", "ADD"} & set(words[words.index("USER") :])
    assert words.count("USER") == 1


def test_only_what_serving_needs_is_installed_as_it_is_pinned() -> None:
    (install,) = [value for value in values("RUN") if "pip install" in value]
    assert install.endswith(" --only-binary=:all: -c /src/constraints.txt /src")
    copied = {source for value in values("COPY") for source in value.split()[:-1]}
    assert copied == {
        "pyproject.toml",
        "constraints.txt",
        "README.md",
        "LICENSE",
        "kb",
        "indexer",
        "web",
        "--from=build",
        "/opt/kennisbank",
    }
    assert values("COPY", last_stage()) == ["--from=build /opt/kennisbank /opt/kennisbank"]
    assert values("ADD") == values("VOLUME") == []


def test_every_source_of_a_copy_is_there_and_is_let_through() -> None:
    for value in values("COPY"):
        *sources, _ = value.split()
        for source in [] if sources[0].startswith("--from") else sources:
            assert (ROOT / source).exists(), source
            assert source in LETS_THROUGH
    ignored = [line for line in (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines() if line and line[0] not in "#!"]
    assert ignored == ["*", "**/__pycache__", "**/*.pyc"]


def test_its_health_check_asks_the_site_itself_and_needs_no_other_program() -> None:
    (check,) = values("HEALTHCHECK")
    options, _, command = check.partition("CMD ")
    program, flag, code = json.loads(command)
    assert (program, flag) == ("python3", "-c")
    compile(code, "health check", "exec")
    assert "'/gezondheid'" in code
    assert re.findall(r"--(\w[\w-]*)=", options) == ["interval", "timeout", "start-period", "retries"]


@pytest.mark.parametrize(("word", "value"), [("ENTRYPOINT", ["kb", "serve"]), ("EXPOSE", 8080)])
def test_it_serves_on_the_port_that_it_tells(word: str, value: object) -> None:
    (told,) = values(word)
    assert json.loads(told) == value
    settings = " ".join(values("ENV")).split()
    assert {"KB_PORT=8080", "KB_HOST=0.0.0.0", "KB_INDEX=/index"} <= set(settings)
