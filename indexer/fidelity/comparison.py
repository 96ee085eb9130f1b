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
from indexer.fidelity import signatures
from indexer.fidelity.original import Original, OriginalPlace, covers, read_reasons
from kb.passage_html import NOTE_MARK, blocks_of, text_of

# Possessive, so that a line of nothing but brackets takes no time worth the name.
_LINK = re.compile(r"\\?\[((?:[^\]\\]++|\\.)*)\\?\]\([^)]*+\)")
_QUOTE_PLACE = re.compile(r'<(?:figure|blockquote) data-citaat="([^"]+)">.*?</(?:figure|blockquote)>', re.DOTALL)
_TAG = re.compile(r"<[^<>]+>")
_LIST_MARK = re.compile(r"^\s*(?:[-•]\s*)+|•")
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"^\d+\.\s+")
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
    reasons = read_reasons(source.folder / "getrouwheid" / f"{source.document.id}.yaml", faults)
    text = corpus_files.read(file, faults)
    if reasons is None or text is None:
        return report
    numbered = [(number, normal(line)) for number, line in enumerate(text.splitlines(), start=1)]
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
        places.append(OriginalPlace(identity, begin, begin + len(words)))
    return places


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
                faults.add(source.file, 1, f"regel {first} van het origineel is verplaatst; {where}")
        if first != last:
            report.joined += sentences
            if not covers(original.reasons.joined, first):
                faults.add(source.file, 1, f"regels {first}-{last} van het origineel zijn samengevoegd; {where}")


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
