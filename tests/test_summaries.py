"""samenvattingen.yaml: what a step, theme or source is about in literal sentences, every fault that can be in it, and where it is shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml.html import fromstring

from indexer.corpus.corpus import load
from kb.errors import CorpusError
from kb.library import Library
from kb.model import Span, Summary
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

Edit = Callable[[str, str, str], None]
LIST = "samenvattingen.yaml"
OPENING = "Ga naar buiten, drink koffie in het buurthuis en vraag wat mensen bezighoudt."
PLAN = "Leg de ideeën van bewoners naast elkaar en kies er samen één. Ga pas verder als minstens tien bewoners meedoen."


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(CorpusError) as caught:
        load(folder)
    return str(caught.value).splitlines()


def test_the_library_holds_the_summaries_with_their_sentences_as_places(small_library: Library) -> None:
    assert small_library.summaries == (
        Summary("stap.1", (Span("gids.stap-1", 0, 20), Span("gids.stap-1", 21, 98))),
        Summary("thema.geld", (Span("gids.stap-2", 0, 111),)),
        Summary("bron.verslag", (Span("verslag.avond", 23, 179),)),
    )
    assert small_library.summary["thema.geld"] is small_library.summaries[1]
    assert [small_library.text(span.passage_id)[span.begin : span.end] for span in small_library.summary["stap.1"].sentences] == [
        "Begin met luisteren.",
        OPENING,
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (OPENING, "Ga naar buiten en drink koffie.", "samenvattingen.yaml:6: deze woorden staan niet zo in 'gids.stap-1'; neem ze letterlijk over."),
        (OPENING, "Ga naar buiten, drink koffie", "samenvattingen.yaml:6: deze woorden zijn geen hele zinnen van 'gids.stap-1'; begin en eindig waar een zin begint en eindigt."),
        (OPENING, "drink koffie in het buurthuis en vraag wat mensen bezighoudt.", "samenvattingen.yaml:6: deze woorden zijn geen hele zinnen van 'gids.stap-1'; begin en eindig waar een zin begint en eindigt."),
        (OPENING, "Dat kost tijd, maar het levert vertrouwen op.", "samenvattingen.yaml:6: deze zin begint met 'dat' en hangt aan wat er niet staat; kies een andere, of begin eerder."),
        (OPENING, "Begin met luisteren.", "samenvattingen.yaml:5: deze woorden staan in de bron voor een zin die hier al staat, of zijn dezelfde; houd de volgorde van de bron aan."),
        ("    - plaats: gids.stap-1\n      woorden: \"Begin met luisteren.\"\n", "", "samenvattingen.yaml:2: samenvatting 'stap.1' heeft 1 zinnen; kies er twee of drie."),
        ("    - plaats: gids.stap-2\n", f"    - plaats: gids.stap-2\n      woorden: \"{PLAN}\"\n    - plaats: gids.stap-2\n", "samenvattingen.yaml:9: samenvatting 'thema.geld' heeft 4 zinnen; kies er twee of drie."),
        ("gids.stap-2", "gids.stap-9", "samenvattingen.yaml:10: passage 'gids.stap-9' bestaat niet; kies de passage waarin de zin staat."),
        ("gids.stap-2", "gids.citaat-de-wit-eerst-koffie", "samenvattingen.yaml:10: passage 'gids.citaat-de-wit-eerst-koffie' bestaat niet; kies de passage waarin de zin staat."),
        ("gids.stap-2", "verslag.verhaal", "samenvattingen.yaml:10: 'verslag.verhaal' is gevoelig of tijdgebonden; kies een andere plaats."),
        ("gids.stap-2", "nieuws.meedoen", "samenvattingen.yaml:10: 'nieuws.meedoen' is gevoelig of tijdgebonden; kies een andere plaats."),
        ("thema.geld", "thema.voetbal", "samenvattingen.yaml:8: 'thema.voetbal' is geen stap, thema of bron; verbeter het."),
        ("thema.geld", "stap.1", "samenvattingen.yaml:8: 'stap.1' heeft hierboven al een samenvatting; laat er één staan."),
        ("thema.geld", "stap.3", "samenvattingen.yaml:10: 'gids.stap-2' hoort niet bij 'stap.3'; kies een andere plaats."),
        ("thema.geld", "thema.ouderschap", "samenvattingen.yaml:10: 'gids.stap-2' hoort niet bij 'thema.ouderschap'; kies een andere plaats."),
        ("thema.geld", "bron.nieuws", "samenvattingen.yaml:10: 'gids.stap-2' hoort niet bij 'bron.nieuws'; kies een andere plaats."),
        ("In Duinhaven komt elke maand een vadergroep bij elkaar. ", "", "samenvattingen.yaml:16: deze zin gaat over Duinhaven en noemt die naam niet; kies een zin die dat wel doet."),
        ("  zinnen:\n    - plaats: gids.stap-2", "  zinnen: []\n  oud:\n    - plaats: gids.stap-2", "samenvattingen.yaml:9: '1.zinnen' is leeg; vul het in of haal het weg."),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_line_and_what_to_do(corpus_copy: Path, edit: Edit, old: str, new: str, fault: str) -> None:
    edit(LIST, old, new)
    assert fault in faults_of(corpus_copy)


@pytest.mark.parametrize(
    ("place", "words", "fault"),
    [
        ("nieuws.kosten", "De tuin kost 2.000 euro per jaar.", "deze zin gaat over Beekstad en noemt die naam niet; kies een zin die dat wel doet."),
        ("nieuws.buurttuin", 'Een buurvrouw zei: "Hier ken ik nu iedereen bij naam."', "deze woorden zei iemand, en hier staat niet wie; kies een zin van de bron zelf."),
        ("gids.stap-1-vragen", "Stel in een gesprek op straat deze vragen:", "deze woorden eindigen niet met een punt, vraagteken of uitroepteken; kies een hele zin."),
    ],
)  # fmt: skip
def test_a_sentence_must_stand_alone_and_say_whose_it_is(corpus_copy: Path, edit: Edit, place: str, words: str, fault: str) -> None:
    edit(LIST, f'gids.stap-2\n      woorden: "{PLAN}"', f"{place}\n      woorden: '{words}'")
    assert f"samenvattingen.yaml:11: {fault}" in faults_of(corpus_copy)


@pytest.mark.parametrize("dated", ["dit jaar", "Momenteel", "de komende tijd", "de afgelopen maand", "vandaag"])
def test_a_sentence_that_grows_old_is_a_fault(corpus_copy: Path, edit: Edit, dated: str) -> None:
    edit("bronnen/gids.md", "en kies er samen één.", f"en kies er {dated} samen één.")
    edit("origineel/gids.txt", "en kies er samen één.", f"en kies er {dated} samen één.")
    edit(LIST, "en kies er samen één.", f"en kies er {dated} samen één.")
    (fault,) = (fault for fault in faults_of(corpus_copy) if fault.startswith(LIST))
    assert fault.endswith("veroudert; kies een zin die blijft kloppen.")


def test_of_what_could_not_be_read_nothing_is_said(corpus_copy: Path, edit: Edit) -> None:
    edit("bronnen/gids.md", "themas: [geld]", "themas: [geld")
    edit("themas.yaml", "id: geld, label", "id: geld, naam")
    assert [fault for fault in faults_of(corpus_copy) if fault.startswith(LIST)] == []


def test_a_corpus_may_do_without(corpus_copy: Path) -> None:
    (corpus_copy / LIST).unlink()
    assert load(corpus_copy).library.summaries == ()


def test_every_step_theme_and_source_of_the_knowledge_base_has_one(real_library: Library) -> None:
    expected = [f"stap.{step.number}" for step in real_library.steps]
    expected += [f"thema.{theme.id}" for theme in real_library.themes]
    expected += [f"bron.{document.id}" for document in real_library.documents]
    assert sorted(real_library.summary) == sorted(expected)


def test_pages_show_them_with_each_sentence_one_click_from_its_place(small_index: Path) -> None:
    client = create_app(Settings(index=small_index), LiveKnowledgeBase.opened(small_index)).test_client()
    shown = {}
    for address in ("/stappen/1", "/themas/geld", "/bronnen/verslag", "/stappen/3", "/themas/ontmoeten", "/bronnen/gids"):
        page = fromstring(client.get(address).get_data(as_text=True))
        shown[address] = page.xpath("//section[h2='In het kort']//span[@class='sentence']")
    assert {address: [sentence.text_content() for sentence in here] for address, here in shown.items()} == {
        "/stappen/1": ["Begin met luisteren.", OPENING],
        "/themas/geld": [PLAN],
        "/bronnen/verslag": [
            "In Duinhaven komt elke maand een vadergroep bij elkaar. Vaders praten er over opvoeden, school en werk. "
            "De groep begon met vier mannen en telt er nu dertig."
        ],
        "/stappen/3": [],
        "/themas/ontmoeten": [],
        "/bronnen/gids": [],
    }
    for sentence in [sentence for here in shown.values() for sentence in here]:
        page = fromstring(client.get(sentence.getnext().get("href")).get_data(as_text=True))
        assert "".join(mark.text_content() for mark in page.xpath("//mark")) == sentence.text_content()
