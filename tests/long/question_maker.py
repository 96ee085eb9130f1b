"""Questions made of the words of the sources, stories included: the same ones each time for the same corpus and seed."""

import random
from collections.abc import Callable, Sequence

from kb.analysis.words import stop_words, word_spans
from kb.library import Library

FRAMES = (
    "{}",
    "Hoe {}?",
    "Wat is {}?",
    "wat zeggen de bronnen over {}",
    "Wie vertelde over {}?",
    "citaat over {}",
    "wat zei iemand over {}",
    "verhaal van iemand met {}",
    "voorbeelden van {}",
    "Waarom {}?",
    "hoeveel {}",
    "wat kan de gemeente doen aan {}",
    "wanneer was {}",
    "iemand die {}",
    "hoe ging het verder met {}",
)
LONGEST_RUN = 9


def made_questions(library: Library, count: int, seed: int) -> list[str]:
    """Return questions of words and phrases of the sources (half of them of stories) and names of the thesaurus: in frames, with slips
    of the hand, and two in one."""
    chooser = random.Random(seed)
    told = [one.text for one in (*library.protected_passages, *library.protected_quotes)]
    public = [place.text for place in library.places]
    names = [name for concept in library.concepts for name in concept.names]
    pieces: Sequence[Callable[[], str]] = (
        lambda: _run(chooser, chooser.choice(told)),
        lambda: _telling(chooser, chooser.choice(told)),
        lambda: _run(chooser, chooser.choice(public)),
        lambda: chooser.choice(names),
    )
    return [_question(chooser, lambda: chooser.choice(pieces)()) for _ in range(count)]


def _question(chooser: random.Random, piece: Callable[[], str]) -> str:
    kinds: Sequence[Callable[[], str]] = (
        lambda: chooser.choice(FRAMES).format(piece()),
        lambda: chooser.choice(FRAMES).format(piece()),
        lambda: _with_slip(chooser, chooser.choice(FRAMES).format(piece())),
        lambda: f"{piece()} {chooser.choice(('en', 'of', 'van', 'voor', 'in'))} {piece()}",
    )
    return chooser.choice(kinds)()


def _run(chooser: random.Random, text: str) -> str:
    """Return some words in a row of a text."""
    row = text.split()
    begin = chooser.randrange(len(row))
    return " ".join(row[begin : begin + chooser.randint(1, LONGEST_RUN)]).strip(".,:;?!")


def _telling(chooser: random.Random, text: str) -> str:
    """Return some words of a text that say what it is about, in another order."""
    telling = [word for word, _, _ in word_spans(text) if word not in stop_words()]
    return " ".join(chooser.sample(telling, min(len(telling), chooser.randint(1, 4))))


def _with_slip(chooser: random.Random, text: str) -> str:
    """Return a text with a letter left out, doubled or swapped with the next one."""
    at = chooser.randrange(max(1, len(text) - 1))
    slips = (text[:at] + text[at + 1 :], text[: at + 1] + text[at:], text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :])
    return chooser.choice(slips)
