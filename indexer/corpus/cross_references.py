"""What can be referred to in a corpus, and a fault for each reference that finds nothing.

What could not be read has told its own fault: of what may stand in it nothing is said.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from indexer.corpus.faults import FaultList
from indexer.corpus.records import Records
from indexer.corpus.source import Source
from kb.analysis.letters import folded
from kb.analysis.words import words
from kb.library import Library
from kb.model import EntryKind, Person, Span
from kb.protection import protected_ids

EXAMPLES = "praktijkvoorbeelden.yaml"
_LISTED_IN = {
    "soort": "soorten.yaml",
    "thema": "themas.yaml",
    "methode": "methoden.yaml",
    "gemeente": "plaatsen.yaml",
    "spreker": "personen.yaml",
}
_A = {
    "soort": "een soort die",
    "thema": "een thema dat",
    "methode": "een werkwijze die",
    "gemeente": "een gemeente die",
    "spreker": "een spreker die",
}


class Targets:
    """Knows every id with its kind, the words of passages and quotes, and by file the names that a list gives.

    `withheld` are the places that are sensitive or expired: they are never put forward.
    """

    def __init__(self, sources: Sequence[Source], faults: FaultList, are_all_read: bool = True) -> None:
        self.faults = faults
        self.are_all_read = are_all_read
        self.whole = {source.document.id: source.is_whole for source in sources}
        self.unread: set[str] = set()
        self.absent: set[str] = set()
        self.ids: dict[str, str] = {}
        self.names: dict[str, set[str]] = {}
        self.protected: set[str] = set()
        self.unedited = {source.document.id for source in sources if not source.document.is_edited}
        for source in sources:
            self.protected |= protected_ids(source.sections, source.passages, source.quotes, source.lists)
        self.texts = {passage.id: passage.text for source in sources for passage in source.passages}
        self.texts |= {quote.id: quote.text for source in sources for quote in source.quotes}
        for source in sources:
            self.ids |= {section.id: "paragraaf" for section in source.sections}
            self.ids |= {passage.id: "passage" for passage in source.passages}
            self.ids |= {quote.id: "citaat" for quote in source.quotes}
            self.ids |= {working_list.id: "werklijst" for working_list in source.lists}
        self.withheld = self.protected | {identity for source in sources for identity in _expired(source)}

    def forget(self, library: Library) -> None:
        """Forget the ids of the delivered layer that are not in what is left of it, and whatever may be referred to in it besides."""
        own = {identity: kind for identity, kind in self.ids.items() if self.faults.has_own_prefix(identity)}
        self.texts = {identity: text for identity, text in self.texts.items() if identity in own or library.stands(identity)}
        self.ids = {section.id: "paragraaf" for section in library.sections}
        self.ids |= {passage.id: "passage" for passage in library.passages}
        self.ids |= {quote.id: "citaat" for quote in library.quotes}
        self.ids |= {working_list.id: "werklijst" for working_list in library.lists}
        self.ids |= {example.entry_id: "praktijkvoorbeeld" for example in library.examples} | own
        self.names = {
            "soorten.yaml": {kind.id for kind in library.kinds},
            "themas.yaml": {theme.id for theme in library.themes},
            "plaatsen.yaml": {town.id for town in library.municipalities},
            "personen.yaml": {person.id for person in library.persons},
            "methoden.yaml": {method.id for method in library.methods},
        }

    def check_source(self, source: Source) -> None:
        """Check all that a source refers to; the lists it refers to must have been read."""
        self._expect_kind(source)
        for section in source.sections:
            line = source.lines[section.id]
            self.expect_names("thema", section.themes, source.file, line)
            self.expect_names("gemeente", section.municipalities, source.file, line)
        for quote in source.quotes:
            line = source.lines[quote.id]
            self.expect_names("thema", quote.themes, source.file, line)
            self.expect_names("spreker", quote.speakers, source.file, line)
            self.expect_names("gemeente", filter(None, [quote.municipality]), source.file, line)
            if quote.belongs_to and self.lacks(quote.belongs_to, "citaat"):
                self.faults.add(source.file, line, f"hoort_bij '{quote.belongs_to}' is geen citaat; verbeter het id.")
        for link in source.links:
            if self.lacks(link.target):
                sentence = f"de link naar '{link.target}' komt nergens uit; verbeter het anker."
                self.faults.add(source.file, link.line, sentence, about=link.target)

    def check_protection(self, source: Source, persons: Sequence[Person]) -> None:
        """Note headings that name a private person outside their own page, and words of a story that stand in a passage for all."""
        private = [person.name for person in persons if not person.recognisable]
        for section in source.sections:
            named = [name for name in private if folded(name) in words(section.outside_title)]
            if named:
                self.faults.add(
                    source.file,
                    source.lines[section.id],
                    f"deze kop noemt {named[0]}, een privépersoon; zet er kop_elders: bij, met een kop zonder die naam.",
                )
        for quote in source.quotes:
            if quote.id in self.protected and quote.passage_id and quote.passage_id not in self.protected:
                self.faults.add(
                    source.file,
                    source.lines[quote.id],
                    "dit citaat is gevoelig en staat midden in een passage die dat niet is; maak ook de paragraaf gevoelig.",
                )

    def expect_open(self, identity: str, file: Path, line: int) -> bool:
        """Return whether something may be shown outside its report, and note a fault when it is part of a personal story."""
        if identity in self.protected:
            sentence = f"'{identity}' is een persoonlijk verhaal (gevoelig) en staat alleen in zijn verslag; laat het hier weg."
            self.faults.add(file, line, sentence, about=identity)
        return identity not in self.protected

    def expect_edited(self, identity: str, what: str, file: Path, line: int) -> None:
        """Note that a source speaks for the editors that they have not looked at."""
        if identity.partition(".")[0] in self.unedited:
            sentence = f"'{identity}' staat in een bron die nog niet is bewerkt; daar hoort geen {what} bij. Bewerk haar eerst."
            self.faults.add(file, line, sentence)

    @property
    def is_complete(self) -> bool:
        """Whether all sources and lists so far could be read whole."""
        return self.are_all_read and all(self.whole.values()) and not self.unread

    def lacks(self, identity: str, *kinds: str) -> bool:
        """Return whether there is no such id, or none of these kinds.

        False when it may stand in what could not be read; and when its whole list is not there, which is noted instead.
        """
        found = self.ids.get(identity)
        if found and (not kinds or found in kinds):
            return False
        prefix = identity.partition(".")[0]
        if prefix == EntryKind.EXAMPLE and EXAMPLES in self.absent:
            self._absent(EXAMPLES, "een praktijkvoorbeeld dat")
            return False
        if prefix == EntryKind.EXAMPLE:
            return EXAMPLES not in self.unread
        return self.whole.get(prefix, self.are_all_read)

    def expect_names(self, what: str, names: Iterable[str], file: Path, line: int) -> None:
        """Note the names that their list does not have; of a list that is not there only that."""
        listed_in = _LISTED_IN[what]
        for name in names:
            if listed_in in self.absent:
                self._absent(listed_in, _A[what])
            elif listed_in in self.names and name not in self.names[listed_in]:
                self.faults.add(file, line, f"{what} '{name}' bestaat niet; kies er een uit {listed_in}.", about=f"{what}.{name}")

    def _expect_kind(self, source: Source) -> None:
        """Note a kind of source that the list does not have, with those that it has."""
        kind, known = source.document.kind, self.names.get("soorten.yaml")
        if not known:
            self.expect_names("soort", [kind], source.file, 1)
        elif kind not in known:
            sentence = f"soort '{kind}' bestaat niet; kies uit {', '.join(sorted(known))}, of zet hem in soorten.yaml."
            self.faults.add(source.file, source.lines[f"{source.document.id}:soort"], sentence)

    def expect_passage(self, identity: str, records: Records, *path: str | int) -> bool:
        """Return whether there is such a passage, and note a fault when not; a quote will do."""
        if identity not in self.texts:
            return self._missing("passage", identity, records, path, "passage", "citaat")
        return self.expect_open(identity, records.file, records.line(*path))

    def expect_quote(self, identity: str, records: Records, *path: str | int) -> bool:
        """Return whether there is such a quote, and note a fault when not."""
        if self.ids.get(identity) != "citaat":
            return self._missing("citaat", identity, records, path, "citaat")
        return self.expect_open(identity, records.file, records.line(*path))

    def span(self, passage_id: str, words: str, records: Records, position: int) -> Span | None:
        """Find words in a passage, for a record with the fields `passage` and `tekst`: the place is kept, not the words."""
        if not self.expect_passage(passage_id, records, position, "passage"):
            return None
        begin = self.texts[passage_id].find(words)
        if begin < 0 and self.whole[passage_id.partition(".")[0]]:
            line = records.line(position, "tekst")
            sentence = f"deze tekst staat niet zo in passage '{passage_id}'; neem haar letterlijk over."
            self.faults.add(records.file, line, sentence, words_of=passage_id)
        return Span(passage_id, begin, begin + len(words)) if begin >= 0 else None

    def _absent(self, name: str, a_thing_that: str) -> None:
        """Note, once, that a list is not there although something refers to it."""
        sentence = f"dit bestand is er niet, maar de bronnen of lijsten verwijzen naar {a_thing_that} erin hoort; maak het."
        self.faults.add(self.faults.root / name, 1, sentence)

    def _missing(self, kind: str, identity: str, records: Records, path: tuple[str | int, ...], *kinds: str) -> bool:
        if self.lacks(identity, *kinds):
            self.faults.add(records.file, records.line(*path), f"{kind} '{identity}' bestaat niet; verbeter het id.", about=identity)
        return False


def names_private(text: str, persons: Iterable[Person]) -> bool:
    """Return whether text has the name of a private person."""
    held = set(words(text))
    return any(set(words(person.name)) <= held for person in persons if not person.recognisable)


def _expired(source: Source) -> Iterator[str]:
    sections = {section.id for section in source.sections if section.time_bound}
    passages = {passage.id for passage in source.passages if passage.section_id in sections}
    yield from passages
    yield from (quote.id for quote in source.quotes if quote.section_id in sections)
    yield from (one.id for one in source.lists if any(span.passage_id in passages for span in one.spans))
