"""Questions to measure with: as people ask them, from the authored questions of the corpus."""

import random
from pathlib import Path
from urllib.parse import quote_plus

from kb.knowledge_base import KnowledgeBase

SEED = 11
POOL = 60


def real_questions(index: Path) -> list[str]:
    """Return all authored questions of an index, shuffled the same way each time."""
    library = KnowledgeBase.open(index).library
    questions = sorted({question for asked in library.questions.values() for question in asked})
    random.Random(SEED).shuffle(questions)
    return questions


def mixed_addresses(path: str, questions: list[str], count: int) -> list[str]:
    """Return `count` addresses that ask questions: two in three from a pool that comes back, one in three asked for the first time.

    When the questions run out, a new one is made of the beginnings of two.
    """
    chooser = random.Random(SEED)
    pool, fresh = questions[:POOL], iter(questions[POOL:])
    addresses = []
    for number in range(count):
        if number % 3:
            question = chooser.choice(pool)
        else:
            question = next(fresh, "") or f"{_half(chooser.choice(questions))} {_half(chooser.choice(questions))}"
        addresses.append(f"{path}?q={quote_plus(question)}")
    return addresses


def _half(question: str) -> str:
    words = question.split()
    return " ".join(words[: max(2, len(words) // 2)])
