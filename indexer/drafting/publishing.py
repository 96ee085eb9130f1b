"""A draft made a source of the own folder: looked at beside it, then moved in steps that the next command finishes when they break off."""

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from indexer import build
from indexer.corpus import corpus
from indexer.corpus.corpus import Corpus
from indexer.drafting import concept as concepts
from indexer.drafting import drafts, holding, layering
from indexer.drafting.drafts import Draft
from indexer.fidelity import comparison
from indexer.model import making, recognition
from kb.errors import CorpusError, IndexDamaged, IndexMissing, KnowledgeBaseError
from kb.index import folder as index_folder
from kb.index import generation
from kb.index.asked import AskedIndex
from kb.index.vectors import Encoder, Vectors
from kb.knowledge_base import KnowledgeBase

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the delivered corpus, the own folder over it, the index and the models are."""

    corpus: Path
    own: Path
    index: Path
    models: Path


@dataclass(frozen=True, slots=True)
class Answerable:
    """A question that the knowledge base refuses, and the passage of a new source that is now the best it finds for it."""

    refusal: str
    question: str
    passage: str


def publish(folders: Folders, draft: Draft, *, is_internal: bool, shielded: bool = True) -> None:
    """Make a draft a source of the own folder, which must be held; the index is for `index`. Raises KnowledgeBaseError with all that is
    in the way; then nothing has changed."""
    require_decided(draft, concepts.kinds(folders.corpus, folders.own), is_internal=is_internal)
    with tempfile.TemporaryDirectory(prefix="kb-concept-") as scratch:
        beside = Path(scratch) / "eigen"
        files = layering.files_of(draft, folders.own, shielded=shielded)
        without = layering.left_over(folders.own, draft, files)
        layering.lay_over(folders.own, files, without, beside)
        checked(folders.corpus, beside, draft)
    holding.put(folders.own, draft.id, draft.folder.name, files, without)


def require_decided(draft: Draft, kinds: frozenset[str], *, is_internal: bool) -> None:
    """Raise KnowledgeBaseError with all that a person has to decide first."""
    left = concepts.left(draft.concept, kinds)
    if draft.concept.openbaar == "nee" and not is_internal:
        left.append(
            "dit stuk is niet openbaar: het komt alleen in een kennisbank die alleen medewerkers zien (KB_INTERN=ja; zie docs/toevoegen.md)"
        )
    if left:
        told = "\n".join(f"  - {one}" for one in left)
        raise KnowledgeBaseError(f"'{draft.id}' wordt nog niet gepubliceerd. Beslis eerst (met kb decide {draft.id} …):\n{told}")


def checked(corpus_folder: Path, beside: Path, draft: Draft) -> Corpus:
    """Return the corpus with an own folder in which a draft is a source. Raises CorpusError with the faults, each with the draft's file."""
    try:
        read = corpus.load(corpus_folder, beside, with_closed=True)
        comparison.check(read)
    except CorpusError as error:
        text = str(error)
        for ours, theirs in (
            (drafts.SOURCE, f"eigen/bronnen/{draft.id}.md"),
            (drafts.FIDELITY, f"eigen/getrouwheid/{draft.id}.yaml"),
            (drafts.ORIGINAL, f"eigen/origineel/{draft.id}.txt"),
        ):
            text = text.replace(theirs, f"eigen/{holding.WAITING}/{draft.id}/{ours}")
        raise CorpusError(text) from error
    return read


def index(folders: Folders, model: str, progress: Progress, *, is_internal: bool = False) -> Path:
    """Build the index of the corpus with the own folder over it, of which only what changed is encoded, and let it serve."""
    read = corpus.load(folders.corpus, folders.own, with_closed=is_internal)
    comparison.check(read)
    wanted = model or _served_with(folders.index)
    if wanted:
        return build.build(read, folders.index, wanted, progress, models=folders.models)
    return build.build_default(read, folders.index, progress, models=folders.models)


def try_out(folders: Folders, draft: Draft, root: Path, progress: Progress) -> Path:
    """Build an index with a draft in it, in a folder of its own, with the model that serves and no training; return its generation."""
    beside = root / "eigen"
    shutil.rmtree(root, ignore_errors=True)
    files = layering.files_of(draft, folders.own, with_file=False)
    layering.lay_over(folders.own, files, layering.left_over(folders.own, draft, files), beside)
    read = checked(folders.corpus, beside, draft)
    model = _served_with(folders.index) or making.E5
    fit = recognition.remembering(folders.models, nearly=True)
    return build.build(read, root / "index", model, progress, models=folders.models, fit=fit)


def now_answerable(base: KnowledgeBase, document: str, progress: Progress = lambda name, share: None) -> list[Answerable]:
    """Return the questions that are refused, and for which the best that is found is now in this source: an editor decides what to do."""
    found = []
    records = base.library.unanswered
    asked = AskedIndex(base.folder / generation.UNANSWERED, [record.id for record in records])
    questions = [question for record in records for question in record.questions]
    base = replace(base, encoder=_Encoded(base.encoder, dict(zip(questions, asked.vectors, strict=True))))
    for number, record in enumerate(records, start=1):
        progress("Vragen zonder antwoord", number / len(records))
        for question in record.questions:
            hits = base.search(question).hits
            if hits and hits[0].entry.id.startswith(f"{document}."):
                found.append(Answerable(record.id, question, hits[0].entry.id))
                break
    return found


class _Encoded:
    """An encoder that has the vectors of some questions at hand: the index holds those of what is refused, and making them again would
    take two thirds of the time."""

    def __init__(self, encoder: Encoder, known: Mapping[str, Vectors]) -> None:
        self.name = encoder.name
        self._known = known
        self.encode_passages = encoder.encode_passages
        self._encode_queries = encoder.encode_queries

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        if all(text in self._known for text in texts):
            return np.stack([self._known[text] for text in texts])
        return self._encode_queries(texts)


def _served_with(root: Path) -> str:
    """Return the model of the index that serves, '' when there is none or it only stands in for another one."""
    try:
        manifest = index_folder.read_manifest(index_folder.current(root))
    except (IndexMissing, IndexDamaged):
        return ""
    return "" if manifest.instead_of else manifest.model
