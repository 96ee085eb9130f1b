"""The emptiest and the fullest page of each kind (tools/extremes.py), and what every record's page says of what the sources lack."""

import re
from pathlib import Path

import pytest
from flask import Flask
from lxml.html import fromstring

from kb.library import Library
from tools import extremes
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

LACKS = re.compile(r"[Nn]iet in de bron|[Dd]e bron(?:nen)? (?:geeft|geven|noemt|noemen) geen\b")
KEPT = Path(__file__).parent.parent / "docs" / "screenshots" / "uitersten"
MOST_KEPT = 3_000_000


@pytest.fixture(scope="module")
def app(real_index: Path) -> Flask:
    return create_app(Settings(index=real_index), LiveKnowledgeBase.opened(real_index))


def test_no_page_of_a_record_has_more_than_one_line_on_what_the_sources_lack(app: Flask, real_library: Library) -> None:
    """Of every record of every kind; but the pages that are about what the sources do not say, and the words of a source itself."""
    client = app.test_client()
    more: dict[str, list[str]] = {}
    every = {kind: found for kind, found in extremes.addresses(real_library).items() if kind not in ("wat-ontbreekt", "lezer")}
    for address in (address for found in every.values() for address in found):
        (main,) = fromstring(client.get(address).get_data(as_text=True)).xpath("//main")
        lines = [" ".join(one.text_content().split()) for one in main.xpath(".//p[not(.//p)] | .//dd | .//li[not(.//li)]")]
        lacking = [line for line in lines if LACKS.search(line)]
        if len(lacking) > 1:
            more[address] = lacking
    assert sum(map(len, every.values())) > 300
    assert more == {}


def test_the_extremes_are_the_shortest_and_the_longest_of_their_kind(small_index: Path, small_library: Library) -> None:
    app = create_app(Settings(index=small_index), LiveKnowledgeBase.opened(small_index))
    kinds = {kind: found for kind, found in extremes.addresses(small_library).items() if found}
    found = {kind: both for kind, *both in extremes.extremes(app, small_library)}
    assert set(found) == set(kinds)
    assert found["voorbeeld"] == ["/praktijkvoorbeelden/bellen-aan-huis", "/praktijkvoorbeelden/buurttuin"]
    assert found["gemeente"] == ["/gemeenten/duinhaven", "/gemeenten/beekstad"]


def test_pictures_of_both_are_kept_of_each_kind(real_library: Library) -> None:
    names = {
        f"{kind}-{which}-{form}.webp"
        for kind in extremes.addresses(real_library)
        for which in ("leegst", "volst")
        for form in extremes.FORMS
    }
    assert {file.name for file in KEPT.glob("*.webp")} == names
    assert sum(file.stat().st_size for file in KEPT.iterdir()) < MOST_KEPT
