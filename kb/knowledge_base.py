"""The knowledge base: one opened index generation, and the questions one can put to it."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from kb import facets
from kb.analysis.analyzer import Analyzer
from kb.analysis.digest import analysis_digest
from kb.analysis.spelling import Spelling
from kb.analysis.thesaurus import Thesaurus
from kb.answer.answering import Answer, answer
from kb.answer.judging import SCALE, Scale
from kb.errors import IndexDamaged, ModelMismatch
from kb.facets import Filters
from kb.index import entry_list
from kb.index import folder as index_folder
from kb.index.embedding import EmbeddingIndex
from kb.index.encoder import TRAINED_HERE, Encoder, load_encoder
from kb.index.folder import Manifest
from kb.index.keyword import KeywordIndex
from kb.index.sentences import SentenceIndex
from kb.index.term_sets import TermSets
from kb.index.unanswered import UnansweredIndex
from kb.library import Library, open_library
from kb.model import Entry, EntryKind
from kb.protection import without_stories
from kb.search import ALL_STAGES, Finder, Found, Stages, is_past, read_question, search

KEYWORD_FOLDER = "trefwoorden"
EMBEDDING_FOLDER = "betekenis"
TERMS_FOLDER = "termen"
SENTENCE_FOLDER = "zinnen"
UNANSWERED_FOLDER = "zonder-antwoord"
VOCABULARY_FILE = "woorden.json"


@dataclass(frozen=True)
class KnowledgeBase:
    """An opened generation. Everything in it is read-only and may be shared between threads."""

    folder: Path
    manifest: Manifest
    library: Library
    finder: Finder
    scale: Scale = SCALE

    @classmethod
    def open(cls, root: Path, model: str | None = None, *, with_stories: bool = True) -> Self:
        """Open the generation that serves in the index folder `root`.

        `model`: the embedding model asked for, or None for whichever the index was made with; `with_stories` False leaves personal
        stories out. Raises IndexMissing, IndexDamaged, ModelMismatch or ModelUnavailable.
        """
        return cls.open_generation(index_folder.current(root), model, with_stories=with_stories)

    @classmethod
    def open_generation(cls, folder: Path, model: str | None = None, *, with_stories: bool = True) -> Self:
        """Open the generation in folder, after comparing every file with its manifest, and its analysis with that of this program."""
        manifest = index_folder.verify(folder)
        if manifest.analysis != analysis_digest():
            raise IndexDamaged(
                f"De index in '{folder}' is gemaakt met een andere woordanalyse dan die van dit programma. Maak hem opnieuw met: kb index"
            )
        if model is not None and model != manifest.model:
            raise ModelMismatch(
                f"De index is gemaakt met het model '{manifest.model}' en gevraagd is '{model}'."
                f" Maak de index opnieuw met: KB_MODEL={model} kb index, of laat KB_MODEL weg."
            )
        try:
            library = open_library(folder) if with_stories else without_stories(open_library(folder))
            entries = entry_list.open_entries(folder)
            frequencies = json.loads((folder / VOCABULARY_FILE).read_text(encoding="utf-8"))
            finder = make_finder(library, entries, frequencies, folder, load_encoder(folder, manifest.model))
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"De index in '{folder}' is niet te lezen ({error}). Maak hem opnieuw met: kb index") from error
        return cls(folder, manifest, library, finder)

    @property
    def uncalibrated(self) -> str:
        """Say, in Dutch, that floors, weights and thresholds were chosen for another model than this index has; empty when they fit."""
        if self.manifest.model == TRAINED_HERE:
            return ""
        return (
            f"De drempels en gewichten zijn gekozen voor het eigen model en niet voor '{self.manifest.model}'."
            " Meet met kb evaluate en kb calibrate voordat u hiermee antwoordt."
        )

    def search(
        self,
        text: str,
        filters: Filters = Filters(),
        *,
        literal: bool = False,
        stages: Stages = ALL_STAGES,
        seconds: float | None = None,
    ) -> Found:
        """Find passages, quotes and examples.

        `literal` leaves the spelling of the question as typed; after `seconds` what was found so far is returned.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        question = read_question(self.finder, text, literal, deadline)
        places = search(self.finder, question, stages, deadline)
        hits = tuple(hit for place in places if (hit := place.shown(filters)))
        counts = facets.count(self.library, [place.labels for place in places], filters)
        return Found(question, hits, counts, not is_past(deadline))

    def answer(self, found: Found) -> Answer:
        """Return the answer that found hits hold: sentences or a list from the sources, or why there is none."""
        return answer(self.finder, self.library, found, self.scale)


def make_finder(library: Library, entries: tuple[Entry, ...], frequencies: Mapping[str, int], folder: Path, encoder: Encoder) -> Finder:
    """Return what searching in the indexes of folder needs."""
    analyzer = Analyzer(frozenset(frequencies))
    return Finder(
        entries=entries,
        labels=[facets.labels_of(library, entry) for entry in entries],
        places=[_place(library, entry) for entry in entries],
        analyzer=analyzer,
        thesaurus=Thesaurus(library.concepts),
        spelling=Spelling(frequencies),
        keyword_index=KeywordIndex(folder / KEYWORD_FOLDER),
        embedding_index=EmbeddingIndex(folder / EMBEDDING_FOLDER),
        entry_terms=TermSets(folder / TERMS_FOLDER),
        sentence_index=SentenceIndex(folder / SENTENCE_FOLDER, library),
        unanswered_index=UnansweredIndex(folder / UNANSWERED_FOLDER, library.unanswered),
        encoder=encoder,
    )


def _place(library: Library, entry: Entry) -> str | None:
    """Return the id of the passage that an entry shows, by which results of one place are told to be the same.

    A report is no result for its personal story in an installation that leaves those out.
    """
    if entry.kind is EntryKind.REPORT and not (library.protected_passages or library.protected_quotes):
        return None
    if entry.kind is EntryKind.QUOTE:
        return library.quote[entry.id].passage_id or entry.id
    if entry.kind is EntryKind.EXAMPLE:
        return library.example[entry.id.partition(".")[2]].passages[0]
    return entry.id
