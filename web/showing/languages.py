"""Words in another language, marked as such on a finished page, so that a reading aid speaks them rightly (WCAG 3.1.2).

It is done once, on the whole page, and not for each text that goes into one: so no page and no template can forget it.
What cannot hold a span is left alone: attributes, the title of the page, fields, drawings.
"""

import re
from functools import lru_cache

from kb.model import ForeignPhrase

_OPAQUE = re.compile(r"<(title|textarea|script|style|svg)\b.*?</\1>", re.DOTALL)
# Between two words of a phrase a mark may begin or end.
_INLINE = r"(?:</?(?:mark|strong|em|b|i|span|a)\b[^>]*>)*"
_ESCAPED = {"&": "&amp;", "'": "(?:'|&#39;)", '"': '(?:"|&#34;|&quot;)', "<": "&lt;", ">": "&gt;"}


def mark_languages(html: str, phrases: tuple[ForeignPhrase, ...]) -> str:
    """Return the html of a page with each of the phrases in a <span lang="…">; its text stays the same.

    A phrase counts as a whole word, whatever its capitals; of two that overlap the longer one counts.
    """
    # Most pages hold few of them, and looking for those alone is quicker.
    text = html.casefold()
    here = tuple(phrase for phrase in phrases if _first_word(phrase.words) in text)
    if not here:
        return html
    pattern, languages = _search(here)
    opaque = [found.span() for found in _OPAQUE.finditer(html)]

    def marked(found: re.Match[str]) -> str:
        at = found.start()
        if html.rfind("<", 0, at) > html.rfind(">", 0, at) or any(begin < at < end for begin, end in opaque):
            return found[0]
        language = languages[(found.lastindex or 0) - 1]
        return re.sub(r"[^<>]+(?![^<>]*>)", lambda text: f'<span lang="{language}">{text[0]}</span>', found[0])

    return pattern.sub(marked, html)


@lru_cache(maxsize=500)
def _first_word(words: str) -> str:
    found = re.search(r"\w+", words)
    return found[0].casefold() if found else words


@lru_cache(maxsize=100)
def _search(phrases: tuple[ForeignPhrase, ...]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return what finds phrases in a page, each as a group of its own, and the language of each group."""
    longest_first = sorted(phrases, key=lambda phrase: len(phrase.words), reverse=True)
    # The group tells which phrase was found: the words found need not be those of the phrase, however folded ("polıcıng").
    words = "|".join(f"({_with_inline(phrase.words)})" for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), tuple(phrase.language for phrase in longest_first)


def _with_inline(phrase: str) -> str:
    pieces = re.findall(r"\w+|\s+|[^\w\s]", phrase)
    return _INLINE.join(r"\s+" if piece.isspace() else _ESCAPED.get(piece) or re.escape(piece) for piece in pieces)
