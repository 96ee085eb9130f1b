"""Suggestions while typing: only what was chosen to be seen, and found as people type it."""

from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.analysis.words import words
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.retrieval.entrances import PAGES
from web.app import create_app
from web.pages.home import questions_of
from web.pages.suggestions import GROUPS, MOST, Suggestion, all_suggestions, suggest
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings


@pytest.fixture(scope="module")
def choice(real_base: KnowledgeBase) -> tuple[Suggestion, ...]:
    return all_suggestions(real_base)


@pytest.fixture(scope="module")
def client(real_index: Path) -> FlaskClient:
    return create_app(Settings(index=real_index), LiveKnowledgeBase.opened(real_index)).test_client()


def chosen_to_be_seen(library: Library) -> set[str]:
    """All labels that a suggestion may have: what an editor reviewed, and titles and names that stand on the site."""
    return {
        *(question.text for question in library.suggested),
        *(task.title for task in library.tasks),
        *(one.title for one in library.lists),
        *(f"Stap {step.number}: {step.title}" for step in library.steps),
        *(theme.label for theme in library.themes),
        *(term.name for term in library.terms),
        *(example.name for example in library.examples),
        *(person.name for person in library.persons if person.recognisable),
        *(place.name for place in library.municipalities),
        *(body.name for body in library.organisations if body.is_named),
        *(title for _, title, _ in PAGES),
        "Mijn selectie",
    }


def test_only_what_was_chosen_to_be_seen_is_there_to_be_suggested(small_base: KnowledgeBase) -> None:
    """No authored question and no private person."""
    labels: dict[str, set[str]] = {}
    for one in all_suggestions(small_base):
        labels.setdefault(one.group, set()).add(one.label)
    assert {group: labels[group] for group in ("Vragen", "Sprekers", "Gemeenten")} == {
        "Vragen": {"Wat kost de buurttuin?", "Hoe voer ik een gesprek op straat?"},
        "Sprekers": {"Anna de Wit", "Rachid Bouali"},
        "Gemeenten": {"Beekstad", "Duinhaven"},
    }


def test_whatever_is_typed_only_what_was_chosen_is_shown(real_base: KnowledgeBase, choice: tuple[Suggestion, ...]) -> None:
    library = real_base.library
    texts = [place.text for place in library.places]
    texts += [question for questions in library.questions.values() for question in questions]
    texts += [name for place in library.municipalities for name in (*place.also, *place.neighbourhoods)]
    typed = {word[:size] for text in texts for word in words(text) for size in (2, 3, len(word))}
    seen = {found.label for text in typed for found in suggest(choice, text)}
    assert len(seen) > 300
    assert seen <= chosen_to_be_seen(library)


def test_an_authored_question_is_shown_only_when_it_was_reviewed(real_base: KnowledgeBase, choice: tuple[Suggestion, ...]) -> None:
    library = real_base.library
    reviewed = {question.text for question in library.suggested}
    authored = {question for questions in library.questions.values() for question in questions} - reviewed
    # An authored question may be the name of a thing.
    titles = {one.label for one in choice if one.group != "Vragen"}
    assert (authored - titles).isdisjoint(one.label for one in choice)
    assert {one.label for one in choice if one.group == "Vragen"} == reviewed
    assert len(authored & titles) < 5 < len(authored)


def test_a_reviewed_question_has_no_everyday_name_nor_a_neighbourhood(real_base: KnowledgeBase) -> None:
    library = real_base.library
    # Everyday, and fit to be read aloud.
    fit = {("doorgaan",), ("meedenken",), ("weinig", "nederlands"), ("plan", "van", "bewoners")}
    everyday = {tuple(words(name)) for concept in library.concepts for name in concept.everyday} - fit
    # A programme that is called after its area.
    neighbourhoods = {name for place in library.municipalities for name in place.neighbourhoods} - {"Rotterdam Zuid", "Rotterdam-Zuid"}
    for question in library.suggested:
        text = words(question.text)
        pieces = {tuple(text[begin:end]) for begin in range(len(text)) for end in range(begin + 1, len(text) + 1)}
        assert pieces.isdisjoint(everyday), question.text
        assert not any(name in question.text for name in neighbourhoods), question.text


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("YCT", "Youth Cyber Team (YCT)"),
        ("youth cyber", "Youth Cyber Team (YCT)"),
        ("jim aanpak", "Wat is de JIM-aanpak?"),
        ("jim-aanpak", "Wat is de JIM-aanpak?"),
        ("jimaanpak", "Wat is de JIM-aanpak?"),
        ("ppct", "PPCT-model"),
        ("ppct model", "PPCT-model"),
        ("cocreatie", "co-creatie van budgetten"),
        ("co-creatie", "co-creatie van budgetten"),
        ("co creatie", "co-creatie van budgetten"),
        ("boa’s bij", "Wat kunnen politieagenten en boa’s bijdragen?"),
        ("boa's bij", "Wat kunnen politieagenten en boa’s bijdragen?"),
        ("thema’s", "Alle thema’s"),
        ("thema's", "Alle thema’s"),
        ("raads- of college", "Ik wil een raads- of collegevoorstel onderbouwen"),
        ("pmg", "Wat is het programma Preventie met Gezag?"),
        ("ess", "Hoe nemen we contact op met de ESS?"),
        ("expertise-unit", "Hoe nemen we contact op met de ESS?"),
        ("PREVENTIE MET", "Preventie met Gezag"),
        ("cijf", "Cijfers voor uw memo"),
        ("begrip", "Begrippen van A tot Z"),
        ("feiten", "Cijfers voor uw memo"),
        ("werklijst", "Alle werklijsten"),
        ("citaten", "Alle citaten"),
        ("stap 8", "Stap 8: Netwerk opbouwen en onderhouden"),
        ("hillesluis", "Rotterdam"),
        ("delft", "Delft"),
        ("zoundri", "Mohamed Zoundri"),
        ("sleutelpersonen en", "Sleutelpersonen en rolmodellen"),
    ],
)
def test_a_suggestion_is_found_as_people_type_it(choice: tuple[Suggestion, ...], typed: str, label: str) -> None:
    assert label in [found.label for found in suggest(choice, typed)]


@pytest.mark.parametrize("typed", ["", "o", "  ", "??", "-’", "Poelenburg", "Paddepoel", "Overvecht", "turk", "rotjo", "smeris", "x" * 100])
def test_there_is_nothing_to_suggest(choice: tuple[Suggestion, ...], typed: str) -> None:
    assert suggest(choice, typed) == []


def test_groups_stand_in_their_order_and_share_the_room(choice: tuple[Suggestion, ...]) -> None:
    found = suggest(choice, "ouders")
    assert len(found) == MOST
    assert [one.group for one in found] == sorted((one.group for one in found), key=GROUPS.index)
    assert {"Vragen", "Taken", "Thema’s"} <= {one.group for one in found}


def test_every_suggestion_leads_somewhere(client: FlaskClient, choice: tuple[Suggestion, ...]) -> None:
    assert {one.group for one in choice} == set(GROUPS)
    for one in choice:
        if one.group != "Vragen":
            assert client.get(one.address).status_code == 200, one


def test_each_generation_has_its_own_suggestions(client: FlaskClient, small_index: Path) -> None:
    small = create_app(Settings(index=small_index), LiveKnowledgeBase.opened(small_index)).test_client()
    asked = [app.get("/suggesties?q=buurttuin").get_json()["suggesties"] for app in (client, small, client)]
    assert asked == [
        [],
        [
            {"groep": "Vragen", "tekst": "Wat kost de buurttuin?", "adres": "/zoeken?q=Wat+kost+de+buurttuin%3F"},
            {"groep": "Praktijkvoorbeelden", "tekst": "De buurttuin aan de Lindelaan", "adres": "/praktijkvoorbeelden/buurttuin"},
        ],
        [],
    ]


def test_the_home_page_shows_the_questions_that_are_marked_for_it(small_library: Library, real_base: KnowledgeBase) -> None:
    assert questions_of(small_library, date(2025, 1, 1)) == ("Wat kost de buurttuin?",)
    assert questions_of(Library(), date(2025, 1, 1)) == ()
    marked = [question.text for question in real_base.library.suggested if question.on_home_page]
    shown = [question for day in range(1, 20) for question in questions_of(real_base.library, date(2025, 1, day))]
    assert len(marked) >= 20
    assert set(shown) == set(marked)


def test_a_page_of_results_shows_no_other_names(client: FlaskClient) -> None:
    for question in ("politie", "jeugdgroep", "migranten"):
        page = client.get("/zoeken", query_string={"q": question}).get_data(as_text=True)
        assert "zochten ook op" not in page
        assert not {"smeris", "wout", "skotoe", "allochtoon", "bende"} & set(words(page))
