"""A source taken out without a trace: out of the own folder, the index with every earlier generation, and what waits for the next build.

The order makes it safe to break off at any moment: what goes is written down first (in weg.yaml, without a word of it), and from then on
no index holds it; the source itself goes last of its files. Doing it again goes on where it stopped.
"""

import contextlib
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from indexer.corpus import corpus, corpus_files, own, source_file
from indexer.corpus.corpus import Corpus
from indexer.corpus.faults import FaultList
from indexer.corpus.source import Source
from indexer.fidelity import comparison
from indexer.keeping import earlier, pruning
from indexer.keeping.traces import Trace, rare_words, traces
from kb.analysis.words import words
from kb.day import today
from kb.errors import IndexMissing, KnowledgeBaseError
from kb.index import folder as index_folder

MOST_TOLD = 40
_JOURNAL = ".weg-{}.json"
_LEARNT = ("laag-*.npz", "herkenner.npz")
_REMEMBERED = "vectoren-*.npz"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders in which a text may be."""

    corpus: Path
    own: Path
    index: Path
    models: Path


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes with a source: its files (names in the own folder, the source last), the places that lean on it, the persons that only it
    names, and words by which it would be found again. Of a delivered source nothing is deleted: it is hidden."""

    id: str
    title: str
    is_own: bool
    files: tuple[str, ...]
    leaning: tuple[str, ...]
    persons: tuple[str, ...]
    words: tuple[str, ...]


def plan(identity: str, places: Places) -> Plan:
    """Return what goes with a source, also when an earlier removal was broken off. Raises KnowledgeBaseError when there is no such source,
    or when the content has faults, for then no index can be built without it."""
    read = corpus.load(places.corpus, places.own)
    comparison.check(read)
    source = _source(identity, places)
    journal = places.own / _JOURNAL.format(identity)
    if journal.is_file():
        return _of_journal(journal)
    if source is None:
        gone = next((one.date for one in read.library.removed if one.id == identity), None)
        if gone:
            raise KnowledgeBaseError(f"'{identity}' is op {gone} al weggehaald; er is niets meer te doen.")
        raise KnowledgeBaseError(f"Bron '{identity}' bestaat niet. Kijk in de map bronnen welke ids er zijn.")
    is_own = source.folder == places.own
    files = tuple(_files(source, places, read)) if is_own else ()
    names = pruning.names_of(identity)
    leaning = [f"eigen/{one.file.relative_to(places.own)}:{one.line}: {one.name}" for one in pruning.leaning(places.own, names)]
    if not is_own:
        leaning += [f"{one.file.relative_to(places.corpus)}:{one.line}: {one.name}" for one in pruning.leaning(places.corpus, names)]
    leaning += _links(identity, places)
    texts = [source.document.title, *(one.title for one in source.sections)]
    texts += [one.text for one in source.passages] + [one.text for one in source.quotes]
    persons = tuple(_persons(source, read, texts)) if is_own else ()
    # The id itself stays, in weg.yaml.
    sought = tuple(word for word in rare_words(texts, _elsewhere(source, files, places)) if word not in identity)
    return Plan(identity, source.document.title, is_own, files, tuple(leaning), persons, sought)


def told(what: Plan, places: Places) -> str:
    """Return a plan for a person, with all other places where the text is."""
    generations = [str(folder) for folder in _generations(places.index)]
    kept = [str(file) for file in (*_learnt(places.models), *places.models.glob(_REMEMBERED))]
    where = "uit de eigen map" if what.is_own else f"uit de index; het bestand zelf is geleverd en blijft in '{places.corpus}' staan"
    beside = earlier.telling(places.own, what.id, (*what.words, *what.persons)) if what.is_own else []
    parts = [
        ("bestanden die weggaan", [f"eigen/{name}" for name in what.files]),
        ("wat de werkbank ernaast bewaart, en weggaat", [f"eigen/{file.relative_to(places.own)}" for file in beside]),
        ("leunt erop, en gaat mee", what.leaning),
        ("personen die alleen hierin staan, en meegaan", what.persons),
        ("indexen waar de tekst uit gaat, en die daarna weg zijn", generations),
        ("onthouden vectoren en wat het model leerde, opnieuw te maken", kept),
        (
            "waar u zelf aan denkt",
            [
                "reservekopieën van de eigen map, van de index en pakketten van kb pack",
                "de geschiedenis van git, als de eigen map daarin staat",
                "machines die een index van deze ophalen",
                "de oordelen van lezers (KB_FEEDBACK), die hun vraag en ids bewaren",
            ],
        ),
    ]
    lines = [f"Bron '{what.id}' ({what.title}) gaat {where}."]
    for name, found in parts:
        lines += [f"{name}:", *(f"  {one}" for one in found)] if found else []
    return "\n".join(lines)


def remove(what: Plan, reason: str, places: Places, build: Callable[[Corpus], object]) -> list[Trace]:
    """Take a source out for good, and return where words of it are still found. `build` makes and serves an index of what is left."""
    journal = places.own / _JOURNAL.format(what.id)
    pruning.write(journal, json.dumps(asdict(what), ensure_ascii=False))
    _mark(what, reason, places.own)
    if what.is_own:
        for file, text in pruning.without(places.own, pruning.names_of(what.id) | _person_ids(what, places.own)).items():
            pruning.write(file, text)
        for name in what.files:
            _delete(places.own / name)
        earlier.forget(places.own, what.id, (*what.words, *what.persons))
    rebuild(places, build)
    journal.unlink()
    return list(traces(what.words, [places.own, *(folder for folder in (places.index, places.models) if folder.is_dir())]))


def rebuild(places: Places, build: Callable[[Corpus], object]) -> None:
    """Have an index made of the content as it is, where there was one, and remove every earlier one and what was learnt of it."""
    read = corpus.load(places.corpus, places.own)
    comparison.check(read)
    if not _generations(places.index):
        return
    began = time.time()
    for file in _learnt(places.models):
        file.unlink()
    build(read)
    index_folder.sweep(places.index)
    for file in places.models.glob(_REMEMBERED):
        # The build wrote its own anew, with what it met and nothing else.
        if file.stat().st_mtime < began:
            file.unlink()


def proof(what: Plan, left: Sequence[Trace]) -> str:
    """Return what was looked for after a removal, and what was found."""
    if not what.words:
        return f"'{what.id}' is weg. Het heeft geen woord dat alleen hierin stond, dus is er niets om op te zoeken."
    if not left:
        return f"'{what.id}' is weg. Gezocht op {len(what.words)} woorden die alleen hierin stonden, in map, index en modellen: 0 gevonden."
    found = "\n".join(f"  {trace.file}: {trace.word}" for trace in left[:MOST_TOLD])
    return f"'{what.id}' is weg, maar woorden ervan staan nog in:\n{found}\nHaal ze daar weg en geef kb index --forget."


def _source(identity: str, places: Places) -> Source | None:
    for folder in (places.own, places.corpus):
        faults = FaultList(places.corpus, places.own)
        for file in corpus_files.files_in(folder / "bronnen"):
            source = source_file.read(file, faults)
            if source and source.document.id == identity:
                return source
    return None


def _of_journal(journal: Path) -> Plan:
    told = json.loads(journal.read_text(encoding="utf-8"))
    lists = (tuple(map(str, told[name])) for name in ("files", "leaning", "persons", "words"))
    return Plan(str(told["id"]), str(told["title"]), bool(told["is_own"]), *lists)


def _files(source: Source, places: Places, read: Corpus) -> Iterator[str]:
    """Yield the names of all files that are of this source alone, the source itself last."""
    identity = source.document.id
    others = [one for one in read.sources if one.document.id != identity and one.folder == places.own]
    shared = {one.original for one in others} | {one.document.file for one in others}
    stem = (source.document.file or "-").partition(".")[0]
    for name in (f"origineel/{source.original}", f"getrouwheid/{identity}.yaml", f"wacht/{identity}"):
        if name.partition("/")[2] not in shared and (places.own / name).exists():
            yield name
    for file in corpus_files.visible(places.own / "bestanden"):
        if file.name.startswith(stem) and source.document.file not in shared:
            yield f"bestanden/{file.name}"
    yield f"bronnen/{source.file.name}"


def _links(identity: str, places: Places) -> list[str]:
    """Return the lines of other own sources that link to a source: their words stay, the link goes."""
    return [
        f"eigen/bronnen/{file.name}:{number}: een link hierheen"
        for file in corpus_files.files_in(places.own / "bronnen")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if f"]({identity}." in line
    ]


def _persons(source: Source, read: Corpus, texts: Sequence[str]) -> Iterator[str]:
    """Yield the names of the own persons whom no other source names."""
    others = [one for one in read.sources if one.document.id != source.document.id]
    speakers = {speaker for one in others for quote in one.quotes for speaker in quote.speakers}
    elsewhere = set(words(" ".join(passage.text for one in others for passage in one.passages)))
    here = set(words(" ".join(texts)))
    own_speakers = {speaker for quote in source.quotes for speaker in quote.speakers}
    for person in read.said.persons:
        name = set(words(person.name))
        is_here = person.id in own_speakers or name <= here
        if is_here and person.id not in speakers and not name <= elsewhere and person.id.startswith(f"{_prefix(read)}-"):
            yield person.name


def _prefix(read: Corpus) -> str:
    return read.library.own.prefix if read.library.own else ""


def _person_ids(what: Plan, folder: Path) -> set[str]:
    file = folder / "personen.yaml"
    listed = yaml.safe_load(file.read_text(encoding="utf-8-sig")) if file.is_file() else None
    return {str(person["id"]) for person in listed or [] if person["naam"] in what.persons}


def _elsewhere(source: Source, files: Sequence[str], places: Places) -> Iterator[Path]:
    """Yield the files in which words of a source do not tell it apart: other sources, and models that know words by themselves."""
    its_own = {places.own / name for name in files}
    its_own |= {source.file, source.folder / "origineel" / source.original, source.folder / "getrouwheid" / f"{source.document.id}.yaml"}
    for folder in (places.corpus, places.own):
        for name in ("bronnen", "origineel"):
            yield from (file for file in corpus_files.visible(folder / name) if file.is_file() and file not in its_own)
    if source.folder == places.own:
        yield from (places.corpus / name for name in corpus_files.LISTS if (places.corpus / name).is_file())
        yield from (file for file in corpus_files.visible(places.corpus / "vragen") if file.is_file())
    if places.models.is_dir():
        learnt = {*_learnt(places.models), *places.models.glob(_REMEMBERED)}
        yield from (file for file in places.models.rglob("*") if file.is_file() and file not in learnt)


def _mark(what: Plan, reason: str, folder: Path) -> None:
    """Write down what goes; of a delivered source also that it is hidden."""
    file = folder / own.GONE
    text = file.read_text(encoding="utf-8-sig") if file.is_file() else ""
    if what.id not in {one["id"] for one in yaml.safe_load(text) or []}:
        record = {"id": what.id, "datum": today().isoformat()} | ({"reden": reason} if reason else {})
        pruning.write(file, text + yaml.safe_dump([record], allow_unicode=True, sort_keys=False))
    if not what.is_own:
        hide(folder, "bronnen", what.id)


def hide(folder: Path, name: str, identity: str) -> None:
    """Add an id to a list of verberg.yaml, where it does not stand yet."""
    file = folder / own.HIDDEN
    listed = (yaml.safe_load(file.read_text(encoding="utf-8-sig")) if file.is_file() else None) or {}
    if identity not in listed.get(name, []):
        listed[name] = [*listed.get(name, []), identity]
        pruning.write(file, yaml.safe_dump(listed, allow_unicode=True, sort_keys=False))


def _learnt(models: Path) -> list[Path]:
    """Return what was learnt of the questions that there are: the layer of the model, and what recognises edited answers."""
    return [file for pattern in _LEARNT for file in models.glob(pattern)]


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _generations(root: Path) -> list[Path]:
    with contextlib.suppress(IndexMissing):
        return [index_folder.current(root), *index_folder.earlier(root)]
    return []
