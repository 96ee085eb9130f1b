"""The words that an address points at, looked up in the text as it stands now."""

from kb.telling.stretches import place_of, read_pointing
from web.numbers import span_of

NO_STRETCH = "het stuk dat het adres aanwijst, is er niet"
# An address of before it carried a digest, or one that was cut off.
NO_WORDS = "het adres zegt niet welke woorden er zijn aangehaald"
CHANGED = "de aangehaalde woorden staan er niet meer zo"


def look_up(text: str, pointed: str) -> tuple[int, int] | str:
    """Return the stretch of text that an address points at, compared with its words; or why not, as part of a sentence."""
    begin, end, digest = read_pointing(pointed)
    span = span_of(begin, end)
    if span is None:
        return NO_STRETCH
    if not digest:
        return NO_WORDS if span[1] <= len(text) else NO_STRETCH
    return place_of(text, *span, digest) or CHANGED
