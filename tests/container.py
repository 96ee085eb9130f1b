"""The Containerfile as a list of steps."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """One step: its word, in capitals, and what follows on the same line or on those that a backslash joins to it."""

    word: str
    value: str


def steps(file: Path) -> list[Step]:
    """Return the steps of a Containerfile, in order, with the values of its ARG filled in."""
    text = re.sub(r"\\\n\s*", "", file.read_text(encoding="utf-8"))
    found: list[Step] = []
    given: dict[str, str] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        word, _, value = line.partition(" ")
        for name, default in given.items():
            value = value.replace(f"${{{name}}}", default)
        if word == "ARG":
            name, _, default = value.partition("=")
            given[name] = default
        found.append(Step(word, value.strip()))
    return found
