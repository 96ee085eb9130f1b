"""A memo in the browser: its order, a reader's own words and where they stay, copying all of it, and a selection that somebody shared."""

import json
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from in_page import CUT_OFF, SMALL_TARGETS, STICKING_OUT
from playwright.sync_api import Browser, Page, Route, expect

ITEMS = ["handreiking.stap-4~0-40-3lwz4y5a", "praktijkvoorbeeld.adamas", "handreiking.lijst-participatieladder"]
NAMES = ["4. Randvoorwaarden op orde", "ADAMAS", "De zes treden van de participatieladder"]
SECRET = "geheimwoord"


def address(items: list[str]) -> str:
    return f"/selectie?{urlencode([('id', item) for item in items])}"


@pytest.fixture
def memo(page: Page) -> Page:
    """The page of a reader's own selection of three texts."""
    page.goto("/privacy")
    page.evaluate("items => localStorage.setItem('selectie', JSON.stringify(items))", ITEMS)
    page.goto("/selectie")
    expect(page.get_by_role("button", name="Kopieer alles")).to_be_visible()
    return page


def kept(page: Page, key: str = "selectie") -> object:
    return json.loads(page.evaluate("key => localStorage.getItem(key)", key))


def names(page: Page) -> list[str]:
    return page.locator(".chosen h2").all_inner_texts()


def write(page: Page) -> None:
    """Write a title, and for each of the texts words and a heading."""
    page.get_by_label("Titel van uw memo").fill(f"Titel {SECRET}")
    for number, kopje in enumerate(("Kosten en risico’s", "(geen kopje)", "Aanleiding")):
        page.get_by_label("Uw eigen woorden hierbij").nth(number).fill(f"{SECRET} {number}\ntweede regel")
        page.get_by_label("Onder welk kopje?").nth(number).select_option(kopje)


def test_the_order_is_changed_by_keyboard_without_loading_the_page(memo: Page) -> None:
    memo.evaluate("window.isSame = true")
    button = memo.get_by_role("button", name="Omlaag: ADAMAS")
    button.focus()
    button.press("Enter")
    assert names(memo) == [NAMES[0], NAMES[2], NAMES[1]]
    expect(button).to_be_focused()
    expect(memo.locator("[data-status]")).to_have_text("ADAMAS staat nu op plaats 3 van 3.")
    button.press("Space")
    assert names(memo) == [NAMES[0], NAMES[2], NAMES[1]]
    memo.get_by_role("button", name="Omhoog: ADAMAS").press("Space")
    memo.get_by_role("button", name="Omhoog: ADAMAS").press("Space")
    order = [ITEMS[1], ITEMS[0], ITEMS[2]]
    assert (names(memo), kept(memo)) == ([NAMES[1], NAMES[0], NAMES[2]], order)
    assert memo.url.endswith(address(order).replace("%7E", "~"))
    expect(memo.get_by_role("link", name="Mijn selectie (3)")).to_have_attribute("href", re.compile("adamas.*stap-4.*ladder"))
    memo.get_by_role("button", name=f"Haal weg: {NAMES[0]}").press("Enter")
    expect(memo.get_by_role("button", name=f"Haal weg: {NAMES[2]}")).to_be_focused()
    expect(memo.locator("[data-status]")).to_have_text(f"Weggehaald: {NAMES[0]}.")
    expect(memo.locator("main [role=status]")).to_have_text("2 teksten gekozen")
    assert memo.evaluate("window.isSame") is True
    memo.reload()
    assert names(memo) == [NAMES[1], NAMES[2]]


def test_dragging_changes_the_order_too(memo: Page) -> None:
    memo.set_viewport_size({"width": 1280, "height": 5_000})
    handle, last = memo.locator(".drag").nth(0).bounding_box(), memo.locator(".chosen").nth(2).bounding_box()
    assert handle and last
    memo.mouse.move(handle["x"] + 10, handle["y"] + 10)
    memo.mouse.down()
    memo.mouse.move(handle["x"] - 20, handle["y"] + 30, steps=3)
    memo.mouse.move(last["x"] + 30, last["y"] + last["height"] - 20, steps=5)
    memo.mouse.up()
    expect(memo.locator(".chosen h2")).to_have_text([NAMES[1], NAMES[2], NAMES[0]])
    memo.wait_for_function("item => JSON.parse(localStorage.getItem('selectie'))[2] === item", arg=ITEMS[0])
    assert kept(memo) == [ITEMS[1], ITEMS[2], ITEMS[0]]


def test_own_words_stay_in_this_browser_and_go_with_their_text(memo: Page) -> None:
    asked: list[str] = []
    memo.on("request", lambda request: asked.append(f"{request.method} {request.url} {request.headers}"))
    write(memo)
    memo.get_by_role("button", name="Omlaag: 4. Randvoorwaarden op orde").click()
    memo.reload()
    expect(memo.get_by_label("Titel van uw memo")).to_have_value(f"Titel {SECRET}")
    words = [field.input_value() for field in memo.get_by_label("Uw eigen woorden hierbij").all()]
    assert words == [f"{SECRET} {number}\ntweede regel" for number in (1, 0, 2)]
    assert [field.input_value() for field in memo.get_by_label("Onder welk kopje?").all()] == ["", "kosten", "aanleiding"]
    memo.get_by_role("button", name="Druk af").click()
    expect(memo.get_by_role("heading", level=1)).to_have_text(f"Titel {SECRET}")
    assert memo.locator("article :is(h2, h3)").all_inner_texts() == [
        "ADAMAS",
        "Aanleiding",
        NAMES[2],
        "Kosten en risico’s",
        NAMES[0],
        "Bronnen",
    ]
    memo.get_by_role("link", name="Terug naar uw selectie").click()
    expect(memo.get_by_label("Titel van uw memo")).to_have_value(f"Titel {SECRET}")
    assert [one for one in asked if SECRET in one] == []
    assert [link for link in memo.evaluate("[...document.links].map(one => one.href)") if SECRET in link] == []
    assert (SECRET in memo.url, SECRET in memo.title()) == (False, False)


def test_what_is_typed_before_the_script_has_come_stays(memo: Page) -> None:
    memo.get_by_label("Titel van uw memo").fill("Een eerdere titel")
    memo.get_by_label("Uw eigen woorden hierbij").first.fill("Eerder geschreven.")
    held: list[Route] = []
    memo.route("**/memo.js", lambda route: held.append(route))
    memo.goto(address(ITEMS), wait_until="commit")
    memo.get_by_label("Titel van uw memo").fill("Ouders in Oost")
    for one in held:
        one.continue_()
    memo.unroute("**/memo.js")
    expect(memo.get_by_label("Uw eigen woorden hierbij").first).to_have_value("Eerder geschreven.")
    expect(memo.get_by_label("Titel van uw memo")).to_have_value("Ouders in Oost")
    assert kept(memo, "memo")["titel"] == "Ouders in Oost"  # type: ignore[index]


def test_wiping_asks_twice_and_forgets_all_of_it(memo: Page) -> None:
    write(memo)
    assert SECRET in str(kept(memo, "memo"))
    memo.get_by_text("Wis alles", exact=True).click()
    assert SECRET in str(kept(memo, "memo"))
    memo.get_by_role("button", name="Wis mijn woorden").click()
    assert memo.evaluate("localStorage.getItem('memo')") is None
    assert [field.input_value() for field in memo.locator("#titel, .memo textarea, .memo select").all()] == [""] * 7
    assert kept(memo) == ITEMS
    expect(memo.get_by_role("button", name="Wis mijn woorden")).to_be_hidden()
    write(memo)
    memo.get_by_text("Wis alles", exact=True).click()
    memo.get_by_role("button", name="Wis ook mijn selectie").click()
    expect(memo.locator("main")).to_contain_text("U hebt nog niets gekozen")
    assert (kept(memo), memo.evaluate("localStorage.getItem('memo')")) == ([], None)


def test_copy_all_puts_the_whole_memo_on_the_clipboard(memo: Page) -> None:
    memo.context.grant_permissions(["clipboard-read", "clipboard-write"])
    write(memo)
    memo.get_by_role("button", name="Kopieer alles").click()
    expect(memo.get_by_role("button", name="Gekopieerd")).to_be_visible()
    plain = memo.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    blocks = plain.split("\n\n")
    assert [block.split("\n")[0] for block in blocks[:-1]] == [
        f"Titel {SECRET}",
        "ADAMAS",
        "Aanleiding",
        NAMES[2],
        "Kosten en risico’s",
        NAMES[0],
        "Bronnen",
    ]
    assert blocks[5] == f"{NAMES[0]}\n{SECRET} 0\ntweede regel\n“Voor een wederkerige samenwerking met de”\nBron: [3]"
    site = memo.url.split("/selectie")[0]
    assert blocks[6].split("\n")[3] == (
        "[3] Stap 4: Randvoorwaarden op orde, in: Handreiking Weerbare gemeenschappen tegen ondermijning,"
        " Ministerie van Sociale Zaken en Werkgelegenheid, december 2024, p. 12 e.v.,"
        f" {site}/passages/handreiking.stap-4?woorden=0-40-3lwz4y5a"
    )
    html = memo.evaluate("navigator.clipboard.read().then(([one]) => one.getType('text/html')).then(blob => blob.text())")
    assert re.search(rf"<h1.*?>Titel {SECRET}</h1>", html)
    assert re.search(
        rf"<p.*?>{SECRET} 0</p><p.*?>tweede regel</p><blockquote.*?><p.*?>“Voor een wederkerige samenwerking met de”</p>", html
    )


def test_where_copying_is_not_allowed_the_memo_stands_in_a_field(memo: Page) -> None:
    memo.evaluate("() => { navigator.clipboard.write = () => Promise.reject(new Error('nee')) }")
    write(memo)
    memo.get_by_role("button", name="Kopieer alles").click()
    expect(memo.get_by_label("Kopieer deze tekst")).to_have_value(re.compile(f"^Titel {SECRET}\n\nADAMAS\n{SECRET} 1\n"))


def test_what_is_too_long_is_said_where_it_is_seen_and_stays(memo: Page) -> None:
    field = memo.get_by_label("Uw eigen woorden hierbij").first
    field.fill("w" * 2_001)
    memo.get_by_role("button", name="Kopieer alles").click()
    sentence = "Uw eigen woorden bij ‘4. Randvoorwaarden op orde’ hebben 2.001 tekens. Er passen er hoogstens 2000: maak ze korter."
    expect(memo.locator("main .note", has_text=sentence)).to_be_visible()
    memo.get_by_role("button", name="Download voor Word").click()
    expect(memo.get_by_role("alert")).to_contain_text(sentence)
    expect(field).to_have_value("w" * 2_001)
    assert names(memo) == NAMES
    # What was told is mended here; the address is that of the selection again.
    assert "/selectie?id=" in memo.url
    field.fill("w" * 70_000)
    memo.get_by_role("button", name="Download voor Word").click()
    expect(memo.locator("main .note", has_text="Uw memo is te lang om mee te nemen.")).to_be_visible()
    expect(field).to_have_value("w" * 70_000)


def test_a_shared_selection_is_told_as_such_and_overwrites_nothing(page: Page) -> None:
    page.goto("/privacy")
    page.evaluate("localStorage.setItem('selectie', JSON.stringify(['handreiking.stap-8', 'praktijkvoorbeeld.adamas']))")
    page.goto(address(ITEMS))
    expect(page.get_by_role("heading", level=1)).to_have_text("Gedeelde selectie")
    assert page.title().startswith("Gedeelde selectie")
    assert kept(page) == ["handreiking.stap-8", "praktijkvoorbeeld.adamas"]
    expect(page.get_by_role("link", name="Mijn selectie (2)")).to_be_visible()
    for hidden in ("Titel van uw memo", "Plak een vaste link uit deze kennisbank"):
        expect(page.get_by_label(hidden)).to_be_hidden()
    expect(page.get_by_role("button", name="Download voor Word")).to_be_visible()
    page.get_by_role("button", name="Voeg toe aan mijn selectie").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn selectie")
    together = ["handreiking.stap-8", "praktijkvoorbeeld.adamas", ITEMS[0], ITEMS[2]]
    assert kept(page) == together
    expect(page.locator(".chosen")).to_have_count(4)
    expect(page.get_by_role("link", name="Mijn selectie (4)")).to_be_visible()
    page.goto(address(ITEMS))
    expect(page.get_by_role("heading", level=1)).to_have_text("Gedeelde selectie")
    page.get_by_role("link", name="Ga naar mijn selectie").click()
    expect(page.locator(".chosen")).to_have_count(4)


def test_a_task_is_taken_along_without_losing_ones_own(page: Page) -> None:
    page.goto("/privacy")
    page.evaluate("localStorage.setItem('selectie', JSON.stringify(['handreiking.stap-8']))")
    page.goto("/taken/gesprek-met-bewoners-voorbereiden")
    page.get_by_role("link", name=re.compile("^Neem alles mee")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn selectie")
    shown = page.locator(".chosen").count()
    assert shown > 3
    assert page.locator(".chosen").first.get_attribute("data-item") == "handreiking.stap-8"
    expect(page.get_by_role("link", name=f"Mijn selectie ({shown})")).to_be_visible()


def test_who_has_nothing_yet_is_not_given_a_selection_unasked(page: Page) -> None:
    page.goto(address(ITEMS))
    expect(page.get_by_role("heading", level=1)).to_have_text("Gedeelde selectie")
    assert page.evaluate("localStorage.getItem('selectie')") is None
    expect(page.get_by_role("link", name="Mijn selectie", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Voeg toe aan mijn selectie").click()
    expect(page.get_by_role("link", name="Mijn selectie (3)")).to_be_visible()


def test_more_than_fits_is_not_added(page: Page) -> None:
    full = [f"handreiking.vol-{number}" for number in range(59)]
    page.goto("/privacy")
    page.evaluate("items => localStorage.setItem('selectie', JSON.stringify(items))", full)
    page.goto(address(ITEMS))
    page.get_by_role("button", name="Voeg toe aan mijn selectie").click()
    expect(page.locator("main .note", has_text="Uw selectie wordt te groot: er kunnen 60 teksten in.")).to_be_visible()
    assert kept(page) == full


def test_a_pasted_link_is_added_to_ones_own(memo: Page) -> None:
    write(memo)
    memo.get_by_label("Plak een vaste link uit deze kennisbank").fill("https://x.nl/passages/handreiking.stap-8")
    memo.get_by_role("button", name="Voeg toe").click()
    expect(memo.locator(".chosen")).to_have_count(4)
    expect(memo.get_by_role("heading", level=1)).to_have_text("Mijn selectie")
    assert kept(memo) == [*ITEMS, "handreiking.stap-8"]
    assert "erbij" not in memo.url
    expect(memo.get_by_label("Uw eigen woorden hierbij").first).to_have_value(f"{SECRET} 0\ntweede regel")


def test_what_another_window_adds_meanwhile_stays(memo: Page) -> None:
    memo.evaluate("items => localStorage.setItem('selectie', JSON.stringify(items))", [*ITEMS, "handreiking.stap-8"])
    memo.get_by_role("button", name="Omhoog: ADAMAS").click()
    assert kept(memo) == [ITEMS[1], ITEMS[0], ITEMS[2], "handreiking.stap-8"]


def test_a_print_of_the_page_is_the_memo(memo: Page) -> None:
    write(memo)
    memo.emulate_media(media="print")
    expect(memo.locator(".printed-heading").first).to_be_visible()
    shown = [text for text in memo.locator("main :is(h1, h2)").all_inner_texts() if text]
    assert [text for text in shown if text not in ("Uw eigen woorden", "Iets toevoegen")] == [
        "Mijn selectie",
        "ADAMAS",
        "Aanleiding",
        NAMES[2],
        "Kosten en risico’s",
        NAMES[0],
    ]
    said = memo.locator(".own[data-said]").evaluate_all("all => all.map(one => getComputedStyle(one, '::before').content)")
    assert [SECRET in one for one in said] == [True] * 3
    assert SECRET in memo.locator("h1").evaluate("one => getComputedStyle(one, '::after').content")
    assert memo.locator("main :is(button, input, select, textarea, summary, label):visible").count() == 0
    memo.emulate_media(media="screen")
    expect(memo.locator(".printed-heading")).to_have_count(0)
    assert names(memo) == NAMES


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_on_a_memo_and_nothing_sticks_out(browser: Browser, site: str, width: int) -> None:
    for own in (True, False):
        context = browser.new_context(base_url=site, viewport={"width": width, "height": 800})
        page = context.new_page()
        page.goto("/privacy")
        page.evaluate("items => localStorage.setItem('selectie', JSON.stringify(items))", ITEMS if own else [])
        page.goto(address(ITEMS))
        if own:
            write(page)
            page.get_by_text("Wis alles", exact=True).click()
        expect(page.get_by_role("button", name="Kopieer alles")).to_be_visible()
        rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        found = Axe().run(page, options=rules).response["violations"]
        assert [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found] == []
        assert [page.evaluate(wrong) for wrong in (STICKING_OUT, SMALL_TARGETS, CUT_OFF)] == [[], [], []]
        context.close()


def test_words_with_marks_run_nothing(memo: Page) -> None:
    payload = "<img src=x onerror='window.geplant = 1'></textarea><script>window.geplant = 1</script>"
    memo.get_by_label("Titel van uw memo").fill(payload)
    memo.get_by_label("Uw eigen woorden hierbij").first.fill(payload)
    memo.reload()
    expect(memo.get_by_label("Titel van uw memo")).to_have_value(payload)
    memo.get_by_role("button", name="Druk af").click()
    expect(memo.get_by_role("heading", level=1)).to_have_text(payload)
    assert memo.evaluate("window.geplant") is None


def test_word_gets_the_memo_as_it_stands_on_the_page(memo: Page) -> None:
    write(memo)
    with memo.expect_download() as waiting:
        memo.get_by_role("button", name="Markdown").click()
    told = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert told.startswith(f"# Titel {SECRET}\n\n## ADAMAS\n\n{SECRET} 1\n\ntweede regel\n\n> “ADAMAS is een")
