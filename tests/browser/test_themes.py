"""The site in the look of two public NL Design System themes; run by tools/themes.sh, which installs them."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from kinds_of_page import KINDS_OF_PAGE
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

FOLDER = os.environ.get("THEMES_FOLDER", "")
THEMES = {
    "voorbeeld-theme": "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css",
    "ma-theme": "@nl-design-system-community/ma-design-tokens/dist/theme.css",
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

pytestmark = pytest.mark.themes


@pytest.fixture(scope="module", params=THEMES)
def themed_site(request: pytest.FixtureRequest, real_index: Path) -> Iterator[str]:
    file = Path(FOLDER) / THEMES[request.param]
    settings = Settings(index=real_index, theme_css=str(file), theme_class=request.param, contact="kennisbank@voorbeeld.nl")
    server = make_server("127.0.0.1", 0, create_app(settings, LiveKnowledgeBase.opened(real_index)), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS_OF_PAGE)
def test_axe_finds_nothing(browser: Browser, themed_site: str, kind: str, scheme: str) -> None:
    context = browser.new_context(base_url=themed_site, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(KINDS_OF_PAGE[kind])
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [(found["id"], [node["html"][:160] for node in found["nodes"]]) for found in violations] == []
    context.close()


def test_the_theme_is_worn(browser: Browser, site: str, themed_site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    looks = []
    for address in (site, themed_site):
        page.goto(address + "/themas")
        looks.append(
            page.evaluate(
                "['h2 a', '.button'].map(s => { const look = getComputedStyle(document.querySelector(s)); return look.color + look.backgroundColor + look.fontFamily })"
            )
        )
    assert looks[0] != looks[1]
    context.close()
