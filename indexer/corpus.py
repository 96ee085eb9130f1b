"""Read a whole corpus folder into a Library, and check that everything in it that refers to something finds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.corpus_lists import CorpusLists
from indexer.cross_references import Targets
from indexer.faults import FaultList
from indexer.foreign import with_foreign
from indexer.source import Source
from indexer.source_file import read
from kb.library import Library
from kb.protection import protect

EXAMPLE_PREFIX = "praktijkvoorbeeld"


@dataclass(frozen=True, slots=True)
class Corpus:
    """A faultless corpus: the library, and the sources it was read from (for the faithfulness check)."""

    folder: Path
    library: Library
    sources: tuple[Source, ...]


def load(folder: Path) -> Corpus:
    """Read and check the corpus in folder. Raises CorpusError with every fault at once."""
    faults = FaultList(folder)
    files = sorted((folder / "bronnen").glob("*.md"))
    if not files:
        faults.add(folder / "bronnen", 1, "hier staat geen enkel bronbestand (*.md).")
    sources = tuple(source for file in files if (source := read(file, faults)))
    _check_unique(sources, faults)
    library = with_foreign(_library(folder, sources, faults), folder, faults)
    faults.raise_if_any()
    return Corpus(folder, library, sources)


def _check_unique(sources: Sequence[Source], faults: FaultList) -> None:
    seen: dict[str, Path] = {}
    for source in sources:
        identity = source.document.id
        if identity in seen:
            faults.add(source.file, 2, f"id '{identity}' heeft ook {seen[identity].name}; geef elke bron een eigen id.")
        seen[identity] = source.file


def _library(folder: Path, sources: Sequence[Source], faults: FaultList) -> Library:
    targets = Targets(sources, faults)
    lists = CorpusLists(folder, targets, faults)
    # First what the sources and the other lists refer to.
    themes, municipalities, persons = lists.themes(), lists.municipalities(), lists.persons()
    for source in sources:
        targets.check_source(source)
        targets.check_protection(source, persons)
    examples = lists.examples()
    targets.ids |= {f"{EXAMPLE_PREFIX}.{example.id}": "praktijkvoorbeeld" for example in examples}
    phases, steps, decision = lists.steps()
    library = Library(
        documents=tuple(source.document for source in sources),
        sections=tuple(section for source in sources for section in source.sections),
        passages=tuple(passage for source in sources for passage in source.passages),
        quotes=tuple(quote for source in sources for quote in source.quotes),
        lists=tuple(working_list for source in sources for working_list in source.lists),
        examples=examples,
        themes=themes,
        phases=phases,
        steps=steps,
        decision=decision,
        municipalities=municipalities,
        persons=persons,
        tasks=tuple(lists.tasks()),
        terms=tuple(lists.terms()),
        facts=tuple(lists.facts()),
        references=tuple(lists.references()),
        concepts=tuple(lists.concepts()),
        unanswered=tuple(lists.unanswered()),
        suggested=tuple(lists.suggested(persons)),
        questions=dict(lists.questions()),
        moved=dict(lists.moved()),
    )
    return protect(library)
