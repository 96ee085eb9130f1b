"""Faithfulness: every sentence of a source stands in its original, and every line of the original in the source or in a list of reasons."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.corpus import corpus_files
from indexer.corpus.corpus import Corpus
from indexer.corpus.faults import FaultList
from indexer.corpus.source import Source
from indexer.fidelity import pages, signatures
from indexer.fidelity.original import Original, OriginalPlace, covers, read_reasons
from indexer.fidelity.source_words import SourceLines, words_in
from kb.passage_html import NOTE_MARK, blocks_of, text_of

# Possessive, so that a line of nothing but brackets takes no time worth the name.
_LINK = re.compile(r"\\?\[((?:[^\]\\]++|\\.)*)\\?\]\([^)]*+\)")
_QUOTE_PLACE = re.compile(r'<(?:figure|blockquote) data-citaat="([^"]+)">.*?</(?:figure|blockquote)>', re.DOTALL)
_TAG = re.compile(r"<[^<>]+>")
_LIST_MARK = re.compile(r"^\s*(?:[-•]\s*)+|•")
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"^\d+\.\s+")
# Fewer words than this, on one side of one that differs, are found anywhere.
_FEWEST_KNOWN = 2
_AROUND = 3
_EDGES = "'\"‘’“”():,  "


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


def check(corpus: Corpus) -> list[Report]:
    """Compare every source with its original. Raises CorpusError with all faults."""
    faults = FaultList(corpus.folder, corpus.own)
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
    text = _TAG.sub(" ", line.replace("\xa0", " "))
    if "](" in text:
        text = _LINK.sub(lambda link: re.sub(r"\\(.)", r"\1", link.group(1)), text)
    return " ".join(re.sub(r"\\(?=[()\[\]])|\*+", "", _LIST_MARK.sub(" ", text)).split())


def _compare(corpus: Corpus, source: Source, faults: FaultList) -> Report:
    report = Report(source.document.id)
    file = source.folder / "origineel" / source.original
    if source.original != Path(source.original).name or not corpus_files.is_there(file):
        faults.add(source.file, 1, f"het origineel '{source.original}' staat niet in de map origineel.")
        return report
    text = corpus_files.read(file, faults)
    reasons_file = source.folder / "getrouwheid" / f"{source.document.id}.yaml"
    if source.document.file:
        return _compare_pages(corpus, source, text, reasons_file, faults)
    reasons = read_reasons(reasons_file, faults)
    if reasons is None or text is None:
        return report
    numbered = [(number, normal(line)) for number, line in enumerate(text.split("\n"), start=1)]
    kept = [(number, line) for number, line in numbered if line and not covers(reasons.left_out, number)]
    original = Original.of(kept, reasons)
    places = _find_all(source, original, faults)
    signatures.check_words(source, corpus.said, original, faults)
    signed = signatures.find(source, corpus.said, original, places, faults)
    _check_order(source, places, original, faults, report)
    _check_lines(source, original, signed, file, faults)
    sentences = sum(_sentence_count(line) for _, line in kept)
    report.left_out = sum(_sentence_count(line) for number, line in numbered if line and covers(reasons.left_out, number))
    report.total = sentences + report.left_out
    report.in_place = sentences - report.moved - report.joined
    for name, stretches in (
        ("weggelaten", reasons.left_out),
        ("verplaatst", reasons.moved),
        ("samengevoegd", reasons.joined),
        ("zonder merktekens", reasons.marks),
        ("anders ondertekend", reasons.signatures),
    ):
        report.reasons += [f"{name} {stretch}" for stretch in stretches]
    return report


def _compare_pages(corpus: Corpus, source: Source, text: str | None, reasons_file: Path, faults: FaultList) -> Report:
    """Return how a source that was taken in compares with its original, page by page."""
    report = Report(source.document.id)
    left_out = pages.read_left_out(reasons_file, faults)
    written = corpus_files.read(source.file, faults)
    if left_out is None or text is None or written is None:
        return report
    pages.compare(source, text, left_out, corpus.said, written, faults)
    report.total = sum(_sentence_count(page) for page in text.split(pages.FORM_FEED))
    report.left_out = sum(_sentence_count(one.words) for one in left_out)
    report.in_place = max(0, report.total - report.left_out)
    report.reasons = [str(one) for one in left_out]
    return report


def _texts(source: Source) -> Iterator[tuple[str, str]]:
    """Yield (id, words) for each heading, block and quote of a source, in reading order."""
    sections = {section.id: section for section in source.sections}
    passages = {passage.id: passage for passage in source.passages}
    for item in source.document.order:
        if item.kind == "section" and not sections[item.id].title_is_ours:
            yield item.id, sections[item.id].title
        elif item.kind == "passage":
            pieces = _QUOTE_PLACE.split(passages[item.id].html.replace(NOTE_MARK, ""))
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


def _find_all(source: Source, original: Original, faults: FaultList) -> list[OriginalPlace]:
    """Return where each text of the source stands in the original; note those that don't."""
    places = []
    lines = SourceLines(source, corpus_files.read(source.file, faults) or "")
    last = 0
    for identity, words in _texts(source):
        words = " ".join(words.split())
        if not words:
            continue
        begin = original.text.find(words, last)
        if begin < 0:
            begin = original.text.find(words)
        if begin < 0:
            at, sentence = _difference(words, original.text)
            here = words_in(" ".join(words.split()[max(0, at - 1) : at + 1]), source.lines.get(identity, 1))
            faults.add(source.file, lines.of(here, len(here) - 1), f"{sentence}; neem de woorden letterlijk over.")
            continue
        last = begin
        places.append(OriginalPlace(identity, begin, begin + len(words)))
    return places


def _difference(words: str, original: str) -> tuple[int, str]:
    """Return which word of a text that the original does not have is the one that differs, and a sentence that says so."""
    here = words.split()
    known = [_longest(here, original), len(here) - _longest(here, original, from_end=True)]
    before, after = known[0], len(here) - known[1]
    if max(before, after) < _FEWEST_KNOWN:
        return 0, f"'{words[:80]}' staat niet zo in het origineel"
    at = before if before >= after else known[1] - 1
    around = " ".join(here[max(0, at - _AROUND) : at + _AROUND + 1])
    if before >= after:
        begin = " ".join(here[:before]) + " "
        place = original.index(begin) + len(begin)
        there = original[place : place + 100].split()[:1]
    else:
        place = original.index(" " + " ".join(here[known[1] :]))
        there = original[max(0, place - 100) : place].split()[-1:]
    instead = f", daar staat '{there[0]}'" if there else ""
    return at, f"'{here[at]}' (… {around} …) staat niet zo in het origineel{instead}"


def _longest(words: Sequence[str], original: str, *, from_end: bool = False) -> int:
    """Return how many words of the begin, or of the end, of a text stand in an original one after another."""
    low, high = 0, len(words) - 1
    while low < high:
        half = (low + high + 1) // 2
        if (f" {' '.join(words[-half:])}" if from_end else f"{' '.join(words[:half])} ") in original:
            low = half
        else:
            high = half - 1
    return low


def _check_order(source: Source, places: Sequence[OriginalPlace], original: Original, faults: FaultList, report: Report) -> None:
    """Note the texts of the source that stand elsewhere or on more lines than in the original, without a reason; count them all."""
    in_order = _longest_increasing([place.begin for place in places])
    where = f"zet in getrouwheid/{source.document.id}.yaml waarom."
    for number, place in enumerate(places):
        first, last = original.lines_of(place.begin, place.end)
        sentences = _sentence_count(original.text[place.begin : place.end])
        if number not in in_order:
            report.moved += sentences
            if not covers(original.reasons.moved, first):
                faults.add(source.file, source.lines.get(place.identity, 1), f"regel {first} van het origineel is verplaatst; {where}")
        if first != last:
            report.joined += sentences
            if not covers(original.reasons.joined, first):
                line = source.lines.get(place.identity, 1)
                faults.add(source.file, line, f"regels {first}-{last} van het origineel zijn samengevoegd; {where}")


def _check_lines(source: Source, original: Original, signed: Sequence[signatures.Range], file: Path, faults: FaultList) -> None:
    """Note each line of the original that stands neither in the source nor in the signature of a quote."""
    ours = [section.title for section in source.sections if section.title_is_ours]
    haystack = " ".join([*(" ".join(words.split()) for _, words in _texts(source)), *ours])
    for (number, line), begin in zip(original.lines, original.starts, strict=True):
        if any(form in haystack for form in (line, line.strip(_EDGES), _NUMBER.sub("", line))):
            continue
        words = list(_WORD.finditer(line))
        if words and not signatures.is_signed((begin + words[0].start(), begin + words[-1].end()), signed):
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
