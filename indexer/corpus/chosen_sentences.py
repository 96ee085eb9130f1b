"""Sentences that an editor chose to be read on their own: found back as places, and a fault for each that can't stand alone."""

import re
from collections.abc import Iterator

from indexer.corpus.cross_references import Targets
from indexer.corpus.records import Records
from indexer.corpus.schemas import SentenceRecord
from kb.analysis.sentences import pointing_back, sentences_of
from kb.analysis.words import words
from kb.library import Library
from kb.model import Span

_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_TIME_BOUND = re.compile(
    r"\b(?:dit jaar|vorig jaar|volgend jaar|vandaag|op dit moment|momenteel|binnenkort|onlangs|komende|afgelopen)\b", re.IGNORECASE
)


class ChosenSentences:
    """Finds the sentences of one file in the passages of a library, and notes in the faults what is wrong with them."""

    def __init__(self, file: Records, library: Library, targets: Targets) -> None:
        self.file = file
        self.library = library
        self.targets = targets
        # Of an id that stands twice, which is a fault of its own, the first counts.
        self._passage = {passage.id: passage for passage in reversed(library.passages)}
        self._order = {passage.id: number for number, passage in enumerate(library.passages)}

    def spans(self, records: tuple[SentenceRecord, ...], *path: str | int) -> tuple[Span, ...]:
        """Return where the sentences stand that path leads to. Those of one source stand in its own order."""
        found: list[Span] = []
        for number, record in enumerate(records):
            span = self.span(record, *path, number)
            if span is None:
                continue
            if any(self._is_before(span, other) for other in found):
                where = "staan in de bron voor een zin die hier al staat, of zijn dezelfde"
                self.fault(f"deze woorden {where}; houd de volgorde van de bron aan.", *path, number)
            found.append(span)
        return tuple(found)

    def span(self, record: SentenceRecord, *path: str | int) -> Span | None:
        """Return where the words of a record stand, or None after noting why they can't be shown."""
        place = record.plaats
        passage = self._passage.get(place)
        if passage is None:
            if self.targets.lacks(place, "passage"):
                self.fault(f"passage '{place}' bestaat niet; kies de passage waarin de zin staat.", *path, "plaats", about=place)
            return None
        if place in self.targets.withheld:
            self.fault(f"'{place}' is gevoelig of tijdgebonden; kies een andere plaats.", *path, "plaats", about=place)
            return None
        if record.woorden not in passage.text:
            if self.targets.whole[passage.document_id]:
                self.fault(f"deze woorden staan niet zo in '{place}'; neem ze letterlijk over.", *path, "woorden", words_of=place)
            return None
        ends = {sentence.end for sentence in sentences_of(passage)}
        begins = [sentence.begin for sentence in sentences_of(passage) if passage.text.startswith(record.woorden, sentence.begin)]
        spans = [Span(place, begin, begin + len(record.woorden)) for begin in begins if begin + len(record.woorden) in ends]
        if not spans:
            sentence = f"deze woorden zijn geen hele zinnen van '{place}'; begin en eindig waar een zin begint en eindigt."
            self.fault(sentence, *path, "woorden", words_of=place)
            return None
        is_left_out = [self.fault(sentence, *path, "woorden", words_of=place) for sentence in self._why_not(spans[0], record.woorden)]
        return None if any(is_left_out) else spans[0]

    def count(self, span: Span) -> int:
        """Return how many sentences stand in a span."""
        return sum(span.begin <= sentence.begin < span.end for sentence in sentences_of(self._passage[span.passage_id]))

    def fault(self, sentence: str, *path: str | int, about: str = "", words_of: str = "") -> bool:
        """Note what is wrong with the value at path; return whether it is only a warning."""
        return self.targets.faults.add(self.file.file, self.file.line(*path), sentence, about, words_of)

    def _why_not(self, span: Span, text: str) -> Iterator[str]:
        """Yield why these sentences can't be read on their own."""
        if not _END.search(text):
            yield "deze woorden eindigen niet met een punt, vraagteken of uitroepteken; kies een hele zin."
        leaning = pointing_back(text)
        if leaning:
            yield f"deze zin begint met '{leaning}' en hangt aan wat er niet staat; kies een andere, of begin eerder."
        dated = _TIME_BOUND.search(text)
        if dated:
            yield f"'{dated[0]}' veroudert; kies een zin die blijft kloppen."
        if any(quote.passage_id == span.passage_id and quote.begin < span.end and span.begin < quote.end for quote in self.library.quotes):
            yield "deze woorden zei iemand, en hier staat niet wie; kies een zin van de bron zelf."
        towns = [self.library.municipality.get(town) for town in self.library.section_of(span.passage_id).municipalities]
        names = [name for town in towns if town for name in (town.name, *town.also)]
        if names and not any(set(words(name)) <= set(words(text)) for name in names):
            yield f"deze zin gaat over {names[0]} en noemt die naam niet; kies een zin die dat wel doet."

    def _is_before(self, span: Span, other: Span) -> bool:
        """Return whether a span stands in the same source as another, and not after it."""
        here, there = (self._passage[one.passage_id].document_id for one in (span, other))
        return here == there and (self._order[span.passage_id], span.begin) < (self._order[other.passage_id], other.end)
