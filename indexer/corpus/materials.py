"""What an editor made of the sources to be shown as a whole: comparisons, reading routes, kits, when a step is done, contradictions.

Words of the sources are kept as places; the editor's own are few, and held to their rules here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from indexer.corpus.cross_references import Targets, names_private
from indexer.corpus.literal_words import LiteralWords
from indexer.corpus.records import Records
from indexer.corpus.schemas import ComparisonRecord, ExcerptRecord, FitsRecord, RouteRecord
from kb.library import Library
from kb.model import ComparedExample, Comparison, Contradiction, Excerpt, Kit, KitPart, Readiness, Route, Stop

MOST_CELL = 25
MOST_FITS = 8
LEAST_FILLED = 60
FEWEST_STOPS, MOST_STOPS = 5, 9
MOST_REASON = 12
MOST_REMARK = 30
PROPOSED = "voorstel van de redactie"
MISSING = "Niet in de bronnen:"

_TOO_FAMILIAR = re.compile(r"\b(?:je|jij|jou|jouw|jullie)\b", re.IGNORECASE)
_SECOND_SENTENCE = re.compile(r"[.?!]\s+[A-Z]")


def with_materials(library: Library, whole: Library, files: Mapping[str, Records], targets: Targets) -> Library:
    """Return the library with what the files say, by name, in words of the whole, and note all that is wrong with it."""
    readers = {name: _Reader(file, whole, targets) for name, file in files.items()}
    return replace(
        library,
        comparisons=tuple(readers["vergelijkingen.yaml"].comparisons()),
        routes=tuple(readers["routes.yaml"].routes()),
        kits=tuple(readers["pakketten.yaml"].kits()),
        readiness=tuple(readers["klaar-als.yaml"].readiness()),
        contradictions=tuple(readers["tegenspraken.yaml"].contradictions()),
    )


class _Reader:
    """Reads one file."""

    def __init__(self, file: Records, library: Library, targets: Targets) -> None:
        self.file = file
        self.library = library
        self.targets = targets
        self.literal = LiteralWords(file, library, targets)

    def comparisons(self) -> Iterator[Comparison]:
        for at, record in enumerate(self.file.content):
            for name in ("titel", "kolommen"):
                self._check_own(getattr(record, name), at, name)
            self._check_missing(record.niet, at)
            rows = tuple(self._rows(record, at))
            for number, column in enumerate(record.kolommen):
                filled = sum(column in row.cellen for row in record.rijen)
                if filled * 100 < LEAST_FILLED * len(record.rijen):
                    least = f"{LEAST_FILLED}% is het minste; haal de kolom weg of vul haar"
                    self._fault(f"kolom '{column}' is gevuld in {filled} van {len(record.rijen)} rijen en {least}.", at, "kolommen", number)
            below = tuple(self._excerpt(excerpt, at, "onder", number, whole=True) for number, excerpt in enumerate(record.onder))
            yield Comparison(record.id, record.titel, record.kolommen, rows, below, record.niet)

    def _rows(self, record: ComparisonRecord, at: int) -> Iterator[ComparedExample]:
        seen = set()
        for number, row in enumerate(record.rijen):
            path = (at, "rijen", number)
            if self.targets.lacks(f"praktijkvoorbeeld.{row.voorbeeld}", "praktijkvoorbeeld"):
                sentence = f"praktijkvoorbeeld '{row.voorbeeld}' bestaat niet; verbeter het id."
                self._fault(sentence, *path, "voorbeeld", about=f"praktijkvoorbeeld.{row.voorbeeld}")
            if row.voorbeeld in seen:
                self._fault(f"praktijkvoorbeeld '{row.voorbeeld}' staat al in deze tabel; laat er één staan.", *path, "voorbeeld")
            seen.add(row.voorbeeld)
            for column in row.cellen:
                if column not in record.kolommen:
                    self._fault(
                        f"'{column}' is geen kolom van deze tabel; kies uit 'kolommen' of zet haar daarbij.", *path, "cellen", column
                    )
            cells = (self._cell(row.cellen.get(column, ()), *path, "cellen", column) for column in record.kolommen)
            yield ComparedExample(row.voorbeeld, self._fits(row.past_bij, *path, "past_bij"), tuple(cells))

    def _cell(self, records: Sequence[ExcerptRecord], *path: str | int) -> tuple[Excerpt, ...]:
        """Return the words of a cell, which may be parts of sentences."""
        found = tuple(self._excerpt(record, *path, number) for number, record in enumerate(records))
        length = sum(len(self._text(excerpt).split()) for excerpt in found)
        if length > MOST_CELL:
            self._fault(f"deze cel heeft {length} woorden en {MOST_CELL} is het meeste; kort haar in.", *path)
        return found

    def _fits(self, record: FitsRecord, *path: str | int) -> Excerpt | str:
        if record.plaats and not record.redactie:
            return self._cell([ExcerptRecord(plaats=record.plaats, woorden=record.woorden)], *path)[0]
        if record.plaats or record.woorden or not record.redactie:
            self._fault("'past_bij' heeft een 'plaats' (met 'woorden') óf woorden van de 'redactie'; kies er één.", *path)
        self._check_own(record.redactie or "", *path, "redactie", most=MOST_FITS)
        return record.redactie or ""

    def routes(self) -> Iterator[Route]:
        for at, record in enumerate(self.file.content):
            self._check_own(record.titel, at, "titel")
            if not FEWEST_STOPS <= len(record.haltes) <= MOST_STOPS:
                self._fault(
                    f"een route heeft {FEWEST_STOPS} tot {MOST_STOPS} haltes en deze {len(record.haltes)}; pas haar aan.", at, "haltes"
                )
            yield Route(record.id, record.titel, tuple(self._stops(record, at)))

    def _stops(self, record: RouteRecord, at: int) -> Iterator[Stop]:
        seen = set()
        for number, stop in enumerate(record.haltes):
            path = (at, "haltes", number)
            self.targets.expect_passage(stop.plaats, self.file, *path, "plaats")
            if stop.plaats in self.targets.withheld - self.targets.protected:
                self._fault(f"'{stop.plaats}' is tijdgebonden; kies een andere plaats.", *path, "plaats", about=stop.plaats)
            if stop.plaats in seen:
                self._fault(f"'{stop.plaats}' staat al in deze route; laat er één staan.", *path, "plaats")
            seen.add(stop.plaats)
            self._check_own(stop.waarom, *path, "waarom", most=MOST_REASON)
            yield Stop(stop.plaats, stop.waarom)

    def kits(self) -> Iterator[Kit]:
        for at, record in enumerate(self.file.content):
            for name in ("titel", "voorstel", "materiaal"):
                self._check_own(getattr(record, name), at, name)
            self._check_missing(record.niet, at)
            if PROPOSED not in record.voorstel:
                self._fault(f"hier hoort te staan wat een '{PROPOSED}' is: volgorde, tijden en materiaal.", at, "voorstel")
            parts = []
            for number, part in enumerate(record.onderdelen):
                path = (at, "onderdelen", number)
                self._check_own(part.titel, *path, "titel")
                units = (self._excerpt(unit, *path, "delen", nth, whole=True) for nth, unit in enumerate(part.delen))
                parts.append(KitPart(part.titel, part.minuten, tuple(units)))
            yield Kit(record.id, record.titel, record.voorstel, record.materiaal, tuple(parts), record.niet)

    def readiness(self) -> Iterator[Readiness]:
        known = {step.number for step in self.library.steps}
        seen = set()
        for at, record in enumerate(self.file.content):
            if record.stap not in known and self.targets.is_complete:
                self._fault(f"stap {record.stap} bestaat niet; kies een stap uit stappen.yaml.", at, "stap", about=f"stap.{record.stap}")
            if record.stap in seen:
                self._fault(f"stap {record.stap} staat hier vaker; laat er één staan.", at, "stap")
            seen.add(record.stap)
            yield Readiness(record.stap, Excerpt(record.plaats, tuple(self.literal.whole(record.plaats, record.woorden, at))))

    def contradictions(self) -> Iterator[Contradiction]:
        for at, record in enumerate(self.file.content):
            self._check_own(record.onderwerp, at, "onderwerp")
            self._check_own(record.zin, at, "zin", most=MOST_REMARK)
            if not record.zin.endswith(".") or _SECOND_SENTENCE.search(record.zin):
                self._fault("schrijf hier één hele zin, met een punt aan het eind.", at, "zin")
            if len(record.plaatsen) < 2:
                self._fault("een tegenspraak heeft ten minste twee plaatsen; zet de andere erbij.", at, "plaatsen")
            sides = (self._excerpt(side, at, "plaatsen", number) for number, side in enumerate(record.plaatsen))
            yield Contradiction(record.id, record.onderwerp, tuple(sides), record.zin)

    def _excerpt(self, record: ExcerptRecord, *path: str | int, whole: bool = False) -> Excerpt:
        find = self.literal.whole if whole else self.literal.part
        if record.deel == "woorden":
            return Excerpt(record.plaats, tuple(find(record.plaats, record.woorden, *path)))
        if record.woorden:
            self._fault(f"de woorden van een {record.deel} komen uit de bron zelf; haal 'woorden' weg.", *path, "woorden")
        # For what may be wrong with the place.
        self.literal.part(record.plaats, None, *path)
        found = Excerpt(record.plaats, (), record.deel)
        if not self._text(found) and self.targets.is_complete:
            self._fault(f"'{record.plaats}' heeft geen {record.deel} van de bron; kies een ander deel.", *path, about=record.plaats)
        return found

    def _text(self, excerpt: Excerpt) -> str:
        """Return the words of an excerpt: of a heading or signature those of the source."""
        if excerpt.part == "woorden":
            return self.literal.text(excerpt.spans)
        if excerpt.part == "kop":
            section = self.library.section_of(excerpt.place) if self.library.stands(excerpt.place) else None
            return section.outside_title if section and not section.title_is_ours else ""
        quote = self.library.quote.get(excerpt.place)
        return " ".join(filter(None, [quote.role, quote.organisation])) if quote else ""

    def _check_own(self, own: str | tuple[str, ...], *path: str | int, most: int | None = None) -> None:
        for text in (own,) if isinstance(own, str) else own:
            length = len(text.split())
            if most and length > most:
                self._fault(f"'{text}' heeft {length} woorden en {most} is het meeste; kort het in.", *path)
            familiar = _TOO_FAMILIAR.search(text)
            if familiar:
                self._fault(f"'{text}' zegt '{familiar[0]}'; spreek de lezer aan met u.", *path)
            if names_private(text, self.library.persons):
                self._fault("deze tekst noemt een privépersoon; herschrijf hem zonder naam.", *path)

    def _check_missing(self, own: str, at: int) -> None:
        self._check_own(own, at, "niet")
        if not own.startswith(MISSING):
            self._fault(f"begin met '{MISSING}' en zeg wat een lezer hier mist.", at, "niet")

    def _fault(self, sentence: str, *path: str | int, about: str = "") -> None:
        self.targets.faults.add(self.file.file, self.file.line(*path), sentence, about)
