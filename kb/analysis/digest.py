"""By what an index is known to be made with the same analysis as this program has."""

import hashlib
from functools import cache
from importlib import resources
from unicodedata import normalize

from kb.analysis.analyzer import Analyzer, vocabulary_of
from kb.analysis.sentences import sentences_of
from kb.analysis.words import word_spans
from kb.model import Block, Passage

_SAMPLE = "proef.txt"


@cache
def analysis_digest() -> str:
    """Return a digest of what the analysis makes of telling words and phrases, and of the lists of words that it goes by.

    It changes with the code of the analysis, with its lists and with the packages that it stands on.
    """
    lists = {file.name: file.read_text(encoding="utf-8") for file in resources.files("kb.analysis").iterdir() if file.name.endswith(".txt")}
    sample = [line for line in lists[_SAMPLE].splitlines() if line and not line.startswith("#")]
    analyzer = Analyzer(vocabulary_of(sample))
    # Composed and with accents apart: by the eye alike, and a list in one file would lose one of them at the first careless editor.
    forms = [normalize(form, line) for line in sample for form in ("NFC", "NFD")]
    made = [(analyzer.terms(text), word_spans(text), _sentences(text)) for text in forms]
    return hashlib.sha256(repr((sorted(lists.items()), made)).encode()).hexdigest()


def _sentences(line: str) -> list[tuple[int, int, int | None]]:
    passage = Passage("proef", "", "", line, "", (Block(0, len(line), "alinea"),))
    return [(found.begin, found.end, found.needs) for found in sentences_of(passage)]
