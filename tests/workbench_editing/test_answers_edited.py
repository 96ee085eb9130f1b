"""Edited answers made of ticked sentences, by one or by two at once, and found on the site."""

from pathlib import Path

from list_forms import Editor, text_of, words_of
from lxml.html import fromstring
from meaning import TOY_NUMBERS, train

from indexer import build
from indexer.corpus import corpus
from kb.index.encoder import TRAINED_HERE
from kb.knowledge_base import KnowledgeBase
from workbench.place import Place


def begin_answer(editor: Editor) -> str:
    """Tick sentences in two sources, and return the address of the answer that is begun with them."""
    page = editor.see("/inhoud/bronnen/gids/stap-1")
    boxes = {" ".join(box.getparent().text_content().split()): box.get("value") for box in page.xpath("//input[@name='kies']")}
    ticked = [boxes["Begin met luisteren."], boxes["Ga naar buiten, drink koffie in het buurthuis en vraag wat mensen bezighoudt."]]
    answer = editor.send(page, "/inhoud/antwoorden/kies", kies=[*ticked, "gids.lijst-gesprek-op-straat"])
    return answer.location.partition("#")[0]


FILLED = {
    "vraag": "Waar begin je in een straat?",
    "ook": "de straat in gaan\nwat doe ik het eerst",
    "regel": "Met luisteren.",
    "herkennen": "eerste keer op straat, en nu",
    "themas": ["ontmoeten"],
}


def test_an_answer_is_made_of_ticked_sentences_put_in_order_seen_and_kept(editor: Editor, place: Place) -> None:
    address = begin_answer(editor)
    page = editor.see(address)
    assert [one.value for one in page.xpath("//*[@name='plaats']")] == ["gids.lijst-gesprek-op-straat", "gids.stap-1"]
    where = [" ".join(one.text_content().split()) for one in page.xpath("//*[@data-unit]/p[@class='quiet']")]
    assert where == ["Werklijst: Vragen voor een gesprek op straat, helemaal", "1. Luister naar de buurt, Gids Samen in de buurt"]
    assert page.xpath("//*[@data-unit]//a/@href") == [f"/inhoud/bronnen/gids/stap-1?voor={address.rpartition('/')[2]}"]
    moved = editor.send(page, address, ("doe", "op:1"), **FILLED)
    page = editor.see(moved.location)
    assert [one.value for one in page.xpath("//*[@name='plaats']")] == ["gids.stap-1", "gids.lijst-gesprek-op-straat"]
    assert page.get_element_by_id("veld-ook").value == FILLED["ook"]
    shown = fromstring(editor.send(page, address, ("doe", "voorbeeld")).text)
    assert [" ".join(one.text_content().split()) for one in shown.xpath("//*[contains(@class, 'answer-line')]")] == ["Met luisteren."]
    assert "Begin met luisteren." in shown.xpath("//*[@class='answer-group']/blockquote")[0].text_content()
    assert shown.xpath("//*[contains(@class, 'answer-beantwoord')]//@href") == []
    assert not (place.own / "antwoorden.yaml").exists()
    kept = editor.send(editor.see(address), address, ("doe", "bewaar"), volgt=["", "ja"])
    assert (kept.status_code, kept.location) == (303, "/inhoud/antwoorden?bewaard=1")
    assert text_of(place, "antwoorden.yaml") == (
        "- id: eigen-waar-begin-je-in-een-straat\n"
        '  vraag: "Waar begin je in een straat?"\n'
        "  themas: [ontmoeten]\n"
        '  ook:\n    - "de straat in gaan"\n    - "wat doe ik het eerst"\n'
        '  regel: "Met luisteren."\n'
        "  delen:\n"
        "    - plaats: gids.stap-1\n"
        '      woorden: "Begin met luisteren. Ga naar buiten, drink koffie in het buurthuis en vraag wat mensen bezighoudt."\n'
        "    - volgt: true\n      plaats: gids.lijst-gesprek-op-straat\n"
    )
    assert text_of(place, "herkennen.yaml") == (
        '- antwoord: eigen-waar-begin-je-in-een-straat\n  vragen:\n    - "eerste keer op straat, en nu"\n'
    )
    library = corpus.load(place.corpus, place.own).library
    found = library.edited_answer["eigen-waar-begin-je-in-een-straat"]
    assert (found.themes, found.recognised_by) == (("ontmoeten",), ("eerste keer op straat, en nu",))
    assert [unit.follows for unit in found.units] == [False, True]
    again = editor.client.post("/inhoud/antwoorden/nieuw", data={"bewijs": editor.proof, "id": found.id}).location
    assert [one.value for one in editor.see(again).xpath("//select[@name='volgt']")] == ["", "ja"]
    assert editor.client.get(address).status_code == 404


def test_faults_of_an_answer_stand_at_their_fields(editor: Editor, place: Place) -> None:
    address = begin_answer(editor)
    long = "Dit is een regel met veel te veel woorden want er mogen er maar twintig in staan en dit zijn er echt meer."
    filled = {
        **FILLED,
        "ook": "hoe dan\nHoe dan?",
        "regel": long,
        "label": ["Dit kopje is te lang", ""],
        "herkennen": "de straat in\nde straat in",
    }
    page = fromstring(editor.send(editor.see(address), address, ("doe", "bewaar"), **filled).text)
    told = {one.get("id"): " ".join(one.text_content().split()) for one in page.xpath("//*[@class='field-error']")}
    assert sorted(told) == ["fout-delen-0", "fout-herkennen", "fout-ook", "fout-regel"]
    assert told["fout-delen-0"].startswith("Label 'Dit kopje is te lang' heeft 5 woorden en 3 is het meeste")
    assert "heeft 23 woorden en 20 is het meeste" in told["fout-regel"]
    assert "staat al" in told["fout-ook"]
    assert not (place.own / "antwoorden.yaml").exists()
    # Whatever was filled in is still there another day.
    assert editor.see(address).get_element_by_id("veld-regel").value == long


def test_two_who_work_at_one_answer_both_keep_what_they_wrote(editor: Editor) -> None:
    address = begin_answer(editor)
    first, second = editor.see(address), editor.see(address)
    assert editor.send(first, address, ("doe", "neer:0"), vraag="Van de een?").location == f"{address}#veld-delen"
    copy = editor.send(second, address, ("doe", "bewaar"), vraag="Van de ander?").location
    assert copy.partition("?")[2] == f"kopie={address.rpartition('/')[2]}"
    assert "werkte intussen aan dit antwoord" in editor.see(copy).text_content()
    assert [editor.see(one).get_element_by_id("veld-vraag").value for one in (address, copy)] == ["Van de een?", "Van de ander?"]


def test_a_delivered_answer_is_changed_in_the_own_folder(editor: Editor, place: Place) -> None:
    begun = editor.client.post("/inhoud/antwoorden/nieuw", data={"bewijs": editor.proof, "id": "bedragen"})
    kept = editor.send(editor.see(begun.location), begun.location, ("doe", "bewaar"), regel="Twee bedragen, zegt de gids.")
    assert kept.status_code == 303, words_of(kept)
    library = corpus.load(place.corpus, place.own).library
    assert "bedragen" not in library.edited_answer
    assert library.edited_answer["eigen-bedragen"].line == "Twee bedragen, zegt de gids."
    assert text_of(place, "verberg.yaml") == "antwoorden: [bedragen]\n"


def test_nothing_of_a_story_or_a_call_that_expired_can_be_ticked(editor: Editor, place: Place) -> None:
    library = corpus.load(place.corpus, place.own).library
    protected = library.protected_passages[0].id
    part = library.section[library.section_of(protected).part_id].id
    page = editor.see(f"/inhoud/bronnen/{part.replace('.', '/', 1)}")
    assert [box for box in page.xpath("//input[@name='kies']") if box.get("value").startswith(f"{protected}|")] == []
    sent = editor.client.post(
        "/inhoud/antwoorden/kies", data={"bewijs": editor.proof, "kies": [f"{protected}|0", protected, "../x|1", "|"]}
    )
    assert editor.see(sent.location).xpath("//*[@name='plaats']") == []


def test_words_that_only_a_page_would_run_are_shown_as_words(editor: Editor, place: Place) -> None:
    begun = editor.client.post("/inhoud/antwoorden/nieuw", data={"bewijs": editor.proof, "vraag": "<script>alert(1)</script>?"})
    answer = editor.client.get(begun.location)
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;?" in answer.text


def test_an_answer_made_here_is_found_on_the_site(editor: Editor, place: Place, tmp_path: Path) -> None:
    address = begin_answer(editor)
    assert editor.send(editor.see(address), address, ("doe", "bewaar"), **FILLED).status_code == 303
    build.build(corpus.load(place.corpus, place.own), tmp_path / "index", TRAINED_HERE, train=train, calibration=TOY_NUMBERS)
    found = KnowledgeBase.open(tmp_path / "index").ask("Waar begin je in een straat?")
    assert found.edited and found.edited.id == "eigen-waar-begin-je-in-een-straat"
