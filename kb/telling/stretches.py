"""A stretch of words that an address cites, and the digest by which those words are known again after the text was edited."""

import re
from base64 import b32encode
from hashlib import blake2b

# Forty bits: of the places in a text, however long, none is taken for another by chance.
_BYTES = 5
_DIGEST = re.compile(r"[a-z2-7]{8}(?![a-z0-9])")


def digest_of(words: str) -> str:
    """Return the digest of these words that stands in an address.

    >>> digest_of("Ouders letten op."), digest_of("Ouders letten op")
    ('aumfqmru', 'akbfnm3o')
    """
    return b32encode(blake2b(words.encode(), digest_size=_BYTES).digest()).decode().lower()


def pointing(text: str, begin: int, end: int) -> str:
    """Return how an address points at text[begin:end]: where it stands, and by what its words are known again.

    >>> pointing("Ja. Ouders letten op.", 4, 21)
    '4-21-aumfqmru'
    """
    return f"{begin}-{end}-{digest_of(text[begin:end])}"


def read_pointing(pointed: str) -> tuple[str, str, str]:
    """Return what an address points with: begin, end and digest, each '' when it is not there; what a mail program hung on is left off.

    >>> read_pointing("4-21-aumfqmru)."), read_pointing("4-21-aumf"), read_pointing("4-21"), read_pointing("vier")
    (('4', '21', 'aumfqmru'), ('4', '21', ''), ('4', '21', ''), ('vier', '', ''))
    """
    begin, _, rest = pointed.partition("-")
    end, _, digest = rest.partition("-")
    found = _DIGEST.match(digest)
    return begin, end, found[0] if found else ""


def place_of(text: str, begin: int, end: int, digest: str) -> tuple[int, int] | None:
    """Return where the words with this digest stand: where they were, or else the one place in the text where they stand now.

    Not found are words that are gone, and words that moved and stand there more than once.

    >>> digest = digest_of("De bus")
    >>> place_of("De bus staat.", 0, 6, digest), place_of("Hier staat de bus. De bus is rood.", 0, 6, digest)
    ((0, 6), (19, 25))
    >>> place_of("Ja. De bus. De bus.", 0, 6, digest), place_of("Een bus.", 0, 6, digest)
    (None, None)
    """
    if digest_of(text[begin:end]) == digest:
        return begin, end
    length = end - begin
    found = [at for at in range(len(text) - length + 1) if _may_begin(text, at) and digest_of(text[at : at + length]) == digest]
    return (found[0], found[0] + length) if len(found) == 1 else None


def _may_begin(text: str, at: int) -> bool:
    """Return whether words may begin here: not in the middle of one, nor with white space."""
    return not text[at].isspace() and not (at and text[at - 1].isalnum() and text[at].isalnum())
