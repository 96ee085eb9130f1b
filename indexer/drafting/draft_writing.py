"""A conversion as the Markdown of a source (docs/corpusformaat.md): chapters, anchors, cuts, page marks, notes, all words to the letter.

What a file has and a source has not (deeper headings, too long pages, blocks of more than a passage) is brought within bounds here;
what its reader set aside comes back as a list, for getrouwheid/.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.drafting.anchors import Anchors
from indexer.drafting.literal_markdown import CALL_MARK, cleaned, in_heading, literal
from indexer.drafting.words_of_blocks import MOST_WORDS, Words, cut, labels_of, lines_of, marked, plain, words_of, words_of_cells
from indexer.importing.blocks import Block, BlockKind, Conversion, SetAside

DEEPEST = 3
# A heading of more is a paragraph that looks like one.
MOST_WORDS_OF_HEADING = 40
# Of Markdown, for a page of at most 60 kB with all that stands around the words.
MOST_OF_PART = 36_000
# Parts of less, one after another, are read together: the slides of a presentation.
LEAST_OF_PART = 1_500
FIRST_HEADING = "Begin van dit stuk"
TOGETHER = "Inhoud"
INDENT = 4
# Deeper lists a source may not hold for long (indexer/corpus/markdown_html.py), and nobody can read.
DEEPEST_ITEM = 6


@dataclass(frozen=True, slots=True)
class Written:
    """A conversion as a source: its text without front matter, and the words that are not in it, each with page and reason."""

    body: str
    left_out: tuple[SetAside, ...]


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    title: str
    page: int | None
    labels: tuple[str, ...] = ()
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    """Markdown that a passage holds whole: lines of its own, how many words they have, and what they are.

    `head` are the first lines of a table, which each part of it needs. An item has its `depth`.
    """

    kind: BlockKind
    lines: tuple[str, ...]
    words: int
    begins: str
    page: int | None = None
    labels: tuple[str, ...] = ()
    leads_in: bool = False
    head: tuple[str, ...] = ()
    head_words: int = 0
    depth: int = 0


_Piece = _Heading | _Unit


def write(conversion: Conversion, kept: Mapping[str, tuple[str, ...]] | None = None) -> Written:
    """Return a conversion as the text of a source; `kept`: the anchors that the source had, by the keys of indexer.drafting.anchors."""
    labels = _labels(conversion)
    pieces = _leveled(list(_pieces(_with_uncalled_notes(conversion), labels)))
    pieces = _divided(_begun(_gathered(pieces)))
    figures = [
        SetAside(cleaned(block.text), "tekst in een figuur", block.page)
        for block in conversion.blocks
        if block.kind is BlockKind.FIGURE and cleaned(block.text)
    ]
    notes = {labels[note.label]: cleaned(note.text) for note in conversion.footnotes}
    writer = _Writer(Anchors(kept), notes, conversion.has_pages)
    aside = (replace(one, text=cleaned(one.text)) for one in conversion.set_aside)
    return Written(writer.text(pieces), tuple(one for one in (*aside, *figures) if one.text))


def _labels(conversion: Conversion) -> dict[str, str]:
    """Return the label that each note gets: its own where that can stand in a source, else a number."""
    own = [note.label for note in conversion.footnotes]
    taken = {label for label in own if label.isascii() and label.isalnum()}
    given: dict[str, str] = {}
    for label in own:
        number = len(given) + 1
        while str(number) in taken:
            number += 1
        given[label] = label if label in taken else str(number)
        taken.add(given[label])
    return given


def _with_uncalled_notes(conversion: Conversion) -> Sequence[Block]:
    """Return the blocks with each note that no block calls as a paragraph of its own, at the end of its page."""
    called = {call.label for block in conversion.blocks for call in block.calls}
    blocks = list(conversion.blocks)
    for note in conversion.footnotes:
        if note.label not in called:
            before = [place for place, block in enumerate(blocks) if note.page is None or (block.page or 0) <= note.page]
            blocks.insert(before[-1] + 1 if before else len(blocks), Block(BlockKind.PARAGRAPH, note.text, page=note.page))
    return blocks


def _pieces(blocks: Sequence[Block], labels: Mapping[str, str]) -> Iterator[_Piece]:
    """Yield headings and units of blocks, in order."""
    number = 0
    while number < len(blocks):
        block = blocks[number]
        if block.kind is BlockKind.ITEM:
            last = number
            while last < len(blocks) and blocks[last].kind is BlockKind.ITEM:
                last += 1
            yield from _list(blocks[number:last], labels)
            number = last
            continue
        yield from _block(block, labels)
        number += 1


def _block(block: Block, labels: Mapping[str, str]) -> Iterator[_Piece]:
    if block.kind is BlockKind.FIGURE:
        where = f": zie blz. {block.page}" if block.page else ": zie het bestand"
        yield _Unit(block.kind, (f"<!-- noot: Figuur{where}. -->",), 0, "", block.page)
    elif block.kind is BlockKind.TABLE:
        yield from _table(block, labels)
    else:
        words = words_of(block)
        if not words:
            return
        title = plain(words)
        if block.kind is BlockKind.HEADING and len(words) <= MOST_WORDS_OF_HEADING:
            yield _Heading(max(block.level, 1), title, block.page, _called(words, labels))
            return
        mark = "> " if block.kind is BlockKind.QUOTE else ""
        for part in cut(words):
            yield _unit(block.kind, part, labels, mark, "> " if mark else "", block.page)


def _unit(kind: BlockKind, words: Words, labels: Mapping[str, str], first: str, further: str, page: int | None) -> _Unit:
    """Return words as one block: `first` stands before its first line, `further` before the others."""
    lines: list[str] = []
    waiting = list(labels_of(words))
    for begins, stretch in lines_of(words):
        line = literal(marked(stretch))
        while CALL_MARK in line:
            label = labels.get(waiting.pop(0))
            line = line.replace(CALL_MARK, f"[^{label}]" if label else "", 1)
        if begins and lines:
            lines.append(_page_mark(begins))
        elif begins:
            page = begins
        lines.append((further if lines else first) + line)
    text = plain(words)
    return _Unit(kind, tuple(lines), len(words), text, page, _called(words, labels), text.endswith(":"))


def _called(words: Words, labels: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(labels[label] for label in labels_of(words) if label in labels)


def _list(items: Sequence[Block], labels: Mapping[str, str]) -> Iterator[_Unit]:
    """Yield the items of a list that stand together, each nested at most one deeper than the one before it."""
    items = [item for item in items if words_of(item)]
    depths = _depths([item.level for item in items])
    for item, depth, is_counted in zip(items, depths, _counted(items, depths), strict=True):
        # A number that Markdown would count otherwise stays among the words.
        mark = f"{item.number}. " if is_counted else "- " if item.number is None else f"- {item.number}\\. "
        first, *others = cut(words_of(item))
        unit = _unit(BlockKind.ITEM, first, labels, mark, " " * INDENT, item.page)
        yield replace(unit, depth=depth)
        for part in others:
            yield _unit(BlockKind.PARAGRAPH, part, labels, "", "", item.page)


def _depths(levels: Sequence[int]) -> list[int]:
    depths: list[int] = []
    above: list[int] = []
    for level in levels:
        while above and level <= above[-1]:
            above.pop()
        above.append(level)
        depths.append(min(len(above), DEEPEST_ITEM) - 1)
    return depths


def _counted(items: Sequence[Block], depths: Sequence[int]) -> list[bool]:
    """Return of each item whether its number is the one that counting gives: with all items of its row, one after another."""
    rows: list[list[int]] = []
    open_rows: dict[int, list[int]] = {}
    for place, depth in enumerate(depths):
        for deeper in [one for one in open_rows if one > depth]:
            del open_rows[deeper]
        if depth not in open_rows:
            open_rows[depth] = []
            rows.append(open_rows[depth])
        open_rows[depth].append(place)
    counted = [False] * len(items)
    for row in rows:
        numbers = [items[place].number for place in row]
        first = numbers[0]
        # An item that is cut ends the list; the one after it would be counted as the first.
        is_whole = all(len(cut(words_of(items[place]))) == 1 for place in row)
        if first is not None and 0 <= first < 100_000 and numbers == list(range(first, first + len(numbers))) and is_whole:
            for place in row:
                counted[place] = True
    return counted


def _table(block: Block, labels: Mapping[str, str]) -> Iterator[_Unit]:
    """Yield the rows of a table; its head stands above the first of each part."""
    rows = [row for row in words_of_cells(block) if any(row)]
    if not rows:
        return
    width = max(map(len, rows))
    has_head = block.has_head and len(rows) > 1 and sum(map(len, rows[0])) <= MOST_WORDS // 4
    top = rows.pop(0) if has_head else []
    head = (_row(top, width, labels), "|" + " --- |" * width)
    rest = tuple(label for cell in top for label in _called(cell, labels))
    page = block.page
    for number, row in enumerate(line for whole in rows for line in _short_rows(whole)):
        begins = next((word.page for cell in row for word in cell if word.page), None)
        page = begins if begins and (page is None or begins > page) else page
        called = tuple(label for cell in row for label in _called(cell, labels))
        words = sum(map(len, row))
        text = " ".join(plain(cell) for cell in row)
        called = (*rest, *called) if number == 0 else called
        lines = (_row(row, width, labels),)
        yield _Unit(block.kind, lines, words, text, page, called, head=head, head_words=sum(map(len, top)))


def _short_rows(row: Sequence[Words]) -> Iterator[list[Words]]:
    """Yield a row, or when it has more words than a passage several in its place, with all words in order."""
    most = MOST_WORDS * 3 // 4
    if sum(map(len, row)) <= most:
        yield list(row)
        return
    line: list[Words] = []
    for place, cell in enumerate(row):
        for part in cut(cell, most) or [()]:
            if line and (len(line) > place or sum(map(len, line)) + len(part) > most):
                yield line
                line = []
            line += [()] * (place - len(line)) + [part]
    yield line


def _row(cells: Sequence[Words], width: int, labels: Mapping[str, str]) -> str:
    told = []
    for cell in cells:
        waiting = labels_of(cell)
        text = literal(marked(cell)) if cell else ""
        while CALL_MARK in text:
            label = labels.get(waiting.pop(0))
            text = text.replace(CALL_MARK, f"[^{label}]" if label else "", 1)
        told.append(text)
    return "| " + " | ".join([*told, *[""] * (width - len(told))]) + " |"


def _leveled(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return the pieces with the levels of headings without jumps, from 1."""
    found: list[_Piece] = []
    above: list[int] = []
    for piece in pieces:
        if isinstance(piece, _Heading):
            while above and piece.level <= above[-1]:
                above.pop()
            above.append(piece.level)
            piece = replace(piece, level=len(above))
        found.append(piece)
    return found


def _gathered(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return the pieces under one heading of the editor's when they are many small parts, such as slides."""
    sizes = _sizes_of_parts(pieces)
    if len(sizes) > 3 and sum(sizes) <= MOST_OF_PART and sum(sizes) / len(sizes) < LEAST_OF_PART:
        ours = _Heading(1, TOGETHER, None, is_ours=True)
        return [ours, *(replace(piece, level=piece.level + 1) if isinstance(piece, _Heading) else piece for piece in pieces)]
    return list(pieces)


def _begun(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return the pieces with a heading of the editor's above text that has none."""
    if pieces and not isinstance(pieces[0], _Heading):
        return [_Heading(1, FIRST_HEADING, None, is_ours=True), *pieces]
    return list(pieces)


def _divided(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return the pieces in parts that a page can hold: the sections of a part that is too long become parts, or it is cut."""
    found: list[_Piece] = []
    for part in _parts(pieces):
        if _size(part) <= MOST_OF_PART:
            found += part
        elif any(isinstance(piece, _Heading) for piece in part[1:]):
            highest = min(piece.level for piece in part[1:] if isinstance(piece, _Heading))
            raised = [replace(piece, level=piece.level - highest + 1) if isinstance(piece, _Heading) else piece for piece in part[1:]]
            found += [part[0], *_divided_below(raised)]
        else:
            found += _cut_part(part)
    return [replace(piece, level=min(piece.level, DEEPEST)) if isinstance(piece, _Heading) else piece for piece in found]


def _divided_below(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return what stands below a heading, divided; the text before the first heading stays with the one above it."""
    first = next(number for number, piece in enumerate(pieces) if isinstance(piece, _Heading))
    return [*pieces[:first], *_divided(pieces[first:])]


def _cut_part(part: Sequence[_Piece]) -> list[_Piece]:
    """Return a part that has no headings in parts of bounded size, each under a heading of the editor's that goes on from the first."""
    top = part[0]
    title = top.title if isinstance(top, _Heading) else FIRST_HEADING
    found: list[_Piece] = [top]
    size = 0
    for piece in part[1:]:
        if size and size + _size([piece]) > MOST_OF_PART:
            where = f", vanaf bladzijde {piece.page}" if piece.page else ""
            found.append(_Heading(1, f"{title} (vervolg{where})", piece.page, is_ours=True))
            size = 0
        found.append(piece)
        size += _size([piece])
    return found


def _parts(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    parts: list[list[_Piece]] = []
    for piece in pieces:
        if not parts or (isinstance(piece, _Heading) and piece.level == 1):
            parts.append([])
        parts[-1].append(piece)
    return parts


def _sizes_of_parts(pieces: Sequence[_Piece]) -> list[int]:
    return [_size(part) for part in _parts(pieces)]


def _size(pieces: Sequence[_Piece]) -> int:
    return sum(len(piece.title) if isinstance(piece, _Heading) else sum(map(len, piece.lines)) for piece in pieces)


def _together(pieces: Sequence[_Piece], number: int) -> int:
    """Return how many words a unit has with its list, when it leads one in or begins it: these are best read in one passage."""
    unit = pieces[number]
    if isinstance(unit, _Heading):
        return 0
    before = pieces[number - 1] if number else None
    goes_on = isinstance(before, _Unit) and (before.leads_in or (before.kind is BlockKind.ITEM and unit.kind is BlockKind.ITEM))
    if goes_on or not (unit.leads_in or unit.kind is BlockKind.ITEM):
        return unit.words
    words = unit.words
    for following in pieces[number + 1 :]:
        if isinstance(following, _Heading) or following.kind is not BlockKind.ITEM:
            break
        words += following.words
    return words


def _page_mark(page: int) -> str:
    return f"<!-- bladzijde: {page} -->"


class _Writer:
    """Writes pieces as lines; knows the page it is on, how many words the passage has, and which notes are to be told."""

    def __init__(self, anchors: Anchors, notes: Mapping[str, str], has_pages: bool) -> None:
        self.anchors = anchors
        self.notes = notes
        self.has_pages = has_pages
        self.lines: list[str] = []
        self.page = 0
        self.anchor = ""
        self.words = 0
        self.due: list[str] = []
        self.told: set[str] = set()
        self.before: _Unit | None = None
        self.margin = 0
        self.called_above: tuple[str, ...] = ()
        self.told_above: frozenset[str] = frozenset()

    def text(self, pieces: Sequence[_Piece]) -> str:
        for number, piece in enumerate(pieces):
            if isinstance(piece, _Heading):
                self._heading(piece)
            else:
                self._unit(piece, _together(pieces, number))
        self._end_section()
        return "\n".join(self.lines).strip("\n") + "\n"

    def _heading(self, heading: _Heading) -> None:
        self._end_section()
        self._blank()
        self._turn_to(heading.page)
        self.anchor = self.anchors.of_heading(heading.title)
        ours = " .redactie" if heading.is_ours else ""
        self.lines += [f"{'#' * heading.level} {in_heading(heading.title)} {{#{self.anchor}{ours}}}", ""]
        # A heading has no marks: they stand at the end of the first line below it.
        self.called_above = tuple(label for label in heading.labels if label not in self.told)
        self.words = 0
        self.before = None

    def _unit(self, unit: _Unit, together: int) -> None:
        """Write a unit; `together` is how many words it has with those that are best read with it."""
        goes_on = self._goes_on(unit)
        words = unit.words + (0 if goes_on else unit.head_words)
        if self.words and (self.words + words > MOST_WORDS or (self.words + together > MOST_WORDS >= together)):
            self._tell_notes()
            self._blank()
            self.lines += [f"<!-- passage: {self.anchors.of_cut(self.anchor, unit.begins)} -->", ""]
            self.words, words, goes_on = 0, unit.words + unit.head_words, False
        if not goes_on:
            self._blank()
        if unit.kind is BlockKind.ITEM:
            self.margin = min(self.margin, unit.depth) if goes_on else unit.depth
        indent = " " * INDENT * (unit.depth - self.margin) if unit.kind is BlockKind.ITEM else ""
        lines = tuple(line if line.startswith("<!--") else indent + line for line in self._with_marks(unit))
        if unit.kind is BlockKind.TABLE and not goes_on:
            # The mark of a page stands above the table, not between its head and its rows.
            self._turn_to(unit.page)
            lines = (*unit.head, *lines)
        else:
            self._turn_to(unit.page)
        self.lines += lines
        for line in lines:
            if line.startswith("<!-- bladzijde: "):
                self.page = max(self.page, int(line.split()[2]))
        self.words += words
        self.due += (label for label in unit.labels if label not in self.told_above)
        self.before = unit

    def _with_marks(self, unit: _Unit) -> tuple[str, ...]:
        """Return the lines of a unit with the marks of the heading above it, without those of notes told below an earlier heading."""
        lines = unit.lines
        for label in self.told_above.intersection(unit.labels):
            lines = tuple(line.replace(f"[^{label}]", "") for line in lines)
        if self.called_above and unit.kind not in (BlockKind.TABLE, BlockKind.FIGURE):
            lines = (lines[0] + "".join(f"[^{label}]" for label in self.called_above), *lines[1:])
            self.due += self.called_above
            self.called_above = ()
        return lines

    def _end_section(self) -> None:
        self._tell_notes()
        for label in self.called_above:
            self._blank()
            self.lines.append(literal(self.notes[label]))
            self.told.add(label)
        self.called_above = ()
        self.told_above = frozenset(self.told)

    def _goes_on(self, unit: _Unit) -> bool:
        """Return whether a unit goes on with the list or the table before it."""
        if self.before is None or self.before.kind is not unit.kind:
            return False
        return unit.kind is BlockKind.ITEM or (unit.kind is BlockKind.TABLE and self.before.head is unit.head)

    def _turn_to(self, page: int | None) -> None:
        if self.has_pages and page and page > self.page:
            self.lines.append(_page_mark(page))
            self.page = page

    def _tell_notes(self) -> None:
        """Write the words of the notes that were called since the last time, where the passage that calls them ends."""
        for label in dict.fromkeys(self.due):
            if label in self.notes and label not in self.told:
                self._blank()
                self.lines.append(f"[^{label}]: {literal(self.notes[label])}")
                self.told.add(label)
        self.due = []

    def _blank(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")
