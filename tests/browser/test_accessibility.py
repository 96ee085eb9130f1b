"""What axe can check, on every kind of page; and by test of our own what it can't."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from in_page import FOCUS_UNSEEN, FULL_LINES, STICKING_OUT
from kinds_of_page import APART, KINDS_OF_PAGE, WALKED
from lxml.html import fromstring
from playwright.sync_api import Browser, Page, expect

# In the dark only the colours are others: the page itself is the same, and was looked at whole in the light.
RULES: dict[Literal["light", "dark"], dict[str, object]] = {
    "light": {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},
}


@pytest.mark.parametrize("kind", WALKED)
def test_axe_finds_nothing(browser: Browser, site: str, kind: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(KINDS_OF_PAGE[kind])
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = {}
    for scheme, rules in RULES.items():
        page.emulate_media(color_scheme=scheme)
        violations = Axe().run(page, options=rules).response["violations"]
        found[scheme] = [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in violations]
    assert found == {"light": [], "dark": []}
    context.close()


@pytest.mark.parametrize(
    "kind", ["antwoord", "citaat", "voorbeeld", "stap", "taak", "werklijst", "begrippen", "cijfers", "lezer", "over", "privacy"]
)
def test_lines_are_as_long_as_reads_well(page: Page, kind: str) -> None:
    page.goto(KINDS_OF_PAGE[kind])
    lines = page.evaluate(FULL_LINES)
    assert 50 <= sum(lines) / len(lines) <= 75


def test_each_page_has_a_title_of_its_own_one_main_heading_and_the_language(page: Page) -> None:
    pages = {kind: fromstring(page.request.get(address).text()) for kind, address in KINDS_OF_PAGE.items()}
    titles = {kind: html.findtext(".//title") or "" for kind, html in pages.items()}
    assert [kind for kind, title in titles.items() if "Kennisbank" not in title and "·" not in title] == []
    assert sorted(set(titles.values())) == sorted(titles.values())
    assert {kind: (len(html.findall(".//h1")), html.get("lang")) for kind, html in pages.items()} == dict.fromkeys(pages, (1, "nl"))


def test_the_contents_list_shows_where_one_is(page: Page) -> None:
    page.goto("/bronnen/handreiking/stap-8")
    contents = page.get_by_role("navigation", name="Inhoud van deze bron")
    expect(contents.locator("[aria-current=page]")).to_have_text("8. Netwerk opbouwen en onderhouden")
    assert contents.locator("[aria-current=location]").count() == 0
    for section in ("Maak het netwerk compleet", "Onderhoud het netwerk en blijf investeren in relaties", "Kies een passende netwerkform"):
        page.get_by_role("heading", name=section).evaluate("e => scrollTo(0, e.offsetTop - 40)")
        expect(contents.locator("[aria-current=location]")).to_have_text(section)
        expect(contents.get_by_role("link", name=section)).to_be_in_viewport()


@pytest.mark.parametrize("kind", APART)
def test_a_walk_with_the_tab_key_shows_where_one_is_and_nothing_covers_it(page: Page, kind: str) -> None:
    page.goto(KINDS_OF_PAGE[kind])
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen.append(page.evaluate(FOCUS_UNSEEN))
    assert len(seen) > 15
    assert [one for one in seen if one] == []


def test_the_first_tab_skips_to_the_content(page: Page) -> None:
    page.goto("/themas")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Direct naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


@pytest.mark.parametrize("kind", ["start", "antwoord", "lezer", "ladder"])
def test_forced_colours_keep_every_link_and_the_mark_apart(browser: Browser, site: str, kind: str) -> None:
    context = browser.new_context(base_url=site, forced_colors="active")
    page = context.new_page()
    page.goto(KINDS_OF_PAGE[kind])
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    for mark in page.locator("mark").all():
        assert mark.evaluate("e => parseFloat(getComputedStyle(e).borderBottomWidth)") >= 2
    for spot in page.locator(".map circle + circle, .route-stop circle").all():
        assert spot.evaluate("e => getComputedStyle(e).fill") != spot.evaluate("e => getComputedStyle(document.body).backgroundColor")
    context.close()


def test_the_number_of_results_is_announced(page: Page) -> None:
    page.goto("/zoeken?q=ouders")
    status = page.locator("main [role=status]")
    expect(status).to_contain_text("resultaten voor “ouders”")
    page.goto("/citaten?thema=ouders")
    expect(page.locator("main [role=status]")).to_contain_text("van ")


def test_letters_twice_as_large_still_read(browser: Browser, site: str) -> None:
    # Another way to grow than zooming: only the letters do.
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    for kind in ("start", "antwoord", "lezer", "stap"):
        page.goto(KINDS_OF_PAGE[kind])
        page.add_style_tag(content="html { font-size: 200% }")
        assert page.evaluate(STICKING_OUT) == []
    context.close()
