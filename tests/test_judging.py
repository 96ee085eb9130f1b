from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_base import base_of

from indexer.calibrations import of_model
from kb.answer.judging import judge, probability, signals, status_of
from kb.calibration import Judging, Signals
from kb.index.encoder import TRAINED_HERE
from kb.knowledge_base import KnowledgeBase
from kb.model import Status, Unanswered


def of(base: KnowledgeBase, text: str) -> Signals:
    found = base.search(text, literal=True)
    return signals(found, found.hits, base.retriever)[0]


HAND = Judging(Signals(1.0, 2.0, -1.0, -0.5, -0.25, 0.0, 0.5, 0.25), -1.0, 0.6, 0.2)


def test_a_probability_is_the_logistic_function_of_the_weighted_signals() -> None:
    """-1 + 1 x 0.5 + 2 x 0.25 - 1 x 1 + 0.5 x 0.5 = -0.75, and 1 / (1 + e^0.75) = 0.3208; without signals 1 / (1 + e) = 0.2689."""
    assert probability(Signals(0.5, 0.25, 1.0, 0.0, 0.0, 1.0, 0.5, 0.0), HAND) == pytest.approx(0.3208, abs=1e-4)
    assert probability(Signals(*[0.0] * 8), HAND) == pytest.approx(0.2689, abs=1e-4)


@pytest.mark.parametrize(
    ("chance", "status"),
    [
        (1.0, Status.ANSWERED),
        (0.6, Status.ANSWERED),
        (0.599, Status.UNSURE),
        (0.2, Status.UNSURE),
        (0.199, Status.NOT_FOUND),
        (0.0, Status.NOT_FOUND),
    ],
)
def test_a_probability_has_one_of_three_statuses(chance: float, status: Status) -> None:
    assert status_of(chance, HAND) is status


def test_the_scale_of_the_real_corpus_is_the_one_that_was_measured() -> None:
    """The threshold is that of the rule in docs/evaluatie.md, with the weights that stand there: to change one is to measure again."""
    assert Judging(Signals(1.2, 2.4, -0.7, -1.2, -0.9, -0.2, 3.3, 1.0), -2.1, 0.46, 0.27, 0.5, 0.9) == of_model(TRAINED_HERE).judging


def test_words_that_nobody_knows_are_a_sign(small_base: KnowledgeBase) -> None:
    assert of(small_base, "wat kost de tuin").unknown == 0.0
    assert of(small_base, "wat kost de xyzzyplugh").unknown == 0.5


def test_a_word_put_in_the_place_of_an_unknown_one_counts_for_half(small_base: KnowledgeBase) -> None:
    """A guess may turn what the sources don't hold into what they do: what was typed counts too."""
    found = small_base.search("hoeveel vaders vadergroap")
    given = signals(found, found.hits, small_base.retriever)[0]
    assert found.words == ("vaders", "vadergroep")
    assert given.unknown == 0.25
    typed_right = small_base.search("hoeveel vaders vadergroep")
    right = signals(typed_right, typed_right.hits, small_base.retriever)[0]
    assert right.unknown == 0
    assert given.coverage < right.coverage
    assert given.best_coverage < right.best_coverage


def test_an_answer_that_leans_on_a_doubtful_correction_is_unsure_at_most(small_base: KnowledgeBase) -> None:
    """Two slips may be another word that the sources do not have."""
    sure, doubtful = small_base.search("wat is een spilpersoom"), small_base.search("wat is een spilpresoom")
    assert (sure.text, doubtful.text) == ("wat is een spilpersoon", "wat is een spilpersoon")
    assert (sure.doubtful, doubtful.doubtful >= {"spilpersoon"}) == (frozenset(), True)
    assert [small_base.answer(found).status for found in (sure, doubtful)] == [Status.ANSWERED, Status.UNSURE]


def test_an_answer_about_a_place_that_no_source_names_is_unsure_at_most_and_says_so(small_base: KnowledgeBase) -> None:
    """What the sources say of another place may help, and is no answer about this one."""
    asked = "hoeveel geld gaat er jaarlijks naar het groen in"
    here, elsewhere = (small_base.answer(small_base.search(f"{asked} {place}")) for place in ("Beekstad", "Goudhoek"))
    assert (here.status, here.reason) == (Status.ANSWERED, "")
    assert (elsewhere.status, elsewhere.reason) == (
        Status.UNSURE,
        "Over ‘Goudhoek’ zeggen de bronnen niets. Wat wij vonden, gaat over andere plaatsen of in het algemeen.",
    )


def test_no_place_that_no_source_names_gets_the_examples_of_others_as_its_own(real_base: KnowledgeBase) -> None:
    asked = [f"Voorbeelden uit {place.name}" for place in real_base.library.place_names]
    named_nowhere = [question for question in asked if real_base.language.spelling.elsewhere(question)]
    assert len(named_nowhere) > 300
    assert [one for one in named_nowhere if real_base.answer(real_base.search(one)).status is Status.ANSWERED] == []


def test_what_the_best_passages_hold_is_a_sign(small_base: KnowledgeBase) -> None:
    assert of(small_base, "wat kost de tuin").coverage == pytest.approx(1)
    assert of(small_base, "kost de tuin een raketmotor").coverage < 1


def test_a_question_known_to_have_no_answer_is_likest_to_that_gap(small_base: KnowledgeBase) -> None:
    for record in small_base.library.unanswered:
        question = record.questions[0]
        found = small_base.search(question, literal=True)
        given, gap = signals(found, found.hits, small_base.retriever)
        assert (gap, given.unanswered_words) == (record.id, 1.0)
        assert given.margin_words <= 0


@pytest.mark.parametrize(
    ("text", "meaning", "gap"),
    [
        ("krijgen de vaders subsidie voor koffie", 0.82, "kosten-vadergroep"),
        # Two of its five words are those of a gap: that is not yet the same subject, and its reason would be about something else.
        ("krijgen de buren subsidie voor de vijver", 0.41, None),
        ("wanneer is de tuin open", 0.0, None),
    ],
)
def test_a_judgement_names_the_gap_only_when_it_is_about_the_same(
    small_base: KnowledgeBase, text: str, meaning: float, gap: str | None
) -> None:
    found = small_base.search(text, literal=True)
    given, _ = signals(found, found.hits, small_base.retriever)
    assert round(given.unanswered_meaning, 2) == meaning
    judged = judge(found, found.hits, small_base.retriever, HAND)
    assert judged.gap == gap
    assert judged.chance == probability(given, HAND)
    assert judged.status is status_of(judged.chance, HAND)


def test_a_question_in_the_words_of_a_recorded_gap_is_refused(small_base: KnowledgeBase) -> None:
    for record in small_base.library.unanswered:
        found = small_base.search(record.questions[0], literal=True)
        judged = judge(found, found.hits, small_base.retriever)
        assert (judged.chance, judged.status, judged.gap) == (0.0, Status.NOT_FOUND, record.id)


def test_a_gap_that_is_also_answered_in_the_same_words_is_weighed(tmp_path: Path) -> None:
    """Two editors may have written the same question, one with an answer: it is not refused unheard."""
    asked = "wat kost de tuin"
    body = "# Gids {#gids}\n\n## Kosten {#kosten}\n\nDe tuin kost 500 euro."
    base = base_of(tmp_path, body, {"gids.kosten": (asked,)}, (Unanswered("kosten", "Niemand weet het.", (asked,), ()),))
    found = base.search(asked)
    given, _ = signals(found, found.hits, base.retriever)
    assert (given.unanswered_words, given.margin_words) == (1.0, 0.0)
    assert judge(found, found.hits, base.retriever).chance == probability(given)


@given(st.text(max_size=80))
def test_shares_lie_between_nought_and_one_and_margins_beside_them(small_base: KnowledgeBase, text: str) -> None:
    given = of(small_base, text)
    for field in fields(Signals):
        lowest = -1 if field.name.startswith("margin") else 0
        assert lowest - 1e-5 <= getattr(given, field.name) <= 1 + 1e-5
    assert 0 < probability(given) < 1
