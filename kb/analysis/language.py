"""What the program knows of the language of its readers: the words of the corpus, how they are written, and their other names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from kb.analysis.analyzer import Analyzer
from kb.analysis.lemmas import open_dictionaries
from kb.analysis.names import Names
from kb.analysis.spelling import Spelling
from kb.analysis.thesaurus import Thesaurus
from kb.model import Concept


@dataclass(frozen=True)
class Language:
    """The three that reading a question takes."""

    analyzer: Analyzer
    spelling: Spelling
    thesaurus: Thesaurus

    @classmethod
    def of(cls, frequencies: Mapping[str, int], concepts: tuple[Concept, ...], written: Mapping[str, str], names: Names) -> Self:
        """Return the language of a corpus: how often each word stands in it, its thesaurus, how words are written, and its names."""
        open_dictionaries()
        return cls(Analyzer(frozenset(frequencies)), Spelling(frequencies, written, names), Thesaurus(concepts))
