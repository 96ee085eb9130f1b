"""What the authored questions of the real corpus may name, and where they may lead: readers and colleagues can come to see each of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pytest

from kb.analysis.lemmas import stem
from kb.analysis.letters import folded
from kb.analysis.words import stop_words, words
from kb.library import Library

WORD = re.compile(r"[^\W_]+")


def _words(text: str) -> list[str]:
    """Return the words of text in lower case and without accents, those of a word with a hyphen apart."""
    return WORD.findall(folded(text))


# Names that everyone knows and that say nothing about a place, a group or a person; the second line is asked only to hear that no source explains it.
GENERAL_NAMES = frozenset(
    _words("nederland nederlands nederlandse engels engelse rijk kamer cbs oov mt kpi a4 excel hr")
    + _words("dpia vog riec halt bibob whatsapp misdaad")
)
# Words for people and things that nobody would use in a meeting of the council.
SLANG = frozenset(
    _words(
        "knul knullen knaap gasten gozer gozers joch jochie jochies rotjoch broekie broekies boef boefje boefjes boeven schoffie schoffies tuig"
    )
    + _words("lastpak lastpakken hangjeugd papa papas mama mamas thuisfront kids kroost stadhuis stadhuizen diender smeris poen centen")
)
NAMES_FILE = Path(__file__).parent / "namen_met_bron.txt"
BEGIN_OF_SENTENCE = re.compile(r"(?:^|[.?!:]\s+)[\"'‘“(]*$")
# A misspelling that people make in a name: near enough to one that a source holds.
NEAR = 0.8
LONGEST_NAME = 3


@dataclass(frozen=True)
class Names:
    """What questions are held against: names and words that the sources hold, words used without a capital, and names without a source."""

    known: frozenset[str]
    ordinary: frozenset[str]
    without_source: frozenset[tuple[str, ...]]


@pytest.fixture(scope="module")
def names(real_library: Library, real_corpus: Path) -> Names:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in sorted((real_corpus / "bronnen").glob("*.md")))
    persons = " ".join(" ".join((person.name, *person.also)) for person in real_library.persons if person.recognisable)
    places = " ".join(" ".join((place.name, *place.also)) for place in real_library.municipalities)
    hoods = [hood for place in real_library.municipalities for hood in place.neighbourhoods]
    listed = [name for line in NAMES_FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#") for name in line.split()]
    asked = "\n".join(question for _, question, _ in _all_questions(real_library))
    return Names(
        known=frozenset(_words(f"{sources}\n{persons}\n{places}")),
        ordinary=frozenset(folded(word) for word in WORD.findall(f"{sources}\n{asked}") if word[0].islower()),
        without_source=frozenset(tuple(_words(name)) for name in (*listed, *hoods)) - _runs(_words(sources)),
    )


def faults(question: str, names: Names, also: frozenset[str] = frozenset()) -> list[str]:
    """Return the names in a question that no source holds; also: words that are allowed in this question."""
    found = [word for word in _capitalised(question, names.ordinary) if not _is_known(folded(word), names.known | also | GENERAL_NAMES)]
    found += [" ".join(name) for name in names.without_source & _runs(_words(question)) if not also.issuperset(name)]
    return sorted(found)


def _is_known(word: str, known: frozenset[str]) -> bool:
    return word in known or bool(get_close_matches(word, known, n=1, cutoff=NEAR))


def _capitalised(question: str, ordinary: frozenset[str]) -> Iterator[str]:
    """Yield the words with a capital that is not that of a sentence; of a sentence only one that it addresses: "Overvecht: ..."."""
    for found in WORD.finditer(question):
        begins = BEGIN_OF_SENTENCE.search(question[: found.start()])
        addressed = question[found.end() : found.end() + 1] == ":" and folded(found[0]) not in ordinary
        if found[0][0].isupper() and (addressed or not begins):
            yield found[0]


def _runs(held: list[str]) -> frozenset[tuple[str, ...]]:
    """Return each run of as many words as a name may have."""
    return frozenset(tuple(held[at : at + length]) for length in range(1, LONGEST_NAME + 1) for at in range(len(held) - length + 1))


def _all_questions(library: Library) -> Iterable[tuple[str, str, frozenset[str]]]:
    """Yield (place, question, words allowed in it); a refusal may name what its reason says is not in the sources."""
    for identity, questions in library.questions.items():
        for question in questions:
            yield identity, question, frozenset()
    for refusal in library.unanswered:
        for question in refusal.questions:
            yield refusal.id, question, frozenset(_words(refusal.reason))
    for answer in library.edited_answers:
        for question in answer.asked:
            yield answer.id, question, frozenset(_words(answer.missing or ""))


def test_a_name_in_a_question_stands_in_the_sources(real_library: Library, names: Names) -> None:
    assert [
        (place, question, found) for place, question, also in _all_questions(real_library) if (found := faults(question, names, also))
    ] == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Overvecht: ligt er een plan tegen de handel?", ["Overvecht", "overvecht"]),
        ("in langdonk vroeg iemand wat wij vinden", ["langdonk"]),
        ("Sana el Fizazi, wat doet zij op Zuid?", ["op zuid"]),
        ("Wie helpt Turkse en Marokkaanse vaders?", ["Turkse", "turkse"]),
        ("een tante als steun, bijvoorbeeld Fatma", ["Fatma"]),
        ("met wie werken ze in de Maasstad aan banen?", ["Maasstad", "maasstad"]),
        ("wat doet Mohamed Chatou in Den Haag?", []),
        ("bij wie vraag ik het Groningse PmG-plan op?", []),
        ("Hoe bereik je ouders die nooit komen?", []),
    ],
)
def test_names_without_a_source_are_found(question: str, expected: list[str], names: Names) -> None:
    assert faults(question, names) == expected


def test_no_question_leads_to_a_personal_story(real_library: Library) -> None:
    hidden = {section.id for section in real_library.sections if section.sensitive}
    leading = [
        identity
        for identity in real_library.questions
        if (identity in real_library.quote and real_library.quote[identity].sensitive)
        or ((identity in real_library.passage or identity in real_library.quote) and real_library.section_of(identity).id in hidden)
    ]
    assert leading == []


def test_no_question_names_a_private_person(real_library: Library) -> None:
    private = {folded(person.name) for person in real_library.persons if not person.recognisable}
    assert len(private) == 4
    assert [question for _, question, _ in _all_questions(real_library) if private & set(_words(question))] == []


def test_no_question_is_refused_in_the_words_of_one_that_a_place_answers(real_library: Library) -> None:
    asked = {_core(question): question for questions in real_library.questions.values() for question in questions}
    refused = [question for refusal in real_library.unanswered for question in refusal.questions]
    assert [(question, asked[core]) for question in refused if (core := _core(question)) in asked] == []


def _core(question: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(question) if word not in stop_words())


def test_questions_are_in_plain_words(real_library: Library) -> None:
    assert [question for _, question, _ in _all_questions(real_library) if SLANG & set(_words(question))] == []
