"""What has moved is found at its old address: there it leads on for good."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.library import Library
from web.app import create_app
from web.serving.live import EXTENSION, LiveKnowledgeBase
from web.serving.settings import Settings

MOVED = {"gids.oud": "gids.stap-1", "praktijkvoorbeeld.tuin": "praktijkvoorbeeld.buurttuin"}


@pytest.fixture
def client(small_index: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    app = create_app(Settings(index=small_index), LiveKnowledgeBase.opened(small_index))
    monkeypatch.setitem(vars(app.extensions[EXTENSION].current().library), "moved", MOVED)
    return app.test_client()


@pytest.mark.parametrize(
    ("old", "present"),
    [
        ("/passages/gids.oud", "/passages/gids.stap-1"),
        ("/passages/gids.oud?van=0&tot=5", "/passages/gids.stap-1?van=0&tot=5"),
        ("/citaten/gids.oud", "/citaten/gids.stap-1"),
        # What is a list no more is a passage now, or another list: its permanent address knows.
        ("/werklijsten/gids.oud", "/passages/gids.stap-1"),
        ("/praktijkvoorbeelden/tuin", "/praktijkvoorbeelden/buurttuin"),
        ("/api/v1/passages/gids.oud", "/api/v1/passages/gids.stap-1"),
    ],
)
def test_an_old_address_leads_to_the_present_one(client: FlaskClient, old: str, present: str) -> None:
    response = client.get(old)
    assert (response.status_code, response.headers["Location"]) == (301, present)


def test_a_mark_and_a_selection_follow_what_has_moved(client: FlaskClient) -> None:
    assert client.get("/bronnen/gids/stap-1?passage=oud").get_data() == client.get("/bronnen/gids/stap-1?passage=stap-1").get_data()
    old, present = (client.get(f"/selectie/markdown?id=gids.{name}").get_data() for name in ("oud", "stap-1"))
    assert old == present


def test_what_has_not_moved_keeps_its_id() -> None:
    assert [Library(moved=MOVED).present_id(identity) for identity in ("gids.oud", "gids.stap-1")] == ["gids.stap-1", "gids.stap-1"]
