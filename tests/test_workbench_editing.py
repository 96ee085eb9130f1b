"""Editing in the werkbank: lists, edited answers, questions; what is wrong told at its field, and nothing lost of what stood there."""

import io
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring
from meaning import TOY_NUMBERS, train
from pydantic import BaseModel
from werkzeug.test import TestResponse

from indexer import build
from indexer.corpus import corpus, schemas
from indexer.drafting.holding import held
from indexer.keeping import earlier
from kb.errors import CorpusError
from kb.index.encoder import TRAINED_HERE
from kb.knowledge_base import KnowledgeBase
from web.serving import judgements
from web.serving.settings import Settings
from workbench import editing, finding, logbook
from workbench.app import create_app
from workbench.content import content
from workbench.forms import FORMS
from workbench.jobs import Job, Jobs
from workbench.place import Place
from workbench.visitors import THIS_MACHINE, Visitors

FACT = {
    "titel": "Hoe vaak er mensen werken",
    "passage": "nieuws.buurttuin",
    "tekst": "Elke zaterdag werken er twintig mensen.",
}


class Editor:
    """Somebody at work: fills in forms as a browser without JavaScript does."""

    def __init__(self, client: FlaskClient, proof: str) -> None:
        self.client = client
        self.proof = proof

    def see(self, address: str) -> HtmlElement:
        answer = self.client.get(address, follow_redirects=True)
        assert answer.status_code == 200, (address, answer.status_code, words_of(answer))
        return fromstring(answer.text)

    def send(self, page: HtmlElement, action: str, button: tuple[str, str] | None = None, **filled: str | list[str]) -> TestResponse:
        """Send the form of a page that goes to an address, with these fields filled in."""
        form = next(one for one in page.forms if (one.get("action") or "") == action and one.method == "POST")
        given: dict[str, list[str]] = {}
        for name, value in form.form_values():
            given.setdefault(name, []).append(value)
        given |= {name: [value] if isinstance(value, str) else value for name, value in filled.items()}
        if button:
            given[button[0]] = [button[1]]
        return self.client.post(action, data=given)


def words_of(answer: TestResponse) -> str:
    return " ".join(fromstring(answer.text).find(".//main").text_content().split())


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "eigen"
    folder.mkdir()
    (folder / "eigen.yaml").write_text("voorvoegsel: eigen\nnaam: Gemeente Delft\n", encoding="utf-8")
    return folder


@pytest.fixture
def place(corpus_copy: Path, own: Path, tmp_path: Path) -> Place:
    return Place.of(corpus_copy, own, tmp_path / "index", tmp_path / "modellen")


@pytest.fixture
def editor(place: Place) -> Editor:
    return editor_of(place, Settings())


def editor_of(place: Place, settings: Settings) -> Editor:
    visitors = Visitors()
    client = create_app(place, visitors, settings).test_client()
    client.get(f"/binnen?sleutel={visitors.key}")
    return Editor(client, visitors.proof(THIS_MACHINE))


def text_of(place: Place, name: str) -> str:
    return (place.own / name).read_text(encoding="utf-8")


def new_fact(editor: Editor, **filled: str) -> TestResponse:
    return editor.send(editor.see("/inhoud/lijst/feiten/nieuw"), "/inhoud/lijst/feiten", **{**FACT, **filled})


def test_every_link_of_the_menu_and_the_content_leads_to_a_page(editor: Editor) -> None:
    menu = editor.see("/").findall(".//header//a")
    addresses = {link.get("href") for link in menu} | {link.get("href") for link in editor.see("/inhoud").findall(".//main//a")}
    assert {address for address in addresses if editor.client.get(address).status_code != 200} == set()
    assert "/inhoud/lijst/thesaurus" in addresses


def test_a_record_is_added_and_what_stood_in_the_file_stays(editor: Editor, place: Place) -> None:
    before = '# onze feiten\n- titel: "Oud"   # nagekeken\n  passage: gids.stap-1\n  tekst: Begin met luisteren.\n\n# einde\n'
    (place.own / "feiten.yaml").write_text(before, encoding="utf-8")
    answer = new_fact(editor)
    assert (answer.status_code, answer.location) == (303, "/inhoud/lijst/feiten?bewaard=1&q=Hoe+vaak+er+mensen+werken")
    assert text_of(place, "feiten.yaml") == before + (
        '\n- titel: "Hoe vaak er mensen werken"\n  passage: nieuws.buurttuin\n  tekst: "Elke zaterdag werken er twintig mensen."\n'
    )
    assert [fact.title for fact in corpus.load(place.corpus, place.own).library.facts][-1] == "Hoe vaak er mensen werken"
    assert [(line["wat"], line["over"]) for line in logbook.last(place.own, 1)] == [("feit bewaard", "Hoe vaak er mensen werken")]
    page = editor.see("/inhoud/lijst/feiten/wijzig?id=Oud")
    editor.send(page, "/inhoud/lijst/feiten", titel="Nieuw")
    assert text_of(place, "feiten.yaml").startswith(
        '# onze feiten\n- titel: "Nieuw"\n  passage: gids.stap-1\n  tekst: Begin met luisteren.\n\n# einde\n'
    )


@pytest.mark.parametrize(
    ("filled", "field", "sentence"),
    [
        ({"tekst": ""}, "tekst", "Vul in: de zin, letterlijk uit die plaats."),
        ({"tekst": "Elke zondag werken er twintig mensen."}, "tekst", "staat niet"),
        ({"passage": "verslag.bestaat-niet"}, "passage", "bestaat niet"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(
    editor: Editor, place: Place, filled: dict[str, str], field: str, sentence: str
) -> None:
    answer = new_fact(editor, **filled)
    page = fromstring(answer.text)
    assert sentence in page.get_element_by_id(f"fout-{field}").text_content()
    assert page.get_element_by_id(f"veld-{field}").get("aria-describedby", "").endswith(f"fout-{field}")
    assert page.get_element_by_id("veld-titel").value == FACT["titel"]
    assert [link.get("href") for link in page.xpath("//*[contains(@class, 'field-summary')]//a")] == [f"#veld-{field}"]
    assert not (place.own / "feiten.yaml").exists()


def test_a_file_that_changed_is_not_written_over_and_both_are_shown(editor: Editor, place: Place) -> None:
    page = editor.see("/inhoud/lijst/feiten/nieuw")
    other = "- titel: Van een ander\n  passage: gids.stap-1\n  tekst: Begin met luisteren.\n"
    (place.own / "feiten.yaml").write_text(other, encoding="utf-8")
    answer = editor.send(page, "/inhoud/lijst/feiten", **FACT)
    assert "Iemand anders heeft dit intussen veranderd" in answer.text
    assert "Van een ander" in words_of(answer)
    assert text_of(place, "feiten.yaml") == other
    again = editor.send(fromstring(answer.text), "/inhoud/lijst/feiten")
    assert again.status_code == 303
    assert "Van een ander" in text_of(place, "feiten.yaml") and FACT["tekst"] in text_of(place, "feiten.yaml")


def test_a_delivered_record_is_changed_by_an_own_one_and_a_line_in_verberg(editor: Editor, place: Place) -> None:
    delivered = (place.corpus / "thesaurus.yaml").read_text(encoding="utf-8")
    page = editor.see("/inhoud/lijst/thesaurus/wijzig?id=buurttuin")
    answer = editor.send(page, "/inhoud/lijst/thesaurus", alledaags="groentetuin\nmoesland")
    assert answer.status_code == 303, words_of(answer)
    assert text_of(place, "verberg.yaml") == "thesaurus: [buurttuin]\n"
    assert text_of(place, "thesaurus.yaml") == (
        "- term: buurttuin\n  synoniemen: [moestuin]\n  alledaags: [groentetuin, moesland]\n  verwant: [buurthuis]\n"
    )
    assert (place.corpus / "thesaurus.yaml").read_text(encoding="utf-8") == delivered
    concepts = {one.term: one.everyday for one in corpus.load(place.corpus, place.own).library.concepts}
    assert concepts["buurttuin"] == ("groentetuin", "moesland")
    rows = editor.see("/inhoud/lijst/thesaurus?q=buurttuin").xpath("//tbody/tr")
    assert [" ".join(row[1].text_content().split()) for row in rows] == ["eigen", "geleverd, verborgen"]


def test_an_abbreviation_comes_with_what_it_stands_for(editor: Editor, place: Place) -> None:
    page = editor.see("/inhoud/lijst/thesaurus/wijzig?id=vadergroep")
    assert page.get_element_by_id("veld-afkorting").value == "VG: vadergroep"
    told = fromstring(editor.send(page, "/inhoud/lijst/thesaurus", afkorting="VG: vadergroep\nVGR").text)
    assert "Zet achter 'VGR' waar de letters voor staan" in told.get_element_by_id("fout-afkorting").text_content()
    kept = editor.send(page, "/inhoud/lijst/thesaurus", afkorting="VG: vadergroep\nVGR: vadergroep in de regio")
    assert kept.status_code == 303, words_of(kept)
    assert text_of(place, "afkortingen.yaml") == 'VG: vadergroep\nVGR: "vadergroep in de regio"\n'
    assert "VGR" in {one.letters for one in corpus.load(place.corpus, place.own).library.abbreviations}
    editor.send(editor.see("/inhoud/lijst/thesaurus/wijzig?id=vadergroep"), "/inhoud/lijst/thesaurus", afkorting="VG: vadergroep")
    assert text_of(place, "afkortingen.yaml") == "VG: vadergroep\n"
    taken = editor.client.post("/inhoud/lijst/thesaurus/weg", data={"bewijs": editor.proof, "id": "vadergroep", "akkoord": "ja"})
    assert taken.status_code == 303, words_of(taken)
    assert (text_of(place, "thesaurus.yaml"), text_of(place, "afkortingen.yaml")) == ("", "")


def test_what_follows_from_a_change_is_told_first(editor: Editor, place: Place) -> None:
    page = editor.see("/inhoud/lijst/praktijkvoorbeelden/wijzig?id=buurttuin")
    answer = editor.send(page, "/inhoud/lijst/praktijkvoorbeelden", naam="De nieuwe buurttuin")
    assert "Dit heeft gevolgen" in answer.text and "Door verberg.yaml vervallen: " in answer.text
    assert not (place.own / "praktijkvoorbeelden.yaml").exists()
    again = editor.send(fromstring(answer.text), "/inhoud/lijst/praktijkvoorbeelden", akkoord="ja")
    assert again.status_code == 303
    examples = {one.id: one for one in corpus.load(place.corpus, place.own).library.examples}
    assert examples["eigen-buurttuin"].name == "De nieuwe buurttuin" and "buurttuin" not in examples
    # What the form does not show is kept too.
    assert examples["eigen-buurttuin"].traits


def test_every_field_that_a_list_can_hold_stands_in_its_form(place: Place) -> None:
    models = {
        "themas": schemas.ThemeRecord,
        "thesaurus": schemas.ConceptRecord,
        "praktijkvoorbeelden": schemas.ExampleRecord,
        "zonder-antwoord": schemas.UnansweredRecord,
        "begrippen": schemas.TermRecord,
        "feiten": schemas.FactRecord,
        "personen": schemas.PersonRecord,
        "organisaties": schemas.OrganisationRecord,
    }
    assert set(models) == set(FORMS)
    for name, model in models.items():
        held = set(_names(model)) - {"id"}
        assert {field.name for field in FORMS[name].fields} == held, name


def _names(model: type[BaseModel], before: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        inner = next(
            (one for one in (field.annotation, *get_args(field.annotation)) if isinstance(one, type) and issubclass(one, BaseModel)), None
        )
        if inner:
            yield from _names(inner, f"{before}{name}.")
        else:
            yield f"{before}{name}"


def test_contact_and_what_sources_say_of_an_example_are_edited_and_told_of(editor: Editor, place: Place) -> None:
    address = "/inhoud/lijst/praktijkvoorbeelden"
    library = corpus.load(place.corpus, place.own).library
    example = next(one for one in library.examples if one.contact and one.traits)
    page = editor.see(f"{address}/wijzig?id={example.id}")
    trait = example.traits[0]
    words = library.text(trait.words.passage_id)[trait.words.begin : trait.words.end]
    assert example.contact
    assert page.xpath("//*[@name='contact.passage']/@value") == [example.contact.passage_id]
    assert page.xpath(f"//textarea[@name='kenmerken.{trait.kind}.tekst']")[0].value.strip() == words
    assert [one.findtext("summary") for one in page.xpath("//details[@open]")]
    wrong = editor.send(page, address, **{f"kenmerken.{trait.kind}.tekst": "Dit staat er niet."})
    assert fromstring(wrong.text).xpath(f"//p[@id='fout-kenmerken.{trait.kind}.tekst']"), words_of(wrong)
    half = editor.send(page, address, **{"kenmerken.kosten.passage": "", "kenmerken.kosten.tekst": "gratis"})
    assert fromstring(half.text).xpath("//p[starts-with(@id, 'fout-kenmerken.kosten')]"), words_of(half)
    emptied = {name: "" for name in page.forms[0].fields if name.startswith("contact.")}
    kept = editor.send(
        page,
        address,
        akkoord="ja",
        **{**emptied, "kenmerken.kosten.passage": "", "kenmerken.kosten.tekst": "", f"kenmerken.{trait.kind}.tekst": words.split()[0]},
    )
    assert kept.status_code == 303, words_of(kept)
    new = next(one for one in corpus.load(place.corpus, place.own).library.examples if one.id == f"eigen-{example.id}")
    assert (new.contact, new.name, new.passages) == (None, example.name, example.passages)
    assert [one.words.end - one.words.begin for one in new.traits if one.kind == trait.kind] == [len(words.split()[0])]
    text = text_of(place, "praktijkvoorbeelden.yaml")
    assert "contact:" not in text and "kosten:" not in text and f"    {trait.kind}:\n" in text


def test_a_person_is_private_until_an_editor_says_otherwise(editor: Editor, place: Place) -> None:
    address = "/inhoud/lijst/personen"
    told = "- id: eigen-anna-smit\n  naam: Anna Smit\n  herkenbaar: false\n  aanduiding: spreker in ‘Nota’\n"
    (place.own / "personen.yaml").write_text(told, encoding="utf-8")
    page = editor.see(f"{address}/wijzig?id=eigen-anna-smit")
    assert page.xpath("//input[@name='herkenbaar']/@checked") == []
    kept = editor.send(page, address, herkenbaar="ja", aanduiding="wijkagent in Delft")
    assert kept.status_code == 303, words_of(kept)
    person = corpus.load(place.corpus, place.own).library.person["eigen-anna-smit"]
    assert (person.name, person.recognisable, person.description) == ("Anna Smit", True, "wijkagent in Delft")
    # Quotes name a delivered person by an id that an own one can't have.
    delivered = corpus.load(place.corpus, place.own).library.persons[0].id
    assert f"{address}/wijzig?id={delivered}" not in editor.see(address).xpath("//a/@href")
    page = editor.see(f"{address}/nieuw")
    assert editor.send(page, address, naam="Bart Bos", aanduiding="bewoner van Delft").status_code == 303
    assert corpus.load(place.corpus, place.own).library.person["eigen-bart-bos"].recognisable is False


def test_what_is_wrong_inside_a_field_stands_there(editor: Editor, place: Place) -> None:
    address = "/inhoud/lijst/organisaties"
    page = editor.see(f"{address}/nieuw")
    answer = editor.send(page, address, naam="Stichting Zon", niet_genoemd="ja", **{"contact.adres": "zon@example.nl"})
    assert fromstring(answer.text).xpath("//p[@id='fout-contact.passage']/text()") == ["Het veld 'contact.passage' ontbreekt; vul het in."]
    assert fromstring(answer.text).xpath("//details[@open]/summary/text()") == ["Contact"]
    assert editor.send(page, address, naam="Stichting Zon", niet_genoemd="ja").status_code == 303
    assert [one.id for one in corpus.load(place.corpus, place.own).library.organisations if one.id.startswith("eigen")] == [
        "eigen-stichting-zon"
    ]


def test_a_theme_is_added_and_taken_away_again(editor: Editor, place: Place) -> None:
    page = editor.see("/inhoud/lijst/themas/nieuw")
    editor.send(page, "/inhoud/lijst/themas", label="Wijkbudget: wie beslist?", uitleg="Geld waarover een wijk zelf gaat.")
    assert text_of(place, "themas.yaml").startswith('- id: eigen-wijkbudget-wie-beslist\n  label: "Wijkbudget: wie beslist?"\n')
    listed = editor.see("/inhoud/lijst/themas?q=Wijkbudget")
    assert editor.send(listed, "/inhoud/lijst/themas/weg").status_code == 303
    assert text_of(place, "themas.yaml") == ""
    assert editor.client.get("/inhoud/lijst/themas/wijzig?id=ontmoeten").status_code == 200
    refused = editor.client.post("/inhoud/lijst/themas", data={"bewijs": editor.proof, "id": "ontmoeten", "label": "x", "uitleg": "y"})
    assert refused.status_code == 404


def test_a_delivered_record_is_hidden_and_shown_again(editor: Editor, place: Place) -> None:
    page = editor.see("/inhoud/lijst/zonder-antwoord")
    key = next(iter(page.forms[1].fields["id"] for _ in (0,)))
    address = "/inhoud/lijst/zonder-antwoord/weg"
    assert editor.client.post(address, data={"bewijs": editor.proof, "id": key, "akkoord": "ja"}).status_code == 303
    assert text_of(place, "verberg.yaml") == f"zonder-antwoord: [{key}]\n"
    assert editor.client.post(address, data={"bewijs": editor.proof, "id": key}).status_code == 303
    assert text_of(place, "verberg.yaml") == ""


def test_a_record_is_changed_from_its_row_in_the_list(editor: Editor) -> None:
    page = editor.see("/inhoud/lijst/thesaurus")
    links = {" ".join(one.text_content().split()): one.get("href") for one in page.xpath("//td/a")}
    assert links["Wijzig: vadergroep"] == "/inhoud/lijst/thesaurus/wijzig?id=vadergroep"
    assert editor.see("/inhoud/lijst/themas").xpath("//td/a") == []


def test_what_the_lists_are_is_said_where_they_are_counted(editor: Editor) -> None:
    rows = {one.find("a").text: one.find("span").text for one in editor.see("/inhoud").xpath("//tbody/tr/th")}
    assert rows["Thesaurus"] == "Woorden die hetzelfde betekenen, zodat wie het ene typt ook het andere vindt."
    assert rows["Vragen bij plaatsen"] == "Wat mensen typen die zo’n stuk tekst zoeken; lezers zien ze niet."


def test_the_content_is_read_anew_for_what_is_part_of_it_alone(place: Place) -> None:
    first = content(place)
    logbook.note(place.own, THIS_MACHINE, "concept beslist", "eigen-nota")
    assert content(place) is first
    (place.own / "thesaurus.yaml").write_text("- term: stoep\n", encoding="utf-8")
    assert content(place) is not first


def test_the_field_for_questions_stands_before_those_that_are_there(editor: Editor) -> None:
    page = editor.see("/inhoud/vragen/gids.stap-1?vraag=waar+begin+ik")
    assert page.xpath("//h2/text()") == ["Eigen vragen", "Geleverde vragen"]
    assert page.get_element_by_id("veld-vragen").value.strip() == "waar begin ik"


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
    kept = editor.send(editor.see(address), address, ("doe", "bewaar"))
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
        "    - plaats: gids.lijst-gesprek-op-straat\n"
    )
    assert text_of(place, "herkennen.yaml") == (
        '- antwoord: eigen-waar-begin-je-in-een-straat\n  vragen:\n    - "eerste keer op straat, en nu"\n'
    )
    library = corpus.load(place.corpus, place.own).library
    found = library.edited_answer["eigen-waar-begin-je-in-een-straat"]
    assert (found.themes, found.recognised_by) == (("ontmoeten",), ("eerste keer op straat, en nu",))
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


@pytest.mark.parametrize(
    "address",
    [
        "/inhoud/lijst/../eigen",
        "/inhoud/lijst/eigen",
        "/inhoud/antwoorden/bezig/..",
        "/inhoud/antwoorden/bezig/1",
        "/inhoud/bronnen/x",
        "/inhoud/bronnen/gids/x",
    ],
)
def test_no_address_reaches_anything_else(editor: Editor, address: str) -> None:
    assert editor.client.get(address).status_code == 404


def test_an_answer_made_here_is_found_on_the_site(editor: Editor, place: Place, tmp_path: Path) -> None:
    address = begin_answer(editor)
    assert editor.send(editor.see(address), address, ("doe", "bewaar"), **FILLED).status_code == 303
    build.build(corpus.load(place.corpus, place.own), tmp_path / "index", TRAINED_HERE, train=train, calibration=TOY_NUMBERS)
    found = KnowledgeBase.open(tmp_path / "index").ask("Waar begin je in een straat?")
    assert found.edited and found.edited.id == "eigen-waar-begin-je-in-een-straat"


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


def test_a_state_is_compared_and_brought_back(editor: Editor, place: Place) -> None:
    new_fact(editor)
    new_fact(editor, titel="Tweede")
    page = editor.see("/versies")
    link = next(one for one in page.xpath("//main//a/@href") if "bestand=feiten.yaml" in one)
    state = editor.see(link)
    assert [one.text_content() for one in state.findall(".//del")] == [
        "− ", '− - titel: "Tweede"', "−   passage: nieuws.buurttuin", '−   tekst: "Elke zaterdag werken er twintig mensen."'
    ]  # fmt: skip
    before = text_of(place, "feiten.yaml")
    assert editor.send(state, "/versies/terug").status_code == 303
    assert "Tweede" not in text_of(place, "feiten.yaml")
    # What was there is a state now.
    assert earlier.states(place.own, "feiten.yaml")[0].file.read_text(encoding="utf-8") == before
    again = editor.see(link.replace("&amp;", "&"))
    assert again.text_content().count("Dit is gelijk aan wat er nu staat.") == 1
    assert editor.client.get("/versies/staat?bestand=../eigen.yaml&moment=1").status_code == 404


def test_a_state_with_faults_is_not_brought_back(editor: Editor, place: Place) -> None:
    (place.own / "feiten.yaml").write_text("- titel: zonder meer\n", encoding="utf-8")
    earlier.keep(place.own, "feiten.yaml")
    (place.own / "feiten.yaml").write_text("", encoding="utf-8")
    link = next(one for one in editor.see("/versies").xpath("//main//a/@href") if "feiten" in one)
    answer = editor.send(editor.see(link), "/versies/terug")
    assert "Dit is niet teruggezet" in words_of(answer) and "het veld '0.passage' ontbreekt" in words_of(answer)
    assert text_of(place, "feiten.yaml") == ""


def test_states_are_listed_under_the_name_of_their_list(editor: Editor, place: Place) -> None:
    for name in ("feiten.yaml", "verberg.yaml", "vragen/eigen-nota.yaml"):
        (place.own / name).parent.mkdir(exist_ok=True)
        (place.own / name).write_text("# eerst\n", encoding="utf-8")
        earlier.keep(place.own, name)
    named = [one.text for one in editor.see("/versies").xpath("//summary")]
    assert sorted(named) == ["Feiten (1)", "Vragen bij eigen-nota (1)", "Wat u verbergt (1)"]


def test_the_last_ten_states_are_kept(place: Place) -> None:
    for number in range(12):
        (place.own / "feiten.yaml").write_text(f"# {number}\n", encoding="utf-8")
        earlier.keep(place.own, "feiten.yaml")
    kept = [state.file.read_text(encoding="utf-8") for state in earlier.states(place.own, "feiten.yaml")]
    assert kept == [f"# {one}\n" for one in range(11, 1, -1)]


def test_what_tells_of_a_removed_source_is_forgotten_beside_the_content_too(place: Place) -> None:
    told = {
        ".eerder/feiten.yaml/0000000000001": "- passage: eigen-nota.doel\n",
        ".eerder/feiten.yaml/0000000000002": "- passage: gids.stap-1\n",
        ".eerder/wacht/eigen-nota/bron.md/0000000000001": "tekst",
        ".bezig/1700000000000.json": '{"woorden": "een Zeldzaamwoord"}',
        ".taken/1700000000000.txt": "Bron eigen-nota.doel",
        ".taken/1700000000000.json": '{"titel": "Controle"}',
        ".binnen/stuk.pdf": "x",
        ".pakket/eigen-inhoud.zip": "x",
        "feiten.yaml": "- passage: eigen-nota.doel\n",
        "logboek.jsonl": '{"over": "eigen-nota.doel"}\n{"wat": "op de site gezet"}\n',
    }
    for name, text in told.items():
        (place.own / name).parent.mkdir(parents=True, exist_ok=True)
        (place.own / name).write_text(text, encoding="utf-8")
    told_in = earlier.telling(place.own, "eigen-nota", ["zeldzaamwoord"])
    assert sorted(str(file.relative_to(place.own)) for file in told_in) == [
        ".bezig/1700000000000.json",
        ".binnen/stuk.pdf",
        ".eerder/feiten.yaml/0000000000001",
        ".eerder/wacht/eigen-nota/bron.md/0000000000001",
        ".pakket/eigen-inhoud.zip",
        ".taken/1700000000000.txt",
        "logboek.jsonl",
    ]
    earlier.forget(place.own, "eigen-nota", ["zeldzaamwoord"])
    assert {name for name in told if (place.own / name).is_file()} == {
        ".eerder/feiten.yaml/0000000000002",
        ".taken/1700000000000.json",
        ".taken/1700000000000.txt",
        "feiten.yaml",
        "logboek.jsonl",
    }
    assert text_of(place, ".taken/1700000000000.txt") == ""
    assert text_of(place, "logboek.jsonl") == '{"wat": "op de site gezet"}\n'


def test_the_content_is_packed_and_put_back(editor: Editor, place: Place) -> None:
    new_fact(editor)
    waited(place.jobs, editor.send(editor.see("/versies"), "/versies/pakket"))
    package = editor.client.get("/versies/pakket")
    assert (package.status_code, package.mimetype, package.data[:2]) == (200, "application/zip", b"PK")
    package.close()
    (place.own / "feiten.yaml").unlink()
    sent = {"bewijs": editor.proof, "pakket": (io.BytesIO(package.data), "eigen.zip")}
    waited(place.jobs, editor.client.post("/versies/uitpakken", data=sent))
    assert FACT["titel"] in text_of(place, "feiten.yaml")
    assert [line["wat"] for line in logbook.last(place.own, 9)] == ["pakket uitgepakt", "ingepakt", "feit bewaard"]
    assert editor.client.get("/versies").status_code == 200


def waited(jobs: Jobs, answer: TestResponse) -> None:
    name = answer.location.removeprefix("/taken/")
    for _ in range(300):
        job = jobs.get(name)
        assert job
        if not job.is_running:
            assert job.went_well, job.lines
            return
        time.sleep(0.1)
    raise AssertionError("De taak eindigt niet.")


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


def test_no_route_opens_or_changes_anything_for_somebody_without_key_or_proof(editor: Editor, place: Place) -> None:
    outside = editor.client.application.test_client()
    rules = [
        rule
        for rule in editor.client.application.url_map.iter_rules()
        if not rule.rule.startswith(("/bestanden", "/vormgeving", "/binnen"))
    ]
    before = files_of(place.own)
    given = {"name": "themas", "source": "gids", "anchor": "stap-1", "identity": "gids.stap-1", "key": "1700000000000"}
    for rule in rules:
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: given.get(found[1], "x"), rule.rule)
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}):
            assert outside.open(address, method=method).status_code == 403, (method, address)
            if method != "GET":
                assert editor.client.open(address, method=method, data={"id": "ontmoeten"}).status_code == 403, (method, address)
                elsewhere = editor.client.open(
                    address, method=method, data={"bewijs": editor.proof}, headers={"Origin": "https://kwaad.example"}
                )
                assert elsewhere.status_code == 403, (method, address)
    assert len([rule for rule in rules if "POST" in (rule.methods or ())]) > 8
    assert files_of(place.own) == before


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.mark.parametrize("text", ["- titel: [", "a: b", "- titel: x\n  titel: y\n", "\x00", "- &a b", "- - -\n"])
def test_a_list_that_cannot_be_read_is_told_and_left_alone(editor: Editor, place: Place, text: str) -> None:
    (place.own / "feiten.yaml").write_text(text, encoding="utf-8")
    for address in (
        "/",
        "/inhoud",
        "/inhoud/bronnen/gids",
        "/inhoud/lijst/feiten",
        "/inhoud/lijst/feiten/nieuw",
        "/inhoud/antwoorden",
        "/inhoud/vragen",
        "/versies",
    ):
        assert editor.client.get(address).status_code in (200, 400), address
    stamp = editing.digest(place.own, "feiten.yaml")
    answer = editor.client.post("/inhoud/lijst/feiten", data={"bewijs": editor.proof, "stempel:feiten.yaml": stamp, **FACT})
    assert answer.status_code in (200, 400), words_of(answer)
    assert text_of(place, "feiten.yaml") == text


def test_nothing_is_kept_while_a_command_changes_the_same_files(editor: Editor, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    page = editor.see("/inhoud/lijst/feiten/nieuw")
    running = Job("1700000000000", "Uitpakken", "een pakket", "iemand", 0, None, (), ("unpack",))
    monkeypatch.setattr(place.jobs, "running", lambda: running)
    answer = editor.send(page, "/inhoud/lijst/feiten", **FACT)
    assert (answer.status_code, "Nu loopt: uitpakken." in words_of(answer)) == (400, True)
    assert not (place.own / "feiten.yaml").exists()
    monkeypatch.setattr(place.jobs, "running", lambda: replace(running, arguments=("index",)))
    with held(place.own):
        answer = editor.send(page, "/inhoud/lijst/feiten", **FACT)
        assert "Een andere opdracht is met de eigen map bezig." in words_of(answer)
    assert not (place.own / "feiten.yaml").exists()
    assert editor.send(page, "/inhoud/lijst/feiten", **FACT).status_code == 303


def test_places_for_a_question_are_found_by_the_index_that_serves(place: Place, small_index: Path) -> None:
    library = corpus.load(place.corpus, place.own).library
    served = replace(place, index=small_index)
    found, is_by_index = finding.nearest(served, library, "welke vragen stel ik buiten aan voorbijgangers")
    assert (found[0], is_by_index, len(found) <= finding.MOST) == ("gids.stap-1-vragen", True, True)
    # Without one that can be read: by words.
    found, is_by_index = finding.nearest(place, library, "koffie drinken in het buurthuis")
    assert (found[0], is_by_index) == ("gids.stap-1", False)
