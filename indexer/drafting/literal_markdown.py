"""Words of a file as Markdown that reads as those words to the letter, whatever signs stand in them."""

import re
import unicodedata
from html import escape

from indexer.corpus import corpus_files, markdown_html
from kb.passage_html import text_of

# Where a note is called, in words that are being written; a sign that no text has.
CALL_MARK = "\U000fffd0"
_ALWAYS = re.compile(r"[\\`*_\[\]|{}]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
# Glued to a word or sentence it would read as the mark of a note, which is no word.
_RAISED = re.compile(r"[¹²³⁰⁴⁵⁶⁷⁸⁹]")
_LIST_BEGIN = re.compile(r"^(\d+)([.)])")
_BLOCK_BEGIN = re.compile(r"^[#>+\-=~:]")
_SIGN = re.compile(r"[^\w\s]|_")


def cleaned(text: str) -> str:
    """Return the text of a file on one line, in composed letters, without signs that no text can hold."""
    whole = unicodedata.normalize("NFC", text.replace(CALL_MARK, ""))
    while found := corpus_files.unreadable_character(whole):
        whole = whole.replace(found.group(), " " if found.group() in "\x0b\x0c" else "")
    return " ".join(whole.split())


def literal(words: str) -> str:
    """Return a line of cleaned words as Markdown that is rendered as these words, as little escaped as that takes.

    >>> literal("1. Zie *bijlage* [3] & <b>")
    '1\\\\. Zie \\\\*bijlage\\\\* \\\\[3\\\\] & &lt;b>'
    """
    text = _ALWAYS.sub(r"\\\g<0>", _ENTITY.sub("&amp;", words)).replace("<", "&lt;")
    text = _RAISED.sub(lambda sign: f"&#{ord(sign.group())};", text)
    text = _LIST_BEGIN.sub(r"\1\\\2", text)
    if _BLOCK_BEGIN.match(text):
        text = f"&#{ord(text[0])};{text[1:]}" if text[0] in "=~:" else f"\\{text}"
    return text if reads_as(text, words) else _every_sign(words)


def in_heading(words: str) -> str:
    """Return cleaned words as the title of a heading."""
    return re.sub(r"[\\`*_{}]", r"\\\g<0>", words)


def reads_as(text: str, words: str) -> bool:
    """Return whether Markdown is rendered as these words."""
    if markdown_html.unfit(text):
        return False
    html, _ = markdown_html.render(text, "concept")
    return text_of(html) == words


def _every_sign(words: str) -> str:
    """Return words with every sign told by its number: hard to read for an editor, and never read as a mark."""
    return _SIGN.sub(lambda sign: f"&#{ord(sign.group())};", words)


def in_comment(words: str) -> str:
    """Return words as they may stand in a comment, whose end they do not make."""
    return escape(words.replace("-->", "-- >"), quote=False)
