"""Questions that ask more than one thing are answered in parts: each by its own place, or with the word that nothing was found."""

from pathlib import Path

import pytest

from kb.analysis.clauses import parts_of
from kb.analysis.kinds import Kind
from kb.answer.answering import Answer, AnswerPart
from kb.answer.parts import in_parts
from kb.knowledge_base import KnowledgeBase
from kb.model import Citation, Form, Status
from web.app import create_app
from web.serving.settings import Settings


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Hoe meet je resultaat? Wie doet dat?", ["Hoe meet je resultaat?", "Wie doet dat? (meet resultaat)"]),
        ("wie moet er meedoen, en wanneer begin je met de scholen", ["Wie moet er meedoen?", "Wanneer begin je met de scholen?"]),
        ("Wat is een buurtvader? En waar is dat?", ["Wat is een buurtvader?", "Waar is dat? (buurtvader)"]),
        ("Ik hoorde van de Vreedzame wijk. Wat is dat en waar doen ze het?", None),
        ("Mijn raad vraagt dit. Wat is JIM en met wie werkt JIM samen?", ["Mijn raad vraagt dit. Wat is JIM?", "Met wie werkt JIM samen?"]),
    ],
)
def test_a_question_is_parted_at_what_it_asks_next(question: str, parts: list[str] | None) -> None:
    found = [part.asked for part in parts_of(question)]
    assert found == (parts or ["Ik hoorde van de Vreedzame wijk. Wat is dat?", "Waar doen ze het? (hoorde vreedzame wijk)"])


@pytest.mark.parametrize(
    "question",
    [
        "hoe werken gemeente en politie samen",
        "samenwerking met scholen en jongerenwerk, wie doet wat",
        "evaluatie: wanneer en met wie evalueer je",
        "wat vertel je wel en wat niet",
        "Hoe leg je uit wat het is en waarom het helpt?",
        "ik wil weten wat een wijkverbinder is en wat die doet",
        "Wie? Wat? Waar?",
        "Wat is A hier? Wat is B hier? Wat is C hier? Wat is D hier?",
        "ouders",
    ],
)
def test_what_is_one_question_stays_one(question: str) -> None:
    assert parts_of(question) == ()


def of(text: str, status: Status, *, place: str = "", said: str = "") -> Answer:
    cited = (Citation(place, 0, len(said), said, 1),) if place else ()
    return Answer(text, Kind.OTHER, status, 0.8, citations=cited, sources=(place,) if place else ())


def test_the_parts_count_their_sources_and_units_as_one_answer() -> None:
    whole = of("a en b", Status.NOT_FOUND)
    first, silent, last = (
        AnswerPart("A?", of("a", Status.ANSWERED, place="gids.een", said="Eén.")),
        AnswerPart("B?", of("b", Status.NOT_FOUND)),
        AnswerPart("C?", of("c", Status.ANSWERED, place="gids.twee", said="Twee.")),
    )
    given = in_parts(whole, [first, silent, last])
    assert (given.status, given.form, given.sources) == (Status.ANSWERED, Form.PARTS, ("gids.een", "gids.twee"))
    assert [(one.text, one.source, one.unit) for one in given.citations] == [("Eén.", 1, 0), ("Twee.", 2, 1)]
    assert [[one.source for one in part.answer.citations] for part in given.parts] == [[1], [], [2]]


def test_without_an_answer_to_any_part_the_question_as_it_stands_is_answered() -> None:
    whole = of("a en b", Status.ANSWERED, place="gids.een", said="Eén.")
    silent = [AnswerPart("A?", of("a", Status.UNSURE)), AnswerPart("B?", of("b", Status.NOT_FOUND))]
    assert in_parts(whole, silent) == whole


def test_parts_that_would_say_the_same_are_one_answer() -> None:
    same = of("a", Status.ANSWERED, place="gids.een", said="Eén.")
    assert in_parts(of("a en b", Status.UNSURE), [AnswerPart("A?", same), AnswerPart("B?", same)]) == same


# The questions were written before any of them was asked, in the words of somebody who knows neither sources nor program. Of each: what
# has to answer a part of it or the whole, and what may answer the rest. Which of these does lies too near the thresholds to hold.
SILENT = "niets"
SIXTEEN = [
    ("Wat is een sleutelpersoon en hoe vind je er een?", "sleutelpersoon-vinden", ()),
    (
        "Wat is een weerbare gemeenschap? En waarom is dat belangrijk?",
        "wat-is-een-weerbare-gemeenschap",
        ("waarom-samenwerken-met-gemeenschappen",),
    ),
    (
        "Hoe bouw je vertrouwen op en hoe raak je het weer kwijt?",
        "handreiking.verdieping-8-investeren-in-vertrouwen",
        ("wat-vertrouwen-schaadt", SILENT),
    ),
    ("Wat doet een wijkverbinder en wat kost die?", "wijkverbinder", (SILENT,)),
    ("Hoe meet je resultaat? Wie doet dat?", "meten-of-het-werkt", (SILENT,)),
    ("Wat is een sociale kaart en hoe maak ik die?", "sociale-kaart-maken", ("handreiking.stap-3-sociale-kaart",)),
    ("Wat is preventie met gezag en waar kan ik een paspoort aanvragen?", "handreiking.inleiding-aanleiding", (SILENT,)),
    (
        "Welke gemeenten doen mee en met welke gemeenschappen werken zij?",
        "welke-gemeenten-doen-dit",
        ("handreiking.bijlage-1-basis-leggen", "gemeenten-en-bevolkingsgroepen", SILENT),
    ),
    (
        "Waarom werken met geloofsgemeenschappen, en hoe leg je het eerste contact?",
        "moskee-en-kerk-waarom",
        ("eerste-contact-met-organisatie", "handreiking.stap-7-duurzame-relatie", SILENT),
    ),
    ("Hoe bereik ik ouders en wat werkt niet?", "ouders-betrekken", (SILENT,)),
    ("Wat is ondermijning en hoe herken ik het?", "wat-is-ondermijning", (SILENT,)),
    ("Wat is de rol van de politie en wat is die van de gemeente?", "samenwerken-met-de-politie", ("rol-van-de-gemeente", SILENT)),
    ("Wat moet ik de burgemeester vertellen en welke rol heeft hij?", "burgemeester-en-wethouder", (SILENT,)),
    ("Hoe betrek je jongeren? En hoe houd je ze vast?", "jongeren-laten-meedenken", (SILENT,)),
    ("Wat doet een buurtvader en waar zijn er buurtvaders?", "buurtvaders", (SILENT,)),
    ("Hoe zorg je dat het blijft bestaan en wie neemt het over?", "afronden-met-behoud-van-netwerk", ("continuiteit", SILENT)),
]


def answered_by(answer: Answer) -> str:
    if answer.status is not Status.ANSWERED:
        return SILENT
    return answer.edited.id if answer.edited else answer.citations[0].place_id


@pytest.mark.parametrize(("question", "must", "may"), SIXTEEN)
def test_what_an_outsider_asks_in_one_breath(real_base: KnowledgeBase, question: str, must: str, may: tuple[str, ...]) -> None:
    answer = real_base.ask(question)
    given = {answered_by(part.answer) for part in answer.parts} or {answered_by(answer)}
    assert must in given and given <= {must, *may}


def test_of_what_the_sources_are_known_to_lack_the_part_tells_it(real_base: KnowledgeBase) -> None:
    _, cost = real_base.ask("Wat doet een wijkverbinder en wat kost die?").parts
    assert (cost.sentence, cost.answer.gap and cost.answer.gap.reason == cost.answer.reason) == ("Wat kost die?", True)


def test_the_page_and_the_api_give_them_in_turn(real_index: Path) -> None:
    client = create_app(Settings(index=real_index)).test_client()
    question = "Hoe bouw je vertrouwen op en hoe raak je het weer kwijt?"
    told = client.get("/api/v1/antwoorden", query_string={"q": question}).get_json()
    assert (told["status"], told["vorm"], told["redactie"], told["reden"]) == ("beantwoord", "delen", None, None)
    first, second = told["deelvragen"]
    assert (first["vraag"], first["status"], first["vorm"], first["delen"], first["reden"]) == (
        "Hoe bouw je vertrouwen op?",
        "beantwoord",
        "lijst",
        sorted({said["deel"] for said in told["zinnen"]}),
        None,
    )
    assert (second["vraag"], second["status"], second["delen"], second["reden"]) == (
        "Hoe raak je het weer kwijt?",
        "niet-gevonden",
        [],
        "Wij vonden in de bronnen geen antwoord op deze vraag.",
    )
    page = client.get("/zoeken", query_string={"q": question}).text
    assert "U vraagt twee dingen" in page
    assert page.index("<h3>Hoe bouw je vertrouwen op?</h3>") < page.index(told["zinnen"][0]["tekst"][:40])
    assert page.index(told["zinnen"][-1]["tekst"][:40]) < page.index("<h3>Hoe raak je het weer kwijt?</h3>")


def test_a_question_that_asks_one_thing_has_no_parts(real_index: Path) -> None:
    told = create_app(Settings(index=real_index)).test_client().get("/api/v1/antwoorden?q=hoe+betrek+ik+ouders").get_json()
    assert told["deelvragen"] == []
