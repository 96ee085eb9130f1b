"""The own layer: a folder of content over the delivered corpus, that an update of the program never touches.

`eigen.yaml` says whose it is and by which prefix its ids are known, `verberg.yaml` what of the delivered layer it hides, `weg.yaml`
what was taken out of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from indexer.corpus import corpus_files, hiding, records, schemas
from indexer.corpus.faults import FaultList
from kb.library import Library
from kb.model import Layer, Removed

FILE, HIDDEN, GONE = corpus_files.OF_OWN


@dataclass(frozen=True, slots=True)
class Own:
    """What the three files of an own folder say. `hidden` maps each id that is to be hidden, as in hiding.py, to its line in verberg.yaml;
    `private` does so for the persons whose name is to be hidden."""

    folder: Path
    layer: Layer
    hidden: Mapping[str, int] = field(default_factory=dict)
    private: Mapping[str, int] = field(default_factory=dict)
    removed: tuple[Removed, ...] = ()


def read(folder: Path, faults: FaultList) -> Own | None:
    """Read the files that say what an own folder is, or note why they can't be read and return None."""
    if not corpus_files.is_there(folder / FILE):
        faults.add(
            folder / FILE, 1, "dit bestand ontbreekt; zet daarin 'voorvoegsel' (waarmee de ids beginnen) en 'naam' (wiens map dit is)."
        )
        return None
    head = records.read_file(schemas.OwnFile, folder / FILE, faults)
    hiding_file = records.read_file(schemas.HiddenFile, folder / HIDDEN, faults)
    gone = records.read_file(tuple[schemas.RemovedRecord, ...], folder / GONE, faults)
    if head is None or hiding_file is None or gone is None:
        return None
    hidden: dict[str, int] = {}
    private: dict[str, int] = {}
    for name, ids in hiding_file.content.items():
        if name != schemas.PERSONS and name not in hiding.PREFIXES:
            known = ", ".join(sorted((*hiding.PREFIXES, schemas.PERSONS)))
            faults.add(folder / HIDDEN, hiding_file.line(name), f"'{name}' is niet te verbergen; kies uit {known}.")
        for number, identity in enumerate(ids):
            line = hiding_file.line(name, number)
            if name == schemas.PERSONS:
                private[identity] = line
            else:
                hidden[f"{hiding.PREFIXES.get(name, '')}{identity}"] = line
    layer = Layer(head.content.naam, head.content.voorvoegsel, head.content.versie)
    return Own(folder, layer, hidden, private, tuple(Removed(one.id, one.datum) for one in gone.content))


def prefix_of(folder: Path) -> str:
    """Return the prefix of the ids of an own folder. Raises CorpusError when eigen.yaml can't be read."""
    faults = FaultList(folder, folder)
    head = records.read_file(schemas.OwnFile, folder / FILE, faults)
    faults.raise_if_any()
    return str(head.content.voorvoegsel) if head else ""


def hide(library: Library, own: Own, faults: FaultList) -> Library:
    """Return the delivered library without what is hidden, and note what falls with it and what is not there to hide."""
    file = own.folder / HIDDEN
    for identity, line in own.hidden.items():
        if not hiding.has(library, identity):
            faults.warn(file, line, f"'{identity}' staat niet in de geleverde inhoud; haal het hier weg.")
    for identity, line in own.private.items():
        if identity not in library.person:
            faults.warn(file, line, f"persoon '{identity}' staat niet in de geleverde inhoud; haal hem hier weg.")
    kept = hiding.without(library, frozenset(own.hidden))
    for fallen in _fallen(library, kept, own.hidden):
        faults.warn(file, 1, f"Door verberg.yaml vervallen: {fallen}.")
    return hiding.with_private(kept, frozenset(own.private))


def _fallen(before: Library, after: Library, hidden: Mapping[str, int]) -> Iterator[str]:
    """Yield by list what is left out because it leaned on what is hidden; the parts of a hidden source go without saying."""
    kept = hiding.records(after)
    for name, told in hiding.records(before).items():
        gone = [one for one in told if one not in kept[name] and hiding.PREFIXES[name] + one not in hidden]
        gone = [one for one in gone if f"bron.{one.partition('.')[0]}" not in hidden]
        if gone:
            shown = ", ".join(gone[:5]) + (f" en nog {len(gone) - 5}" if len(gone) > 5 else "")
            yield f"{name} ({shown})"
