"""Mijn selectie: what is chosen, and the documents made of it."""

import io
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import docx
import pytest
from docx.document import Document as DocumentObject
from flask.testing import FlaskClient
from lxml.html import fromstring

from kb.library import Library
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings
from web.showing.assets import FOLDER
from web.showing.chosen import MOST_ITEMS

CHOSEN = "id=handreiking.stap-4~0-40-3lwz4y5a&id=handreiking.citaat-rozema-bekende-gezichten&id=handreiking.lijst-participatieladder&id=praktijkvoorbeeld.adamas"


@pytest.fixture(scope="module")
def client(real_index: Path) -> FlaskClient:
    settings = Settings(index=real_index, base_url="https://kennisbank.voorbeeld.nl")
    return create_app(settings, LiveKnowledgeBase.opened(real_index)).test_client()


def test_the_word_document_has_real_headings_the_words_and_a_source_list(client: FlaskClient) -> None:
    response = client.get(f"/selectie/word?{CHOSEN}")
    assert response.headers["Content-Disposition"] == 'attachment; filename="selectie-kennisbank.docx"'
    document = docx.Document(io.BytesIO(response.data))
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "Heading 1"]
    assert headings == [
        "4. Randvoorwaarden op orde",
        "Bekende gezichten voor bewoners",
        "De zes treden van de participatieladder",
        "ADAMAS",
        "Bronnen",
    ]
    bullets = [paragraph.text for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "List Bullet"]
    assert len(bullets) == 6 and bullets[0].startswith("Informeren: ")
    sources = [paragraph.text for paragraph in document.paragraphs if paragraph.text.startswith("[")]
    assert len(sources) == 4
    assert "https://kennisbank.voorbeeld.nl/passages/handreiking.stap-4?woorden=0-40-3lwz4y5a" in sources[0]


def test_one_word_document_at_a_time(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()
    write = docx.Document

    def slowly() -> DocumentObject:
        begun.set()
        assert go_on.wait(10)
        return write()

    monkeypatch.setattr(docx, "Document", slowly)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(client.application.test_client().get, f"/selectie/word?{CHOSEN}")
        assert begun.wait(10)
        second = client.get(f"/selectie/word?{CHOSEN}")
        assert (second.status_code, second.headers["Retry-After"], second.mimetype) == (503, "5", "text/html")
        assert "Er wordt net een ander Word-document gemaakt. Wacht een paar tellen en probeer het dan nog eens." in second.text
        assert client.get(f"/selectie/markdown?{CHOSEN}").status_code == 200
        go_on.set()
        assert first.result().status_code == 200
    # Also after one that failed the next may begin.
    monkeypatch.setattr(docx, "Document", lambda: 1 / 0)
    assert client.get(f"/selectie/word?{CHOSEN}").status_code == 500
    monkeypatch.setattr(docx, "Document", write)
    assert client.get(f"/selectie/word?{CHOSEN}").status_code == 200


def test_the_markdown_holds_the_same(client: FlaskClient) -> None:
    text = client.get(f"/selectie/markdown?{CHOSEN}").get_data(as_text=True)
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## 4. Randvoorwaarden op orde",
        "## Bekende gezichten voor bewoners",
        "## De zes treden van de participatieladder",
        "## ADAMAS",
        "## Bronnen",
    ]
    assert "Lieuwe Rozema, beleidsadviseur jeugd" in text


def _page(client: FlaskClient, *given: str) -> str:
    return client.get(f"/selectie?{urlencode([('id', one) for one in given])}").get_data(as_text=True)


def _kept(html: str) -> list[str]:
    """The items that the page hands on when one more is added."""
    (form,) = fromstring(html).find_class("add-item")
    return form.xpath(".//input[@name='id']/@value")


def _notes(html: str) -> list[str]:
    return [unescape(note) for note in re.findall(r'<p class="note">(.*?)</p>', html)]


STEP = "handreiking.stap-4"
# "Voor een wederkerige samenwerking met de"
PART = "0-40-3lwz4y5a"


@pytest.mark.parametrize(
    ("pasted", "items"),
    [
        (STEP, [STEP]),
        (f"https://elders.nl/passages/{STEP}", [STEP]),
        (f" kennisbank.nl/passages/{STEP}/ ", [STEP]),
        (f"https://kennisbank.nl/passages/{STEP}?woorden={PART}", [f"{STEP}~{PART}"]),
        (f"{STEP}?woorden={PART}", [f"{STEP}~{PART}"]),
        # What a reader asked is no part of the path.
        (f"https://kennisbank.nl/passages/{STEP}?woorden={PART}&vraag=ouders+en/of+jongeren#gemarkeerd", [f"{STEP}~{PART}"]),
        (f"https://kennisbank.nl/bronnen/handreiking/stap-4?passage=stap-4&woorden={PART}&vraag=en/of#gemarkeerd", [f"{STEP}~{PART}"]),
        ("https://kennisbank.nl/bronnen/handreiking/stap-4", [STEP]),
        ("https://kennisbank.nl/bronnen/handreiking/stap-4#p-stap-4", [STEP]),
        (
            "https://kennisbank.nl/bronnen/handreiking/stap-4#citaat-rozema-bekende-gezichten",
            ["handreiking.citaat-rozema-bekende-gezichten"],
        ),
        ("https://kennisbank.nl/citaten/handreiking.citaat-rozema-bekende-gezichten", ["handreiking.citaat-rozema-bekende-gezichten"]),
        ("https://kennisbank.nl/werklijsten/handreiking.lijst-participatieladder", ["handreiking.lijst-participatieladder"]),
        ("https://kennisbank.nl/praktijkvoorbeelden/adamas?q=x", ["praktijkvoorbeeld.adamas"]),
        (f"https://kennisbank.nl/selectie?id={STEP}%7E{PART}&id=praktijkvoorbeeld.adamas", [f"{STEP}~{PART}", "praktijkvoorbeeld.adamas"]),
    ],
)
def test_a_pasted_link_counts_as_what_it_leads_to(client: FlaskClient, pasted: str, items: list[str]) -> None:
    html = _page(client, pasted)
    assert (_kept(html), _notes(html)) == (items, [])
    assert f"Mijn selectie ({len(items)})" in html


def test_a_pasted_link_keeps_its_stretch_of_words(client: FlaskClient) -> None:
    html = _page(client, f"https://kennisbank.nl/passages/{STEP}?woorden={PART}&vraag=en/of")
    assert re.findall(r'<div class="literal">\s*<p>(.*?)</p>', html) == ["Voor een wederkerige samenwerking met de"]


@pytest.mark.parametrize(
    "pasted",
    ["bestaat.niet", "http://[", "https://kennisbank.nl/stappen/4", "https://kennisbank.nl/zoeken?q=ouders", "https://kennisbank.nl"],
)
def test_what_is_no_text_of_ours_is_named_as_it_was_given(client: FlaskClient, pasted: str) -> None:
    html = _page(client, STEP, pasted)
    assert _notes(html) == [f"‘{pasted}’ staat niet in deze kennisbank."]
    assert "1 tekst gekozen" in html


@pytest.mark.parametrize(
    "item", [f"{STEP}~5-2", f"{STEP}~0-99999999", f"{STEP}~x-y", f"{STEP}~", f"https://x.nl/passages/{STEP}?van=5&tot="]
)
def test_a_stretch_that_is_none_gives_the_whole_and_says_so(client: FlaskClient, item: str) -> None:
    html = _page(client, item)
    assert "Voor een wederkerige samenwerking" in html and "te gaan investeren." in html
    assert _notes(html) == ["‘4. Randvoorwaarden op orde’ staat er in zijn geheel: het stuk dat het adres aanwijst, is er niet."]


ITEMS = ["handreiking.stap-4", "praktijkvoorbeeld.adamas", "handreiking.lijst-participatieladder"]


@pytest.mark.parametrize(
    ("move", "item", "order", "place"),
    [
        ("omhoog", 1, [1, 0, 2], "#tekst-1"),
        ("omlaag", 1, [0, 2, 1], "#tekst-3"),
        ("omhoog", 0, [0, 1, 2], "#tekst-1"),
        ("omlaag", 2, [0, 1, 2], "#tekst-3"),
        ("weg", 1, [0, 2], ""),
    ],
)
def test_a_button_leads_to_the_address_with_the_new_order(client: FlaskClient, move: str, item: int, order: list[int], place: str) -> None:
    query = urlencode([*(("id", one) for one in ITEMS), (move, ITEMS[item])])
    answer = client.get(f"/selectie?{query}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/selectie?{urlencode([('id', ITEMS[one]) for one in order])}{place}"


def test_a_move_of_what_is_not_there_changes_nothing(client: FlaskClient) -> None:
    answer = client.get(f"/selectie?id={STEP}&omhoog=bestaat.niet")
    assert answer.headers["Location"] == f"/selectie?id={STEP}"


def test_what_is_pasted_comes_last(client: FlaskClient) -> None:
    html = client.get(f"/selectie?id={STEP}&erbij=https://kennisbank.nl/praktijkvoorbeelden/adamas").text
    assert _kept(html) == [STEP, "praktijkvoorbeeld.adamas"]


def test_an_example_goes_along_with_its_places_for_whom_it_is_and_whom_to_ask(client: FlaskClient) -> None:
    about = {
        "botoc-arnhem-oost": [
            "Waar: Arnhem (Arnhem-Oost, Malburgen, Presikhaaf en Geitekamp)",
            # Said elsewhere in the source than what the example begins with.
            "Voor wie: “jongeren” (Subsidie BOTOC, Arnhem, par. 7, in: Plannen van aanpak ondermijning en jongeren, z.d.)",
            "Contact: Frederieke Schilling, projectleider BOTOC-Arnhem & Senior Adviseur van de Burgemeester Openbare Orde en Veiligheid,"
            " frederieke.schilling@arnhem.nl. Zoals genoemd in Plannen van aanpak ondermijning en jongeren, zonder datum.",
        ],
        "adamas": [
            "Waar: Amsterdam",
            "Voor wie: “jongeren die niet of nauwelijks gehoord worden”",
            "Contact: de bronnen noemen geen contact",
        ],
    }
    for example, told in about.items():
        chosen = f"id=praktijkvoorbeeld.{example}"
        word = docx.Document(io.BytesIO(client.get(f"/selectie/word?{chosen}").data))
        assert [paragraph.text for paragraph in word.paragraphs if paragraph.text.startswith(("Waar", "Voor wie", "Contact"))] == told
        plain = client.post("/selectie/kopie", data={"id": f"praktijkvoorbeeld.{example}"}).json["tekst"]
        assert "\n".join(told) in plain
        page = fromstring(client.get(f"/selectie?{chosen}").text)
        rows = page.xpath("//section[@data-item]//dl/div")
        assert [": ".join(cell.text_content() for cell in row) for row in rows] == told


def test_every_contact_of_an_example_says_where_and_when_a_source_named_it(client: FlaskClient, real_library: Library) -> None:
    named = [example for example in real_library.examples if example.contact]
    assert len(named) > 5
    for example in named:
        told = client.post("/selectie/kopie", data={"id": example.entry_id}).json["tekst"]
        (contact,) = [line for line in told.splitlines() if line.startswith("Contact: ")]
        assert re.search(r"\. Zoals genoemd in .+, (zonder datum|.*\d{4}.*)\.", contact), contact


def test_what_no_longer_fits_is_said_and_stays_in_the_address(client: FlaskClient, real_library: Library) -> None:
    items = [passage.id for passage in real_library.passages][: MOST_ITEMS + 2]
    html = _page(client, *items)
    assert "60 teksten gekozen" in html
    assert _notes(html) == [
        "Een selectie heeft hoogstens 60 teksten, en u koos er 62. Wat na de eerste 60 komt, ziet u hier niet."
        " Haal eerst iets weg; daarna kunt u de selectie meenemen."
    ]
    assert _kept(html) == items
    full = _page(client, *items[:MOST_ITEMS])
    assert _notes(full) == []
    # A part is never given as if it were all.
    assert [re.findall(r'formaction="(.*?)"', page) for page in (html, full)] == [
        [],
        ["/selectie/word", "/selectie/markdown", "/selectie/druk"],
    ]


@pytest.mark.parametrize("kind", ["word", "markdown", "druk", "kopie"])
def test_a_selection_is_taken_along_whole_or_not_at_all(client: FlaskClient, real_library: Library, kind: str) -> None:
    items = [("id", passage.id) for passage in real_library.passages]
    assert client.get(f"/selectie/{kind}?{urlencode(items[:MOST_ITEMS])}").status_code == 200
    refused = client.get(f"/selectie/{kind}?{urlencode(items[: MOST_ITEMS + 1])}")
    assert refused.status_code == 400
    assert "Een selectie heeft hoogstens 60 teksten, en u koos er 61. Haal eerst iets weg." in unescape(refused.get_data(as_text=True))


def test_what_is_copied_is_what_a_selection_holds(client: FlaskClient) -> None:
    copied = client.get(f"/selectie/kopie?{CHOSEN}")
    assert copied.headers["Cache-Control"] == "no-store"
    whole = client.post("/selectie/kopie", data={"id": [item for _, item in parse_qsl(CHOSEN)]}).json
    # Of each only what stands below the words is another: a number, or the source itself.
    for form in ("tekst", "html"):
        assert "Voor een wederkerige samenwerking met de" in copied.json[form] and "Voor een wederkerige" in whole[form]
    words, all_words = (fromstring(f"<div>{one['html']}</div>").xpath("//blockquote") for one in (copied.json, whole))
    assert [one.text_content() for one in words] == [one.text_content() for one in all_words]
    assert words[0].text_content() == "“Voor een wederkerige samenwerking met de”"
    assert copied.json["tekst"].splitlines()[:3] == [
        "“Voor een wederkerige samenwerking met de”",
        "(Stap 4: Randvoorwaarden op orde, in: Handreiking Weerbare gemeenschappen tegen ondermijning,"
        " Ministerie van Sociale Zaken en Werkgelegenheid, december 2024, p. 12 e.v.)",
        "https://kennisbank.voorbeeld.nl/passages/handreiking.stap-4?woorden=0-40-3lwz4y5a",
    ]


def test_what_is_left_out_is_said_in_what_one_takes_along(client: FlaskClient) -> None:
    sentence = "‘bestaat.niet’ staat niet in deze kennisbank."
    lines = client.get(f"/selectie/markdown?id=bestaat.niet&id={STEP}").get_data(as_text=True).splitlines()
    assert lines[lines.index("## Let op") :][:5] == ["## Let op", "", sentence, "", "## Bronnen"]
    word = docx.Document(io.BytesIO(client.get(f"/selectie/word?id=bestaat.niet&id={STEP}").data))
    paragraphs = [paragraph.text for paragraph in word.paragraphs]
    assert paragraphs[paragraphs.index("Let op") :][:3] == ["Let op", sentence, "Bronnen"]
    assert "Let op" not in client.get(f"/selectie/markdown?id={STEP}").get_data(as_text=True)


def test_the_browser_keeps_as_many_as_a_page_shows() -> None:
    script = (FOLDER / "selectie.js").read_text(encoding="utf-8")
    assert re.findall(r"^const MOST = (\d+);$", script, re.MULTILINE) == [str(MOST_ITEMS)]
