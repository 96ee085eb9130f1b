"""The places where a question is best answered: by the index that serves, or without one by the words that a place shares with it."""

from functools import lru_cache
from pathlib import Path

from kb.analysis.words import stop_words, words
from kb.errors import KnowledgeBaseError
from kb.index import folder as index_folder
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from workbench.place import Place

MOST = 5


def nearest(place: Place, library: Library, question: str) -> list[str]:
    """Return the ids of the five places that come nearest to a question, the nearest first: passages and quotes that are there now."""
    try:
        hits = _opened(index_folder.current(place.index)).search(question).hits
        found = [hit.place for hit in hits if hit.place in library.passage or hit.place in library.quote]
    except KnowledgeBaseError:
        found = []
    return (list(dict.fromkeys(found)) or _sharing(library, question))[:MOST]


@lru_cache(maxsize=1)
def _opened(folder: Path) -> KnowledgeBase:
    """Return the generation in a folder; opening one takes a second, so the last one is kept."""
    return KnowledgeBase.open_generation(folder)


def _sharing(library: Library, question: str) -> list[str]:
    sought = set(words(question)) - stop_words()
    shared = {one.id: len(sought & set(words(f"{library.section_of(one.id).title} {one.text}"))) for one in library.places}
    return [identity for identity in sorted(shared, key=lambda identity: -shared[identity]) if shared[identity]]
