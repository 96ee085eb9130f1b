"""docs/privacy.md and docs/algoritme.md are copied into registers: what they tell of the program is what the program does."""

import re
from pathlib import Path

import pytest

from kb.library import Library
from web.serving.live import MOST_SECONDS
from web.serving.settings import PREFIX, Settings

DOCS = Path(__file__).parent.parent / "docs"
PRIVACY = (DOCS / "privacy.md").read_text(encoding="utf-8")
ALGORITHM = (DOCS / "algoritme.md").read_text(encoding="utf-8")
# The fields of version 1.0 of the standard that are filled in, in its order, with the most characters that each may have.
FIELDS = {
    "Naam": 100,
    "Korte omschrijving": 350,
    "Organisatie": 100,
    "Thema": 100,
    "Status": 100,
    "Begindatum": 100,
    "Contactgegevens": 500,
    "Link naar publiekspagina": 500,
    "Publicatiecategorie": 100,
    "Doel en impact": 2_500,
    "Afwegingen": 2_500,
    "Menselijke tussenkomst": 2_500,
    "Risicobeheer": 2_500,
    "Wettelijke basis": 2_500,
    "Link naar verwerkingsregister": 500,
    "Impacttoetsen": 500,
    "Toelichting op impacttoetsen": 2_500,
    "Gegevens": 2_500,
    "Technische werking": 5_000,
    "Leverancier": 200,
    "Link naar broncode": 500,
    "Taal": 3,
    "Versie publicatiestandaard": 3,
    "Zoektermen": 2_500,
}
# Article 30 of the AVG, and on what ground, which the register of a municipality also tells.
TOLD_OF_EACH = [
    "naam",
    "doel",
    "grondslag",
    "betrokkenen",
    "gegevens",
    "ontvangers",
    "bewaartermijn",
    "beveiliging",
    "doorgifte buiten de EER",
]


def _fields(text: str) -> dict[str, str]:
    parts = re.split(r"^### (.+)\n", re.sub(r"^## .+\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE)[1:]
    return {name: told.strip() for name, told in zip(parts[::2], parts[1::2], strict=True)}


def test_the_fields_of_the_register_of_algorithms_are_there_and_fit() -> None:
    fields = _fields(ALGORITHM)
    assert list(fields) == list(FIELDS)
    assert {name: len(fields[name]) for name, most in FIELDS.items() if not 0 < len(fields[name]) <= most} == {}


def test_each_processing_tells_what_a_register_must() -> None:
    processings = re.findall(r"^### Verwerking \d: .+?(?=^### )", PRIVACY, re.MULTILINE | re.DOTALL)
    told = [re.findall(r"^\| ([\w ]+?)(?: \(voorstel\))? \|", processing, re.MULTILINE) for processing in processings]
    assert [[name for name in names if name != "herkomst"] for names in told] == [TOLD_OF_EACH] * 3


def test_the_nine_criteria_are_each_answered_with_a_reason() -> None:
    rows = re.findall(r"^\| (\d)\. [^|]+ \| (nee|\*\*ja, weinig\*\*) \| ([^|]+) \|$", PRIVACY, re.MULTILINE)
    assert [number for number, _, _ in rows] == list("123456789")
    assert [number for number, answer, _ in rows if answer != "nee"] == ["4", "7"]
    assert [number for number, _, reason in rows if len(reason) < 40] == []


@pytest.mark.parametrize("text", [PRIVACY, ALGORITHM], ids=["privacy", "algorithm"])
def test_every_setting_that_is_named_is_one(text: str) -> None:
    named = set(re.findall(r"\bKB_[A-Z_]+\b", text))
    assert named - {PREFIX + name.upper() for name in Settings.__slots__} == set()


def test_figures_of_settings_are_those_of_the_program() -> None:
    told = re.findall(r"`KB_FEEDBACK_DAGEN` dagen, standaard (\d+)", PRIVACY)
    assert told == [str(Settings().feedback_dagen)] * 2
    assert (Settings().feedback, Settings().gevoelig, Settings().indexable) == ("", "tonen", False)
    assert f"na {MOST_SECONDS:.1f} seconde".replace(".", ",") in ALGORITHM


def test_figures_of_the_people_in_the_sources_are_those_of_the_corpus(real_library: Library) -> None:
    private = sum(not person.recognisable for person in real_library.persons)
    people = len(real_library.persons)
    assert f"{people} personen in `personen.yaml`: {people - private} beroepsmatig genoemd, {private} privépersonen." in PRIVACY
    assert (f"{people} personen in vijf bronnen" in PRIVACY, len(real_library.documents)) == (True, 5)
