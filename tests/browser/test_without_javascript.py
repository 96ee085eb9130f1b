"""Every flow in a browser that runs no JavaScript: what only JavaScript can do is absent there, not broken."""

import json
import re
from pathlib import Path

import docx
import pytest
from kinds_of_page import KINDS_OF_PAGE, WALKED
from playwright.sync_api import Page, expect


def test_ask_click_a_sentence_and_see_it_marked(plain_page: Page) -> None:
    plain_page.goto("/")
    plain_page.get_by_label("Stel uw vraag in gewone woorden").fill("hoe betrek ik ouders")
    plain_page.get_by_role("button", name="Zoek").click()
    plain_page.locator(".answer .chip-number").first.click()
    expect(plain_page.locator("#gemarkeerd")).to_be_in_viewport()
    plain_page.get_by_role("link", name="Terug naar het antwoord").click()
    expect(plain_page.locator(".answer")).to_be_visible()


def test_refine_page_on_and_correct(plain_page: Page) -> None:
    plain_page.goto("/zoeken?q=ouderz")
    expect(plain_page.locator(".correction")).to_be_visible()
    plain_page.locator(".facets").get_by_role("checkbox", name=re.compile("^Ouders en opvoeding")).check()
    plain_page.get_by_role("button", name="Toon wat u aankruist").click()
    plain_page.get_by_role("link", name="Volgende").click()
    assert "pagina=2" in plain_page.url and "thema=ouders" in plain_page.url
    plain_page.get_by_role("link", name="Wis filters").click()
    assert "thema" not in plain_page.url


def test_browse_quotes_examples_steps_and_fold_open(plain_page: Page) -> None:
    plain_page.goto("/citaten")
    plain_page.locator(".facets").get_by_role("link", name="Contact en vertrouwen").click()
    plain_page.locator(".quote-card").first.get_by_role("link", name=re.compile("Lees in de bron")).click()
    expect(plain_page.locator("#gemarkeerd")).to_be_in_viewport()
    plain_page.goto("/praktijkvoorbeelden?gemeente=arnhem")
    plain_page.locator(".example-card a").first.click()
    expect(plain_page.locator(".contact-card")).to_be_visible()
    plain_page.goto("/stappen/10")
    plain_page.locator(".deepening summary").first.click()
    expect(plain_page.locator(".deepening .passage").first).to_be_visible()


def test_find_a_municipality_and_compare_examples(plain_page: Page) -> None:
    plain_page.goto("/gemeenten")
    plain_page.get_by_label("Staat uw gemeente er niet bij?").fill("tilburg")
    plain_page.get_by_role("button", name="Zoek gemeente").click()
    plain_page.get_by_label("Waar gaat het bij u om?").select_option("Jongeren en jongerenwerk")
    plain_page.get_by_role("button", name="Toon voorbeelden").click()
    expect(plain_page.locator(".example-card")).to_have_count(6)
    plain_page.goto("/gemeenten")
    plain_page.get_by_label("Staat uw gemeente er niet bij?").fill("zaanstad")
    plain_page.get_by_role("button", name="Zoek gemeente").click()
    expect(plain_page).to_have_url(re.compile("/gemeenten/zaanstad$"))
    plain_page.goto("/vergelijken/werken-met-jongeren")
    plain_page.locator(".chip-place").first.click()
    expect(plain_page.locator("#gemarkeerd")).to_be_in_viewport()


def test_collect_by_address_and_download(plain_page: Page) -> None:
    plain_page.goto("/bronnen/handreiking/stap-8")
    plain_page.get_by_role("link", name="Bewaar", exact=True).first.click()
    expect(plain_page.locator(".chosen")).to_have_count(1)
    plain_page.get_by_label("Plak een vaste link uit deze kennisbank").fill(
        plain_page.url.split("/selectie")[0] + "/passages/handreiking.stap-4"
    )
    plain_page.get_by_role("button", name="Voeg toe").click()
    expect(plain_page.locator(".chosen")).to_have_count(2)
    with plain_page.expect_download() as waiting:
        plain_page.get_by_role("button", name="Download voor Word").click()
    assert waiting.value.suggested_filename.endswith(".docx")


def test_order_write_and_take_along_a_memo(plain_page: Page) -> None:
    plain_page.goto("/selectie?id=handreiking.stap-4&id=praktijkvoorbeeld.adamas&id=handreiking.lijst-participatieladder")
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Mijn selectie")
    plain_page.get_by_role("button", name="Omhoog: ADAMAS").click()
    expect(plain_page).to_have_url(
        re.compile(r"\?id=praktijkvoorbeeld\.adamas&id=handreiking\.stap-4&id=handreiking\.lijst-participatieladder#tekst-1$")
    )
    plain_page.get_by_role("button", name="Haal weg: 4. Randvoorwaarden op orde").click()
    expect(plain_page.locator(".chosen h2")).to_have_text(["ADAMAS", "De zes treden van de participatieladder"])
    plain_page.get_by_label("Titel van uw memo").fill("Raadsvoorstel")
    plain_page.get_by_label("Onder welk kopje?").first.select_option("Voorbeelden")
    plain_page.get_by_label("Uw eigen woorden hierbij").first.fill("Zo doet Amsterdam het.")
    with plain_page.expect_download() as waiting:
        plain_page.get_by_role("button", name="Download voor Word").click()
    word = docx.Document(waiting.value.path())
    assert [
        paragraph.text for paragraph in word.paragraphs if paragraph.style and paragraph.style.name.startswith(("Title", "Heading"))
    ] == [
        "Raadsvoorstel",
        "De zes treden van de participatieladder",
        "Voorbeelden",
        "ADAMAS",
        "Bronnen",
    ]
    assert "Zo doet Amsterdam het." in [paragraph.text for paragraph in word.paragraphs]
    plain_page.get_by_role("button", name="Druk af").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Raadsvoorstel")
    expect(plain_page.get_by_text("Zo doet Amsterdam het.")).to_be_visible()
    assert plain_page.url.endswith("/selectie/druk")


def test_a_memo_that_is_too_long_is_told_with_what_was_typed(plain_page: Page) -> None:
    plain_page.goto("/selectie?id=handreiking.stap-4")
    plain_page.get_by_label("Titel van uw memo").fill("Raadsvoorstel")
    plain_page.get_by_label("Uw eigen woorden hierbij").fill("w" * 2_001)
    plain_page.get_by_role("button", name="Markdown").click()
    expect(plain_page.get_by_role("alert")).to_contain_text("hebben 2.001 tekens. Er passen er hoogstens 2000: maak ze korter.")
    expect(plain_page.get_by_label("Titel van uw memo")).to_have_value("Raadsvoorstel")
    plain_page.get_by_label("Uw eigen woorden hierbij").fill("kort")
    with plain_page.expect_download() as waiting:
        plain_page.get_by_role("button", name="Markdown").click()
    assert "\n\nkort\n\n" in Path(waiting.value.path()).read_text(encoding="utf-8")


def test_prepare_a_talk_from_the_task_to_the_sheet(plain_page: Page) -> None:
    plain_page.goto("/")
    plain_page.get_by_role("link", name="een gesprek met bewoners voorbereiden").click()
    plain_page.locator(".task-part").get_by_role("link", name="Vragen voor een gesprek over de wijk", exact=True).click()
    assert plain_page.locator(".sheet li").count() == 8
    plain_page.emulate_media(media="print")
    expect(plain_page.get_by_role("contentinfo")).to_be_hidden()
    expect(plain_page.locator(".sheet li").first).to_be_visible()


def test_walk_the_steps_by_the_drawing(plain_page: Page) -> None:
    plain_page.goto("/")
    plain_page.get_by_role("link", name="Stap 1: Inspiratie door praktijkvoorbeelden").click()
    for number in range(2, 13):
        plain_page.locator(".before-after a[rel=next]").click()
        expect(plain_page.get_by_role("heading", level=1)).to_contain_text(f"Stap {number}")


def test_nothing_found_and_what_next(plain_page: Page) -> None:
    plain_page.goto("/zoeken?q=qzxqzx&stap=3")
    plain_page.get_by_role("link", name="zoek in alles").click()
    assert "stap" not in plain_page.url
    plain_page.goto("/zoeken?q=Wat+kost+de+Vreedzame+Wijk%3F")
    plain_page.locator(".related h4 a").first.click()
    expect(plain_page.get_by_role("heading", level=1)).not_to_contain_text("Vreedzame Wijk?")


def test_a_judgement_needs_no_script(plain_page: Page, judgements: Path) -> None:
    for file in judgements.glob("*"):
        file.unlink()
    plain_page.goto("/zoeken?q=hoe+betrek+ik+ouders")
    plain_page.locator(".answer").get_by_role("button", name="Ja").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Bedankt voor uw oordeel")
    plain_page.get_by_role("link", name="Terug naar het antwoord").click()
    plain_page.locator(".result .judge-fold summary").first.click()
    plain_page.locator(".result").first.get_by_role("button", name="Klopt niet").click()
    kept = "".join(file.read_text(encoding="utf-8") for file in judgements.glob("*")).splitlines()
    assert [json.loads(line)["oordeel"] for line in kept] == ["ja", "nee"]


@pytest.mark.parametrize("kind", WALKED)
def test_what_needs_javascript_is_absent(plain_page: Page, kind: str) -> None:
    plain_page.goto(KINDS_OF_PAGE[kind])
    for button in plain_page.locator("main button").all():
        assert not button.is_visible() or button.evaluate("e => e.type === 'submit' && e.form !== null")
