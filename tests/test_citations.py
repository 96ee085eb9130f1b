"""An address that cites words knows them again: where they were, where they stand after an edit, or not at all; and it says so."""

import json
import shutil
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml.html import fromstring
from meaning import TOY_NUMBERS, train

from indexer import build
from indexer.corpus import corpus
from kb.index.encoder import TRAINED_HERE
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

GARDEN = "nieuws.buurttuin"
# "Elke zaterdag werken er twintig mensen." and "De tuin ligt achter de school.", as an address points at them.
SATURDAY, SCHOOL = "53-92-sixayj4c", "148-178-oq6rna34"
# "ken ik nu iedereen" in the quote of the neighbour, which stands inside the passage.
SAID = "5-23-vta7atz4"
NO_STRETCH = "het stuk dat het adres aanwijst, is er niet."
NO_WORDS = "het adres zegt niet welke woorden er zijn aangehaald."
CHANGED = "de aangehaalde woorden staan er niet meer zo."


def _client(index: Path) -> FlaskClient:
    settings = Settings(index=index, base_url="https://kennisbank.voorbeeld.nl")
    return create_app(settings, LiveKnowledgeBase.opened(index)).test_client()


@pytest.fixture(scope="module")
def before(small_index: Path) -> FlaskClient:
    return _client(small_index)


@pytest.fixture(scope="module")
def after(small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The site after an editor took away the first and the last sentence of the garden and changed where it lies."""
    root = tmp_path_factory.mktemp("edited")
    copied = Path(shutil.copytree(small_corpus, root / "corpus"))
    # Three lists that use the words that go.
    (copied / "vergelijkingen.yaml").unlink()
    examples = copied / "praktijkvoorbeelden.yaml"
    examples.write_text(
        examples.read_text(encoding="utf-8").replace("    voor_wie: {passage: nieuws.buurttuin, tekst: buren}\n", ""), encoding="utf-8"
    )
    bodies = copied / "organisaties.yaml"
    contact = "  contact: {adres: tuin@beekstad.invalid, passage: nieuws.buurttuin}\n"
    bodies.write_text(bodies.read_text(encoding="utf-8").replace(contact, ""), encoding="utf-8")
    file = copied / "bronnen" / "nieuws.md"
    text = file.read_text(encoding="utf-8")
    for old, new in (
        ("In het Lindekwartier maken buren samen een moestuin. ", ""),
        (" Wie iets wil weten, mailt tuin@beekstad.invalid.", ""),
        ("achter de school", "naast de school"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    build.build(corpus.load(copied), root / "index", TRAINED_HERE, train=train, calibration=TOY_NUMBERS)
    return _client(root / "index")


def _marked(client: FlaskClient, address: str) -> tuple[str, list[str]]:
    """What is marked at an address, '' when it is a whole text, and the notes of the page."""
    response = client.get(address, follow_redirects=True)
    assert response.status_code == 200, address
    page = fromstring(response.get_data(as_text=True))
    assert len(page.xpath("//*[@id='gemarkeerd']")) == 1, address
    notes = page.xpath("//p[@class='note' and starts-with(., 'Hier staat')]")
    return "".join(mark.text_content() for mark in page.iter("mark")), [note.text_content() for note in notes]


@pytest.mark.parametrize(
    ("pointed", "marked"),
    [
        (f"{GARDEN}?woorden={SCHOOL}", "De tuin ligt achter de school."),
        # What a mail program takes along from the sentence around an address.
        (f"{GARDEN}?woorden={SCHOOL}).", "De tuin ligt achter de school."),
        (f"nieuws.citaat-buurvrouw-bij-naam?woorden={SAID}", "ken ik nu iedereen"),
    ],
)
def test_the_words_are_marked_where_they_stand(before: FlaskClient, pointed: str, marked: str) -> None:
    assert _marked(before, f"/passages/{pointed}") == (marked, [])


@pytest.mark.parametrize(
    ("pointed", "marked"),
    [(f"{GARDEN}?woorden={SATURDAY}", "Elke zaterdag werken er twintig mensen."), (f"{GARDEN}?woorden={SAID}", "ken ik nu iedereen")],
)
def test_words_that_moved_are_marked_where_they_stand_now(after: FlaskClient, pointed: str, marked: str) -> None:
    assert _marked(after, f"/passages/{pointed}") == (marked, [])
    assert _marked(after, f"/bronnen/nieuws/buurttuin?passage=buurttuin&{pointed.partition('?')[2]}") == (marked, [])


def test_words_that_are_gone_give_the_whole_text_and_a_sentence(after: FlaskClient) -> None:
    assert _marked(after, f"/passages/{GARDEN}?woorden={SCHOOL}") == ("", [f"Hier staat de hele tekst: {CHANGED}"])
    # Of a quote inside a passage the whole is marked there.
    assert _marked(after, f"/passages/nieuws.citaat-buurvrouw-bij-naam?woorden={SCHOOL}") == (
        "Hier ken ik nu iedereen bij naam.",
        [f"Hier staat de hele tekst: {CHANGED}"],
    )


@pytest.mark.parametrize(
    ("pointed", "why"),
    [
        ("van=148&tot=178", NO_WORDS),
        ("woorden=148-178", NO_WORDS),
        ("woorden=148-178-oq6r", NO_WORDS),
        ("van=178&tot=148", NO_STRETCH),
        ("van=²&tot=9", NO_STRETCH),
        ("van=0&tot=9999", NO_STRETCH),
        ("tot=9", NO_STRETCH),
        ("woorden=school", NO_STRETCH),
        (f"woorden=178-148-{SCHOOL[-8:]}", NO_STRETCH),
    ],
)
def test_an_address_that_tells_no_words_gives_the_whole_text_and_a_sentence(before: FlaskClient, pointed: str, why: str) -> None:
    assert _marked(before, f"/passages/{GARDEN}?{pointed}") == ("", [f"Hier staat de hele tekst: {why}"])
    assert _marked(before, f"/bronnen/nieuws/buurttuin?passage=buurttuin&{pointed}") == ("", [f"Hier staat de hele tekst: {why}"])
    # What the link leads to, and no more, goes into a selection that it is pasted in.
    told = before.get("/selectie/markdown", query_string={"id": f"/passages/{GARDEN}?{pointed}"}).get_data(as_text=True)
    assert "\n> “In het Lindekwartier maken buren samen een moestuin. Elke zaterdag" in told
    assert f"## Let op\n\n‘De buurttuin aan de Lindelaan’ staat er in zijn geheel: {why}\n" in told


def test_the_mark_of_an_address_in_a_sentence_is_no_part_of_it(before: FlaskClient) -> None:
    assert [_marked(before, f"/passages/{GARDEN}{hung_on}") for hung_on in (".", ")", "),", "”.")] == [("", [])] * 4


def test_a_selection_holds_words_that_moved_and_their_new_address(after: FlaskClient) -> None:
    told = after.get(f"/selectie/markdown?id={GARDEN}~{SATURDAY}").get_data(as_text=True)
    assert [line for line in told.splitlines() if line.startswith(">")] == ["> “Elke zaterdag werken er twintig mensen.”"]
    assert "<https://kennisbank.voorbeeld.nl/passages/nieuws.buurttuin?woorden=0-39-sixayj4c>" in told
    assert "Let op" not in told


@pytest.mark.parametrize("item", [f"{GARDEN}~{SCHOOL}", f"{GARDEN}~{SATURDAY}~{SCHOOL}"])
def test_a_selection_holds_no_words_that_it_did_not_find(after: FlaskClient, item: str) -> None:
    told = after.get(f"/selectie/markdown?id={item}").get_data(as_text=True)
    assert [line for line in told.splitlines() if line.startswith(">")] == [
        '> “Elke zaterdag werken er twintig mensen. Een buurvrouw zei: "Hier ken ik nu iedereen bij naam." De tuin ligt naast de school.”'
    ]
    assert f"‘De buurttuin aan de Lindelaan’ staat er in zijn geheel: {CHANGED}" in told
    assert "/passages/nieuws.buurttuin>" in told


def test_several_stretches_are_held_in_the_order_they_were_chosen(before: FlaskClient) -> None:
    told = before.get(f"/selectie/markdown?id={GARDEN}~{SCHOOL}~{SATURDAY}").get_data(as_text=True)
    assert [line for line in told.splitlines() if line.startswith(">")] == [
        "> “De tuin ligt achter de school.”",
        "> “Elke zaterdag werken er twintig mensen.”",
    ]


QUESTION = "wat kost de tuin per jaar"


def test_the_addresses_of_an_answer_lead_to_its_words(before: FlaskClient) -> None:
    answer = json.loads(before.get("/api/v1/antwoorden", query_string={"q": QUESTION}).data)
    first = {sentence["bronnummer"]: sentence["tekst"] for sentence in reversed(answer["zinnen"])}
    assert {source["nummer"]: _marked(before, source["url"]) for source in answer["bronnen"]} == {
        number: (text, []) for number, text in first.items()
    }
    assert len(first) > 0


def test_what_is_kept_of_an_answer_is_what_it_shows(before: FlaskClient) -> None:
    page = fromstring(before.get("/zoeken", query_string={"q": QUESTION}).get_data(as_text=True))
    groups = page.xpath("//*[@data-answer]//*[@data-citable]")
    assert len(groups) > 0
    for group in groups:
        shown = " ".join(sentence.text_content() for sentence in group.xpath(".//*[@class='sentence' or @class='sentence answer-lead']"))
        (link,) = group.xpath(".//a[@data-select]/@href")
        kept = fromstring(before.get(unescape(link)).get_data(as_text=True))
        lines = kept.xpath("//*[@class='literal']//p | //*[@class='literal']//li")
        assert " ".join(line.text_content().strip() for line in lines) == shown
        assert kept.xpath("//p[@class='note']") == []
