"""Taking things along: ask, read, click, see the mark, copy, collect three things, export, open the file."""

import io
import json
import re
from pathlib import Path

import docx
from playwright.sync_api import Download, Page, expect


def test_collect_three_things_and_open_the_word_file(page: Page) -> None:
    page.goto("/zoeken?q=wat+is+een+sleutelpersoon")
    group = page.locator(".answer-group").first
    sentence = group.locator(".sentence").first.inner_text()
    page.locator("[data-answer]").get_by_role("button", name=re.compile("^Bewaar: ")).click()
    expect(page.locator("[data-status]")).to_contain_text("Bewaard")
    page.goto("/citaten?spreker=lieuwe-rozema")
    card = page.locator(".quote-card").first
    quote = card.locator("blockquote").inner_text()
    card.get_by_role("button", name=re.compile("Bewaar")).click()
    page.goto("/werklijsten/handreiking.lijst-gesprek-over-de-wijk")
    question = page.locator(".sheet li").first.inner_text()
    page.locator(".sheet").get_by_role("button", name=re.compile("Bewaar")).click()
    page.get_by_role("link", name="Mijn selectie (3)").click()
    expect(page.locator("main [role=status]")).to_have_text("3 teksten gekozen")

    word = docx.Document(io.BytesIO(_downloaded(page, "Download voor Word")))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    for chosen in (sentence, quote.strip("“”\n "), question):
        assert chosen in text
    headings = [paragraph.text for paragraph in word.paragraphs if paragraph.style and paragraph.style.name == "Heading 1"]
    assert len(headings) == 4 and headings[-1] == "Bronnen"
    markdown = _downloaded(page, "Markdown").decode()
    assert markdown.count("\n## ") == 4 and question in markdown


def test_what_is_kept_stays_and_can_be_taken_away(page: Page) -> None:
    page.goto("/bronnen/handreiking/stap-8")
    button = page.locator("[data-select]").first
    button.focus()
    button.press("Space")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.goto("/selectie")
    expect(page.locator(".chosen")).to_have_count(1)
    page.get_by_role("button", name=re.compile("Haal weg")).click()
    expect(page.locator("main")).to_contain_text("U hebt nog niets gekozen")
    page.goto("/themas")
    expect(page.get_by_role("link", name="Mijn selectie", exact=True).first).to_be_visible()


def test_going_back_shows_what_was_kept_meanwhile(page: Page) -> None:
    for part in ("stap-8", "stap-4"):
        page.goto(f"/bronnen/handreiking/{part}")
        button = page.locator("[data-select]").first
        button.press("Space")
        expect(button).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect(page.get_by_role("link", name="Mijn selectie (2)").first).to_be_visible()
    page.locator("[data-select]").nth(1).press("Space")
    page.goto("/selectie")
    expect(page.locator(".chosen")).to_have_count(3)


def test_a_full_selection_takes_no_more_and_loses_nothing(page: Page) -> None:
    page.goto("/bronnen/handreiking/stap-8")
    ids = [f"handreiking.stap-{number}" for number in (*range(1, 8), *range(9, 13))] + [f"bestaat.niet-{number}" for number in range(48)]
    ids += ["handreiking.lijst-participatieladder", "praktijkvoorbeeld.adamas", "handreiking.lijst-gesprek-over-de-wijk"]
    assert len(ids) == 62
    page.evaluate("ids => localStorage.setItem('selectie', JSON.stringify(ids))", ids)
    page.goto("/selectie")
    expect(page.locator("main .note").last).to_contain_text("en u koos er 62")
    # What is not in the kennisbank is gone, what did not fit is kept.
    kept = [item for item in ids if not item.startswith("bestaat")]
    assert json.loads(page.evaluate("localStorage.getItem('selectie')")) == kept
    expect(page.get_by_role("button", name="Download voor Word")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Haal weg")).first.click()
    expect(page.get_by_role("button", name="Download voor Word")).to_be_visible()
    assert json.loads(page.evaluate("localStorage.getItem('selectie')")) == kept[1:]
    full = [f"handreiking.vol-{number}" for number in range(60)]
    page.evaluate("ids => localStorage.setItem('selectie', JSON.stringify(ids))", full)
    page.goto("/bronnen/handreiking/stap-8")
    page.locator("[data-select]").first.click()
    expect(page.locator("[data-status]")).to_contain_text("Uw selectie is vol: er kunnen 60 teksten in.")
    assert json.loads(page.evaluate("localStorage.getItem('selectie')")) == full


def test_a_whole_task_is_copied_as_one(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/taken/gesprek-met-bewoners-voorbereiden")
    page.get_by_role("button", name="Kopieer alles met bron").click()
    expect(page.locator("[data-status]")).to_contain_text("Gekopieerd")
    plain = page.evaluate("navigator.clipboard.readText()")
    assert plain.count("in: Handreiking Weerbare gemeenschappen") >= 3
    for item in page.locator(".task-part li").all_inner_texts():
        assert item.split("\n")[0] in plain


def test_what_is_copied_is_what_is_kept(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/zoeken?q=wat+is+een+sleutelpersoon")
    group = page.locator("[data-answer]")
    group.get_by_role("button", name=re.compile("^Kopieer met bron")).click()
    expect(page.locator("[data-status]")).to_contain_text("Gekopieerd")
    copied = page.evaluate("navigator.clipboard.readText()")
    page.goto(group.locator("[data-select]").get_attribute("href") or "")
    for line in page.locator(".chosen .literal :is(p, li)").all_inner_texts():
        assert line in copied
    assert f"({page.locator('.chosen .passage-source a').inner_text()})" in copied


def test_a_copy_button_comes_back_to_its_label(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/bronnen/handreiking/stap-8")
    button = page.locator(".tools button").first
    expect(button).to_have_text("Kopieer met bron")
    button.click()
    expect(button).to_have_text("Gekopieerd")
    button.click()
    expect(button).to_have_text("Gekopieerd")
    expect(button).to_have_text("Kopieer met bron", timeout=5_000)
    button.click()
    expect(button).to_have_text("Gekopieerd")
    expect(button).to_have_text("Kopieer met bron", timeout=5_000)


def test_where_copying_is_not_allowed_there_is_a_field_to_copy_from(page: Page) -> None:
    page.add_init_script("navigator.clipboard.write = () => Promise.reject(new Error('nee'))")
    page.goto("/citaten?spreker=lieuwe-rozema")
    card = page.locator(".quote-card").first
    card.get_by_role("button", name=re.compile("^Kopieer met bron")).click()
    expect(card.get_by_label("Kopieer deze tekst")).to_have_value(re.compile(re.escape(card.locator("blockquote").inner_text())))
    page.route("**/selectie/kopie*", lambda route: route.fulfill(status=429))
    card.get_by_role("button", name=re.compile("^Kopieer met bron")).click()
    expect(page.locator("[data-status]")).to_have_text("Kopiëren lukt nu niet. Probeer het later nog eens.")


def test_an_address_that_would_get_too_long_takes_no_more(page: Page) -> None:
    page.goto("/bronnen/handreiking/stap-8")
    long = [f"handreiking.{'x' * 145}{number}" for number in range(50)]
    page.evaluate("ids => localStorage.setItem('selectie', JSON.stringify(ids))", long)
    page.reload()
    page.locator("[data-select]").first.click()
    expect(page.locator("[data-status]")).to_contain_text("Uw selectie is vol: het adres ervan wordt te lang.")
    assert json.loads(page.evaluate("localStorage.getItem('selectie')")) == long


def test_the_mark_and_the_source_line_are_printed(page: Page) -> None:
    page.goto("/bronnen/handreiking/stap-8?passage=stap-8&woorden=0-60-nhitt3nv")
    page.emulate_media(media="print")
    expect(page.locator("mark").first).to_be_visible()
    assert page.locator("mark").first.evaluate("e => getComputedStyle(e).borderBottomStyle") == "solid"
    expect(page.locator(".tools > *").first).to_be_hidden()
    printed = page.locator(".tools").first.evaluate("e => getComputedStyle(e, '::after').content")
    assert re.fullmatch(r'"http://.+/passages/handreiking\.stap-8"', printed)


def test_a_judgement_is_kept_without_the_question_unless_ticked(page: Page, judgements: Path) -> None:
    for file in judgements.glob("*"):
        file.unlink()
    page.goto("/zoeken?q=wat+is+een+sleutelpersoon")
    form = page.locator(".answer .judge")
    form.get_by_role("button", name="Ja").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bedankt voor uw oordeel")
    page.goto("/zoeken?q=mag+ik+06-12345678+bellen+over+ouders")
    form = page.locator(".judge").first
    form.get_by_label(re.compile("U mag mijn vraag bewaren")).check()
    form.get_by_role("button", name="Nee").click()
    first, second = "".join(file.read_text(encoding="utf-8") for file in judgements.glob("*")).splitlines()
    assert "vraag" not in first.replace("vragen", "") and '"oordeel": "ja"' in first
    assert "[nummer]" in second and "12345678" not in second


def test_a_judgement_of_a_result_says_which(page: Page, judgements: Path) -> None:
    for file in judgements.glob("*"):
        file.unlink()
    page.goto("/zoeken?q=wat+is+een+sleutelpersoon")
    second = page.locator(".result").nth(1)
    second.get_by_text("Klopt dit resultaat?").click()
    place = second.locator("[name=nee]").get_attribute("value")
    second.get_by_role("button", name="Klopt niet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bedankt voor uw oordeel")
    (kept,) = "".join(file.read_text(encoding="utf-8") for file in judgements.glob("*")).splitlines()
    record = json.loads(kept)
    assert record == {"dag": record["dag"], "soort": "resultaat", "oordeel": "nee", "plaatsen": [place]}


def _downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    download: Download = waiting.value
    return Path(download.path()).read_bytes()
