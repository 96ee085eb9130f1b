"""Build an index generation from a corpus: entries, both indexes, the encoder, the library; tested, then put to use."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from indexer import training
from indexer.corpus.corpus import Corpus
from indexer.entries import entries_of, findable_by
from indexer.freshness import corpus_digest
from kb import library
from kb.analysis.analyzer import Analyzer
from kb.analysis.digest import analysis_digest
from kb.analysis.lemmas import in_dictionary
from kb.analysis.words import whole_words
from kb.errors import IndexDamaged
from kb.index import embedding, entry_list, keyword, sentences, term_sets, unanswered
from kb.index import folder as index_folder
from kb.index.encoder import MODEL_FOLDER, TRAINED_HERE, Encoder, SentenceTransformerEncoder, StaticEncoder
from kb.knowledge_base import (
    EMBEDDING_FOLDER,
    KEYWORD_FOLDER,
    SENTENCE_FOLDER,
    TERMS_FOLDER,
    UNANSWERED_FOLDER,
    VOCABULARY_FILE,
    KnowledgeBase,
)
from kb.library import Library
from kb.model import Concept, Entry, EntryKind

Progress = Callable[[str, float], None]
"""Told what is being done: a Dutch name and the share done, from 0 to 1."""
Train = Callable[[Sequence[training.Pair], Path, Callable[[float], None]], None]
"""Makes a StaticEmbedding model of pairs in a folder, as training.train does."""


def build(corpus: Corpus, root: Path, model: str, progress: Progress = lambda name, share: None, train: Train = training.train) -> Path:
    """Build a generation, test it, let it serve, and return its folder; the generation that served stays until then."""
    with index_folder.begin(root) as folder:
        entries = entries_of(corpus.library)
        counts = write_generation(corpus.library, entries, folder, model, progress, train)
        index_folder.seal(folder, corpus_digest(corpus.folder), analysis_digest(), model, counts)
        progress("Zelftest", 0.0)
        _self_test(folder)
        progress("Zelftest", 1.0)
        return index_folder.publish(root, folder)


def write_generation(
    content: Library, entries: Sequence[Entry], folder: Path, model: str, progress: Progress, train: Train = training.train
) -> Mapping[str, int]:
    """Write all files of a generation but its manifest into folder; return counts for the manifest."""
    library.write(content, folder)
    entry_list.write(entries, folder)
    frequencies = vocabulary(entries, content.concepts)
    (folder / VOCABULARY_FILE).write_text(json.dumps(frequencies, ensure_ascii=False), encoding="utf-8")
    progress("Trefwoorden", 0.0)
    (folder / KEYWORD_FOLDER).mkdir()
    analyzer = Analyzer(frozenset(frequencies))
    found_by = findable_by(content, entries)
    keyword.write(found_by, analyzer, folder / KEYWORD_FOLDER)
    term_sets.write([_terms(entry, analyzer) for entry in entries], folder / TERMS_FOLDER)
    progress("Trefwoorden", 1.0)
    encoder = _encoder(entries, content, folder, model, progress, train)
    progress("Betekenis", 0.0)
    (folder / EMBEDDING_FOLDER).mkdir()
    embedding.write(found_by, encoder, folder / EMBEDDING_FOLDER)
    sentences.write(content, encoder, analyzer, folder / SENTENCE_FOLDER)
    unanswered.write(content.unanswered, encoder, analyzer, folder / UNANSWERED_FOLDER)
    progress("Betekenis", 1.0)
    return {
        "bronnen": len(content.documents),
        "passages": len(content.passage_in_report),
        "citaten": len(content.quote_in_report),
        "praktijkvoorbeelden": len(content.examples),
        "vragen": sum(len(entry.questions) for entry in entries),
    }


def _terms(entry: Entry, analyzer: Analyzer) -> list[tuple[str, ...]]:
    texts = (f"{entry.title}\n{entry.context}\n{entry.text}", *entry.questions)
    return [analyzer.terms(text).parts for text in texts]


def vocabulary(entries: Sequence[Entry], concepts: Sequence[Concept]) -> dict[str, int]:
    """Return how often each word stands in the entries; words of questions and thesaurus only when the dictionary knows them."""
    counts = Counter(word for entry in entries for text in (entry.title, entry.context, entry.text) for word in whole_words(text))
    ours = (text for entry in entries for text in entry.questions)
    names = (name for concept in concepts for name in (concept.term, *concept.synonyms, *concept.everyday, *concept.abbreviations))
    counts.update(word for text in ours for word in whole_words(text) if word in counts or in_dictionary(word))
    counts.update(word for name in names for word in whole_words(name))
    return dict(sorted(counts.items()))


def _encoder(entries: Sequence[Entry], content: Library, folder: Path, model: str, progress: Progress, train: Train) -> Encoder:
    if model != TRAINED_HERE:
        encoder = SentenceTransformerEncoder(model)
        return encoder.as_static(folder / MODEL_FOLDER) or encoder
    # A report with a personal story shows its opening passage, which is an entry of its own.
    told = [entry for entry in entries if entry.kind is not EntryKind.REPORT]
    pairs = training.training_pairs(told, content.concepts, content.unanswered)
    train(pairs, folder / MODEL_FOLDER, lambda share: progress("Model trainen", share))
    return StaticEncoder(folder / MODEL_FOLDER)


def _self_test(folder: Path) -> None:
    """Open the generation as the site will and ask for something it holds. Raises IndexDamaged."""
    base = KnowledgeBase.open_generation(folder)
    entry = base.finder.entries[0]
    if entry.id not in {identity for hit in base.search(entry.text[:200]).hits for identity in (hit.entry.id, *hit.also)}:
        raise IndexDamaged(
            f"De nieuwe index vindt passage '{entry.id}' niet terug. De oude index blijft dienen; meld dit aan de beheerder."
        )
