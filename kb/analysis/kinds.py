"""What kind of thing a question asks for, told from its words."""

import re
from enum import StrEnum

from kb.analysis.letters import folded


class Kind(StrEnum):
    """The kinds of question that are answered in different ways."""

    HOW = "hoe"
    WHAT_IS = "wat-is"
    FACT = "feit"
    EXAMPLE = "voorbeeld"
    EXAMPLES = "voorbeelden"
    SAYING = "uitspraak"
    LIST = "lijst"
    OTHER = "anders"


class FactKind(StrEnum):
    """What a fact question wants to know."""

    MONEY = "geld"
    ADDRESS = "adres"
    MOMENT = "moment"
    DURATION = "duur"
    AGE = "leeftijd"
    NUMBER = "aantal"
    NAME = "naam"


def _any(*patterns: str) -> re.Pattern[str]:
    """Return one pattern that matches where one of the patterns stands as whole words."""
    return re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in patterns))


_FACTS: tuple[tuple[FactKind, re.Pattern[str]], ...] = (
    (
        FactKind.ADDRESS,
        _any(
            r"(?:e-?mail|mail|mailadres|e-?mailadres|telefoonnummer|adres|contactgegevens)\w*",
            "(?:wie|waar) (?:kan|kunnen|mag|moet) (?:ik|we|wij|je) .*(?:bellen|mailen|bereiken)",
            "(?:wie|waar) .*contactpersoon|contactpersoon",
        ),
    ),
    (
        FactKind.MONEY,
        _any(
            "(?:wat|hoeveel) (?:kost|kostte|kosten)",
            "(?:wat|hoeveel) (?:mag|moet|gaat|zal|zou) .*kosten",
            "(?:wat|hoeveel) .*gekost",
            r"hoe(?:veel)? (?:groot|hoog|duur|geld)",
            "budget|begroting|bedrag|prijs|euro",
        ),
    ),
    (FactKind.AGE, _any(r"(?:vanaf )?welke leeftijd\w*", r"leeftijd(?:en|sgroep)?", "hoe oud")),
    (FactKind.DURATION, _any("hoe ?lang", "hoe vaak", "hoeveel (?:jaar|maanden|weken|dagen|uur|tijd)")),
    # Not 'wanneer stop je ermee' or 'wanneer is een buurt weerbaar', which ask under what condition.
    (
        FactKind.MOMENT,
        _any(
            "(?:sinds|vanaf|tot) wanneer",
            "wanneer (?:is|was|werd|wordt|zijn|waren|vond|vindt|begon|begint|startte?|eindigt|liep|loopt) (?!een |iets |iemand |het tijd)",
            "in welk jaar|op welke (?:dag|datum)|welke datum",
        ),
    ),
    (FactKind.NUMBER, _any("hoeveel", "welk percentage")),
    (FactKind.NAME, _any("wie (?:is|was|zijn|leidt|maakt|heeft|hebben)", "hoe heet", "door wie")),
)
_SAYING = _any(
    "wie (?:zei|zegt|noemt|noemde|vindt|vond)",
    "wat (?:zei|zegt|zeiden|zeggen|vindt|vinden|vertelt|vertelde)",
    "citaat|citaten|quote|quotes|uitspraak|uitspraken",
)
_EXAMPLE = _any(
    "voorbeeld|voorbeelden|praktijkvoorbeelden?",
    "welke (?:gemeente|gemeenten|gemeentes|stad|steden|projecten|project)",
    "(?:is er|zijn er|bestaat er) (?:ergens|een project|een gemeente|gemeenten|projecten)",
    "ken je|andere (?:gemeenten|steden)",
    "waar (?:wordt|worden|krijgen|werken|doen|zetten)",
)
_SEVERAL = _any("gemeenten|gemeentes|steden|plaatsen|projecten|initiatieven|voorbeelden|praktijkvoorbeelden")
_LIST = _any(
    "welke (?:vragen|hulpvragen|treden|trede|tredes|stappen|tips|voorwaarden|elementen|onderdelen|punten|factoren|methoden|activiteiten)",
    "welke (?:weerstand|weerstanden|lessen|rollen)",
    "checklist|vragenlijst|lijst met|lijstje|overzicht van|tips voor|hulpvragen|voorbeeldvragen",
    "wat (?:zet|neem) ik (?:allemaal )?(?:in|op)|wat bespreken we",
)
# Of these a question wants to know which it is, and not what the word means.
_PROPERTY = (
    "rol|rollen|taak|taken|belang|nut|meerwaarde|voordeel|voordelen|nadeel|nadelen|reden|redenen|oorzaak|oorzaken|gevolg|gevolgen|effect|effecten"
    "|resultaat|resultaten|risico's|kansen|beste|slimste|juiste|eerste|valkuilen"
)
_WHAT_IS = re.compile(
    r"^(?:wat|wie) (?:is|zijn|was|betekent|betekenen|houdt|houden|verstaan|wordt|bedoelen)\b"
    rf"(?! (?:(?:de|het|een|onze|hun) )?(?:{_PROPERTY})\b)"
    r"|\bwat .*\b(?:bedoeld|betekent|inhoudt|in)$"
    r"|\b(?:definitie|betekenis|omschrijving|verschil tussen)\b"
)
_HOW = _any("hoe", "op welke manier", "wat (?:kan|kun|kunnen|moet|moeten) (?:ik|je|we|wij)", "aanpakken|tips?", "wat doe (?:ik|je)")
_NOT_A_FACT = re.compile(r"hoe (?:kan|kun|kunnen|zorg|maak|betrek|hou|houd|krijg)\b")


def kind_of(question: str) -> Kind:
    """Return what kind of answer a question asks for.

    >>> kind_of("Welke gemeenten werken met rolmodellen?"), kind_of("Wat is een sleutelpersoon?"), kind_of("wat kostte de aanpak in Arnhem")
    (<Kind.EXAMPLES: 'voorbeelden'>, <Kind.WHAT_IS: 'wat-is'>, <Kind.FACT: 'feit'>)
    """
    text = folded(question).rstrip(" ?.!")
    if _SAYING.search(text):
        return Kind.SAYING
    if _EXAMPLE.search(text):
        return Kind.EXAMPLES if _SEVERAL.search(text) else Kind.EXAMPLE
    if _LIST.search(text):
        return Kind.LIST
    if fact_asked(question) and not _NOT_A_FACT.match(text):
        return Kind.FACT
    if _WHAT_IS.search(text):
        return Kind.WHAT_IS
    return Kind.HOW if _HOW.search(text) else Kind.OTHER


def fact_asked(question: str) -> FactKind | None:
    """Return what fact a question wants, or None.

    >>> fact_asked("Wat is het mailadres van de ESS?"), fact_asked("hoe betrek ik ouders")
    (<FactKind.ADDRESS: 'adres'>, None)
    """
    text = folded(question)
    return next((fact for fact, pattern in _FACTS if pattern.search(text)), None)


def facts_asked(question: str) -> tuple[FactKind, ...]:
    """Return every fact that a question of more than one part wants, in the order in which they are asked.

    >>> facts_asked("Wanneer was de training, en door wie werd zij gegeven?")
    (<FactKind.MOMENT: 'moment'>, <FactKind.NAME: 'naam'>)
    """
    text = folded(question)
    found = [(match.start(), fact) for fact, pattern in _FACTS if (match := pattern.search(text))]
    return tuple(fact for _, fact in sorted(found, key=lambda pair: pair[0]))


_NUMBER = (
    r"(?:\d[\d.,]*|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|twintig|dertig|veertig"
    r"|vijftig|tachtig|honderd)"
)
_MONTH = r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
_PERIOD = r"(?:jaar|maand|maanden|weken|wekelijks|dagen|uur|keer)"
_EVIDENCE: dict[FactKind, re.Pattern[str]] = {
    FactKind.ADDRESS: re.compile(r"@|www\.|https?:"),
    FactKind.MONEY: re.compile(r"\beuro\b|€|\d{1,3}(?:\.\d{3})+"),
    FactKind.AGE: re.compile(rf"\b{_NUMBER}(?: t/m| tot| tot en met)? ?(?:en met )?{_NUMBER}? ?-?(?:jaar|jarige)"),
    FactKind.DURATION: _any(
        rf"{_NUMBER}(?: of {_NUMBER})? ?-?{_PERIOD}",
        "lange (?:adem|termijn|looptijd)",
        "per (?:week|maand|kwartaal|jaar)",
        "ieder kwartaal|periodiek",
    ),
    FactKind.MOMENT: _any(rf"\d{{1,2}} {_MONTH}", r"(?:19|20)\d\d", _MONTH, "jaar geleden"),
    # Without 'een', which is an article far more often than a number.
    FactKind.NUMBER: _any(_NUMBER.replace("|een|", "|")),
    FactKind.NAME: re.compile(r"\b[A-Z][a-zé]+ (?:van |de |el |der )*[A-Z][a-zé]+|\b[A-Z]{2,}\b"),
}


def holds(fact: FactKind, text: str) -> bool:
    """Return whether text has something in it of the kind that a fact question wants."""
    source = text if fact is FactKind.NAME else folded(text)
    return bool(_EVIDENCE[fact].search(source))
