"""Pages whose letters must be read from a picture, and what is told where that is not asked for."""

import statistics
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from indexer.importing.pdf.page_images import drawn
from indexer.importing.pdf.pieces import Piece, Style
from indexer.importing.pdf.reading import Page, Pdf, opened
from indexer.importing.pdf.scans.health import Health, health_of
from indexer.importing.pdf.scans.ocr import DOTS_PER_INCH, SECONDS_A_PAGE, ReadLine, ReadWord, read_letters, require_tesseract
from indexer.importing.refusals import Progress, Refused

_LARGE_PICTURE = 0.3  # of the page
_FEWEST_WORDS = 8  # a scan may have a page number or a stamp as letters
_ENOUGH = 2_000  # characters of a page to know its letters by
_SURE = 60
_LEAST_SURE = 35
_MOST_SPECKS = 6  # letters
_SAME_SIZE = 0.1
_SIZE_OF_LINE = 1.1  # of the letters in it
_READ_FOR_DOTS = frozenset({"e", "o", "°", "¢", "«", "»", "*", "®", "©", "•", "+", "-"})


def pages_without_letters(pdf: Pdf) -> list[Page]:
    """Return the pages that are a picture, or whose letters stand for others."""
    return [page for page in pdf.pages if _is_picture(page) or health_of(page.words[:_ENOUGH]).is_unreadable]


def require_letters(pdf: Pdf, without: Sequence[Page]) -> None:
    """Raise Refused where so much must be read from pictures that nothing is left without it."""
    with_words = [page for page in pdf.pages if health_of(page.words[:_ENOUGH]).words >= _FEWEST_WORDS and page not in without]
    if not without or with_words:
        return
    if all(_is_picture(page) for page in without):
        raise Refused(f"dit is een scan: {_pages(len(without))} zonder letters. {_read_them(len(without))}")
    health = health_of(" ".join(page.words for page in pdf.pages))
    raise Refused(f"de letters in dit bestand zijn niet te lezen ({health}). {_read_them(len(without))}")


def doubts_of(pdf: Pdf, without: Sequence[Page]) -> tuple[str, ...]:
    """Return what a person must know of a whole file before he trusts its words."""
    doubts = []
    pictures = [page.number for page in without if _is_picture(page)]
    soup = [page.number for page in without if page.number not in pictures]
    if pictures:
        doubts.append(f"{_named(pictures)} een plaatje zonder letters. Met --ocr {_is(pictures, 'wordt', 'worden')} ook die gelezen.")
    if soup:
        doubts.append(f"{_named(soup)} niet te lezen: de letters staan er voor andere. Met --ocr lukt dat wel.")
    health = _health([page for page in pdf.pages if page not in without])
    if health.is_doubtful:
        doubts.append(f"Is dit Nederlands? ({health})")
    read = [page.number for page in pdf.pages if page.read]
    if read:
        doubts.append(f"{_named(read)} van een plaatje gelezen: vergelijk met de bladzijde.")
    return tuple(doubts)


def read_pages(file: Path, pdf: Pdf, without: Sequence[Page], progress: Progress) -> Pdf:
    """Return a file with the letters of pages read from their picture. Raises Refused."""
    require_tesseract()
    document = opened(file)
    found = {}
    try:
        for count, page in enumerate(without, start=1):
            picture = drawn(document, page.number - 1, dots_per_inch=DOTS_PER_INCH, grey=True)
            header = f"P5 {picture.width} {picture.height} 255\n".encode()
            seen = _page(page, read_letters(header + picture.tobytes()), page.width / picture.width)
            # A picture without words under a line of text leaves that line.
            if health_of(seen.words).words > health_of(page.words).words or health_of(page.words).is_unreadable:
                found[page.number] = seen
            progress(count, len(without))
    finally:
        document.close()
    read = replace(pdf, pages=tuple(found.get(page.number, page) for page in pdf.pages))
    health = _health(read.pages)
    if health.is_unreadable:
        raise Refused(f"ook van de plaatjes zijn de letters niet te lezen ({health}). Vraag de maker om een PDF met tekst.")
    return read


def _page(page: Page, lines: Sequence[ReadLine], scale: float) -> Page:
    mended = _with_dots([_in_order(line) for line in lines])
    clear = [line for line in mended if _is_clear(line)]
    usual = statistics.median_low([word.size for line in clear for word in line.words for _ in word.text] or [0.0])
    return replace(
        page,
        words="\n".join(" ".join(word.text for word in line.words) for line in mended),
        pieces=tuple(_piece(word, scale, usual) for line in clear for word in line.words),
        unclear=tuple(_piece(word, scale, usual) for line in mended if line not in clear for word in line.words),
        turned=(),
        hidden=(),
        read=True,
        tags=(),
        pictures=(),
    )


def _piece(word: ReadWord, scale: float, usual: float) -> Piece:
    # What is measured in a picture differs a little from line to line; the letters of the text are of one size.
    size = usual if abs(word.size - usual) < _SAME_SIZE * usual else word.size
    style = Style(round(size * scale / _SIZE_OF_LINE, 1))
    doubtful = (word.text,) if word.sure < _SURE else ()
    place = (word.left * scale, word.top * scale, word.right * scale, word.bottom * scale)
    return Piece(f"{word.text} ", style, *place, base=word.base * scale, doubtful=doubtful)


def _is_clear(line: ReadLine) -> bool:
    """Whether a line was read at all: stamps, signatures and specks give a few letters that nobody wrote."""
    specks = all(word.sure < _SURE for word in line.words) and sum(len(word.text) for word in line.words) <= _MOST_SPECKS
    return line.sure >= _LEAST_SURE and not specks


def _in_order(line: ReadLine) -> ReadLine:
    """Return a line whose words end where the next begins: the boxes of some reach over each other."""
    ends = [word.left for word in line.words[1:]] + [float("inf")]
    return ReadLine(tuple(replace(word, right=max(word.left, min(word.right, end))) for word, end in zip(line.words, ends, strict=True)))


def _with_dots(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """Return lines with dots for what was read as a letter and stands like the dot of a list, at one place of several lines."""
    begins = [line for line in lines if _may_be_dot(line)]
    mended = []
    for line in lines:
        alike = sum(abs(other.words[0].left - line.words[0].left) < line.words[0].size / 3 for other in begins)
        if line in begins and alike > 1:
            mended.append(
                ReadLine(
                    (
                        replace(line.words[0], text="•", sure=100),
                        replace(line.words[1], text=line.words[1].text.lstrip("_")),
                        *line.words[2:],
                    )
                )
            )
        else:
            mended.append(line)
    return mended


def _may_be_dot(line: ReadLine) -> bool:
    if len(line.words) < 2 or line.words[0].text not in _READ_FOR_DOTS:
        return False
    first, second = line.words[:2]
    return second.left - first.right > 0.3 * first.size and (second.text.lstrip("_")[:1].isupper() or first.text not in ("e", "o"))


def _is_picture(page: Page) -> bool:
    large = any(picture.size > _LARGE_PICTURE * page.width * page.height for picture in page.pictures)
    return large and health_of(page.words[:_ENOUGH]).words < _FEWEST_WORDS


def _health(pages: Sequence[Page]) -> Health:
    return health_of(" ".join(page.words for page in pages))


def _pages(count: int) -> str:
    return "1 bladzijde" if count == 1 else f"{count} bladzijden"


def _read_them(count: int) -> str:
    minutes = -(-count * SECONDS_A_PAGE // 60)
    return f"Lezen duurt ongeveer {'1 minuut' if minutes == 1 else f'{minutes} minuten'}: voeg het toe met --ocr."


def _named(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"Bladzijde {numbers[0]} is"
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return f"Bladzijde {', '.join(named)} zijn"


def _is(numbers: Sequence[int], one: str, more: str) -> str:
    return one if len(numbers) == 1 else more
