"""Searching in the small corpus: what is found, in which order, and what stands for what."""

import time
import unicodedata
from dataclasses import replace

import pytest
from asking import reading
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis.spelling import Correction
from kb.analysis.thesaurus import Expansion
from kb.knowledge_base import KnowledgeBase
from kb.model import Entry, EntryKind
from kb.retrieval.facets import Filters, Labels, joined
from kb.retrieval.inquiry import Hit
from kb.retrieval.reading import LONGEST_QUESTION, MOST_WORDS
from kb.retrieval.search import ALL_STAGES, Place, Stages, find


def ids(base: KnowledgeBase, question: str, filters: Filters = Filters(), stages: Stages = ALL_STAGES) -> list[str]:
    return [hit.entry.id for hit in base.search(question, filters, stages=stages).hits]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("wat kost de tuin", "nieuws.kosten"),
        ("wat is een spilpersoon", "gids.spilpersoon"),
        ("sleutelfiguur", "gids.spilpersoon"),
        ("vijver graven", "nieuws.meedoen"),
        ("hoeveel geld gaat er jaarlijks naar het groen", "nieuws.kosten"),
        ("wat zei Anna de Wit over regels", "gids.citaat-de-wit-eerst-koffie"),
        ("grootvaders", "verslag.afspraken.2"),
        ("koffie en gereedschap", "gids.bedragen"),
    ],
)
def test_the_passage_that_answers_comes_first(small_base: KnowledgeBase, question: str, first: str) -> None:
    assert ids(small_base, question)[0] == first


def test_the_everyday_word_finds_what_the_source_calls_otherwise(small_base: KnowledgeBase) -> None:
    hit = small_base.search("groentetuin").hits[0]
    assert hit.place == "nieuws.buurttuin"


def test_each_place_is_shown_once_and_names_what_it_stands_for(small_base: KnowledgeBase) -> None:
    hits = small_base.search("moestuin in het Lindekwartier, ieder bij naam").hits
    of_garden = [
        {hit.entry.id, *hit.also} for hit in hits if "buurttuin" in hit.entry.id or hit.entry.id == "nieuws.citaat-buurvrouw-bij-naam"
    ]
    assert of_garden == [{"nieuws.buurttuin", "praktijkvoorbeeld.buurttuin", "nieuws.citaat-buurvrouw-bij-naam"}]


def test_a_quote_that_stands_alone_is_a_place_of_its_own(small_base: KnowledgeBase) -> None:
    hit = next(hit for hit in small_base.search("sla van eigen grond").hits if hit.entry.kind is EntryKind.QUOTE)
    assert (hit.entry.id, hit.also) == ("nieuws.citaat-sla", ())


def test_the_authored_question_that_matched_is_named(small_base: KnowledgeBase) -> None:
    hit = small_base.search("hoe vaak zien de mannen elkaar?").hits[0]
    assert (hit.entry.id, hit.matched_question) in [
        ("verslag.avond", "hoe vaak zien de mannen elkaar"),
        ("praktijkvoorbeeld.vadergroep", None),
    ]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(kinds=("citaat",)), {"gids.citaat-de-wit-eerst-koffie"}),
        (Filters(steps=(2,)), {"gids.bedragen"}),
        (Filters(kinds=("handreiking",), steps=(2,)), {"gids.bedragen"}),
        (Filters(municipalities=("duinhaven",), steps=(1,)), set()),
    ],
)
def test_filters_keep_what_has_the_value(small_base: KnowledgeBase, filters: Filters, expected: set[str]) -> None:
    assert set(ids(small_base, "koffie", filters, Stages(meaning=False))) == expected


def test_a_filter_takes_nothing_away_from_what_passes(small_base: KnowledgeBase) -> None:
    every = small_base.search("koffie in het buurthuis")
    for kind in ("handreiking", "sessieverslag", "citaat"):
        passing = small_base.search("koffie in het buurthuis", Filters(kinds=(kind,)))
        shown = {identity for hit in every.hits for identity in (hit.entry.id, *hit.also)}
        records = small_base.retriever.records(range(small_base.retriever.size))
        labels = {record.entry.id: record.labels for record in records}
        assert {hit.entry.id for hit in passing.hits} == {identity for identity in shown if labels[identity].kind == kind}


def test_a_place_passes_by_all_that_it_stands_for_and_shows_what_passes() -> None:
    """The passage scores best, the example in it is what the filter asks for: that one is shown, and names the passage."""
    places = {
        hit.entry.id: hit for hit in (_hit("nieuws.tuin", 0.9, "projectupdate"), _hit("praktijkvoorbeeld.tuin", 0.5, "praktijkvoorbeeld"))
    }
    place = Place(tuple(places.values()), joined([hit.labels for hit in places.values()]))
    shown = place.shown(Filters())
    assert shown == replace(places["nieuws.tuin"], also=("praktijkvoorbeeld.tuin",))
    example = place.shown(Filters(kinds=("praktijkvoorbeeld",)))
    assert example == replace(places["praktijkvoorbeeld.tuin"], also=("nieuws.tuin",))
    assert place.shown(Filters(kinds=("citaat",))) is None


def test_a_place_passes_by_what_stands_behind_its_best_hit(small_base: KnowledgeBase) -> None:
    """What is found is put together by place first and filtered then: the first hit does not speak for the others."""
    asked = "moestuin in het Lindekwartier, ieder bij naam"
    places = find(reading(small_base, asked), small_base.retriever).every
    garden = next(place for place in places if "nieuws.buurttuin" in {hit.entry.id for hit in place.hits})
    assert [hit.labels.kind for hit in garden.hits] == ["projectupdate", "citaat", "praktijkvoorbeeld"]
    assert garden.labels.kinds == ("projectupdate", "citaat", "praktijkvoorbeeld")
    assert "nieuws.citaat-buurvrouw-bij-naam" in ids(small_base, asked, Filters(kinds=("citaat",)))


def _hit(identity: str, score: float, kind: str) -> Hit:
    return Hit(Entry(identity, EntryKind.PASSAGE, "Tuin", "", "De tuin."), 0, identity, Labels((kind,)), score, score, score, -1.0, None)


def test_the_number_beside_a_value_is_the_number_of_results_that_choosing_it_gives(small_base: KnowledgeBase) -> None:
    found = small_base.search("koffie met vaders")
    for kind in found.facets["soort"]:
        assert kind.count == len(small_base.search("koffie met vaders", Filters(kinds=(kind.value,))).hits)
    assert {value.value for value in found.facets["soort"]} >= {"handreiking", "sessieverslag"}


def test_the_order_is_the_same_each_time(small_base: KnowledgeBase) -> None:
    once = small_base.search("hoe leer ik de buurt kennen")
    assert [small_base.search("hoe leer ik de buurt kennen").hits for _ in range(3)] == [once.hits] * 3


def test_what_has_gone_by_is_found_but_never_leads(small_base: KnowledgeBase) -> None:
    """The call of June scores best, and the best that is no call goes before it; alone it is a result all the same."""
    found = small_base.search("vijver graven, koffie drinken in het buurthuis").hits
    assert [hit.entry.id for hit in found if hit.time_bound] == ["nieuws.meedoen"]
    assert found[1].entry.id == "nieuws.meedoen"
    assert found[1].score > found[0].score
    assert [hit.entry.id for hit in small_base.search("vijver").hits] == ["nieuws.meedoen"]


def test_scores_go_down(small_base: KnowledgeBase) -> None:
    scores = [hit.score for hit in small_base.search("koffie drinken met vaders").hits]
    assert scores == sorted(scores, reverse=True)


def test_a_misspelt_question_is_corrected_and_says_so(small_base: KnowledgeBase) -> None:
    found = small_base.search("vadergroap")
    assert found.correction == Correction("vadergroap", "vadergroep", ("vadergroep",))
    assert found.guessed_words == 1
    assert found.guessed == {"vadergroep", "vader", "groep"}
    assert found.hits[0].entry.id in ("verslag.avond", "praktijkvoorbeeld.vadergroep")


def test_accents_that_come_apart_from_their_letters_are_read_with_them(real_base: KnowledgeBase) -> None:
    """What is copied from a PDF or typed on a Mac."""
    composed, apart = real_base.search("financiële ruimte"), real_base.search(unicodedata.normalize("NFD", "financiële ruimte"))
    assert apart.text == "financiële ruimte"
    assert apart == composed


def test_a_question_can_be_searched_for_as_it_was_typed(small_base: KnowledgeBase) -> None:
    found = small_base.search("vadergroap", literal=True)
    assert (found.text, found.correction) == ("vadergroap", None)


@pytest.mark.parametrize("question", ["", "   ", "?!", "\n\t"])
def test_an_empty_question_finds_nothing(small_base: KnowledgeBase, question: str) -> None:
    assert small_base.search(question).hits == ()


def test_a_question_of_stop_words_is_searched_for_by_those(small_base: KnowledgeBase) -> None:
    assert reading(small_base, "hoe kan ik het").words == ("hoe", "kan", "ik", "het")


def test_a_question_keeps_its_content_words_once_and_the_other_names(small_base: KnowledgeBase) -> None:
    question = reading(small_base, "Wat kost de moestuin, die moestuin?")
    assert question.words == ("kost", "moestuin")
    assert question.expansions == (Expansion("buurttuin", official=True), Expansion("buurthuis", related=True))


def test_another_name_weighs_less_than_a_word_of_the_question_and_a_related_one_less_again(small_base: KnowledgeBase) -> None:
    terms = reading(small_base, "moestuin").terms
    weight = {term.text: term.weight for term in terms if term.field == "stem"}
    assert weight["moestuin"] > weight["buurttuin"] > weight["buurthuis"]


def test_a_long_question_keeps_its_rarest_words(small_base: KnowledgeBase) -> None:
    often = "buurt gemeente vaders buren bewoners vragen mensen koffie tuin vader groep school"
    terms = reading(small_base, f"{often} vijver brochure", literal=True).terms
    stems = {term.text: term.weight for term in terms if term.field == "stem"}
    asked = {stem for stem, weight in stems.items() if weight == max(stems.values())}
    assert {"vijver", "brochur"} <= asked
    assert len(asked) == MOST_WORDS


def test_a_question_of_ten_thousand_letters_is_cut(small_base: KnowledgeBase) -> None:
    assert len(small_base.search("koffie " * 2_000).text) <= LONGEST_QUESTION


def test_reading_a_question_stops_looking_words_up_when_the_time_is_past(small_base: KnowledgeBase) -> None:
    assert reading(small_base, "vadergroap", deadline=time.monotonic() - 1).correction is None


def test_of_a_thousand_letters_of_unknown_words_twelve_are_looked_up(small_base: KnowledgeBase) -> None:
    """Each costs a millisecond or two: a question is read in the time that a page takes."""
    question = reading(small_base, " ".join(["vadergroap"] * 20))
    assert question.correction is not None
    assert len(question.correction.guessed) == 12


def test_stages_can_be_left_out(small_base: KnowledgeBase) -> None:
    asked = "hoeveel geld gaat er jaarlijks naar het groen"
    assert small_base.search("xyzzy", stages=Stages(meaning=False), literal=True).hits == ()
    alone = Stages(questions=False, meaning=False)
    assert reading(small_base, "hoe vaak zien de mannen elkaar").words == ("zien", "mannen")
    assert "verslag.avond" not in ids(small_base, "hoe vaak zien de mannen elkaar", stages=alone)
    assert all(hit.keyword == 0 for hit in small_base.search(asked, stages=Stages(keyword=False)).hits)
    assert all(hit.similarity == 0 for hit in small_base.search(asked, stages=Stages(meaning=False)).hits)


@given(st.text(max_size=200))
def test_any_question_can_be_searched_for(small_base: KnowledgeBase, question: str) -> None:
    hits = small_base.search(question).hits
    seen = [identity for hit in hits for identity in (hit.entry.id, *hit.also)]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("wat zei Claire Boelema over activiteiten uit de gemeenschap", "boelema"),
        ("wie zei dat een uniform averechts werkt", "uniform"),
    ],
)
def test_who_said_it_gives_the_quote_first(real_base: KnowledgeBase, question: str, wanted: str) -> None:
    hit = real_base.search(question).hits[0]
    assert hit.entry.kind is EntryKind.QUOTE
    assert wanted in f"{hit.entry.id} {hit.entry.text}".casefold()


def test_the_address_of_a_project_leader_is_found(real_base: KnowledgeBase) -> None:
    assert "frederieke.schilling@arnhem.nl" in real_base.search("mailadres projectleider BOTOC Arnhem").hits[0].entry.text


def test_examples_with_parents_in_groningen_find_geweldloos_verzet(real_base: KnowledgeBase) -> None:
    hits = real_base.search("voorbeelden met ouders in Groningen").hits[:5]
    assert "Geweldloos Verzet" in "\n".join(f"{hit.entry.title} {hit.entry.text}" for hit in hits)


def test_how_to_involve_parents_is_told_by_the_guide_a_report_or_an_update(real_base: KnowledgeBase) -> None:
    kinds = {hit.labels.kind for hit in real_base.search("hoe betrek ik ouders").hits[:5]}
    assert not kinds.isdisjoint({"handreiking", "sessieverslag", "projectupdate"})


def test_what_nobody_sees_is_not_read(small_base: KnowledgeBase) -> None:
    assert reading(small_base, "moes\u00adtuin\u200b in de wijk") == reading(small_base, "moestuin in de wijk")


def test_a_place_that_went_up_in_another_is_looked_for_by_both_names_and_is_unknown_itself(small_base: KnowledgeBase) -> None:
    read_as = reading(small_base, "hoe doen ze het in Oudebeek")
    assert ([expansion.name for expansion in read_as.expansions], read_as.unknown, read_as.correction) == (
        ["Beekstad"],
        ("Oudebeek",),
        None,
    )


def test_a_place_that_no_source_names_is_unknown_and_no_typing_error(small_base: KnowledgeBase) -> None:
    read_as = reading(small_base, "hoe doen ze het in goudhoek")
    assert (read_as.unknown, read_as.correction) == (("goudhoek",), None)


@pytest.mark.parametrize("typed", ["stap vier", "vierde stap", "4e stap", "stap IV"])
def test_a_step_is_found_alike_however_its_number_is_written(real_base: KnowledgeBase, typed: str) -> None:
    assert ids(real_base, typed) == ids(real_base, "stap 4")


def test_an_abbreviation_finds_the_same_with_and_without_points(real_base: KnowledgeBase) -> None:
    names = [name for concept in real_base.library.concepts for name in concept.abbreviations if name.isalpha()]
    assert len(names) > 50
    pointed = {name: "".join(f"{letter}." for letter in name) for name in names}
    assert [name for name in names if ids(real_base, pointed[name]) != ids(real_base, name)] == []


@pytest.mark.parametrize("number", range(1, 13))
def test_who_types_the_number_of_a_step_gets_that_step(real_base: KnowledgeBase, number: int) -> None:
    assert real_base.search(f"stap {number}").hits[0].entry.id == f"handreiking.stap-{number}"
