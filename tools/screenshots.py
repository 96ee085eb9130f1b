"""Make the screenshots of docs/screenshots: PYTHONPATH=. KB_INDEX=index .venv/bin/python tools/screenshots.py."""

import os
import shutil
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
# Name, address, width and height, colour scheme.
SHOTS = (
    ("start", "/", 1280, 900, "light"),
    ("start-donker", "/", 1280, 900, "dark"),
    ("antwoord", "/zoeken?q=Welke+vragen+stel+ik+in+een+gesprek+over+de+wijk%3F", 1280, 900, "light"),
    (
        "bron",
        "/bronnen/handreiking/stap-8?passage=stap-8-netwerk-compleet&woorden=0-58-ec2o3i4o&vraag=netwerk#gemarkeerd",
        1280,
        900,
        "light",
    ),
    ("citaten", "/citaten?thema=vertrouwen", 1280, 900, "light"),
    ("voorbeeld", "/praktijkvoorbeelden/buurtbazen-dealen-in-kansen", 1280, 900, "light"),
    ("stap", "/stappen/10", 1280, 900, "light"),
    ("ladder", "/werklijsten/handreiking.lijst-participatieladder", 1280, 900, "light"),
    ("smal", "/zoeken?q=hoe+betrek+ik+ouders", 360, 740, "light"),
)


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
            page.wait_for_timeout(300)
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
