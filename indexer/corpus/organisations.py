"""organisaties.yaml and afkortingen.yaml: who the sources name, and what letters stand for; each looked for in the words of the sources."""

from collections.abc import Iterator
from dataclasses import replace

from indexer.corpus.cross_references import Targets, names_private
from indexer.corpus.records import Records
from indexer.corpus.schemas import AddressRecord, OrganisationRecord
from kb.analysis.words import words
from kb.library import Library
from kb.model import Abbreviation, Organisation, Span
from kb.telling.naming import named_at, places_naming, quotes_signed


def with_organisations(library: Library, whole: Library, organisations: Records, abbreviations: Records, targets: Targets) -> Library:
    """Return the library with what the two files say, looked for in the words of the whole, and note all that is wrong with it."""
    if targets.absent.isdisjoint(("afkortingen.yaml", "thesaurus.yaml")):
        _check_thesaurus(library, whole, abbreviations, targets)
    return replace(
        library,
        organisations=tuple(_organisations(whole, organisations, targets)),
        abbreviations=tuple(Abbreviation(letters, full) for letters, full in abbreviations.content.items()),
    )


def named_now(library: Library) -> Library:
    """Return a library of two layers in which an organisation that only the upper one names is named too."""
    return replace(
        library,
        organisations=tuple(
            one if one.is_named else replace(one, is_named=any(places_naming(library, one.names)) or any(quotes_signed(library, one.names)))
            for one in library.organisations
        ),
    )


def _organisations(library: Library, file: Records, targets: Targets) -> Iterator[Organisation]:
    for at, record in enumerate(file.content):
        said = _said(record, file, at, targets)
        for number, example in enumerate(record.voorbeelden):
            if targets.lacks(f"praktijkvoorbeeld.{example}", "praktijkvoorbeeld"):
                sentence = f"praktijkvoorbeeld '{example}' bestaat niet; verbeter het id."
                targets.faults.add(file.file, file.line(at, "voorbeelden", number), sentence, about=f"praktijkvoorbeeld.{example}")
        contact = record.contact
        if contact:
            _check_address(contact, file, at, targets)
        found = Organisation(
            id=record.id,
            name=record.naam,
            abbreviation=record.afkorting,
            also=record.ook,
            said=said,
            examples=record.voorbeelden,
            address=contact.adres if contact else None,
            address_at=contact.passage if contact else None,
            is_named=not record.niet_genoemd,
        )
        _check_named(found, library, file, at, targets)
        yield found


def _check_address(contact: AddressRecord, file: Records, at: int, targets: Targets) -> None:
    stands = targets.expect_passage(contact.passage, file, at, "contact", "passage")
    if stands and contact.adres not in targets.texts[contact.passage] and targets.is_complete:
        sentence = f"dit adres staat niet in '{contact.passage}'; neem het letterlijk over."
        targets.faults.add(file.file, file.line(at, "contact", "adres"), sentence, words_of=contact.passage)


def _said(record: OrganisationRecord, file: Records, at: int, targets: Targets) -> Span | None:
    if record.zegt is None or not targets.expect_passage(record.zegt.passage, file, at, "zegt", "passage"):
        return None
    text, sought = targets.texts[record.zegt.passage], record.zegt.tekst
    begin = text.find(sought)
    if begin < 0 and targets.is_complete:
        sentence = f"deze tekst staat niet zo in '{record.zegt.passage}'; neem haar letterlijk over."
        targets.faults.add(file.file, file.line(at, "zegt", "tekst"), sentence, words_of=record.zegt.passage)
    elif not named_at(sought, (record.naam, *filter(None, [record.afkorting]), *record.ook)):
        sentence = f"deze tekst noemt {record.naam} niet; kies woorden waarin de naam staat."
        targets.faults.add(file.file, file.line(at, "zegt", "tekst"), sentence)
    return Span(record.zegt.passage, begin, begin + len(sought)) if begin >= 0 else None


def _check_named(found: Organisation, library: Library, file: Records, at: int, targets: Targets) -> None:
    """Note an organisation that is a person, and one that the sources name or don't name other than the file says."""
    line = file.line(at, "naam")
    people = {tuple(words(name)) for person in library.persons for name in (person.name, *person.also)}
    if any(tuple(words(name)) in people or names_private(name, library.persons) for name in found.names):
        targets.faults.add(file.file, line, f"'{found.name}' is een persoon; hier staan alleen organisaties.")
    places = {span.passage_id for span in places_naming(library, found.names)} | {one.id for one in quotes_signed(library, found.names)}
    places -= targets.protected
    if found.is_named and not places and targets.is_complete:
        sentence = (
            f"geen bron noemt '{found.name}'; verbeter de naam, zeg bij 'ook' hoe de bron haar noemt, of zet erbij: niet_genoemd: true."
        )
        targets.faults.add(file.file, line, sentence)
    if not found.is_named and (places or found.said or found.examples):
        sentence = f"een bron noemt '{found.name}' wel; haal niet_genoemd weg."
        targets.faults.add(file.file, file.line(at, "niet_genoemd"), sentence)


def _check_thesaurus(library: Library, whole: Library, file: Records, targets: Targets) -> None:
    """Note the abbreviations of the thesaurus that are not written out here, and those that it does not have."""
    known = _abbreviations(library)
    for letters in file.content:
        if letters not in _abbreviations(whole) and "thesaurus.yaml" not in targets.unread:
            targets.faults.add(file.file, file.line(letters), f"afkorting '{letters}' staat niet in thesaurus.yaml; zet haar daar ook.")
    for letters in sorted(known - set(file.content)) if "afkortingen.yaml" not in targets.unread else ():
        targets.faults.add(file.file, 1, f"afkorting '{letters}' staat wel in thesaurus.yaml en niet hier; schrijf haar hier voluit.")


def _abbreviations(library: Library) -> set[str]:
    return {letters for concept in library.concepts for letters in concept.abbreviations}
