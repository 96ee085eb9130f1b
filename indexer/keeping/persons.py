"""A person whose name is not to be shown: where the name stands, and a description in its place wherever no source speaks."""

import re
from collections.abc import Iterator
from pathlib import Path

from indexer.corpus import corpus, corpus_files
from indexer.keeping import pruning, removing
from indexer.keeping.removing import Places
from kb.errors import CorpusError, KnowledgeBaseError
from kb.model import Person


def places_of(name: str, places: Places) -> Iterator[str]:
    """Yield each line of the content in which a name stands."""
    sought = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    for folder, shown in ((places.own, "eigen/"), (places.corpus, "")):
        files = [folder / one for one in corpus_files.LISTS if (folder / one).is_file()]
        files += [file for one in ("bronnen", "vragen") for file in corpus_files.files_in(folder / one)]
        for file in files:
            for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), start=1):
                if sought.search(line):
                    yield f"{shown}{file.relative_to(folder)}:{number}: {' '.join(line.split())[:100]}"


def person_of(name: str, places: Places) -> Person:
    """Return the person by a name. Raises KnowledgeBaseError when the lists do not have it."""
    for person in corpus.load(places.corpus, places.own).library.persons:
        if name.casefold() in {one.casefold() for one in (person.name, *person.also)}:
            return person
    raise KnowledgeBaseError(f"'{name}' staat niet in personen.yaml. Zet de naam daar met 'herkenbaar: false' en een 'aanduiding'.")


def hide(person: Person, places: Places) -> None:
    """Have a person shown by the description only. Raises CorpusError, with nothing changed, when own words would still tell the name."""
    file = places.own / "personen.yaml"
    file = file if _is_own(person, file) else places.own / "verberg.yaml"
    before = file.read_text(encoding="utf-8-sig") if file.is_file() else ""
    if file.name == "personen.yaml":
        pruning.write(file, _private(before, person.id))
    else:
        removing.hide(places.own, "personen", person.id)
    try:
        corpus.load(places.corpus, places.own)
    except CorpusError:
        pruning.write(file, before)
        raise


def _is_own(person: Person, file: Path) -> bool:
    return file.is_file() and re.search(rf"\bid: {re.escape(person.id)}\b", file.read_text(encoding="utf-8-sig")) is not None


def _private(text: str, identity: str) -> str:
    """Return a list of persons in which one is not recognisable any more."""
    begin = text.index(f"id: {identity}")
    return text[:begin] + re.sub(r"herkenbaar: *\w+", "herkenbaar: false", text[begin:], count=1)
