"""Page marks of a source: lines such as `<!-- bladzijde: 12 -->`, between blocks or in the middle of a paragraph, list or table."""

import re
from collections.abc import Sequence

from kb.passage_html import page_mark

_LINE = re.compile(r"\s*<!--\s*bladzijde:\s*([1-9][0-9]{0,4})\s*-->\s*")
# What a line of Markdown begins with before its words: marks of quotations, lists and tables.
_BEGIN = re.compile(r"\s*(?:(?:[-*+]|[0-9]{1,9}[.)])\s+|>\s?)*\|?\s*")
# The line below the head of a table, which has no words.
_NO_WORDS = re.compile(r"[-=:|\s]*")


def page_of(line: str) -> int | None:
    """Return the page that begins after a line, None when it is no page mark."""
    found = _LINE.fullmatch(line)
    return int(found.group(1)) if found else None


def set_in(text: str, before: Sequence[int] = ()) -> str:
    """Return Markdown text with its page marks, and those that stood `before` it, as elements at the begin of the words that follow them.

    The line of a mark goes, so that a paragraph, list or table goes on over it. A text that ends in a mark keeps it as it is.
    """
    waiting, lines = list(before), []
    for line in text.split("\n"):
        page = page_of(line)
        if page is not None:
            waiting.append(page)
        elif waiting and not _NO_WORDS.fullmatch(line):
            begin = _BEGIN.match(line)
            at = begin.end() if begin else 0
            lines.append(f"{line[:at]}{''.join(map(page_mark, waiting))}{line[at:]}")
            waiting.clear()
        else:
            lines.append(line)
    return "\n".join(lines)
