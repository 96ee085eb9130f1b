"""Words that an editor took from the sources, found back as places: `plaats` with `woorden`, as antwoorden.yaml has them."""

import re
from collections.abc import Callable, Iterator, Sequence

from indexer.corpus.cross_references import Targets
from indexer.corpus.records import Records
from kb.analysis.sentences import sentences_of
from kb.library import Library
from kb.model import EXAMPLE_PREFIX, EntryKind, Span

PLACES = ("passage", "citaat", "werklijst", EntryKind.EXAMPLE)
# What points back to words that are not shown. Fewer than answers of found sentences pass over: an editor may open with "Zijn er …?" or
# "Verder is het mogelijk …".
_LEANING = re.compile(
    r"(?:dit|deze|dat|die|daar\w*|hier\w*|dan|ook|maar|want|dus|immers|echter|toch|en|of|zo|zo'n|zulke|zij|ze|hij|hun|haar|bovendien"
    r"|vervolgens|tegelijkertijd|ten slotte|tot slot|alleen dan|denk (?:aan|bijvoorbeeld|daarbij|hierbij)|het gaat (?:daarbij|hierbij))\b",
    re.IGNORECASE,
)
_NOTE_MARK = re.compile(r"(?:^|(?<=[.!?]))[¹²³⁰⁴-⁹]+\s*")
_Fits = Callable[[Span, Sequence[Span]], bool]


class LiteralWords:
    """Finds the words of one file in the library, and notes in that file what is wrong with them."""

    def __init__(self, file: Records, library: Library, targets: Targets) -> None:
        self.file = file
        self.library = library
        self.targets = targets

    def whole(self, place: str, words: str | None, *path: str | int) -> Sequence[Span]:
        """Return where words stand that are whole sentences or items of a place, or without them all of it; that may be shown on its own.

        `path` is where the record stands in the file. Nothing is returned after noting why the words can't be shown.
        """
        spans = self._spans(
            place, words, path, self._is_whole, "geen hele zinnen of punten van '{}'; begin en eindig waar een zin begint en eindigt"
        )
        text = self.text(spans)
        leaning = _LEANING.match(text.lstrip("\"'“‘(")) or _NOTE_MARK.match(text)
        if leaning:
            opening = f"dit deel begint met '{leaning[0].strip()}' en hangt aan wat er niet staat"
            self._fault(f"{opening}; begin eerder, of kies andere zinnen.", *path)
        return spans

    def part(self, place: str, words: str | None, *path: str | int) -> Sequence[Span]:
        """Return where words stand that may be a part of a sentence, but of no word, and stand there once; otherwise as `whole`."""
        return self._spans(place, words, path, self._has_whole_words, "afgebroken binnen een woord van '{}'; neem hele woorden")

    def text(self, spans: Sequence[Span]) -> str:
        """Return the words at spans, each on a line of its own."""
        return "\n".join(self.library.place(span.passage_id).text[span.begin : span.end] for span in spans)

    def _spans(self, place: str, sought: str | None, path: tuple[str | int, ...], fits: _Fits, unfit: str) -> Sequence[Span]:
        if self.targets.lacks(place, *PLACES):
            self._fault(f"plaats '{place}' bestaat niet; verbeter het id.", *path, "plaats", about=place)
        stretches = self._stretches(place)
        if not self.targets.withheld.isdisjoint({place, *(stretch.passage_id for stretch in stretches)}):
            self._fault(f"'{place}' is gevoelig of tijdgebonden; kies een andere plaats.", *path, "plaats", about=place)
            return ()
        if sought is None:
            return self._without_links(stretches)
        found = [_cut(stretches, begin, begin + len(sought)) for begin in _places_of(sought, self.text(stretches))]
        fitting = [spans for spans in found if all(fits(span, stretches) for span in spans)]
        if len(fitting) > 1 and fits == self._has_whole_words:
            sentence = f"deze woorden staan vaker in '{place}'; neem er meer van over, zodat duidelijk is welke."
            self._fault(sentence, *path, "woorden", words_of=place)
        if fitting:
            return self._without_links(fitting[0])
        if found:
            self._fault(f"deze woorden zijn {unfit.format(place)}.", *path, "woorden", words_of=place)
        elif stretches and self.targets.whole[stretches[0].passage_id.partition(".")[0]]:
            self._fault(f"deze woorden staan niet zo in '{place}'; neem ze letterlijk over.", *path, "woorden", words_of=place)
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

    def _has_whole_words(self, span: Span, _stretches: Sequence[Span]) -> bool:
        text = self.library.place(span.passage_id).text
        return not any(0 < at < len(text) and text[at - 1 : at + 1].isalnum() for at in (span.begin, span.end))

    def _fault(self, sentence: str, *path: str | int, about: str = "", words_of: str = "") -> None:
        self.targets.faults.add(self.file.file, self.file.line(*path), sentence, about, words_of)


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
