"""The pages that a question may simply be looking for: a task, step, theme, list, term, abbreviation, figure, municipality,
organisation, example or fixed page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kb.analysis.clauses import asked_in
from kb.analysis.lemmas import lemma
from kb.analysis.words import stop_words, words
from kb.library import Library

MOST = 3
# A name that is this part of what was asked is meant; of a name that holds all that was asked, that is this part of it at least.
LEAST_OF_QUESTION = 0.5
LEAST_OF_NAME = 0.3
# A title of a subject is a whole sentence: what was asked is less of it.
LEAST_OF_SUBJECT = 0.2
# Who asks more than this wants an answer, and no page.
LONGEST_QUESTION = 5
# Words of asking, which name nothing.
_ASKING = frozenset(
    lemma(word)
    for word in (
        *("overzicht", "lijst", "lijstje", "alle", "laten", "zien", "tonen", "vinden", "zoeken", "geven"),
        *("bladzijde", "pagina", "info", "informatie"),
    )
)


# What half of the names here have: to share no more than this with a name is to share no subject.
_NO_SUBJECT = frozenset(map(lemma, ("wijk", "buurt", "project", "programma", "gemeente", "aanpak", "stichting")))


class EntranceKind(StrEnum):
    """Soort ingang; of two that fit as well, the earlier one goes first."""

    PAGE = "bladzijde"
    STEP = "stap"
    THEME = "thema"
    MUNICIPALITY = "gemeente"
    ORGANISATION = "organisatie"
    TERM = "begrip"
    ABBREVIATION = "afkorting"
    TASK = "taak"
    EXAMPLE = "praktijkvoorbeeld"
    LIST = "werklijst"
    COMPARISON = "vergelijking"
    FACT = "cijfer"


@dataclass(frozen=True, slots=True)
class Entrance:
    """Ingang: its kind, what it is called, and its id among those of its kind; of a fixed page that is its name in PAGES."""

    kind: EntranceKind
    id: str
    title: str


_SUBJECTS = (EntranceKind.THEME, EntranceKind.TASK, EntranceKind.EXAMPLE)
# The fixed pages: id, title, and other names for what they hold.
PAGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("vragen", "Vragen per onderwerp", ("vragen", "veelgestelde vragen", "faq")),
    ("stappen", "De route in twaalf stappen", ("stappen", "twaalf stappen", "stappenplan", "fasen", "route")),
    (
        "vijf-minuten",
        "De aanpak in vijf minuten",
        ("vijf minuten", "aanpak in het kort", "samenvatting handreiking", "kern"),
    ),
    ("taken", "Ik wil … (alle taken)", ("taken", "takenlijst")),
    ("themas", "Alle thema’s", ("thema's", "themas", "onderwerpen")),
    ("praktijkvoorbeelden", "Alle praktijkvoorbeelden", ("praktijkvoorbeelden", "voorbeelden", "projecten")),
    ("gemeenten", "Gemeenten", ("gemeenten", "steden", "plaatsen")),
    ("vergelijken", "Voorbeelden naast elkaar", ("vergelijken", "vergelijking", "voorbeelden vergelijken")),
    ("citaten", "Alle citaten", ("citaten", "quotes", "uitspraken")),
    ("werklijsten", "Alle werklijsten", ("werklijsten", "checklists", "hulpvragen")),
    ("bronnen", "De bronnen", ("bronnen", "documenten", "handreiking", "sessieverslagen", "projectupdates")),
    ("begrippen", "Begrippen van A tot Z", ("begrippen", "begrippenlijst", "woordenlijst", "definities")),
    ("afkortingen", "Afkortingen", ("afkortingen", "afkortingenlijst")),
    ("organisaties", "Organisaties in de bronnen", ("organisaties", "instanties", "stichtingen")),
    ("cijfers", "Cijfers voor uw memo", ("cijfers", "feiten", "getallen", "statistieken", "feiten cijfers")),
    ("routes", "Leesroutes en pakketten", ("leesroutes", "leesroute", "pakketten", "pakket")),
    ("niet-in-de-bronnen", "Wat de bronnen niet zeggen", ("ontbreekt", "hiaten", "witte vlekken")),
    ("tegenspraken", "Waar de bronnen elkaar tegenspreken", ("tegenspraken", "tegenstrijdig")),
    ("verwijzingen", "Wat niet is opgenomen", ("verwijzingen", "literatuur", "publicaties", "literatuurlijst")),
    ("over", "Over deze kennisbank", ("kennisbank", "contact", "contactgegevens")),
    ("hulp", "Hulp bij zoeken", ("hulp", "zoektips")),
)


@dataclass(frozen=True)
class Entrances:
    """All pages that a question may lead to, with the base forms of the words of their names."""

    names: tuple[tuple[frozenset[str], Entrance], ...]

    @classmethod
    def of(cls, library: Library) -> "Entrances":
        """Return the entrances of a library."""
        return cls(tuple((key, entrance) for name, entrance in _named(library) if (key := _key(name))))

    def is_page(self, question: str) -> bool:
        """Return whether a question is one word, the name of a fixed page: then that is what was looked for."""
        asked = _key(asked_in(question))
        return len(words(question)) == 1 and any(asked == name for name, entrance in self.names if entrance.kind is EntranceKind.PAGE)

    def for_question(self, question: str) -> tuple[Entrance, ...]:
        """Return the pages that a question probably looks for, at most MOST, the likeliest first."""
        asked = _key(asked_in(question)) - _ASKING
        if not asked or len(asked) > LONGEST_QUESTION:
            return ()
        best: dict[Entrance, float] = {}
        for name, entrance in self.names:
            likely = _likely(asked, name, entrance.kind in _SUBJECTS)
            if likely > best.get(entrance, 0.0):
                best[entrance] = likely
        order = list(EntranceKind)
        return tuple(sorted(best, key=lambda one: (-best[one], order.index(one.kind), len(one.title)))[:MOST])


def _likely(asked: frozenset[str], name: frozenset[str], is_subject: bool) -> float:
    """Return how likely a question that asks these words is to look for what has this name, from 0 to 1.

    `is_subject`: it gathers all of a subject, so that one that shares no more than its subject with the question may be meant.
    """
    if asked == name:
        return 1.0
    if name < asked:
        share = len(name) / len(asked)
        return share if share >= LEAST_OF_QUESTION else 0.0
    if asked < name:
        share = len(asked) / len(name)
        return 0.9 * share if share >= (LEAST_OF_SUBJECT if is_subject else LEAST_OF_NAME) else 0.0
    # A figure alone is no subject: that of 'stap 3' stands in 'jongerenwerk 3.0' too.
    shared = sum(not word.isdigit() and word not in _NO_SUBJECT for word in asked & name)
    share = shared / len(asked)
    return share * shared / len(name) if is_subject and share >= LEAST_OF_QUESTION else 0.0


def _named(library: Library) -> Iterator[tuple[str, Entrance]]:
    for identity, title, names in PAGES:
        yield from _each((title, *names), Entrance(EntranceKind.PAGE, identity, title))
    for step in library.steps:
        entrance = Entrance(EntranceKind.STEP, str(step.number), f"Stap {step.number}. {step.title}")
        yield from _each((f"stap {step.number}", step.title), entrance)
    for theme in library.themes:
        yield theme.label, Entrance(EntranceKind.THEME, theme.id, theme.label)
    for town in library.municipalities:
        entrance = Entrance(EntranceKind.MUNICIPALITY, town.id, f"Gemeente {town.name}")
        if any(town.id in example.municipalities for example in library.examples):
            yield from _each((town.name, *town.also), entrance)
    for body in library.organisations:
        title = body.name if body.is_named else f"{body.name} (niet in de bronnen)"
        yield from _each(body.names, Entrance(EntranceKind.ORGANISATION, body.id, title))
    for term in library.terms:
        yield from _each((term.name, *term.also), Entrance(EntranceKind.TERM, term.name, term.name))
    # The page of an organisation says what its own letters stand for.
    of_bodies = {body.abbreviation for body in library.organisations}
    for short in (one for one in library.abbreviations if one.letters not in of_bodies):
        entrance = Entrance(EntranceKind.ABBREVIATION, short.letters, f"{short.letters}: {short.full}")
        yield from _each((short.letters, short.full), entrance)
    for task in library.tasks:
        yield task.title, Entrance(EntranceKind.TASK, task.id, task.title)
    for example in library.examples:
        yield example.name, Entrance(EntranceKind.EXAMPLE, example.id, example.name)
    for working_list in library.lists:
        yield working_list.title, Entrance(EntranceKind.LIST, working_list.id, working_list.title)
    for comparison in library.comparisons:
        yield comparison.title, Entrance(EntranceKind.COMPARISON, comparison.id, comparison.title)
    for number, fact in enumerate(library.facts):
        yield fact.title, Entrance(EntranceKind.FACT, str(number), fact.title)


def _each(names: Iterable[str], entrance: Entrance) -> Iterator[tuple[str, Entrance]]:
    return ((name, entrance) for name in names)


def _key(text: str) -> frozenset[str]:
    return frozenset(lemma(word) for word in words(text) if word not in stop_words())
