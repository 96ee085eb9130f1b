"""A draft looked over: its doubts stepped through, and its chapters changed block by block."""

from dataclasses import replace

import pytest
import yaml
from draft_forms import AT, NOBODY, Editor, draft_of, text_of
from lxml.html import fromstring
from werkzeug.test import TestResponse

from indexer.drafting import deciding, drafts
from indexer.importing.blocks import SetAside
from workbench.place import Place


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
