"""Every kind of page in a window of 1280 by 1024 at 400 %: what a browser lays out then is 320 by 256 pixels of four by four.

(Pinching is something else: it magnifies a part of the page and lays out nothing anew.)
"""

from collections.abc import Iterator

import pytest
from in_page import CUT_OFF, SMALL_TARGETS, STICKING_OUT
from kinds_of_page import KINDS_OF_PAGE, WALKED
from playwright.sync_api import Browser, Page

TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"
# Scrolled half way down: how high what stays in place is, together.
HELD_IN_PLACE = """() => {
    scrollTo(0, document.body.scrollHeight / 2);
    return [...document.querySelectorAll('body *')]
        .filter(e => ['fixed', 'sticky'].includes(getComputedStyle(e).position) && e.checkVisibility() && !e.closest('.visually-hidden'))
        .map(e => e.getBoundingClientRect()).filter(box => box.bottom > 0 && box.top < innerHeight)
        .reduce((height, box) => height + Math.min(box.bottom, innerHeight) - Math.max(box.top, 0), 0)
}"""
# One after another: what has the focus must be in view, and the place where it begins must be its own.
FOCUS_LOST = """() => [...document.querySelectorAll('a[href], button, input, textarea, summary')]
    .filter(e => e.checkVisibility() && e.type !== 'hidden' && !e.closest('svg'))
    .filter(e => {
        e.focus();
        const box = e.getClientRects()[0];
        const [x, y] = [box.left + Math.min(box.width, 20) / 2, box.top + Math.min(box.height, 20) / 2];
        const at = document.elementFromPoint(x, y);
        return document.activeElement !== e || !at || !(e.contains(at) || at.contains(e) || at.closest('label')?.control === e);
    })
    .map(e => e.outerHTML.slice(0, 120))"""
# What one can read and where one can go; a drawing counts for its links only, for a list may stand in for it.
OFFERED = """() => {
    const seen = [...document.querySelectorAll('main :is(p, li, dt, dd, td, th, h1, h2, h3, h4, figcaption, legend, label, summary)')]
        .filter(e => e.checkVisibility()).map(e => e.innerText.replace(/\\s+/g, ' ').trim());
    const leads = [...document.querySelectorAll('a[href]')].filter(e => e.checkVisibility()).map(e => e.href.baseVal ?? e.getAttribute('href'));
    return [...new Set([...seen, ...leads])];
}"""


@pytest.fixture(scope="module")
def zoomed(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, viewport={"width": 320, "height": 256}, device_scale_factor=4, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def unzoomed(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 1024})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", WALKED)
def test_everything_is_there_at_400_percent_and_with_wide_text_spacing_and_nothing_covers_it(
    zoomed: Page, unzoomed: Page, kind: str
) -> None:
    for page in (zoomed, unzoomed):
        page.goto(KINDS_OF_PAGE[kind])
        page.evaluate(OPEN_ALL)
    assert zoomed.evaluate("[innerWidth, innerHeight, devicePixelRatio]") == [320, 256, 4]
    assert zoomed.evaluate("document.documentElement.scrollWidth") <= 320
    assert zoomed.evaluate(STICKING_OUT) == []
    assert zoomed.evaluate(SMALL_TARGETS) == []
    assert zoomed.evaluate(CUT_OFF) == []
    assert zoomed.evaluate(HELD_IN_PLACE) <= 256 / 2
    assert zoomed.evaluate(FOCUS_LOST) == []
    assert set(unzoomed.evaluate(OFFERED)) - set(zoomed.evaluate(OFFERED)) == set()
    # Four times as large is a window of 320 pixels wide, in which wider spacing of the text is the hardest.
    zoomed.add_style_tag(content=TEXT_SPACING)
    assert zoomed.evaluate(STICKING_OUT) == []
    assert zoomed.evaluate(CUT_OFF) == []
