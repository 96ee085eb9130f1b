"""The pages that a question may simply be looking for: which, in which order, and that each leads somewhere."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from kb.analysis.lemmas import lemma
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.retrieval.entrances import MOST, PAGES, Entrance, EntranceKind, Entrances
from kb.telling.addresses import entrance_path, question_path
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings


@pytest.fixture(scope="module")
def client(real_index: Path) -> FlaskClient:
    return create_app(Settings(index=real_index), LiveKnowledgeBase.opened(real_index)).test_client()


def led_to(base: KnowledgeBase, question: str) -> list[tuple[str, str, str]]:
    """Of each entrance its kind, its title, and the path of its address."""
    found = base.entrances.for_question(question)
    return [(one.kind.value, one.title, urlsplit(entrance_path(base.library, one)).path) for one in found]


STEP_8 = ("stap", "Stap 8. Netwerk opbouwen en onderhouden", "/stappen/8")
STEPS = ("bladzijde", "De route in twaalf stappen", "/stappen")
FIGURES = ("bladzijde", "Cijfers voor uw memo", "/cijfers")
PMG = ("begrip", "Preventie met Gezag", "/bronnen/handreiking/inleiding")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("stap 8", STEP_8),
        ("Wat houdt de achtste stap in?", STEP_8),
        ("netwerk opbouwen en onderhouden", STEP_8),
        ("cijfers", FIGURES),
        ("Waar vind ik de cijfers?", FIGURES),
        ("Ik schrijf een memo. Geef mij een overzicht van alle cijfers", FIGURES),
        ("wat zijn de twaalf stappen", STEPS),
        ("stappenplan", STEPS),
        ("raadsvoorstel", ("taak", "Ik wil een raads- of collegevoorstel onderbouwen", "/taken/raadsvoorstel-onderbouwen")),
        ("PmG", PMG),
        ("Wat is Preventie met Gezag?", PMG),
        ("Rotterdam", ("gemeente", "Gemeente Rotterdam", "/gemeenten/rotterdam")),
        ("woordenlijst", ("bladzijde", "Begrippen van A tot Z", "/begrippen")),
        ("contactgegevens", ("bladzijde", "Over deze kennisbank", "/over")),
    ],
)
def test_who_asks_for_a_page_is_led_to_it_first(real_base: KnowledgeBase, question: str, expected: tuple[str, str, str]) -> None:
    assert led_to(real_base, question)[0] == expected


def test_a_municipality_leads_to_the_examples_of_it_alone(real_base: KnowledgeBase, client: FlaskClient) -> None:
    address = entrance_path(real_base.library, real_base.entrances.for_question("Rotterdam")[0])
    page = fromstring(client.get(address).get_data(as_text=True))
    shown = {
        link.removeprefix("/praktijkvoorbeelden/") for link in page.xpath("//main//a/@href") if link.startswith("/praktijkvoorbeelden/")
    }
    assert shown == {example.id for example in real_base.library.examples if "rotterdam" in example.municipalities}


@pytest.mark.parametrize(
    "question",
    [
        "Hoe zorg ik dat ouders van jongeren die dreigen af te glijden op tijd hulp krijgen van de school en de politie?",
        "Welke sportverenigingen doen mee aan projecten voor jongeren in achterstandswijken",
        "Ik zoek cijfers. Hoe krijg ik bewoners, scholen en ondernemers zover dat ze samen een plan maken?",
        "kwantumchromodynamica",
        "",
        "de het een",
        "overzicht",
    ],
)
def test_who_asks_for_an_answer_or_for_nothing_that_has_a_page_is_led_nowhere(real_base: KnowledgeBase, question: str) -> None:
    assert led_to(real_base, question) == []


def test_every_entrance_leads_to_a_page_of_the_site(real_base: KnowledgeBase, client: FlaskClient) -> None:
    every = list(dict.fromkeys(entrance for _, entrance in real_base.entrances.names))
    assert {entrance.kind for entrance in every} == set(EntranceKind)
    assert len(every) > 250
    addresses = {entrance: entrance_path(real_base.library, entrance) for entrance in every}
    assert {address: status for address in addresses.values() if (status := client.get(address).status_code) != 200} == {}


def test_a_term_and_a_figure_lead_to_their_words_in_the_source(real_base: KnowledgeBase, client: FlaskClient) -> None:
    library = real_base.library
    spans = {
        **{Entrance(EntranceKind.TERM, term.name, term.name): term.definition for term in library.terms},
        **{Entrance(EntranceKind.FACT, str(number), fact.title): fact.sentence for number, fact in enumerate(library.facts)},
    }
    assert len(spans) > 50
    for entrance, span in spans.items():
        page = fromstring(client.get(entrance_path(library, entrance)).get_data(as_text=True))
        marked = "".join("".join(mark.itertext()) for mark in page.xpath("//main//mark"))
        assert "".join(library.text(span.passage_id)[span.begin : span.end].split()) in "".join(marked.split()), entrance


def test_the_page_of_a_question_names_its_entrances_above_the_answer(real_base: KnowledgeBase, client: FlaskClient) -> None:
    page = fromstring(client.get("/zoeken?q=stap+8").get_data(as_text=True))
    links = page.xpath("//nav[@aria-labelledby='ingangen']//a")
    found = real_base.entrances.for_question("stap 8")
    assert [(link.text_content().strip(), link.get("href")) for link in links] == [
        (one.title, entrance_path(real_base.library, one)) for one in found
    ]
    assert [heading.get("id") for heading in page.xpath("//main//h2")][0] == "ingangen"
    for other in ("/zoeken?q=stap+8&pagina=2", "/zoeken?q=hoe+krijg+ik+bewoners+en+scholen+zover+dat+ze+samen+iets+beginnen"):
        assert fromstring(client.get(other).get_data(as_text=True)).xpath("//nav[@aria-labelledby='ingangen']") == [], other


def test_a_figure_alone_is_no_subject(real_base: KnowledgeBase) -> None:
    """'Jeugd- en jongerenwerk 3.0' is not about the third step."""
    assert [one.kind for one in real_base.entrances.for_question("stap 3")] == ["stap", "bladzijde"]


@pytest.mark.parametrize("question", ["drugs in de wijk wat kan ik doen", "wat kost zo'n project", "heeft Tilburg een project"])
def test_a_word_that_half_of_the_names_have_is_no_subject(real_base: KnowledgeBase, question: str) -> None:
    """Nobody who asks what a project costs looks for the Project Moeders."""
    assert [one for one in real_base.entrances.for_question(question) if one.kind is EntranceKind.EXAMPLE] == []


def test_the_entrances_of_a_library_are_all_that_it_has(small_library: Library) -> None:
    """Of the municipalities those that an example tells of; each thing by all its names."""
    names = Entrances.of(small_library).names
    assert [entrance for entrance in dict.fromkeys(entrance for _, entrance in names) if entrance.kind is not EntranceKind.PAGE] == [
        Entrance(EntranceKind.STEP, "1", "Stap 1. Luister naar de buurt"),
        Entrance(EntranceKind.STEP, "2", "Stap 2. Kies samen een plan"),
        Entrance(EntranceKind.STEP, "3", "Stap 3. Houd vol"),
        Entrance(EntranceKind.THEME, "ontmoeten", "Elkaar ontmoeten"),
        Entrance(EntranceKind.THEME, "ouderschap", "Vaders en moeders"),
        Entrance(EntranceKind.THEME, "geld", "Geld"),
        Entrance(EntranceKind.MUNICIPALITY, "beekstad", "Gemeente Beekstad"),
        Entrance(EntranceKind.MUNICIPALITY, "duinhaven", "Gemeente Duinhaven"),
        Entrance(EntranceKind.ORGANISATION, "het-buurthuis", "Het buurthuis"),
        Entrance(EntranceKind.ORGANISATION, "gemeente-beekstad", "Gemeente Beekstad"),
        Entrance(EntranceKind.ORGANISATION, "tuinbond", "Tuinbond (niet in de bronnen)"),
        Entrance(EntranceKind.TERM, "spilpersoon", "spilpersoon"),
        Entrance(EntranceKind.ABBREVIATION, "VG", "VG: vadergroep"),
        Entrance(EntranceKind.TASK, "gesprek-voorbereiden", "Ik wil een gesprek op straat voorbereiden"),
        Entrance(EntranceKind.EXAMPLE, "buurttuin", "De buurttuin aan de Lindelaan"),
        Entrance(EntranceKind.EXAMPLE, "vadergroep", "De vadergroep"),
        Entrance(EntranceKind.EXAMPLE, "bellen-aan-huis", "Bellen aan huis"),
        Entrance(EntranceKind.LIST, "gids.lijst-gesprek-op-straat", "Vragen voor een gesprek op straat"),
        Entrance(EntranceKind.LIST, "gids.lijst-volhouden", "Zo houdt u het vol"),
        Entrance(EntranceKind.COMPARISON, "voorbeelden", "Twee manieren om elkaar te ontmoeten"),
        Entrance(EntranceKind.FACT, "0", "Wat de buurttuin kost"),
    ]
    assert [entrance.id for _, entrance in names if entrance.id in ("beekstad", "spilpersoon")] == ["beekstad"] * 2 + ["spilpersoon"] * 2


def test_a_municipality_without_examples_has_no_page_to_lead_to(small_base: KnowledgeBase) -> None:
    library = small_base.library
    without = Entrances.of(Library(municipalities=library.municipalities, examples=library.examples[:1]))
    assert [one.id for _, one in without.names if one.kind is EntranceKind.MUNICIPALITY] == ["beekstad", "beekstad"]
    assert without.for_question("Duinhaven") == ()


def test_the_fixed_pages_each_have_one_name_that_no_other_has() -> None:
    called = [(name, identity) for identity, title, names in PAGES for name in (title, *names)]
    assert len({identity for _, identity in called}) == len(PAGES)
    assert len({name for name, _ in called}) == len(called)


def named(*names: tuple[str, EntranceKind, str]) -> Entrances:
    """Entrances by hand: the words of a name, a kind, and a title that is its id too."""
    return Entrances(tuple((frozenset(lemma(word) for word in name.split()), Entrance(kind, title, title)) for name, kind, title in names))


def titles(entrances: Entrances, question: str) -> list[str]:
    return [one.title for one in entrances.for_question(question)]


THEME, LIST, TERM, TASK = EntranceKind.THEME, EntranceKind.LIST, EntranceKind.TERM, EntranceKind.TASK


def test_what_fits_better_goes_first_then_the_kind_then_the_shorter_title() -> None:
    """Of 'zaag hamer' the exact name fits 1, a name that is half of it .5; a half of a longer name .9 x 2 / 4."""
    entrances = named(
        ("zaag hamer plank vijl", LIST, "deel van de naam"),
        ("zaag", LIST, "helft van de vraag"),
        ("hamer zaag", LIST, "precies, werklijst"),
        ("zaag hamer", TERM, "precies, begrip, lang"),
        ("zaag hamer", TERM, "precies, begrip"),
    )
    assert titles(entrances, "Zaag en hamer?") == ["precies, begrip", "precies, begrip, lang", "precies, werklijst"]
    assert titles(named(*[("zaag", LIST, f"{number}") for number in range(9)]), "zaag") == ["0", "1", "2"]
    rest = Entrances(entrances.names[:2])
    assert titles(rest, "zaag hamer") == ["helft van de vraag", "deel van de naam"]


@pytest.mark.parametrize(
    ("question", "name", "kinds"),
    [
        # Half of what was asked is enough, less is not.
        ("zaag hamer plank vijl", "zaag hamer", (LIST, THEME)),
        ("zaag hamer plank", "zaag", ()),
        # Three in ten of a name, and one in five of a subject's.
        ("zaag", "zaag hamer plank", (LIST, THEME)),
        ("zaag", "zaag hamer plank vijl", (THEME,)),
        ("zaag", "zaag hamer plank vijl lijm", (THEME,)),
        ("zaag", "zaag hamer plank vijl lijm kwast", ()),
        # Beside each other, half of what was asked is enough for a subject only.
        ("zaag hamer", "zaag plank", (THEME,)),
        ("zaag hamer vijl", "zaag plank", ()),
        ("zaag", "hamer", ()),
    ],
)
def test_how_much_of_a_name_must_be_asked(question: str, name: str, kinds: tuple[EntranceKind, ...]) -> None:
    entrances = named((name, LIST, LIST.value), (name, THEME, THEME.value))
    assert sorted(titles(entrances, question)) == sorted(kind.value for kind in kinds)


def test_a_thing_is_found_by_the_name_that_fits_best_and_named_once() -> None:
    entrances = named(("zaag hamer plank", TASK, "taak"), ("zaag", TASK, "taak"), ("zaag hamer", TERM, "begrip"))
    assert titles(entrances, "zaag") == ["taak", "begrip"]


def test_of_more_than_five_words_an_answer_is_wanted() -> None:
    entrances = named(("zaag hamer plank vijl lijm", TASK, "taak"))
    assert titles(entrances, "zaag hamer plank vijl lijm") == ["taak"]
    assert titles(entrances, "zaag hamer plank vijl lijm kwast") == []
    # Words of asking, and what is told before the question, do not count.
    assert titles(entrances, "Geef een overzicht van alle informatie over zaag hamer plank vijl lijm") == ["taak"]
    assert titles(entrances, "Ik heb een kwast en verf. Zaag hamer plank vijl lijm?") == ["taak"]


@given(st.text())
def test_any_question_has_so_many_entrances_at_most(small_library: Library, text: str) -> None:
    found = Entrances.of(small_library).for_question(text)
    assert len(found) == len(set(found)) <= MOST


@pytest.mark.parametrize("question", ["Hoe betrek ik ouders?", "wat & hoe = 100% #1 + ü / ?", "“gesprek”", " "])
def test_the_address_of_a_question_holds_it_as_it_was_typed(question: str) -> None:
    address = urlsplit(question_path(question))
    assert (address.path, parse_qs(address.query, keep_blank_values=True), address.fragment) == ("/zoeken", {"q": [question]}, "")


def test_at_the_address_of_a_question_it_is_answered(real_base: KnowledgeBase, client: FlaskClient) -> None:
    for answer in real_base.library.edited_answers[:3]:
        response = client.get(question_path(answer.question))
        assert response.status_code == 200
        assert fromstring(response.get_data(as_text=True)).xpath("//input[@name='q']/@value")[0] == answer.question
