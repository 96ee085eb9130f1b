"""Make the screenshots of docs/screenshots: PYTHONPATH=. KB_INDEX=index .venv/bin/python tools/screenshots.py."""

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
PARENTS = "/zoeken?q=hoe+betrek+ik+ouders"
# Name, address, width and height, colour scheme.
SHOTS = (
    ("start", "/", 1280, 900, "light"),
    ("start-donker", "/", 1280, 900, "dark"),
    ("antwoord", PARENTS, 1280, 900, "light"),
    ("bron", PARENTS, 1280, 900, "light"),
    ("memo", "/taken/ouders-bereiken", 1280, 900, "light"),
    ("vragen", "/vragen", 1280, 900, "light"),
    ("citaten", "/citaten?thema=vertrouwen", 1280, 900, "light"),
    ("voorbeeld", "/praktijkvoorbeelden/buurtbazen-dealen-in-kansen", 1280, 900, "light"),
    ("stap", "/stappen/10", 1280, 900, "light"),
    ("ladder", "/werklijsten/handreiking.lijst-participatieladder", 1280, 900, "light"),
    ("smal", PARENTS, 360, 740, "light"),
)


def _write_a_memo(page: Page) -> None:
    page.get_by_role("link", name="Neem alles mee naar uw memo").click()
    page.get_by_label("Titel van uw memo").fill("Ouders betrekken: voorstel voor de wijkteams")
    page.get_by_label("Uw eigen woorden hierbij").first.fill("Wij stellen voor om te beginnen waar ouders al komen.")
    page.get_by_label("Onder welk kopje?").first.select_option("Aanpak")
    page.evaluate("scrollTo(0, 0)")


# What a reader does before the picture is taken.
BEFORE: dict[str, Callable[[Page], None]] = {
    "antwoord": lambda page: page.locator(".chip-number").nth(1).hover(),
    "bron": lambda page: page.locator(".chip-number").nth(1).click(),
    "memo": _write_a_memo,
}


def main() -> None:
    """Serve the site on a free port and photograph its pages."""
    settings = Settings(index=Path(os.environ.get("KB_INDEX", "index")))
    server = make_server("127.0.0.1", 0, create_app(settings, LiveKnowledgeBase.opened(settings.index)), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for name, address, width, height, scheme in SHOTS:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
            page.goto(f"http://127.0.0.1:{server.server_port}{address}")
            if name in BEFORE:
                BEFORE[name](page)
            page.wait_for_timeout(300)
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
