"""Whether the letters of a file make words: what tells a text from a scan, from letters that mean others, and from another language."""

import re
from dataclasses import dataclass

from kb.analysis.lemmas import in_dictionary, in_other_dictionary
from kb.analysis.letters import folded

# Measured on five Dutch documents of 900 to 23,000 words: .87 to .92. English had .22 (.99 in its own dictionary), German .35; letters
# that stand for others .00 to .10 (.13), those of no alphabet .06 (.10) at most.
UNREADABLE = 0.15
DOUBTFUL = 0.5
_FEWEST_WORDS = 20
_MOST_WORDS = 20_000
_WORD = re.compile(r"[^\W\d_]{2,}")
_USUAL = frozenset(".,;:!?()'\"-–—‘’“”„‚«»/\\%&€$£•·▪●○■□◦‣✓✔❖§[]{}*+=±×@_<>~^#°…|−\xad\ufffd")


@dataclass(frozen=True, slots=True)
class Health:
    """How many words there are, and the shares of them that a Dutch dictionary and an English or French one know, less what is odd."""

    words: int
    known: float
    elsewhere: float

    @property
    def is_unreadable(self) -> bool:
        """Whether the letters mean nothing."""
        return self.words >= _FEWEST_WORDS and self.known < UNREADABLE and self.elsewhere < DOUBTFUL

    @property
    def is_doubtful(self) -> bool:
        """Whether this may be no Dutch."""
        return self.words >= _FEWEST_WORDS and self.known < DOUBTFUL and not self.is_unreadable

    def __str__(self) -> str:
        """Return it as a person reads it."""
        return f"{round(100 * self.known)} % bekende woorden"


def health_of(text: str) -> Health:
    """Return how well a text reads as Dutch.

    >>> str(health_of("De buren helpen elkaar met boodschappen"))
    '100 % bekende woorden'
    """
    words = _WORD.findall(text)
    if len(words) > _MOST_WORDS:
        words = words[:: len(words) // _MOST_WORDS + 1]
    signs = [character for character in text[: 50 * _MOST_WORDS] if not character.isspace()]
    odd = sum(not (character.isalnum() or character in _USUAL) for character in signs) / max(1, len(signs))
    forms = [folded(word.lower()) for word in words]
    known = sum(map(in_dictionary, forms)) / max(1, len(words))
    # The other dictionaries are read for what is no Dutch only.
    elsewhere = sum(map(in_other_dictionary, forms)) / max(1, len(words)) if known < DOUBTFUL else 0.0
    # What has no letters of any alphabet has no words to count either.
    return Health(max(len(words), round(odd * len(signs) / 6)), known * (1 - odd), elsewhere * (1 - odd))
