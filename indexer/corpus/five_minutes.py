"""vijf-minuten.yaml: the guide on two printed pages, sentences of the sources under headings of the editor."""

from indexer.corpus.chosen_sentences import ChosenSentences
from indexer.corpus.cross_references import Targets, names_private
from indexer.corpus.records import Records
from indexer.corpus.schemas import AdviceRecord, FiveMinutesFile, SentenceRecord
from kb.library import Library
from kb.model import Advice, FiveMinutes, Span

# With the words of the page itself these stay within the 750 that two printed pages hold.
MOST_WORDS = 600
MOST_HEADING = 8
REASONS = 2
ACTIONS = 3


def checked(file: Records, library: Library, targets: Targets) -> FiveMinutes | None:
    """Return what the file says, its sentences as places in library; None after noting why there is a sentence that can't be shown."""
    return _FiveMinutes(file, library, targets).read()


class _FiveMinutes:
    """The one record of a file."""

    def __init__(self, file: Records, library: Library, targets: Targets) -> None:
        self.file: FiveMinutesFile = file.content
        self.library = library
        self.targets = targets
        self.chosen = ChosenSentences(file, library, targets)

    def read(self) -> FiveMinutes | None:
        file = self.file
        self._check_counts()
        why = [self._one(record, "waarom", number) for number, record in enumerate(file.waarom)]
        steps = [self._advice(record, "stappen", number) for number, record in enumerate(file.stappen)]
        decision = self.chosen.span(file.beslismoment, "beslismoment")
        week = [self._advice(record, "deze_week", number) for number, record in enumerate(file.deze_week)]
        contact = self._one(file.wie_vragen, "wie_vragen")
        if not (decision and contact and all(why) and all(steps) and all(week)):
            return None
        return FiveMinutes(tuple(filter(None, why)), tuple(filter(None, steps)), decision, tuple(filter(None, week)), contact)

    def _check_counts(self) -> None:
        file = self.file
        numbers = [record.stap for record in file.stappen]
        if self.targets.is_complete and numbers != [step.number for step in self.library.steps]:
            self.chosen.fault("hier hoort elke stap één keer te staan, in hun volgorde.", "stappen")
        for name, found, count in (("waarom", file.waarom, REASONS), ("deze_week", file.deze_week, ACTIONS)):
            if len(found) != count:
                self.chosen.fault(f"'{name}' heeft er {len(found)} en dat moeten er {count} zijn.", name)
        advice = (*file.stappen, *file.deze_week)
        texts = [record.kop for record in advice]
        texts += [record.woorden for record in (*file.waarom, *advice, file.beslismoment, file.wie_vragen)]
        length = sum(len(text.split()) for text in texts)
        if length > MOST_WORDS:
            self.chosen.fault(f"de koppen en zinnen hebben samen {length} woorden en {MOST_WORDS} is het meeste; kort ze in.")

    def _advice(self, record: AdviceRecord, *path: str | int) -> Advice | None:
        length = len(record.kop.split())
        if length > MOST_HEADING:
            self.chosen.fault(f"deze kop heeft {length} woorden en {MOST_HEADING} is het meeste; kort hem in.", *path, "kop")
        if names_private(record.kop, self.library.persons):
            self.chosen.fault("deze kop noemt een privépersoon; herschrijf hem zonder naam.", *path, "kop")
        span = self._one(record, *path)
        return Advice(record.kop, span) if span else None

    def _one(self, record: SentenceRecord, *path: str | int) -> Span | None:
        """Return where the one sentence of a record stands."""
        span = self.chosen.span(record, *path)
        if span and self.chosen.count(span) != 1:
            self.chosen.fault(f"hier staan {self.chosen.count(span)} zinnen; kies er één.", *path, "woorden")
        return span
