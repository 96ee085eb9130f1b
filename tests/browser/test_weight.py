"""How much comes over the wire for a first page: the page, which is not compressed (BREACH), with its style, scripts and drawings, which are."""

import pytest
from kinds_of_page import APART, KINDS_OF_PAGE
from playwright.sync_api import Browser, Response

# As in tests/test_site.py.
FULL_FIRST_PAGE = 45_000
FULL_RESULTS = 60_000
# These pages hold a source to read; its words are not counted.
A_SOURCE_TO_READ = ("lezer", "stap", "taak")
WORDS_READ = "[...document.querySelectorAll('[data-words]')].reduce((sum, e) => sum + new TextEncoder().encode(e.textContent).length, 0)"


@pytest.mark.parametrize("kind", APART)
def test_a_full_first_page_is_light(browser: Browser, site: str, kind: str) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    fetched: list[Response] = []
    page.on("response", lambda response: fetched.append(response))
    page.goto(KINDS_OF_PAGE[kind])
    page.wait_for_load_state("networkidle")
    # A browser without a window asks for no icon; one with a window does.
    icon = context.request.get(page.locator("link[rel=icon]").get_attribute("href") or "")
    sizes = {one.url: int(one.headers["content-length"]) for one in (*fetched, icon)}
    assert len([url for url in sizes if url.endswith(".css")]) == 1
    assert len([url for url in sizes if url.endswith(".js")]) >= 2
    read = page.evaluate(WORDS_READ) if kind.startswith(A_SOURCE_TO_READ) and kind != "stappen" else 0
    assert sum(sizes.values()) - read <= (FULL_RESULTS if "/zoeken" in page.url else FULL_FIRST_PAGE), sizes
    context.close()


def test_a_second_page_fetches_only_itself(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/themas")
    page.wait_for_load_state("networkidle")
    fetched: list[Response] = []
    page.on("requestfinished", lambda request: fetched.append(request.response()))  # type: ignore[arg-type]
    page.goto("/stappen")
    page.wait_for_load_state("networkidle")
    over_the_wire = [one.url for one in fetched if one and one.request.sizes()["responseBodySize"] > 0 and not one.from_service_worker]
    assert [url.removeprefix(site) for url in over_the_wire] == ["/stappen"]
    context.close()
