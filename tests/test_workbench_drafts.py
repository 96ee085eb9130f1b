"""Drafts in the werkbank: decided upon, looked over, tried, published, replaced and thrown away, by forms alone."""

import io
import json
import shutil
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring
from werkzeug.test import TestResponse
from workbench_file import report

from indexer.drafting import deciding, drafts, taking_in
from indexer.drafting.drafts import Draft
from indexer.drafting.page_report import PageReport, Report
from indexer.importing.blocks import SetAside
from indexer.importing.shield import sandbox
from kb.errors import KnowledgeBaseError
from web.serving.settings import Settings
from workbench import logbook, meaning, outcomes, waiting
from workbench.app import create_app
from workbench.jobs import Busy, Job, Jobs
from workbench.outcomes import NOTHING, Outcome
from workbench.pages import drafts as drafts_page
from workbench.place import Place
from workbench.visitors import THIS_MACHINE, Visitors

ID = "eigen-linde-verslag-tuin"
AT = f"/concepten/{ID}"
NAME = "Verslag tuin.pdf"
HEADER = "X-Forwarded-User"
DECIDED = {
    "titel": "Samen in de Linde",
    "uitgever": "Gemeente Lindedam",
    "datum": "2026-03-12",
    "soort": "handreiking",
    "openbaar": "ja",
    "vondst-1": "mag",
    "vondst-2": "mag",
    "vondst-3": "lak",
    "vondst-4": "lak",
}


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Path:
    """An own folder in which the report waits as a draft."""
    folder = tmp_path_factory.mktemp("genomen") / "eigen"
    folder.mkdir()
    (folder / "eigen.yaml").write_text("voorvoegsel: eigen-linde\nnaam: Gemeente Lindedam\n", encoding="utf-8")
    file = folder.parent / NAME
    file.write_bytes(report())
    taking_in.take_in(file, folder, taking_in.known(small_corpus, folder), date(2026, 11, 30), shielded=False)
    return folder


@pytest.fixture
def own(taken: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(taken, tmp_path / "eigen"))


@pytest.fixture
def place(small_corpus: Path, own: Path, tmp_path: Path) -> Place:
    return Place.of(small_corpus, own, tmp_path / "index", tmp_path / "modellen")


class Editor:
    """Somebody who sends forms."""

    def __init__(self, client: FlaskClient, proof: str, headers: Mapping[str, str] | None = None) -> None:
        self.client, self.proof, self.headers = client, proof, dict(headers or {})

    def see(self, address: str, status: int = 200) -> HtmlElement:
        answer = self.client.get(address, headers=self.headers)
        assert answer.status_code == status, answer.text
        return fromstring(answer.text)

    def send(self, address: str, values: Mapping[str, object]) -> TestResponse:
        return self.client.post(address, data={"bewijs": self.proof, **values}, headers=self.headers)

    def hidden(self, address: str, name: str = "stand") -> str:
        return str(self.see(address).xpath(f"//input[@name='{name}']/@value")[0])


@pytest.fixture
def editor(place: Place) -> Editor:
    visitors = Visitors()
    client = create_app(place, visitors).test_client()
    client.get(f"/binnen?sleutel={visitors.key}")
    return Editor(client, visitors.proof(THIS_MACHINE))


# Of a block of which nobody said anything.
NOBODY = sha256(deciding.as_text(deciding.Decisions()).encode()).hexdigest()[:16]


def draft_of(place: Place) -> Draft:
    return waiting.get(place, ID)


def text_of(page: HtmlElement) -> str:
    return " ".join(page.find(".//main").text_content().split())


def decide(editor: Editor, **values: str) -> TestResponse:
    return editor.send(AT, {"stand": editor.hidden(AT), **values})


def test_the_overview_lists_a_draft_and_what_one_does_next(editor: Editor, place: Place) -> None:
    told = text_of(editor.see("/"))
    assert "Verslag tuin.pdf2 bladzijden, 2 twijfels, 9 dingen te beslissen. Beslis." in told
    decide(editor, **DECIDED)
    assert "Samen in de Linde2 bladzijden, 2 twijfels, 0 dingen te beslissen. Kijk de twijfels na." in text_of(editor.see("/"))
    (draft_of(place).folder / "concept.yaml").write_text("titel: [", encoding="utf-8")
    assert "Herstel het bestand in de map" in text_of(editor.see("/"))


def test_all_that_is_to_decide_is_decided_in_one_form(editor: Editor, place: Place) -> None:
    page = editor.see(AT)
    assert page.xpath("//input[@name='titel']/@value") == [
        "Samen in de Linde",
        "Vragen? Mail naar tuin@lindedam.example of bel 06-12345678.",
        "Verslag tuin",
        "eigen",
    ]
    assert page.xpath("//form[@action=$at]//input[@checked]/@value", at=AT) == ["onbekend"]
    assert not page.xpath("//form[contains(@action, 'publiceren')]")
    answer = decide(editor, **{**DECIDED, "uitgever": "eigen", "uitgever-eigen": "  Wijkraad\tLinde ", "bewerkt": "ja"})
    assert (answer.status_code, answer.location) == (303, f"{AT}?bewaard=1")
    told = draft_of(place).concept
    assert (told.titel, told.uitgever, told.datum, told.datum_herkomst, told.soort, told.openbaar, told.bewerkt) == (
        "Samen in de Linde",
        "Wijkraad Linde",
        "2026-03-12",
        "vermeld",
        "handreiking",
        "ja",
        "ja",
    )
    assert [find.besluit for find in told.vondsten] == ["mag", "mag", "lak", "lak"]
    body = drafts.body_of(draft_of(place))
    assert "tuin@lindedam.example of bel ███████████" in body and "Claire Boelema" in body
    page = editor.see(AT)
    assert "Alles is beslist." in text_of(page)
    assert page.xpath("//input[@name='uitgever-eigen']/@value") == ["Wijkraad Linde"]
    assert page.xpath("//form[contains(@action, 'publiceren')]")
    assert [(line["wie"], line["wat"], line["over"]) for line in logbook.last(place.own, 9)] == [(THIS_MACHINE, "concept beslist", ID)]
    decide(editor, **{name: value for name, value in DECIDED.items() if name != "uitgever"})
    assert draft_of(place).concept.bewerkt == "nee"
    assert draft_of(place).concept.uitgever == "Wijkraad Linde"


def test_what_cannot_be_is_told_at_its_field(editor: Editor, place: Place) -> None:
    decide(editor, datum="eigen", **{"datum-eigen": "vorig jaar", "vindplaats": "lindedam.nl"})
    page = editor.see(AT)
    assert page.xpath("//a[@href='#veld-datum']/text()") == [
        "Datum 'vorig jaar' is geen datum; schrijf 2026, november 2026, 30 november 2026 of 2026-11-30, of onbekend"
    ]
    assert page.xpath("//a[@href='#veld-vindplaats']/text()") == [
        "Vindplaats 'lindedam.nl' is geen adres; begin met https://, of zet later"
    ]
    assert page.xpath("//a[@href='#veld-vondst-2']/text()") == ["Mailadres 'tuin@lindedam.example': mag dit blijven, of wordt het zwart?"]
    for link in page.xpath("//ul/li/a[starts-with(@href, '#veld-')]/@href"):
        assert page.xpath("//*[@id=$id]", id=link[1:]), link
    decide(editor, vindplaats="")
    assert draft_of(place).concept.vindplaats == "later"
    assert decide(editor, soort="handreiking", openbaar="misschien").status_code == 400
    assert draft_of(place).concept.soort == ""


def test_what_is_typed_is_kept_when_nothing_is_chosen_beside_it(editor: Editor, place: Place) -> None:
    decide(editor, **{"titel-eigen": "Onze tuin", "uitgever": "onbekend", "uitgever-eigen": "Wijkraad", "datum-eigen": " "})
    told = draft_of(place).concept
    assert (told.titel, told.uitgever, told.datum) == ("Onze tuin", "onbekend", "")


def test_a_date_is_typed_and_shown_as_people_write_it_and_brings_where_it_comes_from(editor: Editor, place: Place) -> None:
    shown = editor.see(AT).xpath("//fieldset[@id='veld-datum']/label[1]")[0]
    assert " ".join(shown.text_content().split()) == "12 maart 2026 (het begin van de tekst)"
    decide(editor, **{"datum": "eigen", "datum-eigen": "3 April 2025"})
    assert (draft_of(place).concept.datum, draft_of(place).concept.datum_herkomst) == ("2025-04-03", "vermeld")
    page = editor.see(AT)
    assert page.xpath("//input[@name='datum-eigen']/@value") == ["3 april 2025"]
    stamp = page.xpath("//input[@name='stand']/@value")[0]
    again = {"datum": "eigen", "datum-eigen": "3 april 2025", "datum_herkomst": "vermeld", "stand": stamp}
    assert decide(editor, **again).status_code == 303
    decide(editor, datum="onbekend", datum_herkomst="vermeld")
    assert (draft_of(place).concept.datum, draft_of(place).concept.datum_herkomst) == ("onbekend", "onbekend")
    decide(editor, datum="2026-03-12", datum_herkomst="afgeleid")
    assert (draft_of(place).concept.datum, draft_of(place).concept.datum_herkomst) == ("2026-03-12", "afgeleid")


@pytest.mark.parametrize(
    ("pages", "has_pages", "told"),
    [
        ([((), ())], True, "1 bladzijde en 1.200 woorden gelezen. Alle woorden van het bestand staan in het concept, en geen andere."),
        (
            [(("a", "b"), ()), ((), ("c",))],
            False,
            "2.400 woorden gelezen. Daarvan ontbreken er 2 in het concept; 1 staat niet in het bestand. Welke dat zijn, staat bij Per bladzijde.",
        ),
    ],
)
def test_how_much_was_read_is_told_in_a_sentence(pages: list[tuple[tuple[str, ...], tuple[str, ...]]], has_pages: bool, told: str) -> None:
    found = [PageReport(at, 1_200, missing, extra, 0, (), "") for at, (missing, extra) in enumerate(pages, start=1)]
    assert drafts_page._read(Report(tuple(found), has_pages, ())) == told


def test_the_overview_calls_what_was_done_by_its_title(editor: Editor, place: Place) -> None:
    logbook.note(place.own, THIS_MACHINE, "concept beslist", ID)
    logbook.note(place.own, THIS_MACHINE, "concept weggegooid", "eigen-linde-weg")
    rows = [" ".join(one.text_content().split()) for one in editor.see("/").xpath("//tbody/tr/td[3]")]
    assert rows == ["concept weggegooid: eigen-linde-weg", f"concept beslist: {NAME}"]


def test_moments_are_those_of_the_clock_on_the_wall(editor: Editor, place: Place) -> None:
    decide(editor, datum="2026-03-12")
    told = draft_of(place).folder / waiting.LAST
    told.write_text('{"wie": "deze computer", "wanneer": "2026-06-30T22:30:00+00:00"}', encoding="utf-8")
    assert "Laatst gewijzigd door deze computer, 1 juli 2026, 00:30." in text_of(editor.see(AT))


def test_a_draft_that_another_changed_is_not_overwritten_and_both_are_shown(editor: Editor, place: Place) -> None:
    stale = editor.hidden(AT)
    drafts.decide(draft_of(place), {"titel": "Titel van een ander", "soort": "handreiking"})
    answer = editor.send(AT, {"stand": stale, "titel": "eigen", "titel-eigen": "Mijn titel", "soort": "handreiking"})
    assert answer.status_code == 409
    page = fromstring(answer.text)
    assert [" ".join(row.text_content().split()) for row in page.xpath("//div[@role='alert']//tbody/tr")] == [
        "TitelTitel van een anderMijn titel"
    ]
    assert page.xpath("//input[@name='titel-eigen']/@value") == ["Mijn titel"]
    assert draft_of(place).concept.titel == "Titel van een ander"
    again = editor.send(AT, {"stand": page.xpath("//input[@name='stand']/@value")[0], "titel": "eigen", "titel-eigen": "Mijn titel"})
    assert (again.status_code, draft_of(place).concept.titel) == (303, "Mijn titel")


def test_who_worked_in_two_windows_is_told_so(editor: Editor, place: Place) -> None:
    stale = editor.hidden(AT)
    decide(editor, titel="eigen", **{"titel-eigen": "Eerst"})
    answer = editor.send(AT, {"stand": stale, "titel": "eigen", "titel-eigen": "Later"})
    said = fromstring(answer.text).xpath("//p[@class='note-label']/text()")
    assert said == ["U, in een ander venster, heeft dit concept intussen gewijzigd. Er is nog niets van u bewaard."]


def test_doubts_are_stepped_through_and_each_is_settled(editor: Editor, place: Place) -> None:
    first = editor.see(f"{AT}/twijfels/1")
    assert "Nog 2 na te kijken." in text_of(first)
    assert first.xpath("//a[@rel='next']/@href") == [f"{AT}/twijfels/2"]
    assert editor.send(f"{AT}/twijfels/1", {"soort": "klopt"}).location == f"{AT}/twijfels/2"
    second = editor.see(f"{AT}/twijfels/2")
    assert "Nog 1 na te kijken." in text_of(second)
    assert second.xpath("//img/@src") == [f"{AT}/bladzijden/1.png"]
    assert len(second.xpath("//*[local-name()='svg']/*[local-name()='rect']")) == 1
    assert second.xpath("//input[@type='radio']/@value") == ["Linde-feest", "Lindefeest"]
    assert second.xpath("//button[@name='soort']/@value") == [
        "klopt",
        "kop-1",
        "kop-2",
        "kop-3",
        "lijstitem",
        "citaat",
        "bijschrift",
        "voetnoot",
        "weg",
    ]
    answer = editor.send(f"{AT}/twijfels/2", {"soort": "klopt", "streepje-0": "Lindefeest", "stand": NOBODY})
    assert answer.location == AT
    assert "zomerse Lindefeest kwamen" in drafts.body_of(draft_of(place))
    assert [doubt.is_settled for doubt in draft_of(place).doubts] == [True, True]
    assert draft_of(place).report.doubt_count == 0
    assert "Lindefeest kwamen" in text_of(editor.see(f"{AT}/twijfels/2"))


def test_a_block_that_another_looked_at_is_not_decided_anew(editor: Editor, place: Place) -> None:
    drafts.settle(draft_of(place), draft_of(place).decisions.with_block(deciding.BlockDecision(nummer=4, soort="citaat")))
    answer = editor.send(f"{AT}/twijfels/2", {"soort": "weg", "stand": NOBODY})
    assert answer.status_code == 409
    assert "Het is nu: citaat. U koos: weg (hoort niet bij de tekst)." in text_of(fromstring(answer.text))
    assert draft_of(place).decisions.of_block(4) == deciding.BlockDecision(nummer=4, soort="citaat")
    stand = fromstring(answer.text).xpath("//input[@name='stand']/@value")[0]
    assert editor.send(f"{AT}/twijfels/2", {"soort": "weg", "stand": stand}).status_code == 303
    assert "Linde-feest" not in drafts.body_of(draft_of(place))


@pytest.mark.parametrize("values", [{"soort": "tabel"}, {"soort": "klopt", "streepje-0": "<b>"}, {"soort": ""}, {}])
def test_a_block_becomes_nothing_that_was_not_offered(editor: Editor, place: Place, values: dict[str, str]) -> None:
    assert editor.send(f"{AT}/twijfels/2", {"stand": NOBODY, **values}).status_code == 400
    assert draft_of(place).decisions == deciding.Decisions()


def test_a_chapter_is_changed_block_by_block_in_one_form(editor: Editor, place: Place) -> None:
    page = editor.see(f"{AT}/hoofdstukken/1?blok=7")
    assert page.xpath("//select/@name")[:3] == ["blok-1", "blok-2", "blok-3"]
    assert page.xpath("//img/@src") == [f"{AT}/bladzijden/2.png"]
    assert page.xpath("//li[@class='is-chosen']/@id") == ["blok-7"]
    assert [float(value) for value in page.xpath("//*[local-name()='rect']/@*")] == [0.1661, 0.1788, 0.2816, 0.0139]
    form = {f"blok-{number}": value for number, value in enumerate(page.xpath("//select/option[@selected]/@value"), start=1)}
    answer = editor.send(f"{AT}/hoofdstukken/1", {**form, "stand": NOBODY, "blok-2": "weg", "blok-5": "kop-1", "blok-11": "bijschrift"})
    assert answer.location == f"{AT}/hoofdstukken/1?bewaard=1"
    assert [one.nummer for one in draft_of(place).decisions.blokken] == [2, 5, 11]
    body = drafts.body_of(draft_of(place))
    assert "# 2 Wat helpt {#2-wat-helpt}" in body.split("\n") and "12 maart 2026" not in body
    assert "2 Wat helpt" in text_of(editor.see(f"{AT}/hoofdstukken/2"))
    assert editor.see(f"{AT}/hoofdstukken/3", 404) is not None
    fidelity = yaml.safe_load((draft_of(place).folder / "getrouwheid.yaml").read_text(encoding="utf-8"))
    assert fidelity["weggelaten"] == [
        {"bladzijde": 1, "woorden": "Gemeente Lindedam, 12 maart 2026", "reden": "terzijde gelegd bij het nakijken"}
    ]


def blocks_of(place: Place) -> list[str]:
    return [block.text for block in draft_of(place).conversion.blocks]


def test_a_block_is_cut_and_joined_in_the_form_of_a_chapter(editor: Editor, place: Place) -> None:
    at = f"{AT}/hoofdstukken/1"
    before, fidelity = blocks_of(place), (draft_of(place).folder / "getrouwheid.yaml").read_bytes()

    def shape(done: str, **values: str) -> TestResponse:
        page = editor.see(at)
        form = {name: page.xpath("//select[@name=$name]/option[@selected]/@value", name=name)[0] for name in page.xpath("//select/@name")}
        return editor.send(at, {**form, "stand": page.xpath("//input[@name='stand']/@value")[0], "doe": done, **values})

    page = editor.see(at)
    places = page.xpath("//li[@id='blok-4']//button[starts-with(@value, 'knip:4:')]/@value")
    assert places == ["knip:4:7", "knip:4:22", "knip:4:32", "knip:4:43", "knip:4:56"]
    assert page.xpath("//button[@value='samen:1']") == [] and page.xpath("//button[@value='samen:4']/text()") == [
        "Voeg bij het blok erboven"
    ]
    # What was chosen in the same form is kept too.
    answer = shape("knip:4:22", **{"blok-2": "weg"})
    assert answer.location == f"{at}?bewaard=1&blok=4#blok-4"
    assert draft_of(place).decisions.of_block(2) == deciding.BlockDecision(nummer=2, soort="weg")
    assert blocks_of(place)[2] == " ".join(before[3].split()[:22]) and blocks_of(place)[3].startswith("In 2025 werkten er 45 bewoners")
    assert [doubt.is_settled for doubt in draft_of(place).doubts] == [False, False]
    assert "In 2025 werkten er 45" in text_of(editor.see(f"{at}?blok=4-22").xpath("//li[@class='is-chosen']")[0].getroottree().getroot())
    shape("bewaar", **{"blok-4-22": "citaat", "blok-2": "alinea"})
    assert draft_of(place).decisions.of_block(4, 22) == deciding.BlockDecision(nummer=4, vanaf=22, soort="citaat")
    # By words that stand there once, and as Enter in the field does it.
    assert "staan er vaker; typ er meer" in shape("knip:6", **{"vanaf-6": "het"}).text
    assert "staan zo niet in het blok" in shape("knip:6", **{"vanaf-6": "Een praatje op"}).text
    page = editor.see(at)
    editor.send(at, {"stand": page.xpath("//input[@name='stand']/@value")[0], "vanaf-6": "Wie elkaar kent,"} | {
        name: page.xpath("//select[@name=$name]/option[@selected]/@value", name=name)[0] for name in page.xpath("//select/@name")})  # fmt: skip
    cut = [text for text in blocks_of(place) if text.startswith("Wie elkaar kent,")]
    assert cut == [before[5][before[5].index("Wie elkaar") :]]
    # Joined again it is what it was; a heading may go on too.
    words = len(before[5].split()) - len(cut[0].split())
    assert shape(f"samen:6-{words}").location == f"{at}?bewaard=1&blok=6#blok-6"
    shape("samen:4-22")
    assert blocks_of(place) == before
    assert (draft_of(place).folder / "getrouwheid.yaml").read_bytes() == fidelity
    shape("samen:4")
    assert blocks_of(place)[2] == f"{before[2]} {before[3]}"
    assert [doubt.is_settled for doubt in draft_of(place).doubts] == [False, True]
    assert "Dit is nu: kop 2" in text_of(editor.see(f"{AT}/twijfels/2"))
    stand = editor.hidden(f"{AT}/twijfels/2")
    editor.send(f"{AT}/twijfels/2", {"soort": "alinea", "streepje-0": "Lindefeest", "stand": stand})
    assert "zomerse Lindefeest kwamen" in blocks_of(place)[2]
    assert draft_of(place).decisions.of_block(3) == deciding.BlockDecision(nummer=3, soort="alinea")
    assert draft_of(place).report.pages[0].missing == draft_of(place).report.pages[0].extra == ()
    moments = editor.see(AT).xpath("//button[@name='moment']/@value")
    editor.send(f"{AT}/terug", {"moment": moments[-1], "stand": editor.hidden(AT)})
    assert blocks_of(place) == before


def test_what_was_left_out_in_reading_is_put_back_in_the_form_of_a_chapter(editor: Editor, place: Place) -> None:
    at = f"{AT}/hoofdstukken/1"
    read = draft_of(place).read
    line = SetAside(read.blocks[1].text, "kopregel", 1)
    changed = replace(read, blocks=(read.blocks[0], *read.blocks[2:]), set_aside=(line,))
    (draft_of(place).folder / "conversie.json").write_text(changed.as_json(), encoding="utf-8")
    drafts.rewrite(draft_of(place))
    assert line.text not in drafts.body_of(draft_of(place))
    page = editor.see(at)
    assert "Weggelaten bij het inlezen (1)" in text_of(page) and f"{line.text} (blz. 1, kopregel)" in text_of(page)
    stand = page.xpath("//input[@name='stand']/@value")[0]
    form = {name: page.xpath("//select[@name=$name]/option[@selected]/@value", name=name)[0] for name in page.xpath("//select/@name")}
    assert editor.send(at, {**form, "stand": stand, "terzij-0": "tabel"}).status_code == 400
    assert editor.send(at, {**form, "stand": stand, "terzij-0": "alinea"}).status_code == 303
    body = drafts.body_of(draft_of(place))
    assert body.index("tuin nog kenden van vroeger.") < body.index(line.text) < body.index("2 Wat helpt")
    assert draft_of(place).report.pages[0].missing == draft_of(place).report.pages[0].extra == ()
    # Somebody who had the form open before says nothing of it now.
    assert editor.send(at, {**form, "stand": stand}).status_code == 409
    page = editor.see(at)
    assert page.xpath("//select[@name='terzij-0']/option[@selected]/@value") == ["alinea"]
    editor.send(at, {**form, "stand": page.xpath("//input[@name='stand']/@value")[0]})
    assert draft_of(place).decisions == deciding.Decisions() and line.text not in drafts.body_of(draft_of(place))


@pytest.mark.parametrize("done", ["samen:1", "samen:99", "knip:4:0", "knip:4:700", "knip:4:x", "knip:8-1:1", "knip:", "samen"])
def test_what_is_no_place_to_cut_or_join_changes_nothing(editor: Editor, place: Place, done: str) -> None:
    page = editor.see(f"{AT}/hoofdstukken/1")
    form = {name: page.xpath("//select[@name=$name]/option[@selected]/@value", name=name)[0] for name in page.xpath("//select/@name")}
    answer = editor.send(f"{AT}/hoofdstukken/1", {**form, "stand": NOBODY, "doe": done})
    assert answer.status_code in (303, 400), answer.text
    assert draft_of(place).decisions == deciding.Decisions()


def test_a_chapter_that_another_changed_is_not_overwritten(editor: Editor, place: Place) -> None:
    drafts.settle(draft_of(place), draft_of(place).decisions.with_block(deciding.BlockDecision(nummer=2, soort="weg")))
    answer = editor.send(f"{AT}/hoofdstukken/1", {"stand": NOBODY, "blok-2": "citaat"})
    assert answer.status_code == 409
    assert "Blok 2 is nu: weg (hoort niet bij de tekst). U koos: citaat." in text_of(fromstring(answer.text))
    assert draft_of(place).decisions.of_block(2) == deciding.BlockDecision(nummer=2, soort="weg")


def test_text_that_was_edited_by_hand_stays(editor: Editor, place: Place) -> None:
    file = draft_of(place).folder / "bron.md"
    file.write_text(file.read_text(encoding="utf-8").replace("helpt het meest", "helpt ook"), encoding="utf-8")
    assert "met de hand gewijzigd" in text_of(editor.see(AT))
    assert editor.send(f"{AT}/twijfels/2", {"soort": "klopt", "stand": NOBODY}).status_code == 303
    answer = editor.send(f"{AT}/hoofdstukken/1", {"stand": NOBODY, "blok-1": "weg"})
    assert answer.status_code == 400
    assert "wijzig dit daarom ook daar, in bron.md" in answer.text
    assert "helpt ook" in drafts.body_of(draft_of(place))


def proposal(page: HtmlElement, words: str) -> tuple[str, str]:
    """Return the name in the form of the proposal about these words, and what it says now."""
    found = page.xpath("//fieldset[.//input[@type='text']][contains(., $words)]//input[@type='radio']/@name", words=words)[0]
    said = page.xpath("//input[@name=$name]/@value", name=f"w{found[1:]}")[0]
    return found[2:], said


def test_a_proposal_is_applied_by_a_yes_alone(editor: Editor, place: Place) -> None:
    at = f"{AT}/voorstellen"
    page = editor.see(at)
    assert page.xpath("//h2/@id") == ["thema", "begrip", "feit", "vraag", "werklijst"]
    assert page.xpath("//input[@checked]") == []
    sections = page.xpath("//h2[@id='thema']/following-sibling::fieldset[contains(legend, 'thema')]//blockquote/text()")
    assert len(sections) == len(set(sections)) > 0
    before = drafts.body_of(draft_of(place))
    (term, _), (fact, _), (row, _) = (proposal(page, words) for words in ("Een buurttuin is", "45 bewoners", "koffie op de stoep"))
    assert editor.send(at, {f"v-{term}": "ja", f"n-{term}": "buurttuin", f"w-{term}": ""}).status_code == 400
    assert editor.send(at, {f"v-{row}": "ja", f"n-{row}": " ", f"w-{row}": ""}).status_code == 400
    assert editor.send(at, {f"v-{row}": "misschien", f"w-{row}": "", "v-0123456789ab": "ja"}).status_code == 303
    assert draft_of(place).decisions == deciding.Decisions()
    sent = {f"v-{row}": "ja", f"n-{row}": "Wat hielp", f"w-{row}": "", f"v-{fact}": "nee", f"w-{fact}": "", f"n-{fact}": "x"}
    assert editor.send(at, sent).location == f"{at}?bewaard=1"
    assert [(one.soort, one.wat, one.besluit, one.naam) for one in draft_of(place).decisions.voorstellen] == [
        ("feit", draft_of(place).decisions.voorstellen[0].wat, "nee", "x"),
        ("werklijst", "lijst-2-wat-helpt", "ja", "Wat hielp"),
    ]
    assert 'titel: "Wat hielp"' in drafts.body_of(draft_of(place))
    page = editor.see(at)
    assert [proposal(page, words)[1] for words in ("Een buurttuin is", "45 bewoners", "koffie op de stoep")] == ["", "nee", "ja"]
    assert page.xpath(f"//input[@name='n-{row}']/@value") == ["Wat hielp"]
    stale = editor.send(at, {f"v-{row}": "nee", f"n-{row}": "Wat hielp", f"w-{row}": ""})
    assert stale.status_code == 409 and "besliste intussen anders" in stale.text
    editor.send(at, {f"v-{row}": "nee", f"n-{row}": "Wat hielp", f"w-{row}": "ja"})
    assert drafts.body_of(draft_of(place)) == before


def test_a_question_that_an_editor_types_is_a_yes_and_without_words_a_no(editor: Editor, place: Place) -> None:
    at = f"{AT}/voorstellen"
    page = editor.see(at)
    first, second = page.xpath("//fieldset[contains(legend, 'Welke vraag van een lezer')]//input[@type='text']/@name")
    assert "Vragen (0)" in text_of(page)
    key = first[2:]
    assert editor.send(at, {first: "  Wie gaf  de zaden? ", f"w-{key}": ""}).location == f"{at}?bewaard=1"
    one = draft_of(place).decisions.voorstellen[0]
    assert (one.soort, one.wat, one.besluit, one.naam) == ("vraag", "1-wat-er-speelt eigen", "ja", "Wie gaf de zaden?")
    assert editor.see(at).xpath("//input[@name=$name]/@value", name=first) == ["Wie gaf de zaden?"]
    # A form that does not have the field says nothing of it.
    editor.send(at, {second: "", f"w-{second[2:]}": ""})
    assert [one.besluit for one in draft_of(place).decisions.voorstellen] == ["ja"]
    assert editor.send(at, {first: "Iets anders?", f"w-{key}": ""}).status_code == 409
    editor.send(at, {first: " ", f"w-{key}": "ja"})
    assert [one.besluit for one in draft_of(place).decisions.voorstellen] == ["nee"]


def test_a_page_of_the_file_is_drawn_once_and_no_number_becomes_a_path(
    editor: Editor, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What shields the reading has tests of its own, and not every machine has it.
    monkeypatch.setattr(sandbox, "require_shield", lambda: None)
    answer = editor.client.get(f"{AT}/bladzijden/2.png")
    assert (answer.mimetype, answer.data[:4]) == ("image/png", b"\x89PNG")
    kept = draft_of(place).folder / ".bladzijden" / "2.png"
    assert kept.read_bytes() == answer.data
    kept.write_bytes(b"van de vorige keer")
    assert editor.client.get(f"{AT}/bladzijden/2.png").data == b"van de vorige keer"
    for page in ("0", "3", "99999999999", "-1", "2.png/../1", "..%2f..%2feigen", "1e0"):
        assert editor.client.get(f"{AT}/bladzijden/{page}.png").status_code == 404


@pytest.mark.parametrize(
    "identity", ["verslag-tuin", "..", ".nieuw-x", "eigen-linde-iets", "%2e%2e", "..%2f..%2fetc", ID.upper(), f"{ID}%00"]
)
def test_a_draft_is_known_by_its_whole_id_alone(editor: Editor, place: Place, identity: str) -> None:
    (place.own / "wacht" / ".nieuw-x").mkdir()
    for rest in ("", "/twijfels/1", "/hoofdstukken/1", "/bladzijden/1.png", "/voorstellen"):
        assert editor.client.get(f"/concepten/{identity}{rest}").status_code in (404, 308), rest
    for rest in ("", "/proberen", "/publiceren", "/weggooien", "/twijfels/1", "/hoofdstukken/1", "/voorstellen"):
        assert editor.send(f"/concepten/{identity}{rest}", {"zeker": "ja"}).status_code in (404, 405), rest
    assert draft_of(place)


def test_nobody_sees_or_changes_a_draft_without_the_key(editor: Editor, place: Place) -> None:
    outside = editor.client.application.test_client()
    rules = [rule for rule in editor.client.application.url_map.iter_rules() if rule.rule.startswith(("/concepten", "/bronnen", "/taken"))]
    assert len(rules) > 12
    for rule in rules:
        filled = {name: 1 if name in ("number", "page") else ID for name in rule.arguments}
        with editor.client.application.test_request_context():
            address = editor.client.application.url_for(rule.endpoint, **filled)
        for method in rule.methods & {"GET", "POST"} if rule.methods else ():
            assert outside.open(address, method=method).status_code == 403, (method, address)
            if method == "POST":
                assert editor.client.post(address, data={"bewijs": "0" * 64, "zeker": "ja"}).status_code == 403, address
                other = {"Origin": "https://kwaad.example"}
                assert editor.client.post(address, data={"bewijs": editor.proof, "zeker": "ja"}, headers=other).status_code == 403, address
    assert draft_of(place) and place.jobs.all() == []


def test_the_last_ten_states_of_a_draft_can_be_brought_back(editor: Editor, place: Place) -> None:
    texts = {path.name: path.read_bytes() for path in draft_of(place).folder.iterdir() if path.is_file()}
    assert not editor.see(AT).xpath("//button[@name='moment']")
    decide(editor, **DECIDED)
    editor.send(f"{AT}/hoofdstukken/1", {"stand": NOBODY, "blok-2": "weg"})
    assert editor.send(f"{AT}/twijfels/2", {"soort": "onzin", "stand": NOBODY}).status_code == 400
    moments = editor.see(AT).xpath("//button[@name='moment']/@value")
    assert len(moments) == 2
    assert editor.send(f"{AT}/terug", {"moment": moments[1], "stand": "0" * 16}).status_code == 400
    for moment in ("../..", "", "1700000000000", f"{moments[1]}/."):
        assert editor.send(f"{AT}/terug", {"moment": moment, "stand": editor.hidden(AT)}).status_code == 404
    assert "12 maart 2026" not in drafts.body_of(draft_of(place))
    assert editor.send(f"{AT}/terug", {"moment": moments[1], "stand": editor.hidden(AT)}).status_code == 303
    now = {path.name: path.read_bytes() for path in draft_of(place).folder.iterdir() if path.is_file()}
    assert now.pop(".laatst.json") and now == texts
    assert "Zoals deze computer het maakte" in text_of(editor.see(AT))
    for number in range(12):
        decide(editor, titel="eigen", **{"titel-eigen": f"Titel {number}"})
    titles = [yaml.safe_load((draft_of(place).folder / ".staten" / state.moment / "concept.yaml").read_text(encoding="utf-8"))["titel"]
              for state in waiting.states(draft_of(place))]  # fmt: skip
    assert titles == [f"Titel {number}" for number in range(10, 0, -1)]
    editor.send(f"{AT}/weggooien", {"zeker": "ja"})
    assert list((place.own / "wacht").iterdir()) == []


def test_a_draft_is_thrown_away_only_when_it_is_meant(editor: Editor, place: Place) -> None:
    assert editor.send(f"{AT}/weggooien", {}).status_code == 400
    assert draft_of(place)
    assert editor.send(f"{AT}/weggooien", {"zeker": "ja"}).location == "/"
    assert list((place.own / "wacht").iterdir()) == []
    assert "Er wacht geen enkel concept." in text_of(editor.see("/"))
    assert editor.see(AT, 404) is not None


def test_what_is_sent_is_bounded(editor: Editor, place: Place) -> None:
    app = editor.client.application
    assert app.config["MAX_CONTENT_LENGTH"] == 50_100_000
    app.config["MAX_CONTENT_LENGTH"] = 5_000
    for address in ("/toevoegen", AT, f"{AT}/twijfels/1", f"{AT}/voorstellen"):
        assert editor.send(address, {"bestand": (io.BytesIO(b"x" * 6_000), "groot.pdf")}).status_code == 413
    assert not (place.own / ".binnen").exists() and draft_of(place)


class Started(Jobs):
    """Jobs that do not run: what was asked is kept."""

    def start(self, title: str, about: str, editor: str, arguments: object) -> str:
        self.asked = list(arguments)  # type: ignore[call-overload]
        return "1700000000000"


@pytest.fixture
def started(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    return replace(place, jobs=Started(place.own / ".taken", {}))


def at_work(place: Place, settings: Settings | None = None, who: str = "") -> Editor:
    visitors = Visitors(HEADER if who else "")
    client = create_app(place, visitors, settings).test_client()
    if who:
        return Editor(client, visitors.proof(who), {HEADER: who, "Host": "werkbank.example"})
    client.get(f"/binnen?sleutel={visitors.key}")
    return Editor(client, visitors.proof(THIS_MACHINE))


def asked(place: Place) -> list[str]:
    found: list[str] = place.jobs.asked  # type: ignore[attr-defined]
    return found


def test_questions_and_previews_and_publishing_are_asked_of_the_command(started: Place) -> None:
    editor = at_work(started)
    assert editor.send(f"{AT}/proberen", {"hoe": "vragen", "vragen": " \n"}).status_code == 400
    editor.send(f"{AT}/proberen", {"hoe": "vragen", "vragen": "Wat helpt?\r\n\r\n --ja \r\n3\r\n4\r\n5\r\n6"})
    assert asked(started) == ["try", ID, *(part for one in ("Wat helpt?", "--ja", "3", "4", "5") for part in ("--vraag", one))]
    editor.send(f"{AT}/proberen", {"hoe": "proefsite"})
    assert asked(started) == ["try", ID]
    refused = editor.send(f"{AT}/publiceren", {"stand": editor.hidden(AT)})
    assert (refused.status_code, asked(started)) == (400, ["try", ID])
    decide(editor, **DECIDED)
    refused = editor.send(f"{AT}/publiceren", {"stand": "0" * 16})
    assert (refused.status_code, asked(started)) == (400, ["try", ID])
    assert editor.send(f"{AT}/publiceren", {"stand": editor.hidden(AT)}).location == "/taken/1700000000000"
    assert asked(started) == ["publish", ID]


def test_a_second_reader_publishes_what_another_changed(started: Place) -> None:
    settings = Settings(werkbank_kop=HEADER, werkbank_url="https://werkbank.example", werkbank_tweede=True)
    anna = at_work(started, settings, "anna")
    decide(anna, **DECIDED)
    page = anna.see(AT)
    assert "Laatst gewijzigd door anna" in text_of(page)
    assert "Een ander moet het nakijken en publiceren." in text_of(page)
    assert not page.xpath("//button[@value='proefsite']")
    assert anna.send(f"{AT}/proberen", {"hoe": "proefsite"}).status_code == 404
    assert anna.send(f"{AT}/publiceren", {"stand": waiting.digest(draft_of(started))}).status_code == 400
    bart = at_work(started, settings, "bart")
    assert bart.send(f"{AT}/publiceren", {"stand": bart.hidden(AT)}).status_code == 303
    assert asked(started) == ["publish", ID]
    bart.send(f"{AT}/twijfels/1", {"soort": "klopt"})
    assert bart.send(f"{AT}/publiceren", {"stand": bart.hidden(AT)}).status_code == 400


def test_who_brought_a_file_changed_it_last_until_somebody_decides(place: Place) -> None:
    assert waiting.last_change(place, draft_of(place)) == waiting.Change("", "")
    logbook.note(place.own, "anna", "bestand ingelezen", NAME)
    assert waiting.last_change(place, draft_of(place)).editor == "anna"


def test_a_newer_file_takes_the_place_of_an_own_source_alone(started: Place) -> None:
    own_source(started)
    editor = at_work(started)
    assert "Een nieuwere versie van Nota" in text_of(editor.see("/bronnen/eigen-linde-nota/vervangen"))
    sent = {"bestand": (io.BytesIO(b"%PDF-1.7"), "../nieuw.pdf"), "ocr": "ja"}
    assert editor.send("/bronnen/eigen-linde-nota/vervangen", sent).status_code == 303
    assert asked(started) == ["replace", "eigen-linde-nota", str(started.own / ".binnen" / "nieuw.pdf"), "--ocr"]
    for source in ("gids", "bestaat-niet", "..", ID):
        assert editor.client.get(f"/bronnen/{source}/vervangen").status_code == 404
        sent = {"bestand": (io.BytesIO(b"%PDF-1.7"), "nieuw.pdf")}
        assert editor.send(f"/bronnen/{source}/vervangen", sent).status_code == 404


def test_what_goes_away_is_shown_before_it_goes(started: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    own_source(started)
    editor = at_work(started)
    address = "/bronnen/eigen-linde-nota/weghalen"
    assert "Er verandert nog niets." in text_of(editor.see(address))
    editor.send(address, {"zeker": "ja"})
    assert asked(started) == ["remove", "eigen-linde-nota"]
    seen = ended(started, ["remove", "eigen-linde-nota"], 0, "bestanden die weggaan: eigen/bronnen/eigen-linde-nota.md")
    page = editor.see(f"/taken/{seen}")
    assert page.xpath("//form/@action") == [address]
    assert editor.send(address, {"gezien": seen}).status_code == 400
    assert editor.send("/bronnen/gids/weghalen", {"gezien": seen, "zeker": "ja"}).status_code == 400
    assert asked(started) == ["remove", "eigen-linde-nota"]
    # A preview that is open has a copy of it.
    stopped: list[str] = []
    monkeypatch.setattr(started.jobs, "preview", lambda: started.jobs.get(seen))
    monkeypatch.setattr(started.jobs, "stop", stopped.append)
    editor.send(address, {"gezien": seen, "zeker": "ja", "reden": "verouderd"})
    assert stopped == [seen]
    assert asked(started) == ["remove", "eigen-linde-nota", "--ja", "--reden", "verouderd"]
    assert editor.client.get("/bronnen/bestaat-niet/weghalen").status_code == 404
    assert editor.send("/bronnen/bestaat-niet/weghalen", {}).status_code == 404


def own_source(place: Place) -> None:
    for folder in ("bronnen", "origineel"):
        (place.own / folder).mkdir()
    words = "# Nota {#nota}\n\nDe tuin is van iedereen.\n"
    head = (
        "id: eigen-linde-nota\ntitel: Nota\nsoort: handreiking\nuitgever: Gemeente Lindedam\ndatum_herkomst: onbekend\nbewijs: advies\n"
        "origineel: eigen-linde-nota.txt\nherkomst: Overgenomen.\n"
    )
    (place.own / "bronnen" / "eigen-linde-nota.md").write_text(f"---\n{head}---\n\n{words}", encoding="utf-8")
    (place.own / "origineel" / "eigen-linde-nota.txt").write_text("Nota\n\nDe tuin is van iedereen.\n", encoding="utf-8")


def ended(place: Place, arguments: list[str], outcome: int | None, *lines: str) -> str:
    """Keep a job that ended as if it had run."""
    name = f"{time.time_ns() // 1_000_000:013d}"
    folder = place.own / ".taken"
    told = {"titel": "Bestand inlezen", "over": NAME, "wie": THIS_MACHINE, "opdracht": arguments}
    (folder / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / f"{name}.txt").write_text("\n".join(lines), encoding="utf-8")
    if outcome is not None:
        (folder / f"{name}.eind").write_text(str(outcome), encoding="ascii")
    return name


def refusal(place: Place, anyway: bool = False) -> str:
    """Return what is told of the report when it is added once more."""
    file = place.own.parent / NAME
    file.write_bytes(report())
    with pytest.raises(KnowledgeBaseError) as raised:
        taking_in.take_in(file, place.own, taking_in.known(place.corpus, place.own), date(2026, 11, 30), anyway=anyway)
    return f"Fout: {raised.value}"


def test_after_a_command_one_is_led_on(started: Place) -> None:
    editor = at_work(started)
    upload = started.own / ".binnen" / NAME
    upload.parent.mkdir()
    upload.write_bytes(report())
    add = ["add", str(upload)]
    good = ended(
        started, add, 0, f"{ID}: Verslag tuin.pdf (2 bladzijden, 140 woorden, 0 gemist, 0 te veel, 1 twijfels)", "  - titel is nog leeg"
    )
    assert editor.see(f"/taken/{good}").xpath("//a[@class='button']/@href") == [AT]
    assert editor.client.get(f"/taken/{good}?verder=1").location == AT
    line = f"{ID}: Verslag tuin.pdf (2 bladzijden, 140 woorden, 0 gemist, 0 te veel, 1 twijfels)"
    newer = ended(started, ["replace", ID, str(upload)], 0, "anders: het ging om (drie twijfels)", line, "  - datum is nog leeg")
    compared = editor.see(f"/taken/{newer}?verder=1")
    assert compared.xpath("//a[@class='button']/@href") == [AT]
    assert "Hieronder staat wat er verschilt" in text_of(compared)
    assert compared.xpath("//pre/text()") == [f"anders: het ging om (drie twijfels)\n{line}\n"]
    waits = ended(started, add, 1, refusal(started))
    page = editor.see(f"/taken/{waits}")
    assert page.xpath("//a[@class='button']/@href") == [AT]
    assert page.xpath("//button[@name='hoe']/@value") == ["ernaast"]
    assert editor.send(f"/taken/{waits}/opnieuw", {"hoe": "ernaast"}).status_code == 303
    assert asked(started) == [*add, "--ja"]
    for how in ("letters", "vervang", "--ja", ""):
        assert editor.send(f"/taken/{waits}/opnieuw", {"hoe": how}).status_code == 404
    scan = ended(
        started, add, 1, f"Fout: '{NAME}': dit is een scan: 2 bladzijden zonder letters. Lees ze met --ocr; dat duurt ongeveer 16 seconden."
    )
    assert editor.see(f"/taken/{scan}").xpath("//button[@name='hoe']/text()") == ["Lees de letters"]
    editor.send(f"/taken/{scan}/opnieuw", {"hoe": "letters"})
    assert asked(started) == [*add, "--ocr"]
    editor.send(f"/taken/{scan}/laat", {})
    assert not upload.exists()
    assert editor.send(f"/taken/{scan}/opnieuw", {"hoe": "letters"}).status_code == 400


def test_a_file_that_is_there_as_a_source_is_replaced_or_stopped(started: Place) -> None:
    own_source(started)
    upload = started.own / ".binnen" / NAME
    upload.parent.mkdir()
    upload.write_bytes(b"")
    editor = at_work(started)
    own_one, delivered = (
        ended(started, ["add", str(upload)], 1, f"Fout: '{NAME}' staat er al als '{title}' ({identity}). Is het een nieuwe versie, …")
        for title, identity in (("Nota", "eigen-linde-nota"), ("De gids", "gids"))
        if not time.sleep(0.002)
    )
    page = editor.see(f"/taken/{own_one}")
    assert "Dit staat er al als ‘Nota’." in text_of(page)
    assert page.xpath("//button[@name='hoe']/@value") == ["vervang", "ernaast"]
    editor.send(f"/taken/{own_one}/opnieuw", {"hoe": "vervang"})
    assert asked(started) == ["replace", "eigen-linde-nota", str(upload)]
    assert editor.see(f"/taken/{delivered}").xpath("//button[@name='hoe']/@value") == ["ernaast"]
    assert editor.send(f"/taken/{delivered}/opnieuw", {"hoe": "vervang"}).status_code == 404


@pytest.mark.parametrize(
    ("arguments", "code", "line", "expected"),
    [
        (["try", ID], None, "Bekijk het concept op http://127.0.0.1:4711/bronnen/x en stel vragen", Outcome("proefsite", ID, address="http://127.0.0.1:4711/bronnen/x")),
        (["try", ID], 0, "Bekijk het concept op http://127.0.0.1:4711/bronnen/x en stel vragen", Outcome("concept", ID)),
        (["publish", "weg"], 0, "Gepubliceerd: https://kb.example/bronnen/weg", Outcome("gepubliceerd", "weg", address="https://kb.example/bronnen/weg")),
        (["publish", ID], 1, "Fout: de index ging niet", Outcome("concept", ID)),
        (["remove", "x", "--ja"], 0, "0 gevonden", NOTHING),
        (["index"], 0, "", NOTHING),
        ([], 0, "", NOTHING),
        (["add", "x"], None, "", NOTHING),
        (["add", "x"], 1, "Fout: 'x' is geen bestand", NOTHING),
    ],
)  # fmt: skip
def test_what_a_command_came_to(place: Place, arguments: list[str], code: int | None, line: str, expected: Outcome) -> None:
    job = Job("1700000000000", "", "", "", 0.0, code, (line,), tuple(arguments))
    assert outcomes.outcome(place, job) == expected


def test_a_removal_that_left_words_is_told_as_one_that_happened(started: Place) -> None:
    name = ended(started, ["remove", "eigen-linde-nota", "--ja"], 4, "  eigen/thesaurus.yaml: tuinhek")
    assert "De bron is weg, maar woorden ervan staan nog op de plaatsen hieronder." in text_of(at_work(started).see(f"/taken/{name}"))


def test_what_a_preview_logs_is_not_told(started: Place) -> None:
    name = ended(started, ["try", ID], 130, '{"tijd": "2026-11-30", "melding": "Booting worker"}', "De proefsite is gestopt.")
    told = text_of(at_work(started).see(f"/taken/{name}"))
    assert "Booting worker" not in told and "De proefsite is gestopt." in told


def test_what_is_to_be_typed_in_a_terminal_is_not_told(started: Place) -> None:
    lines = (
        "eigen-nota: n.pdf (0 twijfels)",
        "  Nog 2 te beslissen: kb decide eigen-nota VELD=WAARDE …",
        "Bouw de index met: kb index",
        "Er is niets veranderd. Met --ja gebeurt het.",
    )
    name = ended(started, ["add", "nota.pdf"], 1, *lines)
    told = at_work(started).see(f"/taken/{name}").xpath("//pre/text()")
    assert told == ["eigen-nota: n.pdf (0 twijfels)\nKies bij Inhoud ‘Zet op de site’\n"]


def test_a_package_is_fetched_where_one_reads_that_it_is_made(started: Place) -> None:
    made = at_work(started).see(f"/taken/{ended(started, ['pack', 'eigen.zip'], 0, 'Ingepakt')}")
    assert made.xpath("//a[@class='button']/@href") == ["/versies/pakket"]
    failed = at_work(started).see(f"/taken/{ended(started, ['pack', 'eigen.zip'], 1, 'Fout: dat ging niet')}")
    assert failed.xpath("//a[@class='button']/@href") == []


def test_who_waits_reads_since_when_and_how_long_and_may_stop_a_trial(started: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Jobs, "_outcome", lambda self, name: None)
    editor = at_work(started)
    monkeypatch.setattr(time, "time_ns", lambda: 1_796_098_530_107_000_000)
    trial = editor.see(f"/taken/{ended(started, ['try', ID, '--vraag', 'wat helpt?'], None)}")
    assert "Dit loopt nog, sinds 1 december 2026, 05:15. Dit duurt enkele minuten." in text_of(trial)
    assert [form.get("action") for form in trial.forms] == ["/taken/1796098530107/stop"]
    added = editor.see(f"/taken/{ended(started, ['add', 'nota.pdf'], None)}")
    assert "Meestal duurt dit minder dan een minuut" in text_of(added) and added.forms == []


def test_who_has_to_wait_is_led_to_what_runs(started: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    running = Job("1796098530107", "Vragen aan het concept", "Nota", THIS_MACHINE, 0.0, None, ())
    monkeypatch.setattr(started.jobs, "running", lambda: running)
    editor = at_work(started)
    page = fromstring(editor.send("/toevoegen", {"bestand": (io.BytesIO(b"%PDF-1.7"), "nieuw.pdf")}).text)
    assert page.xpath("//main//a/@href") == ["/taken/1796098530107", "/"]


def test_a_preview_is_stopped_and_nothing_else(started: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[str] = []
    monkeypatch.setattr(started.jobs, "stop", stopped.append)
    preview = ended(started, ["try", ID], None)
    assert at_work(started).send(f"/taken/{preview}/stop", {}).location == AT
    time.sleep(0.002)
    other = ended(started, ["publish", ID], None)
    assert at_work(started).send(f"/taken/{other}/stop", {}).status_code == 404
    assert stopped == [preview]


# In fifths of a second: on a machine that does other things too.
PATIENCE = 3_000


def test_a_preview_that_is_open_leaves_the_rest_to_run(place: Place, small_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A site refuses settings that it does not know.
    monkeypatch.delenv("KB_TEST_INDEX", raising=False)
    place = Place.of(place.corpus, place.own, small_index, place.models)
    editor = at_work(place)
    decide(editor, **DECIDED)
    preview = editor.send(f"{AT}/proberen", {"hoe": "proefsite"}).location.removeprefix("/taken/")
    try:
        with pytest.raises(Busy, match="Er is al een proefsite open"):
            place.jobs.start("Proefsite", ID, "een ander", ["try", ID])
        for _ in range(PATIENCE):
            job = place.jobs.get(preview)
            assert job and job.is_running, job
            if outcomes.outcome(place, job).what == "proefsite":
                break
            time.sleep(0.2)
        address = outcomes.outcome(place, job).address
        with urllib.request.urlopen(address) as page:
            assert "Samen in de Linde" in page.read().decode()
        assert place.jobs.running() is None
        assert "Er is een proefsite open: Samen in de Linde. Sluit die om een andere te openen." in text_of(editor.see(AT))
        assert "Er is een proefsite open: Samen in de Linde" in text_of(editor.see("/"))
        check = place.jobs.start("Controle", "de inhoud", "een ander", ["check"])
        with pytest.raises(Busy, match="Er loopt al iets"):
            place.jobs.start("Controle", "de inhoud", "een ander", ["check"])
        for _ in range(PATIENCE):
            if (ran := place.jobs.get(check)) and not ran.is_running:
                break
            time.sleep(0.1)
        assert ran and ran.outcome == 0
        assert editor.send(f"/taken/{preview}/stop", {}).location == AT
        assert place.jobs.preview() is None
    finally:
        place.jobs.stop(preview)


def test_texts_are_compared_by_the_model_of_the_index(place: Place, small_index: Path) -> None:
    assert meaning.likeness(place) is None
    compared = meaning.likeness(replace(place, index=small_index))
    assert compared
    same, other = compared(["vaders in de tuin"], ["vaders in de tuin", "geld"])[0]
    assert same == pytest.approx(1, abs=1e-4) and other < 0.5


def test_a_command_and_all_that_it_began_is_stopped(tmp_path: Path, small_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = Jobs(tmp_path / "taken", {"KB_CORPUS": str(small_corpus)})
    # What a shell begins in the background does not hear that it is broken off, and hands that on; what trains a model takes longer than this.
    monkeypatch.setattr("workbench.jobs._ENDING", 0.2)
    name = jobs.start("Index", "de inhoud", "iemand", ["index", "--index", str(tmp_path / "index"), "--model", "eigen"])
    jobs.stop(name)
    for _ in range(100):
        if not (job := jobs.get(name)) or not job.is_running:
            break
        time.sleep(0.05)
    assert job and job.outcome not in (None, 0)
    jobs.stop("1700000000000")
