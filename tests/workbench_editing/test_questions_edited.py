"""Questions at places: typed, proposed and confirmed, and those that readers asked in vain."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from list_forms import Editor, editor_of, text_of, words_of
from meaning import TOY_NUMBERS, train

from indexer import build
from indexer.corpus import corpus
from kb.errors import CorpusError
from kb.index.encoder import TRAINED_HERE
from kb.knowledge_base import KnowledgeBase
from web.serving import judgements
from web.serving.settings import Settings
from workbench import finding
from workbench.place import Place


def test_the_field_for_questions_stands_before_those_that_are_there(editor: Editor) -> None:
    page = editor.see("/inhoud/vragen/gids.stap-1?vraag=waar+begin+ik")
    assert page.xpath("//h2/text()") == ["Eigen vragen", "Geleverde vragen"]
    assert page.get_element_by_id("veld-vragen").value.strip() == "waar begin ik"


def test_own_questions_stand_beside_delivered_ones(editor: Editor, place: Place) -> None:
    page = editor.see("/inhoud/vragen/gids.stap-1")
    assert "hoe leer ik de mensen kennen" in page.text_content()
    kept = editor.send(page, "/inhoud/vragen/gids.stap-1", vragen="Hoe leer ik een straat kennen?\n\nwaar begin ik: buiten?\n")
    assert kept.status_code == 303, words_of(kept)
    assert text_of(place, "vragen/gids.yaml") == 'gids.stap-1:\n  - "Hoe leer ik een straat kennen?"\n  - "waar begin ik: buiten?"\n'
    asked = corpus.load(place.corpus, place.own).library.questions["gids.stap-1"]
    assert asked == ("hoe leer ik de mensen kennen", "Hoe leer ik een straat kennen?", "waar begin ik: buiten?")
    page = editor.see("/inhoud/vragen/gids.stap-1?vraag=nog+een")
    assert page.get_element_by_id("veld-vragen").value.splitlines() == [
        "Hoe leer ik een straat kennen?",
        "waar begin ik: buiten?",
        "nog een",
    ]
    editor.send(page, "/inhoud/vragen/gids.stap-1", vragen="")
    assert text_of(place, "vragen/gids.yaml") == ""
    assert editor.client.get("/inhoud/vragen/gids.bestaat-niet").status_code == 404


def test_a_proposed_question_waits_until_it_is_confirmed(editor: Editor, place: Place, tmp_path: Path) -> None:
    (place.own / "vragen").mkdir()
    asked = ["Waar staat de moestuin?", "Wie kent de kok?", "Wat eten de eenden?"]
    told = "".join(f'  - vraag: "{question}"\n    status: voorstel\n' for question in asked)
    (place.own / "vragen" / "gids.yaml").write_text(f"# van mij\ngids.stap-1:\n  - eigen vraag\n{told}", encoding="utf-8")
    library = corpus.load(place.corpus, place.own).library
    assert library.questions["gids.stap-1"] == ("hoe leer ik de mensen kennen", "eigen vraag")
    assert library.proposed == {"gids.stap-1": tuple(asked)}
    build.build(corpus.load(place.corpus, place.own), tmp_path / "index", TRAINED_HERE, train=train, calibration=TOY_NUMBERS)
    hit = KnowledgeBase.open(tmp_path / "index").search("Wat eten de eenden?").hits[0]
    # It is found by it, and nothing tells a reader so.
    assert (hit.entry.id, hit.matched_question) == ("gids.stap-1", None)
    page = editor.see("/inhoud/vragen")
    assert page.xpath("//h2[@id='bevestigen']/following-sibling::ul[1]//a/@href") == ["/inhoud/vragen/gids.stap-1"]
    assert "Nog 3 te bevestigen." in editor.see("/inhoud").text_content()
    page = editor.see("/inhoud/vragen/gids.stap-1")
    assert page.get_element_by_id("veld-vragen").value.strip() == "eigen vraag"
    names = [name for name in page.xpath("//input[@type='radio'][@checked]/@name") if name.startswith("v-")]
    assert len(names) == 3
    kept = editor.send(page, "/inhoud/vragen/gids.stap-1", **{names[0]: "ja", names[1]: "weg"})
    assert kept.status_code == 303, words_of(kept)
    assert text_of(place, "vragen/gids.yaml") == (
        '# van mij\ngids.stap-1:\n  - "eigen vraag"\n'
        '  - "Waar staat de moestuin?"\n  - vraag: "Wat eten de eenden?"\n    status: voorstel\n'
    )
    library = corpus.load(place.corpus, place.own).library
    assert library.questions["gids.stap-1"][1:] == ("eigen vraag", "Waar staat de moestuin?")
    assert library.proposed == {"gids.stap-1": ("Wat eten de eenden?",)}


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        ("{vraag: wat, status: klaar}", "'klaar' kan niet bij 'gids.stap-1.0.status'; kies uit 'voorstel'."),
        ("{status: voorstel}", "het veld 'gids.stap-1.0.vraag' ontbreekt; vul het in."),
        ('""', "'gids.stap-1.0.vraag' is leeg; vul het in of haal het weg."),
    ],
)
def test_what_is_no_question_is_a_fault_on_its_line(place: Place, record: str, sentence: str) -> None:
    (place.own / "vragen").mkdir()
    (place.own / "vragen" / "gids.yaml").write_text(f"gids.stap-1:\n  - {record}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=re.escape(f"eigen/vragen/gids.yaml:2: {sentence}")):
        corpus.load(place.corpus, place.own)


def test_questions_to_a_story_are_refused_at_the_field(editor: Editor, place: Place) -> None:
    protected = corpus.load(place.corpus, place.own).library.protected_passages[0].id
    assert editor.client.post(f"/inhoud/vragen/{protected}", data={"bewijs": editor.proof, "vragen": "wie was dat"}).status_code == 404
    assert not (place.own / "vragen").exists()


def test_what_readers_missed_becomes_a_question_or_an_answer(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "oordelen"
    asked = [
        ("niet-gevonden", "wie kent de mensen in een straat"),
        ("niet-gevonden", "wie kent de mensen in een straat"),
        ("antwoord", "wat kost het"),
    ]
    for kind, question in asked:
        record = {"dag": "2026-11-30", "soort": kind, "oordeel": "nee", "plaatsen": [], "vraag": question}
        judgements.keep(folder, dict(record))
    judgements.keep(folder, {"dag": "2026-11-30", "soort": "antwoord", "oordeel": "ja", "plaatsen": [], "vraag": "goed zo"})
    editor = editor_of(place, Settings(feedback=str(folder)))
    page = editor.see("/gevraagd")
    assert [" ".join(one.text_content().split()) for one in page.xpath("//main//ol/li/p")] == [
        "wie kent de mensen in een straat 2 keer",
        "wat kost het 1 keer",
    ]
    near = editor.see(page.xpath("//main//ol//a/@href")[0])
    assert near.xpath("//main//ol/li//a/@href")[0] == "/inhoud/vragen/gids.spilpersoon?vraag=wie%20kent%20de%20mensen%20in%20een%20straat"
    begun = editor.send(page, "/inhoud/antwoorden/nieuw")
    assert editor.see(begun.location).get_element_by_id("veld-vraag").value == "wie kent de mensen in een straat"


def test_without_a_folder_of_judgements_the_page_says_how_to_get_one(editor: Editor) -> None:
    assert "Zet het aan met de instelling KB_FEEDBACK" in editor.see("/gevraagd").text_content()


def test_places_for_a_question_are_found_by_the_index_that_serves(place: Place, small_index: Path) -> None:
    library = corpus.load(place.corpus, place.own).library
    served = replace(place, index=small_index)
    found, is_by_index = finding.nearest(served, library, "welke vragen stel ik buiten aan voorbijgangers")
    assert (found[0], is_by_index, len(found) <= finding.MOST) == ("gids.stap-1-vragen", True, True)
    # Without one that can be read: by words.
    found, is_by_index = finding.nearest(place, library, "koffie drinken in het buurthuis")
    assert (found[0], is_by_index) == ("gids.stap-1", False)
