"""Lemma and stem of a Dutch word: 'betrokken' and 'betrek' meet in 'betrekken'."""

from functools import cache, lru_cache
from importlib import resources

import Stemmer
from simplemma import Lemmatizer, is_known
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.default import LOW_MEMORY_DICTIONARY_FACTORY

from kb.analysis.letters import folded

# Snowball 3 gave the name "dutch" to another algorithm, which takes the ge- off 'gemeenschap'.
_STEMMER = "dutch_porter"
_LANGUAGE = "nl"
# German takes five times the memory of these two.
_OTHER_LANGUAGES = ("en", "fr")
# Twice the words of the corpus; readers type other words, and a process that serves must not grow with them.
MOST_REMEMBERED = 20_000


@lru_cache(maxsize=MOST_REMEMBERED)
def lemma(word: str) -> str:
    """Return the dictionary form of a word as words() gives it.

    >>> lemma("gemeenschappen"), lemma("betrokken"), lemma("ouders"), lemma("afgesproken")
    ('gemeenschap', 'betrekken', 'ouder', 'afspreken')
    """
    own = _field_lemmas().get(word)
    return own or folded(_lemmatizer().lemmatize(spelled(word), _LANGUAGE).replace("_", ""))


@lru_cache(maxsize=MOST_REMEMBERED)
def stem(word: str) -> str:
    """Return the Snowball stem of a word.

    >>> stem("weerbaarheid"), stem("weerbare")
    ('weerbar', 'weerbar')
    """
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=MOST_REMEMBERED)
def in_dictionary(word: str) -> bool:
    """Return whether the general Dutch dictionary has this word form, with or without the accents that words() takes off."""
    return bool(is_known(word, _LANGUAGE, low_memory=True)) or word in _accented()


@lru_cache(maxsize=MOST_REMEMBERED)
def in_other_dictionary(word: str) -> bool:
    """Return whether the dictionary of another language that readers mix with Dutch has this word form."""
    return bool(is_known(word, _OTHER_LANGUAGES, low_memory=True))


def open_dictionaries() -> None:
    """Read the dictionaries now: once for all processes that split off, and not while a reader waits."""
    in_dictionary("-")
    in_other_dictionary("-")


def spelled(word: str) -> str:
    """Return a word with the accents that the dictionary writes it with; one that the dictionary has without them stays as it is.

    >>> spelled("strategieen"), spelled("prive"), spelled("ouders")
    ('strategieën', 'privé', 'ouders')
    """
    # The table of accents takes half a second to make: only for a word that needs it.
    return word if is_known(word, _LANGUAGE, low_memory=True) else _accented().get(word, word)


@cache
def _accented() -> dict[str, str]:
    """The words that the dictionary writes with accents, by their form without."""
    dictionary = LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(_LANGUAGE)
    accented = (word for word in dictionary if not word.isascii())
    return {form: word for word in accented if (form := folded(word)) != word}


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
