"""Read a whole corpus folder into a Library, and check that everything in it that refers to something finds it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.corpus import corpus_files, doubles, foreign, hiding, organisations, orphans, own
from indexer.corpus.cross_references import Targets
from indexer.corpus.edition import edition
from indexer.corpus.faults import Fault, FaultList
from indexer.corpus.lists import CorpusLists
from indexer.corpus.source import Source
from indexer.corpus.source_file import read
from kb.library import Library
from kb.protection import protect


@dataclass(frozen=True, slots=True)
class Corpus:
    """A faultless corpus: the library, and the sources it was read from (for the faithfulness check).

    `own` is the folder of a layer over it. `warnings` are what an editor of that layer should know; `said` is all that the sources say,
    what the layer hides too.
    """

    folder: Path
    library: Library
    sources: tuple[Source, ...]
    said: Library
    own: Path | None = None
    warnings: tuple[Fault, ...] = ()
    with_closed: bool = False


def load(folder: Path, own_folder: Path | None = None, *, with_closed: bool = False) -> Corpus:
    """Read and check the corpus in folder, with the own layer over it where there is one. Raises CorpusError with every fault at once.

    A source that not everybody may read is checked as any other, and is in the library only `with_closed`.
    """
    faults = FaultList(folder, own_folder)
    layer = own.read(own_folder, faults) if own_folder else None
    if layer:
        faults.prefix = layer.layer.prefix
        faults.removed = frozenset(one.id for one in layer.removed)
    sources, are_all_read = _sources(folder, faults)
    if not sources and are_all_read:
        faults.add(folder / "bronnen", 1, "hier staat geen enkel bronbestand (*.md).")
    if are_all_read:
        orphans.check(folder, sources, Library(), faults)
    targets = Targets(sources, faults, are_all_read and bool(sources))
    lists = CorpusLists(folder, targets, faults)
    delivered = _layer(lists, sources, Library(edition=edition(folder, faults)))
    delivered = replace(delivered, foreign=foreign.phrases(delivered, folder, faults, targets.is_complete))
    if layer is None:
        faults.raise_if_any()
        library = _open(protect(foreign.marked(delivered)), with_closed)
        return Corpus(folder, library, sources, delivered, with_closed=with_closed)
    whole, said, own_sources = _with_own(delivered, layer, sources, lists, faults)
    faults.raise_if_any()
    library = replace(_open(protect(foreign.marked(whole)), with_closed), own=layer.layer, removed=layer.removed)
    return Corpus(folder, library, (*sources, *own_sources), said, layer.folder, tuple(sorted(set(faults.warnings))), with_closed)


def _open(library: Library, with_closed: bool) -> Library:
    """Return the library without the sources that not everybody may read, unless these are wanted."""
    closed = {f"bron.{document.id}" for document in library.documents if document.openness != "ja"}
    return hiding.without(library, closed) if closed and not with_closed else library


def _with_own(
    delivered: Library, layer: own.Own, sources: Sequence[Source], below: CorpusLists, faults: FaultList
) -> tuple[Library, Library, Sequence[Source]]:
    """Return the delivered library with the own layer over it, all that both say, and the own sources."""
    left = own.hide(delivered, layer, faults)
    own_sources, are_all_read = _sources(layer.folder, faults)
    if are_all_read:
        orphans.check(layer.folder, own_sources, delivered, faults)
    for source in own_sources:
        if source.document.id in faults.removed:
            sentence = f"bron '{source.document.id}' is weggehaald, maar staat er nog; maak dat af met: kb remove {source.document.id} --ja"
            faults.warn(source.file, 1, sentence)
    own_sources = tuple(source for source in own_sources if source.document.id not in faults.removed)
    for source in own_sources:
        source.document = replace(source.document, is_own=True)
    targets = Targets((*sources, *own_sources), faults, are_all_read and below.targets.are_all_read)
    targets.unread |= below.targets.unread
    targets.forget(left)
    lists = CorpusLists(layer.folder, targets, faults, below, left)
    told = _layer(lists, own_sources, left)
    whole = doubles.merged(left, hiding.without(told, faults.lost))
    phrases = foreign.phrases(whole, layer.folder, faults, targets.is_complete)
    whole = replace(whole, foreign=tuple(dict.fromkeys((*delivered.foreign, *phrases))))
    return organisations.named_now(whole), doubles.merged(delivered, told), own_sources


def _sources(folder: Path, faults: FaultList) -> tuple[tuple[Source, ...], bool]:
    """Return the sources of a folder, and whether all of them could be read."""
    corpus_files.check_names(folder, faults)
    files = corpus_files.files_in(folder / "bronnen")
    sources = tuple(source for file in files if (source := read(file, faults)))
    _check_unique(sources, faults)
    # A file of another name may be a source too.
    return sources, len(sources) == len(corpus_files.visible(folder / "bronnen"))


def counts(library: Library) -> str:
    """Return what was read, as an editor checks that nothing is missing."""
    lists = {
        "vragen": sum(map(len, library.questions.values())),
        "plaatsen met vragen": len(library.questions),
        "redactionele antwoorden": len(library.edited_answers),
        "samenvattingen": len(library.summaries),
        "zonder antwoord": len(library.unanswered),
        "thesaurus": len(library.concepts),
        "soorten": len(library.kinds),
        "thema's": len(library.themes),
        "stappen": len(library.steps),
        "gemeenten": len(library.municipalities),
        "personen": len(library.persons),
        "plaatsnamen": len(library.place_names),
        "taken": len(library.tasks),
        "begrippen": len(library.terms),
        "feiten": len(library.facts),
        "verwijzingen": len(library.references),
        "organisaties": len(library.organisations),
        "afkortingen": len(library.abbreviations),
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
        is_own = faults.is_own(source.file)
        slip = doubles.prefix_fault(identity, faults.prefix, is_own=is_own)
        if slip:
            faults.add(source.file, 2, slip)
        if identity in seen:
            faults.add(source.file, 2, f"id '{identity}' heeft ook {seen[identity].name}; geef elke bron een eigen id.")
        seen[identity] = source.file


def _layer(lists: CorpusLists, sources: Sequence[Source], below: Library) -> Library:
    """Return what one layer says, over what the layer below it does."""
    targets = lists.targets
    # First what the sources and the other lists refer to.
    themes, methods, municipalities, persons = lists.themes(), lists.methods(), lists.municipalities(), lists.persons()
    kinds = lists.kinds()
    everybody = (*below.persons, *persons)
    for source in sources:
        targets.check_source(source)
        targets.check_protection(source, everybody)
    examples = lists.examples()
    targets.ids |= {example.entry_id: "praktijkvoorbeeld" for example in examples}
    phases, steps, decision = lists.steps()
    questions, proposed = lists.questions()
    told = Library(
        documents=tuple(source.document for source in sources),
        sections=tuple(section for source in sources for section in source.sections),
        passages=tuple(passage for source in sources for passage in source.passages),
        quotes=tuple(quote for source in sources for quote in source.quotes),
        lists=tuple(working_list for source in sources for working_list in source.lists),
        examples=examples,
        kinds=kinds,
        themes=themes,
        methods=methods,
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
        suggested=tuple(lists.suggested(everybody)),
        questions=questions,
        proposed=proposed,
        title_lines=dict(lists.title_lines()),
        moved=dict(lists.moved()),
        edition=below.edition,
    )
    # The words of these stand in all that is said so far.
    whole = doubles.merged(below, told)
    told = replace(
        told,
        edited_answers=lists.edited_answers(whole),
        summaries=lists.summaries(whole),
        five_minutes=lists.five_minutes(whole),
    )
    told = lists.with_materials(told, doubles.merged(below, told))
    return lists.with_organisations(told, doubles.merged(below, told))
