"""The werkbank in a browser: a file from upload to published, with the mouse and without JavaScript, and by keyboard alone; what axe finds."""

import contextlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from hostile import SHIELD_IS_HERE
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from test_accessibility import RULES
from werkzeug.serving import make_server
from workbench_file import report

from indexer.drafting import drafts, taking_in
from kb.knowledge_base import KnowledgeBase
from workbench import waiting
from workbench.app import create_app
from workbench.place import Place
from workbench.visitors import Visitors

ID = "eigen-linde-verslag-tuin"
AT = f"/concepten/{ID}"
PATIENCE = 15_000
# A command that trains a model on a machine that does other things too.
LONG = 120_000
FINDS = ("naam: Claire Boelema", "mailadres: tuin@lindedam.example", "telefoonnummer: 06-12345678", "naam: C. Boelema")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Verslag tuin.pdf"
    path.write_bytes(report())
    return path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "eigen"
    folder.mkdir()
    (folder / "eigen.yaml").write_text("voorvoegsel: eigen-linde\nnaam: Gemeente Lindedam\n", encoding="utf-8")
    return folder


@pytest.fixture
def place(small_corpus: Path, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    # The model that is learnt of the corpus alone: of so small a one that takes seconds.
    monkeypatch.setenv("KB_MODEL", "eigen")
    return Place.of(small_corpus, own, tmp_path / "index", tmp_path / "modellen")


@contextlib.contextmanager
def served(place: Place) -> Iterator[str]:
    """Serve the werkbank; gives the address that opens it, once."""
    visitors = Visitors()
    server = make_server("127.0.0.1", 0, create_app(place, visitors), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/binnen?sleutel={visitors.key}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def visited(browser: Browser, entrance: str, *, with_scripts: bool = True, width: int = 1280) -> Iterator[Page]:
    """Open the werkbank in a browser. A warning of it (a broken script, a blocked style) fails the test."""
    context: BrowserContext = browser.new_context(
        base_url=entrance.rsplit("/", 1)[0],
        viewport={"width": width, "height": 900},
        locale="nl-NL",
        reduced_motion="reduce",
        java_script_enabled=with_scripts,
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(entrance)
    yield page
    context.close()
    assert complaints == []


def published(place: Place) -> None:
    """Look whether the report can be found, without what was to be black."""
    text = (place.own / "bronnen" / f"{ID}.md").read_text(encoding="utf-8")
    assert "uitgever: Gemeente Lindedam" in text and "zomerse Lindefeest kwamen" in text
    assert "06-12345678" not in text and "tuin@lindedam.example" in text
    base = KnowledgeBase.open(place.index)
    assert base.library.document[ID].title == "Samen in de Linde"
    assert f"{ID}.2-wat-helpt" in [hit.place for hit in base.search("wat helpt op straat, koffie op de stoep?").hits[:3]]
    assert waiting.ids(place) == []


@SHIELD_IS_HERE
def test_a_file_goes_from_upload_to_published_without_javascript(browser: Browser, place: Place, file: Path) -> None:
    decisions = 0
    with served(place) as entrance, visited(browser, entrance, with_scripts=False) as page:
        page.get_by_role("link", name="Een bestand toevoegen").click()
        page.get_by_label("Bestand", exact=True).set_input_files(file)
        page.get_by_role("button", name="Lees dit bestand in").click()
        # The page of the command asks for itself, and goes on to the draft.
        expect(page.get_by_role("heading", level=1)).to_have_text("Verslag tuin.pdf", timeout=LONG)
        expect(page.get_by_text("Nog 9 te beslissen:")).to_be_visible()
        page.get_by_role("group", name="Titel").get_by_label("Samen in de Linde").check()
        page.get_by_role("group", name="Uitgever").get_by_label("Gemeente Lindedam").check()
        page.get_by_role("group", name="Datum").get_by_label("12 maart 2026").check()
        page.get_by_label("Soort", exact=True).select_option("Handreiking")
        page.get_by_label("Ja, iedereen mag het lezen").check()
        for find, answer in zip(FINDS, ("Mag blijven", "Mag blijven", "Wordt zwart", "Wordt zwart"), strict=True):
            page.get_by_role("group", name=find, exact=True).get_by_label(answer).check()
        decisions += 9
        page.get_by_role("button", name="Bewaar").click()
        expect(page.get_by_text("Alles is beslist.")).to_be_visible()
        page.get_by_role("link", name="Kijk de twijfels na").click()
        page.get_by_role("button", name="Klopt").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Twijfel 2 van 2")
        page.get_by_label("Lindefeest", exact=True).check()
        page.get_by_role("button", name="Klopt").click()
        decisions += 2
        expect(page.get_by_text("Er zijn geen twijfels meer")).to_be_visible()
        page.get_by_role("button", name="Publiceer").click()
        expect(page.get_by_text("Dit stuk staat nu op de site")).to_be_visible(timeout=LONG)
        page.get_by_role("link", name="Naar het overzicht").click()
        expect(page.get_by_role("link", name="Samen in de Linde", exact=True)).to_be_visible()
    assert decisions == 11
    published(place)


@dataclass
class Keyboard:
    """Somebody without a mouse: goes to what is named with Tab, and counts what is pressed to decide."""

    page: Page
    pressed: list[str] = field(default_factory=list)

    def to(self, target: Locator) -> None:
        for _ in range(120):
            if target.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Niet te bereiken met Tab: {target}")

    def stroke(self, key: str) -> None:
        """Press a key of the page, once that is ready for it."""
        self.page.wait_for_load_state()
        self.page.keyboard.press(key)

    def press(self, target: Locator, key: str = "Enter") -> None:
        self.to(target)
        self.page.keyboard.press(key)

    def choose(self, group: Locator, label: str) -> None:
        """Choose a radio button: Tab comes to the first of a group, or to the one that is chosen."""
        wanted = group.get_by_label(label)
        radios = group.get_by_role("radio")
        for _ in range(200):
            if group.evaluate("e => e.contains(document.activeElement) && document.activeElement.type === 'radio'"):
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Space")
        for _ in range(radios.count()):
            if wanted.is_checked():
                self.pressed.append(label)
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"Niet te kiezen: {label}")


@SHIELD_IS_HERE
def test_the_same_by_keyboard_alone(browser: Browser, place: Place, file: Path) -> None:
    with served(place) as entrance, visited(browser, entrance) as page:
        keys = Keyboard(page)
        keys.press(page.get_by_role("link", name="Een bestand toevoegen"))
        # A key that is pressed while the page still comes in opens no window to choose a file in.
        page.wait_for_url("**/toevoegen", wait_until="load")
        keys.to(page.get_by_label("Bestand", exact=True))
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Space")
        chooser.value.set_files(file)
        keys.press(page.get_by_role("button", name="Lees dit bestand in"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Verslag tuin.pdf", timeout=LONG)
        keys.choose(page.get_by_role("group", name="Titel"), "Samen in de Linde")
        keys.choose(page.get_by_role("group", name="Uitgever"), "Gemeente Lindedam")
        keys.choose(page.get_by_role("group", name="Datum"), "12 maart 2026")
        keys.to(page.get_by_label("Soort", exact=True))
        page.keyboard.type("Handr")
        keys.pressed.append("Handreiking")
        keys.choose(page.get_by_role("group", name="Mag iedereen dit stuk lezen?"), "Ja, iedereen mag het lezen")
        for find, answer in zip(FINDS, ("Mag blijven", "Mag blijven", "Wordt zwart", "Wordt zwart"), strict=True):
            keys.choose(page.get_by_role("group", name=find, exact=True), answer)
        keys.press(page.get_by_role("button", name="Bewaar"))
        expect(page.get_by_text("Alles is beslist.")).to_be_visible()
        keys.press(page.get_by_role("link", name="Kijk de twijfels na"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Twijfel 1 van 2")
        keys.stroke("j")
        expect(page.get_by_role("heading", level=1)).to_have_text("Twijfel 2 van 2")
        keys.stroke("k")
        expect(page.get_by_role("heading", level=1)).to_have_text("Twijfel 1 van 2")
        keys.stroke("Enter")
        keys.pressed.append("klopt")
        expect(page.get_by_role("heading", level=1)).to_have_text("Twijfel 2 van 2")
        expect(page.get_by_role("img", name="Bladzijde 1 van het bestand")).to_be_visible()
        keys.stroke("d")
        keys.pressed.append("weg")
        expect(page.get_by_text("Er zijn geen twijfels meer")).to_be_visible()
        keys.press(page.get_by_role("link", name="bekijk ze nog eens"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Twijfel 1 van 2")
        keys.stroke("j")
        expect(page.get_by_text("Dit is nu: weg")).to_be_visible()
        keys.choose(page.get_by_role("group", name="Hoe schrijft u dit woord?"), "Lindefeest")
        keys.press(page.get_by_role("button", name="Alinea"))
        keys.pressed.append("alinea")
        expect(page.get_by_text("Er zijn geen twijfels meer")).to_be_visible()
        keys.press(page.get_by_role("button", name="Publiceer"))
        # That the index follows is seen where no JavaScript is.
        expect(page.get_by_text(f"'{ID}' staat in de eigen map. Nu de index")).to_be_visible(timeout=LONG)
        place.jobs.stop(page.url.rsplit("/", 1)[1].partition("?")[0])
    assert len(keys.pressed) == 13
    assert "zomerse Lindefeest kwamen" in (place.own / "bronnen" / f"{ID}.md").read_text(encoding="utf-8")
    assert waiting.ids(place) == []


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Path:
    """An own folder in which the report waits as a draft."""
    folder = tmp_path_factory.mktemp("genomen") / "eigen"
    folder.mkdir()
    (folder / "eigen.yaml").write_text("voorvoegsel: eigen-linde\nnaam: Gemeente Lindedam\n", encoding="utf-8")
    path = folder.parent / "Verslag tuin.pdf"
    path.write_bytes(report())
    taking_in.take_in(path, folder, taking_in.known(small_corpus, folder), date(2026, 11, 30), shielded=False)
    return folder


@SHIELD_IS_HERE
def test_a_block_that_is_clicked_is_shown_on_its_page(browser: Browser, place: Place, taken: Path) -> None:
    shutil.copytree(taken / "wacht", place.own / "wacht")
    with served(place) as entrance, visited(browser, entrance) as page:
        page.goto(f"{AT}/hoofdstukken/1")
        expect(page.get_by_role("img")).to_have_attribute("alt", "Bladzijde 1 van het bestand")
        page.get_by_label("Soort van blok 3").select_option("kop 1")
        page.get_by_role("link", name="een vast uur in de week").click()
        expect(page.get_by_role("img")).to_have_attribute("alt", "Bladzijde 2 van het bestand")
        rect = page.locator("rect")
        assert [rect.get_attribute(name) for name in ("x", "y")] == ["0.1661", "0.1954"]
        box, picture = rect.bounding_box(), page.get_by_role("img").bounding_box()
        assert box and picture and picture["x"] < box["x"] and box["x"] + box["width"] < picture["x"] + picture["width"]
        # What was chosen and not yet kept is still there.
        expect(page.get_by_label("Soort van blok 3")).to_have_value("kop-1")
        page.get_by_role("button", name="Bewaar").first.click()
        expect(page.get_by_text("Bewaard.")).to_be_visible()
    assert "# 1 Wat er speelt {#1-wat-er-speelt}" in drafts.body_of(waiting.get(place, ID)).split("\n")


@SHIELD_IS_HERE
def test_a_block_is_cut_and_joined_by_keyboard(browser: Browser, place: Place, taken: Path) -> None:
    shutil.copytree(taken / "wacht", place.own / "wacht")
    before = drafts.body_of(waiting.get(place, ID))
    with served(place) as entrance, visited(browser, entrance) as page:
        page.goto(f"{AT}/hoofdstukken/1")
        keys = Keyboard(page)
        keys.press(page.locator("#blok-6 summary"))
        keys.to(page.get_by_label("Of knip voor deze woorden").nth(5))
        # A letter that is a key elsewhere on the page, and Enter, are for the field.
        page.keyboard.type("Wie elkaar kent,")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Bewaard.")).to_be_visible()
        assert "zo zeggen de bewoners van de Linde zelf.\n\nWie elkaar kent, vraagt" in drafts.body_of(waiting.get(place, ID))
        expect(page.locator("li.is-chosen")).to_have_id("blok-6")
        part = page.locator("#blok-6-15")
        expect(part.get_by_role("link")).to_contain_text("Wie elkaar kent, vraagt")
        keys.press(part.locator("summary"))
        keys.press(part.get_by_role("button", name="Voeg bij het blok erboven"))
        expect(page.locator("#blok-6-15")).to_have_count(0)
    assert drafts.body_of(waiting.get(place, ID)) == before


@SHIELD_IS_HERE
@pytest.mark.parametrize("width", [1280, 768])
def test_axe_finds_nothing_on_the_pages_of_a_draft(browser: Browser, place: Place, taken: Path, width: int) -> None:
    shutil.copytree(taken / "wacht", place.own / "wacht")
    found = {}
    with served(place) as entrance, visited(browser, entrance, width=width) as page:
        for address in (
            "/",
            AT,
            f"{AT}/twijfels/1",
            f"{AT}/twijfels/2",
            f"{AT}/hoofdstukken/1",
            f"{AT}/voorstellen",
            "/bronnen/gids/weghalen",
        ):
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
            for scheme, rules in RULES.items():
                page.emulate_media(color_scheme=scheme)
                violations = Axe().run(page, options=rules).response["violations"]
                told = [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in violations]
                found |= {(address, scheme): told} if told else {}
            page.emulate_media(color_scheme="light")
    assert found == {}
