"""What of a library can be found: an Entry for each passage, quote and practice example, and for each report with a personal story."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from indexer.asked_inside import AskedInside
from kb.library import Library
from kb.model import Entry, EntryKind, Passage, PracticeExample, Quote
from kb.protection import report_of


def entries_of(library: Library, with_questions: bool = True) -> list[Entry]:
    """Return the entries of a library in its own order; `with_questions` False leaves all written questions out.

    A question that a source itself asks and answers is a question of its answer, and no entry of its own.
    """
    inside = AskedInside.of(library)
    questions, proposed = (_questions(library, asked) if with_questions else {} for asked in (library.questions, library.proposed))
    without = inside.asked - set(questions)
    return [
        entry
        if entry.kind is EntryKind.REPORT
        else replace(
            entry,
            questions=(*questions.get(entry.id, ()), *inside.questions.get(entry.id, ())),
            proposed=proposed.get(entry.id, ()),
        )
        for entry in (*_passages(library, without), *_quotes(library), *_examples(library), *_reports(library))
    ]


def findable_by(library: Library, entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries with the words they are found by: a report's are those of the story it holds, which it does not show."""
    stories = iter(_stories(library))
    return [next(stories) if entry.kind is EntryKind.REPORT else entry for entry in entries]


def _questions(library: Library, asked: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the questions of each entry: its own, and those of a working list for the passage where the list begins."""
    questions = dict(asked)
    for working_list in library.lists:
        first = working_list.spans[0].passage_id
        questions[first] = (*questions.get(first, ()), *asked.get(working_list.id, ()))
    return questions


def _passages(library: Library, without: Collection[str]) -> Iterator[Entry]:
    return (_passage(library, passage) for passage in library.passages if passage.id not in without)


def _passage(library: Library, passage: Passage) -> Entry:
    path = library.path(passage.section_id)
    context = " / ".join([library.document[passage.document_id].title, *(section.title for section in path[:-1])])
    return Entry(passage.id, EntryKind.PASSAGE, path[-1].outside_title, context, passage.text)


def _reports(library: Library) -> Iterator[Entry]:
    """Yield for each passage and quote of a personal story the report in which it is told, by the words that its opening passage has."""
    for _, opening in _told_in_reports(library):
        yield replace(_passage(library, library.passage[opening]), kind=EntryKind.REPORT)


def _stories(library: Library) -> Iterator[Entry]:
    """Yield for each entry of _reports, in the same order, what it is found by."""
    for story, opening in _told_in_reports(library):
        yield Entry(opening, EntryKind.REPORT, library.section_of(story).outside_title, "", library.text_in_report(story))


def _told_in_reports(library: Library) -> Iterator[tuple[str, str]]:
    """Yield the id of each passage and quote of a personal story, with that of the opening passage of its report."""
    for story in [*(passage.id for passage in library.protected_passages), *(quote.id for quote in library.protected_quotes)]:
        opening = report_of(library, story)
        if opening:
            yield story, opening


def _quotes(library: Library) -> Iterator[Entry]:
    for quote in library.quotes:
        yield Entry(quote.id, EntryKind.QUOTE, quote.headline or "", quote_context(library, quote), quote.text)


def quote_context(library: Library, quote: Quote) -> str:
    """Return who said it, in which role and where, as words to find the quote by."""
    people = [library.person[speaker] for speaker in quote.speakers]
    names = [name for person in people if person.recognisable for name in (person.name, *person.also)]
    roles = [person.description for person in people if not person.recognisable]
    place = [library.municipality[quote.municipality].name] if quote.municipality else []
    return " / ".join([*names, *roles, *filter(None, (quote.role, quote.organisation)), *place])


def _examples(library: Library) -> Iterator[Entry]:
    for example in library.examples:
        yield Entry(
            example.entry_id,
            EntryKind.EXAMPLE,
            example.name,
            example_context(library, example),
            library.text(example.passages[0]),
        )


def example_context(library: Library, example: PracticeExample) -> str:
    """Return where, for whom and how, as words to find the example by."""
    places = [name for place in example.municipalities for name in (library.municipality[place].name, *library.municipality[place].also)]
    return " / ".join([*places, *example.neighbourhoods, example.audience_text, example.method])
