import pytest

from kb.answer.choosing import LONGEST_SENTENCE, MOST_SENTENCES, MOST_WORDS, candidates, choose, place_of, word_weights
from kb.answer.kinds import Kind, kind_of
from kb.facets import Filters
from kb.knowledge_base import KnowledgeBase
from kb.search import read_question


def chosen(base: KnowledgeBase, text: str) -> list[str]:
    found = base.search(text)
    kind = kind_of(text)
    ranked = candidates(base.finder, base.library, found.question, found.hits, kind)
    return [base.library.text(sentence.passage_id)[sentence.begin : sentence.end] for sentence in choose(ranked, kind)]


def test_the_sentence_with_the_fact_comes_first(small_base: KnowledgeBase) -> None:
    assert chosen(small_base, "wat kost de tuin per jaar")[0] == "De tuin kost 2.000 euro per jaar."


def test_a_question_for_a_fact_gets_the_sentences_that_hold_one_and_no_others(small_base: KnowledgeBase) -> None:
    assert chosen(small_base, "wat kost de tuin per jaar") == ["De tuin kost 2.000 euro per jaar."]


def test_a_question_for_examples_gets_a_sentence_of_each(small_base: KnowledgeBase) -> None:
    found = small_base.search("welke projecten zijn er met een tuin of met vaders")
    sentences = choose(candidates(small_base.finder, small_base.library, found.question, found.hits, Kind.EXAMPLES), Kind.EXAMPLES)
    places = [sentence.passage_id for sentence in sentences]
    assert {"nieuws.buurttuin", "verslag.vadergroep"} & set(places)
    assert len(set(places)) == len(places)


def test_the_defining_sentence_is_chosen(small_base: KnowledgeBase) -> None:
    assert "Een spilpersoon is iemand die veel buren kent en door hen wordt vertrouwd." in chosen(small_base, "wat is een spilpersoon")


def test_a_sentence_that_points_back_comes_with_the_one_before_it(real_base: KnowledgeBase) -> None:
    for text in ("hoe win ik vertrouwen", "wat levert een netwerk op", "waarom samenwerken met gemeenschappen", "hoe betrek ik ouders"):
        found = real_base.search(text)
        sentences = choose(candidates(real_base.finder, real_base.library, found.question, found.hits, Kind.HOW), Kind.HOW)
        numbers = {(sentence.passage_id, sentence.number) for sentence in sentences}
        missing = [
            sentence for sentence in sentences if sentence.needs is not None and (sentence.passage_id, sentence.needs) not in numbers
        ]
        assert missing == []


@pytest.mark.parametrize("text", ["Wanneer graven we de vijver", "meld u aan voor 1 juni"])
def test_an_expired_call_is_never_quoted(small_base: KnowledgeBase, text: str) -> None:
    found = small_base.search(text)
    ranked = candidates(small_base.finder, small_base.library, found.question, found.hits, kind_of(text))
    assert [candidate for candidate in ranked if candidate.sentence.passage_id == "nieuws.meedoen"] == []


def test_an_answer_is_short_whatever_is_asked(real_base: KnowledgeBase) -> None:
    for text in ("hoe betrek ik ouders", "wat is ondermijning", "vertrouwen", "welke gemeenten werken met rolmodellen"):
        sentences = chosen(real_base, text)
        assert len(sentences) <= MOST_SENTENCES
        assert sum(len(sentence.split()) for sentence in sentences) <= MOST_WORDS
        assert len(set(sentences)) == len(sentences)


def test_candidates_come_best_first_and_none_is_too_long(real_base: KnowledgeBase) -> None:
    found = real_base.search("hoe betrek ik ouders")
    ranked = candidates(real_base.finder, real_base.library, found.question, found.hits, Kind.HOW)
    assert [candidate for candidate in ranked if len(candidate.text.split()) > LONGEST_SENTENCE] == []
    assert ranked[0].text in chosen(real_base, "hoe betrek ik ouders")


def test_nothing_found_gives_nothing_to_choose(small_base: KnowledgeBase) -> None:
    question = read_question(small_base.finder, "")
    assert candidates(small_base.finder, small_base.library, question, (), Kind.OTHER) == []
    assert choose([], Kind.OTHER) == []


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
    assert place_of(small_base.library, hits[0]).id == place


def test_a_quote_that_stands_alone_is_read_as_a_passage_of_one_block(small_base: KnowledgeBase) -> None:
    hit = next(hit for hit in small_base.search("sla van eigen grond").hits if hit.entry.id == "nieuws.citaat-sla")
    place = place_of(small_base.library, hit)
    assert (place.id, place.text, [(block.begin, block.end, block.kind) for block in place.blocks]) == (
        "nieuws.citaat-sla",
        "Sla van eigen grond smaakt naar meer.",
        [(0, 37, "alinea")],
    )


def test_rare_words_weigh_more(small_base: KnowledgeBase) -> None:
    question = read_question(small_base.finder, "vijver buurt", literal=True)
    weights = word_weights(small_base.finder, question)
    assert weights["vijver"] > weights["buurt"] > 0
