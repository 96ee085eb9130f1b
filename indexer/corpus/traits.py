"""The fields `kenmerken` of a practice example: what the sources say of it, found back as places in the example's own passages."""

import re
from collections.abc import Iterator

from indexer.corpus.cross_references import Targets
from indexer.corpus.records import Records
from indexer.corpus.schemas import ExampleRecord, TraitRecord
from kb.model import Span, Trait


def traits(record: ExampleRecord, file: Records, at: int, targets: Targets) -> Iterator[Trait]:
    """Yield what the sources say of an example, in the order of the fields, and note each value that does not stand where it says."""
    for kind, trait in record.kenmerken:
        if trait is None or not targets.expect_passage(trait.passage, file, at, "kenmerken", kind, "passage"):
            continue
        if trait.passage not in (*record.passages, *record.citaten):
            sentence = f"'{trait.passage}' hoort niet bij dit voorbeeld; zet het bij passages of citaten, of kies een plaats die er staat."
            targets.faults.add(file.file, file.line(at, "kenmerken", kind, "passage"), sentence)
            continue
        text = targets.texts[trait.passage]
        found = [begin for low, high in _within(trait, text) for begin in _whole_words(trait.tekst, text, low, high)]
        if len(found) == 1:
            yield Trait(kind, Span(trait.passage, found[0], found[0] + len(trait.tekst)))
        elif targets.whole[trait.passage.partition(".")[0]]:
            targets.faults.add(file.file, file.line(at, "kenmerken", kind, "tekst"), _fault(trait, len(found)), words_of=trait.passage)


def _within(trait: TraitRecord, text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text in which the words of a trait are looked for: those of `binnen`, or all of it."""
    if trait.binnen is None:
        yield 0, len(text)
    else:
        yield from ((begin, begin + len(trait.binnen)) for begin in _whole_words(trait.binnen, text, 0, len(text)))


def _whole_words(sought: str, text: str, low: int, high: int) -> Iterator[int]:
    """Yield where words begin in text[low:high], as whole words of the text."""
    for found in re.finditer(rf"(?<!\w){re.escape(sought)}(?!\w)", text):
        if low <= found.start() and found.end() <= high:
            yield found.start()


def _fault(trait: TraitRecord, count: int) -> str:
    if count:
        return f"deze tekst staat {count} keer in '{trait.passage}'; zeg met 'binnen' in welke woorden de bedoelde staat."
    return f"deze tekst staat niet zo, in hele woorden, in '{trait.passage}'; neem haar letterlijk over."
