"""Content in one checked file: a corpus folder or an own folder as a zip with the digest of every file, and back.

What is packed was checked, what is unpacked is checked before it takes the place of anything, and the folder that was there stays aside
under a name of its own until the new one stands.
"""

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from indexer.corpus import corpus, corpus_files, own
from indexer.corpus.corpus import Corpus
from indexer.exchanging import clear, exchange, mend
from indexer.fidelity import comparison
from kb.errors import KnowledgeBaseError

MANIFEST = "pakket.json"
FORMAT = 1
# Far above what people write; a zip that says more is no content of a knowledge base.
MOST_FILES = 20_000
MOST_FILE = 100_000_000
MOST_TOGETHER = 4_000_000_000
MOST_MANIFEST = 10_000_000

# What stands beside the lists and is read by people only.
_PAPERS = ("README.md", "RECHTEN.md")
_NAME = re.compile(r"[^\\/:*?\"<>|\x00-\x1f\x7f.~][^\\/:*?\"<>|\x00-\x1f\x7f]*")
_TIME = (1980, 1, 1, 0, 0, 0)
_AFTER = ".nieuw"

Kind = Literal["geleverd", "eigen"]


class Manifest(BaseModel):
    """What a package says of itself. `bestanden` maps each file to its SHA-256."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    vorm: int
    soort: Kind
    naam: str
    versie: str | None
    bestanden: dict[str, str]


@dataclass(frozen=True, slots=True)
class Folders:
    """The delivered folder, and the own one where there is one."""

    corpus: Path
    own: Path | None

    def of(self, kind: Kind) -> Path:
        """Return the folder of a kind of content. Raises KnowledgeBaseError when there is none."""
        if kind == "geleverd":
            return self.corpus
        if self.own is None:
            raise KnowledgeBaseError("Dit gaat over een eigen map, en die is niet gegeven. Geef haar met --eigen of KB_EIGEN.")
        return self.own


def pack(folders: Folders, kind: Kind, file: Path) -> Manifest:
    """Check the content of a folder and write it as a package. Raises KnowledgeBaseError; then what stood at file stays as it was."""
    read = _checked(folders)
    folder = folders.of(kind)
    names = sorted(_content(folder, kind))
    manifest = Manifest(
        vorm=FORMAT,
        soort=kind,
        naam=_name(read, kind),
        versie=_version(read, kind),
        bestanden={name: _digest((folder / name).read_bytes()) for name in names},
    )
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as packed:
            # Of the same content always the same file.
            packed.writestr(_info(MANIFEST), json.dumps(manifest.model_dump(), ensure_ascii=False, indent=1))
            for name in names:
                packed.writestr(_info(name), (folder / name).read_bytes())
        _take(unfinished)
        unfinished.replace(file)
    except OSError as error:
        raise KnowledgeBaseError(f"Het pakket '{file}' is niet te schrijven. Kijk of de map er is, en of u er mag schrijven.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def unpack(file: Path, folders: Folders) -> Manifest:
    """Put the content of a package in the place of the folder of its kind, after checking all of it. Raises KnowledgeBaseError.

    Drafts of an own folder stay, and what the werkbank keeps beside the content. The new content is read together with the other layer,
    as an index will.
    """
    manifest, content = _take(file)
    target = folders.of(manifest.soort)
    mend(target)
    new = target.with_name(target.name + _AFTER)
    clear(new)
    try:
        for name, data in content():
            place = new / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        _check_owner(manifest, target, new)
        _checked(Folders(new, folders.own) if manifest.soort == "geleverd" else Folders(folders.corpus, new))
        exchange(target, new)
    except OSError as error:
        raise KnowledgeBaseError(
            f"'{error.filename or target}' is niet te schrijven, en er is niets veranderd. Kijk uw rechten na."
        ) from error
    finally:
        clear(new)
    return manifest


def _checked(folders: Folders) -> Corpus:
    read = corpus.load(folders.corpus, folders.own)
    comparison.check(read)
    return read


def _check_owner(manifest: Manifest, target: Path, new: Path) -> None:
    """Refuse the own content of somebody else: ids of another prefix are no newer state of this folder."""
    if manifest.soort == "eigen" and (target / own.FILE).exists():
        was, becomes = (own.prefix_of(folder) for folder in (target, new))
        if was != becomes:
            raise KnowledgeBaseError(
                f"Dit pakket is van '{manifest.naam}', met voorvoegsel '{becomes}'; in '{target}' is het '{was}'. Kies een andere map."
            )


def _name(read: Corpus, kind: Kind) -> str:
    return read.library.own.name if kind == "eigen" and read.library.own else "Geleverde inhoud"


def _version(read: Corpus, kind: Kind) -> str | None:
    if kind == "eigen":
        return read.library.own.version if read.library.own else None
    return read.library.edition.version if read.library.edition else None


def _content(folder: Path, kind: Kind) -> Iterator[str]:
    """Yield the names of the files of a folder that are content: no drafts, and nothing that nobody reads."""
    for path in corpus_files.visible(folder):
        if path.is_file() and _is_content(path.name, kind):
            yield path.name
        elif path.is_dir():
            yield from (name for inner in corpus_files.visible(path) if _is_content(name := f"{path.name}/{inner.name}", kind))


def _is_content(name: str, kind: Kind) -> bool:
    parts = name.split("/")
    if not all(_NAME.fullmatch(part) for part in parts):
        return False
    folders = corpus_files.FOLDERS | (corpus_files.OWN_FOLDERS if kind == "eigen" else {})
    if len(parts) == 1:
        lists = {*corpus_files.LISTS, *corpus_files.OF_OWN} - {*corpus_files.ONLY_DELIVERED} if kind == "eigen" else {*corpus_files.LISTS}
        return name in lists or name in _PAPERS
    return len(parts) == 2 and parts[0] != "wacht" and parts[0] in folders and name.endswith(folders[parts[0]])


def _take(file: Path) -> tuple[Manifest, Callable[[], Iterator[tuple[str, bytes]]]]:
    """Return what a package says of itself, and what gives its files one by one, each compared with its digest.

    Raises KnowledgeBaseError when it is none, or holds anything that content has no place for.
    """
    refused = f"'{file.name}' is geen pakket met inhoud"
    try:
        with zipfile.ZipFile(file) as packed:
            sizes = {info.filename: info.file_size for info in packed.infolist()}
            if len(sizes) != len(packed.infolist()) or len(sizes) > MOST_FILES:
                raise KnowledgeBaseError(f"{refused}: er staan te veel bestanden in, of twee met dezelfde naam. Vraag om een nieuw pakket.")
            if max(sizes.values(), default=0) > MOST_FILE or sum(sizes.values()) > MOST_TOGETHER:
                raise KnowledgeBaseError(f"{refused}: wat erin zit, is te groot. Vraag om een nieuw pakket.")
            manifest = Manifest.model_validate_json(_bytes(packed, MANIFEST, MOST_MANIFEST))
    except FileNotFoundError as error:
        raise KnowledgeBaseError(f"Het bestand '{file}' bestaat niet. Kijk of de naam klopt.") from error
    except (OSError, zipfile.BadZipFile, KeyError, ValidationError, NotImplementedError, RuntimeError) as error:
        raise KnowledgeBaseError(f"{refused}, of het is beschadigd. Een pakket maakt u met: kb pack") from error
    if manifest.vorm != FORMAT:
        raise KnowledgeBaseError(f"{refused} dat dit programma leest: vorm {manifest.vorm} in plaats van {FORMAT}. Vernieuw het programma.")
    odd = sorted(
        {name for name in manifest.bestanden if not _is_content(name, manifest.soort)} | (sizes.keys() ^ {MANIFEST, *manifest.bestanden})
    )
    if odd:
        raise KnowledgeBaseError(f"{refused}: '{odd[0][:80]}' hoort er niet in, of ontbreekt. Vraag om een nieuw pakket.")

    def content() -> Iterator[tuple[str, bytes]]:
        with zipfile.ZipFile(file) as packed:
            for name, digest in manifest.bestanden.items():
                try:
                    data = _bytes(packed, name, sizes[name])
                except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
                    raise KnowledgeBaseError(f"Bestand '{name}' in '{file.name}' is beschadigd. Vraag om een nieuw pakket.") from error
                if _digest(data) != digest:
                    raise KnowledgeBaseError(
                        f"Bestand '{name}' in '{file.name}' is een ander dan er is ingepakt. Vraag om een nieuw pakket."
                    )
                yield name, data

    return manifest, content


def _bytes(packed: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Return a file of a package; of one that is larger than it says no more than that."""
    with packed.open(name) as stream:
        return stream.read(most)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
