"""The addresses around a search, as its page gives them."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from web.app import create_app
from web.settings import Settings


@pytest.fixture(scope="module")
def client(small_index: Path) -> FlaskClient:
    return create_app(Settings(index=small_index, log_level="ERROR")).test_client()


def links(client: FlaskClient, address: str, words: str) -> list[str]:
    page = html.fromstring(client.get(address).text)
    return [link.get("href") for link in page.iter("a") if link.text_content().strip() == words]


def test_clearing_the_filters_keeps_the_question_and_no_filter(client: FlaskClient) -> None:
    address = "/zoeken?q=koffie&soort=handreiking&thema=ontmoeten&stap=1"
    assert set(links(client, address, "Wis filters")) == {"?q=koffie"}
