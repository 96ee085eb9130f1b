"""Build an index generation from a corpus: entries, both indexes, the encoder, the library; tested, then put to use."""

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from indexer import calibrations, training
from indexer.corpus import corpus_files
from indexer.corpus.corpus import Corpus
from indexer.entries import entries_of, findable_by
from indexer.freshness import corpus_digest
from indexer.model import making, recognition
from kb.analysis.digest import analysis_digest
from kb.analysis.lemmas import in_dictionary
from kb.analysis.letters import composed, folded
from kb.analysis.names import has_capital_inside
from kb.analysis.words import word_spans
from kb.calibration import Calibration
from kb.errors import IndexDamaged, IndexMissing, ModelUnavailable
from kb.index import folder as index_folder
from kb.index import generation, offered
from kb.index.encoder import MODEL_FOLDER, TRAINED_HERE, StaticEncoder
from kb.index.generation import Contents
from kb.index.recogniser import Fit
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import Concept, Entry, EntryKind

MODELS = Path("modellen")
_HYPHEN = re.compile("[-‑]")
Progress = Callable[[str, float], None]
"""Told what is being done: a Dutch name and the share done, from 0 to 1."""
Train = Callable[[Sequence[training.Pair], Path, Callable[[float], None]], None]
"""Makes a StaticEmbedding model of pairs in a folder, as training.train does."""


def build(
    corpus: Corpus,
    root: Path,
    model: str,
    progress: Progress = lambda name, share: None,
    train: Train = training.train,
    calibration: Calibration | None = None,
    models: Path = MODELS,
    instead_of: str = "",
    fit: Fit | None = None,
) -> Path:
    """Build a generation, test it, let it serve, and return its folder; the generation that served stays until then.

    `calibration`: the numbers that it serves with; None takes those that come with the program for this model. `models`: the folder where
    converted models and vectors wait for the next build. `instead_of`: why `model` stands in for another one, in Dutch; empty when not.
    `fit`: makes the classifier of edited answers; None takes the one of an earlier build where nothing that it was fitted on has changed.
    """
    with index_folder.begin(root) as folder:
        entries = entries_of(corpus.library)
        counts = write_generation(corpus.library, entries, folder, model, progress, train, calibration, models, fit)
        _copy_files(corpus, folder)
        index_folder.seal(
            folder, corpus_digest(corpus.folder, corpus.own, with_closed=corpus.with_closed), analysis_digest(), model, counts, instead_of
        )
        progress("Zelftest", 0.0)
        _self_test(folder, entries[0])
        progress("Zelftest", 1.0)
        return index_folder.publish(root, folder)


def build_default(
    corpus: Corpus,
    root: Path,
    progress: Progress,
    calibration: Calibration | None = None,
    models: Path = MODELS,
    train: Train = training.train,
) -> Path:
    """Build a generation with the model that comes with the installation, or, where that can't be had, with the one trained here.

    The latter never takes the place of the former: then what served stays. Raises ModelUnavailable.
    """
    try:
        return build(corpus, root, making.E5, progress, calibration=calibration, models=models)
    except ModelUnavailable as error:
        if _served_with(root) == making.E5:
            raise ModelUnavailable(
                f"{error} De index die dient, is met e5 gemaakt en blijft dienen; wilt u hem toch vervangen, geef dan KB_MODEL=eigen."
            ) from error
        why = f"De index is gemaakt met het eigen model, dat minder goed vindt. {error}"
        return build(corpus, root, TRAINED_HERE, progress, train, calibration, models, why)


def _served_with(root: Path) -> str:
    try:
        return index_folder.read_manifest(index_folder.current(root)).model
    except (IndexMissing, IndexDamaged):
        return ""


def _copy_files(corpus: Corpus, folder: Path) -> None:
    """Copy the files that everybody may have into a generation, which holds all that it serves with."""
    for document in corpus.library.documents:
        if document.offers_file and document.file:
            layer = corpus.own if document.is_own and corpus.own else corpus.folder
            offered.folder(folder).mkdir(exist_ok=True)
            shutil.copyfile(layer / corpus_files.FILES / document.file, offered.folder(folder) / document.file)


def write_generation(
    content: Library,
    entries: Sequence[Entry],
    folder: Path,
    model: str,
    progress: Progress,
    train: Train = training.train,
    calibration: Calibration | None = None,
    models: Path = MODELS,
    fit: Fit | None = None,
) -> Mapping[str, int]:
    """Write all files of a generation but its manifest into folder; return counts for the manifest."""
    fit = fit or recognition.remembering(models)
    numbers = calibrations.of_model(model) if calibration is None else calibration
    contents = Contents(content, entries, findable_by(content, entries), vocabulary(entries, content.concepts), spellings(entries), numbers)
    if model == TRAINED_HERE:
        return generation.write(contents, _trained(entries, content, folder, progress, train), folder, progress, fit)
    made = making.make(model, entries, folder, models, progress)
    counts = generation.write(contents, made.encoder, folder, progress, fit)
    made.remembered.keep()
    return counts


def vocabulary(entries: Sequence[Entry], concepts: Sequence[Concept]) -> dict[str, int]:
    """Return how often each word stands in the entries; words of questions and thesaurus only when the dictionary knows them."""
    counts = Counter(word for entry in entries for text in (entry.title, entry.context, entry.text) for word in _whole_words(text))
    ours = (text for entry in entries for text in (*entry.questions, *entry.proposed))
    names = (name for concept in concepts for name in (concept.term, *concept.synonyms, *concept.everyday, *concept.abbreviations))
    counts.update(word for text in ours for word in _whole_words(text) if word in counts or in_dictionary(word))
    counts.update(word for name in names for word in _whole_words(name))
    return dict(sorted(counts.items()))


def spellings(entries: Sequence[Entry]) -> dict[str, str]:
    """Return how the entries write each word, most often, where that is not the form in which it is compared: 'financiële', 'Delft'."""
    written: dict[str, Counter[str]] = {}
    for text in (text for entry in entries for text in (entry.title, entry.context, entry.text)):
        for word, begin, end in word_spans(text):
            raw = composed(text[begin:end])
            # Not what the form adds or takes off, as in 'foto's' and 'wet- en regelgeving'.
            if word == folded(_HYPHEN.sub("", raw)) and word.isalpha():
                is_capital_of_sentence = not raw.isupper() and not has_capital_inside(text, begin)
                written.setdefault(word, Counter())[raw[0].lower() + raw[1:] if is_capital_of_sentence else raw] += 1
    most = {word: max(forms, key=lambda form: (forms[form], form)) for word, forms in written.items()}
    return {word: form for word, form in sorted(most.items()) if form != word}


def _whole_words(text: str) -> Iterator[str]:
    """Yield the words of text, those with a hyphen joined: a part such as 'gezins' is no word of its own."""
    return (word for word, _, _ in word_spans(text))


def _trained(entries: Sequence[Entry], content: Library, folder: Path, progress: Progress, train: Train) -> StaticEncoder:
    # A report with a personal story shows its opening passage, which is an entry of its own.
    told = [entry for entry in entries if entry.kind is not EntryKind.REPORT]
    pairs = training.training_pairs(told, content.concepts, content.unanswered)
    train(pairs, folder / MODEL_FOLDER, lambda share: progress("Model trainen", share))
    return StaticEncoder(folder / MODEL_FOLDER)


def _self_test(folder: Path, entry: Entry) -> None:
    """Open the generation as the site will and ask for an entry that it holds. Raises IndexDamaged."""
    found = KnowledgeBase.open_generation(folder).search(entry.text[:200])
    if entry.id not in {identity for hit in found.hits for identity in (hit.entry.id, *hit.also)}:
        raise IndexDamaged(
            f"De nieuwe index vindt passage '{entry.id}' niet terug. De oude index blijft dienen; meld dit aan de beheerder."
        )
