"""Lemma and stem of a Dutch word: 'betrokken' and 'betrek' meet in 'betrekken'."""

from functools import cache, lru_cache
from importlib import resources

import Stemmer
from simplemma import Lemmatizer, is_known
from simplemma.strategies import DefaultStrategy

# Snowball 3 gave the name "dutch" to another algorithm, which takes the ge- off 'gemeenschap'.
_STEMMER = "dutch_porter"
# Twice the words of the corpus; readers type other words, and a process that serves must not grow with them.
MOST_REMEMBERED = 20_000


@lru_cache(maxsize=MOST_REMEMBERED)
def lemma(word: str) -> str:
    """Return the dictionary form of a word as words() gives it.

    >>> lemma("gemeenschappen"), lemma("betrokken"), lemma("ouders"), lemma("afgesproken")
    ('gemeenschap', 'betrekken', 'ouder', 'afspreken')
    """
    own = _field_lemmas().get(word)
    return own or _lemmatizer().lemmatize(word, "nl").replace("_", "").casefold()


@lru_cache(maxsize=MOST_REMEMBERED)
def stem(word: str) -> str:
    """Return the Snowball stem of a word.

    >>> stem("weerbaarheid"), stem("weerbare")
    ('weerbar', 'weerbar')
    """
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=MOST_REMEMBERED)
def in_dictionary(word: str) -> bool:
    """Return whether the general Dutch dictionary has this word form."""
    return bool(is_known(word, "nl", low_memory=True))


@cache
def _field_lemmas() -> dict[str, str]:
    text = resources.files("kb.analysis").joinpath("lemmas.txt").read_text(encoding="utf-8")
    return dict(line.split() for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _lemmatizer() -> Lemmatizer:
    # Read where it stands, compressed: 5 MB in place of 41, and a look-up does not write to memory that processes share. What it
    # found is remembered by lemma().
    return Lemmatizer(cache_max_size=0, lemmatization_strategy=DefaultStrategy(low_memory=True))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMER)
