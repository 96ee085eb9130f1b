"""Traces of a text: words that stand nowhere else, and every file in which they are found."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.analysis.analyzer import Analyzer
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
    """Return the longest words of texts, and their stems, that no file elsewhere has, not even within another word, and that no index makes
    of the words there: of 'bekeken' it makes 'bekijken'."""
    candidates = {word for text in texts for word in words(text) if len(word) >= SHORTEST and word.isascii() and word.isalpha()}
    forms = {word: {word, stem(word)} if len(stem(word)) >= SHORTEST else {word} for word in candidates}
    told: set[str] = set()
    for file in elsewhere:
        data = file.read_bytes().lower()
        forms = _without(forms, {form for found in forms.values() for form in found if form.encode() in data})
        told |= set(words(text)) if (text := _text(data)) else set()
    made = Analyzer(frozenset(told | candidates)).terms_of_words(sorted(told))
    terms = " ".join({*made.stems, *made.lemmas, *made.parts})
    forms = _without(forms, {form for found in forms.values() for form in found if form in terms})
    chosen = sorted(forms, key=lambda word: (-len(word), word))[:MOST_WORDS]
    return tuple(dict.fromkeys(form for word in chosen for form in (word, *sorted(forms[word] - {word}))))


def traces(sought: Sequence[str], folders: Iterable[Path]) -> Iterator[Trace]:
    """Yield each file in the folders that has one of the words, in whatever capitals; packed files are looked into.

    In a text it must be a whole word. In another file any byte may stand beside it.
    """
    for file in (file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()):
        for data in _contents(file):
            low = data.lower()
            found = [word for word in sought if word.encode() in low]
            text = _text(low) if found else ""
            yield from (Trace(file, word) for word in found if not text or _is_word(word, text))
        yield from (Trace(file, word) for word in sought if _is_word(word, file.name.lower()))


def _without(forms: dict[str, set[str]], taken: set[str]) -> dict[str, set[str]]:
    """Return the words that are not taken, each with its forms that are not."""
    return {word: found - taken for word, found in forms.items() if word not in taken}


def _is_word(word: str, text: str) -> bool:
    return bool(re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text))


def _text(data: bytes) -> str:
    """Return what the bytes of a text say, '' for those of anything else."""
    try:
        return "" if b"\0" in data else data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _contents(file: Path) -> Iterator[bytes]:
    yield file.read_bytes()
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as packed:
            yield from (packed.read(info) for info in packed.infolist())
