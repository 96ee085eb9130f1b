"""Choosing sentences: the rules on candidates made by hand, and the ranking in the small corpus."""

from dataclasses import replace
from pathlib import Path

import pytest
from asking import reading
from one_base import base_of

from kb.analysis.kinds import Kind
from kb.analysis.sentences import Sentence
from kb.answer.choosing import Candidate, Choice, candidates, choose
from kb.knowledge_base import KnowledgeBase
from kb.retrieval.facets import Filters


def sentence(place: str, number: int, text: str) -> Sentence:
    return Sentence(place, number, 0, len(text), "alinea", None, None, len(text.split()))


def candidate(
    place: str, number: int, text: str, probability: float, *, has_fact: bool = False, needed: tuple[Sentence, ...] = ()
) -> Candidate:
    return Candidate(sentence(place, number, text), text, probability, has_fact, needed)


def places(ranked: list[Candidate], kind: Kind = Kind.OTHER) -> list[tuple[str, int]]:
    """Place and number of each sentence that is chosen, in the order of the answer."""
    return [(chosen.passage_id, chosen.number) for chosen in choose(ranked, kind).sentences]


def different(number: int, words: int) -> str:
    """A sentence of so many words that shares none with the others."""
    return " ".join(f"woord{number}x{place}" for place in range(words))


def test_sentences_stand_by_place_in_the_order_of_its_best_and_within_a_place_in_its_own() -> None:
    ranked = [
        candidate("b", 7, "zeven", 0.9),
        candidate("a", 2, "twee", 0.8),
        candidate("b", 1, "een", 0.7),
        candidate("a", 0, "nul", 0.6),
    ]
    assert places(ranked) == [("b", 1), ("b", 7), ("a", 0), ("a", 2)]


def test_a_sentence_that_says_the_same_again_is_left_out() -> None:
    """Sources repeat themselves: of two sentences with five of six words the same the better one is given."""
    first = candidate("a", 0, "elke zaterdag werken twintig mensen samen", 0.9)
    again = candidate("b", 0, "elke zaterdag werken twintig mensen hier", 0.8)
    other = candidate("c", 0, "niemand hoeft er iets te zeggen", 0.7)
    assert places([first, again, other]) == [("a", 0), ("c", 0)]


def test_a_sentence_that_shares_four_of_five_words_is_given() -> None:
    """Where it says that much of its own, leaving it out would lose something."""
    first = candidate("a", 0, "elke zaterdag werken twintig mensen", 0.9)
    other = candidate("b", 0, "elke zaterdag werken twintig vaders", 0.8)
    assert places([first, other]) == [("a", 0), ("b", 0)]


def test_the_words_of_the_shorter_sentence_decide_what_is_the_same() -> None:
    """A short sentence that a longer one holds adds nothing to it."""
    first = candidate("a", 0, "de tuin kost 2.000 euro per jaar en de gemeente betaalt driekwart", 0.9)
    held = candidate("b", 0, "De tuin kost 2.000 euro per jaar", 0.8)
    assert places([first, held]) == [("a", 0)]


def test_a_sentence_twenty_times_less_probable_than_the_best_is_not_given() -> None:
    """An answer is not filled up to five sentences with what is merely left."""
    ranked = [candidate("a", 0, "een", 0.8), candidate("b", 0, "twee", 0.041), candidate("c", 0, "drie", 0.039)]
    assert places(ranked) == [("a", 0), ("b", 0)]


def test_a_fact_gets_a_second_sentence_when_it_is_nearly_as_probable() -> None:
    """From four fifths of the best: .41 of .5 is, .39 is not. What holds no fact is no answer, however probable."""
    best = candidate("a", 0, "de tuin kost 2.000 euro", 0.5, has_fact=True)
    without = candidate("b", 0, "de tuin kost niet veel", 0.49)
    nearly = candidate("c", 0, "planten kosten 1.500 euro", 0.41, has_fact=True)
    further = candidate("d", 0, "koffie komt op 500 euro", 0.39, has_fact=True)
    assert places([best, without, nearly, further], Kind.FACT) == [("a", 0), ("c", 0)]
    assert places([best, without, further], Kind.FACT) == [("a", 0)]


def test_a_fact_gets_two_sentences_at_most() -> None:
    ranked = [candidate(place, 0, f"{place} kost {place}00 euro", 0.5, has_fact=True) for place in "abc"]
    assert places(ranked, Kind.FACT) == [("a", 0), ("b", 0)]


def test_a_fact_that_the_best_sentence_does_not_hold_is_answered_like_another_question() -> None:
    ranked = [candidate("a", 0, "de tuin kost niet veel", 0.5), candidate("b", 0, "planten kosten 1.500 euro", 0.2, has_fact=True)]
    assert places(ranked, Kind.FACT) == [("a", 0), ("b", 0)]


def test_a_question_for_examples_gets_one_sentence_of_each_place() -> None:
    ranked = [candidate("a", 0, "een", 0.9), candidate("a", 1, "twee", 0.8), candidate("b", 0, "drie", 0.7)]
    assert places(ranked, Kind.EXAMPLES) == [("a", 0), ("b", 0)]
    assert places(ranked, Kind.OTHER) == [("a", 0), ("a", 1), ("b", 0)]


def test_a_sentence_comes_with_those_it_needs_or_not_at_all() -> None:
    """'Dat kost tijd' alone says nothing; and when what it needs makes six sentences of five, it stays away with it."""
    before = (sentence("a", 0, "begin met luisteren"), sentence("a", 1, "drink koffie"))
    needing = candidate("a", 2, "dat kost tijd", 0.9, needed=before)
    others = [candidate(place, 0, different(number, 3), 0.8) for number, place in enumerate("bcd")]
    assert places([needing, *others]) == [("a", 0), ("a", 1), ("a", 2), ("b", 0), ("c", 0)]
    assert places([*others, needing]) == [("b", 0), ("c", 0), ("d", 0)]


def test_an_answer_has_five_sentences_at_most() -> None:
    assert places([candidate("a", number, different(number, 3), 0.9) for number in range(6)]) == [("a", number) for number in range(5)]


def test_an_answer_has_150_words_at_most_and_a_shorter_sentence_may_still_fit() -> None:
    lengths = [60, 60, 31, 30, 3]
    ranked = [candidate("a", number, different(number, length), 0.9) for number, length in enumerate(lengths)]
    assert places(ranked) == [("a", 0), ("a", 1), ("a", 3)]


def chosen(base: KnowledgeBase, text: str) -> list[str]:
    found = base.search(text)
    ranked = candidates(found, found.hits, base.retriever, base.library)
    return [base.library.text(sentence.passage_id)[sentence.begin : sentence.end] for sentence in choose(ranked, found.kind).sentences]


def test_a_question_for_a_fact_gets_the_sentences_that_hold_one_and_no_others(small_base: KnowledgeBase) -> None:
    assert chosen(small_base, "wat kost de tuin per jaar") == ["De tuin kost 2.000 euro per jaar."]


def test_the_sentence_with_the_fact_goes_before_one_with_more_of_the_words(tmp_path: Path) -> None:
    """Of 'kost', 'zaal' and 'school' the first sentence has two words and the second one, with the price."""
    base = base_of(tmp_path, "# De zaal {#zaal}\n\nDe school verhuurt de zaal. Een uur kost 40 euro.\n")
    assert chosen(base, "wat kost de zaal van de school") == ["Een uur kost 40 euro."]


def test_a_question_for_examples_gets_a_sentence_of_each(small_base: KnowledgeBase) -> None:
    found = small_base.search("welke projecten zijn er met een tuin of met vaders")
    sentences = choose(candidates(found, found.hits, small_base.retriever, small_base.library), Kind.EXAMPLES).sentences
    assert [sentence.passage_id for sentence in sentences] == ["nieuws.buurttuin", "verslag.avond"]


def test_the_defining_sentence_is_chosen(small_base: KnowledgeBase) -> None:
    assert chosen(small_base, "wat is een spilpersoon")[0] == "Een spilpersoon is iemand die veel buren kent en door hen wordt vertrouwd."


def test_a_sentence_needs_the_one_it_points_back_to_and_what_that_needs(tmp_path: Path) -> None:
    base = base_of(tmp_path, "# De avond {#avond}\n\nDe koffie staat klaar. Daarom komen vaders elke maand terug. Zij nemen taart mee.\n")
    found = base.search("waarom komen vaders elke maand terug")
    ranked = candidates(replace(found, kind=Kind.OTHER), found.hits, base.retriever, base.library)
    assert [(one.text, [base.library.text(needed.passage_id)[needed.begin : needed.end] for needed in one.needed]) for one in ranked] == [
        ("Daarom komen vaders elke maand terug.", ["De koffie staat klaar."]),
        ("De koffie staat klaar.", []),
        ("Zij nemen taart mee.", ["De koffie staat klaar.", "Daarom komen vaders elke maand terug."]),
    ]


def test_an_item_needs_what_introduces_its_list(tmp_path: Path) -> None:
    base = base_of(tmp_path, "# De avond {#avond}\n\nNeem het volgende mee:\n\n- Een pan met soep.\n- Een stapel kommen.\n")
    found = base.search("een pan met soep")
    ranked = candidates(replace(found, kind=Kind.OTHER), found.hits, base.retriever, base.library)
    assert [(one.text, [needed.number for needed in one.needed]) for one in ranked] == [
        ("Een pan met soep.", [0]),
        ("Een stapel kommen.", [0]),
        ("Neem het volgende mee:", []),
    ]


def test_a_sentence_that_points_back_comes_with_the_one_before_it(real_base: KnowledgeBase) -> None:
    for text in ("hoe win ik vertrouwen", "wat levert een netwerk op", "waarom samenwerken met gemeenschappen", "hoe betrek ik ouders"):
        found = real_base.search(text)
        sentences = choose(
            candidates(replace(found, kind=Kind.HOW), found.hits, real_base.retriever, real_base.library), Kind.HOW
        ).sentences
        numbers = {(sentence.passage_id, sentence.number) for sentence in sentences}
        missing = [
            sentence for sentence in sentences if sentence.needs is not None and (sentence.passage_id, sentence.needs) not in numbers
        ]
        assert missing == []


@pytest.mark.parametrize("text", ["Wanneer graven we de vijver", "meld u aan voor 1 juni"])
def test_an_expired_call_is_never_quoted(small_base: KnowledgeBase, text: str) -> None:
    found = small_base.search(text)
    ranked = candidates(found, found.hits, small_base.retriever, small_base.library)
    assert [candidate for candidate in ranked if candidate.sentence.passage_id == "nieuws.meedoen"] == []


def test_an_answer_is_short_whatever_is_asked(real_base: KnowledgeBase) -> None:
    for text in ("hoe betrek ik ouders", "wat is ondermijning", "vertrouwen", "welke gemeenten werken met rolmodellen"):
        sentences = chosen(real_base, text)
        assert 1 <= len(sentences) <= 5
        assert sum(len(sentence.split()) for sentence in sentences) <= 150
        assert len(set(sentences)) == len(sentences)


def test_candidates_come_best_first_and_have_three_to_sixty_words(tmp_path: Path) -> None:
    sixty, more = f"De vijver {'en ' * 57}zo.", f"De vijver {'of ' * 58}zo."
    base = base_of(tmp_path, f"# Vijver {{#vijver}}\n\nMooie vijver. Buren graven een vijver. Ga naar buiten. {sixty} {more}\n")
    found = base.search("vijver graven")
    ranked = candidates(replace(found, kind=Kind.OTHER), found.hits, base.retriever, base.library)
    assert [candidate.text for candidate in ranked] == ["Buren graven een vijver.", sixty, "Ga naar buiten."]


def test_nothing_found_gives_nothing_to_choose(small_base: KnowledgeBase) -> None:
    question = reading(small_base, "")
    assert candidates(question, (), small_base.retriever, small_base.library) == []
    assert choose([], Kind.OTHER) == Choice(())


@pytest.mark.parametrize(
    ("question", "kind", "place"),
    [
        ("De buurttuin aan de Lindelaan moestuin Lindekwartier tuinieren op zaterdag", "praktijkvoorbeeld", "nieuws.buurttuin"),
        ("bellen aan huis vaders die wegblijven telefoontje", "praktijkvoorbeeld", "verslag.citaat-moeder-elke-week"),
        ("regels koffie Anna de Wit", "citaat", "gids.citaat-de-wit-eerst-koffie"),
        ("grootvaders", "sessieverslag", "verslag.afspraken.2"),
    ],
)
def test_a_hit_is_read_where_its_words_stand(small_base: KnowledgeBase, question: str, kind: str, place: str) -> None:
    hits = small_base.search(question, Filters(kinds=(kind,))).hits
    assert small_base.retriever.places([hits[0].place])[hits[0].place].id == place


def test_a_quote_that_stands_alone_is_read_as_a_passage_of_one_block(small_base: KnowledgeBase) -> None:
    hit = next(hit for hit in small_base.search("sla van eigen grond").hits if hit.entry.id == "nieuws.citaat-sla")
    place = small_base.retriever.places([hit.place])[hit.place]
    assert (place.id, place.text, [(block.begin, block.end, block.kind) for block in place.blocks]) == (
        "nieuws.citaat-sla",
        "Sla van eigen grond smaakt naar meer.",
        [(0, 37, "alinea")],
    )


def test_rare_words_weigh_more(small_base: KnowledgeBase) -> None:
    question = reading(small_base, "vijver buurt", literal=True)
    weights = question.weights
    assert weights["vijver"] > weights["buurt"] > 0
