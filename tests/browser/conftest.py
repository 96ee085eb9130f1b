"""The site, served on a port of its own with an index of the real corpus, and a browser to visit it with."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import make_server

from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

HERE = Path(__file__).parent
# Chromium without its windows takes half of the time; the long tests look in the whole one.
_LIGHT, _WHOLE = ("chromium-headless-shell",), ("chromium", "chromium-browser", "google-chrome")
_NAMES = _WHOLE + _LIGHT if "KB_LONG" in os.environ else _LIGHT + _WHOLE
CHROMIUM = next((found for name in _NAMES if (found := shutil.which(name))), None)
PATIENCE = 5_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser; only outside CI may one be missing."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM and "CI" not in os.environ:
                item.add_marker(pytest.mark.skip(reason="Chromium ontbreekt."))


@pytest.fixture(scope="session")
def judgements(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the served site keeps judgements."""
    return tmp_path_factory.mktemp("oordelen")


@pytest.fixture(scope="session")
def site(real_index: Path, judgements: Path) -> Iterator[str]:
    """The address of the served site."""
    settings = Settings(index=real_index, contact="kennisbank@voorbeeld.nl", feedback=str(judgements))
    live = LiveKnowledgeBase.opened(real_index)
    live.current()
    app = create_app(settings, live)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A fresh visitor on a wide screen."""
    opened = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900}, locale="nl-NL", reduced_motion="reduce")
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, site: str) -> Iterator[Page]:
    """A page of that visitor. A warning of the browser (a broken script, a blocked style) or a request elsewhere fails the test."""
    opened = context.new_page()
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # A page that is meant to be missing is not a complaint.
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            complaints.append(message.text)

    opened.on("console", listen)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: complaints.append(request.url) if not request.url.startswith((site, "blob:", "data:")) else None)
    yield opened
    assert complaints == []
    assert context.cookies() == []


@pytest.fixture
def plain_page(browser: Browser, site: str) -> Iterator[Page]:
    """A page of a visitor whose browser runs no JavaScript."""
    opened = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900}, java_script_enabled=False, accept_downloads=True)
    opened.set_default_timeout(PATIENCE)
    yield opened.new_page()
    opened.close()
