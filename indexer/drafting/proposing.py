"""What a draft might also be used for, each for a person to say yes or no to: themes and municipalities of a section, definitions, facts,
working lists, questions that it asks itself, and those that it may answer where the knowledge base now says it can't. Nothing is applied by
itself.
"""

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.corpus.source import Source
from indexer.drafting.anchors import slug
from indexer.drafting.literal_markdown import literal
from kb.analysis.lemmas import lemma
from kb.analysis.letters import folded
from kb.analysis.sentences import sentences_of
from kb.analysis.words import stop_words, words
from kb.library import Library
from kb.model import Passage, Section

THEME, TOWN, TERM, FACT, LIST, REFUSAL, QUOTE = "thema", "gemeente", "begrip", "feit", "werklijst", "weigering", "citaat"
QUESTION = "vraag"
SORTS = (THEME, TERM, FACT, QUESTION, REFUSAL, LIST, QUOTE, TOWN)
MOST_THEMES = 3
_NEIGHBOURS = 15
# Of the votes of the nearest sections; measured on the delivered ones.
_LEAST_VOTES = 0.3
# In words, of the five sections nearest to one, on average: 95 % of the delivered ones have more, and texts about other things less.
_LEAST_ALIKE, _NEAREST = 0.065, 5
_FEWEST_WORDS = 25
_LEAST_OF_LIST = 4
_LEAST_OF_REFUSAL = 0.7
_MOST_WORDS_OF_TERM = 4
_MOST_WORDS_OF_QUESTION = 40
# Behind the id of a place, for the question that an editor writes there herself.
OWN_WORDS = "eigen"
_WORDS_OF_SENTENCE = (5, 60)
_DEFINITION = re.compile(
    r"^(?:(?P<article>Een|De|Het)\s+)?(?P<term>[^\W\d_][\w’'-]*(?:\s+[\w’'-]+){0,3})\s+(?:is|zijn)\s+(?:een\s|iemand\s|mensen\s|(?(article)(?:de|het|alle)\s|(?!)))",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"^(?:Onder|Met)\s+(?:een\s+|de\s+|het\s+)?[‘'“\"]?(?P<term>[^‘’'“”\",.]{3,50}?)[’'”\"]?\s+(?:verstaan|bedoelen|verstaat|bedoelt)\s",
    re.IGNORECASE,
)
_POINTING = frozenset(
    ["dit", "dat", "deze", "die", "er", "hier", "daar", "het", "hij", "zij", "ze", "wij", "we", "u", "ik", "men", "wie", "wat", "ook"]
    + ["dan", "zo", "nu", "dus", "een", "de", "doel", "reden", "belangrijk", "voorbeeld", "gevolg"]
)
_NUMBER = re.compile(r"(?<![\w.,/@-])(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?(?![\w@])\s*(?:%|procent|[^\W\d_]{3,})")
_NAME = r"(?P<{0}>[A-ZÀ-Þ][\w’'-]+(?:\s+(?:van|de|den|der|ten|ter|te|el|al|'t))*(?:\s+[A-ZÀ-Þ][\w’'-]+)+)"
_SAYS = r"(?:zegt|zei|vertelt|vertelde|stelt|vindt|aldus|legt)"
_SPOKEN = re.compile(
    rf"(?:{_NAME.format('before')}\s+{_SAYS}[^.:“”\"]{{0,40}}:\s*)?[“„\"](?P<words>[^“”„\"]{{40,600}})[”“\"](?:,?\s+{_SAYS}\s+{_NAME.format('after')})?"
)
# As in questions of members of parliament: a heading or line of its own, with the answer under another of the same numbers.
_NUMBERED = re.compile(r"(?:Vraag|Vragen)\s+(?P<numbers>\d{1,3}(?:(?:,|\s+en|\s*[-–])\s*\d{1,3})*)\s*[.:]?$", re.IGNORECASE)
_ANSWERED = re.compile(
    r"(?:Antwoord(?:en)?|Reactie)(?:\s+op(?:\s+de)?)?(?:\s+(?:vraag|vragen))?\s*(?P<numbers>\d{1,3}(?:(?:,|\s+en|\s*[-–])\s*\d{1,3})*)?\s*[.:]?$",
    re.IGNORECASE,
)
_NUMBER_ALONE = re.compile(r"(?:Vraag\s*)?\d{1,3}\s*[.:]?$", re.IGNORECASE)
_ASKING = re.compile(r"[^.!?]+\?")
# What stands before a question on its line: "Vraag 3:", "V:", "3.".
_LEADING = re.compile(r"^(?:(?:Vraag|V|Q)\s*\d{0,3}\s*[.:)]|\d{1,3}[.)])\s+", re.IGNORECASE)
_ITEM = re.compile(r"(?:- |\d{1,5}\. )\S")
_HEADING = re.compile(r"#{1,3} (.*) \{#([a-z0-9-]+)(?: \.redactie)?\}$")
_COMMENT = re.compile(r"<!-- (?:bladzijde|passage): .* -->$")

# The id of a record without an answer, a question of it, and the passage that may answer that.
_Answered = tuple[str, str, Passage]

# How like each of these texts is to each of others, as rows of numbers to 1.
Likeness = Callable[[Sequence[str], Sequence[str]], Sequence[Sequence[float]]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal: what sort, by what it is known, a Dutch question, the words it is about and where they stand, and what an editor may
    still change of it (the name of a term, the title of a fact or list; '' is nothing)."""

    sort: str
    key: str
    question: str
    words: str
    where: str
    name: str = ""

    @property
    def id(self) -> str:
        """A short name for a form."""
        return hashlib.sha256(f"{self.sort}\n{self.key}".encode()).hexdigest()[:12]


def proposals(source: Source, body: str, library: Library, likeness: Likeness | None = None) -> list[Proposal]:
    """Return what may be proposed of a source with this body that is not in a library yet; `likeness` adds meaning to shared words."""
    answered = list(_answered(source, library))
    return [
        *_themes(source, library, likeness),
        *_terms(source, library),
        *_facts(source),
        *_questions(source, library, answered),
        *_refusals(source, answered),
        *_lists(body),
        *_quotes(source, body, library),
        *_towns(source, library),
    ]


def with_lists(body: str, titles: Mapping[str, str]) -> str:
    """Return the text of a source in which lists, by the keys of their proposals, are working lists with these titles."""
    lines = body.split("\n")
    found = [one for one in _lists_in(lines) if one.key in titles]
    for one in reversed(found):
        lines[one.end : one.end] = ["", "<!-- /werklijst -->"]
        comment = [
            f"<!-- werklijst: {one.key}",
            f"titel: {_quoted(titles[one.key])}",
            f"vorm: {one.form}",
            f"aantal: {one.count}",
            "-->",
            "",
        ]
        lines[one.begin : one.begin] = comment
    return "\n".join(lines)


def with_quotes(body: str, quotes: Mapping[str, str]) -> str:
    """Return the text of a source in which words are quotes, by the keys of their proposals; words that are not there stay out."""
    lines = body.split("\n")
    for key, spoken in quotes.items():
        anchor, _, person = key.partition(" ")
        at = next((number for number, line in enumerate(lines) if literal(spoken) in line), None)
        if at is None:
            continue
        while at < len(lines) and lines[at].strip():
            at += 1
        comment = [f"<!-- citaat: {anchor}", f"sprekers: [{person}]", "toeschrijving: genoemd", f"tekst: {_quoted(spoken)}", "-->"]
        lines[at:at] = ["", *comment]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _List:
    """A list in a body: the lines that it begins and ends with (that of what leads it in, if any), its items, and the heading above it."""

    key: str
    begin: int
    end: int
    count: int
    form: str
    words: str
    heading: str
    lead: str


def _themes(source: Source, library: Library, likeness: Likeness | None) -> Iterator[Proposal]:
    known = [(section, text) for section, text in _texts(library.sections, library.passages) if section.themes]
    here = [(section, text) for section, text in _texts(source.sections, source.passages) if not section.themes]
    if not known or not here:
        return
    labels = {theme.id: theme.label for theme in library.themes}
    alike = _shared([text for _, text in here], [text for _, text in known])
    near_enough = [sum(sorted(row, reverse=True)[:_NEAREST]) >= _LEAST_ALIKE * _NEAREST for row in alike]
    here = [one for one, is_near in zip(here, near_enough, strict=True) if is_near]
    alike = [row for row, is_near in zip(alike, near_enough, strict=True) if is_near]
    if likeness and here:
        meaning = likeness([text for _, text in here], [text for _, text in known])
        alike = [[one + other for one, other in zip(row, others, strict=True)] for row, others in zip(alike, meaning, strict=True)]
    for (section, text), row in zip(here, alike, strict=True):
        near = sorted(zip(row, known, strict=True), key=lambda one: -one[0])[:_NEIGHBOURS]
        votes: dict[str, float] = defaultdict(float)
        for share, (other, _) in near:
            for theme in other.themes:
                votes[theme] += max(share, 0.0) ** 2
        least = _LEAST_VOTES * sum(max(share, 0.0) ** 2 for share, _ in near)
        best = sorted((theme for theme, vote in votes.items() if vote >= least > 0), key=lambda theme: -votes[theme])
        anchor = section.id.partition(".")[2]
        for theme in best[:MOST_THEMES]:
            question = f"Hoort bij ‘{section.title}’ het thema ‘{labels.get(theme, theme)}’?"
            yield Proposal(THEME, f"{anchor} {theme}", question, _short(text.partition("\n")[2]), _page_of(source, section.id))


def _texts(sections: Iterable[Section], passages: Iterable[Passage]) -> list[tuple[Section, str]]:
    """Return sections that say enough of themselves, with their title and words."""
    texts: dict[str, list[str]] = defaultdict(list)
    for passage in passages:
        texts[passage.section_id].append(passage.text)
    found = [(section, " ".join(texts[section.id])) for section in sections if not section.sensitive]
    return [(section, f"{section.title}\n{text}") for section, text in found if len(text.split()) >= _FEWEST_WORDS]


def _shared(texts: Sequence[str], others: Sequence[str]) -> list[list[float]]:
    """Return how many rare words texts share with others, from 0 to 1."""
    bags = [Counter(_content(text)) for text in (*texts, *others)]
    frequency = Counter(word for bag in bags for word in bag)
    weighed = []
    for bag in bags:
        row = {word: (1 + math.log(count)) * math.log(len(bags) / frequency[word]) for word, count in bag.items()}
        length = math.sqrt(sum(weight * weight for weight in row.values())) or 1.0
        weighed.append({word: weight / length for word, weight in row.items()})
    ours, theirs = weighed[: len(texts)], weighed[len(texts) :]
    return [[sum(weight * other.get(word, 0.0) for word, weight in row.items()) for other in theirs] for row in ours]


def _content(text: str) -> list[str]:
    return [lemma(word) for word in words(text) if word not in stop_words()]


def _terms(source: Source, library: Library) -> Iterator[Proposal]:
    known = {folded(name) for term in library.terms for name in (term.name, *term.also)}
    for passage, sentence in _sentences(source):
        found = _MEANT.match(sentence) or _DEFINITION.match(sentence)
        term = found["term"] if found else ""
        told = term.split()
        if not told or len(told) > _MOST_WORDS_OF_TERM or folded(told[0]) in _POINTING or folded(term) in known or sentence.endswith(":"):
            continue
        known.add(folded(term))
        # At the begin of a sentence a capital says nothing.
        name = term if term[1:] != term[1:].lower() or not sentence.startswith(term) else term[:1].lower() + term[1:]
        yield Proposal(TERM, _key(sentence), f"Is dit de uitleg van ‘{name}’?", sentence, _page_of(source, passage.id), name)


def _facts(source: Source) -> Iterator[Proposal]:
    titles = {section.id: section.title for section in source.sections}
    for passage, sentence in _sentences(source):
        if _NUMBER.search(sentence) and sentence.endswith((".", "!")):
            yield Proposal(
                FACT, _key(sentence), "Is dit een cijfer om te bewaren?", sentence, _page_of(source, passage.id), titles[passage.section_id]
            )


def _sentences(source: Source) -> Iterator[tuple[Passage, str]]:
    least, most = _WORDS_OF_SENTENCE
    for passage in source.passages:
        for one in sentences_of(passage):
            if one.needs is None and one.kind == "alinea" and least <= one.words <= most:
                yield passage, passage.text[one.begin : one.end]


def _questions(source: Source, library: Library, answered: Sequence[_Answered]) -> Iterator[Proposal]:
    """Yield for each passage the questions that the source itself asks and it may answer, to the letter; then those that are refused now;
    and for one of which nothing is asked what an editor may ask herself."""
    asked = [*_asked_here(source), *((passage, question) for _, question, passage in answered)]
    known = {folded(question) for questions in (*library.questions.values(), *library.proposed.values()) for question in questions}
    there: set[str] = set()
    for passage, question in asked:
        there.add(passage.id)
        if folded(question) not in known and len(question.split()) <= _MOST_WORDS_OF_QUESTION:
            known.add(folded(question))
            told = f"Staat hier het antwoord op: {question}"
            key = f"{passage.id.partition('.')[2]} {_key(question)}"
            yield Proposal(QUESTION, key, told, _short(passage.text), _page_of(source, passage.id), question)
    titles = {section.id: section for section in source.sections}
    for passage in source.passages:
        section = titles[passage.section_id]
        if passage.id not in there and not section.sensitive and len(passage.text.split()) >= _FEWEST_WORDS:
            key = f"{passage.id.partition('.')[2]} {OWN_WORDS}"
            told = f"Welke vraag van een lezer beantwoordt dit stuk van ‘{section.title}’?"
            yield Proposal(QUESTION, key, told, _short(passage.text), _page_of(source, passage.id))


def _asked_here(source: Source) -> Iterator[tuple[Passage, str]]:
    """Yield the questions that a source asks, each with the passage that stands where the answer is: a heading that is a question, the
    questions under "Vraag 3" with what stands under "Antwoord 3", and a line that is a question with what follows it."""
    of_section: dict[str, list[Passage]] = defaultdict(list)
    for passage in source.passages:
        of_section[passage.section_id].append(passage)
    waiting: dict[str, list[str]] = {}
    for section in source.sections:
        if section.sensitive:
            continue
        here = of_section[section.id]
        numbered, answered = _NUMBERED.match(section.title), _ANSWERED.match(section.title)
        if numbered:
            waiting[_numbers(numbered)] = [question for passage in here for question in _sentences_that_ask(passage)]
        elif answered and here:
            of = _numbers(answered) or next(reversed(waiting), "")
            yield from ((here[0], question) for question in waiting.pop(of, ()))
        elif section.title.endswith("?") and here:
            yield here[0], _LEADING.sub("", section.title)
        if not numbered:
            yield from ((passage, question) for passage in here for question in _lines_that_ask(passage))


def _numbers(match: re.Match[str]) -> str:
    return " ".join(re.findall(r"\d+", match["numbers"] or ""))


def _sentences_that_ask(passage: Passage) -> Iterator[str]:
    for one in sentences_of(passage):
        words = passage.text[one.begin : one.end]
        if words.endswith("?"):
            yield _LEADING.sub("", words)


def _lines_that_ask(passage: Passage) -> Iterator[str]:
    """Yield the lines of a passage that are a question, with below them what is none; of one with a number before it all that it asks."""
    before = ""
    for block, below in pairwise(passage.blocks):
        line, answer = (passage.text[one.begin : one.end] for one in (block, below))
        words = _LEADING.sub("", line)
        is_numbered = words != line or _NUMBER_ALONE.match(before) is not None
        if words.endswith("?") and not block.is_item and not answer.endswith("?"):
            asked = [one.strip() for one in _ASKING.findall(words)]
            yield from asked if is_numbered else asked if asked == [words] else ()
        before = line


def _refusals(source: Source, answered: Sequence[_Answered]) -> Iterator[Proposal]:
    """Yield the records without an answer of which a question is about what stands in one passage."""
    for record, question, passage in answered:
        asked = f"Staat hier het antwoord op ‘{question}’? Nu zegt de kennisbank dat het er niet in staat."
        yield Proposal(REFUSAL, record, asked, _short(passage.text), _page_of(source, passage.id))


def _answered(source: Source, library: Library) -> Iterator[_Answered]:
    """Yield the records without an answer of which a question is about what stands in one passage."""
    passages = [(passage, set(_content(passage.text))) for passage in source.passages]
    counts = Counter(word for _, bag in passages for word in bag) + Counter(
        word for passage in library.passages for word in set(_content(passage.text))
    )
    total = len(passages) + len(library.passages) + 1
    for record in library.unanswered:
        best: tuple[float, str, Passage | None] = (0.0, "", None)
        for question in record.questions:
            weights = {word: math.log(total / (counts[word] or 1)) for word in _content(question)}
            whole = sum(weights.values())
            for passage, bag in passages:
                shared = [word for word in weights if word in bag]
                share = sum(weights[word] for word in shared) / whole if whole and len(shared) > 1 else 0.0
                if share > best[0]:
                    best = (share, question, passage)
        found = best[2]
        if found is not None and best[0] >= _LEAST_OF_REFUSAL:
            yield record.id, best[1], found


def _towns(source: Source, library: Library) -> Iterator[Proposal]:
    names = {town.id: re.compile(rf"(?<!\w){re.escape(town.name)}(?!\w)") for town in library.municipalities}
    for section in source.sections:
        text = " ".join(passage.text for passage in source.passages if passage.section_id == section.id)
        for town in library.municipalities:
            found = names[town.id].search(text)
            if found and town.id not in section.municipalities:
                around = text[max(0, found.start() - 60) : found.end() + 60]
                anchor = section.id.partition(".")[2]
                question = f"Vertelt ‘{section.title}’ over de gemeente {town.name}?"
                yield Proposal(TOWN, f"{anchor} {town.id}", question, f"… {around} …", _page_of(source, section.id))


def _quotes(source: Source, body: str, library: Library) -> Iterator[Proposal]:
    """Yield what somebody who is named says, in words that stand on one page. Who is not known yet gets an id of the own folder."""
    known = {folded(name): person.id for person in library.persons for name in (person.name, *person.also)}
    prefix = library.own.prefix if library.own else ""
    taken: set[str] = set()
    there = {quote.text for quote in source.quotes}
    for passage in source.passages:
        for found in _SPOKEN.finditer(passage.text):
            name, spoken = found["before"] or found["after"], found["words"].strip()
            if not name or spoken in there or literal(spoken) not in body:
                continue
            anchor = f"citaat-{slug(spoken, 40)}"
            person = known.get(folded(name), f"{prefix}-{slug(name)}" if prefix else "")
            if person and anchor not in taken:
                taken.add(anchor)
                yield Proposal(QUOTE, f"{anchor} {person}", f"Zegt {name} dit?", spoken, _page_of(source, passage.id), name)


def _lists(body: str) -> Iterator[Proposal]:
    for one in _lists_in(body.split("\n")):
        question = f"Is deze lijst van {one.count} punten er een om los te bewaren, als werklijst?"
        yield Proposal(LIST, one.key, question, _short(one.words), f"onder ‘{one.heading}’", one.lead or one.heading)


def _lists_in(lines: Sequence[str]) -> Iterator[_List]:
    """Yield the plain lists of a body that are no working list yet: without lists in them, and in one passage."""
    anchor, heading, inside, taken = "", "", False, set()
    number = 0
    while number < len(lines):
        line = lines[number]
        if found := _HEADING.match(line):
            heading, anchor = found[1], found[2]
        inside = (inside or line.startswith("<!-- werklijst:")) and not line.startswith("<!-- /werklijst")
        if inside or not _ITEM.match(line):
            number += 1
            continue
        end = number
        while end < len(lines) and lines[end].strip() and not lines[end].startswith("<!-- passage:"):
            end += 1
        items = [one for one in lines[number:end] if _ITEM.match(one)]
        is_plain = all(_ITEM.match(one) or _COMMENT.match(one) for one in lines[number:end])
        if is_plain and len(items) >= _LEAST_OF_LIST:
            lead = number - 2 if number > 1 and not lines[number - 1].strip() and lines[number - 2].endswith(":") else None
            begin = number if lead is None else lead
            key, count = f"lijst-{anchor}", 2
            while key in taken:
                key, count = f"lijst-{anchor}-{count}", count + 1
            taken.add(key)
            told = "; ".join(one.partition(" ")[2].rstrip(";,. ") for one in items)
            form = "hulpvragen" if all(one.endswith("?") for one in items) else "uitleg"
            yield _List(
                key, begin, end, len(items), form, told, heading, lines[lead].rpartition(". ")[2].rstrip(":") if lead is not None else ""
            )
        number = end


def _key(sentence: str) -> str:
    """Return by what a sentence is known: its first words, and all of it as a digest."""
    return f"{slug(sentence, 40)}-{hashlib.sha256(sentence.encode()).hexdigest()[:8]}"


def _page_of(source: Source, identity: str) -> str:
    """Return in Dutch under which heading and on which page a section or passage stands."""
    passage = next((one for one in source.passages if identity in (one.id, one.section_id)), None)
    section = next((one for one in source.sections if one.id == (passage.section_id if passage else identity)), None)
    page = passage.pages[0].page if passage and passage.pages else None
    told = f"onder ‘{section.title}’" if section else ""
    return f"{told}, blz. {page}" if page else told


def _short(text: str, most: int = 220) -> str:
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0]} …"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
