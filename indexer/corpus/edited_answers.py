"""antwoorden.yaml: edited answers held to their rules, and their words of the sources found back as places."""

import re
from collections.abc import Iterator, Sequence

from indexer.corpus.cross_references import Targets, names_private
from indexer.corpus.records import Records
from indexer.corpus.schemas import AnswerUnitRecord, EditedAnswerRecord
from kb.analysis.sentences import sentences_of
from kb.analysis.words import words
from kb.library import Library
from kb.model import EXAMPLE_PREFIX, AnswerUnit, EditedAnswer, EntryKind, Span

MOST_WORDS = 150
MOST_LINE = 20
MOST_LABEL = 3

_PLACES = ("passage", "citaat", "werklijst", EntryKind.EXAMPLE)
# What points back to words that are not shown. Fewer than answers of found sentences pass over: an editor may open with "Zijn er …?" or
# "Verder is het mogelijk …".
_LEANING = re.compile(
    r"(?:dit|deze|dat|die|daar\w*|hier\w*|dan|ook|maar|want|dus|immers|echter|toch|en|of|zo|zo'n|zulke|zij|ze|hij|hun|haar|bovendien"
    r"|vervolgens|tegelijkertijd|ten slotte|tot slot|alleen dan|denk (?:aan|bijvoorbeeld|daarbij|hierbij)|het gaat (?:daarbij|hierbij))\b",
    re.IGNORECASE,
)
_NOTE_MARK = re.compile(r"(?:^|(?<=[.!?]))[¹²³⁰⁴-⁹]+\s*")
_IN_BRACKETS = re.compile(r"\([^)]*\)")


def checked(file: Records, library: Library, targets: Targets) -> Iterator[EditedAnswer]:
    """Yield the answers of a file, with their words as places in library, and note all that is wrong with them."""
    return _Answers(file, library, targets).read()


class _Answers:
    """The answers of one file; `asked` knows where each question stood first."""

    def __init__(self, file: Records, library: Library, targets: Targets) -> None:
        self.file = file
        self.library = library
        self.targets = targets
        self.asked: dict[str, str] = {}

    def read(self) -> Iterator[EditedAnswer]:
        for at, record in enumerate(self.file.content):
            self._check_own_words(record, at)
            for number, identity in enumerate(record.verder):
                self._check_further(identity, at, "verder", number)
            units = tuple(self._unit(unit, at, number) for number, unit in enumerate(record.delen))
            length = sum(len(self._text(unit.spans).split()) for unit in units)
            is_one_list = len(units) == 1 and units[0].place in self.library.working_list and not record.delen[0].woorden
            if length > MOST_WORDS and not is_one_list:
                most = f"{MOST_WORDS} is het meeste, behalve voor één hele werklijst"
                self._fault(f"de delen van '{record.id}' hebben samen {length} woorden en {most}; kort ze in.", at, "delen")
            yield EditedAnswer(record.id, record.vraag, record.ook, record.regel, units, record.niet, record.verder)

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
        if self.targets.lacks(identity, *_PLACES) if known is None else name not in known and self.targets.is_complete:
            self._fault(f"'{identity}' bestaat niet; verbeter het id.", at, *path)
        if identity in self.targets.withheld:
            self._fault(f"'{identity}' is gevoelig of tijdgebonden; laat het hier weg.", at, *path)

    def _unit(self, record: AnswerUnitRecord, at: int, number: int) -> AnswerUnit:
        spans = tuple(self._spans(record, at, number))
        text = self._text(spans)
        leaning = _LEANING.match(text.lstrip("\"'“‘(")) or _NOTE_MARK.match(text)
        if leaning:
            opening = f"dit deel begint met '{leaning[0].strip()}' en hangt aan wat er niet staat"
            self._fault(f"{opening}; begin eerder, of kies andere zinnen.", at, "delen", number)
        return AnswerUnit(record.label, record.plaats, spans)

    def _spans(self, record: AnswerUnitRecord, at: int, number: int) -> Sequence[Span]:
        """Return where the words of a unit stand, or nothing after noting why they can't be shown."""
        place = record.plaats
        if self.targets.lacks(place, *_PLACES):
            self._fault(f"plaats '{place}' bestaat niet; verbeter het id.", at, "delen", number, "plaats")
        stretches = self._stretches(place)
        if not self.targets.withheld.isdisjoint({place, *(stretch.passage_id for stretch in stretches)}):
            self._fault(f"'{place}' is gevoelig of tijdgebonden; kies een andere plaats.", at, "delen", number, "plaats")
            return ()
        if record.woorden is None:
            return self._without_links(stretches)
        found = [_cut(stretches, begin, begin + len(record.woorden)) for begin in _places_of(record.woorden, self._text(stretches))]
        whole = [spans for spans in found if all(self._is_whole(span, stretches) for span in spans)]
        if whole:
            return self._without_links(whole[0])
        if found:
            sentence = f"deze woorden zijn geen hele zinnen of punten van '{place}'; begin en eindig waar een zin begint en eindigt."
            self._fault(sentence, at, "delen", number, "woorden")
        elif stretches and self.targets.whole[stretches[0].passage_id.partition(".")[0]]:
            self._fault(f"deze woorden staan niet zo in '{place}'; neem ze letterlijk over.", at, "delen", number, "woorden")
        return ()

    def _stretches(self, place: str) -> Sequence[Span]:
        """Return what a place covers: of an example that is its description, of what could not be read nothing."""
        library = self.library
        if place in library.working_list:
            return library.working_list[place].spans
        example = library.example.get(place.removeprefix(EXAMPLE_PREFIX))
        identity = example.passages[0] if example and place.startswith(EXAMPLE_PREFIX) else place
        if not library.stands(identity):
            return ()
        quote = library.quote.get(identity)
        if quote and quote.passage_id:
            return (Span(quote.passage_id, quote.begin, quote.end),)
        return (Span(identity, 0, len(library.text(identity))),)

    def _text(self, spans: Sequence[Span]) -> str:
        return "\n".join(self.library.place(span.passage_id).text[span.begin : span.end] for span in spans)

    def _is_whole(self, span: Span, stretches: Sequence[Span]) -> bool:
        """Return whether a span begins and ends where a sentence, an item or its stretch does; a note mark may be left out."""
        place = self.library.place(span.passage_id)
        borders = [(part.begin, part.end) for part in sentences_of(place)]
        borders += [(stretch.begin, stretch.end) for stretch in stretches if stretch.passage_id == span.passage_id]
        # A mark ends the sentence before it and begins the one after it.
        borders += [(mark.end(), mark.start()) for mark in _NOTE_MARK.finditer(place.text)]
        return span.begin in [begin for begin, _ in borders] and span.end in [end for _, end in borders]

    def _without_links(self, spans: Sequence[Span]) -> Sequence[Span]:
        """Return the spans without blocks that are only a link: those lead a reader of the source on."""
        kept: list[Span] = []
        for span in spans:
            end = -2
            for block in self.library.place(span.passage_id).blocks:
                low, high = max(block.begin, span.begin), min(block.end, span.end)
                if low >= high or block.kind == "verwijzing":
                    continue
                if low == end + 1:
                    low = kept.pop().begin
                kept.append(Span(span.passage_id, low, high))
                end = high
        return kept

    def _fault(self, sentence: str, at: int, *path: str | int) -> None:
        self.targets.faults.add(self.file.file, self.file.line(at, *path), sentence)


def _places_of(sought: str, text: str) -> Iterator[int]:
    at = text.find(sought)
    while at >= 0:
        yield at
        at = text.find(sought, at + 1)


def _cut(stretches: Sequence[Span], begin: int, end: int) -> Sequence[Span]:
    """Return the part [begin:end] of the text of stretches, which are joined by line ends."""
    spans = []
    offset = 0
    for stretch in stretches:
        length = stretch.end - stretch.begin
        low, high = max(begin - offset, 0), min(end - offset, length)
        if low < high:
            spans.append(Span(stretch.passage_id, stretch.begin + low, stretch.begin + high))
        offset += length + 1
    return spans
