"""The seven readers of docs/beproefd.md: in how many clicks each has what he came for, and that what he takes along holds it.

A question that is typed and sent counts as one click, and so does a word that is typed and completed by what is proposed.
"""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

CLIPBOARD = "navigator.clipboard.readText()"


@dataclass
class Clicks:
    """A page, and how often was clicked on it."""

    page: Page
    made: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        self.page.get_by_role("searchbox").or_(self.page.get_by_role("combobox")).first.fill(question)
        self.page.keyboard.press("Enter")
        expect(self.page).to_have_url(re.compile("/zoeken"))
        self.made.append(question)

    def on(self, what: Locator) -> None:
        name = what.inner_text()
        what.click()
        self.made.append(name)

    def link(self, name: str | re.Pattern[str], within: str = "body") -> None:
        found = self.page.locator(within).get_by_role("link", name=name).first
        found.click()
        self.made.append(str(name))

    def button(self, name: str | re.Pattern[str], within: str = "body", nth: int = 0) -> None:
        self.page.locator(within).get_by_role("button", name=name).nth(nth).click()
        self.made.append(str(name))


@pytest.fixture
def clicks(page: Page) -> Clicks:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    return Clicks(page)


def said(page: Page, within: str) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(within).all_inner_texts()]


def copied(page: Page) -> str:
    expect(page.locator("[data-status]")).to_contain_text("Gekopieerd")
    return " ".join(str(page.evaluate(CLIPBOARD)).split())


def test_a_policy_officer_has_a_memo_on_parents(clicks: Clicks) -> None:
    """To be sent after three edits: a title, the heading Aanpak above the texts, and a line of one's own."""
    page = clicks.page
    clicks.ask("hoe betrek ik ouders")
    words = said(page, "[data-answer] .sentence")
    clicks.button(re.compile("^Bewaar"), "[data-answer]")
    clicks.link(re.compile("^Mijn selectie"))
    page.get_by_label("Titel van uw memo").fill("Ouders betrekken in Oost")
    page.get_by_label("Onder welk kopje?").first.select_option("Aanpak")
    page.get_by_label("Uw eigen woorden hierbij").first.fill("Wij stellen voor te beginnen met contact.")
    clicks.button("Kopieer alles")
    memo = copied(page)
    assert len(clicks.made) <= 4
    assert memo.startswith("Ouders betrekken in Oost")
    assert "Wij stellen voor te beginnen met contact." in memo and "Aanpak" in memo and "Bronnen" in memo
    assert [sentence for sentence in words if sentence not in memo] == []
    assert "in: Verslagen werksessies, z.d." in memo


def test_a_neighbourhood_manager_prepares_tonight(clicks: Clicks) -> None:
    page = clicks.page
    clicks.link(re.compile("een gesprek met bewoners voorbereiden"))
    page.evaluate("window.print = () => { window.isPrinted = true }")
    questions = said(page, ".task-part li")
    clicks.button("Druk af")
    assert len(clicks.made) <= 2
    assert page.evaluate("window.isPrinted")
    page.emulate_media(media="print")
    assert len(questions) > 5
    for item in page.locator(".task-part li").all():
        expect(item).to_be_visible()


def begin_with_trust(clicks: Clicks) -> Locator:
    """Type a word, take the theme that is proposed, and return the quotes beside it."""
    page = clicks.page
    page.get_by_role("combobox").fill("vertrouwen")
    clicks.on(page.get_by_role("option", name="Contact en vertrouwen", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Contact en vertrouwen")
    return page.locator(".quote-card")


def test_an_assistant_of_an_alderman_has_three_quotes_and_a_figure(clicks: Clicks) -> None:
    """Each copied with its source, to be pasted where he writes."""
    page = clicks.page
    quotes = begin_with_trust(clicks)
    for number in range(3):
        words = " ".join(quotes.nth(number).locator("blockquote").inner_text().split()).strip("“” ")
        clicks.button(re.compile("^Kopieer met bron"), f".quote-card >> nth={number}")
        expect(quotes.nth(number).locator(".tools button")).to_have_text("Gekopieerd")
        plain = copied(page)
        assert words in plain
        assert re.search(r"\(.+, in: .+\)", plain)
    clicks.ask("cijfers over jeugdcriminaliteit")
    clicks.button(re.compile("^Kopieer met bron"), "[data-answer]")
    expect(page.locator("[data-answer] .tools button")).to_have_text("Gekopieerd")
    assert "0,2% van de jongeren" in copied(page)
    assert len(clicks.made) <= 6


def test_the_same_gathered_in_one_memo_takes_two_more(clicks: Clicks) -> None:
    page = clicks.page
    quotes = begin_with_trust(clicks)
    words = [" ".join(text.split()).strip("“” ") for text in quotes.locator("blockquote").all_inner_texts()[:3]]
    for number in range(3):
        clicks.button(re.compile("^Bewaar"), f".quote-card >> nth={number}")
    clicks.ask("cijfers over jeugdcriminaliteit")
    clicks.button(re.compile("^Bewaar"), "[data-answer]")
    clicks.link(re.compile("^Mijn selectie"))
    clicks.button("Kopieer alles")
    memo = copied(page)
    assert [one for one in (*words, "0,2% van de jongeren") if one not in memo] == []
    assert len(clicks.made) <= 8


def test_a_new_colleague_reads_the_approach_on_one_page(clicks: Clicks) -> None:
    page = clicks.page
    clicks.link(re.compile("De aanpak in vijf minuten"))
    assert len(clicks.made) == 1
    assert page.locator(".five-step h3").count() == 13
    sentences = said(page, "main p.literal .sentence")
    clicks.link(re.compile("Neem de zinnen mee"))
    clicks.button("Kopieer alles")
    memo = copied(page)
    assert [sentence for sentence in sentences if sentence not in memo] == []


def test_a_safety_officer_of_a_town_that_is_not_there_gets_neighbours_and_whom_to_ask(clicks: Clicks) -> None:
    page = clicks.page
    clicks.ask("voorbeelden in Tilburg")
    near = page.locator(".answer-elsewhere").first
    expect(near).to_contain_text("Het dichtst bij Tilburg")
    assert near.get_by_role("link").count() >= 2
    clicks.on(near.get_by_role("link").first)
    expect(page.locator(".example-card").first).to_be_visible()
    clicks.on(page.locator(".example-card :is(h2, h3) a").first)
    expect(page.locator(".contact-card")).to_be_visible()
    name = page.get_by_role("heading", level=1).inner_text()
    clicks.button(re.compile("^Bewaar"), ".column-side")
    clicks.link(re.compile("^Mijn selectie"))
    clicks.button("Kopieer alles")
    memo = copied(page)
    assert len(clicks.made) <= 6
    assert name in memo
    page.goto("/")
    expect(page.locator(".sender")).to_contain_text("@")


def test_an_editor_finds_what_a_reader_may_say_is_wrong(clicks: Clicks) -> None:
    page = clicks.page
    clicks.ask("wat is een sleutelpersoon")
    clicks.button("Nee", "[data-answer]")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bedankt voor uw oordeel")
    assert len(clicks.made) == 2


def test_an_administrator_reads_that_the_site_is_well(clicks: Clicks) -> None:
    health = clicks.page.request.get("/gezondheid")
    assert health.ok
    clicks.link("Privacy", ".bottom")
    expect(clicks.page.locator("main")).to_contain_text("Na 90 dagen verwijdert de site het oordeel.")
