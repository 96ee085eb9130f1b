"""What officials come to do, from first click to last."""

import re
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page, expect

# The headings of a report below which a passage stands and no button or link to take it along.
HEADINGS_WITHOUT_TOOLS = """() => [...document.querySelectorAll('.reading h2')].filter(heading => {
    const below = [];
    for (let one = heading.nextElementSibling; one && one.tagName !== 'H2'; one = one.nextElementSibling) below.push(one);
    return below.some(one => one.matches('.passage'))
        && !below.some(one => one.querySelector('button, .tools, [data-select], [href*="/selectie"], [href*="/passages/"]'));
}).map(heading => heading.textContent)"""


def ask(page: Page, question: str) -> None:
    page.goto("/")
    page.get_by_label("Stel uw vraag in gewone woorden").fill(question)
    page.get_by_role("button", name="Zoek").click()
    expect(page).to_have_url(re.compile("/zoeken"))


def click_the_first_source_and_see_it_marked(page: Page) -> str:
    """Click the number of the first source and return the words above it; they are on screen, marked, in their source."""
    group = page.locator(".answer-group", has=page.locator(".chip-number")).first
    words = " ".join(group.locator(".sentence").all_inner_texts())
    group.locator(".chip-number").first.click()
    mark = page.locator("#gemarkeerd")
    expect(mark).to_be_in_viewport()
    marked = " ".join(page.locator("main mark").all_inner_texts())
    assert re.sub(r"\W", "", marked) and re.sub(r"\W", "", marked) in re.sub(r"\W", "", words)
    return words


def test_how_do_i_involve_parents(page: Page) -> None:
    ask(page, "hoe betrek ik ouders")
    assert page.locator(".results-of-kind h3").first.inner_text() == "Teksten"
    assert page.locator(".answer .sentence").count() > 0
    click_the_first_source_and_see_it_marked(page)
    page.get_by_role("link", name="Terug naar het antwoord").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("hoe betrek ik ouders")


def test_examples_with_parents_in_groningen(page: Page) -> None:
    ask(page, "voorbeelden met ouders in Groningen")
    expect(page.locator("main")).to_contain_text("Geweldloos Verzet")
    click_the_first_source_and_see_it_marked(page)


def test_quotes_about_trust(page: Page) -> None:
    ask(page, "citaten over vertrouwen")
    quotes = page.locator(".results-of-kind", has=page.get_by_role("heading", name="Citaten", exact=True)).locator(".result")
    assert quotes.count() > 0
    for said_by in quotes.locator(".result-speaker").all_inner_texts():
        assert said_by.strip()
    quotes.first.get_by_role("heading").get_by_role("link").click()
    expect(page.locator("#gemarkeerd")).to_be_in_viewport()


def test_prepare_a_talk_in_the_neighbourhood_and_print_its_questions(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="een gesprek met bewoners voorbereiden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ik wil een gesprek met bewoners voorbereiden")
    page.locator(".task-part").get_by_role("link", name="Vragen voor een gesprek over de wijk", exact=True).click()
    questions = page.locator(".sheet li")
    assert questions.count() == 8
    page.evaluate("window.print = () => { window.isPrinted = true }")
    page.get_by_role("button", name="Druk af").click()
    assert page.evaluate("window.isPrinted")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Hoofdmenu")).to_be_hidden()
    expect(page.get_by_role("contentinfo")).to_be_hidden()
    expect(questions.first).to_be_visible()


def test_find_how_to_involve_parents_and_copy_a_citation(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "hoe betrek ik ouders")
    first = page.locator(".answer-group").first
    words = first.locator(".sentence").first.inner_text()
    page.locator("[data-answer]").get_by_role("button", name=re.compile("Kopieer met bron")).click()
    expect(page.locator("[data-status]")).to_have_text("Gekopieerd, met de bron erbij.")
    plain = page.evaluate("navigator.clipboard.readText()")
    assert words.strip("“”‘’'\"") in " ".join(plain.split())
    assert re.search(r"\(.+, in: .+, (.*\d{4}|z\.d\.)", plain)
    address = plain.splitlines()[-1]
    assert "/passages/" in address
    html = page.evaluate("navigator.clipboard.read().then(([one]) => one.getType('text/html')).then(blob => blob.text())")
    assert "<blockquote>" in html and "/passages/" in html
    page.goto(address)
    expect(page.locator("#gemarkeerd")).to_be_in_viewport()


def test_find_an_example_for_my_problem_and_its_contact(page: Page) -> None:
    page.goto("/praktijkvoorbeelden")
    page.locator(".facets").get_by_role("link", name="Arnhem").click()
    page.locator(".facets").get_by_role("link", name="Samenwerken over domeinen heen").click()
    page.get_by_role("link", name=re.compile("BOTOC")).first.click()
    contact = page.locator(".contact-card")
    expect(contact).to_contain_text("Schilling")
    expect(contact.get_by_role("link", name=re.compile("@"))).to_have_attribute("href", re.compile("^mailto:"))
    expect(contact).to_contain_text("Zoals genoemd in")
    contact.get_by_role("link", name="de bron").click()
    expect(page.locator("#gemarkeerd")).to_be_in_viewport()


def test_browse_quotes_by_theme(page: Page) -> None:
    page.goto("/citaten")
    theme = page.locator(".facet", has=page.get_by_role("heading", name="Thema")).get_by_role("link", name="Contact en vertrouwen")
    theme.click()
    assert urlparse(page.url).query == "thema=vertrouwen"
    quotes = page.locator(".quote-card")
    assert quotes.count() > 3
    for speaker in quotes.locator(".quote-speaker").all_inner_texts():
        assert speaker.strip()
    quotes.first.get_by_role("link", name=re.compile("Lees in de bron")).click()
    expect(page.locator("#gemarkeerd")).to_be_in_viewport()
    page.go_back()
    page.get_by_role("link", name="Haal weg: Contact en vertrouwen").click()
    assert urlparse(page.url).query == ""


def test_walk_the_steps(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Stap 1: Inspiratie door praktijkvoorbeelden").click()
    for number in range(2, 13):
        page.locator(".before-after a[rel=next]").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Stap {number}")
    assert page.locator(".before-after a[rel=next]").count() == 0
    page.get_by_role("navigation", name="Alle stappen").get_by_role("link", name="Stap 10").click()
    deepening = page.locator(".deepening details").first
    deepening.locator("summary").first.click()
    expect(deepening.locator(".passage").first).to_be_visible()


def test_correct_a_typing_error(page: Page) -> None:
    ask(page, "hoe betreek ik ouderz")
    expect(page.locator(".correction")).to_contain_text("Wij zochten op")
    expect(page.get_by_role("heading", level=1)).to_contain_text("ouders")
    page.get_by_role("link", name=re.compile("Zoek toch naar")).click()
    assert "letterlijk=1" in page.url
    expect(page.get_by_role("heading", level=1)).to_contain_text("ouderz")


def tick(page: Page, *labels: str) -> None:
    """Tick values of the filters beside the results, and show what has them."""
    for label in labels:
        page.locator(".facets").get_by_role("checkbox", name=re.compile(f"^{label}")).check()
    page.get_by_role("button", name="Toon wat u aankruist").click()


def test_refine_by_facet_and_go_back(page: Page) -> None:
    ask(page, "ouders")
    count = page.locator("main [role=status]")
    total = count.inner_text()
    tick(page, "Stap 10")
    tick(page, "Citaat")
    fewer = count.inner_text()
    assert int(fewer.split()[0]) < int(total.split()[0])
    assert page.locator("#vraag").input_value() == "ouders"
    page.go_back()
    page.go_back()
    assert count.inner_text() == total
    page.go_forward()
    page.get_by_role("link", name=re.compile("Haal filter weg: Stap 10")).click()
    assert count.inner_text() == total
    tick(page, "Stap 10")
    page.get_by_role("link", name="Wis filters").click()
    assert page.locator("#vraag").input_value() == "ouders"


def test_several_values_are_ticked_together_and_stay_ticked(page: Page) -> None:
    ask(page, "hoe betrek ik ouders")
    kinds = page.get_by_role("group", name="Soort")
    before = kinds.locator("label").all_inner_texts()
    tick(page, "Citaat", "Handreiking")
    assert "soort=citaat" in page.url and "soort=handreiking" in page.url
    expect(kinds.locator("input:checked")).to_have_count(2)
    # The others are there still, with what they would give.
    assert kinds.locator("label").all_inner_texts() == before
    kinds.get_by_role("checkbox", name=re.compile("^Citaat")).uncheck()
    tick(page)
    expect(kinds.locator("input:checked")).to_have_count(1)
    page.get_by_role("link", name="Haal filter weg: Handreiking").click()
    expect(kinds.locator("input:checked")).to_have_count(0)


def test_the_number_of_a_source_shows_its_place_and_leads_there(page: Page) -> None:
    ask(page, "hoe betrek ik ouders")
    number = page.locator(".chip-number").nth(1)
    preview = page.locator(".preview").nth(1)
    expect(preview).to_be_hidden()
    number.hover()
    expect(preview).to_be_visible()
    assert number.locator("xpath=ancestor::p").locator(".sentence").first.inner_text() in " ".join(preview.inner_text().split())
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    page.mouse.move(0, 0)
    number.focus()
    expect(preview).to_be_visible()
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    number.press("Enter")
    bar = page.get_by_role("navigation", name="Aangewezen plaats")
    expect(bar).to_contain_text("2 van 4")
    expect(page.locator("#gemarkeerd")).to_be_in_viewport()
    high = page.evaluate("document.querySelector('#gemarkeerd').getBoundingClientRect().top / innerHeight")
    assert 0.2 < high < 0.45
    bar.get_by_role("link", name="Volgende plaats").click()
    expect(bar).to_contain_text("3 van 4")
    expect(page.locator("#gemarkeerd")).to_be_in_viewport()
    # What stays in view while one reads on.
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(bar).to_be_in_viewport()
    bar.get_by_role("link", name="Terug naar het antwoord").click()
    expect(page.locator("[data-answer]")).to_be_visible()


def test_a_tap_shows_the_place_first_and_the_next_one_leads_there(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto("/zoeken?q=hoe+betrek+ik+ouders")
    number = page.locator(".chip-number").first
    number.tap()
    expect(page.locator(".preview").first).to_be_visible()
    assert "/zoeken" in page.url
    number.tap()
    expect(page.locator("#gemarkeerd")).to_be_in_viewport()
    context.close()


def test_a_question_that_a_personal_story_fits_leads_to_its_report_and_back(page: Page) -> None:
    ask(page, "uithuisplaatsing van een jongen in de jeugdzorgketen")
    report = page.locator(".result", has=page.locator(".in-report")).first
    expect(report.get_by_role("heading")).to_have_text("Van Hard naar Hart")
    report.get_by_role("link", name="Lees dit in het verslag").click()
    assert urlparse(page.url).path == "/bronnen/sessieverslagen/van-hard-naar-hart"
    expect(page.get_by_role("heading", level=1)).to_have_text("Van Hard naar Hart")
    assert page.locator("main mark, #gemarkeerd").count() == 0
    page.get_by_role("link", name="Terug naar het antwoord").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("uithuisplaatsing")


@pytest.mark.parametrize(
    ("report", "story"),
    [
        ("van-hard-naar-hart", ["Een casus met impact"]),
        ("beter-samen-expex", ["Ervaringsverhaal Janneke", "Ervaringsverhaal Eline", "Herstel en hoop"]),
    ],
)
def test_no_buttons_stand_beside_a_personal_story(page: Page, report: str, story: list[str]) -> None:
    """Nothing to copy it, keep it or link to it; beside the rest of the report they stand."""
    page.goto(f"/bronnen/sessieverslagen/{report}")
    expect(page.get_by_role("button", name=re.compile("^Kopieer met bron: ")).first).to_be_visible()
    without = page.evaluate(HEADINGS_WITHOUT_TOOLS)
    assert without == story


def test_the_answer_is_not_in_the_sources_and_what_next(page: Page) -> None:
    ask(page, "Wat kost de Vreedzame Wijk?")
    answer = page.locator(".answer")
    expect(answer.get_by_role("heading", level=2)).to_have_text("Dit staat niet in de bronnen")
    expect(answer).to_contain_text("Wel verwant")
    expect(answer.get_by_role("link", name="ess@minszw.nl")).to_be_visible()
    answer.locator(".related h4 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_nothing_found_and_what_next(page: Page) -> None:
    ask(page, "qzxqzx")
    page.goto(page.url + "&gemeente=nieuwegein&stap=3")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Niets gevonden")
    page.get_by_role("link", name="Wis filters").click()
    page.get_by_role("link", name="thema’s").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thema’s")


def test_suggestions_help_and_never_stand_in_the_way(page: Page) -> None:
    page.goto("/")
    field = page.get_by_role("combobox")
    # At once: letter by letter another list may come while one is at the first.
    field.fill("oud")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    field.press("Escape")
    expect(options.first).to_be_hidden()
    assert field.input_value() == "oud"
    field.press_sequentially("ers", delay=20)
    expect(options.first).to_be_visible()
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("“ouders”")


def test_choosing_a_suggestion_goes_there(page: Page) -> None:
    page.goto("/hulp")
    field = page.get_by_role("combobox")
    field.press_sequentially("sleutelpersonen en", delay=20)
    page.get_by_role("option", name="Sleutelpersonen en rolmodellen").click()
    expect(page).to_have_url(re.compile("/themas/sleutelpersonen$"))


IN_VIEW = """names => names.map(name => document.querySelector(name)?.getBoundingClientRect().bottom ?? Infinity)"""


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
def test_the_first_screen_tells_what_this_is_whose_it_is_and_where_to_begin(browser: Browser, site: str, width: int, height: int) -> None:
    context = browser.new_context(base_url=site, viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto("/")
    assert all(bottom <= height for bottom in page.evaluate(IN_VIEW, ["h1", ".hero .lead", "#vraag", ".ways-in", ".sender"]))
    assert page.evaluate(IN_VIEW, [".try"])[0] <= 2 * height
    assert page.locator(".ways-in a").count() == 3
    for words in (
        "Jongeren uit de criminaliteit houden, samen met de wijk",
        "Voor ambtenaren",
        "Ministerie van Sociale Zaken",
        "@",
        "2026",
    ):
        expect(page.locator(".hero")).to_contain_text(words)
    context.close()


@pytest.mark.parametrize("path", ["/", "/vragen", "/zoeken?q=ouders", "/selectie"])
def test_on_a_telephone_the_head_of_a_page_is_low_and_its_menu_folds_out(browser: Browser, site: str, path: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto("/hulp")
    page.evaluate("localStorage.setItem('selectie', JSON.stringify(['a', 'b', 'c']))")
    page.goto(path)
    assert page.evaluate("document.querySelector('header.top').offsetHeight") <= 120
    menu = page.get_by_role("navigation", name="Hoofdmenu")
    expect(menu).to_have_count(0)
    page.get_by_text("Menu", exact=True).click()
    assert menu.get_by_role("link").all_inner_texts() == ["Vragen", "Taken", "Stappen", "Voorbeelden", "Citaten", "Meer"]
    menu.get_by_role("link", name="Taken").click()
    expect(page).to_have_url(re.compile("/taken$"))
    context.close()
