"""The user stories with the keyboard alone: Tab, Enter, Space, arrows and Escape; at each stop one sees where one is and nothing covers it."""

import re
from urllib.parse import urlparse

from in_page import FOCUS_UNSEEN
from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 250


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until the wanted thing has the focus."""
    wanted.wait_for(state="attached")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_UNSEEN) == ""
        if wanted.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"Niet te bereiken met Tab: {wanted}")


def follow(page: Page, wanted: Locator) -> None:
    """Go to a link with Tab and follow it with Enter."""
    reach(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def ask(page: Page, question: str) -> None:
    page.goto("/")
    reach(page, page.get_by_role("combobox"))
    page.keyboard.type(question)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_ask_read_the_place_and_come_back(page: Page) -> None:
    ask(page, "hoe betrek ik ouders")
    follow(page, page.locator(".answer .chip-number").first)
    expect(page.locator("#gemarkeerd")).to_be_in_viewport()
    page.goto(page.url.partition("#")[0])
    follow(page, page.get_by_role("link", name="Terug naar het antwoord"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("hoe betrek ik ouders")


def test_copy_keep_and_take_along(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/zoeken?q=hoe+betrek+ik+ouders")
    group = page.locator("[data-answer]")
    reach(page, group.get_by_role("button", name=re.compile("^Kopieer met bron: ")))
    page.keyboard.press("Enter")
    expect(page.locator("[data-status]")).to_have_text("Gekopieerd, met de bron erbij.")
    reach(page, group.get_by_role("button", name=re.compile("^Bewaar: ")))
    page.keyboard.press("Space")
    expect(page.locator("[data-status]")).to_contain_text("Bewaard in uw selectie")
    page.goto("/hulp")
    follow(page, page.get_by_role("link", name=re.compile(r"selectie \(4\)")).first)
    reach(page, page.get_by_role("button", name="Download voor Word"))
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith(".docx")


def test_prepare_a_talk_and_print(page: Page) -> None:
    page.goto("/")
    follow(page, page.get_by_role("link", name="een gesprek met bewoners voorbereiden"))
    follow(page, page.locator(".task-part").get_by_role("link", name="Vragen voor een gesprek over de wijk", exact=True))
    page.evaluate("window.print = () => { window.isPrinted = true }")
    reach(page, page.get_by_role("button", name="Druk af"))
    page.keyboard.press("Enter")
    assert page.evaluate("window.isPrinted")


def test_find_an_example_by_the_map_and_its_contact(page: Page) -> None:
    page.goto("/")
    follow(page, page.locator(".map a", has_text="Arnhem"))
    assert urlparse(page.url).path == "/gemeenten/arnhem"
    follow(page, page.get_by_role("link", name=re.compile("^BOTOC")).first)
    reach(page, page.locator(".contact-card").get_by_role("link", name=re.compile("@")))


def test_find_what_is_most_like_a_municipality_that_is_not_there(page: Page) -> None:
    page.goto("/gemeenten")
    reach(page, page.get_by_label("Staat uw gemeente er niet bij?"))
    page.keyboard.type("Tilburg")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tilburg")
    reach(page, page.get_by_label("Waar gaat het bij u om?"))
    page.keyboard.type("Jongeren")
    reach(page, page.get_by_role("button", name="Toon voorbeelden"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("thema=jongeren"))
    expect(page.locator(".example-card").first).to_contain_text(re.compile(r"Zelfde onderwerp, \d+ km"))


def test_go_from_a_cell_of_a_comparison_to_its_place(page: Page) -> None:
    page.goto("/vergelijken")
    follow(page, page.get_by_role("link", name="Elf manieren om ouders te bereiken"))
    follow(page, page.get_by_role("link", name="Bron: voor wie, Vadercentrum ADAM"))
    expect(page.locator("mark")).to_have_text("mensen in achterstandssituaties")


def test_browse_quotes_and_drop_the_filter(page: Page) -> None:
    page.goto("/citaten")
    follow(page, page.locator(".facets").get_by_role("link", name="Contact en vertrouwen"))
    follow(page, page.get_by_role("link", name="Haal weg: Contact en vertrouwen"))
    assert urlparse(page.url).query == ""
    follow(page, page.get_by_role("link", name="Volgende"))
    assert urlparse(page.url).query == "pagina=2"


def test_walk_the_route_and_fold_open(page: Page) -> None:
    page.goto("/stappen")
    follow(page, page.get_by_role("link", name="Stap 9: Met het netwerk in gesprek over weerbaarheid"))
    follow(page, page.locator(".before-after a[rel=next]"))
    reach(page, page.locator(".deepening summary").first)
    page.keyboard.press("Enter")
    expect(page.locator(".deepening .passage").first).to_be_visible()


def test_correct_refine_and_begin_anew(page: Page) -> None:
    ask(page, "hoe betreek ik ouderz")
    follow(page, page.get_by_role("link", name=re.compile("Zoek toch naar")))
    page.go_back()
    summary = page.locator(".facets summary").first
    reach(page, summary)
    page.keyboard.press("Enter")
    expect(page.locator(".facets details input").first).to_be_visible()
    page.goto(page.url)
    reach(page, page.locator(".facets").get_by_role("checkbox", name=re.compile("^Citaat")))
    page.keyboard.press("Space")
    reach(page, page.get_by_role("button", name="Toon wat u aankruist"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("soort=citaat"))
    follow(page, page.get_by_role("link", name="Wis filters"))
    assert "soort" not in page.url


def test_nothing_found_and_what_next(page: Page) -> None:
    page.goto("/zoeken?q=qzxqzx&stap=3")
    follow(page, page.get_by_role("link", name="zoek in alles"))
    page.goto("/zoeken?q=Wat+kost+de+Vreedzame+Wijk%3F")
    follow(page, page.locator(".related h4 a").first)


def test_suggestions_are_chosen_with_the_arrows(page: Page) -> None:
    page.goto("/hulp")
    reach(page, page.get_by_role("combobox"))
    # At once: letter by letter another list may come while one is at the arrows.
    page.keyboard.insert_text("sleutelpersonen")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(page.locator(".combobox [role=status]")).to_have_text(re.compile(r"^\d suggesties?$"))
    for _ in range(options.count()):
        page.keyboard.press("ArrowDown")
        if "Sleutelpersonen en rolmodellen" in page.locator("[aria-selected=true]").inner_text():
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/themas/sleutelpersonen")


def test_arrow_down_opens_a_list_that_was_closed(page: Page) -> None:
    page.goto("/zoeken?q=sleutelpersonen")
    # What answers the arrows is fetched when a reader comes to the field, and answers them once it has run.
    with page.expect_response(re.compile("keuzelijst")) as fetched:
        reach(page, page.get_by_role("combobox"))
    page.evaluate("address => import(address).then(() => new Promise(requestAnimationFrame))", fetched.value.url)
    options = page.get_by_role("option")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
        expect(options.first).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Escape")
        expect(options).to_have_count(0)


def test_that_there_is_no_suggestion_is_said(page: Page) -> None:
    page.goto("/hulp")
    reach(page, page.get_by_role("combobox"))
    status = page.locator(".combobox [role=status]")
    page.keyboard.insert_text("qqqqq")
    expect(status).to_have_text("Geen suggesties")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    expect(status).to_have_text("")


def test_judge_an_answer(page: Page) -> None:
    page.goto("/zoeken?q=hoe+betrek+ik+ouders")
    reach(page, page.locator(".answer").get_by_label(re.compile("U mag mijn vraag bewaren")))
    page.keyboard.press("Space")
    reach(page, page.locator(".answer").get_by_role("button", name="Ja"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bedankt voor uw oordeel")
