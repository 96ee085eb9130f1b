"""Page by page: whether the words of a file are those of its draft and of what was set aside, and what a person has to look at."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.drafting.words_of_blocks import words_of
from indexer.importing.blocks import Block, BlockKind, Conversion, Origin
from kb.analysis.letters import composed

# Of the words of a page; more is not published without a look.
MOST_MISSING = 0.005
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class PageReport:
    """What became of one page: how many words it has, those that are in neither draft nor list, those that came from nowhere, and doubts.

    `needs_look` says in Dutch why the draft is not published before a person looked at this page; empty when it may be.
    """

    page: int
    words: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    set_aside: int
    doubts: tuple[str, ...]
    needs_look: str


@dataclass(frozen=True, slots=True)
class Report:
    """The pages of a file, and the doubts about it as a whole."""

    pages: tuple[PageReport, ...]
    has_pages: bool
    doubts: tuple[str, ...]

    @property
    def doubt_count(self) -> int:
        """How many doubts a person steps through."""
        return len(self.doubts) + sum(len(page.doubts) + bool(page.needs_look) for page in self.pages)

    @property
    def summary(self) -> str:
        """The report in one line."""
        words = sum(page.words for page in self.pages)
        missing, extra = (sum(len(getattr(page, name)) for page in self.pages) for name in ("missing", "extra"))
        count = f"{len(self.pages)} {'bladzijde' if len(self.pages) == 1 else 'bladzijden'}, " if self.has_pages else ""
        return f"{count}{words} woorden, {missing} gemist, {extra} te veel, {self.doubt_count} twijfels"


def report(conversion: Conversion) -> Report:
    """Return the report of a conversion."""
    told = _by_page(conversion)
    differences = [_difference(conversion, number, told) for number in range(1, len(conversion.pages) + 1)]
    _settle_with_neighbours(differences)
    pages = tuple(_page(conversion, number, told, *found) for number, found in enumerate(differences, start=1))
    return Report(pages, conversion.has_pages, conversion.doubts)


def _difference(conversion: Conversion, number: int, told: "_ByPage") -> tuple[list[str], list[str]]:
    labels = [note.label for note in conversion.footnotes]
    numbers = [str(block.number) for block in conversion.blocks if block.number is not None]
    return differing(words_in(conversion.pages[number - 1]), told.words.get(number, []), [*labels, *numbers])


def _settle_with_neighbours(differences: Sequence[tuple[list[str], list[str]]]) -> None:
    """Take away words that one page lacks and the page beside it has too many: a row of a table over their border is told of the first."""
    for (missing, extra), (missing_after, extra_after) in pairwise(differences):
        for lacks, has in ((missing_after, extra), (missing, extra_after)):
            for word in list(lacks):
                if word in has:
                    lacks.remove(word)
                    has.remove(word)


def _page(conversion: Conversion, number: int, told: "_ByPage", missing: Sequence[str], extra: Sequence[str]) -> PageReport:
    words = words_in(conversion.pages[number - 1])
    doubts = told.doubts.get(number, [])
    return PageReport(
        page=number,
        words=len(words),
        missing=tuple(missing),
        extra=tuple(extra),
        set_aside=told.aside.get(number, 0),
        doubts=tuple(doubts),
        needs_look=_needs_look(len(words), len(missing), number in told.read, has_words=bool(told.words.get(number))),
    )


def _needs_look(words: int, missing: int, was_read: bool, has_words: bool) -> str:
    if was_read:
        return "de letters zijn van een plaatje gelezen; kijk of de woorden kloppen"
    if not words and not has_words:
        return "er staat geen tekst op; kijk of dat klopt"
    if missing > max(words * MOST_MISSING, 1):
        return f"{missing} van de {words} woorden kwamen niet mee; kijk of u ze mist"
    return ""


@dataclass(frozen=True, slots=True)
class _ByPage:
    words: dict[int, list[str]]
    doubts: dict[int, list[str]]
    aside: dict[int, int]
    read: frozenset[int]


def _by_page(conversion: Conversion) -> _ByPage:
    words: dict[int, list[str]] = {}
    doubts: dict[int, list[str]] = {}
    aside: dict[int, int] = {}
    page = 1
    for block in conversion.blocks:
        page = block.page or page
        doubts.setdefault(page, []).extend(block.doubts)
        for at, text in _pages_of(block, page):
            words.setdefault(at, []).extend(words_in(text))
            page = at
    for text, stands in ((other.text, other.page) for others in (conversion.footnotes, conversion.set_aside) for other in others):
        words.setdefault(stands or 1, []).extend(words_in(text))
    for one in conversion.set_aside:
        aside[one.page or 1] = aside.get(one.page or 1, 0) + len(words_in(one.text))
    read = frozenset(block.page or 1 for block in conversion.blocks if block.origin is Origin.READ)
    return _ByPage(words, doubts, aside, read)


def _pages_of(block: Block, page: int) -> Iterator[tuple[int, str]]:
    """Yield the words of a block by page."""
    if block.kind is BlockKind.FIGURE and not block.text:
        return
    for word in words_of(block):
        page = word.page or page
        yield page, word.text


def words_in(text: str) -> list[str]:
    """Return the words of text as they are compared: letters and figures, capitals kept."""
    return _WORD.findall(unicodedata.normalize("NFKC", composed(text)))


def differing(file: Sequence[str], draft: Sequence[str], numbers: Iterable[str] = ()) -> tuple[list[str], list[str]]:
    """Return the words of a file that a draft lacks, and those that it has too many.

    What is one word here and two there (a hyphen at the end of a line) is no difference, nor are `numbers`: marks of notes, of items.
    """
    missing, extra = _left(file, draft), _left(draft, file)
    missing, extra = _joined(missing, extra)
    extra, missing = _joined(extra, missing)
    known = set(numbers)
    bare = [_without_mark(word, known) for word in missing if word not in known]
    if not extra:
        return [word for word in missing if word not in known], extra
    bare, extra = _joined(_left(bare, extra), _left(extra, bare))
    # The words as the file has them, of those that are still missing.
    shown = [word for word in missing if _without_mark(word, known) in bare]
    return shown, extra


def _without_mark(word: str, marks: Collection[str]) -> str:
    """Return a word without the mark of a note that is glued to its end."""
    return next((word[: -len(mark)] for mark in marks if word.endswith(mark) and len(word) > len(mark)), word)


def _left(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return the words that are more often in `words` than in `others`, in their order."""
    over = Counter(words) - Counter(others)
    found = []
    for word in words:
        if over[word]:
            over[word] -= 1
            found.append(word)
    return found


def _joined(parts: list[str], wholes: list[str]) -> tuple[list[str], list[str]]:
    """Return both without wholes that neighbouring parts make up, letter for letter."""
    parts, left = list(parts), []
    for whole in wholes:
        for begin in range(len(parts)):
            text, end = "", begin
            while end < len(parts) and len(text) < len(whole) and whole.startswith(text):
                text, end = text + parts[end], end + 1
            if text == whole and end - begin > 1:
                del parts[begin:end]
                break
        else:
            left.append(whole)
    return parts, left
