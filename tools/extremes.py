"""Find the emptiest and the fullest page of each kind, and photograph them: PYTHONPATH=. KB_INDEX=index .venv/bin/python tools/extremes.py.

Wide, on a telephone and as printed, in docs/screenshots/uitersten, with a page that shows them beside each other.
"""

import logging
import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from flask import Flask
from lxml.html import fromstring
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from kb.library import Library
from web.app import create_app
from web.pages import gaps
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings
from web.showing.municipalities import all_told

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots" / "uitersten"
# How wide a page is: on a screen, on a telephone, on A4.
FORMS = {"breed": 1280, "smal": 360, "druk": 794}
# How much of a long page is kept, in pixels of the page, and how much smaller.
TALLEST, SCALE, QUALITY = 1800, 0.5, 55


def addresses(library: Library) -> Mapping[str, list[str]]:
    """Return the addresses of the pages of each kind of which there are several."""
    parts = [section for section in library.sections if section.level == 1 and not section.sensitive]
    return {
        "vraag": [f"/vragen/{one.id}" for one in library.edited_answers],
        "stap": [f"/stappen/{one.number}" for one in library.steps],
        "thema": [f"/themas/{one.id}" for one in library.themes],
        "taak": [f"/taken/{one.id}" for one in library.tasks],
        "voorbeeld": [f"/praktijkvoorbeelden/{one.id}" for one in library.examples],
        "gemeente": [f"/gemeenten/{one.municipality.id}" for one in all_told(library)],
        "organisatie": [f"/organisaties/{one.id}" for one in library.organisations if one.is_named],
        "vergelijking": [f"/vergelijken/{one.id}" for one in library.comparisons],
        "citaat": [f"/citaten/{one.id}" for one in library.quotes],
        "werklijst": [f"/werklijsten/{one.id}" for one in library.lists],
        "leesroute": [f"/routes/{one.id}" for one in library.routes],
        "pakket": [f"/pakketten/{one.id}" for one in library.kits],
        "wat-ontbreekt": [f"/niet-in-de-bronnen/{name}" for name in gaps.subjects(library)],
        "bron": [f"/bronnen/{one.id}" for one in library.documents],
        "lezer": [f"/bronnen/{one.document_id}/{one.id.partition('.')[2]}" for one in parts],
    }


def extremes(app: Flask, library: Library) -> Iterator[tuple[str, str, str]]:
    """Yield of each kind of page its name, and the addresses of the page with the fewest words and the one with the most."""
    client = app.test_client()
    for kind, every in addresses(library).items():
        if not every:
            continue
        length = {
            address: len(fromstring(client.get(address).get_data(as_text=True)).xpath("//main")[0].text_content()) for address in every
        }
        yield kind, min(every, key=length.__getitem__), max(every, key=length.__getitem__)


def photograph(browser: Browser, root: str, address: str, name: str) -> None:
    """Write pictures of a page: wide, narrow, and as it is printed."""
    for form, width in FORMS.items():
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="light")
        page.emulate_media(media="print" if form == "druk" else "screen")
        page.goto(root + address)
        page.wait_for_timeout(150)
        picture = Image.open(BytesIO(page.screenshot(full_page=True)))
        kept = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
        size = (int(kept.width * SCALE), int(kept.height * SCALE))
        kept.convert("RGB").resize(size, Image.Resampling.LANCZOS).save(FOLDER / f"{name}-{form}.webp", quality=QUALITY, method=6)
        page.close()


def main() -> None:
    """Photograph the extremes of the index and write the page that shows them."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    settings = Settings(index=Path(os.environ.get("KB_INDEX", "index")))
    live = LiveKnowledgeBase.opened(settings.index)
    app = create_app(settings, live)
    found = list(extremes(app, live.current().library))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.webp"):
        old.unlink()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for kind, emptiest, fullest in found:
            photograph(browser, f"http://127.0.0.1:{server.server_port}", emptiest, f"{kind}-leegst")
            photograph(browser, f"http://127.0.0.1:{server.server_port}", fullest, f"{kind}-volst")
        browser.close()
    server.shutdown()
    (FOLDER / "README.md").write_text("\n".join(_lines(found)), encoding="utf-8")


def _lines(found: list[tuple[str, str, str]]) -> Iterator[str]:
    yield "# De leegste en de volste bladzijde van elke soort"
    yield ""
    yield "Gemaakt met `make extremes`, op de helft van de ware grootte; van een lange bladzijde het begin."
    yield "Links op een breed scherm, dan op een telefoon, dan gedrukt."
    for kind, *both in found:
        yield f"\n## {kind.replace('-', ' ').capitalize()}\n"
        for which, address in zip(("leegst", "volst"), both, strict=True):
            yield f"**{which.capitalize()}**: `{address}`\n"
            yield " ".join(f"![{kind}, {which}, {form}]({kind}-{which}-{form}.webp)" for form in FORMS) + "\n"


if __name__ == "__main__":
    main()
