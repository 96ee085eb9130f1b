"""The lists beside the sources: each YAML file of a corpus as values of the model."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from indexer.corpus import (
    corpus_files,
    doubles,
    edited_answers,
    five_minutes,
    materials,
    organisations,
    records,
    schemas,
    summaries,
    traits,
)
from indexer.corpus.cross_references import EXAMPLES, Targets, names_private
from indexer.corpus.faults import FaultList
from indexer.corpus.records import Records
from indexer.corpus.yaml_lines import YamlData
from kb.analysis.letters import hyphenated
from kb.library import Library
from kb.model import (
    Concept,
    ContactDetails,
    Decision,
    DocumentKind,
    EditedAnswer,
    EntryKind,
    Fact,
    FiveMinutes,
    Method,
    Municipality,
    Person,
    Phase,
    PlaceName,
    PracticeExample,
    Reference,
    Step,
    SuggestedQuestion,
    Summary,
    Task,
    Term,
    Theme,
    Trait,
    Unanswered,
)

# What one reads at a glance behind a heading.
MOST_TITLE_WORDS = 10


class CorpusLists:
    """Reads the lists of the folder of one layer. A list that is not there is an empty one.

    `below` are those of the layer that this one lies over, of which `left` is shown.
    """

    def __init__(
        self, folder: Path, targets: Targets, faults: FaultList, below: "CorpusLists | None" = None, left: Library | None = None
    ) -> None:
        self.folder = folder
        self.targets = targets
        self.faults = faults
        self.below = below
        self.shown = doubles.keys_of(left or Library())
        self.moved_below = left.moved if left else records.NOTHING
        self.left_out: set[str] = set()
        self.places: dict[tuple[str, str], tuple[Path, int]] = {}

    def themes(self) -> tuple[Theme, ...]:
        """Read themas.yaml, so that it can be referred to."""
        themes = self._read_unique("themas.yaml", tuple[schemas.ThemeRecord, ...])
        self._offer(themes, themes.content)
        return tuple(Theme(theme.id, theme.label, theme.uitleg) for theme in themes.content)

    def kinds(self) -> tuple[DocumentKind, ...]:
        """Read soorten.yaml, so that it can be referred to."""
        kinds = self._read_unique("soorten.yaml", tuple[schemas.KindRecord, ...])
        self._offer(kinds, kinds.content)
        for position, kind in enumerate(kinds.content):
            if kind.id in list(EntryKind):
                self.faults.add(kinds.file, kinds.line(position), f"'{kind.id}' is al een soort resultaat; geef deze soort een ander id.")
        return tuple(DocumentKind(kind.id, kind.label, kind.meervoud) for kind in kinds.content)

    def methods(self) -> tuple[Method, ...]:
        """Read methoden.yaml, so that it can be referred to."""
        methods = self._read_unique("methoden.yaml", tuple[schemas.MethodRecord, ...])
        self._offer(methods, methods.content)
        return tuple(Method(method.id, method.label) for method in methods.content)

    def municipalities(self) -> tuple[Municipality, ...]:
        """Read plaatsen.yaml, so that it can be referred to."""
        file = self._read("plaatsen.yaml", schemas.PlacesFile)
        places = file.content.gemeenten
        for position, place in enumerate(places):
            # A municipality is known by its name, so that two layers mean the same one by one id.
            if self.below and not (self.faults.has_own_prefix(place.id) or place.id == hyphenated(place.naam)):
                expected = f"'{hyphenated(place.naam)}' of een id dat met '{self.faults.prefix}-' begint"
                self.faults.add(file.file, file.line("gemeenten", position), f"gemeente '{place.naam}' heeft hier als id {expected}.")
        self._offer(file, places)
        return tuple(Municipality(place.id, place.naam, place.breedte, place.lengte, place.ook, place.wijken) for place in places)

    def place_names(self) -> tuple[PlaceName, ...]:
        """Read gemeenten.yaml: the provinces and municipalities of the country, whether the sources name them or not."""
        file = self._read("gemeenten.yaml", schemas.CountryFile)
        content: schemas.CountryFile = file.content
        provinces = {province.naam for province in content.provincies}
        counts = Counter((town.naam, town.provincie) for town in content.gemeenten)
        for position, town in enumerate(content.gemeenten):
            line = file.line("gemeenten", position)
            if town.provincie not in provinces:
                self.faults.add(file.file, line, f"provincie '{town.provincie}' staat niet bij 'provincies'; verbeter haar.")
            if counts[town.naam, town.provincie] > 1:
                self.faults.add(file.file, line, f"gemeente '{town.naam}' in {town.provincie} staat hier vaker; laat er één staan.")
        return (
            *(PlaceName(province.naam, None, None, None, province.ook, ()) for province in content.provincies),
            *(PlaceName(town.naam, town.provincie, town.breedte, town.lengte, town.ook, town.voorheen) for town in content.gemeenten),
        )

    def persons(self) -> tuple[Person, ...]:
        """Read personen.yaml, so that it can be referred to."""
        persons = self._read_unique("personen.yaml", tuple[schemas.PersonRecord, ...])
        self._offer(persons, persons.content)
        return tuple(Person(person.id, person.naam, person.herkenbaar, person.aanduiding, person.ook) for person in persons.content)

    def examples(self) -> tuple[PracticeExample, ...]:
        """Read praktijkvoorbeelden.yaml."""
        examples = self._read_unique(EXAMPLES, tuple[schemas.ExampleRecord, ...])
        said = []
        for position, example in enumerate(examples.content):
            self.targets.expect_names("thema", example.themas, examples.file, examples.line(position, "themas"))
            self.targets.expect_names("gemeente", example.gemeenten, examples.file, examples.line(position, "gemeenten"))
            self.targets.expect_names("methode", example.methoden, examples.file, examples.line(position, "methoden"))
            for number, passage in enumerate(example.passages):
                self.targets.expect_passage(passage, examples, position, "passages", number)
            for number, quote in enumerate(example.citaten):
                self.targets.expect_quote(quote, examples, position, "citaten", number)
            if example.contact:
                self.targets.expect_passage(example.contact.passage, examples, position, "contact", "passage")
            said.append(tuple(traits.traits(example, examples, position, self.targets)))
        return tuple(map(_example, examples.content, said))

    def steps(self) -> tuple[tuple[Phase, ...], tuple[Step, ...], Decision | None]:
        """Read stappen.yaml."""
        file = self._read("stappen.yaml", schemas.StepsFile)
        content: schemas.StepsFile = file.content
        phase_of = {number: phase.id for phase in content.fasen for number in phase.stappen}
        steps = []
        for position, step in enumerate(content.stappen):
            line = file.line("stappen", position)
            ids = [f"{content.bron}.{anchor}" for anchor in (step.anker, *step.verdieping)]
            for identity in ids:
                if self.targets.lacks(identity, "paragraaf", "passage"):
                    self.faults.add(file.file, line, f"deel '{identity}' bestaat niet; verbeter het anker.")
            if step.nummer not in phase_of:
                self.faults.add(file.file, line, f"stap {step.nummer} staat in geen fase; zet hem in één fase.")
            steps.append(Step(step.nummer, step.titel, phase_of.get(step.nummer, ""), ids[0], step.pagina, tuple(ids[1:])))
        decision = content.beslismoment
        if decision:
            self.targets.expect_passage(decision.passage, file, "beslismoment", "passage")
        return (
            tuple(Phase(phase.id, phase.titel, phase.stappen) for phase in content.fasen),
            tuple(steps),
            Decision(decision.na, decision.passage) if decision else None,
        )

    def tasks(self) -> Iterator[Task]:
        """Read taken.yaml."""
        file = self._read_unique("taken.yaml", tuple[schemas.TaskRecord, ...])
        for position, task in enumerate(file.content):
            for number, item in enumerate(task.onderdelen):
                if self.targets.ids.get(item) == "werklijst":
                    self.targets.expect_open(item, file.file, file.line(position, "onderdelen", number))
                else:
                    self.targets.expect_passage(item, file, position, "onderdelen", number)
            yield Task(task.id, task.titel, task.onderdelen)

    def terms(self) -> Iterator[Term]:
        """Read begrippen.yaml."""
        file = self._read("begrippen.yaml", tuple[schemas.TermRecord, ...])
        for position, term in enumerate(file.content):
            span = self.targets.span(term.passage, term.tekst, file, position)
            if span:
                self.targets.expect_edited(span.passage_id, "begrip", file.file, file.line(position, "passage"))
                yield Term(term.term, span, term.ook)

    def facts(self) -> Iterator[Fact]:
        """Read feiten.yaml."""
        file = self._read("feiten.yaml", tuple[schemas.FactRecord, ...])
        for position, fact in enumerate(file.content):
            span = self.targets.span(fact.passage, fact.tekst, file, position)
            if span:
                yield Fact(fact.titel, span)

    def references(self) -> Iterator[Reference]:
        """Read verwijzingen.yaml."""
        file = self._read("verwijzingen.yaml", tuple[schemas.ReferenceRecord, ...])
        for position, reference in enumerate(file.content):
            for number, passage in enumerate(reference.passages):
                self.targets.expect_passage(passage, file, position, "passages", number)
            yield Reference(reference.titel, reference.wie, reference.passages)

    def concepts(self) -> Iterator[Concept]:
        """Read thesaurus.yaml."""
        file = self._read("thesaurus.yaml", tuple[schemas.ConceptRecord, ...])
        seen: dict[str, str] = {}
        for position, record in enumerate(file.content):
            concept = Concept(record.term, record.synoniemen, record.alledaags, record.afkorting, record.verwant, record.gespeld)
            for name in concept.names:
                other = seen.setdefault(name.casefold(), concept.term)
                if other != concept.term:
                    self.faults.add(file.file, file.line(position), f"'{name}' staat bij '{other}' én bij '{concept.term}'; kies er één.")
            yield concept

    def unanswered(self) -> Iterator[Unanswered]:
        """Read zonder-antwoord.yaml."""
        file = self._read_unique("zonder-antwoord.yaml", tuple[schemas.UnansweredRecord, ...])
        for position, record in enumerate(file.content):
            for number, identity in enumerate(record.verwant):
                if self.targets.ids.get(identity) != "praktijkvoorbeeld":
                    self.targets.expect_passage(identity, file, position, "verwant", number)
                self.targets.expect_edited(identity, "weigering", file.file, file.line(position, "verwant", number))
            yield Unanswered(record.id, record.reden, record.vragen, record.verwant, record.onderwerp)

    def suggested(self, persons: Sequence[Person]) -> Iterator[SuggestedQuestion]:
        """Read suggesties.yaml: questions that are shown, so none twice, to a personal story or with the name of a private person."""
        file = self._read("suggesties.yaml", tuple[schemas.SuggestedRecord, ...])
        counts = Counter(record.vraag for record in file.content)
        for position, record in enumerate(file.content):
            line = file.line(position, "vraag")
            if self.targets.ids.get(record.plaats) != "werklijst":
                self.targets.expect_passage(record.plaats, file, position, "plaats")
            if record.plaats in self.targets.withheld:
                place = f"'{record.plaats}' is gevoelig of tijdgebonden"
                self.faults.add(
                    file.file, file.line(position, "plaats"), f"{place}; kies een andere plaats of haal de vraag weg.", about=record.plaats
                )
            if counts[record.vraag] > 1:
                self.faults.add(file.file, line, f"'{record.vraag}' staat hier vaker; laat er één staan.")
            if names_private(record.vraag, persons):
                self.faults.add(file.file, line, "deze vraag noemt een privépersoon; herschrijf haar zonder naam.")
            yield SuggestedQuestion(record.vraag, record.plaats, record.voorpagina)

    def edited_answers(self, library: Library) -> tuple[EditedAnswer, ...]:
        """Read antwoorden.yaml and herkennen.yaml; the words of the first stand in the library of everything else."""
        file = self._read_unique("antwoorden.yaml", tuple[schemas.EditedAnswerRecord, ...])
        known_by = self._read("herkennen.yaml", tuple[schemas.RecognitionRecord, ...])
        # Of an answer that the layer below brings too, nothing is left to recognise.
        known_by = known_by.without({position for position, one in enumerate(known_by.content) if one.antwoord in self.left_out})
        return tuple(edited_answers.checked(file, known_by, library, self.targets))

    def with_materials(self, library: Library, whole: Library) -> Library:
        """Return the library with the lists of material, whose words stand in the whole."""
        files = {
            "vergelijkingen.yaml": self._read_unique("vergelijkingen.yaml", tuple[schemas.ComparisonRecord, ...]),
            "routes.yaml": self._read_unique("routes.yaml", tuple[schemas.RouteRecord, ...]),
            "pakketten.yaml": self._read_unique("pakketten.yaml", tuple[schemas.KitRecord, ...]),
            "klaar-als.yaml": self._read("klaar-als.yaml", tuple[schemas.ReadinessRecord, ...]),
            "tegenspraken.yaml": self._read_unique("tegenspraken.yaml", tuple[schemas.ContradictionRecord, ...]),
        }
        return materials.with_materials(library, whole, files, self.targets)

    def summaries(self, library: Library) -> tuple[Summary, ...]:
        """Read samenvattingen.yaml; its words stand in the library of everything else."""
        file = self._read("samenvattingen.yaml", tuple[schemas.SummaryRecord, ...])
        return tuple(summaries.checked(file, library, self.targets))

    def five_minutes(self, library: Library) -> FiveMinutes | None:
        """Read vijf-minuten.yaml, if there is one; its words stand in the library of everything else."""
        if self.below or not corpus_files.is_there(self.folder / "vijf-minuten.yaml"):
            return None
        file = records.read_file(schemas.FiveMinutesFile, self.folder / "vijf-minuten.yaml", self.faults)
        return five_minutes.checked(file, library, self.targets) if file else None

    def with_organisations(self, library: Library, whole: Library) -> Library:
        """Return the library with the organisations and abbreviations, which are looked for in the words of the whole."""
        files = (
            self._read_unique("organisaties.yaml", tuple[schemas.OrganisationRecord, ...]),
            self._read("afkortingen.yaml", schemas.Abbreviations),
        )
        return organisations.with_organisations(library, whole, *files, self.targets)

    def questions(self) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
        """Read the files of the folder vragen: the questions of each place, and those that are only proposed."""
        asked: dict[str, tuple[str, ...]] = {}
        proposed: dict[str, tuple[str, ...]] = {}
        for identity, questions in self._questions():
            some = tuple(question.vraag for question in questions if question.status)
            if some:
                proposed[identity] = some
            if len(some) < len(questions) or not questions:
                asked[identity] = tuple(question.vraag for question in questions if not question.status)
        return asked, proposed

    def _questions(self) -> Iterator[tuple[str, tuple[schemas.QuestionRecord, ...]]]:
        for path in corpus_files.files_in(self.folder / "vragen"):
            file = self._read(f"vragen/{path.name}", schemas.Questions)
            for identity, questions in file.content.items():
                if self.targets.lacks(identity):
                    sentence = f"'{identity}' bestaat niet; hoort de vraag ergens anders bij?"
                    self.faults.add(path, file.line(identity), sentence, about=identity)
                self.targets.expect_open(identity, path, file.line(identity))
                yield identity, questions

    def title_lines(self) -> Iterator[tuple[str, str]]:
        """Read kopregels.yaml."""
        file = self._read("kopregels.yaml", schemas.TitleLines)
        for identity, line in file.content.items():
            words = len(line.split())
            self.targets.expect_passage(identity, file, identity)
            if words > MOST_TITLE_WORDS:
                sentence = f"deze regel heeft {words} woorden en {MOST_TITLE_WORDS} is het meeste; maak hem korter."
                self.faults.add(file.file, file.line(identity), sentence)
            yield identity, line

    def moved(self) -> Iterator[tuple[str, str]]:
        """Read verhuisd.yaml."""
        file = self._read("verhuisd.yaml", schemas.Moved)
        for old, new in file.content.items():
            line = file.line(old)
            if self.targets.lacks(new):
                sentence = f"'{old}' is verhuisd naar '{new}', maar dat bestaat niet; verbeter het id."
                self.faults.add(file.file, line, sentence, about=new)
            if self.below and not self.faults.has_own_prefix(old):
                self.faults.add(file.file, line, f"'{old}' is geen eigen id; alleen wat met '{self.faults.prefix}-' begint, verhuist hier.")
            if old in self.targets.ids:
                self.faults.add(file.file, line, f"'{old}' bestaat nog; haal deze verhuizing weg of geef het id een ander doel.")
            yield old, new

    def _read(self, name: str, model: Any) -> Records:
        file = self.folder / name
        if not corpus_files.is_there(file) and not self.below:
            self.targets.absent.add(name)
        found = records.read_file(model, file, self.faults, self.moved_below)
        if found is None:
            self.targets.unread.add(name)
            return Records(file, YamlData(None, {(): 1}), model())
        return self._without_doubles(found)

    def _without_doubles(self, found: Records) -> Records:
        """Return the records of a list but those that the layer below says already, and note where."""
        name = found.file.name
        if name not in doubles.KEYS:
            return found
        left_out = set()
        for position, record in enumerate(found.content):
            for key in doubles.KEYS[name](record):
                self.places.setdefault((name, key), (found.file, found.line(position)))
                other = self.below.places.get((name, key)) if self.below and key in self.shown[name] else None
                if other:
                    where = f"{other[0].name}:{other[1]}"
                    sentence = (
                        f"'{key}' staat al in de geleverde {where} en telt hier niet mee; haal het weg, of verberg dat in verberg.yaml."
                    )
                    self.faults.warn(found.file, found.line(position), sentence)
                    left_out.add(position)
                    self.left_out.add(getattr(record, "id", key))
                    break
        return found.without(left_out) if left_out else found

    def _read_unique(self, name: str, model: Any) -> Records:
        found = self._read(name, model)
        counts = Counter(record.id for record in found.content)
        for position, record in enumerate(found.content):
            slip = doubles.prefix_fault(record.id, self.faults.prefix, is_own=self.below is not None)
            if slip:
                self.faults.add(found.file, found.line(position), slip)
            if counts[record.id] > 1:
                self.faults.add(found.file, found.line(position), f"id '{record.id}' staat hier vaker; geef elk een eigen id.")
        return found

    def _offer(self, file: Records, things: Iterable[Any]) -> None:
        if file.file.name not in self.targets.unread:
            known = self.targets.names.setdefault(file.file.name, set())
            known |= {thing.id for thing in things}


def _example(record: schemas.ExampleRecord, said: tuple[Trait, ...]) -> PracticeExample:
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
        contact=ContactDetails(contact.naam, contact.functie, contact.adres, contact.passage) if contact else None,
        via_ess=record.via_ess,
        traits=said,
        note=record.noot,
        methods=record.methoden,
    )
