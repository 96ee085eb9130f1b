"""Comparisons, routes, kits, when a step is done, contradictions: what each is, and every fault that one can have."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.corpus.corpus import load
from kb.errors import CorpusError
from kb.library import Library
from kb.model import ComparedExample, Comparison, Contradiction, Excerpt, Kit, KitPart, Readiness, Route, Span, Stop
from kb.protection import protect

Edit = Callable[[str, str, str], None]
LISTS = ("comparisons", "routes", "kits", "readiness", "contradictions")
STORY = "verslag.verhaal"


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(CorpusError) as caught:
        load(folder)
    return str(caught.value).splitlines()


def words_of(library: Library, excerpt: Excerpt) -> str:
    return "|".join(library.place(span.passage_id).text[span.begin : span.end] for span in excerpt.spans)


def test_the_library_holds_a_comparison_with_its_words_as_places(small_library: Library) -> None:
    fathers = Excerpt("verslag.avond", (Span("verslag.avond", 79, 126),))
    assert small_library.comparisons == (
        Comparison(
            id="voorbeelden",
            title="Twee manieren om elkaar te ontmoeten",
            columns=("wat", "hoe vaak"),
            rows=(
                ComparedExample(
                    "buurttuin",
                    "buren die graag buiten zijn",
                    (
                        (Excerpt("nieuws.buurttuin", (Span("nieuws.buurttuin", 39, 51),)),),
                        (
                            Excerpt("nieuws.buurttuin", (Span("nieuws.buurttuin", 53, 66),)),
                            Excerpt("nieuws.kosten", (Span("nieuws.kosten", 24, 32),)),
                        ),
                    ),
                ),
                ComparedExample(
                    "vadergroep",
                    fathers,
                    (
                        (Excerpt("verslag.avond", (Span("verslag.avond", 52, 66),)),),
                        (Excerpt("verslag.avond", (Span("verslag.avond", 41, 51),)),),
                    ),
                ),
            ),
            below=(Excerpt("gids.spilpersoon", (Span("gids.spilpersoon", 0, 74),)),),
            missing="Niet in de bronnen: wat de vadergroep kost.",
        ),
    )
    assert words_of(small_library, fathers) == "Vaders praten er over opvoeden, school en werk."
    assert [[words_of(small_library, excerpt) for cell in row.cells for excerpt in cell] for row in small_library.comparisons[0].rows] == [
        ["een moestuin", "Elke zaterdag", "per jaar"],
        ["een vadergroep", "elke maand"],
    ]


def test_the_library_holds_the_other_material(small_library: Library) -> None:
    assert small_library.routes == (
        Route(
            "nieuweling",
            "Voor wie net begint",
            (
                Stop("gids.inleiding", "Waar de gids u bij helpt."),
                Stop("gids.spilpersoon", "Wie u nodig hebt."),
                Stop("gids.stap-1", "Hoe u begint."),
                Stop("gids.stap-2", "Hoe u kiest."),
                Stop("verslag.citaat-moeder-elke-week", "Wat volhouden doet."),
            ),
        ),
    )
    question = Excerpt("gids.lijst-gesprek-op-straat", (Span("gids.stap-1-vragen", 43, 62),))
    assert small_library.kits == (
        Kit(
            "gesprek",
            "Een gesprek op straat",
            "Volgorde, tijden en materiaal: voorstel van de redactie.",
            ("pen en papier",),
            (KitPart("Vragen", 10, (Excerpt("gids.stap-1", (), "kop"), question)),),
            "Niet in de bronnen: hoe lang een gesprek duurt.",
        ),
    )
    assert words_of(small_library, question) == "Wat gaat hier goed?"
    assert small_library.readiness == (Readiness(1, Excerpt("gids.stap-1", (Span("gids.stap-1", 0, 20),))),)
    assert words_of(small_library, small_library.readiness[0].test) == "Begin met luisteren."
    assert small_library.contradictions == (
        Contradiction(
            "begin",
            "Waar een gesprek begint",
            (
                Excerpt("gids.stap-1", (Span("gids.stap-1", 0, 19),)),
                Excerpt("nieuws.kosten", (), "kop"),
                Excerpt("gids.citaat-de-wit-eerst-koffie", (), "ondertekening"),
            ),
            "De gids begint met luisteren, het nieuws met een bedrag.",
        ),
    )


MOESTUIN = '[{plaats: nieuws.buurttuin, woorden: "een moestuin"}]'
TABLE = "vergelijkingen.yaml"
ROUTE = "routes.yaml"
KIT = "pakketten.yaml"
READY = "klaar-als.yaml"
SIDES = "tegenspraken.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (TABLE, '"een moestuin"', '"een bostuin"', "8: deze woorden staan niet zo in 'nieuws.buurttuin'; neem ze letterlijk over."),
        (TABLE, '"een moestuin"', '"een moes"', "8: deze woorden zijn afgebroken binnen een woord van 'nieuws.buurttuin'; neem hele woorden."),
        (TABLE, 'plaats: nieuws.buurttuin, woorden: "een moestuin"', 'plaats: verslag.afspraken, woorden: "vaders"', "8: deze woorden staan vaker in 'verslag.afspraken'; neem er meer van over, zodat duidelijk is welke."),
        (TABLE, f"wat: {MOESTUIN}", "wat: [{plaats: nieuws.tuin}]", "8: plaats 'nieuws.tuin' bestaat niet; verbeter het id."),
        (TABLE, f"wat: {MOESTUIN}", f"wat: [{{plaats: {STORY}}}]", f"8: '{STORY}' is gevoelig of tijdgebonden; kies een andere plaats."),
        (TABLE, f"wat: {MOESTUIN}", "wat: [{plaats: nieuws.meedoen}]", "8: 'nieuws.meedoen' is gevoelig of tijdgebonden; kies een andere plaats."),
        (TABLE, f"wat: {MOESTUIN}", "wat: [{plaats: nieuws.buurttuin}]", "8: deze cel heeft 36 woorden en 25 is het meeste; kort haar in."),
        (TABLE, f"wat: {MOESTUIN}", f"wat: {MOESTUIN}\n        prijs: {MOESTUIN}", "9: 'prijs' is geen kolom van deze tabel; kies uit 'kolommen' of zet haar daarbij."),
        (TABLE, f"        wat: {MOESTUIN}\n", "", "3: kolom 'wat' is gevuld in 1 van 2 rijen en 60% is het minste; haal de kolom weg of vul haar."),
        (TABLE, f"wat: {MOESTUIN}", "wat: []", "8: '0.rijen.0.cellen.wat' is leeg; vul het in of haal het weg."),
        (TABLE, "voorbeeld: vadergroep", "voorbeeld: vaders", "10: praktijkvoorbeeld 'vaders' bestaat niet; verbeter het id."),
        (TABLE, "voorbeeld: vadergroep", "voorbeeld: buurttuin", "10: praktijkvoorbeeld 'buurttuin' staat al in deze tabel; laat er één staan."),
        (TABLE, "buren die graag buiten zijn", "buren die graag in de zon buiten zijn en", "6: 'buren die graag in de zon buiten zijn en' heeft 9 woorden en 8 is het meeste; kort het in."),
        (TABLE, "buren die graag buiten zijn", "buren van Mirjam", "6: deze tekst noemt een privépersoon; herschrijf hem zonder naam."),
        (TABLE, "buren die graag buiten zijn", "buren en jullie", "6: 'buren en jullie' zegt 'jullie'; spreek de lezer aan met u."),
        (TABLE, '{redactie: "buren die graag buiten zijn"}', "{}", "6: 'past_bij' heeft een 'plaats' (met 'woorden') óf woorden van de 'redactie'; kies er één."),
        (TABLE, '{redactie: "buren die graag buiten zijn"}', "{redactie: buren, plaats: gids.stap-3}", "6: 'past_bij' heeft een 'plaats' (met 'woorden') óf woorden van de 'redactie'; kies er één."),
        (TABLE, "Twee manieren om", "Twee manieren van Mirjam om", "2: deze tekst noemt een privépersoon; herschrijf hem zonder naam."),
        (TABLE, "[wat, hoe vaak]", "[wat, hoe vaak, hoe jij]", "3: 'hoe jij' zegt 'jij'; spreek de lezer aan met u."),
        (TABLE, "Een spilpersoon is iemand", "iemand", "16: deze woorden zijn geen hele zinnen of punten van 'gids.spilpersoon'; begin en eindig waar een zin begint en eindigt."),
        (TABLE, "Niet in de bronnen: wat", "Onbekend: wat", "17: begin met 'Niet in de bronnen:' en zeg wat een lezer hier mist."),
        (TABLE, "- id: voorbeelden", "- id: Voorbeelden", "1: 'Voorbeelden' heeft bij '0.id' niet de vorm die daar hoort; kijk in docs/corpusformaat.md."),
        (ROUTE, "gids.spilpersoon", "gids.spil", "5: passage 'gids.spil' bestaat niet; verbeter het id."),
        (ROUTE, "gids.spilpersoon", STORY, f"5: '{STORY}' is een persoonlijk verhaal (gevoelig) en staat alleen in zijn verslag; laat het hier weg."),
        (ROUTE, "gids.spilpersoon", "nieuws.meedoen", "5: 'nieuws.meedoen' is tijdgebonden; kies een andere plaats."),
        (ROUTE, "gids.spilpersoon", "gids.stap-1", "6: 'gids.stap-1' staat al in deze route; laat er één staan."),
        (ROUTE, '    - {plaats: gids.spilpersoon, waarom: "Wie u nodig hebt."}\n', "", "3: een route heeft 5 tot 9 haltes en deze 4; pas haar aan."),
        (ROUTE, "Wie u nodig hebt.", "Wie je nodig hebt.", "5: 'Wie je nodig hebt.' zegt 'je'; spreek de lezer aan met u."),
        (ROUTE, "Wie u nodig hebt.", "En " * 13, f"5: '{('En ' * 13).strip()}' heeft 13 woorden en 12 is het meeste; kort het in."),
        (ROUTE, "Voor wie net begint", "Voor Mirjam", "2: deze tekst noemt een privépersoon; herschrijf hem zonder naam."),
        (KIT, "voorstel van de redactie", "idee van ons", "3: hier hoort te staan wat een 'voorstel van de redactie' is: volgorde, tijden en materiaal."),
        (KIT, '"Wat gaat hier goed?"', '"gaat hier goed?"', "10: deze woorden zijn geen hele zinnen of punten van 'gids.lijst-gesprek-op-straat'; begin en eindig waar een zin begint en eindigt."),
        (KIT, "gids.lijst-gesprek-op-straat", STORY, f"10: '{STORY}' is gevoelig of tijdgebonden; kies een andere plaats."),
        (KIT, 'deel: kop', 'deel: kop, woorden: "Luister"', "9: de woorden van een kop komen uit de bron zelf; haal 'woorden' weg."),
        (KIT, "plaats: gids.stap-1,", "plaats: gids.bedragen,", "9: 'gids.bedragen' heeft geen kop van de bron; kies een ander deel."),
        (KIT, "plaats: gids.stap-1,", f"plaats: {STORY},", f"9: '{STORY}' is gevoelig of tijdgebonden; kies een andere plaats."),
        (KIT, "pen en papier", "jouw pen", "4: 'jouw pen' zegt 'jouw'; spreek de lezer aan met u."),
        (KIT, 'titel: "Vragen"', 'titel: "Vragen aan Mirjam"', "6: deze tekst noemt een privépersoon; herschrijf hem zonder naam."),
        (KIT, "minuten: 10", "minuten: 0", "7: '0' past niet bij '0.onderdelen.0.minuten'; kijk in docs/corpusformaat.md wat daar hoort te staan."),
        (KIT, "Niet in de bronnen: hoe", "Hoe", "11: begin met 'Niet in de bronnen:' en zeg wat een lezer hier mist."),
        (READY, "stap: 1", "stap: 4", "1: stap 4 bestaat niet; kies een stap uit stappen.yaml."),
        (READY, "luisteren.\"}", "luisteren.\"}\n- {stap: 1, plaats: gids.stap-3, woorden: Een plan strandt zelden op geld.}", "2: stap 1 staat hier vaker; laat er één staan."),
        (READY, "Begin met", "met", "1: deze woorden zijn geen hele zinnen of punten van 'gids.stap-1'; begin en eindig waar een zin begint en eindigt."),
        (READY, "plaats: gids.stap-1", f"plaats: {STORY}", f"1: '{STORY}' is gevoelig of tijdgebonden; kies een andere plaats."),
        (SIDES, "plaats: gids.stap-1", f"plaats: {STORY}", f"4: '{STORY}' is gevoelig of tijdgebonden; kies een andere plaats."),
        (SIDES, "gids.citaat-de-wit-eerst-koffie", "gids.stap-3", "6: 'gids.stap-3' heeft geen ondertekening van de bron; kies een ander deel."),
        (SIDES, "gids.citaat-de-wit-eerst-koffie", "nieuws.citaat-sla", "6: 'nieuws.citaat-sla' heeft geen ondertekening van de bron; kies een ander deel."),
        (SIDES, "luisteren, het", "luisteren. Het", "7: schrijf hier één hele zin, met een punt aan het eind."),
        (SIDES, "een bedrag.", "een bedrag", "7: schrijf hier één hele zin, met een punt aan het eind."),
        (SIDES, "De gids begint", "De gids " + "en " * 21 + "begint", "heeft 31 woorden en 30 is het meeste; kort het in."),
        (SIDES, "Waar een gesprek", "Waar je gesprek", "2: 'Waar je gesprek begint' zegt 'je'; spreek de lezer aan met u."),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_line_and_what_to_do(corpus_copy: Path, edit: Edit, file: str, old: str, new: str, fault: str) -> None:
    edit(file, old, new)
    found = faults_of(corpus_copy)
    assert any(one.startswith(file) and one.endswith(fault) for one in found), found


def test_a_contradiction_has_two_sides(corpus_copy: Path, edit: Edit) -> None:
    edit(SIDES, "    - {plaats: nieuws.kosten, deel: kop}\n    - {plaats: gids.citaat-de-wit-eerst-koffie, deel: ondertekening}\n", "")
    assert faults_of(corpus_copy) == [f"{SIDES}:3: een tegenspraak heeft ten minste twee plaatsen; zet de andere erbij."]


def test_a_column_stands_when_two_of_three_cells_are_filled_and_not_when_one_is(corpus_copy: Path, edit: Edit) -> None:
    table = (corpus_copy / TABLE).read_text(encoding="utf-8")
    head, rows = table.split("  rijen:\n")
    row = '    - voorbeeld: {}\n      past_bij: {{redactie: "iedereen"}}\n'
    filled = row + "      cellen: {{wat: [{{plaats: gids.stap-3, woorden: geld}}]}}\n"
    names = ("buurttuin", "vadergroep", "bellen-aan-huis")
    tail = '  niet: "Niet in de bronnen: de rest."\n'
    head = head.replace("[wat, hoe vaak]", "[wat]")
    assert rows.count("voorbeeld:") == 2
    (corpus_copy / TABLE).write_text(
        head + "  rijen:\n" + "".join(map(filled.format, names[:2])) + row.format(names[2]) + tail, encoding="utf-8"
    )
    assert [len(row.cells[0]) for row in load(corpus_copy).library.comparisons[0].rows] == [1, 1, 0]
    (corpus_copy / TABLE).write_text(
        head + "  rijen:\n" + filled.format(names[0]) + "".join(map(row.format, names[1:])) + tail, encoding="utf-8"
    )
    assert faults_of(corpus_copy) == [
        f"{TABLE}:3: kolom 'wat' is gevuld in 1 van 3 rijen en 60% is het minste; haal de kolom weg of vul haar."
    ]


def test_of_what_could_not_be_read_nothing_is_said(corpus_copy: Path, edit: Edit) -> None:
    edit("bronnen/gids.md", "themas: [geld]", "themas: [geld")
    edit("stappen.yaml", "fasen:", "fases:")
    edit("praktijkvoorbeelden.yaml", "methode: samen tuinieren op zaterdag", "methodes: samen tuinieren op zaterdag")
    assert {fault.partition(":")[0] for fault in faults_of(corpus_copy)} == {"bronnen/gids.md", "stappen.yaml", "praktijkvoorbeelden.yaml"}


def test_a_corpus_may_do_without(corpus_copy: Path) -> None:
    for name in (TABLE, ROUTE, KIT, READY, SIDES):
        (corpus_copy / name).unlink()
    library = load(corpus_copy).library
    assert [getattr(library, name) for name in LISTS] == [()] * 5


TOLD = Excerpt(STORY, (Span(STORY, 0, 6),))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("comparisons", {"below": (TOLD,)}),
        ("comparisons", {"rows": (ComparedExample("buurttuin", TOLD, ()),)}),
        ("comparisons", {"rows": (ComparedExample("buurttuin", "", ((TOLD,),)),)}),
        ("routes", {"stops": (Stop(STORY, ""),)}),
        ("kits", {"parts": (KitPart("", 5, (TOLD,)),)}),
        ("readiness", {"test": TOLD}),
        ("contradictions", {"sides": (Excerpt(STORY, (), "kop"),)}),
    ],
)
def test_material_with_words_of_a_story_is_not_given(small_library: Library, name: str, change: dict[str, Any]) -> None:
    told = replace(small_library, passages=tuple(small_library.passage_in_report.values()))
    (first,) = getattr(told, name)
    assert getattr(protect(told), name) == (first,)
    assert getattr(protect(replace(told, **{name: (replace(first, **change),)})), name) == ()


def test_the_material_of_the_corpus_is_there(real_library: Library) -> None:
    """And is held to its rules, for else it could not be loaded."""
    assert {one.id for one in real_library.comparisons} == {"deelprojecten-arnhem", "ouders-bereiken", "werken-met-jongeren"}
    assert {one.id for one in real_library.routes} == {"wethouder-en-raadslid", "wijkmanager", "beleidsmedewerker"}
    assert {one.id for one in real_library.kits} == {"gesprek-over-de-wijk", "eerste-netwerkavond", "beginnen-of-niet"}
    assert [one.step for one in real_library.readiness] == [4, 5, 6, 7, 8, 9, 11]
    assert len(real_library.contradictions) >= 10


def test_what_the_sources_do_not_say_can_be_listed_by_subject(real_library: Library) -> None:
    assert [refusal.id for refusal in real_library.unanswered if refusal.subject is None] == []
