"""concept.yaml: what of a draft a person decides, and what was decided; a text editor and the werkbank write the same file.

Only what nobody can guess is obligatory: title, publisher, date, kind, whether it may be public, and each find that may tell of a person.
"""

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field

from indexer.corpus import records, schemas
from indexer.corpus.faults import FaultList
from indexer.drafting.personal import Find

FILE = "concept.yaml"
LATER = "later"
UNKNOWN = "onbekend"
_HEAD = (
    "# Wat u beslist voordat dit stuk een bron wordt. Vul in wat leeg is; bij een vondst 'mag' (blijft staan) of 'lak' (wordt zwart),\n"
    "# bij een bladzijde 'goed'. Bij datum mag 'onbekend', bij uitgever ook; bij bewijs en vindplaats mag 'later'. Kijk met: kb drafts\n"
)
FIELDS = ("titel", "uitgever", "datum", "datum_herkomst", "soort", "openbaar", "vindplaats", "bewijs", "bewerkt")
# How a kind of source usually knows what it says, until an editor says it of this one.
_EVIDENCE = {
    **dict.fromkeys(("onderzoek", "evaluatie"), "onderzoek"),
    **dict.fromkeys(("handreiking", "plan-van-aanpak", "beleidsnota", "raadsvoorstel"), "advies"),
    **dict.fromkeys(("sessieverslag", "jaarverslag"), "verslag"),
    **dict.fromkeys(("verkiezingsprogramma",), "mening"),
}


class Proposal(schemas.Record):
    """A value that may be right, and where it comes from."""

    waarde: str
    waar: str


class PersonFind(schemas.Record):
    """Words that may tell of a person; `besluit` is empty until a person decides."""

    nummer: Annotated[int, Field(ge=1)]
    soort: str
    woorden: str
    waar: tuple[str, ...]
    omgeving: str
    besluit: Literal["", "mag", "lak"] = ""


class PageToSee(schemas.Record):
    """A page that is not published before a person looked at it."""

    bladzijde: Annotated[int, Field(ge=1)]
    waarom: str
    besluit: Literal["", "goed"] = ""


class Concept(schemas.Record):
    """All of concept.yaml. An empty field is not decided yet."""

    id: schemas.Slug
    titel: str = ""
    uitgever: str = ""
    datum: str = ""
    datum_herkomst: Literal["", "vermeld", "afgeleid", "onbekend"] = ""
    soort: str = ""
    openbaar: schemas.Openness = "onbekend"
    vindplaats: str = LATER
    bewijs: str = LATER
    bewerkt: Literal["ja", "nee"] = "nee"
    naam_bestand: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    toegevoegd: schemas.Date
    vervangt: str = ""
    dubbel: tuple[str, ...] = ()
    geschreven: str = ""
    voorstellen: dict[str, tuple[Proposal, ...]] = {}
    bladzijden: tuple[PageToSee, ...] = ()
    vondsten: tuple[PersonFind, ...] = ()

    def with_values(self, **values: object) -> "Concept":
        """Return it with other values, which must fit."""
        return Concept.model_validate({**self.model_dump(), **values})

    @property
    def blacked_out(self) -> tuple[str, ...]:
        """The words that are to be gone, the longest first."""
        return tuple(sorted((find.woorden for find in self.vondsten if find.besluit == "lak"), key=len, reverse=True))

    @property
    def evidence(self) -> str:
        """How the source knows, as its front matter says it."""
        return self.bewijs if self.bewijs not in ("", LATER) else _EVIDENCE.get(self.soort, "praktijkbeschrijving")


def numbered(finds: list[Find]) -> tuple[PersonFind, ...]:
    """Return finds as a draft lists them."""
    return tuple(
        PersonFind(nummer=number, soort=find.kind.value, woorden=find.words, waar=find.places, omgeving=find.around)
        for number, find in enumerate(finds, start=1)
    )


def read(folder: Path) -> Concept:
    """Return the concept of a draft's folder. Raises KnowledgeBaseError with every fault in its file."""
    return records.read_alone(Concept, folder / FILE, f"Het concept in '{folder.name}' is zo niet te lezen:")


def as_text(concept: Concept) -> str:
    """Return the text of the file."""
    told = concept.model_dump(mode="json")
    return _HEAD + yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=140)


def kinds(corpus_folder: Path, own: Path) -> frozenset[str]:
    """Return the kinds of source that there are, without reading more than their lists."""
    found: set[str] = set()
    for folder in (corpus_folder, own):
        read_kinds = records.read_file(tuple[schemas.KindRecord, ...], folder / "soorten.yaml", FaultList(folder))
        found |= {kind.id for kind in read_kinds.content} if read_kinds else set()
    return frozenset(found)


def left(concept: Concept, known_kinds: frozenset[str]) -> list[str]:
    """Return in Dutch what is still to be decided before a draft can be published, one each; `known_kinds` are those of soorten.yaml."""
    told = [
        f"{name} is nog leeg{_proposed(concept, name)}" for name in ("titel", "uitgever", "datum", "soort") if not getattr(concept, name)
    ]
    if concept.datum and concept.datum != UNKNOWN and not is_date(concept.datum):
        told.append(f"datum '{concept.datum}' is geen datum; schrijf 2026, november 2026, 30 november 2026 of 2026-11-30, of onbekend")
    if concept.soort and concept.soort not in known_kinds:
        told.append(f"soort '{concept.soort}' bestaat niet; kies uit {', '.join(sorted(known_kinds))}")
    if concept.openbaar == UNKNOWN:
        told.append("openbaar is nog onbekend: mag iedereen dit stuk lezen? ja of nee")
    if concept.vindplaats not in ("", LATER) and not concept.vindplaats.startswith(("https://", "http://")):
        told.append(f"vindplaats '{concept.vindplaats}' is geen adres; begin met https://, of zet later")
    told += [f"bladzijde {page.bladzijde}: {page.waarom}" for page in concept.bladzijden if not page.besluit]
    told += [f"vondst {find.nummer}, {find.soort} '{find.woorden}': mag of lak?" for find in concept.vondsten if not find.besluit]
    return told


def _proposed(concept: Concept, name: str) -> str:
    """Return the likeliest values, to stand behind what is asked."""
    proposals = concept.voorstellen.get(name, ())
    return f"; misschien {' of '.join(shown(one) for one in proposals[:3])}" if proposals else ""


def shown(proposal: Proposal) -> str:
    """Return a proposal as it is shown."""
    return f"'{proposal.waarde}' ({proposal.waar})"


def is_date(text: str) -> bool:
    """Return whether a text is a date as the corpus has it, with or without its month and day."""
    _, problems = schemas.validated(schemas.Date, text)
    return not problems
