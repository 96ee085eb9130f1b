"""A change of own files: tried on a copy first, told at its field what is wrong with it, and kept only when it is right."""

import hashlib
import re
import shutil
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from indexer.corpus import corpus, yaml_lines
from indexer.corpus.faults import LEFT_OUT
from indexer.disk import write_whole
from indexer.drafting.holding import held
from indexer.keeping import earlier
from kb.errors import CorpusError, KnowledgeBaseError
from kb.library import Library
from workbench import logbook
from workbench.content import content
from workbench.jobs import Busy
from workbench.place import Place

_lock = threading.Lock()
_NUMBERED = re.compile(r"'\d+\.(?=[a-z])")
# What is no part of the content, or may be absent when it is read.
_APART = ("wacht", "bestanden")


class Changed(KnowledgeBaseError):
    """A file is no longer what it was when the form was made."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fault or warning: the file (as `eigen/…` or a delivered one), its line, and the sentence."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        """Return it as a check tells it."""
        return f"{self.file}:{self.line}: {self.sentence}" if self.file else self.sentence


@dataclass(frozen=True, slots=True)
class Written:
    """Where a form was written: the file, and the place of its record in it; `field` is the one that all of it belongs to, '' for each its
    own."""

    file: str
    path: tuple[str | int, ...]
    field: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a change comes to: sentences by the field they are about ('' is the whole), what else follows from it, and the library."""

    faults: dict[str, list[str]] = field(default_factory=dict)
    follows: tuple[str, ...] = ()
    library: Library | None = None


def read(own: Path, name: str) -> str:
    """Return the text of a file of the own folder, '' when it is not there."""
    file = own / name
    if not file.is_file():
        return ""
    try:
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise KnowledgeBaseError(f"eigen/{name} is geen UTF-8. Bewaar het met een tekstverwerker als UTF-8.") from error


def digest(own: Path, name: str) -> str:
    """Return what tells whether a file changed."""
    file = own / name
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16] if file.is_file() else "leeg"


def try_out(place: Place, texts: Mapping[str, str], written: tuple[Written, ...] = ()) -> Trial:
    """Return what the content would be with these texts in the place of own files; nothing is kept of it."""
    before = content(place)
    with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
        scratch = Path(folder) / "eigen"
        shutil.copytree(place.own, scratch, ignore=lambda _, names: [name for name in names if name.startswith(".") or name in _APART])
        for name, text in texts.items():
            (scratch / name).parent.mkdir(exist_ok=True)
            (scratch / name).write_text(text, encoding="utf-8")
        try:
            read_anew = corpus.load(place.corpus, scratch)
            told = [Told(one.file, one.line, one.sentence) for one in read_anew.warnings]
            library: Library | None = read_anew.library
        except CorpusError as error:
            told, library = [_told(line) for line in str(error).splitlines()], None
    known = {(one.file, one.sentence) for one in map(_told, (*before.faults, *before.warnings))}
    faults: dict[str, list[str]] = {}
    follows = []
    for one in told:
        where = next((at for at in (_field(one, form, texts) for form in written) if at is not None), None)
        if where is not None:
            faults.setdefault(where, []).append(_capital(one.sentence))
        elif (one.file, one.sentence) in known:
            continue
        elif library is None:
            faults.setdefault("", []).append(str(one))
        else:
            follows.append(_capital(one.sentence))
    return Trial(faults, tuple(follows), library if not faults else None)


def save(place: Place, editor: str, done: tuple[str, str], texts: Mapping[str, str], seen: Mapping[str, str]) -> None:
    """Put texts in own files, keep what they were, and note who did what (`done`: what, and about which thing).

    `seen` are the digests of the files as they were when the form was made. Raises Changed when one is another now; then nothing changes.
    """
    running = place.jobs.running()
    if running and running.writes_content:
        raise Busy(f"Nu loopt: {running.title.lower()}. Dat verandert dezelfde bestanden. Ga terug en bewaar opnieuw als het klaar is.")
    with _lock, held(place.own):
        for name in texts:
            if seen.get(name, "leeg") != digest(place.own, name):
                raise Changed(f"eigen/{name} is veranderd sinds u het opende.")
        for name, text in texts.items():
            earlier.keep(place.own, name)
            file = place.own / name
            ending = "\r\n" if file.is_file() and b"\r\n" in file.read_bytes() else "\n"
            write_whole(file, text.replace("\n", ending).encode())
        logbook.note(place.own, editor, *done)


def _told(line: str) -> Told:
    file, _, rest = line.partition(":")
    number, _, sentence = rest.partition(": ")
    return Told(file, int(number), sentence) if number.isdigit() else Told("", 0, line)


def _field(told: Told, written: Written, texts: Mapping[str, str]) -> str | None:
    """Return the field that is told about, None when it is none of what was written."""
    if told.file != f"eigen/{written.file}" or written.file not in texts:
        return None
    try:
        lines = yaml_lines.load(texts[written.file]).lines
    except yaml_lines.YamlFault:
        return None
    depth = len(written.path)
    inside = [(line, path) for path, line in lines.items() if path[:depth] == written.path and line <= told.line]
    after = [line for path, line in lines.items() if path[:depth] != written.path and line > min((at for at, _ in inside), default=0)]
    if not inside or (after and told.line >= min(after)):
        return None
    path = max(inside, key=lambda one: (one[0], len(one[1])))[1][depth:]
    if written.field:
        return written.field
    if path[:1] == ("delen",) and len(path) > 1:
        return f"delen-{path[1]}"
    return ".".join(step for step in path if isinstance(step, str))


def _capital(sentence: str) -> str:
    """Return a sentence as it stands on a page: a field by its own name, and nothing of what a check would let pass."""
    plain = _NUMBERED.sub("'", sentence.removesuffix(f" {LEFT_OUT}"))
    return plain[:1].upper() + plain[1:]
