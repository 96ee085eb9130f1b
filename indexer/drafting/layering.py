"""An own folder as it will be once a draft is a source of it: a copy beside it, for looking before anything is moved."""

import hashlib
import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from indexer.corpus import source_file
from indexer.corpus.faults import FaultList
from indexer.drafting import accepting, drafts, holding, replacing
from indexer.drafting.drafts import Draft
from indexer.importing import reading
from indexer.importing.blackening import blackened, pattern_of, without_words
from indexer.importing.blocks import Conversion
from indexer.importing.guards import examine
from indexer.importing.refusals import Refused
from indexer.importing.shield.sandbox import Unshielded

_NOT_COPIED = (holding.WAITING, "bestanden")


def files_of(draft: Draft, own: Path, *, with_file: bool = True, shielded: bool = True) -> dict[str, bytes]:
    """Return the files that a draft becomes in an own folder, by their place in it; lists among them are whole, with all they had.

    `with_file`: also the file itself, where it may be offered.
    """
    told, conversion = draft.concept, draft.conversion
    black = without_words(conversion, told.blacked_out)
    found: dict[str, bytes] = {}
    kept = _kept_file(draft, conversion, shielded=shielded) if with_file else None
    name = ""
    if kept is not None:
        name = f"{hashlib.sha256(kept).hexdigest()}.{conversion.kind}"
        found[f"bestanden/{name}"] = kept
    else:
        name = f"{told.sha256}.{conversion.kind}"
    text = drafts.source_text(told, drafts.body_of(draft), name, black)
    found[f"bronnen/{told.id}.md"] = text.encode()
    found[f"origineel/{told.id}.txt"] = (draft.folder / drafts.ORIGINAL).read_bytes()
    fidelity = (draft.folder / drafts.FIDELITY).read_bytes()
    if fidelity.strip():
        found[f"getrouwheid/{told.id}.yaml"] = fidelity
    found |= accepting.files(draft, own)
    before = drafts.earlier_of(draft)
    moved = replacing.moved(before, _ids(text)) if before else {}
    if before:
        found["verhuisd.yaml"] = _merged(own / "verhuisd.yaml", moved, set(_ids(text)))
    there = _renamed(own / "vragen" / f"{told.id}.yaml", moved)
    asked = accepting.with_questions(draft, there)
    if asked != there or (asked and moved):
        found[f"vragen/{told.id}.yaml"] = yaml.safe_dump(asked, allow_unicode=True, sort_keys=False, width=140).encode()
    return found


def left_over(own: Path, draft: Draft, files: Mapping[str, bytes]) -> list[str]:
    """Return the files of the source that is replaced that have no successor: what was left out of it, and its file."""
    if not draft.concept.vervangt:
        return []
    gone = [f"getrouwheid/{draft.id}.yaml"]
    kept = _files_named_by(own / "bronnen" / f"{draft.id}.md")
    return [place for place in (*gone, *kept) if place not in files]


def lay_over(own: Path, files: Mapping[str, bytes], without: Sequence[str], beside: Path) -> None:
    """Make a copy of an own folder in `beside`, without drafts and some of its files, with others in it."""
    beside.mkdir(parents=True)
    for path in own.iterdir():
        if path.name.startswith(".") or path.name in _NOT_COPIED:
            continue
        if path.is_dir():
            shutil.copytree(path, beside / path.name)
        else:
            shutil.copy2(path, beside / path.name)
    kept = own / "bestanden"
    if kept.is_dir():
        (beside / "bestanden").mkdir()
        for path in kept.iterdir():
            if path.is_file() and not path.name.startswith("."):
                (beside / "bestanden" / path.name).hardlink_to(path)
    for place in without:
        (beside / place).unlink(missing_ok=True)
    for place, content in files.items():
        file = beside / place
        file.parent.mkdir(parents=True, exist_ok=True)
        # A link shares its content with the own folder.
        file.unlink(missing_ok=True)
        file.write_bytes(content)


def _kept_file(draft: Draft, conversion: Conversion, *, shielded: bool) -> bytes | None:
    """Return the file as it is kept and offered, None when it is not.

    It is kept only when everybody may have it and it can be had without what it tells of its maker: a PDF, whose pages with black
    words are pictures. Where these words cannot be found back in it, it is not kept.
    """
    if draft.concept.openbaar != "ja" or conversion.kind != "pdf":
        return None
    words = draft.concept.blacked_out
    pattern = pattern_of(words)
    pages = [number for number, page in enumerate(conversion.pages, start=1) if blackened(page, pattern) != page]
    try:
        return reading.opened(examine(draft.file), words, pages, shielded=shielded)
    except Unshielded:
        raise
    except Refused:
        return None


def _ids(text: str) -> list[str]:
    """Return the ids that the text of a source has, its sections and passages first and in order."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "bron.md"
        file.write_text(text, encoding="utf-8")
        source = source_file.read(file, FaultList(Path(scratch)))
    if source is None:
        return []
    return [thing.id for things in (source.sections, source.passages, source.quotes, source.lists) for thing in things]


def _merged(file: Path, moved: Mapping[str, str], there: Collection[str]) -> bytes:
    """Return the text of a list of moved ids with more of them. Each leads to where it is now, and what is there again has not moved."""
    before: dict[str, str] = (yaml.safe_load(file.read_text(encoding="utf-8")) or {}) if file.is_file() else {}
    whole = {old: moved.get(new, new) for old, new in before.items()} | dict(moved)
    kept = {old: new for old, new in whole.items() if old not in there}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=True, width=140).encode() if kept else b""


def _renamed(file: Path, moved: Mapping[str, str]) -> dict[str, list[Any]]:
    """Return the questions of a source, under the ids that its places have now."""
    before: dict[str, list[Any]] = (yaml.safe_load(file.read_text(encoding="utf-8")) or {}) if file.is_file() else {}
    now: dict[str, list[Any]] = {}
    for identity, asked in before.items():
        now.setdefault(moved.get(identity, identity), []).extend(asked)
    return now


def _files_named_by(source: Path) -> list[str]:
    """Return the file in `bestanden/` that a source names in its front matter."""
    for line in source.read_text(encoding="utf-8").split("\n---\n", 1)[0].split("\n"):
        name, _, value = line.partition(":")
        if name == "bestand":
            return [f"bestanden/{value.strip().strip(chr(34))}"]
    return []
