"""Traces of a text: words that stand nowhere else, and every file in which they are found."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.analysis.lemmas import stem
from kb.analysis.words import words

MOST_WORDS = 20
SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Trace:
    """A file that has a word."""

    file: Path
    word: str


def rare_words(texts: Iterable[str], elsewhere: Iterable[Path]) -> tuple[str, ...]:
    """Return the longest words of texts, and their stems, that stand in none of the files elsewhere, not even within another word."""
    candidates = {word for text in texts for word in words(text) if len(word) >= SHORTEST and word.isascii() and word.isalpha()}
    forms = {word: {word, stem(word)} if len(stem(word)) >= SHORTEST else {word} for word in candidates}
    for file in elsewhere:
        data = file.read_bytes().lower()
        taken = {form for found in forms.values() for form in found if form.encode() in data}
        forms = {word: found - taken for word, found in forms.items() if word not in taken}
    chosen = sorted(forms, key=lambda word: (-len(word), word))[:MOST_WORDS]
    return tuple(dict.fromkeys(form for word in chosen for form in (word, *sorted(forms[word] - {word}))))


def traces(sought: Sequence[str], folders: Iterable[Path]) -> Iterator[Trace]:
    """Yield each file in the folders that has one of the words, in whatever capitals; packed files are looked into."""
    for file in (file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()):
        for data in _contents(file):
            low = data.lower()
            yield from (Trace(file, word) for word in sought if word.encode() in low)
        yield from (Trace(file, word) for word in sought if word in file.name.lower())


def _contents(file: Path) -> Iterator[bytes]:
    yield file.read_bytes()
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as packed:
            yield from (packed.read(info) for info in packed.infolist())
