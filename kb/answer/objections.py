"""Why an edited answer is not the answer to a question that is like its own: another group, fact, place or person, or the reverse."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from kb.analysis.clauses import asked_in
from kb.analysis.kinds import FactKind, Kind, facts_asked, kind_of
from kb.analysis.lemmas import lemma
from kb.analysis.letters import folded
from kb.analysis.names import capitalised_inside
from kb.analysis.words import stop_words, words
from kb.answer.agreement import municipalities_in, municipalities_named, place_words
from kb.library import Library
from kb.model import EditedAnswer
from kb.retrieval.inquiry import Inquiry

# Who speaks of one person, or of something that happened, wants advice in a case, which no source gives.
_KIN = (
    "zoon|zoontje|dochter|dochtertje|kind|kinderen|broer|broertje|zus|zusje|neef|neefje|nicht|nichtje|buurjongen|buurmeisje|buurman|buurvrouw|buren"
    "|onderbuurman|bovenbuurman|oom|tante|ex|man|vrouw|vader|moeder|ouders|opa|oma|kleinzoon|kleindochter|kleinkind|vriend|vriendin|chef|leerling"
    "|cliënt|straat"
)
_CASE = re.compile(
    rf"\b(?:mijn|m'n|onze|ons) (?:[\w-]+ )?(?:{_KIN})\b"
    r"|\b(?:je|jouw|uw) (?:kind|zoon|dochter)\b|\bmijn (?:eigen )?(?:gegevens|dossier|zaak|uitkering|huis|strafblad)\b"
    # Who began last week, or was asked something yesterday, tells of his work.
    r"|(?<!\bsinds )(?<!\bvroeg )\b(?:gisteren|gisteravond|vannacht|vanochtend|vanmiddag|vanavond|eergisteren|vorige (?:week|maand)"
    r"|afgelopen (?:\w+dag|week|nacht|weekend))\b|\((?:[89]|1\d|2[0-5])\)|\b(?:meneer|mevrouw|mevr|dhr)\b"
    r"|\b(?:de|een|dat|die|deze) (?:jongen|meisje|leerling|tiener|puber|buurjongen) van \w+\b|\bis opgepakt\b",
    re.IGNORECASE,
)
# Not what is denied in a clause beside ('bewoners die niet komen'), but the question itself.
_REVERSED = re.compile(
    r"\bwaarom\b.*\b(?:niet|geen|nooit)\b|\bwanneer\b.*\b(?:niet|geen|nooit|stop|stoppen|met rust)\b|\bjuist\b|\bbeter niet\b"
    r"|\b(?:totaal|helemaal|vooral|absoluut|zeker) (?:niet|geen)\b|\btegen\b.*\b(?:te )?stem(?:men|t|de)?\b"
    r"|\bgeen goed idee\b|\b(?:hoort|horen) (?:er )?niet\b|\bhoud\w*\b.*\bbuiten\b|\bstapt?\b.*\buit\b"
    r"|\bneem\b.*\b(?:terug|afscheid)\b|\bzet\b.*\b(?:uit|stop)\b|\bwijs\b.*\baf\b|\bzonder dat\b.*\b(?:weet|weten)\b"
    r"|^(?:waar|wat|wie|welke?|hoe|waaraan|waarmee)\b(?:(?!\b(?:die|dat|als|omdat|wie|wel|nog)\b)[^,])*\b(?:niet|geen)\b"
    r"(?! alleen| meer|\?)"
)
# 'Is de politie erbij of juist niet?' asks both ways.
_EITHER = re.compile(r",? of (?:(?:juist|dan|toch) )?(?:niet|wel)\b|\bof juist\b", re.IGNORECASE)
# Who asks: 'Als wijkagent merk ik dat ...'.
_ASKER = re.compile(r"^als (?:een |de )?(?:[\w'-]+ ){1,3}?(?=[\w'-]+ (?:ik|we|wij)\b)", re.IGNORECASE)
# A people: 'Turkse ouders'. How to work with one is asked of no source apart, and is answered for all.
_PEOPLE = re.compile(r"[A-Z][\w-]*(?:se|ische)")
_BETWEEN = frozenset({"en", "of"})
# After the last comma: 'ik hoor praten over 500 euro, wat doet de school'.
_AFTER_COMMA = re.compile(r"^.*, (?=(?:en |maar )?(?:hoe|hoeveel|wat|waar\w*|wie|welke?|wanneer)\b)", re.IGNORECASE)
# In a shorter piece of a word a group is seen where there is none; and so is what is left of it, 'minima' in 'minimaal'.
SHORTEST_IN_COMPOUND = 6
SHORTEST_LEFT = 3
# So many of an answer's own questions are reversed when it answers reversed ones too: one may be so by its wording.
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class _Known:
    """What an answer's questions ask about: their words and the base forms of these, the facts they want, whether some are reversed,
    whether one asks what something is, and whether the answer is to what was said."""

    words: frozenset[str]
    facts: frozenset[FactKind]
    is_reversed: bool
    defines: bool
    quotes: bool


def objection(inquiry: Inquiry, answer: EditedAnswer, library: Library) -> str:
    """Return, in Dutch, why an edited answer is not the answer to a question, '' when nothing is against it."""
    known = _known(answer)
    asked = _ASKER.sub("", asked_in(inquiry.text))
    beside = [word for word in words(asked) if known.words.isdisjoint((word, lemma(word)))]
    # Of what was said, only what was said about the same.
    if inquiry.kind is Kind.SAYING and not (known.quotes and stop_words().issuperset(beside)):
        return "de vraag is naar wat iemand zei"
    if inquiry.elsewhere or municipalities_in(library, inquiry.text) - _municipalities_of(answer, library):
        return "de vraag gaat over een bepaalde plaats"
    if _CASE.search(inquiry.text):
        return "de vraag gaat over één bepaald mens of voorval"
    if any(_names(group, word) and known.words.isdisjoint(group) for word in beside for group in _groups()):
        return "de vraag gaat over een andere groep"
    if inquiry.kind is Kind.WHAT_IS and not known.defines:
        return "de vraag is wat iets is"
    if not known.facts.issuperset(facts_asked(_AFTER_COMMA.sub("", asked))):
        return "de vraag is naar een feit"
    one_way = _EITHER.sub("", asked)
    if (_with_lemmas(words(one_way)) & _reversing()) - known.words or (_REVERSED.search(folded(one_way)) and not known.is_reversed):
        return "de vraag is naar het omgekeerde"
    if any(not _is_people(name, inquiry) for name in _names_beside(inquiry, answer, library)):
        return "de vraag noemt een naam waar het antwoord niet over gaat"
    return ""


def people_beside(inquiry: Inquiry, answer: EditedAnswer, library: Library) -> str:
    """Return the people, such as 'Turkse', that a question names and its answer does not; '' when there is none."""
    return next((name for name in _names_beside(inquiry, answer, library) if _is_people(name, inquiry)), "")


def _names_beside(inquiry: Inquiry, answer: EditedAnswer, library: Library) -> list[str]:
    """Return the names in what a question asks that the answer does not have, but for those of municipalities, and what only the spelling
    that was mended wrote with a capital."""
    held = _known(answer).words.union(_words_of(_told(answer, library)), place_words(library))
    mended = inquiry.correction.guessed if inquiry.correction else ()
    return [name for name in capitalised_inside(asked_in(inquiry.text)) if held.union(mended).isdisjoint(words(name))]


def _is_people(name: str, inquiry: Inquiry) -> bool:
    """Return whether a name is of a people and the question one that is answered for all; who asks for examples wants theirs.

    Before a noun ('Turkse ouders', 'Turkse en Poolse ouders'); what stands alone is somebody's ('Denise').
    """
    if inquiry.kind not in (Kind.HOW, Kind.OTHER) or not _PEOPLE.fullmatch(name):
        return False
    said = words(inquiry.text)
    after = {second for first, second in pairwise(said) if first == folded(name)}
    return bool(after - (stop_words() - _BETWEEN))


def _municipalities_of(answer: EditedAnswer, library: Library) -> frozenset[str]:
    return municipalities_named(library, _words_of("\n".join([*answer.asked, _told(answer, library)])))


def _told(answer: EditedAnswer, library: Library) -> str:
    """Return the words of an answer's units, with what the editor calls them."""
    told = (library.text(span.passage_id)[span.begin : span.end] for unit in answer.units for span in unit.spans)
    return "\n".join([*(unit.label or "" for unit in answer.units), *told])


# The words of each answer are asked for with every question that resembles it.
@lru_cache(maxsize=1_000)
def _words_of(told: str) -> tuple[str, ...]:
    return tuple(words(told))


@lru_cache(maxsize=1_000)
def _known(answer: EditedAnswer) -> _Known:
    return _Known(
        _with_lemmas(word for question in answer.asked for word in words(question)),
        frozenset(fact for question in answer.asked for fact in facts_asked(question)),
        sum(bool(_REVERSED.search(folded(question))) for question in answer.asked) >= _OFTEN,
        any(kind_of(question) is Kind.WHAT_IS for question in answer.asked),
        kind_of(answer.question) is Kind.SAYING,
    )


def _with_lemmas(found: Iterable[str]) -> frozenset[str]:
    plain = frozenset(found)
    return plain | frozenset(map(lemma, plain))


def _names(group: frozenset[str], word: str) -> bool:
    """Return whether a word is of a group, or a compound that begins or ends with one that is long enough to tell."""
    if word in group or lemma(word) in group:
        return True
    long = (name for name in group if len(name) >= SHORTEST_IN_COMPOUND and len(word) - len(name) >= SHORTEST_LEFT)
    return any(word.startswith(name) or word.endswith(name) for name in long)


@cache
def _groups() -> tuple[frozenset[str], ...]:
    """Return the groups, each with the plurals of its words: the dictionary takes 'ouderen' to 'oud' and 'wees' to 'wijzen'."""
    lines = (map(folded, line.split()) for line in _lines("groepen.txt"))
    return tuple(frozenset(word + ending for word in line for ending in ("", "s", "n", "en")) for line in lines)


@cache
def _reversing() -> frozenset[str]:
    return frozenset(map(folded, _lines("omkeringen.txt")))


def _lines(name: str) -> list[str]:
    text = resources.files("kb.answer").joinpath(name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
