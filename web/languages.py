"""Words in another language, marked as such on a finished page, so that a reading aid speaks them rightly (WCAG 3.1.2).

It is done once, on the whole page, and not for each text that goes into one: so no page and no template can forget it.
What cannot hold a span is left alone: attributes, the title of the page, fields, drawings.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape

from kb.model import ForeignPhrase

_OPAQUE = r"<(?P<opaque>title|textarea|script|style|svg)\b.*?</(?P=opaque)>"
_TAG = r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>"""
# Between two words of a phrase a mark may begin or end.
_INLINE = r"(?:</?(?:mark|strong|em|b|i|span|a)\b[^>]*>)*"
_ESCAPED = {"&": "&amp;", "'": "(?:'|&#39;)", '"': '(?:"|&#34;|&quot;)', "<": "&lt;", ">": "&gt;"}


def mark_languages(html: str, phrases: tuple[ForeignPhrase, ...]) -> str:
    """Return the html of a page with each of the phrases in a <span lang="…">; its text stays the same.

    A phrase counts as a whole word, whatever its capitals; of two that overlap the longer one counts.
    """
    if not phrases:
        return html
    pattern, languages = _search(phrases)

    def marked(found: re.Match[str]) -> str:
        if found["phrase"] is None:
            return found[0]
        words = _plain(found[0])
        return re.sub(r"[^<>]+(?![^<>]*>)", lambda text: f'<span lang="{languages[words]}">{text[0]}</span>', found[0])

    return pattern.sub(marked, html)


@lru_cache(maxsize=2)
def _search(phrases: tuple[ForeignPhrase, ...]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return what finds tags and phrases in a page, and the language of each phrase."""
    longest_first = sorted((phrase.words for phrase in phrases), key=len, reverse=True)
    words = "|".join(_with_inline(phrase) for phrase in longest_first)
    pattern = re.compile(rf"{_OPAQUE}|{_TAG}|(?<!\w)(?P<phrase>{words})(?!\w)", re.DOTALL | re.IGNORECASE)
    return pattern, {_plain(phrase.words): phrase.language for phrase in phrases}


def _with_inline(phrase: str) -> str:
    pieces = re.findall(r"\w+|\s+|[^\w\s]", phrase)
    return _INLINE.join(r"\s+" if piece.isspace() else _ESCAPED.get(piece) or re.escape(piece) for piece in pieces)


def _plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).casefold().split())
