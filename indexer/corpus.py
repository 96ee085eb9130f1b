"""Read a whole corpus folder into a Library, and check that everything in it that refers to something finds it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer import schemas, yaml_lines
from indexer.faults import FaultList
from indexer.source_file import Source, read
from kb.library import Library
from kb.model import (
    Concept,
    Contact,
    Decision,
    Fact,
    Municipality,
    Person,
    Phase,
    PracticeExample,
    Reference,
    Span,
    Step,
    Task,
    Term,
    Theme,
    Unanswered,
)

EXAMPLE_PREFIX = "praktijkvoorbeeld"


@dataclass(frozen=True, slots=True)
class Corpus:
    """A faultless corpus: the library, and the sources it was read from (for the faithfulness check)."""

    folder: Path
    library: Library
    sources: tuple[Source, ...]


@dataclass(slots=True)
class _YamlFile:
    """A YAML file of the corpus and the records read from it."""

    file: Path
    data: yaml_lines.YamlData
    records: Any

    def line(self, *path: str | int) -> int:
        return self.data.line(path)


def load(folder: Path) -> Corpus:
    """Read and check the corpus in folder. Raises CorpusError with every fault at once."""
    corpus, faults = inspect(folder)
    faults.raise_if_any()
    return corpus


def inspect(folder: Path) -> tuple[Corpus, FaultList]:
    """Read and check the corpus in folder; return what could be read and the faults."""
    faults = FaultList(folder)
    files = sorted((folder / "bronnen").glob("*.md"))
    if not files:
        faults.add(folder / "bronnen", 1, "hier staat geen enkel bronbestand (*.md).")
    sources = tuple(source for file in files if (source := read(file, faults)))
    library = _Assembly(folder, sources, faults).library()
    return Corpus(folder, library, sources), faults


@dataclass(slots=True)
class _Assembly:
    folder: Path
    sources: tuple[Source, ...]
    faults: FaultList
    ids: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def library(self) -> Library:
        self._collect_ids()
        themes = self._file("themas.yaml", tuple[schemas.ThemeRecord, ...])
        steps = self._file("stappen.yaml", schemas.StepsFile)
        places = self._file("plaatsen.yaml", schemas.PlacesFile)
        persons = self._file("personen.yaml", tuple[schemas.PersonRecord, ...])
        examples = self._file("praktijkvoorbeelden.yaml", tuple[schemas.ExampleRecord, ...])
        known = _Known(
            themes={theme.id for theme in _records(themes)},
            places={place.id for place in (places.records.gemeenten if places else ())},
            persons={person.id for person in _records(persons)},
        )
        for unique in (themes, persons, examples):
            self._check_unique(unique)
        for source in self.sources:
            self._check_source(source, known)
        self._check_examples(examples, known)
        self.ids |= {f"{EXAMPLE_PREFIX}.{example.id}": "praktijkvoorbeeld" for example in _records(examples)}
        decision = steps.records.beslismoment if steps else None
        if steps and decision:
            self._expect_id(decision.passage, steps, "beslismoment", "passage")
        return Library(
            documents=tuple(source.document for source in self.sources),
            sections=tuple(section for source in self.sources for section in source.sections),
            passages=tuple(passage for source in self.sources for passage in source.passages),
            quotes=tuple(quote for source in self.sources for quote in source.quotes),
            lists=tuple(working_list for source in self.sources for working_list in source.lists),
            examples=tuple(_example(record) for record in _records(examples)),
            themes=tuple(Theme(record.id, record.label, record.uitleg) for record in _records(themes)),
            phases=tuple(Phase(phase.id, phase.titel, phase.stappen) for phase in (steps.records.fasen if steps else ())),
            steps=tuple(self._steps(steps)),
            decision=Decision(decision.na, decision.passage) if decision else None,
            municipalities=tuple(
                Municipality(place.id, place.naam, place.provincie, place.breedte, place.lengte, place.ook, place.wijken)
                for place in (places.records.gemeenten if places else ())
            ),
            persons=tuple(Person(person.id, person.naam, person.herkenbaar, person.aanduiding, person.ook) for person in _records(persons)),
            tasks=tuple(self._tasks()),
            terms=tuple(self._terms()),
            facts=tuple(self._facts()),
            references=tuple(self._references()),
            concepts=tuple(self._concepts()),
            unanswered=tuple(self._unanswered()),
            questions=dict(self._questions()),
            moved=dict(self._moved()),
        )

    def _file(self, name: str, model: Any) -> _YamlFile | None:
        """Read a YAML file of the corpus; a file that is not there is an empty one."""
        file = self.folder / name
        if not file.exists():
            return None
        try:
            data = yaml_lines.load(file.read_text(encoding="utf-8"))
        except yaml_lines.YamlFault as fault:
            self.faults.add(file, fault.line, str(fault))
            self.broken.add(name)
            return None
        if data.data is None:
            return None
        records, problems = schemas.validated(model, data.data)
        for path, sentence in problems:
            self.faults.add(file, data.line(path), sentence)
            self.broken.add(name)
        return None if problems else _YamlFile(file, data, records)

    def _collect_ids(self) -> None:
        seen: dict[str, Path] = {}
        for source in self.sources:
            if source.document.id in seen:
                self.faults.add(
                    source.file, 2, f"id '{source.document.id}' heeft ook {seen[source.document.id].name}; geef elke bron een eigen id."
                )
            seen[source.document.id] = source.file
            self.ids |= {section.id: "paragraaf" for section in source.sections}
            self.ids |= {passage.id: "passage" for passage in source.passages}
            self.ids |= {quote.id: "citaat" for quote in source.quotes}
            self.ids |= {working_list.id: "werklijst" for working_list in source.lists}

    def _check_unique(self, file: _YamlFile | None) -> None:
        counts = Counter(record.id for record in _records(file))
        for position, record in enumerate(_records(file)):
            if counts[record.id] > 1 and file:
                self.faults.add(file.file, file.line(position), f"id '{record.id}' staat hier vaker; geef elk een eigen id.")

    def _check_source(self, source: Source, known: "_Known") -> None:
        for section in source.sections:
            where = source.lines[section.id]
            self._expect(section.themes, known.themes, "thema", "themas.yaml", source.file, where)
            self._expect(section.municipalities, known.places, "gemeente", "plaatsen.yaml", source.file, where)
        for quote in source.quotes:
            where = source.lines[quote.id]
            self._expect(quote.themes, known.themes, "thema", "themas.yaml", source.file, where)
            self._expect(quote.speakers, known.persons, "spreker", "personen.yaml", source.file, where)
            if quote.municipality:
                self._expect((quote.municipality,), known.places, "gemeente", "plaatsen.yaml", source.file, where)
            if quote.belongs_to and self.ids.get(quote.belongs_to) != "citaat":
                self.faults.add(source.file, where, f"hoort_bij '{quote.belongs_to}' is geen citaat; verbeter het id.")
        for link in source.links:
            if link.target not in self.ids:
                self.faults.add(source.file, link.line, f"de link naar '{link.target}' komt nergens uit; verbeter het anker.")
        passages = {passage.id: passage for passage in source.passages}
        for working_list in source.lists:
            counts = _possible_counts(source, working_list.spans, passages)
            if working_list.count not in counts:
                found = " of ".join(str(count) for count in sorted(counts))
                self.faults.add(
                    source.file,
                    source.lines[working_list.id],
                    f"werklijst '{working_list.id}' zegt {working_list.count} punten te hebben, maar het zijn er {found};"
                    " verbeter aantal of grenzen.",
                )

    def _check_examples(self, examples: _YamlFile | None, known: "_Known") -> None:
        for position, example in enumerate(_records(examples)):
            if not examples:
                return
            where = examples.line(position)
            self._expect(example.themas, known.themes, "thema", "themas.yaml", examples.file, where)
            self._expect(example.gemeenten, known.places, "gemeente", "plaatsen.yaml", examples.file, where)
            for number, passage in enumerate(example.passages):
                self._expect_id(passage, examples, position, "passages", number)
            for number, quote in enumerate(example.citaten):
                self._expect_id(quote, examples, position, "citaten", number, kind="citaat")
            if example.contact:
                self._expect_id(example.contact.passage, examples, position, "contact", "passage")

    def _expect(self, names: Iterable[str], known: set[str], what: str, where_listed: str, file: Path, line: int) -> None:
        for name in names:
            if name not in known and where_listed not in self.broken:
                self.faults.add(file, line, f"{what} '{name}' bestaat niet; kies er een uit {where_listed}.")

    def _expect_id(self, identity: str, file: _YamlFile, *path: str | int, kind: str = "passage") -> bool:
        """Return whether there is such a thing, and note a fault when not; a quote may stand where a passage is asked."""
        if self.ids.get(identity) in (kind, "citaat") or (kind == "passage" and self._has_passage(identity)):
            return True
        self.faults.add(file.file, file.line(*path), f"{kind} '{identity}' bestaat niet; verbeter het id.")
        return False

    def _has_passage(self, identity: str) -> bool:
        return any(passage.id == identity for source in self.sources for passage in source.passages)

    def _steps(self, file: _YamlFile | None) -> Iterator[Step]:
        if file is None:
            return
        phase_of = {number: phase.id for phase in file.records.fasen for number in phase.stappen}
        bron = file.records.bron
        for position, step in enumerate(file.records.stappen):
            for anchor in (step.anker, *step.verdieping):
                if self.ids.get(f"{bron}.{anchor}") not in ("paragraaf", "passage"):
                    self.faults.add(file.file, file.line("stappen", position), f"deel '{bron}.{anchor}' bestaat niet; verbeter het anker.")
            if step.nummer not in phase_of:
                self.faults.add(file.file, file.line("stappen", position), f"stap {step.nummer} staat in geen fase; zet hem in één fase.")
            yield Step(
                step.nummer,
                step.titel,
                phase_of.get(step.nummer, ""),
                f"{bron}.{step.anker}",
                step.pagina,
                tuple(f"{bron}.{anchor}" for anchor in step.verdieping),
            )

    def _tasks(self) -> Iterator[Task]:
        file = self._file("taken.yaml", tuple[schemas.TaskRecord, ...])
        self._check_unique(file)
        for position, task in enumerate(_records(file)):
            for number, item in enumerate(task.onderdelen):
                if file and self.ids.get(item) != "werklijst":
                    self._expect_id(item, file, position, "onderdelen", number)
            yield Task(task.id, task.titel, task.onderdelen)

    def _terms(self) -> Iterator[Term]:
        file = self._file("begrippen.yaml", tuple[schemas.TermRecord, ...])
        for position, term in enumerate(_records(file)):
            span = self._span(file, position, term.passage, term.tekst)
            if span:
                yield Term(term.term, span, term.ook)

    def _facts(self) -> Iterator[Fact]:
        file = self._file("feiten.yaml", tuple[schemas.FactRecord, ...])
        for position, fact in enumerate(_records(file)):
            span = self._span(file, position, fact.passage, fact.tekst)
            if span:
                yield Fact(fact.titel, span)

    def _span(self, file: _YamlFile | None, position: int, passage_id: str, words: str) -> Span | None:
        """Find words in a passage; the place is stored, not the words."""
        if file is None or not self._expect_id(passage_id, file, position, "passage"):
            return None
        texts = {place.id: place.text for source in self.sources for place in source.passages}
        texts |= {quote.id: quote.text for source in self.sources for quote in source.quotes}
        text = texts[passage_id]
        begin = text.find(words)
        if begin < 0:
            self.faults.add(
                file.file, file.line(position, "tekst"), f"deze tekst staat niet zo in passage '{passage_id}'; neem haar letterlijk over."
            )
            return None
        return Span(passage_id, begin, begin + len(words))

    def _references(self) -> Iterator[Reference]:
        file = self._file("verwijzingen.yaml", tuple[schemas.ReferenceRecord, ...])
        for position, reference in enumerate(_records(file)):
            for number, passage in enumerate(reference.passages):
                if file:
                    self._expect_id(passage, file, position, "passages", number)
            yield Reference(reference.titel, reference.wie, reference.passages)

    def _concepts(self) -> Iterator[Concept]:
        file = self._file("thesaurus.yaml", tuple[schemas.ConceptRecord, ...])
        seen: dict[str, str] = {}
        for position, record in enumerate(_records(file)):
            concept = Concept(record.term, record.synoniemen, record.alledaags, record.afkorting, record.verwant, record.gespeld)
            for name in concept.names:
                other = seen.setdefault(name.casefold(), concept.term)
                if other != concept.term and file:
                    self.faults.add(file.file, file.line(position), f"'{name}' staat bij '{other}' én bij '{concept.term}'; kies er één.")
            yield concept

    def _unanswered(self) -> Iterator[Unanswered]:
        file = self._file("zonder-antwoord.yaml", tuple[schemas.UnansweredRecord, ...])
        self._check_unique(file)
        for position, record in enumerate(_records(file)):
            for number, identity in enumerate(record.verwant):
                if file and self.ids.get(identity) != "praktijkvoorbeeld":
                    self._expect_id(identity, file, position, "verwant", number)
            yield Unanswered(record.id, record.reden, record.vragen, record.verwant)

    def _questions(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for path in sorted((self.folder / "vragen").glob("*.yaml")):
            file = self._file(f"vragen/{path.name}", schemas.Questions)
            for identity, questions in (file.records if file else {}).items():
                if file and self.ids.get(identity) is None:
                    self.faults.add(file.file, file.line(identity), f"'{identity}' bestaat niet; hoort de vraag ergens anders bij?")
                yield identity, questions

    def _moved(self) -> Iterator[tuple[str, str]]:
        file = self._file("verhuisd.yaml", schemas.Moved)
        for old, new in (file.records if file else {}).items():
            if file and new not in self.ids:
                self.faults.add(file.file, file.line(old), f"'{old}' is verhuisd naar '{new}', maar dat bestaat niet; verbeter het id.")
            if file and old in self.ids:
                self.faults.add(file.file, file.line(old), f"'{old}' bestaat nog; haal deze verhuizing weg of geef het id een ander doel.")
            yield old, new


@dataclass(frozen=True, slots=True)
class _Known:
    themes: set[str]
    places: set[str]
    persons: set[str]


def _records(file: _YamlFile | None) -> tuple[Any, ...]:
    return tuple(file.records) if file else ()


def _possible_counts(source: Source, spans: Iterable[Span], passages: dict[str, Any]) -> set[int]:
    """Return how many items the spans may be said to have: list items (all, deepest, outer), cells, paragraphs or sections."""
    spans = tuple(spans)
    inside = [
        [block for block in passages[span.passage_id].blocks if block.begin >= span.begin and block.end <= span.end] for span in spans
    ]
    blocks = [block for group in inside for block in group]
    items = [block for block in blocks if block.kind == "item"]
    leaves = [
        block
        for group in inside
        for block, following in zip(group, [*group[1:], None], strict=True)
        if block.kind == "item" and not (following and following.kind == "item" and following.depth > block.depth)
    ]
    sections = {passages[span.passage_id].section_id for span in spans}
    kinds = Counter(block.kind for block in blocks)
    counts = {len(items), len(leaves), sum(item.depth == 1 for item in items), kinds["cel"], len(sections)}
    counts |= {kinds["alinea"], kinds["alinea"] - 1, kinds["label"]} | {kinds["cel"] - extra for extra in range(2, 9)}
    return {count for count in counts if count >= 0}


def _example(record: schemas.ExampleRecord) -> PracticeExample:
    contact = record.contact
    return PracticeExample(
        id=record.id,
        name=record.naam,
        name_is_ours=record.naam_herkomst == "redactie",
        municipalities=record.gemeenten,
        neighbourhoods=record.wijken,
        audience=record.doelgroep,
        audience_text=record.doelgroep_tekst,
        method=record.methode,
        themes=record.themas,
        steps=record.stappen,
        depth=record.diepgang,
        passages=record.passages,
        quotes=record.citaten,
        contact=Contact(contact.naam, contact.functie, contact.adres, contact.passage) if contact else None,
        via_ess=record.via_ess,
    )
