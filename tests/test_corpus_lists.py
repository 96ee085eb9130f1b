"""The lists beside the sources: what each says, and what can be wrong in one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.corpus.corpus import load
from kb.errors import CorpusError
from kb.library import Library
from kb.model import (
    Concept,
    ContactDetails,
    Decision,
    Fact,
    Municipality,
    Person,
    Phase,
    PlaceName,
    PracticeExample,
    Reference,
    Span,
    Step,
    SuggestedQuestion,
    Task,
    Term,
    Theme,
    Trait,
    Unanswered,
)

Edit = Callable[[str, str, str], None]


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(CorpusError) as caught:
        load(folder)
    return str(caught.value).splitlines()


def test_the_library_holds_what_the_lists_say(small_library: Library) -> None:
    assert small_library.themes == (
        Theme("ontmoeten", "Elkaar ontmoeten", "Hoe buren elkaar leren kennen."),
        Theme("ouderschap", "Vaders en moeders", "Hoe ouders meedoen."),
        Theme("geld", "Geld", "Wat het kost en wie betaalt."),
    )
    assert small_library.phases == (Phase("beginnen", "Beginnen", (1, 2)), Phase("volhouden", "Volhouden", (3,)))
    assert small_library.steps == (
        Step(1, "Luister naar de buurt", "beginnen", "gids.stap-1", 4, ()),
        Step(2, "Kies samen een plan", "beginnen", "gids.stap-2", 6, ("gids.bedragen",)),
        Step(3, "Houd vol", "volhouden", "gids.stap-3", 8, ()),
    )
    assert small_library.decision == Decision(2, "gids.stap-2")
    assert small_library.municipalities == (
        Municipality("beekstad", "Beekstad", 52.1, 5.9, ("Beekstadse",), ("Lindekwartier",)),
        Municipality("duinhaven", "Duinhaven", 52.9, 4.8, (), ()),
    )
    assert small_library.persons == (
        Person("anna-de-wit", "Anna de Wit", True, "wijkregisseur in Beekstad", ("Annie de Wit",)),
        Person("rachid-bouali", "Rachid Bouali", True, "initiatiefnemer van de vadergroep", ()),
        Person("moeder-duinhaven", "Mirjam", False, "een moeder uit Duinhaven", ()),
    )
    assert small_library.tasks == (
        Task("gesprek-voorbereiden", "Ik wil een gesprek op straat voorbereiden", ("gids.stap-1", "gids.lijst-gesprek-op-straat")),
    )
    assert small_library.terms == (Term("spilpersoon", Span("gids.spilpersoon", 0, 74), ("spil van de buurt",)),)
    assert small_library.facts == (Fact("Wat de buurttuin kost", Span("nieuws.kosten", 0, 33)),)
    assert small_library.references == (Reference("Brochure over subsidies", "Gemeente Beekstad", ("gids.inleiding",)),)
    assert small_library.concepts == (
        Concept("buurttuin", ("moestuin",), ("groentetuin",), (), ("buurthuis",), ()),
        Concept("spilpersoon", ("sleutelfiguur",), (), (), (), ("spillpersoon",)),
        Concept("vadergroep", (), ("papaclub",), ("VG",), (), ()),
    )
    assert small_library.unanswered == (
        Unanswered(
            "kosten-vadergroep",
            "De bronnen vertellen over de vadergroep, maar niet wat die kost.",
            ("wat kost de vadergroep", "hoeveel subsidie krijgen de vaders"),
            ("verslag.avond",),
            "nauwelijks in de bronnen",
        ),
    )
    assert small_library.suggested == (
        SuggestedQuestion("Wat kost de buurttuin?", "nieuws.kosten", True),
        SuggestedQuestion("Hoe voer ik een gesprek op straat?", "gids.lijst-gesprek-op-straat", False),
    )
    assert small_library.moved == {"gids.luisteren": "gids.stap-1"}
    assert small_library.questions["gids.lijst-gesprek-op-straat"] == ("welke vragen stel ik buiten aan voorbijgangers",)
    assert len(small_library.questions) == 10


def test_the_library_holds_the_practice_examples(small_library: Library) -> None:
    assert small_library.example["buurttuin"] == PracticeExample(
        id="buurttuin",
        name="De buurttuin aan de Lindelaan",
        name_is_ours=False,
        municipalities=("beekstad",),
        neighbourhoods=("Lindekwartier",),
        audience=("bewoners",),
        audience_text="buren van het Lindekwartier",
        method="samen tuinieren op zaterdag",
        themes=("ontmoeten", "geld"),
        steps=(2,),
        depth="beschreven",
        passages=("nieuws.buurttuin", "nieuws.kosten"),
        quotes=("nieuws.citaat-buurvrouw-bij-naam",),
        contact=ContactDetails(None, None, "tuin@beekstad.invalid", "nieuws.buurttuin"),
        via_ess=False,
        traits=(
            Trait("voor_wie", Span("nieuws.buurttuin", 27, 32)),
            Trait("kosten", Span("nieuws.kosten", 0, 33)),
            Trait("resultaat", Span("nieuws.citaat-buurvrouw-bij-naam", 0, 33)),
        ),
        note="De bron zegt niet wie de tuin begon.",
    )
    assert small_library.example["bellen-aan-huis"].passages == ("verslag.citaat-moeder-elke-week",)
    assert [example.via_ess for example in small_library.examples] == [False, True, False]
    assert small_library.place_names == (
        PlaceName("Kustland", None, None, None, ("De Kust",), ()),
        PlaceName("Beekstad", "Kustland", 52.1, 5.1, (), ("Oudebeek",)),
        PlaceName("Goudhoek", "Kustland", None, None, (), ()),
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("themas.yaml", "id: geld", "id: ontmoeten", "themas.yaml:1: id 'ontmoeten' staat hier vaker; geef elk een eigen id."),
        ("personen.yaml", "id: moeder-duinhaven", "id: anna-de-wit", "personen.yaml:3: id 'anna-de-wit' staat hier vaker; geef elk een eigen id."),
        ("personen.yaml", "herkenbaar: false, ", "", "personen.yaml:3: het veld '2.herkenbaar' ontbreekt; vul het in."),
        ("plaatsen.yaml", "breedte: 52.1", "breedte: 5.9", "plaatsen.yaml:2: '5.9' past niet bij 'gemeenten.0.breedte'; kijk in docs/corpusformaat.md wat daar hoort te staan."),
        ("gemeenten.yaml", "Beekstad, provincie: Kustland", "Beekstad, provincie: Binnenland", "gemeenten.yaml:4: provincie 'Binnenland' staat niet bij 'provincies'; verbeter haar."),
        ("gemeenten.yaml", "naam: Goudhoek", "naam: Beekstad", "gemeenten.yaml:4: gemeente 'Beekstad' in Kustland staat hier vaker; laat er één staan."),
        ("praktijkvoorbeelden.yaml", "diepgang: kort", "diepgang: diep", "praktijkvoorbeelden.yaml:28: 'diep' kan niet bij '1.diepgang'; kies uit 'beschreven', 'kort' of 'genoemd'."),
        ("praktijkvoorbeelden.yaml", "passages: [verslag.avond]", "passages: []", "praktijkvoorbeelden.yaml:29: '1.passages' is leeg; vul het in of haal het weg."),
        ("stappen.yaml", "stappen: [3]", "stappen: []", "stappen.yaml:8: stap 3 staat in geen fase; zet hem in één fase."),
        ("stappen.yaml", "verdieping: [bedragen]", "verdieping: [bedrag]", "stappen.yaml:7: deel 'gids.bedrag' bestaat niet; verbeter het anker."),
        ("thesaurus.yaml", "sleutelfiguur", "Moestuin", "thesaurus.yaml:2: 'Moestuin' staat bij 'buurttuin' én bij 'spilpersoon'; kies er één."),
        ("suggesties.yaml", "nieuws.kosten", "nieuws.prijs", "suggesties.yaml:2: passage 'nieuws.prijs' bestaat niet; verbeter het id."),
        ("suggesties.yaml", "nieuws.kosten", "verslag.verhaal", "suggesties.yaml:2: 'verslag.verhaal' is gevoelig of tijdgebonden; kies een andere plaats of haal de vraag weg."),
        ("suggesties.yaml", "nieuws.kosten", "nieuws.meedoen", "suggesties.yaml:2: 'nieuws.meedoen' is gevoelig of tijdgebonden; kies een andere plaats of haal de vraag weg."),
        ("suggesties.yaml", "Hoe voer ik een gesprek op straat?", "Wat kost de buurttuin?", "suggesties.yaml:4: 'Wat kost de buurttuin?' staat hier vaker; laat er één staan."),
        ("suggesties.yaml", "kost de buurttuin?", "zei Mirjam?", "suggesties.yaml:1: deze vraag noemt een privépersoon; herschrijf haar zonder naam."),
        ("suggesties.yaml", "Wat kost de buurttuin?", "kosten buurttuin", "suggesties.yaml:1: 'kosten buurttuin' heeft bij '0.vraag' niet de vorm die daar hoort; kijk in docs/corpusformaat.md."),
        ("verhuisd.yaml", "gids.stap-1", "gids.stap-9", "verhuisd.yaml:1: 'gids.luisteren' is verhuisd naar 'gids.stap-9', maar dat bestaat niet; verbeter het id."),
        ("verhuisd.yaml", "gids.luisteren", "gids.stap-2", "verhuisd.yaml:1: 'gids.stap-2' bestaat nog; haal deze verhuizing weg of geef het id een ander doel."),
        ("vragen/gids.yaml", "gids.stap-3", "praktijkvoorbeeld.moestuin", "vragen/gids.yaml:10: 'praktijkvoorbeeld.moestuin' bestaat niet; hoort de vraag ergens anders bij?"),
        ("vragen/verslag.yaml", "verslag.waarom", "verslag.avond", "vragen/verslag.yaml:3: 'verslag.avond' staat hier voor de tweede keer; voeg de twee samen."),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_line_and_what_to_do(corpus_copy: Path, edit: Edit, file: str, old: str, new: str, fault: str) -> None:
    edit(file, old, new)
    assert fault in faults_of(corpus_copy)


def test_lists_that_are_not_there_are_empty(corpus_copy: Path) -> None:
    for file in corpus_copy.glob("*.yaml"):
        if file.name not in ("soorten.yaml", "themas.yaml", "plaatsen.yaml", "personen.yaml"):
            file.unlink()
    (corpus_copy / "vragen" / "praktijkvoorbeelden.yaml").unlink()
    library = load(corpus_copy).library
    assert (library.steps, library.examples, library.tasks, library.terms, library.concepts, library.moved) == ((), (), (), (), (), {})
