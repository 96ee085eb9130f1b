"""Who writes of danger or need now is first told whom to call; who asks what the sources tell of it is not."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml.html import fromstring

from kb.answer.danger import is_danger
from kb.knowledge_base import KnowledgeBase
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings, read_settings
from web.showing.wording import IN_DANGER

IN_NEED = [
    "Mijn zoon wordt bedreigd door dealers",
    "ik word bedreigd door een groep jongens, wat moet ik doen",
    "MIJN ZOON WORDT BEDREIGD!!",
    "mijn dochter wordt geslagen door haar vriend",
    "Mijn buurvrouw wordt mishandeld",
    "we worden afgeperst door jongens uit de straat",
    "Ik word gedwongen om pakjes weg te brengen",
    "mijn leerling wordt geronseld",
    "Mijn kind wordt gechanteerd met foto's",
    "mijn broer is in gevaar, hij wordt achtervolgd",
    "ik ben niet veilig thuis",
    "wij zijn in gevaar",
    "Mijn vriend is neergestoken",
    "iemand wil dood",
    "mijn vriend wil niet meer leven",
    "mijn leerling wil zichzelf iets aandoen",
    "Ik denk aan zelfmoord",
    "mijn zoon denkt aan suïcide",
    "ik heb zelfmoordgedachten",
    "Help, hij heeft een mes",
    "Help! Mijn buurman slaat zijn vrouw",
    "Mijn man slaat mij",
    "mijn ex bedreigt mij",
    "een jongen loopt met een pistool op het schoolplein",
    "er wordt nu geschoten",
    "Steekpartij bezig in onze straat",
    "m'n zoon wordt bedreigd",
    "Ik wordt bedreigd",
    "Mijn dochter is vannacht geslagen",
    "Er loopt iemand met een mes door de straat",
    "er is nu een steekpartij op het plein",
    "mijn zus wordt gestalkt",
    "Zij dreigen mijn huis in brand te steken",
    "ik kan niet meer verder leven",
    "mijn zoon zit in een drugsbende help",
    "Mijn broertje dealt",
    "mijn jongste zoon verkoopt drugs op school",
    "mijn dochter is in de criminaliteit beland, wat nu",
    "mijn neefje is drugsrunner geworden",
    "ER STAAT NU IEMAND MET EEN MES VOOR MIJN DEUR",
    "er staan jongens met een mes bij de school",
    "man met een pistool voor onze deur",
    "mijn dochter heeft te veel xtc op en reageert niet meer",
    "Mijn zoon heeft teveel ghb gehad",
    "mijn broer is bewusteloos na een feest",
    "hij ademt niet",
    "ze wordt niet meer wakker",
    "mijn vriend heeft een overdosis genomen",
    "er ligt een jongen bloedend op straat",
    "er wordt nu bij de buren ingebroken",
    "ik hoor schoten in de straat",
    "wie belt nu een ambulance",
]
ABOUT_IT = [
    "Wat doet de gemeente tegen bedreiging van bewoners?",
    "Hoe voorkom je dat jongeren worden geronseld?",
    "Hoe herken ik dat een jongere wordt uitgebuit?",
    "Welke rol heeft de politie bij bedreigingen?",
    "Hoe praat ik met ouders over wapens?",
    "Hoeveel jongeren dragen een mes?",
    "Wat doen scholen tegen wapenbezit?",
    "Helpt preventie tegen wapenbezit?",
    "Hoe zorg ik dat bewoners zich veilig voelen?",
    "Wat is huiselijk geweld?",
    "Hoe help ik een jongere die schulden heeft?",
    "Wie helpt slachtoffers van afpersing?",
    "zelfmoord onder jongeren",
    "Wat werkt tegen steekpartijen?",
    "Wat zei de wijkagent over de steekpartij?",
    "Was er toen een steekpartij in de wijk?",
    "Onze wijkagent is vaak aanwezig bij jongeren die bedreigd zijn",
    "In welke gemeente konden jongeren hun wapen inleveren?",
    "Hoe maak ik een veilige plek voor meisjes?",
    "mijn zoon zoekt een stageplek",
    "mijn zoon zit in een werkgroep over criminaliteit",
    "onze jongeren raken in de criminaliteit, wat doen andere gemeenten",
    "hoe spreek ik ouders van wie een kind drugs dealt",
    "mijn dochter zit op school",
    "ik ben bang dat niemand komt",
    "De organisatie reageert niet meer op mijn mails",
    "mijn contactpersoon reageert niet meer op uitnodigingen",
    "Hij reageert niet op brieven van de gemeente, wat dan?",
    "Wat doet een school als een leerling met een mes op zak loopt?",
    "Hoeveel jongeren gebruiken te veel drugs?",
    "Er wordt veel ingebroken in onze wijk",
    "de wijk staat bekend om steekpartijen",
    "Wat vertel je jongeren over een overdosis?",
    "Waar staat de folder over rondlopen met een mes?",
    "",
]


@pytest.mark.parametrize("question", IN_NEED)
def test_who_is_in_danger_or_in_need_is_known(question: str) -> None:
    assert is_danger(question)


@pytest.mark.parametrize("question", ABOUT_IT)
def test_who_asks_about_danger_or_need_is_not_in_it(question: str) -> None:
    assert not is_danger(question)


@pytest.mark.parametrize(
    "question",
    [
        "Hoe kan ik voorkomen dat een jongen wordt geronseld?",
        "Hoe leg ik uit waarom een leerling wordt geronseld?",
        "Hoe voorkomen wij dat kinderen worden gedwongen tot drugshandel?",
        "Wat doen wij als een ambtenaar wordt bedreigd?",
        "hoe help ik jongeren die bedreigd worden",
    ],
)
def test_an_official_who_asks_how_to_prevent_it_is_not_in_danger(question: str) -> None:
    assert not is_danger(question)


def test_no_question_of_an_editor_is_taken_for_danger(real_base: KnowledgeBase) -> None:
    library = real_base.library
    asked = {question for answer in library.edited_answers for question in (*answer.also, answer.question)}
    asked |= {one.text for one in library.suggested}
    assert len(asked) > 500
    assert {question for question in asked if is_danger(question)} == set()


def client_of(index: Path, **chosen: str) -> FlaskClient:
    return create_app(Settings(index=index, **chosen), LiveKnowledgeBase.opened(index)).test_client()


@pytest.fixture(scope="module")
def client(small_index: Path) -> FlaskClient:
    return client_of(small_index)


def told(client: FlaskClient, address: str) -> list[str]:
    """The lines that the page tells who is in danger."""
    response = client.get(address)
    assert response.status_code == 200
    return [line.text_content() for line in fromstring(response.get_data(as_text=True)).xpath("//main//*[@role='alert']")]


def test_who_is_in_danger_is_told_whom_to_call(client: FlaskClient) -> None:
    assert all(number in IN_DANGER for number in ("112", "0900-8844", "0800-2000", "113"))
    assert told(client, "/zoeken?q=Mijn+zoon+wordt+bedreigd+in+de+tuin") == [IN_DANGER]
    assert told(client, "/zoeken?q=Mijn+zoon+wordt+bedreigd+in+de+tuin&soort=citaat") == [IN_DANGER]


def test_who_is_in_danger_is_told_so_where_nothing_is_found(client: FlaskClient) -> None:
    page = fromstring(client.get("/zoeken?q=ik+word+bedreigd").get_data(as_text=True))
    assert page.xpath("string(//h1)") == "Niets gevonden voor “ik word bedreigd”"
    assert told(client, "/zoeken?q=ik+word+bedreigd") == [IN_DANGER]


def test_nobody_else_is(client: FlaskClient) -> None:
    for address in ("/zoeken?q=wat+kost+de+tuin", "/zoeken?q=Wat+doet+de+gemeente+tegen+bedreiging%3F", "/zoeken", "/zoeken?q=", "/"):
        assert told(client, address) == [], address


def test_it_stands_above_all_that_was_found(client: FlaskClient) -> None:
    """The question is also one for which there are an entrance, an answer and results."""
    page = fromstring(client.get("/zoeken?q=Mijn+zoon+wordt+bedreigd.+Wat+is+een+spilpersoon%3F").get_data(as_text=True))
    (line,) = page.xpath("//main//*[@role='alert']")
    after = [block.get("class").split()[0] for block in line.itersiblings()]
    assert after[:4] == ["entrances", "answer", "related-questions", "results-head"]
    assert [block.tag for block in line.itersiblings(preceding=True)] == ["p", "h1"]


def test_the_line_is_the_municipality_s_own_when_it_has_one(small_index: Path) -> None:
    line = "Bel 112 & daarna het <b>wijkteam</b>: 010-1234567."
    assert read_settings({"KB_NOODREGEL": line}).noodregel == line
    assert read_settings({}).noodregel == read_settings({"KB_NOODREGEL": " "}).noodregel == ""
    own = client_of(small_index, noodregel=line)
    assert told(own, "/zoeken?q=ik+word+bedreigd") == [line]
    assert told(own, "/zoeken?q=wat+kost+de+tuin") == []
