"""antwoorden.yaml: edited answers held to their rules, and their words of the sources found back as places."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from indexer.corpus.corpus_files import is_there
from indexer.corpus.cross_references import Targets, names_private
from indexer.corpus.literal_words import PLACES, LiteralWords
from indexer.corpus.records import Records
from indexer.corpus.schemas import AnswerUnitRecord, EditedAnswerRecord
from kb.analysis.words import words
from kb.library import Library
from kb.model import AnswerUnit, EditedAnswer

MOST_WORDS = 150
MOST_LINE = 20
MOST_LABEL = 3

_IN_BRACKETS = re.compile(r"\([^)]*\)")


def checked(file: Records, known_by: Records, library: Library, targets: Targets) -> Iterator[EditedAnswer]:
    """Yield the answers of a file, with their words as places in library and with what they are `known_by`, and note all that is wrong."""
    answers = _Answers(file, library, targets)
    found = list(answers.read())
    recognition = answers.read_recognition(known_by, {answer.id for answer in found})
    for answer in found:
        asked, unlike = recognition.get(answer.id, ((), ()))
        yield replace(answer, recognised_by=asked, unlike=unlike)


class _Answers:
    """The answers of one file; `asked` knows where each question stood first."""

    def __init__(self, file: Records, library: Library, targets: Targets) -> None:
        self.file = file
        self.library = library
        self.targets = targets
        self.literal = LiteralWords(file, library, targets)
        self.asked: dict[str, str] = {}
        # The file is there, and its faults are noted already.
        self.is_unread = not file.content and is_there(file.file)

    def read(self) -> Iterator[EditedAnswer]:
        for at, record in enumerate(self.file.content):
            self._check_own_words(record, at)
            for number, identity in enumerate(record.verder):
                self._check_further(identity, at, "verder", number)
            units = tuple(self._unit(unit, at, number) for number, unit in enumerate(record.delen))
            length = sum(len(self.literal.text(unit.spans).split()) for unit in units)
            is_one_list = len(units) == 1 and units[0].place in self.library.working_list and not record.delen[0].woorden
            if length > MOST_WORDS and not is_one_list:
                most = f"{MOST_WORDS} is het meeste, behalve voor één hele werklijst"
                self._fault(f"de delen van '{record.id}' hebben samen {length} woorden en {most}; kort ze in.", at, "delen")
            self.targets.expect_names("thema", record.themas, self.file.file, self.file.line(at, "themas"))
            for number, step in enumerate(record.stappen):
                self._check_further(f"stap.{step}", at, "stappen", number)
            yield EditedAnswer(
                record.id,
                record.vraag,
                record.ook,
                record.regel,
                units,
                record.niet,
                record.verder,
                themes=record.themas,
                steps=record.stappen,
            )

    def read_recognition(self, file: Records, known: Collection[str]) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """Return, for each answer of `known` that the file names, by what it is known and what is unlike it."""
        found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        for at, record in enumerate(file.content):
            line = file.line(at, "antwoord")
            # Of answers that could not be read nothing is said but that.
            if not self.is_unread and record.antwoord not in known:
                sentence = f"antwoord '{record.antwoord}' bestaat niet; verbeter het id of haal dit weg."
                self.targets.faults.add(file.file, line, sentence, about=record.antwoord)
            if record.antwoord in found:
                self.targets.faults.add(file.file, line, f"antwoord '{record.antwoord}' staat hier al; zet alle vragen bij elkaar.")
            for path, questions in (("vragen", record.vragen), ("niet", record.niet)):
                for number, question in enumerate(questions):
                    key = " ".join(words(question))
                    if key in self.asked:
                        where = f"'{question}' staat al bij antwoord '{self.asked[key]}'; laat er één staan."
                        self.targets.faults.add(file.file, file.line(at, path, number), where)
                    self.asked.setdefault(key, record.antwoord)
            found[record.antwoord] = (record.vragen, record.niet)
        return found

    def _check_own_words(self, record: EditedAnswerRecord, at: int) -> None:
        self._check_question(record.vraag, record.id, at, "vraag")
        for number, question in enumerate(record.ook):
            self._check_question(question, record.id, at, "ook", number)
        length = len(record.regel.split())
        if length > MOST_LINE:
            self._fault(f"deze regel heeft {length} woorden en {MOST_LINE} is het meeste; kort hem in.", at, "regel")
        labels = [unit.label or "" for unit in record.delen]
        for number, label in enumerate(labels):
            length = len(_IN_BRACKETS.sub("", label).split())
            if length > MOST_LABEL:
                most = f"{MOST_LABEL} is het meeste, een gemeente tussen haakjes niet meegeteld"
                self._fault(f"label '{label}' heeft {length} woorden en {most}; kort het in.", at, "delen", number, "label")
        if any(names_private(text, self.library.persons) for text in (record.vraag, *record.ook, record.regel, record.niet or "", *labels)):
            self._fault(f"antwoord '{record.id}' noemt in onze eigen woorden een privépersoon; herschrijf het zonder naam.", at)

    def _check_question(self, question: str, identity: str, at: int, *path: str | int) -> None:
        key = " ".join(words(question))
        if key in self.asked:
            self._fault(f"'{question}' staat al bij antwoord '{self.asked[key]}'; laat er één staan.", at, *path)
        self.asked.setdefault(key, identity)

    def _check_further(self, identity: str, at: int, *path: str | int) -> None:
        kind, _, name = identity.partition(".")
        if kind == "thema":
            self.targets.expect_names(kind, [name], self.file.file, self.file.line(at, *path))
            return
        known = {"taak": {task.id for task in self.library.tasks}, "stap": {str(step.number) for step in self.library.steps}}.get(kind)
        if self.targets.lacks(identity, *PLACES) if known is None else name not in known and self.targets.is_complete:
            self._fault(f"'{identity}' bestaat niet; verbeter het id.", at, *path, about=identity)
        if identity in self.targets.withheld:
            self._fault(f"'{identity}' is gevoelig of tijdgebonden; laat het hier weg.", at, *path, about=identity)

    def _unit(self, record: AnswerUnitRecord, at: int, number: int) -> AnswerUnit:
        if record.volgt and not number:
            self._fault("het eerste deel kan niet op een ander volgen; haal volgt hier weg.", at, "delen", number, "volgt")
        spans = tuple(self.literal.whole(record.plaats, record.woorden, at, "delen", number))
        return AnswerUnit(record.label, record.plaats, spans, record.volgt)

    def _fault(self, sentence: str, at: int, *path: str | int, about: str = "") -> None:
        self.targets.faults.add(self.file.file, self.file.line(at, *path), sentence, about)
