"""What we say ourselves says 'u' to a reader; what a source says stays as it is."""

import re
from collections.abc import Iterator
from pathlib import Path

from kb.library import Library

ROOT = Path(__file__).parent.parent
_FAMILIAR = re.compile(r"\b(?:je|jij|jou|jouw|jullie|jezelf)\b", re.IGNORECASE)
# What others gave this name.
_NAMES = "Jouw Ingebrachte Mentor"


def _told(library: Library) -> Iterator[str]:
    """Yield the words in the lists that the editors wrote for readers."""
    yield from (record.reason for record in library.unanswered)
    yield from (words for theme in library.themes for words in (theme.label, theme.explanation))
    yield from (task.title for task in library.tasks)
    yield from (found.title for found in library.lists)
    yield from (fact.title for fact in library.facts)
    yield from (words for example in library.examples for words in (example.name, example.method, example.audience_text or ""))
    yield from (section.title for section in library.sections if section.title_is_ours)
    yield from (document.provenance for document in library.documents)


def test_the_words_of_the_editors_say_u(real_library: Library) -> None:
    told = list(_told(real_library))
    assert len(told) > 300
    assert [words for words in told if _FAMILIAR.search(words.replace(_NAMES, ""))] == []


def test_the_words_of_the_site_say_u() -> None:
    files = [file for suffix in ("html", "py", "js") for file in (ROOT / "web").rglob(f"*.{suffix}")]
    lines = [(file.name, line.strip()) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 5_000
    assert [found for found in lines if _FAMILIAR.search(found[1])] == []
