"""Every flow in a browser that runs no JavaScript: what only JavaScript can do is absent there, not broken."""

import re

import pytest
from kinds_of_page import KINDS_OF_PAGE
from playwright.sync_api import Page, expect


def test_ask_click_a_sentence_and_see_it_marked(plain_page: Page) -> None:
    plain_page.goto("/")
    plain_page.get_by_label("Stel uw vraag in gewone woorden").fill("hoe betrek ik ouders")
    plain_page.get_by_role("button", name="Zoek").click()
    plain_page.locator(".answer .sentence").first.click()
    expect(plain_page.locator("#gemarkeerd")).to_be_in_viewport()
    plain_page.get_by_role("link", name="Terug naar het antwoord").click()
    expect(plain_page.locator(".answer")).to_be_visible()


def test_refine_page_on_and_correct(plain_page: Page) -> None:
    plain_page.goto("/zoeken?q=ouderz")
    expect(plain_page.locator(".correction")).to_be_visible()
    plain_page.locator(".facets").get_by_role("link", name="Citaat").click()
    plain_page.get_by_role("link", name="Volgende").click()
    assert "pagina=2" in plain_page.url and "soort=citaat" in plain_page.url
    plain_page.get_by_role("link", name="Wis filters").click()
    assert "soort" not in plain_page.url


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


def test_collect_by_address_and_download(plain_page: Page) -> None:
    plain_page.goto("/bronnen/handreiking/stap-8")
    plain_page.get_by_role("link", name=re.compile("Bewaar in mijn selectie")).first.click()
    expect(plain_page.locator(".chosen")).to_have_count(1)
    plain_page.get_by_label("Plak een vaste link uit deze kennisbank").fill(
        plain_page.url.split("/selectie")[0] + "/passages/handreiking.stap-4"
    )
    plain_page.get_by_role("button", name="Voeg toe").click()
    expect(plain_page.locator(".chosen")).to_have_count(2)
    expect(plain_page.get_by_label("Kopieer deze tekst naar uw memo of mail")).to_be_visible()
    with plain_page.expect_download() as waiting:
        plain_page.get_by_role("link", name="Download voor Word").click()
    assert waiting.value.suggested_filename.endswith(".docx")


@pytest.mark.parametrize("kind", KINDS_OF_PAGE)
def test_what_needs_javascript_is_absent(plain_page: Page, kind: str) -> None:
    plain_page.goto(KINDS_OF_PAGE[kind])
    for button in plain_page.locator("main button").all():
        assert not button.is_visible() or button.get_attribute("type") == "submit" or button.get_attribute("name") == "oordeel"
