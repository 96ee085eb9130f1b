"""The knowledge base: one opened index generation, and the questions one can put to it."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from kb.analysis.clauses import Part, parts_of
from kb.analysis.language import Language
from kb.analysis.names import Names
from kb.analysis.words import names_a_step
from kb.answer.answering import Answer, answer
from kb.answer.parts import SURE_OF_PART, in_parts, is_whole, part_of
from kb.calibration import Calibration
from kb.index import folder as index_folder
from kb.index import generation, offered
from kb.index.database import CACHE, Database, follow
from kb.index.folder import Manifest
from kb.index.generation import Generation
from kb.index.vectors import Encoder
from kb.library import Library
from kb.model import Document
from kb.retrieval import facets
from kb.retrieval.entrances import Entrances
from kb.retrieval.facets import Filters
from kb.retrieval.folder import FolderRetriever
from kb.retrieval.inquiry import FINDING, AnswerStep, Inquiry
from kb.retrieval.lifting import lifts, probability
from kb.retrieval.postgres import PostgresRetriever
from kb.retrieval.reading import read
from kb.retrieval.retriever import Retriever
from kb.retrieval.search import ALL_STAGES, Places, Stages, find, is_past

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class KnowledgeBase:
    """An opened generation. Everything in it is read-only and may be shared between threads."""

    folder: Path
    manifest: Manifest
    library: Library
    language: Language
    encoder: Encoder
    retriever: Retriever
    calibration: Calibration

    @classmethod
    def open(cls, root: Path, model: str | None = None, *, with_stories: bool = True, database: Database | None = None) -> Self:
        """Open the generation that serves in the index folder `root`, or in a database, of which `root` keeps some files at hand.

        `model`: the embedding model asked for, or None for whichever the index was made with; `with_stories` False leaves personal
        stories out. Raises IndexMissing, IndexDamaged, DatabaseUnreachable, ModelMismatch or ModelUnavailable.
        """
        folder = follow(database, root / CACHE) if database else index_folder.current(root)
        return cls.open_generation(folder, model, with_stories=with_stories, database=database)

    @classmethod
    def open_generation(
        cls, folder: Path, model: str | None = None, *, with_stories: bool = True, database: Database | None = None
    ) -> Self:
        """Open the generation in folder, as kb.index.generation.open_generation does; what is found stands in the database, if given."""
        opened = generation.open_generation(folder, model, with_stories=with_stories)
        return cls.of(opened, PostgresRetriever(database, opened) if database else FolderRetriever(opened, generation.open_stores(opened)))

    @classmethod
    def of(cls, opened: Generation, retriever: Retriever) -> Self:
        """Return what answers from an opened generation, and finds with this."""
        return cls(
            folder=opened.folder,
            manifest=opened.manifest,
            library=opened.library,
            language=Language.of(
                opened.frequencies, opened.library.concepts, opened.written, Names(opened.library.place_names, opened.library.names)
            ),
            encoder=opened.encoder,
            retriever=retriever,
            calibration=opened.calibration,
        )

    @property
    def uncalibrated(self) -> str:
        """Say, in Dutch, that weights, floors and thresholds were not chosen for the model that this index has; empty when they were."""
        if self.calibration.encoder == self.manifest.model:
            return ""
        return (
            f"De drempels en gewichten zijn niet gekozen voor het model '{self.manifest.model}'."
            " Meet met kb evaluate, kies ze met kb calibrate --write en maak de index daarmee opnieuw voordat u hiermee antwoordt."
        )

    def search(
        self,
        text: str,
        filters: Filters = Filters(),
        *,
        literal: bool = False,
        stages: Stages = ALL_STAGES,
        seconds: float | None = None,
    ) -> Inquiry:
        """Find passages, quotes and examples: the question as it was read, with its hits.

        `literal` leaves the spelling of the question as typed; after `seconds` what was found so far is returned.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        numbers = self.calibration.finding
        inquiry = read(text, self.language, self.encoder, self.retriever, numbers, literal, deadline)
        started = time.perf_counter()
        places = find(inquiry, self.retriever, numbers, filters, stages, deadline, self._lifts(inquiry) if stages.edited else {})
        hits = tuple(hit for place in places.passing if (hit := place.shown(filters)))
        counts = facets.count(self.library, [place.labels for place in places.every], filters)
        step = _finding(places, len(hits), (time.perf_counter() - started) * 1e3)
        _log.debug("lezen %.1f ms, vinden %.1f ms", inquiry.steps[0].milliseconds, step.milliseconds)
        return replace(inquiry, hits=hits, facets=counts, is_complete=not is_past(deadline), steps=(*inquiry.steps, step))

    def answer(self, inquiry: Inquiry, *, with_edited: bool = True) -> Answer:
        """Return the answer that the hits of an inquiry hold: an editor's, or the unit of one place, or why there is none; to a question
        that asks more than one thing an answer to each.

        `with_edited` False leaves out what the editors answered.
        """
        whole = self._answer(inquiry, with_edited)
        asked = parts_of(inquiry.text)
        if not asked or is_whole(whole):
            return whole
        # Its spelling is mended by now.
        found = [self.search(part.asked, literal=True) for part in asked]
        return in_parts(whole, [part_of(part, self._of_part(part, one, with_edited)) for part, one in zip(asked, found, strict=True)])

    def _of_part(self, part: Part, found: Inquiry, with_edited: bool) -> Answer:
        """Return the answer to a part; where an editor's is not sure enough for a part that follows, what the sources say themselves."""
        given = self._answer(found, with_edited)
        return self._answer(found, False) if part.follows and given.edited and given.chance < SURE_OF_PART else given

    def _answer(self, inquiry: Inquiry, with_edited: bool) -> Answer:
        with_edited = with_edited and not self.entrances.is_page(inquiry.text)
        return answer(inquiry, self.retriever, self.library, self.calibration, with_edited=with_edited)

    def _lifts(self, inquiry: Inquiry) -> Mapping[str, float]:
        # Who names a step wants that step, and no editor's answer about all of them.
        if inquiry.likely is None or not inquiry.weights or names_a_step(inquiry.text):
            return {}
        chance = probability(inquiry.likely, self.calibration.recognising)
        # What is not even like the question lifts nothing.
        is_like = chance >= self.calibration.recognising.like_from
        return lifts(self.library, inquiry.likely, chance, self.calibration.finding) if is_like else {}

    @cached_property
    def entrances(self) -> Entrances:
        """The pages that a question may simply be looking for."""
        return Entrances.of(self.library)

    def offered_file(self, name: str) -> tuple[Document, Path] | None:
        """Return the source that offers the file with this name, and where the file stands; None where no source does."""
        return offered.find(self.folder, self.library, name)

    def ask(self, text: str) -> Answer:
        """Return the answer to a question."""
        return self.answer(self.search(text))


def _finding(places: Places, shown: int, milliseconds: float) -> AnswerStep:
    reason = ""
    if places.every:
        best = places.every[0].hits[0]
        reason = f"het best past {best.entry.id} ({best.score:.2f}: woorden {best.keyword:.2f}, betekenis {best.similarity:.2f})"
    left_out = f", waarvan {shown} met de gekozen filters" if shown < len(places.every) else ""
    return AnswerStep(FINDING, f"{len(places.every)} plaatsen{left_out}", reason, milliseconds)
