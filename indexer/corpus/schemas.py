"""What may stand in the YAML of a corpus: one pydantic model per kind of record, field names as editors write them."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from indexer.corpus.yaml_lines import Path


def _of_the_calendar(text: str) -> str:
    """Return the text of a date, month or year that exists."""
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError as error:
        raise PydanticCustomError("date", "no such date") from error
    return text


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*(\.[0-9]+)?$")]
# What the delivered layer never uses, now or after an update.
RESERVED = "eigen"
OwnPrefix = Annotated[str, StringConstraints(pattern=rf"^{RESERVED}(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
ShownQuestion = Annotated[str, StringConstraints(pattern=r"^[A-Z].*\?$")]
Date = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"), AfterValidator(_of_the_calendar)]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_of_the_calendar)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
StepNumber = Annotated[int, Field(ge=1, le=12)]
Audience = Literal["ouders", "jongeren", "bewoners", "sleutelpersonen", "professionals", "bestuurders", "collega's"]
Form = Literal[
    "uitleg", "definitie", "tips", "hulpvragen", "checklist", "rol", "tabel", "ladder", "activiteiten", "inzicht", "verwijzing", "kernzin"
]  # fmt: skip
Evidence = Literal["onderzoek", "advies", "praktijkbeschrijving", "verslag", "mening"]
ExcerptPart = Literal["woorden", "kop", "ondertekening"]
DateOrigin = Literal["vermeld", "afgeleid", "onbekend"]
Openness = Literal["ja", "nee", "onbekend"]
FileName = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}\.[a-z0-9]{1,5}$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\.[^\s]+$")]
Subject = Literal[
    "trainingen voor ouders",
    "werkwijzen uit de sessieverslagen",
    "plannen van aanpak",
    "projecten en organisaties",
    "Preventie met Gezag en de pilot",
    "onderzoek en publicaties",
    "woorden zonder uitleg",
    "bijeenkomsten en contact",
    "nauwelijks in de bronnen",
]
PartKind = Literal["inleiding", "verhalen", "stap", "verdieping", "bijlage", "update", "verslag", "plan", "presentatie"]


class Record(BaseModel):
    """A mapping in which every field is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class FrontMatter(Record):
    """The head of a source file."""

    id: Slug
    titel: Text
    soort: Slug
    uitgever: Text
    datum: Date | None = None
    datum_herkomst: DateOrigin
    bewijs: Evidence
    origineel: Text
    herkomst: Text
    bestand: FileName | None = None
    openbaar: Openness = "ja"
    vindplaats: WebAddress | None = None
    bewerkt: bool = True
    toegevoegd: Day | None = None


class SectionFields(Record):
    """The comment below a heading."""

    stap: StepNumber | None = None
    themas: tuple[Slug, ...] | None = None
    doelgroep: tuple[Audience, ...] | None = None
    gemeenten: tuple[Slug, ...] | None = None
    vorm: Form = "uitleg"
    deel: PartKind | None = None
    datum: Date | None = None
    datum_herkomst: DateOrigin | None = None
    bewijs: Evidence | None = None
    sprekers: Text | None = None
    tijdgebonden: bool = False
    gevoelig: bool = False
    kop_elders: Text | None = None


class QuoteFields(Record):
    """The comment that describes a quote."""

    citaat: Slug
    kop: Text | None = None
    sprekers: tuple[Slug, ...] = ()
    rol: Text | None = None
    organisatie: Text | None = None
    gemeente: Slug | None = None
    gemeente_herkomst: Literal["vermeld", "uit-verband"] = "vermeld"
    stap: StepNumber | None = None
    themas: tuple[Slug, ...] | None = None
    toeschrijving: Literal["genoemd", "rol", "uit-verband", "niet-genoemd"]
    hoort_bij: Slug | None = None
    interview: Text | None = None
    tekst: Text | None = None
    beschadigd: bool = False
    gevoelig: bool = False


class RemarkFields(Record):
    """The comment that says something beside literal words of the passage above it."""

    opmerking: Text
    plaats: Text | None = None
    bedoeld: Text | None = None
    tekst: Text | None = None


class WorkingListFields(Record):
    """The comment that begins a working list."""

    werklijst: Slug
    titel: Text
    vorm: Form
    aantal: Annotated[int, Field(ge=0)]
    stap: StepNumber | None = None
    # An editor's note: the items show their order themselves, and the library does not keep it.
    geordend: bool = False
    doelgroep: tuple[Audience, ...] = ()
    items: Literal["lijst", "paragrafen", "alineas", "vragen"] = "lijst"


class OwnFile(Record):
    """eigen.yaml: whose own folder it is, and how the ids in it begin."""

    voorvoegsel: OwnPrefix
    naam: Text
    versie: Text | None = None


class RemovedRecord(Record):
    """weg.yaml: what was taken out, without a word of it."""

    id: Slug
    datum: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_of_the_calendar)]
    reden: Text | None = None


class ThemeRecord(Record):
    """themas.yaml"""

    id: Slug
    label: Text
    uitleg: Text


class KindRecord(Record):
    """soorten.yaml"""

    id: Slug
    label: Text
    meervoud: Text | None = None


class MethodRecord(Record):
    """methoden.yaml"""

    id: Slug
    label: Text
    # For who sorts an example in. The library does not keep it.
    uitleg: Text


class StepRecord(Record):
    """A step in stappen.yaml"""

    nummer: StepNumber
    titel: Text
    anker: Slug
    pagina: int
    verdieping: tuple[Slug, ...] = ()


class PhaseRecord(Record):
    """A phase in stappen.yaml"""

    id: Slug
    titel: Text
    stappen: tuple[StepNumber, ...]


class DecisionRecord(Record):
    """The decision moment in stappen.yaml"""

    na: StepNumber
    passage: Id


class StepsFile(Record):
    """stappen.yaml"""

    bron: Slug = "handreiking"
    fasen: tuple[PhaseRecord, ...] = ()
    stappen: tuple[StepRecord, ...] = ()
    beslismoment: DecisionRecord | None = None


class PlaceRecord(Record):
    """A municipality in plaatsen.yaml"""

    id: Slug
    naam: Text
    # For who edits the list: two places may have one name. The library does not keep it.
    provincie: Text
    breedte: Annotated[float, Field(ge=50.5, le=53.7)]
    lengte: Annotated[float, Field(ge=3.2, le=7.3)]
    ook: tuple[Text, ...] = ()
    wijken: tuple[Text, ...] = ()


class PlacesFile(Record):
    """plaatsen.yaml"""

    gemeenten: tuple[PlaceRecord, ...] = ()


class ProvinceRecord(Record):
    """A province in gemeenten.yaml"""

    naam: Text
    ook: tuple[Text, ...] = ()


class MunicipalityRecord(Record):
    """A municipality of the country in gemeenten.yaml; two of one name are told apart by their province."""

    naam: Text
    provincie: Text
    breedte: Annotated[float, Field(ge=50.5, le=53.7)] | None = None
    lengte: Annotated[float, Field(ge=3.2, le=7.3)] | None = None
    ook: tuple[Text, ...] = ()
    voorheen: tuple[Text, ...] = ()


class CountryFile(Record):
    """gemeenten.yaml"""

    provincies: tuple[ProvinceRecord, ...] = ()
    gemeenten: tuple[MunicipalityRecord, ...] = ()


class PersonRecord(Record):
    """personen.yaml"""

    id: Slug
    naam: Text
    herkenbaar: bool
    aanduiding: Text
    ook: tuple[Text, ...] = ()


class ContactRecord(Record):
    """The contact of an example, as the source names it."""

    naam: Text | None = None
    functie: Text | None = None
    adres: Text | None = None
    passage: Id


class TraitRecord(Record):
    """Words of a passage or quote; `binnen` are the words around them, where they stand in it more than once."""

    passage: Id
    tekst: Text
    binnen: Text | None = None


class TraitsRecord(Record):
    """What the sources say of an example, in the order in which it is shown."""

    probleem: TraitRecord | None = None
    voor_wie: TraitRecord | None = None
    wat_ze_doen: TraitRecord | None = None
    sinds: TraitRecord | None = None
    kosten: TraitRecord | None = None
    resultaat: TraitRecord | None = None


class ExampleRecord(Record):
    """praktijkvoorbeelden.yaml"""

    id: Slug
    naam: Text
    naam_herkomst: Literal["bron", "redactie"]
    gemeenten: tuple[Slug, ...] = ()
    wijken: tuple[Text, ...] = ()
    doelgroep: tuple[Audience, ...] = ()
    doelgroep_tekst: Text
    methode: Text
    methoden: tuple[Slug, ...] = ()
    themas: tuple[Slug, ...] = ()
    stappen: tuple[StepNumber, ...] = ()
    diepgang: Literal["beschreven", "kort", "genoemd"]
    passages: Annotated[tuple[Id, ...], Field(min_length=1)]
    citaten: tuple[Id, ...] = ()
    contact: ContactRecord | None = None
    via_ess: bool = False
    kenmerken: TraitsRecord = TraitsRecord()
    noot: Text | None = None


class TaskRecord(Record):
    """taken.yaml"""

    id: Slug
    titel: Text
    onderdelen: Annotated[tuple[Id, ...], Field(min_length=1)]


class TermRecord(Record):
    """begrippen.yaml"""

    term: Text
    passage: Id
    tekst: Text
    ook: tuple[Text, ...] = ()


class FactRecord(Record):
    """feiten.yaml"""

    titel: Text
    passage: Id
    tekst: Text


class ReferenceRecord(Record):
    """verwijzingen.yaml"""

    titel: Text
    wie: Text | None = None
    passages: tuple[Id, ...] = ()


class SaidRecord(Record):
    """What a source says of an organisation."""

    passage: Id
    tekst: Text


class AddressRecord(Record):
    """An address of an organisation, as a source gives it."""

    adres: Text
    passage: Id


class OrganisationRecord(Record):
    """organisaties.yaml"""

    id: Slug
    naam: Text
    afkorting: Text | None = None
    ook: tuple[Text, ...] = ()
    zegt: SaidRecord | None = None
    voorbeelden: tuple[Slug, ...] = ()
    contact: AddressRecord | None = None
    niet_genoemd: bool = False


class ConceptRecord(Record):
    """thesaurus.yaml; `alledaags` is matched and never shown."""

    term: Text
    synoniemen: tuple[Text, ...] = ()
    alledaags: tuple[Text, ...] = ()
    afkorting: tuple[Text, ...] = ()
    verwant: tuple[Text, ...] = ()
    gespeld: tuple[Text, ...] = ()


class SuggestedRecord(Record):
    """suggesties.yaml"""

    vraag: ShownQuestion
    plaats: Id
    voorpagina: bool = False


class AnswerUnitRecord(Record):
    """One of the units of an edited answer: all of a place, or `woorden` of it; `volgt` where it never goes first."""

    label: Text | None = None
    volgt: bool = False
    plaats: Id
    woorden: Text | None = None


class EditedAnswerRecord(Record):
    """antwoorden.yaml"""

    id: Slug
    vraag: ShownQuestion
    themas: tuple[Slug, ...] = ()
    stappen: tuple[int, ...] = ()
    ook: Annotated[tuple[Text, ...], Field(min_length=1)]
    regel: Text
    delen: Annotated[tuple[AnswerUnitRecord, ...], Field(min_length=1, max_length=5)]
    niet: Text | None = None
    verder: tuple[Id, ...] = ()


class RecognitionRecord(Record):
    """herkennen.yaml: by what an edited answer is known, never shown."""

    antwoord: Slug
    vragen: Annotated[tuple[Text, ...], Field(min_length=1)]
    niet: tuple[Text, ...] = ()


class EditionFile(Record):
    """inhoud.yaml"""

    versie: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$")]
    datum: Day
    wijzigingen: Annotated[tuple[Text, ...], Field(min_length=1)]


class SentenceRecord(Record):
    """One or more sentences in a row, chosen from a passage."""

    plaats: Id
    woorden: Text


class SummaryRecord(Record):
    """samenvattingen.yaml"""

    over: Id
    zinnen: Annotated[tuple[SentenceRecord, ...], Field(min_length=1)]


class AdviceRecord(SentenceRecord):
    """A heading of the editor over one sentence, in vijf-minuten.yaml"""

    kop: Text


class StepAdviceRecord(AdviceRecord):
    """What a step comes to, in vijf-minuten.yaml"""

    stap: StepNumber


class FiveMinutesFile(Record):
    """vijf-minuten.yaml"""

    waarom: Annotated[tuple[SentenceRecord, ...], Field(min_length=1)]
    stappen: Annotated[tuple[StepAdviceRecord, ...], Field(min_length=1)]
    beslismoment: SentenceRecord
    deze_week: Annotated[tuple[AdviceRecord, ...], Field(min_length=1)]
    wie_vragen: SentenceRecord


class ExcerptRecord(Record):
    """All of a place, or `woorden` of it, or its heading or signature."""

    plaats: Id
    woorden: Text | None = None
    deel: ExcerptPart = "woorden"


class FitsRecord(Record):
    """What a row of a comparison suits: words of a place, or the editor's own."""

    plaats: Id | None = None
    woorden: Text | None = None
    redactie: Text | None = None


class ComparedExampleRecord(Record):
    """A row in vergelijkingen.yaml; `cellen` by column."""

    voorbeeld: Slug
    past_bij: FitsRecord
    cellen: dict[Text, Annotated[tuple[ExcerptRecord, ...], Field(min_length=1)]] = {}


class ComparisonRecord(Record):
    """vergelijkingen.yaml"""

    id: Slug
    titel: Text
    kolommen: Annotated[tuple[Text, ...], Field(min_length=1)]
    rijen: Annotated[tuple[ComparedExampleRecord, ...], Field(min_length=1)]
    onder: tuple[ExcerptRecord, ...] = ()
    niet: Text


class StopRecord(Record):
    """A stop in routes.yaml"""

    plaats: Id
    waarom: Text


class RouteRecord(Record):
    """routes.yaml"""

    id: Slug
    titel: Text
    haltes: tuple[StopRecord, ...]


class KitPartRecord(Record):
    """A part in pakketten.yaml"""

    titel: Text
    minuten: Annotated[int, Field(ge=1)]
    delen: Annotated[tuple[ExcerptRecord, ...], Field(min_length=1)]


class KitRecord(Record):
    """pakketten.yaml"""

    id: Slug
    titel: Text
    voorstel: Text
    materiaal: tuple[Text, ...] = ()
    onderdelen: Annotated[tuple[KitPartRecord, ...], Field(min_length=1)]
    niet: Text


class ReadinessRecord(Record):
    """klaar-als.yaml"""

    stap: StepNumber
    plaats: Id
    woorden: Text


class ContradictionRecord(Record):
    """tegenspraken.yaml"""

    id: Slug
    onderwerp: Text
    plaatsen: tuple[ExcerptRecord, ...]
    zin: Text


class UnansweredRecord(Record):
    """zonder-antwoord.yaml"""

    id: Slug
    onderwerp: Subject | None = None
    reden: Text
    vragen: Annotated[tuple[Text, ...], Field(min_length=1)]
    verwant: tuple[Id, ...] = ()


def _spelled_out(question: Any) -> Any:
    return {"vraag": question} if isinstance(question, str) else question


class QuestionRecord(Record):
    """A question in vragen/: its words alone, or words that nobody confirmed yet, as a `voorstel`."""

    vraag: Text
    status: Literal["voorstel"] | None = None


PERSONS = "personen"
HiddenFile = dict[str, tuple[Text, ...]]
Abbreviations = dict[Text, Text]
Questions = dict[str, tuple[Annotated[QuestionRecord, BeforeValidator(_spelled_out)], ...]]
Foreign = dict[Text, LanguageCode]
Moved = dict[Id, Id]
TitleLines = dict[Id, Text]


def validated(model: Any, data: Any) -> tuple[Any, list[tuple[Path, str]]]:
    """Return (data as `model`, []) or (None, faults); a fault is (path in the data, Dutch sentence)."""
    try:
        return TypeAdapter(model).validate_python(data, strict=False), []
    except ValidationError as error:
        return None, [(tuple(fault["loc"]), _sentence(dict(fault))) for fault in error.errors(include_url=False)]


def _sentence(fault: dict[str, Any]) -> str:
    name = ".".join(str(part) for part in fault["loc"]) or "dit blok"
    given = fault.get("input")
    match fault["type"]:
        case "missing":
            return f"het veld '{name}' ontbreekt; vul het in."
        case "extra_forbidden":
            return f"het veld '{name}' bestaat niet; kijk in docs/corpusformaat.md hoe het heet."
        case "literal_error":
            return f"'{given}' kan niet bij '{name}'; kies uit {fault['ctx']['expected'].replace(' or ', ' of ')}."
        case "string_pattern_mismatch" if name == "voorvoegsel":
            return f"'{given}' past niet bij '{name}'; gebruik {RESERVED}, of {RESERVED}- met een naam erachter, zoals {RESERVED}-delft."
        case "string_pattern_mismatch":
            return f"'{given}' heeft bij '{name}' niet de vorm die daar hoort; kijk in docs/corpusformaat.md."
        case "date":
            return f"'{given}' bij '{name}' is geen datum die bestaat; verbeter hem."
        case "string_type" if isinstance(given, list | dict):
            return f"bij '{name}' hoort gewone tekst te staan; zet tekst met haken of een dubbele punt tussen aanhalingstekens."
        case "string_too_short" | "too_short":
            return f"'{name}' is leeg; vul het in of haal het weg."
        case "too_long":
            return f"'{name}' heeft er {fault['ctx']['actual_length']} en {fault['ctx']['max_length']} is het meeste; haal er weg."
        case _:
            return f"'{given}' past niet bij '{name}'; kijk in docs/corpusformaat.md wat daar hoort te staan."
