"""The werkbank in a browser: an edited answer made with the mouse and with the keyboard, and what axe finds on its pages."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from test_accessibility import RULES
from werkzeug.serving import make_server

from indexer.keeping import earlier
from web.serving.settings import Settings
from workbench.app import create_app
from workbench.place import Place
from workbench.visitors import Visitors

PATIENCE = 10_000


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "eigen"
    folder.mkdir()
    (folder / "eigen.yaml").write_text("voorvoegsel: eigen\nnaam: Gemeente Delft\n", encoding="utf-8")
    (folder / "feiten.yaml").write_text("- titel: Oud\n  passage: gids.stap-1\n  tekst: Begin met luisteren.\n", encoding="utf-8")
    earlier.keep(folder, "feiten.yaml")
    (folder / "feiten.yaml").write_text("", encoding="utf-8")
    (folder / "vragen").mkdir()
    told = "gids.stap-1:\n  - vraag: Wie kent de straat?\n    status: voorstel\n"
    (folder / "vragen" / "gids.yaml").write_text(told, encoding="utf-8")
    return folder


@pytest.fixture
def bench(browser: Browser, small_corpus: Path, own: Path, tmp_path: Path) -> Iterator[Page]:
    """An editor who opened the werkbank. A warning of the browser fails the test."""
    corpus = Path(shutil.copytree(small_corpus, tmp_path / "corpus"))
    visitors = Visitors()
    feedback = tmp_path / "oordelen"
    feedback.mkdir()
    line = (
        '{"dag": "2026-11-30", "soort": "niet-gevonden", "oordeel": "nee", "plaatsen": [], "vraag": "wie kent de mensen in een straat"}\n'
    )
    (feedback / "oordelen-2026-11-30.jsonl").write_text(line, encoding="utf-8")
    app = create_app(Place.of(corpus, own, tmp_path / "index", tmp_path / "modellen"), visitors, Settings(feedback=str(feedback)))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, locale="nl-NL", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"/binnen?sleutel={visitors.key}")
    yield page
    context.close()
    server.shutdown()
    thread.join()
    server.server_close()
    assert complaints == []


def begin(page: Page) -> None:
    """Go to a source, click on two sentences and a quote, and begin an answer."""
    page.get_by_role("link", name="Inhoud", exact=True).click()
    page.get_by_role("link", name="Gids Samen in de buurt").click()
    page.get_by_role("link", name="1. Luister naar de buurt").click()
    page.get_by_text("Begin met luisteren.", exact=True).click()
    page.get_by_label("Ga naar buiten, drink koffie").focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-count]")).to_have_text("2 zinnen, 16 woorden")
    page.get_by_label("Hele werklijst: Vragen voor een gesprek op straat").check()
    page.get_by_role("button", name="Zet in het antwoord").click()


def test_an_answer_is_made_with_mouse_and_keyboard(bench: Page, own: Path) -> None:
    begin(bench)
    units = bench.locator("[data-unit]")
    expect(units).to_have_count(2)
    expect(units.first).to_contain_text("Stel in een gesprek op straat")
    bench.get_by_role("button", name="Omhoog deel 2").focus()
    bench.keyboard.press("Enter")
    expect(units.first).to_contain_text("Begin met luisteren.")
    expect(bench.locator("[data-moved]")).to_have_text("Dit is nu deel 1 van 2.")
    bench.locator("[data-unit-words]").nth(1).drag_to(units.first, target_position={"x": 30, "y": 4})
    expect(units.first).to_contain_text("Stel in een gesprek op straat")
    bench.get_by_role("button", name="Omlaag deel 1").click()
    bench.get_by_role("textbox", name="De vraag (nodig)").fill("Waar begin je in een straat?")
    bench.get_by_label("Andere manieren om dit te vragen").fill("de straat in gaan")
    bench.get_by_label("De regel van de redactie").fill("Met luisteren.")
    bench.get_by_label("Kopje van deel 1").fill("Begin hiermee")
    bench.get_by_role("button", name="Bekijk zoals lezers het zien").click()
    expect(bench.locator(".answer-label").first).to_have_text("Begin hiermee")
    bench.get_by_role("link", name="Terug naar het antwoord").first.click()
    bench.get_by_role("button", name="Bewaar").click()
    expect(bench.get_by_role("status").first).to_contain_text("Bewaard.")
    assert '    - label: "Begin hiermee"\n      plaats: gids.stap-1\n' in (own / "antwoorden.yaml").read_text(encoding="utf-8")


def test_a_form_is_looked_over_while_it_is_filled_in(bench: Page, own: Path) -> None:
    bench.goto("/inhoud/lijst/feiten/nieuw")
    bench.get_by_label("Titel").fill("Luisteren")
    bench.get_by_label("Plaats (nodig)", exact=True).fill("gids.bestaat-niet")
    bench.get_by_label("De zin, letterlijk").fill("Begin met kijken.")
    bench.keyboard.press("Tab")
    expect(bench.locator("#fout-passage")).to_have_text("Passage 'gids.bestaat-niet' bestaat niet; verbeter het id.")
    bench.get_by_label("Plaats (nodig)", exact=True).fill("gids.stap-1")
    bench.keyboard.press("Tab")
    expect(bench.locator("#fout-tekst")).to_contain_text("neem haar letterlijk over")
    expect(bench.locator("#fout-passage")).to_have_count(0)
    bench.get_by_label("De zin, letterlijk").fill("Begin met luisteren.")
    bench.keyboard.press("Tab")
    expect(bench.locator("[data-live-status]")).to_have_text("Nagekeken: dit is in orde.")
    expect(bench.locator(".field-error")).to_have_count(0)
    assert (own / "feiten.yaml").read_text(encoding="utf-8") == ""


def test_axe_finds_nothing_on_the_pages_for_editing(bench: Page) -> None:
    begin(bench)
    answer = bench.url
    bench.get_by_role("button", name="Bewaar").click()
    found = {"faults": violations(bench)}
    for address in (
        "/inhoud?q=buurt",
        "/inhoud/bronnen/gids",
        "/inhoud/bronnen/gids/stap-1",
        "/inhoud/antwoorden",
        answer,
        "/inhoud/lijst/praktijkvoorbeelden",
        "/inhoud/lijst/praktijkvoorbeelden/wijzig?id=buurttuin",
        "/inhoud/lijst/personen",
        "/inhoud/lijst/organisaties/nieuw",
        "/inhoud/vragen",
        "/inhoud/vragen/gids.stap-1",
        "/inhoud/vragen/plaats?vraag=wie kent de mensen in een straat",
        "/gevraagd",
        "/versies",
    ):
        bench.goto(address)
        found[address] = violations(bench)
    bench.get_by_role("link", name="Zoals het was tot").first.click()
    found["staat"] = violations(bench)
    assert {address: told for address, told in found.items() if told} == {}


def violations(page: Page) -> list[tuple[str, int, str, list[str]]]:
    """Return what axe finds in the light at two widths, and in the dark, and where a page is wider than the window."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = []
    for scheme, width in (("light", 1280), ("light", 768), ("dark", 1280), ("dark", 768)):
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.get_by_role("navigation", name="Hoofdmenu")).to_be_visible()
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for one in Axe().run(page, options=RULES[scheme]).response["violations"]:  # type: ignore[index]
            found.append((scheme, width, one["id"], [node["html"][:160] for node in one["nodes"]]))
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((scheme, width, "breder dan het venster", []))
    page.set_viewport_size({"width": 320, "height": 900})
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(("dark", 320, "breder dan het venster", []))
    return found
