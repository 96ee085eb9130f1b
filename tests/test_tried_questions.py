"""Questions that people put when they tried the site, and what they should have got: the status, what answers, and where they are led."""

import pytest

from kb.answer.answering import Answer
from kb.knowledge_base import KnowledgeBase


def led_by(answer: Answer) -> str:
    """What an answer is: an edited one, a working list, or the first of its places."""
    if answer.edited:
        return answer.edited.id
    if answer.working_list:
        return answer.working_list.id
    return answer.sources[0] if answer.sources else ""


@pytest.mark.parametrize(
    ("question", "answered_by"),
    [
        ("ik ben nieuw, waar moet ik mee beginnen", "nieuw-waar-beginnen"),
        ("rol van de politie in het netwerk", "samenwerken-met-de-politie"),
        ("samenwerken met moskee", "moskeeen-en-migrantenorganisaties"),
        ("ik krijg mijn collega's niet mee", "collegas-van-andere-afdelingen"),
        ("checklist start netwerk", "handreiking.lijst-startbijeenkomst-van-het-netwerk"),
        ("een sleutelpersoon vraagt geld", "bewoners-betalen"),
        # Its line says that what one does then is not there; and so of girls.
        ("wat doe ik als een sleutelpersoon zelf crimineel blijkt", "sleutelpersoon-met-criminele-banden"),
        ("meisjes in de drugscriminaliteit", "wat-staat-er-over-meisjes"),
        ("daalt de jeugdcriminaliteit", "neemt-jeugdcriminaliteit-toe"),
        ("is er bewijs dat het werkt", "is-er-bewijs"),
        ("wat is de aanpak in het kort", "aanpak-in-het-kort"),
        ("hoe vind ik sleutelpersonen", "sleutelpersoon-vinden"),
        ("raadsvoorstel", "raadsvoorstel-onderbouwen"),
        ("welke beschermende factoren zijn er", "beschermende-factoren"),
        ("wie moet er aan tafel zitten", "netwerk-opbouwen"),
        ("hoe organiseer ik een bewonersavond", "bewonersavond-voorbereiden"),
        ("subsidie aanvragen", "welke-subsidie-of-financiering"),
        ("hoe betrek ik ouders", "ouders-betrekken"),
        ("wat is ondermijning", "wat-is-ondermijning"),
        ("wat is een sleutelpersoon", "handreiking.stap-6-sleutelpersonen"),
        ("wat kost het", "wat-kost-het"),
        # Of which only the word is the name of a page too.
        ("Welke gemeenten doen dit al?", "welke-gemeenten-doen-dit"),
        ("ik ben nieuw", "nieuw-waar-beginnen"),
    ],
)
def test_it_is_answered_by(real_base: KnowledgeBase, question: str, answered_by: str) -> None:
    answer = real_base.ask(question)
    assert (answer.status, led_by(answer)) == ("beantwoord", answered_by)


@pytest.mark.parametrize(
    "question",
    [
        *(
            "wat werkt niet",
            "wanneer stop je ermee",
        ),
        *("hoeveel subsidie krijgt een gemeente", "fatbikes", "gangs", "burgerberaad", "Tilburg", "Brabant", "HALT", "co-creatie"),
        *("how to involve parents", "hoe bak ik een appeltaart", "weer morgen amsterdam", "wat kost een paspoort aanvragen"),
    ],
)
def test_it_is_not_said_to_be_answered(real_base: KnowledgeBase, question: str) -> None:
    answer = real_base.ask(question)
    assert (answer.status == "beantwoord", answer.citations) == (False, ())


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("wat zijn de twaalf stappen", "De route in twaalf stappen"),
        ("stap 8", "Stap 8. Netwerk opbouwen en onderhouden"),
        ("cijfers", "Cijfers voor uw memo"),
        ("begrippen", "Begrippen van A tot Z"),
        ("ouders", "Ouders en opvoeding"),
        ("raadsvoorstel", "Ik wil een raads- of collegevoorstel onderbouwen"),
        ("wie kan ik bellen over het vadercentrum", "Vadercentrum ADAM"),
        ("samenvatting van de handreiking", "De aanpak in vijf minuten"),
        ("Rotterdam", "Gemeente Rotterdam"),
        ("PmG", "Preventie met Gezag"),
    ],
)
def test_it_is_led_to_the_page_it_looks_for(real_base: KnowledgeBase, question: str, title: str) -> None:
    assert real_base.entrances.for_question(question)[0].title == title


def test_the_name_of_a_page_is_not_taken_for_a_question_that_an_editor_answered(real_base: KnowledgeBase) -> None:
    assert [real_base.ask(name).edited for name in ("cijfers", "begrippen", "citaten", "werklijsten")] == [None] * 4


def test_what_one_municipality_paid_does_not_lead_the_answer_to_what_it_costs(real_base: KnowledgeBase) -> None:
    budget = "plannen.botoc-arnhem-kosten-en-resultaat"
    general = real_base.ask("wat kost zo'n project")
    assert (led_by(general), general.sources[0]) == ("wat-kost-het", "handreiking.stap-10-financiele-ruimte")
    assert budget in general.sources[1:]


def test_of_a_municipality_without_anything_that_is_said_first(real_base: KnowledgeBase) -> None:
    answer = real_base.ask("heeft Tilburg een project")
    assert (answer.status, answer.reason) == (
        "onzeker",
        "Over ‘Tilburg’ zeggen de bronnen niets. Wat wij vonden, gaat over andere plaatsen of in het algemeen.",
    )
    # Of its university they do say something.
    assert real_base.search("Wat zegt Tilburg University over best persons").elsewhere == ()


def test_who_asks_for_a_quote_gets_a_whole_one(real_base: KnowledgeBase) -> None:
    answer = real_base.ask("citaat over vertrouwen")
    assert answer.quote and (answer.status, answer.form, [cited.text for cited in answer.citations]) == (
        "beantwoord",
        "citaat",
        [answer.quote.text],
    )


def test_examples_of_one_municipality_are_of_no_other(real_base: KnowledgeBase) -> None:
    answer = real_base.ask("voorbeelden met ouders in Groningen")
    assert answer.status == "beantwoord" and answer.form == "voorbeelden"
    library = real_base.library
    for place in answer.sources:
        said_in = {quote.municipality for quote in library.quotes if place in (quote.id, quote.passage_id)}
        assert "groningen" in {*library.section_of(place).municipalities, *said_in} or "Groningen" in library.text(place)
