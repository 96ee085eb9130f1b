"""A draft decided upon in one form: what cannot be told at its field, and what another changed not overwritten."""

import pytest
from draft_forms import AT, DECIDED, ID, NAME, Editor, decide, draft_of, text_of
from lxml.html import fromstring

from indexer.drafting import drafts
from indexer.drafting.page_report import PageReport, Report
from workbench import logbook, waiting
from workbench.pages import drafts as drafts_page
from workbench.place import Place
from workbench.visitors import THIS_MACHINE


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
