"""The lists edited: records added, changed, hidden and taken away; what is wrong told at its field, and nothing lost of what stood there."""

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest
from list_forms import FACT, Editor, new_fact, text_of, words_of
from lxml.html import fromstring
from pydantic import BaseModel

from indexer.corpus import corpus, schemas
from indexer.drafting.holding import held
from workbench import editing, logbook
from workbench.content import content
from workbench.forms import FORMS
from workbench.jobs import Job
from workbench.place import Place
from workbench.visitors import THIS_MACHINE


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
