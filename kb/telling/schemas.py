"""What the API answers, as models: the JSON is made of them and its description is generated from them.

Names are Dutch here, unlike elsewhere in the code, because these names are the contract: a class is a schema, a field a field.
"""

import operator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic.config import JsonDict

Diepgang = Literal["beschreven", "kort", "genoemd"]
SoortOnderdeel = Literal["passage", "citaat", "werklijst"]
SoortKenmerk = Literal["probleem", "voor_wie", "wat_ze_doen", "sinds", "kosten", "resultaat"]
_ADDRESS = "Adres op deze site, vanaf de wortel van de site: zet het adres van de site ervoor."
_DATE = "De datum, als de bron een hele datum geeft; anders null."
_DATE_TEXT = "De datum in woorden, zoals de bron hem geeft (2024, juli 2024, 9 juli 2024); null als de bron geen datum noemt."
_PAGE = (
    "Bladzijde van de bron waar dit begint; van een bron die haar bladzijden alleen in de inhoudsopgave noemt die van het deel. null waar"
    " geen bladzijde bekend is."
)
_WHOLE_DATE: JsonDict = {"format": "date"}
_HEADINGS = "De koppen waaronder dit staat, van deel tot paragraaf."
_TITLE_LINE = "Wat er te lezen is onder een kop die op zichzelf weinig zegt, in woorden van de redactie; anders null."
_STEP = "Of de bron zelf deze stap noemt; anders vindt de redactie dat dit bij die stap past."
_IN_BRIEF = "Waar het over gaat, in letterlijke zinnen die de redactie koos, in leesvolgorde; leeg als zij er geen koos."
_PERMANENT = (
    "Adres van deze woorden dat blijft werken, zonder de vraag erin: dit hoort bij wat u overneemt. Zet het adres van de site ervoor."
)
_PLACE = "Id van de passage (of van een los citaat) waar de woorden staan; op te vragen bij /passages/{id}."


class Vorm(BaseModel):
    """What all models share: camelCase in JSON, nothing beside the fields, never changed."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True, serialize_by_alias=True)


class BronKort(Vorm):
    """De bron waarin iets staat."""

    id: str = Field(examples=["handreiking"])
    titel: str
    soort: str = Field(examples=["handreiking"])
    uitgever: str
    datum: str | None = Field(description=_DATE, examples=["2024-07-09"], json_schema_extra=_WHOLE_DATE)
    datum_tekst: str | None = Field(description=_DATE_TEXT, examples=["juli 2024"])
    bewerkt: bool = Field(description="Of de redactie de bron heeft bewerkt; zo niet, toon dat erbij.")
    regel: str = Field(
        description="De regel die onder overgenomen woorden hoort, zoals een memo haar draagt: onderdeel, paragraaf, bron, uitgever, datum."
    )


class Opmerking(Vorm):
    """Wat de redactie zegt bij woorden van een passage: die van begin tot eind in haar tekst. Toon dit erachter, tussen haken."""

    begin: int
    eind: int
    tekst: str = Field(examples=["bedoeld: gebrek"])


class Fragment(Vorm):
    """Een stuk van de tekst."""

    tekst: str
    gemarkeerd: bool = Field(description="Of dit stuk een woord van de vraag is.")
    opmerking: str | None = Field(
        None,
        description="Staat er alleen als de redactie iets zegt bij de laatste woorden van dit stuk; geen deel van de tekst.",
        exclude_if=operator.not_,
    )


class Resultaat(Vorm):
    """Een passage, citaat of praktijkvoorbeeld dat bij de vraag past."""

    id: str = Field(examples=["handreiking.stap-6-sleutelpersonen"])
    soort: str = Field(description="Soort bron, of citaat of praktijkvoorbeeld; er kunnen soorten bij komen.", examples=["handreiking"])
    titel: str
    kopregel: str | None = Field(description=_TITLE_LINE)
    koppad: list[str] = Field(description=_HEADINGS)
    tekst: str = Field(description="De hele passage als platte tekst, letterlijk; van een praktijkvoorbeeld de passage die het beschrijft.")
    fragmenten: list[Fragment] = Field(description="Het stuk van de tekst met de meeste woorden van de vraag.")
    score: float = Field(ge=0, le=1, description="Hoe goed dit past, van 0 tot 1; alleen te vergelijken binnen één vraag.")
    opmerkingen: list[Opmerking]
    url: str = Field(description=_ADDRESS)
    vast_adres: str = Field(description=_PERMANENT)
    bron: BronKort
    bladzijde: int | None = Field(description=_PAGE)
    stap: int | None = Field(description="Stap van de handreiking, of null.")
    stap_van_bron: bool = Field(description=_STEP)
    themas: list[str]
    gemeenten: list[str]
    spreker: str | None = Field(description="Wie dit zei, bij een citaat; anders null.")
    tijdgebonden: bool = Field(description="Of dit een oproep of aankondiging is die voorbij is; nooit het eerste als er iets anders is.")
    in_verslag: bool = Field(
        description="Of in dit verslag een persoonlijk verhaal staat dat bij de vraag past. De tekst daarvan staat alleen in het verslag."
    )


class Correctie(Vorm):
    """Hoe de vraag is verbeterd."""

    van: str
    naar: str


class FacetWaarde(Vorm):
    """Een waarde waarop te filteren is, met het aantal resultaten dat haar heeft."""

    waarde: str
    label: str
    aantal: int


class Facetten(Vorm):
    """Waarop de resultaten te filteren zijn."""

    soort: list[FacetWaarde]
    thema: list[FacetWaarde]
    stap: list[FacetWaarde]
    gemeente: list[FacetWaarde]


_INCOMPLETE = "Staat er alleen, en is dan true, als de zoektijd om was: dit is dan het beste dat tot dan toe gevonden was."


class Zoekresultaten(Vorm):
    """Een pagina van wat er bij een vraag gevonden is, het best passende eerst."""

    vraag: str = Field(description="De vraag zoals gesteld.")
    totaal: int = Field(description="Hoeveel resultaten er zijn, op alle pagina's samen; hoogstens 200.")
    pagina: int
    pagina_grootte: int
    correctie: Correctie | None = Field(description="Ingevuld als de spelling is verbeterd; met letterlijk=true gebeurt dat niet.")
    voorstel: str | None = Field(
        None,
        description="Staat er alleen als een woord onbekend is en toch goed kan zijn (een naam, een woord dat nog niet af is):"
        " de vraag met het woord dat er het meest op lijkt. Daar is niet op gezocht.",
        exclude_if=operator.not_,
    )
    uitgebreid_met: list[str] = Field(description="Vaktermen voor wat de vraag noemt, waarop ook is gezocht.")
    resultaten: list[Resultaat]
    facetten: Facetten
    onvolledig: bool = Field(False, description=_INCOMPLETE, exclude_if=operator.not_)


class Zin(Vorm):
    """Een letterlijke zin (of regel van een lijst) uit een bron: tekst = tekst van de passage, van begin tot eind."""

    tekst: str
    passage_id: str = Field(description=_PLACE)
    begin: int
    eind: int
    opmerkingen: list[Opmerking]
    bronnummer: int = Field(description="Nummer van de bron in `bronnen`.")
    deel: int = Field(description="Bij welk deel van het antwoord dit hoort, geteld vanaf 0.")
    voorop: bool = Field(description="Of dit van zijn deel de zin is die het meest zegt.")
    bladzijde: int | None = Field(description=_PAGE)
    vast_adres: str = Field(description=_PERMANENT)


class AntwoordBron(Vorm):
    """De plaats waar zinnen van een antwoord staan."""

    nummer: int
    passage_id: str = Field(description=_PLACE)
    titel: str
    koppad: list[str] = Field(description=_HEADINGS)
    bron: BronKort
    bladzijde: int | None = Field(description=_PAGE)
    url: str = Field(description=f"{_ADDRESS} De eerste aangehaalde zin is daar gemarkeerd.")


class Ingang(Vorm):
    """Een bladzijde van de site waar de vraag misschien gewoon naar zoekt."""

    soort: str = Field(description="Wat voor bladzijde; er kunnen soorten bij komen.", examples=["taak"])
    titel: str
    url: str = Field(description=_ADDRESS)


class Redactie(Vorm):
    """Wat de redactie bij een antwoord zegt: de vraag, één regel, en wat de bronnen niet zeggen. Geen woorden van een bron."""

    id: str
    vraag: str
    regel: str
    labels: list[str | None] = Field(description="Van elk deel van het antwoord hoe de redactie het noemt, of null.")
    niet: str | None = Field(description="Wat niet in de bronnen staat.")


class LijktOp(Vorm):
    """Een vraag die de redactie heeft beantwoord, die op deze lijkt en niet dezelfde is."""

    vraag: str
    url: str = Field(description=_ADDRESS)


class Deelvraag(Vorm):
    """Een van de dingen die een vraag met meer vragen erin vraagt, met haar antwoord of waarom dat er niet is."""

    vraag: str = Field(description="In de woorden van de lezer.", examples=["Hoe vind je er een?"])
    status: Literal["beantwoord", "onzeker", "niet-gevonden"]
    vorm: str = Field(description="Wat haar zinnen samen zijn, zoals bij een antwoord.")
    delen: list[int] = Field(description="Welke delen van `zinnen` bij haar horen.")
    redactie: Redactie | None = Field(description="Bij vorm redactie; anders null.")
    reden: str | None = Field(description="Waarom er geen antwoord op is, in een zin.")


class GemeenteNabij(Vorm):
    """Een gemeente waarvan de bronnen voorbeelden hebben."""

    id: str = Field(examples=["arnhem"])
    naam: str
    kilometer: int = Field(description="Afstand in vogelvlucht, tussen de plaatsen met de naam van de gemeenten.")
    url: str = Field(description=_ADDRESS)


class Elders(Vorm):
    """Wat er is voor wie vraagt naar een gemeente die geen bron noemt."""

    gemeente: str = Field(description="De gemeente zoals de vraag haar noemt.")
    dichtstbij: list[GemeenteNabij] = Field(description="Hoogstens drie; leeg als niet bekend is waar de gemeente ligt.")
    voorbeelden: list[Ingang] = Field(description="De praktijkvoorbeelden die het meest lijken op wat gevraagd is, hoogstens drie.")


class Antwoord(Vorm):
    """Een antwoord uit letterlijke zinnen, of wat er het dichtst bij komt."""

    vraag: str = Field(description="De vraag zoals gesteld.")
    status: Literal["beantwoord", "onzeker", "niet-gevonden"]
    zinnen: list[Zin] = Field(description="In de volgorde om te lezen; alleen bij beantwoord.")
    vorm: str = Field(
        description="Wat de zinnen samen zijn: zinnen (een alinea of enkele zinnen), lijst (een hele lijst), citaat (een heel citaat),"
        " voorbeelden (van elk voorbeeld een zin), redactie (door de redactie samengesteld uit de bronnen) of delen (een antwoord op elke"
        " deelvraag). Er kunnen vormen bij komen.",
        examples=["zinnen"],
    )
    redactie: Redactie | None = Field(description="Bij vorm redactie; anders null.")
    deelvragen: list[Deelvraag] = Field(description="Bij vorm delen: wat gevraagd wordt, op volgorde; anders leeg.")
    lijkt_op: LijktOp | None
    lijkt_ook: list[LijktOp] = Field(description="Nog een vraag die erop lijkt.")
    reden: str | None = Field(description="Waarom er geen antwoord is, of wat eraan ontbreekt, in een zin.")
    ingangen: list[Ingang] = Field(description="Hoogstens drie.")
    elders: Elders | None = Field(description="Als de vraag over een gemeente gaat die geen bron noemt; anders null.")
    acuut: bool = Field(description="Of iemand nu in gevaar of nood lijkt te zijn: toon dan eerst wie men belt (112, Veilig Thuis, 113).")
    bronnen: list[AntwoordBron]
    verwant: list[Resultaat] = Field(description="De passages die er het dichtst bij komen.")
    onvolledig: bool = Field(False, description=_INCOMPLETE, exclude_if=operator.not_)


class Citaat(Vorm):
    """Wat iemand letterlijk zei."""

    id: str
    kop: str | None = Field(description="Titel van de redactie van de bron; geen gesproken woorden.")
    tekst: str
    sprekers: list[str] = Field(description="Namen van de sprekers; van wie niet herkenbaar in beeld hoort alleen een aanduiding.")
    rol: str | None
    organisatie: str | None
    gemeente: str | None = Field(examples=["delft"])
    stap: int | None
    themas: list[str]
    toeschrijving: str = Field(description="genoemd, rol (alleen een functie), uit-verband of niet-genoemd: hoe de bron de spreker noemt.")
    hoort_bij: str | None = Field(description="Id van het vollere citaat waarvan dit de korte vorm is.")
    koppad: list[str] = Field(description=_HEADINGS)
    bron: BronKort
    url: str = Field(description=_ADDRESS)
    vast_adres: str = Field(description=_PERMANENT)


class Citaten(Vorm):
    """De citaten die aan de voorwaarden voldoen, in de volgorde van de bronnen."""

    totaal: int
    citaten: list[Citaat]


class Contact(Vorm):
    """Wie te bellen of te mailen is, zoals genoemd in de bron."""

    naam: str | None
    functie: str | None
    adres: str | None
    passage_id: str = Field(description=_PLACE)


class Kenmerk(Vorm):
    """Wat een bron over één ding van een praktijkvoorbeeld zegt: tekst = tekst van de passage, van begin tot eind."""

    kenmerk: SoortKenmerk
    tekst: str
    passage_id: str = Field(description=_PLACE)
    begin: int
    eind: int
    bron: BronKort
    url: str = Field(description=_ADDRESS)
    vast_adres: str = Field(description=_PERMANENT)


class Praktijkvoorbeeld(Vorm):
    """Een project of werkwijze in de praktijk."""

    id: str
    naam: str
    naam_van_redactie: bool = Field(description="Of de naam van deze kennisbank is, omdat de bron er geen geeft.")
    gemeenten: list[str]
    wijken: list[str]
    doelgroepen: list[str]
    methode: str
    themas: list[str]
    stappen: list[int]
    diepgang: Diepgang = Field(description="Hoeveel de bronnen erover vertellen.")
    kenmerken: list[Kenmerk] = Field(description="Wat de bronnen ervan zeggen, letterlijk. Een kenmerk dat ontbreekt, noemen ze niet.")
    noot: str | None = Field(description="Opmerking van de redactie.")
    tekst: str = Field(description="De beschrijving: een passage of citaat uit de bron, letterlijk.")
    opmerkingen: list[Opmerking]
    passages: list[str] = Field(description="Ids van de passages en citaten die erover vertellen.")
    contact: Contact | None
    koppad: list[str] = Field(description="De koppen waaronder de beschrijving staat, van deel tot paragraaf.")
    bron: BronKort
    url: str = Field(description=_ADDRESS)


class Praktijkvoorbeelden(Vorm):
    """De praktijkvoorbeelden die aan de voorwaarden voldoen."""

    totaal: int
    praktijkvoorbeelden: list[Praktijkvoorbeeld]


class GekozenZin(Vorm):
    """Een of meer hele zinnen die de redactie koos: tekst = tekst van de passage, van begin tot eind."""

    tekst: str
    passage_id: str = Field(description=_PLACE)
    begin: int
    eind: int
    url: str = Field(description=_ADDRESS)


class Thema(Vorm):
    """Een thema van de vaste lijst."""

    id: str = Field(examples=["ouders"])
    label: str
    uitleg: str
    in_het_kort: list[GekozenZin] = Field(description=_IN_BRIEF)
    url: str = Field(description=_ADDRESS)


class Themas(Vorm):
    """Alle thema's."""

    totaal: int
    themas: list[Thema]


class Stap(Vorm):
    """Een van de stappen van de handreiking."""

    nummer: int
    titel: str
    fase: str
    in_het_kort: list[GekozenZin] = Field(description=_IN_BRIEF)
    url: str = Field(description=_ADDRESS)


class Stappen(Vorm):
    """Alle stappen, in volgorde."""

    totaal: int
    stappen: list[Stap]


class TaakOnderdeel(Vorm):
    """Een passage of werklijst die bij een taak hoort."""

    id: str
    soort: SoortOnderdeel
    titel: str
    koppad: list[str] = Field(description=_HEADINGS)
    bron: BronKort
    url: str = Field(description=_ADDRESS)


class Taak(Vorm):
    """Iets wat een ambtenaar moet doen, met wat daarbij helpt."""

    id: str
    titel: str
    onderdelen: list[TaakOnderdeel]
    url: str = Field(description=_ADDRESS)


class Taken(Vorm):
    """Alle taken."""

    totaal: int
    taken: list[Taak]


class Regel(Vorm):
    """Een alinea of punt van een werklijst: tekst = tekst van de passage, van begin tot eind."""

    tekst: str
    is_punt: bool = Field(description="Of dit een punt van de lijst is; anders leidt het de punten in.")
    passage_id: str = Field(description=_PLACE)
    begin: int
    eind: int
    opmerkingen: list[Opmerking]
    bron: BronKort
    vast_adres: str = Field(description=_PERMANENT)


class Werklijst(Vorm):
    """Een lijst die gemaakt is om in haar geheel te gebruiken: geef haar nooit half weer."""

    id: str
    titel: str
    vorm: str = Field(description="Wat voor lijst het is, bijvoorbeeld checklist, hulpvragen of ladder; er kunnen vormen bij komen.")
    aantal: int = Field(description="Hoeveel punten de lijst heeft.")
    stap: int | None
    doelgroepen: list[str]
    regels: list[Regel] = Field(description="In leesvolgorde.")
    koppad: list[str] = Field(description=_HEADINGS)
    bron: BronKort
    url: str = Field(description=_ADDRESS)


class Werklijsten(Vorm):
    """De werklijsten die aan de voorwaarden voldoen, in de volgorde van de bronnen."""

    totaal: int
    werklijsten: list[Werklijst]


class Ingangen(Vorm):
    """De bladzijden van de site waar een vraag misschien gewoon naar zoekt."""

    vraag: str
    ingangen: list[Ingang] = Field(description="Hoogstens drie.")


class Begrip(Vorm):
    """Een begrip met de woorden waarmee een bron het omschrijft: tekst = tekst van de passage, van begin tot eind."""

    begrip: str
    ook: list[str] = Field(description="Andere namen.")
    tekst: str
    passage_id: str = Field(description=_PLACE)
    begin: int
    eind: int
    opmerkingen: list[Opmerking]
    koppad: list[str] = Field(description=_HEADINGS)
    url: str = Field(description=_ADDRESS)


class Begrippen(Vorm):
    """Alle begrippen, op alfabet."""

    totaal: int
    begrippen: list[Begrip]


class Bron(BronKort):
    """Een bron van de kennisbank."""

    datum_herkomst: str = Field(description="vermeld, afgeleid of onbekend.")
    bewijs: str = Field(description="Hoe de bron het weet: onderzoek, advies, praktijkbeschrijving, verslag of mening.")
    herkomst: str = Field(description="Hoe de tekst hier kwam.")
    in_het_kort: list[GekozenZin] = Field(description=_IN_BRIEF)
    url: str = Field(description=_ADDRESS)


class Bronnen(Vorm):
    """Alle bronnen."""

    totaal: int
    bronnen: list[Bron]


class Passage(Vorm):
    """Een passage of een los citaat, met zijn plaats in de bron."""

    id: str
    titel: str
    koppad: list[str] = Field(description=_HEADINGS)
    tekst: str
    opmerkingen: list[Opmerking]
    bron: BronKort
    stap: int | None
    stap_van_bron: bool = Field(description=_STEP)
    themas: list[str]
    gemeenten: list[str]
    doelgroepen: list[str]
    vorm: str = Field(description="Wat voor tekst het is, bijvoorbeeld uitleg, tips, checklist of kernzin.")
    tijdgebonden: bool = Field(description="Of dit een oproep of aankondiging is die voorbij is.")
    gevoelig: bool = Field(
        description="Of dit een persoonlijk verhaal is met gegevens over gezondheid of strafbare feiten: toon het niet buiten zijn verslag."
    )
    bladzijde: int | None = Field(description=_PAGE)
    url: str = Field(description=_ADDRESS)
    vast_adres: str = Field(description=_PERMANENT)


class PassageMetOmgeving(Passage):
    """Een passage of een los citaat, met wat er in hetzelfde deel van de bron voor en na staat; persoonlijke verhalen niet."""

    ervoor: Passage | None
    erna: Passage | None


class Probleem(Vorm):
    """Een fout, zoals RFC 9457 die beschrijft."""

    status: int = Field(description="De HTTP-statuscode.", examples=[400])
    title: str = Field(description="Wat voor fout het is.", examples=["Ongeldige aanvraag"])
    detail: str = Field(description="Wat er mis is en wat te doen.", examples=["'oudders' is geen waarde van 'thema'."])
    fouten: list[str] | None = Field(None, description="Bij een ongeldige aanvraag: alle fouten, één zin per fout.")
