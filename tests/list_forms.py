"""What the tests of editing in the werkbank share: somebody at work, and a fact that is new."""

from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring
from werkzeug.test import TestResponse

from web.serving.settings import Settings
from workbench.app import create_app
from workbench.place import Place
from workbench.visitors import THIS_MACHINE, Visitors

FACT = {
    "titel": "Hoe vaak er mensen werken",
    "passage": "nieuws.buurttuin",
    "tekst": "Elke zaterdag werken er twintig mensen.",
}


class Editor:
    """Somebody at work: fills in forms as a browser without JavaScript does."""

    def __init__(self, client: FlaskClient, proof: str) -> None:
        self.client = client
        self.proof = proof

    def see(self, address: str) -> HtmlElement:
        answer = self.client.get(address, follow_redirects=True)
        assert answer.status_code == 200, (address, answer.status_code, words_of(answer))
        return fromstring(answer.text)

    def send(self, page: HtmlElement, action: str, button: tuple[str, str] | None = None, **filled: str | list[str]) -> TestResponse:
        """Send the form of a page that goes to an address, with these fields filled in."""
        form = next(one for one in page.forms if (one.get("action") or "") == action and one.method == "POST")
        given: dict[str, list[str]] = {}
        for name, value in form.form_values():
            given.setdefault(name, []).append(value)
        given |= {name: [value] if isinstance(value, str) else value for name, value in filled.items()}
        if button:
            given[button[0]] = [button[1]]
        return self.client.post(action, data=given)


def words_of(answer: TestResponse) -> str:
    return " ".join(fromstring(answer.text).find(".//main").text_content().split())


def editor_of(place: Place, settings: Settings) -> Editor:
    visitors = Visitors()
    client = create_app(place, visitors, settings).test_client()
    client.get(f"/binnen?sleutel={visitors.key}")
    return Editor(client, visitors.proof(THIS_MACHINE))


def text_of(place: Place, name: str) -> str:
    return (place.own / name).read_text(encoding="utf-8")


def new_fact(editor: Editor, **filled: str) -> TestResponse:
    return editor.send(editor.see("/inhoud/lijst/feiten/nieuw"), "/inhoud/lijst/feiten", **{**FACT, **filled})
