"""A file taken in as a draft: read, compared with what is there, guessed at; and a new version of a source in the same way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from indexer.corpus import corpus
from indexer.corpus.corpus import Corpus
from indexer.drafting import drafts, duplicates, guesses, holding, personal, replacing
from indexer.drafting.drafts import Draft, NewDraft
from indexer.drafting.duplicates import Double
from indexer.importing import reading
from indexer.importing.blocks import Conversion
from indexer.importing.guards import Examined, examine
from indexer.importing.refusals import Progress, unheard
from kb.errors import KnowledgeBaseError

MOST_DIFFERENCES = 60


@dataclass(frozen=True, slots=True)
class Known:
    """What is there already: the corpus with the own folder over it, and of it what a new file is compared with."""

    read: Corpus
    prefix: str
    kinds: frozenset[str]
    towns: tuple[str, ...]
    no_persons: tuple[str, ...]


def known(corpus_folder: Path, own: Path) -> Known:
    """Return what is there already. Raises CorpusError when it has faults."""
    read = corpus.load(corpus_folder, own)
    library = read.library
    places = [name for place in library.place_names for name in (place.name, *place.also, *place.former)]
    towns = [name for town in library.municipalities for name in (town.name, *town.also, *town.neighbourhoods)]
    organisations = [*(quote.organisation for quote in library.quotes), *(document.publisher for document in library.documents)]
    assert library.own
    return Known(
        read,
        library.own.prefix,
        frozenset(kind.id for kind in library.kinds),
        tuple(place.name for place in library.place_names if place.province),
        tuple(dict.fromkeys([*places, *towns, *filter(None, organisations)])),
    )


def take_in(
    path: Path,
    own: Path,
    there: Known,
    today: date,
    *,
    ocr: bool = False,
    shielded: bool = True,
    anyway: bool = False,
    progress: Progress = unheard,
) -> Draft:
    """Make a draft of a file. Raises KnowledgeBaseError when it cannot be read, or `anyway` is not given and it is there already."""
    file = examine(path)
    double = _same_file(file, own, there)
    if double and not anyway:
        raise KnowledgeBaseError(_told(file.name, double, own))
    conversion = reading.converted(file, ocr=ocr, shielded=shielded, progress=progress)
    double = double or duplicates.same_text(conversion, _texts(own, there))
    if double and not anyway:
        raise KnowledgeBaseError(_told(file.name, double, own))
    with holding.held(own):
        identity = drafts.free_id(own, there.prefix, file.name, [document.id for document in there.read.said.documents])
        return drafts.make(own, _new(file, conversion, identity, there, double), today)


def replace(
    identity: str,
    path: Path,
    own: Path,
    there: Known,
    today: date,
    *,
    ocr: bool = False,
    shielded: bool = True,
    progress: Progress = unheard,
) -> tuple[Draft, list[str]]:
    """Make a draft of a file that takes the place of an own source once it is published; also return in Dutch what differs.

    Raises KnowledgeBaseError when there is no such source, or when a draft of it waits already.
    """
    source = next((one for one in there.read.sources if one.document.is_own and drafts.is_named(one.document.id, identity)), None)
    if source is None:
        own_ids = ", ".join(one.document.id for one in there.read.sources if one.document.is_own) or "nog geen"
        raise KnowledgeBaseError(f"Er is geen eigen bron '{identity}'. Eigen bronnen: {own_ids}.")
    before = replacing.earlier(source, there.read.said)
    text = source.file.read_text(encoding="utf-8")
    file = examine(path)
    conversion = reading.converted(file, ocr=ocr, shielded=shielded, progress=progress)
    with holding.held(own):
        if (own / holding.WAITING / source.document.id).exists():
            raise KnowledgeBaseError(
                f"Er wacht al een concept van '{source.document.id}'. Publiceer het eerst, of verwijder het: kb remove {source.document.id}"
            )
        new = _new(file, conversion, source.document.id, there, None)
        draft = drafts.make(own, NewDraft(new.name, new.content, conversion, new.guesses, new.finds, new.id, before), today)
    told = list(replacing.differences(drafts.body_of_text(text), drafts.body_of(draft)))
    shown = told[:MOST_DIFFERENCES]
    if len(told) > len(shown):
        shown.append(f"en nog {len(told) - len(shown)} verschillen.")
    if before.quotes or before.lists:
        shown.append(
            f"Let op: {before.quotes} citaten en {before.lists} werklijsten van de oude tekst gaan niet vanzelf mee; zet ze opnieuw."
        )
    return draft, shown or ["De woorden zijn dezelfde."]


def _new(file: Examined, conversion: Conversion, identity: str, there: Known, double: Double | None) -> NewDraft:
    told = [
        *personal.told_by(conversion),
        personal.Told("naam van het bestand", file.name.rpartition(".")[0].replace("-", " ").replace("_", " ")),
    ]
    finds = personal.finds_in(told, there.no_persons)
    words = {find.words for find in finds}
    finds += [find for find in personal.author_of(conversion.properties) if find.words not in words]
    said = guesses.guess(conversion, file.name, there.kinds, there.towns)
    return NewDraft(file.name, file.content, conversion, said, finds, identity, double=double.id if double else "")


def _same_file(file: Examined, own: Path, there: Known) -> Double | None:
    sources = {document.file.partition(".")[0]: (document.id, document.title) for document in there.read.said.documents if document.file}
    waiting = {draft.concept.sha256: (draft.id, draft.concept.titel or draft.concept.naam_bestand) for draft in drafts.all_of(own)}
    return duplicates.same_file(file.sha256, sources | waiting)


def _texts(own: Path, there: Known) -> Iterator[tuple[str, str, list[str]]]:
    yield from duplicates.texts_of_sources(there.read.said)
    for draft in drafts.all_of(own):
        yield draft.id, draft.concept.titel or draft.concept.naam_bestand, duplicates.texts_of(draft.conversion)


def _told(name: str, double: Double, own: Path) -> str:
    """Return what a person is told of a file that is there already."""
    if (own / holding.WAITING / double.id).is_dir():
        return f"'{name}' wacht al als concept '{double.id}'. Ga daarmee verder, of maak er toch nog een met --ja."
    like = "" if double.share == 1 else f" ({double.share:.0%} van de tekst)"
    return (
        f"'{name}' staat er al als '{double.title}' ({double.id}){like}. Nieuwe versie? Geef dan: kb replace {double.id} BESTAND;"
        " wilt u het er toch naast, geef dan --ja."
    )
