"""Read a whole corpus folder into a Library, and check that everything in it that refers to something finds it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.corpus import corpus_files
from indexer.corpus.cross_references import Targets
from indexer.corpus.edition import edition
from indexer.corpus.faults import FaultList
from indexer.corpus.foreign import with_foreign
from indexer.corpus.lists import CorpusLists
from indexer.corpus.source import Source
from indexer.corpus.source_file import read
from kb.library import Library
from kb.protection import protect


@dataclass(frozen=True, slots=True)
class Corpus:
    """A faultless corpus: the library, and the sources it was read from (for the faithfulness check)."""

    folder: Path
    library: Library
    sources: tuple[Source, ...]


def load(folder: Path) -> Corpus:
    """Read and check the corpus in folder. Raises CorpusError with every fault at once."""
    faults = FaultList(folder)
    corpus_files.check_names(folder, faults)
    files = corpus_files.files_in(folder / "bronnen")
    if not files:
        faults.add(folder / "bronnen", 1, "hier staat geen enkel bronbestand (*.md).")
    sources = tuple(source for file in files if (source := read(file, faults)))
    _check_unique(sources, faults)
    # A file of another name may be a source too.
    are_all_read = 0 < len(sources) == len(corpus_files.visible(folder / "bronnen"))
    targets = Targets(sources, faults, are_all_read)
    library = _library(folder, sources, targets, faults)
    library = with_foreign(library, folder, faults, targets.is_complete)
    faults.raise_if_any()
    return Corpus(folder, library, sources)


def counts(library: Library) -> str:
    """Return what was read, as an editor checks that nothing is missing."""
    lists = {
        "vragen": sum(map(len, library.questions.values())),
        "plaatsen met vragen": len(library.questions),
        "redactionele antwoorden": len(library.edited_answers),
        "samenvattingen": len(library.summaries),
        "zonder antwoord": len(library.unanswered),
        "thesaurus": len(library.concepts),
        "thema's": len(library.themes),
        "stappen": len(library.steps),
        "gemeenten": len(library.municipalities),
        "personen": len(library.persons),
        "plaatsnamen": len(library.place_names),
        "taken": len(library.tasks),
        "begrippen": len(library.terms),
        "feiten": len(library.facts),
        "verwijzingen": len(library.references),
        "vergelijkingen": len(library.comparisons),
        "leesroutes": len(library.routes),
        "pakketten": len(library.kits),
        "klaar als": len(library.readiness),
        "tegenspraken": len(library.contradictions),
        "kopregels": len(library.title_lines),
        "anderstalig": len(library.foreign),
        "verhuisd": len(library.moved),
    }
    return (
        f"{len(library.documents)} bronnen, {len(library.passage_in_report)} passages, {len(library.quote_in_report)} citaten, "
        f"{len(library.lists)} werklijsten, {len(library.examples)} praktijkvoorbeelden.\n"
        f"In de lijsten: {', '.join(f'{name} {count}' for name, count in lists.items())}."
    )


def _check_unique(sources: Sequence[Source], faults: FaultList) -> None:
    seen: dict[str, Path] = {}
    for source in sources:
        identity = source.document.id
        if identity in seen:
            faults.add(source.file, 2, f"id '{identity}' heeft ook {seen[identity].name}; geef elke bron een eigen id.")
        seen[identity] = source.file


def _library(folder: Path, sources: Sequence[Source], targets: Targets, faults: FaultList) -> Library:
    lists = CorpusLists(folder, targets, faults)
    # First what the sources and the other lists refer to.
    themes, municipalities, persons = lists.themes(), lists.municipalities(), lists.persons()
    for source in sources:
        targets.check_source(source)
        targets.check_protection(source, persons)
    examples = lists.examples()
    targets.ids |= {example.entry_id: "praktijkvoorbeeld" for example in examples}
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
        place_names=lists.place_names(),
        tasks=tuple(lists.tasks()),
        terms=tuple(lists.terms()),
        facts=tuple(lists.facts()),
        references=tuple(lists.references()),
        concepts=tuple(lists.concepts()),
        unanswered=tuple(lists.unanswered()),
        suggested=tuple(lists.suggested(persons)),
        questions=dict(lists.questions()),
        title_lines=dict(lists.title_lines()),
        moved=dict(lists.moved()),
        edition=edition(folder, faults),
    )
    chosen = replace(
        library,
        edited_answers=lists.edited_answers(library),
        summaries=lists.summaries(library),
        five_minutes=lists.five_minutes(library),
    )
    return protect(lists.with_materials(chosen))
