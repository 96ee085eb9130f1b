"""Whether a place is about the municipality and the people that a question names."""

from dataclasses import replace

import pytest

from kb.answer.agreement import about, municipalities_in, persons_in
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import EntryKind, Municipality
from kb.retrieval.facets import Labels
from kb.retrieval.inquiry import Hit

BEEKSTAD, DUINHAVEN = "beekstad", "duinhaven"
ANNA, RACHID, MIRJAM = "anna-de-wit", "rachid-bouali", "moeder-duinhaven"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wat doet Beekstad?", {BEEKSTAD}),
        ("wat doet BEEKSTAD", {BEEKSTAD}),
        ("de Beekstadse tuin", {BEEKSTAD}),
        ("Wie woont er in het Lindekwartier?", {BEEKSTAD}),
        ("Beekstad en Duinhaven", {BEEKSTAD, DUINHAVEN}),
        ("Duinhaven-Noord", {DUINHAVEN}),
        # A word that a name is only part of is another one, and so is a municipality of the country that no source is about.
        ("Beekstadion", set()),
        ("de haven in de duinen", set()),
        ("Goudhoek", set()),
        ("Kustland", set()),
        ("", set()),
    ],
)
def test_a_municipality_is_named_by_its_name_another_one_or_that_of_a_neighbourhood(
    small_library: Library, text: str, expected: set[str]
) -> None:
    assert municipalities_in(small_library, text) == expected


def test_a_name_of_more_than_one_word_is_named_by_all_of_it_in_order() -> None:
    library = Library(municipalities=(Municipality("den-berg", "Den Berg aan Zee", 52.0, 5.0, (), ("Oud-Zuid",)),))
    asked = ("wonen in Den Berg aan Zee", "de berg aan zee", "Zee aan Berg Den", "in oud-zuid", "in Oud Zuid", "in zuid")
    assert [bool(municipalities_in(library, text)) for text in asked] == [True, False, False, True, True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wat zei Anna de Wit?", {ANNA}),
        ("wat zei anna de wit", {ANNA}),
        ("Annie de Wit over koffie", {ANNA}),
        ("Anna de Wit en Rachid Bouali", {ANNA, RACHID}),
        # In full: a first name or a surname may be anybody's.
        ("Anna", set()),
        ("mevrouw Bouali", set()),
        ("Anna de Witte", set()),
        # A private person is nobody that one can ask for.
        ("Wat vertelde Mirjam?", set()),
        ("", set()),
    ],
)
def test_a_person_is_named_in_full_or_by_another_name(small_library: Library, text: str, expected: set[str]) -> None:
    assert persons_in(small_library, text) == expected


def every_hit(base: KnowledgeBase) -> tuple[Hit, ...]:
    """All that can be found and may be an answer, each as a hit."""
    records = enumerate(base.retriever.records(range(base.retriever.size)))
    return tuple(
        Hit(one.entry, number, one.place, one.labels, 1.0, 1.0, 1.0, -1.0, None)
        for number, one in records
        if one.place and one.entry.kind is not EntryKind.REPORT
    )


def ids(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.entry.id for hit in hits]


def test_who_names_no_municipality_and_nobody_gets_all(small_base: KnowledgeBase) -> None:
    hits = every_hit(small_base)
    assert about(small_base.library, hits, (), ()) == hits
    assert len(hits) > 20


OF_DUINHAVEN = [
    "verslag.avond",
    "verslag.waarom",
    "verslag.afspraken",
    "verslag.afspraken.2",
    "verslag.citaat-bouali-mijn-zoon",
    "praktijkvoorbeeld.vadergroep",
]


def test_a_place_is_about_the_municipality_of_its_label(small_base: KnowledgeBase) -> None:
    library, hits = small_base.library, every_hit(small_base)
    assert ids(about(library, hits, [DUINHAVEN], [])) == OF_DUINHAVEN
    assert ids(about(library, hits[::-1], [DUINHAVEN], [])) == OF_DUINHAVEN[::-1]
    assert set(ids(about(library, hits, [DUINHAVEN, BEEKSTAD], []))) > {*OF_DUINHAVEN, "nieuws.kosten"}


def test_a_place_without_a_label_is_about_the_municipality_that_its_words_or_headings_name(small_base: KnowledgeBase) -> None:
    """'Lindekwartier' stands in two texts; 'Lindelaan' in the heading above three passages, two quotes and an example."""
    hits = tuple(replace(hit, labels=Labels(hit.labels.kinds)) for hit in every_hit(small_base))
    assert ids(about(small_base.library, hits, [BEEKSTAD], [])) == ["nieuws.buurttuin", "praktijkvoorbeeld.buurttuin"]
    lane = replace(small_base.library, municipalities=(Municipality("lindelaan", "Lindelaan", 52.0, 5.0, (), ()),))
    assert ids(about(lane, hits, ["lindelaan"], [])) == [
        "nieuws.buurttuin",
        "nieuws.kosten",
        "nieuws.meedoen",
        "nieuws.citaat-buurvrouw-bij-naam",
        "nieuws.citaat-sla",
        "praktijkvoorbeeld.buurttuin",
    ]


def test_a_place_is_about_who_speaks_in_it_or_is_named_in_it(small_base: KnowledgeBase) -> None:
    """Anna de Wit speaks and is named nowhere; Rachid Bouali speaks twice and is named in two passages, of which one is an example too."""
    library, hits = small_base.library, every_hit(small_base)
    assert ids(about(library, hits, [], [ANNA])) == ["gids.citaat-de-wit-eerst-koffie"]
    assert ids(about(library, hits, [], [RACHID])) == [
        "verslag.avond",
        "verslag.waarom",
        "verslag.citaat-bouali-nu-gaat-hij-mee",
        "verslag.citaat-bouali-mijn-zoon",
        "praktijkvoorbeeld.vadergroep",
    ]


def test_a_private_person_is_spoken_of_nowhere(small_base: KnowledgeBase) -> None:
    """She speaks in 'verslag.citaat-moeder-elke-week'."""
    assert about(small_base.library, every_hit(small_base), [], [MIRJAM]) == ()


def test_a_place_is_about_a_municipality_and_a_person_when_both_are_asked_for(small_base: KnowledgeBase) -> None:
    library, hits = small_base.library, every_hit(small_base)
    both = ["verslag.avond", "verslag.waarom", "verslag.citaat-bouali-mijn-zoon", "praktijkvoorbeeld.vadergroep"]
    assert ids(about(library, hits, [DUINHAVEN], [RACHID])) == both
    assert about(library, hits, [BEEKSTAD], [RACHID]) == ()
    assert about(library, hits, ["goudhoek"], []) == ()
