"""Choosing what is quoted: the rules on candidates made by hand, and the ranking in the small corpus."""

import math
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from asking import reading
from one_base import base_of

from kb.analysis.kinds import Kind, fact_asked
from kb.analysis.lemmas import lemma
from kb.analysis.sentences import sentences_of
from kb.answer.choosing import Candidate, Choice, Unit, candidates, choose
from kb.calibration import Choosing
from kb.knowledge_base import KnowledgeBase
from kb.model import Block, Entry, EntryKind, Passage
from kb.retrieval.facets import Filters, Labels
from kb.retrieval.inquiry import Hit, Inquiry, Rejected

HIT = Hit(Entry("gids.tuin", EntryKind.PASSAGE, "", "", ""), 0, "gids.tuin", Labels(("passage",)), 0.0, 0.0, 0.0, -1.0, None)
# Numbers of which each test gives those that it is about.
NOTHING = Choosing(**{field.name: 0.0 for field in fields(Choosing)})


def place(name: str, *blocks: str) -> Passage:
    """A passage of these paragraphs; one that begins with '- ' is an item."""
    found, text = [], ""
    for block in blocks:
        words = block.removeprefix("- ")
        found.append(Block(len(text), len(text) + len(words), "alinea" if words == block else "item"))
        text += f"{words}\n"
    return Passage(name, "gids", name, text, "", tuple(found))


def candidate(here: Passage, number: int, probability: float, *, has_fact: bool = False) -> Candidate:
    sentences = sentences_of(here)
    sentence = sentences[number]
    return Candidate(sentence, here.text[sentence.begin : sentence.end], HIT, 0, here, sentences, probability, has_fact)


def asking(kind: Kind = Kind.OTHER, text: str = "") -> Inquiry:
    return Inquiry(text, (), kind, fact_asked(text), (), {}, np.zeros(1, np.float32))


def units(ranked: Sequence[Candidate], inquiry: Inquiry | None = None) -> list[list[str]]:
    """The sentences of each unit that is chosen."""
    texts = {one.place_id: one.place.text for one in ranked}
    chosen = choose(ranked, inquiry or asking()).units
    return [[texts[sentence.passage_id][sentence.begin : sentence.end] for sentence in unit.sentences] for unit in chosen]


def different(number: int, words: int) -> str:
    """A sentence of so many words that shares none with the others."""
    return " ".join(f"Woord{number}x{position}" for position in range(words)) + "."


def test_an_answer_is_the_unit_of_the_best_sentence_which_leads_it_and_nothing_of_a_less_probable_place() -> None:
    best = place("b", "Koffie helpt. Anna schenkt.")
    other = place("a", "Buren graven een vijver.")
    ranked = [candidate(best, 1, 0.8), candidate(best, 0, 0.79), candidate(other, 0, 0.5)]
    first, second = sentences_of(best)
    assert choose(ranked, asking()) == Choice((Unit((first, second), second),))


@pytest.mark.parametrize(("probability", "given"), [(0.49, True), (0.489, False)])
def test_a_second_place_is_added_when_it_is_as_probable(probability: float, given: bool) -> None:
    """From 49 fiftieths of the best on: .49 of .5 is as probable, .489 is not. Nor was it left out: it never came up."""
    best, other = place("b", "Koffie helpt."), place("a", "Buren graven samen. Anna kijkt.")
    ranked = [candidate(best, 0, 0.5), candidate(other, 0, probability)]
    assert units(ranked) == [["Koffie helpt."], *([["Buren graven samen.", "Anna kijkt."]] if given else [])]
    assert choose(ranked, asking()).rejected == ()


def test_of_the_second_place_the_best_sentence_leads() -> None:
    best, other = place("a", "Koffie helpt."), place("b", "Buren graven samen. Anna kijkt.")
    chosen = choose([candidate(best, 0, 0.9), candidate(other, 1, 0.9), candidate(other, 0, 0.9)], asking())
    assert [unit.lead.number for unit in chosen.units] == [0, 1]


def test_an_answer_has_two_places_at_most() -> None:
    ranked = [candidate(place(name, different(number, 3)), 0, 0.9) for number, name in enumerate("abc")]
    assert units(ranked) == [[different(0, 3)], [different(1, 3)]]


def test_a_second_place_that_says_the_same_is_left_out_and_the_next_one_is_looked_at() -> None:
    """Sources repeat themselves: with four of five words the same, however they are written, the second adds too little."""
    first = candidate(place("a", "Elke zaterdag werken twintig mensen"), 0, 0.9)
    again = candidate(place("b", "Elke zaterdag werken Twintig vaders"), 0, 0.9)
    other = candidate(place("c", "Niemand hoeft iets te zeggen"), 0, 0.9)
    assert units([first, again, other]) == [["Elke zaterdag werken twintig mensen"], ["Niemand hoeft iets te zeggen"]]
    assert choose([first, again, other], asking()).rejected == (
        Rejected("b: Elke zaterdag werken Twintig vaders", "zegt hetzelfde als het antwoord"),
    )


def test_a_second_place_that_shares_three_of_five_words_is_given() -> None:
    """Where it says that much of its own, leaving it out would lose something."""
    first = candidate(place("a", "elke zaterdag werken twintig mensen"), 0, 0.9)
    other = candidate(place("b", "elke zaterdag werken dertig vaders"), 0, 0.9)
    assert units([first, other]) == [["elke zaterdag werken twintig mensen"], ["elke zaterdag werken dertig vaders"]]


@pytest.mark.parametrize("longer_first", [True, False])
def test_the_words_of_the_shorter_unit_decide_what_is_the_same(longer_first: bool) -> None:
    """A short unit that a longer one holds adds nothing to it."""
    longer = candidate(place("a", "de tuin kost 2.000 euro per jaar en de gemeente betaalt daarvan driekwart"), 0, 0.9)
    shorter = candidate(place("b", "de tuin kost 2.000 euro per jaar"), 0, 0.9)
    ranked = [longer, shorter] if longer_first else [shorter, longer]
    assert units(ranked) == [[ranked[0].text]]


def test_what_two_places_say_is_compared_by_all_words_of_their_units() -> None:
    """The best sentences are the same; beside them the second place says six words of its own, which is more than half of it."""
    first = place("a", "Koffie helpt echt altijd.")
    second = place("b", "Koffie helpt echt altijd. Anna schenkt elke maandag thee erbij.")
    assert units([candidate(first, 0, 0.9), candidate(second, 0, 0.9)]) == [["Koffie helpt echt altijd."]]
    longer = place("a", "Koffie helpt echt altijd. Els brengt zelf taart en koekjes mee.")
    assert len(units([candidate(longer, 0, 0.9), candidate(second, 0, 0.9)])) == 2


@pytest.mark.parametrize(("words", "given"), [(50, True), (51, False)])
def test_an_answer_of_two_places_has_150_words_at_most(words: int, given: bool) -> None:
    first, second = place("a", different(0, 100)), place("b", different(1, words))
    chosen = choose([candidate(first, 0, 0.9), candidate(second, 0, 0.9)], asking())
    assert len(chosen.units) == 1 + given
    assert [one.why for one in chosen.rejected] == ([] if given else ["het antwoord heeft dan meer dan 150 woorden"])


@pytest.mark.parametrize(("words", "whole"), [(59, True), (60, False)])
def test_of_a_paragraph_of_more_than_150_words_the_sentence_comes_with_those_it_needs(words: int, whole: bool) -> None:
    """Of 59, 31, 30 and 30 words one reads the whole; with a word more only the last sentence and the one that 'Dat' points to."""
    sentences = [different(0, words), different(1, 31), different(2, 30), f"Dat {different(3, 29)}"]
    here = place("a", " ".join(sentences))
    assert units([candidate(here, 3, 0.9)]) == [sentences if whole else sentences[2:]]


def test_a_list_is_given_whole_however_long_it_is() -> None:
    here = place("a", "Neem mee:", *(f"- {different(number, 40)}" for number in range(4)))
    found = sentences_of(here)
    assert sum(sentence.words for sentence in found) == 162
    assert choose([candidate(here, 2, 0.9)], asking()) == Choice((Unit(found, found[2], is_list=True),))


def test_the_best_sentence_is_never_left_out_of_what_it_leads() -> None:
    """What 'Dat' points to stands in another place, or is the heading: without it the rest would be another answer."""
    here = place("a", "Dat kost tijd. Koffie helpt.")
    first, second = sentences_of(here)
    assert choose([candidate(here, 0, 0.9)], asking()) == Choice((Unit((first, second), first),))
    assert choose([candidate(here, 1, 0.9)], asking()) == Choice((Unit((second,), second),))


def test_two_facts_of_which_one_sentence_leans_on_the_other_are_quoted_once() -> None:
    here = place("a", "De training was in mei 2024. Zij werd gegeven door Els Bijman.")
    ranked = [candidate(here, 0, 0.5, has_fact=True), candidate(here, 1, 0.4)]
    assert units(ranked, MOMENT_AND_NAME) == [["De training was in mei 2024.", "Zij werd gegeven door Els Bijman."]]


@pytest.mark.parametrize(("kind", "given"), [(Kind.HOW, ["Koffie helpt."]), (Kind.LIST, ["Koffie helpt.", "Wie schenkt er?"])])
def test_questions_are_given_to_who_asks_for_a_list(kind: Kind, given: list[str]) -> None:
    assert units([candidate(place("a", "Koffie helpt. Wie schenkt er?"), 0, 0.9)], asking(kind)) == [given]


COSTS = asking(Kind.FACT, "wat kost de tuin")


def test_a_question_for_a_fact_gets_the_one_sentence_that_holds_it() -> None:
    """No paragraph around it, and no second place however probable that is."""
    here, other = place("a", "De tuin is mooi. De tuin kost 500 euro. Anna betaalt."), place("b", "Koffie kost 40 euro.")
    chosen = choose([candidate(here, 1, 0.5, has_fact=True), candidate(other, 0, 0.5, has_fact=True)], COSTS)
    second = sentences_of(here)[1]
    assert chosen == Choice((Unit((second,), second),))


def test_the_sentence_with_the_fact_comes_with_those_it_needs() -> None:
    here = place("a", "Anna belt. De tuin is mooi. Hij kost 500 euro.")
    sentences = sentences_of(here)
    assert choose([candidate(here, 2, 0.5, has_fact=True)], COSTS) == Choice((Unit(sentences[1:], sentences[2]),))


def test_an_item_that_holds_the_fact_comes_with_what_introduces_its_list() -> None:
    here = place("a", "Dit kost het:", "- Koffie voor 40 euro.", "- Planten voor 500 euro.")
    assert units([candidate(here, 2, 0.5, has_fact=True)], COSTS) == [["Dit kost het:", "Planten voor 500 euro."]]


def test_a_fact_that_the_best_sentence_does_not_hold_is_answered_like_another_question() -> None:
    here = place("a", "De tuin is goedkoop. Planten kosten 500 euro.")
    ranked = [candidate(here, 0, 0.5), candidate(here, 1, 0.2, has_fact=True)]
    assert units(ranked, COSTS) == [["De tuin is goedkoop.", "Planten kosten 500 euro."]]


MOMENT_AND_NAME = asking(Kind.FACT, "Wanneer was de training, en door wie werd zij gegeven?")


def test_two_facts_get_a_sentence_each_in_the_order_of_the_place() -> None:
    here = place("a", "Els Bijman gaf de training. Koffie hielp. De training was in mei 2024.")
    ranked = [candidate(here, 2, 0.5, has_fact=True), candidate(here, 1, 0.4), candidate(here, 0, 0.1)]
    assert units(ranked, MOMENT_AND_NAME) == [["Els Bijman gaf de training.", "De training was in mei 2024."]]


def test_a_second_fact_is_told_by_its_most_probable_sentence_of_the_same_place() -> None:
    """Another place may tell of another training."""
    here, other = place("a", "De training was in mei 2024. Els Bijman sprak. Anna Wit gaf haar."), place("b", "Jan Post gaf de training.")
    ranked = [candidate(here, 0, 0.5, has_fact=True), candidate(other, 0, 0.4), candidate(here, 2, 0.3), candidate(here, 1, 0.2)]
    assert units(ranked, MOMENT_AND_NAME) == [["De training was in mei 2024.", "Anna Wit gaf haar."]]


def test_a_second_fact_that_the_place_does_not_tell_is_left_open() -> None:
    here, other = place("a", "De training was in mei 2024. Koffie hielp."), place("b", "Jan Post gaf de training.")
    ranked = [candidate(here, 0, 0.5, has_fact=True), candidate(other, 0, 0.4), candidate(here, 1, 0.3)]
    assert units(ranked, MOMENT_AND_NAME) == [["De training was in mei 2024."]]


def test_a_sentence_that_holds_both_facts_is_given_once() -> None:
    here = place("a", "In mei 2024 gaf Els Bijman de training. Anna Wit kwam in juni 2024.")
    ranked = [candidate(here, 0, 0.5, has_fact=True), candidate(here, 1, 0.4, has_fact=True)]
    assert units(ranked, MOMENT_AND_NAME) == [["In mei 2024 gaf Els Bijman de training."]]


def test_a_question_for_examples_gets_the_best_sentence_of_each_place_with_what_it_needs() -> None:
    """However probable, like or long they are: who asks for several wants several."""
    first, second = place("a", "Koffie helpt. Dat kost tijd. Anna schenkt."), place("b", f"Koffie helpt. {different(1, 160)}")
    ranked = [candidate(first, 1, 0.9), candidate(first, 2, 0.8), candidate(second, 0, 0.1)]
    assert units(ranked, asking(Kind.EXAMPLES)) == [["Koffie helpt.", "Dat kost tijd."], ["Koffie helpt."]]


def test_a_question_for_examples_gets_five_at_most() -> None:
    ranked = [candidate(place(name, different(number, 3)), 0, 0.9) for number, name in enumerate("abcdef")]
    assert units(ranked, asking(Kind.EXAMPLES)) == [[different(number, 3)] for number in range(5)]


def test_nothing_found_gives_nothing_to_choose(small_base: KnowledgeBase) -> None:
    question = reading(small_base, "")
    assert candidates(question, (), small_base.retriever, small_base.library) == []
    assert choose([], asking()) == choose([], asking(Kind.EXAMPLES)) == Choice(())


def ranked_for(base: KnowledgeBase, text: str, kind: Kind = Kind.OTHER, numbers: Choosing = Choosing()) -> list[Candidate]:
    found = base.search(text)
    return candidates(replace(found, kind=kind), found.hits, base.retriever, base.library, numbers)


def chosen(base: KnowledgeBase, text: str) -> list[list[str]]:
    found = base.search(text)
    return units(candidates(found, found.hits, base.retriever, base.library), found)


def test_candidates_come_best_first_and_have_three_to_sixty_words(tmp_path: Path) -> None:
    sixty, more = f"De vijver {'en ' * 57}zo.", f"De vijver {'of ' * 58}zo."
    base = base_of(tmp_path, f"# Vijver {{#vijver}}\n\nMooie vijver. Buren graven een vijver. Ga naar buiten. {sixty} {more}\n")
    assert [one.text for one in ranked_for(base, "vijver graven")] == ["Buren graven een vijver.", sixty, "Ga naar buiten."]


FURNISHED = """# De avond {#avond}

**Koffie en thee erbij**

Sprekers: Els Bijman en Anna

Anna schenkt de koffie. Lees meer over koffie. Wie schenkt de koffie?
"""


@pytest.mark.parametrize(
    ("kind", "leading"),
    [(Kind.HOW, {"Anna schenkt de koffie."}), (Kind.LIST, {"Anna schenkt de koffie.", "Wie schenkt de koffie?"})],
)
def test_headings_announcements_and_questions_lead_no_answer_but_a_question_one_to_who_asks_for_a_list(
    tmp_path: Path, kind: Kind, leading: set[str]
) -> None:
    base = base_of(tmp_path, FURNISHED)
    assert {one.text for one in ranked_for(base, "schenkt Anna koffie", kind)} == leading


TRAITS = """# De avond {#avond}

Breng dit alles mee:

- Een pan voor 40 euro.

Daarom komt Els ook.
"""


@pytest.mark.parametrize(
    ("trait", "lifted"),
    [
        ("lead_in", ["Breng dit alles mee:"]),
        ("item", ["Een pan voor 40 euro."]),
        ("fact", ["Een pan voor 40 euro."]),
        ("dangling", ["Daarom komt Els ook."]),
        ("intercept", ["Breng dit alles mee:", "Een pan voor 40 euro.", "Daarom komt Els ook."]),
    ],
)
def test_each_trait_of_a_sentence_adds_its_weight(tmp_path: Path, trait: str, lifted: list[str]) -> None:
    """A total of 1 is a probability of 1 / (1 + 1 / e), .73; one of 0 is .5."""
    base = base_of(tmp_path, TRAITS)
    ranked = ranked_for(base, "wat kost een pan", Kind.FACT, replace(NOTHING, **{trait: 1.0}))
    assert len(ranked) == 3
    assert [(one.text, round(one.probability, 2)) for one in ranked if one.probability != 0.5] == [(text, 0.73) for text in lifted]


def test_no_fact_is_looked_for_in_a_question_of_another_kind(tmp_path: Path) -> None:
    ranked = ranked_for(base_of(tmp_path, TRAITS), "wat kost een pan", Kind.HOW, replace(NOTHING, fact=1.0))
    assert [(one.probability, one.has_fact) for one in ranked] == [(0.5, False)] * 3


TWO_PLACES = "# Vijver {#vijver}\n\nBuren graven een vijver. Els komt vaak kijken.\n\n# Tuin {#tuin}\n\nVaders graven een tuin.\n"


@pytest.mark.parametrize(
    ("trait", "totals"),
    [
        # Of a place that scores .2 where the best scores .8, and comes second.
        ("score", (0.8, 0.8, 0.2)),
        ("relative", (1.0, 1.0, 0.25)),
        ("rank", (1.0, 1.0, 0.5)),
        # Of 'buren', 'graven' and 'vijver' all, none and one. 'Graven' is the least rare of them.
        ("meaning", (1.0, 0.0, 1 / 3)),
    ],
)
def test_the_place_of_a_sentence_and_its_likeness_to_the_question_add_their_weight(
    tmp_path: Path, trait: str, totals: tuple[float, ...]
) -> None:
    base = base_of(tmp_path, TWO_PLACES)
    found = base.search("buren graven vijver", literal=True)
    hits = [replace(found.hits[0], score=0.8), replace(found.hits[0], place="gids.tuin", score=0.2)]
    ranked = candidates(found, hits, base.retriever, base.library, replace(NOTHING, **{trait: 1.0}))
    totalled = {one.text: math.log(one.probability / (1 - one.probability)) for one in ranked}
    texts = ("Buren graven een vijver.", "Els komt vaak kijken.", "Vaders graven een tuin.")
    assert [totalled[text] for text in texts] == pytest.approx(totals, abs=1e-6)


def test_a_sentence_is_worth_the_share_of_the_words_asked_for_that_it_holds_by_how_rare_they_are(tmp_path: Path) -> None:
    base = base_of(tmp_path, TWO_PLACES)
    found = base.search("buren graven vijver", literal=True)
    hits = [found.hits[0], replace(found.hits[0], place="gids.tuin")]
    ranked = candidates(found, hits, base.retriever, base.library, replace(NOTHING, coverage=1.0))
    totalled = {one.text: math.log(one.probability / (1 - one.probability)) for one in ranked}
    part = found.weights[lemma("graven")] / sum(found.weights.values())
    assert 0 < part < 1 / 3
    assert totalled == pytest.approx({"Buren graven een vijver.": 1, "Els komt vaak kijken.": 0, "Vaders graven een tuin.": part}, abs=1e-6)


def test_the_sentences_of_six_places_are_looked_at_and_of_each_place_once(tmp_path: Path) -> None:
    base = base_of(tmp_path, "\n".join(f"# Vijver {name} {{#vijver-{name}}}\n\nBuren graven vijver {name}.\n" for name in "abcdefgh"))
    found = base.search("buren graven een vijver")
    assert len(found.hits) == 8
    twice = [found.hits[0], *found.hits]
    ranked = candidates(found, twice, base.retriever, base.library)
    assert [one.place_id for one in ranked] == [hit.place for hit in found.hits[:5]]
    assert [one.rank for one in ranked] == [0, 2, 3, 4, 5]


@pytest.mark.parametrize("text", ["Wanneer graven we de vijver", "meld u aan voor 1 juni"])
def test_an_expired_call_is_never_quoted(small_base: KnowledgeBase, text: str) -> None:
    assert "nieuws.meedoen" in {hit.place for hit in small_base.search(text).hits}
    assert [one for one in ranked_for(small_base, text) if one.place_id == "nieuws.meedoen"] == []


@pytest.fixture
def by_id(small_base: KnowledgeBase) -> dict[str, Hit]:
    """Passages, quotes that stand alone and examples as they are found, each with a score of 1."""
    asked = ("buren kennen", "sla", "regels koffie", "vadergroep", "projecten met een tuin")
    return {hit.entry.id: replace(hit, score=1.0) for text in asked for hit in small_base.search(text).hits}


SAID, PASSAGE, SLA = "gids.citaat-de-wit-eerst-koffie", "gids.inleiding", "nieuws.citaat-sla"
EXAMPLE, WITH_EXAMPLE = "praktijkvoorbeeld.vadergroep", "nieuws.buurttuin"


@pytest.mark.parametrize(
    ("kind", "found", "read"),
    [
        # Who asks what somebody said is answered by what somebody said, if anybody did.
        (Kind.SAYING, [PASSAGE, SAID, SLA], [SAID, SLA]),
        (Kind.SAYING, [PASSAGE, WITH_EXAMPLE], [PASSAGE, WITH_EXAMPLE]),
        # Who asks how, what is or which is not, unless nothing comes before it.
        *((kind, [PASSAGE, SAID, SLA], [PASSAGE]) for kind in (Kind.HOW, Kind.WHAT_IS, Kind.LIST)),
        (Kind.HOW, [SAID, PASSAGE, SLA], [SAID, PASSAGE]),
        (Kind.OTHER, [PASSAGE, SAID, SLA], [PASSAGE, SAID, SLA]),
        # Who asks for examples is answered by examples, and by places that an example was found at.
        (Kind.EXAMPLES, [EXAMPLE, PASSAGE, WITH_EXAMPLE, SAID], [EXAMPLE, WITH_EXAMPLE]),
        (Kind.EXAMPLES, [PASSAGE, EXAMPLE], [PASSAGE, EXAMPLE]),
    ],
)
def test_what_is_read_for_a_question_fits_its_kind(
    small_base: KnowledgeBase, by_id: dict[str, Hit], kind: Kind, found: list[str], read: list[str]
) -> None:
    question = replace(reading(small_base, "de avond"), kind=kind)
    ranked = candidates(question, [by_id[name] for name in found], small_base.retriever, small_base.library)
    by_rank = {one.rank: one.hit.entry.id for one in ranked}
    assert [by_rank[rank] for rank in sorted(by_rank)] == read


@pytest.mark.parametrize(("score", "read"), [(0.7, True), (0.69, False)])
def test_an_example_that_scores_less_than_seven_tenths_of_the_best_is_about_something_else(
    small_base: KnowledgeBase, by_id: dict[str, Hit], score: float, read: bool
) -> None:
    hits = [by_id[EXAMPLE], replace(by_id[WITH_EXAMPLE], score=score)]
    question = replace(reading(small_base, "de avond"), kind=Kind.EXAMPLES)
    ranked = candidates(question, hits, small_base.retriever, small_base.library)
    assert {one.hit.entry.id for one in ranked} == {EXAMPLE, *([WITH_EXAMPLE] if read else [])}


def test_a_question_for_a_fact_gets_the_sentence_that_holds_it_in_the_small_corpus(small_base: KnowledgeBase) -> None:
    assert chosen(small_base, "wat kost de tuin per jaar") == [["De tuin kost 2.000 euro per jaar."]]


def test_the_sentence_with_the_fact_goes_before_one_with_more_of_the_words(tmp_path: Path) -> None:
    """Of 'kost', 'zaal' and 'school' the first sentence has two words and the second one, with the price."""
    base = base_of(tmp_path, "# De zaal {#zaal}\n\nDe school verhuurt de zaal. Een uur kost 40 euro.\n")
    assert chosen(base, "wat kost de zaal van de school") == [["Een uur kost 40 euro."]]


def test_the_defining_sentence_leads(small_base: KnowledgeBase) -> None:
    found = small_base.search("wat is een spilpersoon")
    lead = choose(candidates(found, found.hits, small_base.retriever, small_base.library), found).units[0].lead
    text = small_base.library.text(lead.passage_id)[lead.begin : lead.end]
    assert text == "Een spilpersoon is iemand die veel buren kent en door hen wordt vertrouwd."


def test_a_question_for_examples_gets_a_sentence_of_each(small_base: KnowledgeBase) -> None:
    found = small_base.search("welke projecten zijn er met een tuin of met vaders")
    found = replace(found, kind=Kind.EXAMPLES)
    given = choose(candidates(found, found.hits, small_base.retriever, small_base.library), found).units
    assert [unit.lead.passage_id for unit in given] == [
        "verslag.afspraken.2",
        "nieuws.buurttuin",
        "verslag.avond",
        "verslag.citaat-moeder-elke-week",
    ]


QUESTIONS = (
    "hoe betrek ik ouders",
    "wat is ondermijning",
    "vertrouwen",
    "welke gemeenten werken met rolmodellen",
    "hoe win ik vertrouwen",
    "wat levert een netwerk op",
    "waarom samenwerken met gemeenschappen",
)


@pytest.mark.parametrize("text", QUESTIONS)
def test_an_answer_is_short_unless_it_is_a_list_and_says_nothing_twice(real_base: KnowledgeBase, text: str) -> None:
    found = real_base.search(text)
    given = choose(candidates(found, found.hits, real_base.retriever, real_base.library), found).units
    sentences = [sentence for unit in given for sentence in unit.sentences]
    assert 1 <= len(given) <= (5 if found.kind is Kind.EXAMPLES else 2)
    assert sum(sentence.words for unit in given for sentence in unit.sentences if not unit.is_list) <= 150
    assert len(set(sentences)) == len(sentences)
    assert all(unit.lead in unit.sentences for unit in given)


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_sentence_that_points_back_comes_with_the_one_before_it(real_base: KnowledgeBase, text: str) -> None:
    found = real_base.search(text)
    ranked = candidates(found, found.hits, real_base.retriever, real_base.library)
    # Of every place that was found, not only of the best.
    given = [unit for one in ranked for unit in choose([one], found).units]
    assert any(sentence.needs is not None for unit in given for sentence in unit.sentences)
    missing = [
        sentence
        for unit in given
        for sentence in unit.sentences
        if sentence.needs is not None and sentence.needs not in {other.number for other in unit.sentences}
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("question", "kind", "place_id"),
    [
        ("De buurttuin aan de Lindelaan moestuin Lindekwartier tuinieren op zaterdag", "praktijkvoorbeeld", "nieuws.buurttuin"),
        ("bellen aan huis vaders die wegblijven telefoontje", "praktijkvoorbeeld", "verslag.citaat-moeder-elke-week"),
        ("regels koffie Anna de Wit", "citaat", "gids.citaat-de-wit-eerst-koffie"),
        ("grootvaders", "sessieverslag", "verslag.afspraken.2"),
    ],
)
def test_a_hit_is_read_where_its_words_stand(small_base: KnowledgeBase, question: str, kind: str, place_id: str) -> None:
    hits = small_base.search(question, Filters(kinds=(kind,))).hits
    assert small_base.retriever.places([hits[0].place])[hits[0].place].id == place_id


def test_a_quote_that_stands_alone_is_read_as_a_passage_of_one_block(small_base: KnowledgeBase) -> None:
    hit = next(hit for hit in small_base.search("sla van eigen grond").hits if hit.entry.id == "nieuws.citaat-sla")
    here = small_base.retriever.places([hit.place])[hit.place]
    assert (here.id, here.text, [(block.begin, block.end, block.kind) for block in here.blocks]) == (
        "nieuws.citaat-sla",
        "Sla van eigen grond smaakt naar meer.",
        [(0, 37, "alinea")],
    )


def test_rare_words_weigh_more(small_base: KnowledgeBase) -> None:
    weights = reading(small_base, "vijver buurt", literal=True).weights
    assert weights["vijver"] > weights["buurt"] > 0
