"""A knowledge base of one source, for a test that needs a passage, a list or a question of its own."""

from collections.abc import Mapping
from pathlib import Path

from meaning import TOY_NUMBERS, train
from one_source import source_of

from indexer import build
from indexer.corpus.corpus import Corpus
from kb.index.encoder import TRAINED_HERE
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import Unanswered


def base_of(
    folder: Path, body: str, questions: Mapping[str, tuple[str, ...]] | None = None, unanswered: tuple[Unanswered, ...] = ()
) -> KnowledgeBase:
    """Build and open an index of the source 'gids' with this body, these authored questions and these recorded gaps."""
    source = source_of(folder, body)
    library = Library(
        documents=(source.document,),
        sections=tuple(source.sections),
        passages=tuple(source.passages),
        quotes=tuple(source.quotes),
        lists=tuple(source.lists),
        questions=questions or {},
        unanswered=unanswered,
    )
    root = folder / "index"
    build.build(Corpus(folder, library, (source,), library), root, TRAINED_HERE, train=train, calibration=TOY_NUMBERS)
    return KnowledgeBase.open(root)
