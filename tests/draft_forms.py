"""What the tests of drafts in the werkbank share: one draft, somebody who sends forms about it, and commands that were asked."""

import json
import time
from collections.abc import Mapping
from hashlib import sha256

from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring
from werkzeug.test import TestResponse

from indexer.drafting import deciding
from indexer.drafting.drafts import Draft
from web.serving.settings import Settings
from workbench import waiting
from workbench.app import create_app
from workbench.jobs import Jobs
from workbench.place import Place
from workbench.visitors import THIS_MACHINE, Visitors

ID = "eigen-linde-verslag-tuin"
AT = f"/concepten/{ID}"
NAME = "Verslag tuin.pdf"
HEADER = "X-Forwarded-User"
DECIDED = {
    "titel": "Samen in de Linde",
    "uitgever": "Gemeente Lindedam",
    "datum": "2026-03-12",
    "soort": "handreiking",
    "openbaar": "ja",
    "vondst-1": "mag",
    "vondst-2": "mag",
    "vondst-3": "lak",
    "vondst-4": "lak",
}


class Editor:
    """Somebody who sends forms."""

    def __init__(self, client: FlaskClient, proof: str, headers: Mapping[str, str] | None = None) -> None:
        self.client, self.proof, self.headers = client, proof, dict(headers or {})

    def see(self, address: str, status: int = 200) -> HtmlElement:
        answer = self.client.get(address, headers=self.headers)
        assert answer.status_code == status, answer.text
        return fromstring(answer.text)

    def send(self, address: str, values: Mapping[str, object]) -> TestResponse:
        return self.client.post(address, data={"bewijs": self.proof, **values}, headers=self.headers)

    def hidden(self, address: str, name: str = "stand") -> str:
        return str(self.see(address).xpath(f"//input[@name='{name}']/@value")[0])


# Of a block of which nobody said anything.
NOBODY = sha256(deciding.as_text(deciding.Decisions()).encode()).hexdigest()[:16]


def draft_of(place: Place) -> Draft:
    return waiting.get(place, ID)


def text_of(page: HtmlElement) -> str:
    return " ".join(page.find(".//main").text_content().split())


def decide(editor: Editor, **values: str) -> TestResponse:
    return editor.send(AT, {"stand": editor.hidden(AT), **values})


class Started(Jobs):
    """Jobs that do not run: what was asked is kept."""

    def start(self, title: str, about: str, editor: str, arguments: object) -> str:
        self.asked = list(arguments)  # type: ignore[call-overload]
        return "1700000000000"


def at_work(place: Place, settings: Settings | None = None, who: str = "") -> Editor:
    visitors = Visitors(HEADER if who else "")
    client = create_app(place, visitors, settings).test_client()
    if who:
        return Editor(client, visitors.proof(who), {HEADER: who, "Host": "werkbank.example"})
    client.get(f"/binnen?sleutel={visitors.key}")
    return Editor(client, visitors.proof(THIS_MACHINE))


def asked(place: Place) -> list[str]:
    found: list[str] = place.jobs.asked  # type: ignore[attr-defined]
    return found


def own_source(place: Place) -> None:
    for folder in ("bronnen", "origineel"):
        (place.own / folder).mkdir()
    words = "# Nota {#nota}\n\nDe tuin is van iedereen.\n"
    head = (
        "id: eigen-linde-nota\ntitel: Nota\nsoort: handreiking\nuitgever: Gemeente Lindedam\ndatum_herkomst: onbekend\nbewijs: advies\n"
        "origineel: eigen-linde-nota.txt\nherkomst: Overgenomen.\n"
    )
    (place.own / "bronnen" / "eigen-linde-nota.md").write_text(f"---\n{head}---\n\n{words}", encoding="utf-8")
    (place.own / "origineel" / "eigen-linde-nota.txt").write_text("Nota\n\nDe tuin is van iedereen.\n", encoding="utf-8")


def ended(place: Place, arguments: list[str], outcome: int | None, *lines: str) -> str:
    """Keep a job that ended as if it had run."""
    name = f"{time.time_ns() // 1_000_000:013d}"
    folder = place.own / ".taken"
    told = {"titel": "Bestand inlezen", "over": NAME, "wie": THIS_MACHINE, "opdracht": arguments}
    (folder / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / f"{name}.txt").write_text("\n".join(lines), encoding="utf-8")
    if outcome is not None:
        (folder / f"{name}.eind").write_text(str(outcome), encoding="ascii")
    return name
