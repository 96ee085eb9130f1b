"""What refers to something finds it, or is a fault with file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.corpus.corpus import load
from kb.errors import CorpusError

Edit = Callable[[str, str, str], None]


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(CorpusError) as caught:
        load(folder)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("plaatsen.yaml", "id: duinhaven", "id: duinhoven", "bronnen/verslag.md:12: gemeente 'duinhaven' bestaat niet; kies er een uit plaatsen.yaml."),
        ("bronnen/gids.md", "sprekers: [anna-de-wit]", "sprekers: [anna]", "bronnen/gids.md:41: spreker 'anna' bestaat niet; kies er een uit personen.yaml."),
        ("bronnen/verslag.md", "hoort_bij: citaat-bouali-nu-gaat-hij-mee", "hoort_bij: waarom", "bronnen/verslag.md:40: hoort_bij 'verslag.waarom' is geen citaat; verbeter het id."),
        ("praktijkvoorbeelden.yaml", "nieuws.kosten]", "nieuws.prijs]", "praktijkvoorbeelden.yaml:12: passage 'nieuws.prijs' bestaat niet; verbeter het id."),
        ("praktijkvoorbeelden.yaml", "[nieuws.citaat-buurvrouw-bij-naam]", "[nieuws.kosten]", "praktijkvoorbeelden.yaml:13: citaat 'nieuws.kosten' bestaat niet; verbeter het id."),
        ("praktijkvoorbeelden.yaml", "passage: verslag.waarom}", "passage: verslag.daarom}", "praktijkvoorbeelden.yaml:30: passage 'verslag.daarom' bestaat niet; verbeter het id."),
        ("stappen.yaml", "passage: gids.stap-2", "passage: gids.stap-4", "stappen.yaml:9: passage 'gids.stap-4' bestaat niet; verbeter het id."),
        ("taken.yaml", "gids.lijst-gesprek-op-straat", "gids.lijst-gesprek", "taken.yaml:3: passage 'gids.lijst-gesprek' bestaat niet; verbeter het id."),
        ("begrippen.yaml", "door hen wordt vertrouwd", "door hen vertrouwd wordt", "begrippen.yaml:3: deze tekst staat niet zo in passage 'gids.spilpersoon'; neem haar letterlijk over."),
        ("feiten.yaml", "2.000 euro", "2.500 euro", "feiten.yaml:1: deze tekst staat niet zo in passage 'nieuws.kosten'; neem haar letterlijk over."),
        ("verwijzingen.yaml", "gids.inleiding", "gids.voorwoord", "verwijzingen.yaml:1: passage 'gids.voorwoord' bestaat niet; verbeter het id."),
        ("zonder-antwoord.yaml", "verslag.avond", "verslag.nacht", "zonder-antwoord.yaml:5: passage 'verslag.nacht' bestaat niet; verbeter het id."),
    ],
)  # fmt: skip
def test_a_reference_that_finds_nothing_is_a_fault(corpus_copy: Path, edit: Edit, file: str, old: str, new: str, fault: str) -> None:
    edit(file, old, new)
    assert fault in faults_of(corpus_copy)


def test_a_list_that_cannot_be_read_is_the_only_fault(corpus_copy: Path, edit: Edit) -> None:
    edit("themas.yaml", "id: geld", "id: [geld")
    assert [fault.partition(": ")[0] for fault in faults_of(corpus_copy)] == ["themas.yaml:3"]


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("bronnen/gids.md", "---\nid: gids", "--\nid: gids", "bronnen/gids.md:1: dit bestand begint niet met een blok tussen '---'-regels; zet daar id, titel, soort enzovoort in."),
        ("bronnen/gids.md", "soort: handreiking", "soort: gids", "bronnen/gids.md:5: soort 'gids' bestaat niet; kies uit handreiking, plan-van-aanpak, projectupdate, raadsvoorstel, sessieverslag, of zet hem in soorten.yaml."),
        ("bronnen/gids.md", "herkomst: Geschreven", "bestand: gids.pdf\nherkomst: Geschreven", "bronnen/gids.md:10: 'gids.pdf' heeft bij 'bestand' niet de vorm die daar hoort; kijk in docs/corpusformaat.md."),
        ("soorten.yaml", "id: raadsvoorstel", "id: citaat", "soorten.yaml:5: 'citaat' is al een soort resultaat; geef deze soort een ander id."),
        ("bronnen/gids.md", "kop: Eerst koffie", "kop: Eerst: koffie", "bronnen/gids.md:42: dit is geen geldige YAML: er staat een dubbele punt te veel; zet tekst met een dubbele punt tussen aanhalingstekens."),
        ("bronnen/gids.md", "aantal: 5", "aantal: vijf", "bronnen/gids.md:60: 'vijf' past niet bij 'aantal'; kijk in docs/corpusformaat.md wat daar hoort te staan."),
        ("bronnen/nieuws.md", "In het Lindekwartier", "[" * 51 + "In het Lindekwartier", "bronnen/nieuws.md:21: dit stuk tekst heeft 51 keer '[' of '<' zonder einde en 50 is het meeste; haal weg wat geen link is."),
        ("praktijkvoorbeelden.yaml", "naam_herkomst: bron", "naam_herkomst: ons", "praktijkvoorbeelden.yaml:3: 'ons' kan niet bij '0.naam_herkomst'; kies uit 'bron' of 'redactie'."),
        ("thesaurus.yaml", "papaclub", "papa: club", "thesaurus.yaml:3: bij '2.alledaags.0' hoort gewone tekst te staan; zet tekst met haken of een dubbele punt tussen aanhalingstekens."),
    ],
)  # fmt: skip
def test_one_slip_is_one_fault(corpus_copy: Path, edit: Edit, file: str, old: str, new: str, fault: str) -> None:
    edit("anderstalig.yaml", "online", "papaclub")
    edit(file, old, new)
    assert faults_of(corpus_copy) == [fault]


def test_of_what_was_read_faults_are_told_beside_it(corpus_copy: Path, edit: Edit) -> None:
    edit("bronnen/gids.md", "---\nid: gids", "--\nid: gids")
    edit("vragen/nieuws.yaml", "nieuws.kosten", "nieuws.prijs")
    assert faults_of(corpus_copy)[1:] == ["vragen/nieuws.yaml:1: 'nieuws.prijs' bestaat niet; hoort de vraag ergens anders bij?"]


def test_a_quote_will_do_where_a_passage_is_asked_for(corpus_copy: Path, edit: Edit) -> None:
    edit("zonder-antwoord.yaml", "verslag.avond", "verslag.citaat-bouali-mijn-zoon")
    assert load(corpus_copy).library.unanswered[0].related == ("verslag.citaat-bouali-mijn-zoon",)
