"""The forms by which records of the lists are made and mended: which fields there are, what they are called, and what was filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from werkzeug.datastructures import MultiDict

from indexer.corpus import schemas
from kb.library import Library

Kind = Literal["regel", "tekst", "regels", "keuze", "vinkjes", "ja"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the file, what it is called, and how it is filled in. `of` names what can be chosen from.

    A name with dots is that of a field within a field; those of one `group` are shown together.
    """

    name: str
    label: str
    kind: Kind = "regel"
    is_needed: bool = False
    hint: str = ""
    of: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A list whose records can be edited: its name, what one record and several are called, and its fields, those that are needed first.

    `key` is by what a record is known: an id that the werkbank makes of the first field, or that field itself.
    """

    name: str
    one: str
    many: str
    about: str
    key: str
    fields: tuple[Field, ...]
    may_replace: bool = True

    @property
    def title(self) -> str:
        """The field by which a record is called."""
        return self.fields[0].name


def _trait(name: str, label: str) -> tuple[Field, ...]:
    """Return the fields of what the sources say of an example."""
    begin = f"kenmerken.{name}"
    return (
        Field(f"{begin}.passage", "Plaats", group=label, hint="Een van de plaatsen of citaten hierboven."),
        Field(f"{begin}.tekst", "De woorden, letterlijk uit die plaats", "tekst", group=label),
        Field(f"{begin}.binnen", "De woorden eromheen", "tekst", group=label, hint="Alleen als de woorden er vaker staan."),
    )


_ONE_EACH = "Eén per regel."
_PLACE = "Het id van de passage of het citaat."
_PLACES = "Ids van plaatsen, één per regel. U vindt het id naast elke passage in de bronnen."
FORMS = {
    form.name: form
    for form in (
        Form(
            "themas",
            "thema",
            "Thema's",
            "Een onderwerp waarop lezers kiezen. Geleverde thema's blijven zoals zij zijn; u zet er eigen bij.",
            "id",
            (Field("label", "Naam", is_needed=True), Field("uitleg", "Uitleg in één zin", "tekst", is_needed=True)),
            may_replace=False,
        ),
        Form(
            "thesaurus",
            "woord",
            "Thesaurus",
            "Woorden die hetzelfde betekenen, zodat wie het ene typt ook het andere vindt.",
            "term",
            (
                Field("term", "Term", is_needed=True),
                Field("synoniemen", "Synoniemen", "regels", hint=_ONE_EACH),
                Field("alledaags", "Alledaagse woorden", "regels", hint="Hiermee wordt gezocht; lezers zien ze nooit. Eén per regel."),
                Field("afkorting", "Afkortingen", "regels", hint="Eén per regel, met waar de letters voor staan. OM: Openbaar Ministerie."),
                Field("verwant", "Verwante woorden", "regels", hint=_ONE_EACH),
                Field("gespeld", "Spelfouten in de bronnen", "regels", hint=_ONE_EACH),
            ),
        ),
        Form(
            "praktijkvoorbeelden",
            "praktijkvoorbeeld",
            "Praktijkvoorbeelden",
            "Een project of aanpak waarover een bron vertelt.",
            "id",
            (
                Field("naam", "Naam", is_needed=True),
                Field("naam_herkomst", "Van wie is die naam?", "keuze", is_needed=True, of="naam_herkomst"),
                Field("doelgroep_tekst", "Voor wie, in uw woorden", is_needed=True),
                Field("methode", "Wat er gebeurt, in uw woorden", "tekst", is_needed=True),
                Field("diepgang", "Hoeveel de bronnen erover vertellen", "keuze", is_needed=True, of="diepgang"),
                Field("passages", "Waar het staat", "regels", is_needed=True, hint="De eerste plaats is de beschrijving. " + _PLACES),
                Field("citaten", "Citaten", "regels", hint=_PLACES),
                Field("themas", "Thema's", "vinkjes", of="themas"),
                Field("methoden", "Werkwijzen", "vinkjes", of="methoden", hint="Een of twee, omdat de bron het zegt."),
                Field("stappen", "Stappen", "vinkjes", of="stappen"),
                Field("doelgroep", "Doelgroepen", "vinkjes", of="doelgroep"),
                Field("gemeenten", "Gemeenten", "regels", hint="In kleine letters, met streepjes, één per regel: delft, den-haag."),
                Field("wijken", "Wijken", "regels", hint=_ONE_EACH),
                Field("contact.passage", "Plaats", group="Contact", hint="Waar een bron het contact noemt. " + _PLACE),
                Field("contact.naam", "Naam", group="Contact"),
                Field("contact.functie", "Functie", group="Contact"),
                Field("contact.adres", "Mailadres of telefoonnummer", group="Contact", hint="Zoals de bron het heeft."),
                Field("via_ess", "Contact gaat via de ESS", "ja"),
                *_trait("probleem", "Het probleem"),
                *_trait("voor_wie", "Voor wie het is"),
                *_trait("wat_ze_doen", "Wat zij doen"),
                *_trait("sinds", "Sinds wanneer"),
                *_trait("kosten", "Wat het kost"),
                *_trait("resultaat", "Wat het oplevert"),
                Field("noot", "Opmerking van de redactie", "tekst"),
            ),
        ),
        Form(
            "zonder-antwoord",
            "vraag zonder antwoord",
            "Zonder antwoord",
            "Wat lezers vragen en de bronnen niet zeggen. Wie dit vraagt, leest de zin bij ‘reden’.",
            "id",
            (
                Field("reden", "Reden: wat er wel staat, en wat niet", "tekst", is_needed=True, hint="Eén zin. Zeg u tegen de lezer."),
                Field("vragen", "Vragen zoals mensen ze typen", "regels", is_needed=True, hint="Vijf tot acht, één per regel."),
                Field("verwant", "Wat er het dichtst bij komt", "regels", hint="Een tot drie. " + _PLACES),
                Field("onderwerp", "Onderwerp in het overzicht", "keuze", of="onderwerp"),
            ),
        ),
        Form(
            "begrippen",
            "begrip",
            "Begrippen",
            "Een woord en de woorden waarmee een bron het uitlegt.",
            "term",
            (
                Field("term", "Begrip", is_needed=True),
                Field("passage", "Plaats", is_needed=True, hint="Het id van de passage of het citaat."),
                Field("tekst", "De uitleg, letterlijk uit die plaats", "tekst", is_needed=True),
                Field("ook", "Andere namen", "regels", hint=_ONE_EACH),
            ),
        ),
        Form(
            "feiten",
            "feit",
            "Feiten",
            "Een zin met een getal, letterlijk uit een bron.",
            "titel",
            (
                Field("titel", "Titel", is_needed=True),
                Field("passage", "Plaats", is_needed=True, hint="Het id van de passage of het citaat."),
                Field("tekst", "De zin, letterlijk uit die plaats", "tekst", is_needed=True),
            ),
        ),
        Form(
            "personen",
            "persoon",
            "Personen",
            "Wie de bronnen noemen. Van een privépersoon zien lezers alleen de aanduiding; van wie u verbergt ook.",
            "id",
            (
                Field("naam", "Naam", is_needed=True),
                Field("aanduiding", "Aanduiding", is_needed=True, hint="De functie zoals de bron die geeft: jongerenwerker in Delft."),
                Field("herkenbaar", "Lezers mogen de naam zien", "ja"),
                Field("ook", "Andere schrijfwijzen", "regels", hint=_ONE_EACH),
            ),
            may_replace=False,
        ),
        Form(
            "organisaties",
            "organisatie",
            "Organisaties",
            "Een instelling, stichting of netwerk met een eigen naam. Geen gemeenten, projecten of personen.",
            "id",
            (
                Field("naam", "Naam", is_needed=True),
                Field("afkorting", "Afkorting"),
                Field("ook", "Andere namen", "regels", hint="Zoals een bron haar noemt. " + _ONE_EACH),
                Field("zegt.passage", "Plaats", group="Wat een bron van haar zegt", hint=_PLACE),
                Field("zegt.tekst", "De woorden, letterlijk uit die plaats", "tekst", group="Wat een bron van haar zegt"),
                Field("contact.passage", "Plaats", group="Contact", hint=_PLACE),
                Field("contact.adres", "Adres, letterlijk uit die plaats", group="Contact"),
                Field("voorbeelden", "Praktijkvoorbeelden van haar", "regels", hint="Ids, één per regel."),
                Field("niet_genoemd", "Geen bron noemt haar, en mensen vragen ernaar", "ja"),
            ),
        ),
    )
}

_CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "naam_herkomst": (("bron", "De bron noemt het zo"), ("redactie", "De redactie gaf deze naam")),
    "diepgang": (
        ("beschreven", "Er wordt meer dan één ding over verteld"),
        ("kort", "Het wordt kort beschreven"),
        ("genoemd", "Het wordt alleen genoemd"),
    ),
    "onderwerp": tuple((one, one) for one in get_args(schemas.Subject)),
    "doelgroep": tuple((one, one) for one in get_args(schemas.Audience)),
}


def choices(of: str, library: Library | None) -> Sequence[tuple[str, str]]:
    """Return what can be chosen: value and what it is called."""
    if of in _CHOICES or library is None:
        return _CHOICES.get(of, ())
    named = {
        "themas": [(theme.id, theme.label) for theme in library.themes],
        "methoden": [(method.id, method.label) for method in library.methods],
        "stappen": [(str(step.number), f"{step.number}. {step.title}") for step in library.steps],
    }
    return named[of]


def filled_in(fields: Sequence[Field], form: MultiDict[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was filled in, as it stands in a file; what was ticked `before` keeps its order."""
    return {field.name: _value(field, form, before.get(field.name) or ()) for field in fields}


def in_order(ticked: Sequence[str], before: Sequence[str]) -> list[str]:
    """Return what was ticked: first what was so before, in that order.

    >>> in_order(["a", "b", "c"], ["c", "x", "a"])
    ['c', 'a', 'b']
    """
    return [one for one in before if one in ticked] + [one for one in ticked if one not in before]


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by the names of fields as a record has them; of a field within a field that has nothing, nothing is left.

    >>> nested({"naam": "ADAM", "contact.adres": "a@b.nl", "contact.naam": "", "zegt.tekst": ""})
    {'naam': 'ADAM', 'contact': {'adres': 'a@b.nl'}, 'zegt': {}}
    """
    found: dict[str, Any] = {}
    for name, value in values.items():
        *above, last = name.split(".")
        inside = found
        for step in above:
            inside = inside.setdefault(step, {})
        if value or not above:
            inside[last] = value
    return {name: _filled(value) if isinstance(value, dict) else value for name, value in found.items()}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    inner = {name: _filled(value) if isinstance(value, dict) else value for name, value in values.items()}
    return {name: value for name, value in inner.items() if value != {}}


def flat(fields: Sequence[Field], record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a record says by the names of fields; of what it has beside those nothing."""
    return {field.name: value for field in fields if (value := _at(record, field.name)) is not None}


def nearest(fields: Sequence[Field], name: str) -> str:
    """Return the field that is told of by the name of what is around it, or by its own."""
    names = [field.name for field in fields]
    return next((one for one in names if one == name or one.startswith(f"{name}.")), name) if name else ""


def _at(record: Mapping[str, Any], name: str) -> Any:
    first, _, rest = name.partition(".")
    value = record.get(first)
    return _at(value, rest) if rest and isinstance(value, Mapping) else None if rest else value


def missing(fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return by field what is still to be filled in."""
    return {
        field.name: [f"Vul in: {field.label[:1].lower() + field.label[1:]}."]
        for field in fields
        if field.is_needed and not values[field.name]
    }


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _value(field: Field, form: MultiDict[str, str], before: Sequence[str]) -> Any:
    if field.kind == "vinkjes":
        return in_order(form.getlist(field.name), before)
    text = form.get(field.name, "")
    if field.kind == "regels":
        return lines_of(text)
    if field.kind == "ja":
        return bool(text)
    return " ".join(text.split())
