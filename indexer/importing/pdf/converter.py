"""A PDF file made into blocks."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from indexer.importing import headings
from indexer.importing.blocks import Block, BlockKind, Box, Conversion, Footnote, NoteCall, Origin, PageBreak, SetAside
from indexer.importing.pdf.columns import regions
from indexer.importing.pdf.contents import Entry, contents
from indexer.importing.pdf.flow import Flow, flow
from indexer.importing.pdf.furniture import furniture
from indexer.importing.pdf.headings import give_levels
from indexer.importing.pdf.hyphens import Words
from indexer.importing.pdf.joining import join_over_ends, with_whole_titles
from indexer.importing.pdf.layout import line_step, parts_of
from indexer.importing.pdf.looks import Known, normal
from indexer.importing.pdf.notes import Calls, Note, notes_of, small_lines_below
from indexer.importing.pdf.parts import Aside, Laid, Part
from indexer.importing.pdf.pieces import Line, Piece, body_style, lines_of
from indexer.importing.pdf.reading import Area, Page, Pdf, read
from indexer.importing.pdf.scans.pages import doubts_of, pages_without_letters, read_pages, require_letters
from indexer.importing.pdf.tags import laid_by_tags
from indexer.importing.refusals import Progress, unheard

_SEGMENT_GAP = 0.9  # sizes: what stands further apart on a height may be of two columns
_TAGGED = 0.5  # of the letters: below it the tags are no guide
_MANY_PAGES = 3
_MOST_NAMED = 8
_SMALLEST_PICTURE = 0.02  # of the page


def convert(file: Path, *, ocr: bool = False, progress: Progress = unheard) -> Conversion:
    """Convert a PDF file; `ocr` reads the letters of pages that are pictures. Raises Refused."""
    pdf = read(file, progress)
    without = pages_without_letters(pdf)
    if ocr and without:
        pdf = read_pages(file, pdf, without, progress)
        without = []
    require_letters(pdf, without)
    conversion = converted(pdf)
    return replace(conversion, doubts=(*doubts_of(pdf, without), *headings.doubts(conversion.blocks)))


def converted(pdf: Pdf) -> Conversion:
    """Return what was read as blocks."""
    segments = [lines_of(page.pieces, page.number, apart=_SEGMENT_GAP) for page in pdf.pages]
    known, entries, asides = _known(pdf, segments)
    laid = [_laid(page, lines, aside, known) for page, lines, aside in zip(pdf.pages, segments, asides, strict=True)]
    repeated = _repeated_pictures(pdf.pages)
    for page, one in zip(pdf.pages, laid, strict=True):
        _place_pictures(one, page, repeated)
    notes = notes_of(laid)
    parts = with_whole_titles(join_over_ends([one.parts for one in laid]), known.body.size)
    give_levels(parts, pdf.outline, entries)
    return _Writing(pdf, [line for lines in segments for line in lines], notes).conversion(parts, laid)


def _known(pdf: Pdf, segments: Sequence[list[Line]]) -> tuple[Known, list[Entry], list[list[Aside]]]:
    asides = furniture(segments, [page.height for page in pdf.pages])
    rows = [
        sorted(lines_of([piece for line in lines for piece in line.pieces], page.number), key=lambda line: line.top)
        for page, lines in zip(pdf.pages[:20], segments[:20], strict=True)
    ]
    in_contents, entries = contents(rows)
    inside = {id(piece) for lines in rows for line in lines if id(line) in in_contents for piece in line.pieces}
    for lines, aside in zip(segments, asides, strict=True):
        out = {id(one.line) for one in aside}
        aside += [Aside(line, "inhoudsopgave") for line in lines if id(line) not in out and id(line.pieces[0]) in inside]
    out = {id(one.line) for aside in asides for one in aside}
    body = body_style(line for lines in segments for line in lines if id(line) not in out)
    listed = [entry.title for entry in pdf.outline] + [entry.title for entry in entries]
    step = line_step([line for lines in segments for line in lines if abs(line.style.size - body.size) < 1])
    return Known(body, step, frozenset(name for title in listed if len(name := normal(title)) > 3)), entries, asides


def _laid(page: Page, segments: Sequence[Line], asides: Sequence[Aside], known: Known) -> Laid:
    out = {id(piece) for aside in asides for piece in aside.line.pieces}
    pieces = [piece for piece in page.pieces if piece.text.strip() and id(piece) not in out]
    tagged = [piece for piece in pieces if piece.tag >= 0]
    if page.tags and sum(len(piece.text) for piece in tagged) >= _TAGGED * sum(len(piece.text) for piece in pieces):
        laid = laid_by_tags(page, pieces, known)
        _add_untagged(laid, page, [piece for piece in pieces if piece.tag < 0], tagged, known)
    else:
        laid = _by_looks(page, [line for line in segments if id(line.pieces[0]) not in out], known)
    laid.asides += asides
    for apart, reason in (
        (page.turned, "staat gedraaid op de bladzijde"),
        (page.hidden, "onzichtbaar"),
        (page.unclear, "niet goed te lezen"),
    ):
        # Each on a line of its own: they stand anywhere.
        laid.asides += [Aside(line, reason) for line in (Line.of(page.number, [piece]) for piece in apart) if line.text]
    return laid


def _by_looks(page: Page, segments: Sequence[Line], known: Known) -> Laid:
    laid = Laid(page.number)
    origin = Origin.READ if page.read else Origin.LOOKS
    for lines in regions(segments, page.grounds, known.body.size):
        notes = small_lines_below(lines, known.body.size, page.height)
        laid.notes += notes
        text = lines[: len(lines) - len(notes)]
        # The columns of a page are joined as pages are.
        laid.parts = join_over_ends([laid.parts, parts_of(text, known, origin)] if text else [laid.parts])
    return laid


def _add_untagged(laid: Laid, page: Page, pieces: Sequence[Piece], tagged: Sequence[Piece], known: Known) -> None:
    """Give what the tags pass over its place: above and below all that is tagged it is furniture, else text."""
    if not pieces:
        return
    top, bottom = min(piece.top for piece in tagged), max(piece.bottom for piece in tagged)
    for line in lines_of(pieces, page.number):
        if line.bottom <= top or line.top >= bottom:
            laid.asides.append(Aside(line, "kopregel" if line.bottom <= top else "voetregel"))
            continue
        for part in parts_of([line], known):
            below = (index for index, other in enumerate(laid.parts) if other.lines and _middle(other.lines[0]) > _middle(line) + 3)
            laid.parts.insert(next(below, len(laid.parts)), part)


def _middle(line: Line) -> float:
    return (line.top + line.bottom) / 2


def _repeated_pictures(pages: Sequence[Page]) -> set[tuple[int, ...]]:
    """Return the places where many pages have a picture of one size: a logo, or the ground of the page."""
    on: dict[tuple[int, ...], set[int]] = {}
    for page in pages:
        for picture in page.pictures:
            on.setdefault(_place_of(picture), set()).add(page.number)
    return {place for place, numbers in on.items() if len(numbers) >= _MANY_PAGES}


def _place_of(area: Area) -> tuple[int, ...]:
    return round(area.left / 4), round(area.top / 4), round(area.right / 4), round(area.bottom / 4)


def _place_pictures(laid: Laid, page: Page, repeated: Collection[tuple[int, ...]]) -> None:
    figures = [part for part in laid.parts if part.kind is BlockKind.FIGURE]
    for picture in page.pictures:
        if _place_of(picture) in repeated:
            continue
        if not _SMALLEST_PICTURE * page.width * page.height < picture.size < 0.9 * page.width * page.height:
            continue
        bare = next((figure for figure in figures if not figure.areas), None)
        if bare:
            bare.areas.append((page.number, picture))
            continue
        if figures and page.tags:
            continue
        figure = Part(BlockKind.FIGURE, [], page.number, areas=[(page.number, picture)])
        below = (
            index
            for index, part in enumerate(laid.parts)
            if part.lines
            and part.lines[0].top >= picture.bottom - 5
            and part.lines[0].left < picture.right
            and part.lines[0].right > picture.left
        )
        laid.parts.insert(next(below, len(laid.parts)), figure)
    laid.parts = [part for part in laid.parts if part.kind is not BlockKind.FIGURE or part.areas or part.lines]


class _Writing:
    """Parts written as blocks, with the words and the notes of the whole document at hand."""

    def __init__(self, pdf: Pdf, lines: Sequence[Line], notes: Sequence[Note]) -> None:
        self._pdf = pdf
        self._words = Words(lines)
        self._notes = notes
        self._calls = Calls(notes)
        self._asides: list[SetAside] = []

    def conversion(self, parts: Sequence[Part], laid: Sequence[Laid]) -> Conversion:
        blocks = tuple(block for part in parts if (block := self._block(part)) is not None)
        footnotes = tuple(Footnote(note.label, self._plain(note.lines), note.page) for note in self._notes)
        asides = [aside for one in laid for aside in self._set_aside(one)]
        pages = tuple(page.words for page in self._pdf.pages)
        set_aside = tuple(aside for aside in [*asides, *self._asides] if aside.text)
        return Conversion("pdf", blocks, footnotes, set_aside, pages, True, self._pdf.properties)

    def _set_aside(self, laid: Laid) -> list[SetAside]:
        """Return what was set aside of a page, that of one reason together."""
        reasons = dict.fromkeys(aside.reason for aside in laid.asides)
        lines = {reason: [aside.line for aside in laid.asides if aside.reason == reason] for reason in reasons}
        return [SetAside(self._plain(lines[reason]), reason, laid.number) for reason in reasons]

    def _plain(self, lines: Sequence[Line]) -> str:
        return flow(lines, self._words, Calls([])).text

    def _block(self, part: Part) -> Block | None:
        running = flow(part.lines, self._words, self._calls)
        if part.kind is BlockKind.TABLE:
            return self._table(part)
        if not running.text and part.kind is not BlockKind.FIGURE:
            return None
        number = part.number
        if part.kind is BlockKind.HEADING and number is not None:
            running, number = _led_by(f"{number}. ", running), None
        return Block(
            part.kind,
            running.text,
            page=part.page,
            level=part.level if part.kind in (BlockKind.HEADING, BlockKind.ITEM) else 0,
            number=number,
            breaks=tuple(running.breaks),
            calls=tuple(running.calls),
            boxes=self._boxes(part),
            origin=part.origin,
            doubts=(*part.doubts, *self._doubts(running)),
        )

    def _table(self, part: Part) -> Block:
        flows = [[flow(cell, self._words, self._calls) for cell in row] for row in part.rows]
        whole = Flow()
        page = part.page
        for lines, cell in zip((cell for row in part.rows for cell in row), (cell for row in flows for cell in row), strict=True):
            if not cell.text:
                continue
            begin = len(whole.text) + 1 if whole.text else 0
            if lines[0].page != page:
                page = lines[0].page
                whole.breaks.append(PageBreak(begin, page))
            whole.breaks += [PageBreak(begin + found.offset, page := found.page) for found in cell.breaks]
            whole.calls += [NoteCall(begin + call.offset, call.label) for call in cell.calls]
            whole.text = f"{whole.text} {cell.text}".lstrip()
        return Block(
            BlockKind.TABLE,
            whole.text,
            page=part.page,
            rows=tuple(tuple(cell.text for cell in row) for row in flows),
            has_head=part.has_head,
            breaks=tuple(whole.breaks),
            calls=tuple(whole.calls),
            boxes=self._boxes(part),
            origin=part.origin,
            doubts=(*part.doubts, *(doubt for row in flows for cell in row for doubt in self._doubts(cell))),
        )

    def _doubts(self, running: Flow) -> list[str]:
        for mark, page in running.loose:
            self._asides.append(SetAside(mark, "nootcijfer zonder noot", page))
        unsure = ", ".join(f"‘{word}’" for word in running.unsure[:_MOST_NAMED])
        read = [f"Misschien niet goed gelezen: {unsure}{' …' if len(running.unsure) > _MOST_NAMED else ''}."] if unsure else []
        return (
            running.doubts
            + read
            + [f"Bij het verhoogde cijfer {mark} staat op bladzijde {page} geen voetnoot." for mark, page in running.loose]
        )

    def _boxes(self, part: Part) -> tuple[Box, ...]:
        groups: list[tuple[int, list[Area]]] = []
        for number, area in [(line.page, Area(line.left, line.top, line.right, line.bottom)) for line in part.lines] + part.areas:
            # A part that goes on in another column has a box in each.
            if groups and groups[-1][0] == number and (area.top > groups[-1][1][-1].top - 50 or part.kind is BlockKind.TABLE):
                groups[-1][1].append(area)
            else:
                groups.append((number, [area]))
        return tuple(self._box(number, found) for number, found in groups)

    def _box(self, number: int, areas: Sequence[Area]) -> Box:
        page = self._pdf.pages[number - 1]
        return Box(
            number,
            _share(min(area.left for area in areas), page.width),
            _share(min(area.top for area in areas), page.height),
            _share(max(area.right for area in areas), page.width),
            _share(max(area.bottom for area in areas), page.height),
        )


def _led_by(words: str, running: Flow) -> Flow:
    shift = len(words)
    return replace(
        running,
        text=words + running.text,
        breaks=[PageBreak(found.offset + shift, found.page) for found in running.breaks],
        calls=[NoteCall(call.offset + shift, call.label) for call in running.calls],
    )


def _share(place: float, whole: float) -> float:
    return round(min(1.0, max(0.0, place / whole)), 4)
