"""What is proposed beside a draft, and what likeness of texts that leans on."""

from dataclasses import replace
from pathlib import Path

import pytest
from draft_forms import AT, Editor, draft_of, text_of
from lxml.html import HtmlElement

from indexer.drafting import deciding, drafts
from workbench import meaning
from workbench.place import Place


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


def test_texts_are_compared_by_the_model_of_the_index(place: Place, small_index: Path) -> None:
    assert meaning.likeness(place) is None
    compared = meaning.likeness(replace(place, index=small_index))
    assert compared
    same, other = compared(["vaders in de tuin"], ["vaders in de tuin", "geld"])[0]
    assert same == pytest.approx(1, abs=1e-4) and other < 0.5
