"""What a file may say of itself: title, publisher, date, kind. Guesses for a person to choose from, each with where it comes from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.drafting.literal_markdown import cleaned
from indexer.importing.blocks import BlockKind, Conversion
from kb.analysis.letters import folded

MOST_CANDIDATES = 5
_FIRST_BLOCKS = 25
_MOST_OF_TITLE = 200
_MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")
_FULL_DATE = re.compile(rf"\b([0-3]?\d)\s+({'|'.join(_MONTHS)})\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_FIGURES = re.compile(r"\b([0-3]?\d)[-/.]([01]?\d)[-/.]((?:19|20)\d\d)\b")
_ISO = re.compile(r"\b((?:19|20)\d\d)-([01]\d)(?:-([0-3]\d))?")
_YEAR = re.compile(r"\b(20\d\d)\b")
_LONGER_WORD = re.compile(r"[^\W\d_]{3,}")
_PUBLISHER = re.compile(
    r"\b(?:Uitgave(?: van)?|Uitgever|In opdracht van|Een uitgave van|Opdrachtgever)\s*:?\s+((?:de |het )?[A-Z][^\n.;|]{2,80})"
)
# Names of what publishes, where such words begin them.
_BODY = re.compile(
    r"\b((?:[Gg]emeente|[Pp]rovincie|Ministerie van|[Ww]aterschap|GGD|Politie|Vereniging van Nederlandse Gemeenten)"
    r"(?: (?:[A-Z][\w'’-]+|en|van|de|den|aan|op|het|voor))*[\w'’-]*)"
)
# Words of a title or beginning by which a kind is known; the first that is there.
_KINDS = (
    ("raadsvoorstel", ("raadsvoorstel",)),
    ("raadsbrief", ("raadsbrief", "raadsinformatiebrief", "brief aan de raad")),
    ("collegebesluit", ("collegebesluit", "besluit van het college")),
    ("kamerbrief", ("kamerbrief", "kamervragen", "tweede kamer", "kamerstuk", "fiche")),
    ("begroting", ("begroting",)),
    ("jaarverslag", ("jaarverslag", "jaarrekening")),
    ("evaluatie", ("evaluatie", "evaluatierapport")),
    ("plan-van-aanpak", ("plan van aanpak", "actieplan", "uitvoeringsplan")),
    ("beleidsnota", ("beleidsnota", "nota", "beleidskader", "visie", "beleidsplan")),
    ("verkiezingsprogramma", ("verkiezingsprogramma",)),
    ("handreiking", ("handreiking", "handleiding", "wegwijzer")),
    ("factsheet", ("factsheet",)),
    ("onderzoek", ("onderzoek", "onderzoeksrapport", "monitor", "enquête")),
    ("rapport", ("rapport", "eindrapport", "rapportage")),
    ("nieuwsbericht", ("nieuwsbericht", "persbericht")),
    ("artikel", ("artikel",)),
)
_BY_FORM = {"pptx": "presentatie", "html": "webpagina"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that may be right, and where it stands, in Dutch; `origin` of a date is as the front matter has it."""

    value: str
    source: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Guesses:
    """What may be right of a file, the likeliest first; nothing is taken over without a person."""

    titles: tuple[Candidate, ...]
    publishers: tuple[Candidate, ...]
    dates: tuple[Candidate, ...]
    kinds: tuple[Candidate, ...]


def as_date(text: str) -> str:
    """Return a date as the corpus has it, when that is all a text is; another text as it is.

    >>> as_date("12 oktober 2023"), as_date("Oktober 2023"), as_date("1-2-2024"), as_date("2024-02"), as_date("najaar 2023")
    ('2023-10-12', '2023-10', '2024-02-01', '2024-02', 'najaar 2023')
    """
    found = dates_in(text)
    return found[0] if found and any(shape.fullmatch(text.strip()) for shape in (_FULL_DATE, _MONTH, _FIGURES)) else text


def guess(conversion: Conversion, file_name: str, known_kinds: Iterable[str], towns: Sequence[str] = ()) -> Guesses:
    """Return the guesses for a file; `known_kinds` are those of soorten.yaml, `towns` the municipalities that may publish."""
    begin = [cleaned(block.text) for block in conversion.blocks[:_FIRST_BLOCKS]]
    return Guesses(
        titles=_distinct(_titles(conversion, file_name)),
        publishers=_distinct(_publishers(conversion, begin, towns)),
        dates=_distinct(_dates(conversion, begin)),
        kinds=_distinct(_kinds(conversion, begin, file_name, frozenset(known_kinds))),
    )


def _distinct(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    told: dict[str, Candidate] = {}
    for candidate in found:
        if candidate.value:
            told.setdefault(folded(candidate.value), candidate)
    return tuple(told.values())[:MOST_CANDIDATES]


def _titles(conversion: Conversion, file_name: str) -> Iterable[Candidate]:
    headings = [block for block in conversion.blocks[:_FIRST_BLOCKS] if block.kind is BlockKind.HEADING]
    highest = min((block.level for block in headings), default=0)
    for block in [block for block in headings if block.level == highest][:2]:
        yield Candidate(cleaned(block.text)[:_MOST_OF_TITLE], "de eerste kop" if block is headings[0] else "een kop aan het begin")
    yield Candidate(cleaned(conversion.properties.get("titel", ""))[:_MOST_OF_TITLE], "bestandseigenschap titel")
    paragraphs = (block for block in conversion.blocks[:_FIRST_BLOCKS] if block.kind is BlockKind.PARAGRAPH and len(block.text) < 120)
    for block in [block for block in paragraphs if len(_LONGER_WORD.findall(block.text)) > 1 and not dates_in(block.text)][:1]:
        yield Candidate(cleaned(block.text), "de eerste korte alinea")
    yield Candidate(re.sub(r"[_-]+", " ", file_name.rpartition(".")[0] or file_name).strip().capitalize(), "de naam van het bestand")


def _publishers(conversion: Conversion, begin: Sequence[str], towns: Sequence[str]) -> Iterable[Candidate]:
    for text in (*begin, *(cleaned(block.text) for block in conversion.blocks[-_FIRST_BLOCKS:])):
        for match in _PUBLISHER.finditer(text):
            yield Candidate(match.group(1).strip(" ,"), f"'{match.group()[:60]}'")
    for text in (*begin, *(cleaned(one.text) for one in conversion.set_aside[:_FIRST_BLOCKS])):
        for match in _BODY.finditer(text):
            name = re.sub(r"(?: (?:en|van|de|den|aan|op|het|voor))+$", "", match.group(1))
            if " " in name or name in ("GGD", "Politie"):
                yield Candidate(name, "het begin van de tekst")
    yield Candidate(cleaned(conversion.properties.get("organisatie", "")), "bestandseigenschap organisatie")
    first = " ".join(begin[:10])
    for town in towns:
        if re.search(rf"\b{re.escape(town)}\b", first):
            yield Candidate(f"gemeente {town}", "een gemeente die in het begin van de tekst staat")


def _dates(conversion: Conversion, begin: Sequence[str]) -> Iterable[Candidate]:
    aside = [cleaned(one.text) for one in conversion.set_aside[:_FIRST_BLOCKS]]
    for where, texts in (("het begin van de tekst", begin), ("een kop- of voetregel", aside)):
        for text in texts:
            for value in dates_in(text):
                yield Candidate(value, where, "vermeld")
    for value in dates_in(conversion.properties.get("gemaakt", "")):
        yield Candidate(value, "bestandseigenschap gemaakt", "afgeleid")
    for text in begin:
        for match in _YEAR.finditer(text):
            yield Candidate(match.group(1), "een jaartal in het begin van de tekst", "afgeleid")


def dates_in(text: str) -> list[str]:
    """Return the dates that a text names, as the front matter writes them.

    >>> dates_in("Den Haag, 3 maart 2024 (versie 12-02-2024), juni 2023")
    ['2024-03-03', '2024-02-12', '2023-06']
    """
    found = [f"{match[3]}-{_month(match[2])}-{int(match[1]):02}" for match in _FULL_DATE.finditer(text) if int(match[1]) <= 31]
    found += [f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}" for match in _FIGURES.finditer(text) if _is_date(match[1], match[2])]
    found += ["-".join(filter(None, match.groups())) for match in _ISO.finditer(text) if _is_date(match[3] or "1", match[2])]
    rest = _FULL_DATE.sub(" ", text)
    found += [f"{match[2]}-{_month(match[1])}" for match in _MONTH.finditer(rest)]
    return list(dict.fromkeys(found))


def _month(name: str) -> str:
    return f"{_MONTHS.index(name.casefold()) + 1:02}"


def _is_date(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def _kinds(conversion: Conversion, begin: Sequence[str], file_name: str, known: frozenset[str]) -> Iterable[Candidate]:
    if _BY_FORM.get(conversion.kind) in known:
        yield Candidate(_BY_FORM[conversion.kind], "de soort bestand")
    title = folded(" ".join([file_name.replace("_", " ").replace("-", " "), conversion.properties.get("titel", ""), *begin[:3]]))
    for where, text in (("de titel of de naam van het bestand", title), ("het begin van de tekst", folded(" ".join(begin)))):
        for kind, words in _KINDS:
            if kind in known and any(re.search(rf"\b{re.escape(folded(word))}\b", text) for word in words):
                yield Candidate(kind, where)
