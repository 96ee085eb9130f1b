"""The places where a question is best answered: by the index that serves, or without one by the words that a place shares with it."""

import math
from functools import lru_cache
from pathlib import Path

from kb.analysis.words import stop_words, words
from kb.errors import KnowledgeBaseError
from kb.index import folder as index_folder
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from workbench.place import Place

MOST = 5


def nearest(place: Place, library: Library, question: str) -> tuple[list[str], bool]:
    """Return the ids of the five places that come nearest to a question, the nearest first, and whether the index told so."""
    try:
        hits = _opened(index_folder.current(place.index)).search(question).hits
    except KnowledgeBaseError:
        return _sharing(library, question)[:MOST], False
    # The content may be newer than the index.
    found = [hit.place for hit in hits if hit.place in library.passage or hit.place in library.quote]
    return list(dict.fromkeys(found))[:MOST], True


@lru_cache(maxsize=1)
def _opened(folder: Path) -> KnowledgeBase:
    """Return the generation in a folder; opening one takes a second, so the last one is kept."""
    return KnowledgeBase.open_generation(folder)


def _sharing(library: Library, question: str) -> list[str]:
    """Return the places that share words with a question; a word counts for more the fewer places have it."""
    held = {one.id: set(words(f"{library.section_of(one.id).title} {one.text}")) for one in library.places}
    counts = {word: sum(word in said for said in held.values()) for word in set(words(question)) - stop_words()}
    worth = {word: math.log(1 + len(held) / count) for word, count in counts.items() if count}
    score = {identity: sum(worth[word] for word in worth if word in said) for identity, said in held.items()}
    return [identity for identity in sorted(score, key=lambda identity: -score[identity]) if score[identity]]
