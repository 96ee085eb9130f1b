"""A generation: all that an index folder holds to serve with, written and opened here; each store in it by its own module."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb import calibration, library
from kb.analysis.analyzer import Analyzer
from kb.analysis.digest import analysis_digest
from kb.calibration import Calibration
from kb.errors import IndexDamaged, ModelMismatch
from kb.index import asked, embedding, entry_list, folder, keyword, recogniser, sentences, term_sets
from kb.index.asked import AskedIndex
from kb.index.embedding import EmbeddingIndex
from kb.index.encoder import load_encoder
from kb.index.folder import Manifest
from kb.index.keyword import KeywordIndex
from kb.index.recogniser import Fit, Recogniser
from kb.index.sentences import SentenceIndex
from kb.index.term_sets import TermSets
from kb.index.vectors import Encoder
from kb.library import Library
from kb.model import Entry
from kb.protection import without_stories

KEYWORDS = "trefwoorden"
MEANING = "betekenis"
TERMS = "termen"
SENTENCES = "zinnen"
UNANSWERED = "zonder-antwoord"
EDITED = "antwoorden"
VOCABULARY = "woorden.json"
WRITTEN = "schrijfwijzen.json"
# What an engine holds in the place of these folders.
STORED = (entry_list.FOLDER, KEYWORDS, MEANING, TERMS, SENTENCES)


@dataclass(frozen=True)
class Contents:
    """What a generation is made of.

    `findable`: the entries with the words that they are found by; `frequencies`: how often each word stands in the corpus; `written`: how,
    where that is not the form in which it is compared.
    """

    library: Library
    entries: Sequence[Entry]
    findable: Sequence[Entry]
    frequencies: Mapping[str, int]
    written: Mapping[str, str]
    calibration: Calibration


@dataclass(frozen=True)
class Generation:
    """What every installation opens of a generation, wherever its entries stand; read-only, and may be shared between threads."""

    folder: Path
    manifest: Manifest
    library: Library
    frequencies: Mapping[str, int]
    written: Mapping[str, str]
    calibration: Calibration
    encoder: Encoder
    unanswered_index: AskedIndex
    recogniser: Recogniser


@dataclass(frozen=True)
class Stores:
    """The entries of a generation in its folder. The arrays are memory-mapped; all of it is read-only and may be shared between threads.

    `entry_terms` has a group per entry: its words, then each of its questions.
    """

    entries: Sequence[Entry]
    keyword_index: KeywordIndex
    embedding_index: EmbeddingIndex
    entry_terms: TermSets
    sentence_index: SentenceIndex


def write(contents: Contents, encoder: Encoder, path: Path, progress: Callable[[str, float], None], fit: Fit) -> Mapping[str, int]:
    """Write all files of a generation into the folder `path`, but its encoder's and its manifest; return counts for the manifest.

    `fit` makes the classifier that recognises what an editor has answered.
    """
    library.write(contents.library, path)
    entry_list.write(contents.entries, path)
    calibration.write(contents.calibration, path)
    (path / VOCABULARY).write_text(json.dumps(contents.frequencies, ensure_ascii=False), encoding="utf-8")
    (path / WRITTEN).write_text(json.dumps(contents.written, ensure_ascii=False), encoding="utf-8")
    progress("Trefwoorden", 0.0)
    analyzer = Analyzer(frozenset(contents.frequencies))
    keyword.write(contents.findable, analyzer, path / KEYWORDS)
    term_sets.write([_terms(entry, analyzer) for entry in contents.entries], path / TERMS)
    progress("Trefwoorden", 1.0)
    progress("Betekenis", 0.0)
    (path / MEANING).mkdir()
    embedding.write(contents.findable, encoder, path / MEANING)
    sentences.write(contents.library, encoder, analyzer, path / SENTENCES)
    asked.write([record.questions for record in contents.library.unanswered], encoder, analyzer, path / UNANSWERED)
    recogniser.write(contents.library, encoder, analyzer, path / EDITED, fit)
    progress("Betekenis", 1.0)
    return {
        "bronnen": len(contents.library.documents),
        "passages": len(contents.library.passage_in_report),
        "citaten": len(contents.library.quote_in_report),
        "praktijkvoorbeelden": len(contents.library.examples),
        "vragen": sum(len(entry.questions) for entry in contents.entries),
    }


def open_generation(path: Path, model: str | None = None, *, with_stories: bool = True) -> Generation:
    """Open the generation in the folder `path`, after comparing every file with its manifest, and its analysis with that of this program.

    `model`: the embedding model asked for, or None for whichever the index was made with; `with_stories` False leaves personal stories
    out. Raises IndexDamaged, ModelMismatch or ModelUnavailable.
    """
    manifest = folder.verify(path)
    if manifest.analysis != analysis_digest():
        raise IndexDamaged(
            f"De index in '{path}' is gemaakt met een andere woordanalyse dan die van dit programma. Maak hem opnieuw met: kb index"
        )
    if model is not None and model != manifest.model:
        raise ModelMismatch(
            f"De index is gemaakt met het model '{manifest.model}' en gevraagd is '{model}'."
            f" Maak de index opnieuw met: KB_MODEL={model} kb index, of laat KB_MODEL weg."
        )
    try:
        content = library.open_library(path)
        content = content if with_stories else without_stories(content)
        return Generation(
            folder=path,
            manifest=manifest,
            library=content,
            frequencies=json.loads((path / VOCABULARY).read_text(encoding="utf-8")),
            written=json.loads((path / WRITTEN).read_text(encoding="utf-8")),
            calibration=calibration.open_calibration(path),
            encoder=load_encoder(path, manifest.model),
            unanswered_index=AskedIndex(path / UNANSWERED, [record.id for record in content.unanswered]),
            recogniser=Recogniser(path / EDITED, content.edited_answers),
        )
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error


def open_stores(generation: Generation) -> Stores:
    """Open the entries that stand in the folder of a generation. Raises IndexDamaged."""
    path = generation.folder
    try:
        entries = entry_list.open_entries(path)
        return Stores(
            entries=entries,
            keyword_index=KeywordIndex(path / KEYWORDS, len(entries)),
            embedding_index=EmbeddingIndex(path / MEANING),
            entry_terms=TermSets(path / TERMS),
            sentence_index=SentenceIndex(path / SENTENCES, generation.library),
        )
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> IndexDamaged:
    return IndexDamaged(f"De index in '{path}' is niet te lezen. Maak hem opnieuw met: kb index")


def _terms(entry: Entry, analyzer: Analyzer) -> list[tuple[str, ...]]:
    texts = (f"{entry.title}\n{entry.context}\n{entry.text}", *entry.questions)
    return [analyzer.terms(text).parts for text in texts]
