"""Figures and faults of the authored questions and the thesaurus, for the editor."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kb.analysis.analyzer import Analyzer, content_words, vocabulary_of
from kb.analysis.lemmas import lemma
from kb.library import Library

FEWEST = 8
# Two questions are near-duplicates when they share this part of their content words (Jaccard).
NEAR = 0.8
FEWEST_WORDS_TO_COMPARE = 3


@dataclass(slots=True)
class Figures:
    """Counts for one document: places with content and with questions, questions, and those in wholly other words than the place."""

    places: int = 0
    with_questions: int = 0
    questions: int = 0
    other_words: int = 0

    @property
    def share(self) -> float:
        """The share of questions without a content word of their place."""
        return self.other_words / self.questions if self.questions else 0.0


@dataclass(slots=True)
class QuestionReport:
    """What an editor wants to know of the questions and the thesaurus."""

    figures: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    without: list[str] = field(default_factory=list)
    few: list[tuple[str, int]] = field(default_factory=list)
    duplicates: list[tuple[str, str, str, str]] = field(default_factory=list)
    in_heading: list[tuple[str, str]] = field(default_factory=list)
    concepts: int = 0
    names: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    id: str
    document_id: str
    heading: str
    text: str


def report(library: Library) -> QuestionReport:
    """Return the figures of a library's questions."""
    places = list(_places(library))
    analyzer = Analyzer(vocabulary_of(place.text for place in places))
    result = QuestionReport(concepts=len(library.concepts), names=sum(len(concept.names) for concept in library.concepts))
    asked: list[tuple[str, str, frozenset[str]]] = []
    for place in places:
        questions = library.questions.get(place.id, ())
        figures = result.figures[place.document_id]
        figures.places += 1
        figures.with_questions += bool(questions)
        figures.questions += len(questions)
        if not questions:
            result.without.append(place.id)
        elif len(questions) < FEWEST:
            result.few.append((place.id, len(questions)))
        own = set(analyzer.terms(f"{place.heading}\n{place.text}").parts)
        heading = {lemma(word) for word in content_words(place.heading)}
        for question in questions:
            terms = frozenset(lemma(word) for word in content_words(question))
            figures.other_words += own.isdisjoint(analyzer.terms(question).parts)
            if terms and terms <= heading:
                result.in_heading.append((place.id, question))
            asked.append((place.id, question, terms))
    result.duplicates = list(_duplicates(asked))
    return result


def as_text(result: QuestionReport) -> str:
    """Return the report as a table, with what an editor should look at below it."""
    lines = [f"{'bron':<20}{'plaatsen':>9}{'met vragen':>12}{'vragen':>8}{'per plaats':>12}{'andere woorden':>16}"]
    for name, figures in result.figures.items():
        each = figures.questions / figures.with_questions if figures.with_questions else 0
        lines.append(f"{name:<20}{figures.places:>9}{figures.with_questions:>12}{figures.questions:>8}{each:>12.1f}{figures.share:>16.2f}")
    total = sum(figures.questions for figures in result.figures.values())
    other = sum(figures.other_words for figures in result.figures.values())
    lines.append(f"Samen {total} vragen, waarvan {other / (total or 1):.2f} zonder een inhoudswoord van de plaats zelf.")
    lines.append(f"Thesaurus: {result.concepts} begrippen, {result.names} namen.")
    lines += [f"Zonder vragen: {identity} (wordt op eigen woorden gevonden, minder goed op andere)" for identity in result.without]
    lines += [f"Weinig vragen ({number}): {identity}" for identity, number in result.few]
    lines += [f"Bijna gelijk: “{one}” ({first}) en “{other}” ({second})" for first, one, second, other in result.duplicates]
    lines += [f"Alleen woorden van de kop: “{question}” ({identity})" for identity, question in result.in_heading]
    return "\n".join(lines)


def _places(library: Library) -> Iterator[_Place]:
    for passage in library.passages:
        yield _Place(passage.id, passage.document_id, library.section[passage.section_id].title, passage.text)
    for quote in library.quotes:
        yield _Place(quote.id, quote.document_id, quote.headline or "", quote.text)
    for working_list in library.lists:
        text = "\n".join(library.passage[span.passage_id].text[span.begin : span.end] for span in working_list.spans)
        yield _Place(working_list.id, working_list.document_id, working_list.title, text)
    for example in library.examples:
        yield _Place(example.entry_id, "praktijkvoorbeelden", example.name, library.text(example.passages[0]))


def _duplicates(asked: Sequence[tuple[str, str, frozenset[str]]]) -> Iterator[tuple[str, str, str, str]]:
    """Yield pairs of questions with the same content words, or nearly."""
    by_word: dict[str, list[int]] = defaultdict(list)
    for number, (identity, question, terms) in enumerate(asked):
        candidates = {other for term in terms for other in by_word[term]}
        for other in sorted(candidates):
            other_id, other_question, other_terms = asked[other]
            shared = len(terms & other_terms) / len(terms | other_terms)
            if shared == 1 or (shared >= NEAR and min(len(terms), len(other_terms)) >= FEWEST_WORDS_TO_COMPARE):
                yield other_id, other_question, identity, question
        for term in terms:
            by_word[term].append(number)
