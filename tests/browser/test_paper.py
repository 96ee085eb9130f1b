"""What is made to take along fits on its paper: as a PDF it has two pages of A4 at most."""

import re

from playwright.sync_api import Page

from kb.library import Library

_PAGE = re.compile(rb"/Type\s*/Page\b")


def pages(page: Page, address: str) -> int:
    page.goto(address)
    return len(_PAGE.findall(page.pdf(format="A4", margin={"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"})))


def test_kits_and_the_approach_in_five_minutes_are_two_pages_of_paper_at_most(page: Page, real_library: Library) -> None:
    addresses = ["/vijf-minuten", *(f"/pakketten/{kit.id}" for kit in real_library.kits)]
    assert len(addresses) >= 4
    counted = {address: pages(page, address) for address in addresses}
    assert {address: count for address, count in counted.items() if not 1 <= count <= 2} == {}


def test_pages_of_paper_are_counted(page: Page) -> None:
    assert pages(page, "/bronnen/handreiking/verdieping-10") > 3
