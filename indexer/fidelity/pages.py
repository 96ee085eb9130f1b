"""Faithfulness of a source that was taken in: on every page the words of the file are those of the source and of what was left out.

Where lines end, how words are broken there, and in which order a page has what stands on it are no part of the comparison.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Annotated

from pydantic import Field

from indexer.corpus import records, schemas
from indexer.corpus.faults import FaultList
from indexer.corpus.source import Source
from indexer.fidelity.source_words import NoteMark, NoteWords, SourceLines, SourcePage, Word, pages_of, words_in
from kb.library import Library

FORM_FEED = "\f"
# So many words stand around the one that differs; of a run of words that differ so many are shown.
_AROUND = 3
_MOST_SHOWN = 12


class _Entry(schemas.Record):
    bladzijde: Annotated[int, Field(ge=1)] = 1
    woorden: schemas.Text
    reden: schemas.Text


class _ReasonsFile(schemas.Record):
    weggelaten: tuple[_Entry, ...] = ()
    herhaald: tuple[_Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of a page of the file that are not in the source, why, and the line of getrouwheid/ that says so.

    Or `is_repeated`, the other way round: words that the source has once more than the page, such as the end of a row of a table, which
    stands on the next one.
    """

    page: int
    words: str
    reason: str
    line: int
    is_repeated: bool = False

    def __str__(self) -> str:
        """Return it as the report shows it."""
        return f"{'herhaald' if self.is_repeated else 'weggelaten'} bladzijde {self.page}: {self.reason} ('{self.words[:60]}')"


@dataclass(frozen=True, slots=True)
class Unexplained:
    """The words of a page of a file that a source lacks, and those that it has too many, in their order."""

    page: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]


def read_left_out(file: Path, faults: FaultList) -> tuple[LeftOut, ...] | None:
    """Read what was left out of a source that was taken in, or note faults and return None; without a file that is nothing."""
    found = records.read_file(_ReasonsFile, file, faults)
    if found is None:
        return None
    said: _ReasonsFile = found.content
    return tuple(
        LeftOut(entry.bladzijde, entry.woorden, entry.reden, found.line(name, number), name == "herhaald")
        for name, entries in (("weggelaten", said.weggelaten), ("herhaald", said.herhaald))
        for number, entry in enumerate(entries)
    )


def compare(source: Source, original: str, left_out: Sequence[LeftOut], library: Library, written: str, faults: FaultList) -> None:
    """Note each word that differs between the pages of an original and what a source, `written` in its file, has of them."""
    texts = original.removesuffix(FORM_FEED).split(FORM_FEED)
    told, notes = pages_of(source, library)
    lines = SourceLines(source, written)
    if len(texts) > 1 and not any(passage.pages for passage in source.passages):
        sentence = f"dit bestand heeft {len(texts)} bladzijden en de bron zegt nergens welke; zet er <!-- bladzijde: … --> in."
        faults.add(source.file, source.lines[f"{source.document.id}:bestand"], sentence)
        return
    for number in sorted(told):
        if number > len(texts) and told[number].words:
            sentence = f"bladzijde {number} is er niet: {source.original} heeft er {len(texts)}; verbeter het getal in de bron."
            faults.add(source.file, lines.of(told[number].words, 0), sentence)
    pages = _compared(texts, told, notes, left_out)
    reasons = source.folder / "getrouwheid" / f"{source.document.id}.yaml"
    for page in pages:
        for line, sentence in page.faults_in_source(lines, source):
            faults.add(source.file, line, sentence)
        for line, sentence in page.faults_in_reasons():
            faults.add(reasons, line, sentence)
    for one in left_out:
        if one.page > len(texts):
            faults.add(reasons, one.line, f"bladzijde {one.page} is er niet: {source.original} heeft er {len(texts)}; verbeter het getal.")


def unexplained(source: Source, original: str, left_out: Sequence[LeftOut], library: Library) -> list[Unexplained]:
    """Return by page what `compare` would note; pages that are as they should be are left out."""
    told, notes = pages_of(source, library)
    pages = _compared(original.removesuffix(FORM_FEED).split(FORM_FEED), told, notes, left_out)
    found = [Unexplained(page.number, page.missing_words(), page.extra_words()) for page in pages]
    return [one for one in found if one.missing or one.extra]


def unfounded(source: Source, original: str, left_out: Sequence[LeftOut], library: Library) -> list[tuple[str, LeftOut]]:
    """Return the words under weggelaten that `compare` would refuse, as they stand there."""
    told, notes = pages_of(source, library)
    pages = _compared(original.removesuffix(FORM_FEED).split(FORM_FEED), told, notes, left_out)
    return [(word.shown, one) for page in pages for word, one in page.unfounded()]


def _compared(
    texts: Sequence[str], told: Mapping[int, SourcePage], notes: Sequence[NoteWords], left_out: Sequence[LeftOut]
) -> list["_Page"]:
    pages = [
        _Page(number, words_in(text), told.get(number, SourcePage()), [one for one in left_out if one.page == number])
        for number, text in enumerate(texts, start=1)
    ]
    _place_notes(pages, notes)
    for page in pages:
        page.compare()
    for before, after in zip(pages, pages[1:], strict=False):
        before.join_with(after)
    return pages


class _Page:
    """A page in comparison: its words in the file and in the source, and how many of which word are missing from the latter or too many."""

    def __init__(self, number: int, original: Sequence[Word], told: SourcePage, left_out: Sequence[LeftOut]) -> None:
        self.number = number
        self.original = list(original)
        self.told = list(told.words)
        self.marks = list(told.marks)
        self.beside = Counter(told.beside)
        self.left_out = [(word, one) for one in left_out if not one.is_repeated for word in words_in(one.words, one.line)]
        self.repeated = [(word, one) for one in left_out if one.is_repeated for word in words_in(one.words, one.line)]
        self.missing: Counter[str] = Counter()
        self.extra: Counter[str] = Counter()

    def compare(self) -> None:
        """Count the words that differ, and pass over what only looks so: marks of notes, broken words, the names beside quotes."""
        there = Counter(word.key for word in self.original) + Counter(word.key for word, _ in self.repeated)
        here = Counter(word.key for word in self.told) + Counter(word.key for word, _ in self.left_out)
        self.missing, self.extra = there - here, here - there
        for mark in self.marks:
            self._take_mark(mark)
        _join(self.original, self.missing, self.extra)
        _join(self.told, self.extra, self.missing)
        self.missing, self.extra = self.missing - self.beside, +self.extra

    def join_with(self, after: "_Page") -> None:
        """Pass over a word that the file breaks off at the end of this page, and that the source has whole on this one or the next."""
        for page in (self, after):
            for key in list(page.extra):
                for at in range(1, len(key)):
                    begin, end = key[:at], key[at:]
                    if page.extra[key] and self.missing[begin] and after.missing[end]:
                        page.extra[key] -= 1
                        self.missing[begin] -= 1
                        after.missing[end] -= 1
            page.extra, page.missing = +page.extra, +page.missing

    def faults_in_source(self, lines: "SourceLines", source: Source) -> Iterator[tuple[int, str]]:
        """Yield what differs, as line and sentence: a word in the place of another, words that are missing, words that are too many."""
        original, told = [word.key for word in self.original], [word.key for word in self.told]
        if not self.missing and not self._of_source():
            return
        steps = SequenceMatcher(None, original, told, autojunk=False).get_opcodes()
        lost = _runs([i for tag, low, high, _, _ in steps if tag != "equal" for i in range(low, high)], original, self.missing)
        added = _runs([i for tag, _, _, low, high in steps if tag != "equal" for i in range(low, high)], told, self._of_source())
        where = {i: there + (i - low) * (tag == "equal") for tag, low, high, there, _ in steps for i in range(low, high)}
        for first, last in added:
            of = next((one for one in lost if _beside_alike(original, one, told, (first, last))), None)
            line = lines.of(self.told[max(0, first - 1) : last], int(first > 0))
            here = _shown(self.told, first, last)
            if of and of[1] - of[0] <= _MOST_SHOWN:
                lost.remove(of)
                there = " ".join(word.shown for word in self.original[of[0] : of[1]])
                yield line, f"hier staat {here}, en op bladzijde {self.number} van het bestand '{there}'; neem de woorden letterlijk over."
            else:
                whole = f"{here} staat niet op bladzijde {self.number} van het bestand"
                yield line, f"{whole}; neem de woorden van het bestand over, of verzet <!-- bladzijde: … -->."
        for first, last in lost:
            at = min(where[first], len(self.told))
            line = lines.of(self.told[max(0, at - 1) : at], 0)
            yield (
                line,
                f"op bladzijde {self.number} van het bestand staat {_shown(self.original, first, last)}, en in de bron niet; zet het erbij,"
                f" of in getrouwheid/{source.document.id}.yaml bij weggelaten.",
            )

    def missing_words(self) -> tuple[str, ...]:
        """Return the words of the page that the source lacks."""
        return tuple(self.original[at].shown for run in _runs([], [word.key for word in self.original], self.missing) for at in range(*run))

    def extra_words(self) -> tuple[str, ...]:
        """Return the words that the source has too many."""
        return tuple(self.told[at].shown for run in _runs([], [word.key for word in self.told], self._of_source()) for at in range(*run))

    def faults_in_reasons(self) -> Iterator[tuple[int, str]]:
        """Yield the words under weggelaten that the page does not have, or that the source has already, and those under herhaald that
        the source does not have once more than the page."""
        wanting = self.missing - Counter(word.key for word in self.original)
        for word, one in self.repeated:
            if wanting[word.key] > 0:
                wanting[word.key] -= 1
                why = f"'{word.shown}' staat in de bron niet vaker dan op bladzijde {self.number} van het bestand"
                yield one.line, f"{why}; haal het hier weg."
        for word, one in self.unfounded():
            why = f"'{word.shown}' staat niet (meer) op bladzijde {self.number} van het bestand, of staat al in de bron"
            yield one.line, f"{why}; haal het hier weg."

    def unfounded(self) -> Iterator[tuple[Word, LeftOut]]:
        """Yield the words under weggelaten that the page does not have, or that the source has already."""
        left = self.extra - self._of_source()
        for word, one in self.left_out:
            if left[word.key]:
                left[word.key] -= 1
                yield word, one

    def _of_source(self) -> Counter[str]:
        """Return the words too many that are the source's: as many as it has more than the file, the rest are of weggelaten."""
        there = Counter(word.key for word in self.original) + Counter(word.key for word, _ in self.repeated)
        ours = Counter(word.key for word in self.told) - there
        return self.extra & ours

    def _take_mark(self, mark: NoteMark) -> None:
        """Take the mark of a note, which is no word of the source, from the file: glued to the word beside it, or on its own."""
        for name in dict.fromkeys((mark.label, mark.label.rpartition("-")[2])):
            for at, word in enumerate(self.original):
                bare = mark.off(word.key, name)
                if bare and self.missing[word.key] > 0:
                    self.missing[word.key] -= 1
                    changed = self.extra if self.extra[bare] > 0 else self.missing
                    changed[bare] += -1 if changed is self.extra else 1
                    self.original[at] = Word(bare, word.shown)
                    return
            if self.missing[name] > 0:
                self.missing[name] -= 1
                return


def _join(words: Sequence[Word], parts: Counter[str], wholes: Counter[str]) -> None:
    """Take away the words that one side has whole and the other, of these words, in two: broken at the end of a line, as a rule.

    `parts` counts what this side has too many, `wholes` what the other has. A part that was none too many is so for the other side then:
    of "migra-tie" and "migratie-beleid" only both together are "migratie" and "migratiebeleid".
    """
    pairs = {(at, first.key + second.key) for at, (first, second) in enumerate(zip(words, words[1:], strict=False))}
    used: set[int] = set()
    is_changed = True
    while is_changed:
        is_changed = False
        for at, whole in sorted(pairs):
            both = (words[at].key, words[at + 1].key)
            if wholes[whole] > 0 and any(parts[part] > 0 for part in both) and used.isdisjoint((at, at + 1)):
                used |= {at, at + 1}
                wholes[whole] -= 1
                for part in both:
                    side, by = (parts, -1) if parts[part] > 0 else (wholes, 1)
                    side[part] += by
                is_changed = True


def _place_notes(pages: Sequence[_Page], notes: Sequence[NoteWords]) -> None:
    """Add the words of each note to the page that has them: that of its mark, or else the first one that has them all."""
    for note in notes:
        if not 1 <= note.page <= len(pages):
            continue
        need = Counter(word.key for word in note.words)
        nearest = sorted(pages, key=lambda page: (abs(page.number - note.page), page.number))
        own = pages[note.page - 1]
        has_all = (page for page in nearest if not list((need - Counter(word.key for word in page.original)).elements())[1:])
        page = next(has_all, own)
        page.told += note.words
        page.marks.append(NoteMark(note.label, note.words[0].key if note.words else "", is_before=True))


def _beside_alike(original: Sequence[str], lost: tuple[int, int], told: Sequence[str], added: tuple[int, int]) -> bool:
    """Return whether the word before or after a stretch of the file is that before or after a stretch of the source."""
    before = lost[0] and added[0] and original[lost[0] - 1] == told[added[0] - 1]
    return bool(before or original[lost[1] : lost[1] + 1] == told[added[1] : added[1] + 1])


def _runs(positions: Sequence[int], keys: Sequence[str], counts: Counter[str]) -> list[tuple[int, int]]:
    """Return the stretches of positions whose words differ, as many of each as counted."""
    left = Counter(counts)
    runs: list[tuple[int, int]] = []
    for at in positions:
        if left[keys[at]] > 0:
            left[keys[at]] -= 1
            if runs and runs[-1][1] == at:
                runs[-1] = (runs[-1][0], at + 1)
            else:
                runs.append((at, at + 1))
    # A word that stands in another place of the page too: there it was taken for the same.
    for at, key in enumerate(keys):
        if left[key] > 0:
            left[key] -= 1
            runs.append((at, at + 1))
    return sorted(runs)


def _shown(words: Sequence[Word], first: int, last: int) -> str:
    """Return words that differ as a sentence shows them, with some words around them."""
    differ = " ".join(word.shown for word in words[first : min(last, first + _MOST_SHOWN)]) + (" …" if last - first > _MOST_SHOWN else "")
    before = " ".join(word.shown for word in words[max(0, first - _AROUND) : first])
    after = " ".join(word.shown for word in words[last : last + _AROUND])
    return f"'{differ}' (… {' '.join(filter(None, (before, differ, after)))} …)"
