"""Faithfulness: every sentence of a source stands in its original, and every line of the original in the source or in a list of reasons."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from indexer import schemas, yaml_lines
from indexer.corpus import Corpus
from indexer.faults import FaultList
from indexer.source_file import Source
from kb.library import Library
from kb.passage_html import blocks_of, text_of

_LINK = re.compile(r"\\?\[((?:[^\]\\]|\\.)*)\\?\]\([^)]*\)")
_QUOTE_PLACE = re.compile(r'<figure data-citaat="([^"]+)"></figure>')
_TAG = re.compile(r"<[^>]+>")
_LIST_MARK = re.compile(r"^\s*(?:[-•]\s*)+|•")
_NUMBER = re.compile(r"^\d+\.\s+")
_EDGES = "'\"‘’“”():,  "


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of an original, first to last, and what was done with them and why."""

    first: int
    last: int
    reason: str


@dataclass(slots=True)
class Report:
    """How a source compares with its original, counted in sentences of the original."""

    document_id: str
    total: int = 0
    in_place: int = 0
    moved: int = 0
    joined: int = 0
    left_out: int = 0
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Reasons:
    left_out: tuple[Stretch, ...]
    moved: tuple[Stretch, ...]
    joined: tuple[Stretch, ...]
    marks: tuple[Stretch, ...]


class _Entry(schemas.Record):
    regels: Annotated[str, StringConstraints(pattern=r"^\d+(-\d+)?$")]
    reden: schemas.Text


class _ReasonsFile(schemas.Record):
    weggelaten: tuple[_Entry, ...] = ()
    verplaatst: tuple[_Entry, ...] = ()
    samengevoegd: tuple[_Entry, ...] = ()
    merktekens: tuple[_Entry, ...] = ()


def check(corpus: Corpus) -> list[Report]:
    """Compare every source with its original. Raises CorpusError with all faults."""
    faults = FaultList(corpus.folder)
    reports = [_compare(corpus, source, faults) for source in corpus.sources]
    faults.raise_if_any()
    return reports


def as_text(reports: Sequence[Report]) -> str:
    """Return the reports as a table with the reasons below it."""
    lines = [f"{'bron':<18}{'zinnen':>8}{'op hun plaats':>15}{'verplaatst':>12}{'samengevoegd':>14}{'weggelaten':>12}"]
    lines += [
        f"{report.document_id:<18}{report.total:>8}{report.in_place:>15}{report.moved:>12}{report.joined:>14}{report.left_out:>12}"
        for report in reports
    ]
    for report in reports:
        lines += ["", f"{report.document_id}:", *(f"  {reason}" for reason in report.reasons)]
    return "\n".join(lines)


def normal(line: str) -> str:
    """Return a line of an original as it reads: without Markdown and list marks, tags and link addresses, white space folded.

    >>> normal("- **Respect:** behandel [iedereen](#) \\\\(gelijk\\\\).")
    'Respect: behandel iedereen (gelijk).'
    """
    text = _LINK.sub(lambda link: re.sub(r"\\(.)", r"\1", link.group(1)), _TAG.sub(" ", line.replace("\xa0", " ")))
    return " ".join(re.sub(r"\\(?=[()\[\]])|\*+", "", _LIST_MARK.sub(" ", text)).split())


@dataclass(slots=True)
class _Original:
    """The lines of an original that are kept, as one text, with the line number at each offset."""

    text: str
    starts: list[int]
    numbers: list[int]

    @classmethod
    def of(cls, lines: Sequence[tuple[int, str]]) -> "_Original":
        text = ""
        starts, numbers = [], []
        for number, line in lines:
            starts.append(len(text))
            numbers.append(number)
            text += line + " "
        return cls(text, starts, numbers)

    def lines_of(self, begin: int, end: int) -> tuple[int, int]:
        """Return the first and last line of text[begin:end]."""
        first = bisect_right(self.starts, begin) - 1
        last = bisect_left(self.starts, end) - 1
        return self.numbers[first], self.numbers[max(first, last)]


def _compare(corpus: Corpus, source: Source, faults: FaultList) -> Report:
    report = Report(source.document.id)
    file = corpus.folder / "origineel" / source.original
    if not file.is_file():
        faults.add(source.file, 1, f"het origineel '{source.original}' staat niet in de map origineel.")
        return report
    reasons = _read_reasons(corpus.folder, source, faults)
    numbered = [(number, normal(line)) for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)]
    kept = [(number, line) for number, line in numbered if line and not _covers(reasons.left_out, number)]
    original = _Original.of(kept)
    positions = _find_all(source, corpus.library, original, faults)
    _check_order(source, positions, original, reasons, faults, report)
    _check_lines(source, corpus.library, kept, file, faults)
    sentences = sum(_sentence_count(line) for _, line in kept)
    report.left_out = sum(_sentence_count(line) for number, line in numbered if line and _covers(reasons.left_out, number))
    report.total = sentences + report.left_out
    report.in_place = sentences - report.moved - report.joined
    for name, stretches in (("weggelaten", reasons.left_out), ("verplaatst", reasons.moved), ("samengevoegd", reasons.joined)):
        report.reasons += [f"{name} {_range(stretch)}: {stretch.reason}" for stretch in stretches]
    report.reasons += [f"zonder merktekens {_range(stretch)}: {stretch.reason}" for stretch in reasons.marks]
    return report


def _read_reasons(folder: Path, source: Source, faults: FaultList) -> _Reasons:
    file = folder / "getrouwheid" / f"{source.document.id}.yaml"
    if not file.exists():
        return _Reasons((), (), (), ())
    try:
        data = yaml_lines.load(file.read_text(encoding="utf-8"))
    except yaml_lines.YamlFault as fault:
        faults.add(file, fault.line, str(fault))
        return _Reasons((), (), (), ())
    record, problems = schemas.validated(_ReasonsFile, data.data or {})
    for path, sentence in problems:
        faults.add(file, data.line(path), sentence)
    if record is None:
        return _Reasons((), (), (), ())
    return _Reasons(
        *(tuple(map(_stretch, entries)) for entries in (record.weggelaten, record.verplaatst, record.samengevoegd, record.merktekens))
    )


def _stretch(entry: _Entry) -> Stretch:
    first, _, last = entry.regels.partition("-")
    return Stretch(int(first), int(last or first), entry.reden)


def _covers(stretches: Sequence[Stretch], number: int) -> bool:
    return any(stretch.first <= number <= stretch.last for stretch in stretches)


def _range(stretch: Stretch) -> str:
    return f"regel {stretch.first}" if stretch.first == stretch.last else f"regels {stretch.first}-{stretch.last}"


def _texts(source: Source) -> Iterator[tuple[str, str]]:
    """Yield (id, words) for each heading, block and quote of a source, in reading order."""
    sections = {section.id: section for section in source.sections}
    passages = {passage.id: passage for passage in source.passages}
    for item in source.document.order:
        if item.kind == "section" and not sections[item.id].title_is_ours:
            yield item.id, sections[item.id].title
        elif item.kind == "passage":
            pieces = _QUOTE_PLACE.split(passages[item.id].html)
            for html, quote in zip(pieces[::2], [*pieces[1::2], None], strict=True):
                text = text_of(html)
                yield from ((item.id, text[block.begin : block.end]) for block in blocks_of(html))
                yield from _quote_texts(source, quote)
        elif item.kind == "quote":
            yield from _quote_texts(source, item.id)


def _quote_texts(source: Source, identity: str | None) -> Iterator[tuple[str, str]]:
    for quote in source.quotes:
        if quote.id == identity:
            yield from ((quote.id, words) for words in (quote.headline, quote.text) if words)


def _find_all(source: Source, library: Library, original: _Original, faults: FaultList) -> list[tuple[int, int]]:
    """Return where each text of the source stands in the original; note those that don't."""
    places = []
    last = 0
    for identity, words in _texts(source):
        words = " ".join(words.split())
        if not words:
            continue
        begin = original.text.find(words, last)
        if begin < 0:
            begin = original.text.find(words)
        if begin < 0:
            faults.add(
                source.file,
                source.lines.get(identity, 1),
                f"'{words[:80]}' staat niet zo in het origineel; neem de woorden letterlijk over.",
            )
            continue
        last = begin
        places.append((begin, begin + len(words)))
    for quote in source.quotes:
        names = [library.person[speaker].name for speaker in quote.speakers if speaker in library.person]
        for words in filter(None, (quote.organisation, *(names if quote.attribution == "genoemd" else ()))):
            if not set(re.findall(r"\w+", words.casefold())) <= set(re.findall(r"\w+", original.text.casefold())):
                faults.add(source.file, source.lines[quote.id], f"'{words}' bij citaat '{quote.id}' staat niet in het origineel.")
    return places


def _check_order(
    source: Source, places: Sequence[tuple[int, int]], original: _Original, reasons: _Reasons, faults: FaultList, report: Report
) -> None:
    in_order = _longest_increasing([begin for begin, _ in places])
    for number, (begin, end) in enumerate(places):
        first, last = original.lines_of(begin, end)
        if number not in in_order:
            report.moved += _sentence_count(original.text[begin:end])
            if not _covers(reasons.moved, first):
                faults.add(
                    source.file, 1, f"regel {first} van het origineel is verplaatst; zet in getrouwheid/{source.document.id}.yaml waarom."
                )
        if first != last:
            report.joined += _sentence_count(original.text[begin:end])
            if not _covers(reasons.joined, first):
                faults.add(
                    source.file,
                    1,
                    f"regels {first}-{last} van het origineel zijn samengevoegd; zet in getrouwheid/{source.document.id}.yaml waarom.",
                )


def _check_lines(source: Source, library: Library, kept: Sequence[tuple[int, str]], file: Path, faults: FaultList) -> None:
    """Note each line of the original that stands nowhere in the source."""
    ours = [section.title for section in source.sections if section.title_is_ours]
    haystack = " ".join([*(" ".join(words.split()) for _, words in _texts(source)), *ours])
    signatures = " ".join(
        " ".join(
            filter(
                None,
                (
                    *(library.person[speaker].name for speaker in quote.speakers if speaker in library.person),
                    quote.role,
                    quote.organisation,
                    quote.interview,
                ),
            )
        )
        for quote in source.quotes
    )
    signature_words = set(re.findall(r"\w+", signatures.casefold()))
    for number, line in kept:
        stripped = line.strip(_EDGES)
        if line in haystack or stripped in haystack or _NUMBER.sub("", line) in haystack:
            continue
        if set(re.findall(r"\w+", line.casefold())) - {"en"} <= signature_words:
            continue
        faults.add(file, number, f"'{line[:80]}' staat niet in {source.file.name} en ook niet bij wat is weggelaten.")


def _longest_increasing(values: Sequence[int]) -> set[int]:
    """Return the positions of a longest run of values that does not go down (patience sorting)."""
    tails: list[int] = []
    tail_positions: list[int] = []
    before: list[int | None] = []
    for position, value in enumerate(values):
        slot = bisect_right(tails, value)
        before.append(tail_positions[slot - 1] if slot else None)
        if slot == len(tails):
            tails.append(value)
            tail_positions.append(position)
        else:
            tails[slot] = value
            tail_positions[slot] = position
    chosen: set[int] = set()
    at: int | None = tail_positions[-1] if tail_positions else None
    while at is not None:
        chosen.add(at)
        at = before[at]
    return chosen


def _sentence_count(text: str) -> int:
    return max(1, len(re.findall(r"[.!?…][\"'”’)]*(?=\s|$)", text)))
