"""What an editor quoted in answer to a question like this one goes before what only looks like it, and changes no answer."""

from dataclasses import replace

import pytest

from kb.calibration import Finding
from kb.index.recogniser import Likely
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.retrieval.facets import Filters
from kb.retrieval.lifting import current_first, lifted, lifts, unlifted
from kb.retrieval.search import Stages

QUESTION = "Hoe begin ik op straat een gesprek over koffie drinken met vaders"
QUOTED = ("gids.stap-1", "gids.stap-1-vragen", "gids.stap-1-jongeren", "verslag.waarom", "nieuws.buurttuin")


@pytest.fixture(scope="module")
def lifting(small_base: KnowledgeBase) -> KnowledgeBase:
    """The small corpus, with what editors quoted lifted by half."""
    return replace(small_base, calibration=replace(small_base.calibration, finding=replace(small_base.calibration.finding, edited=0.5)))


def places(base: KnowledgeBase, question: str, **given: object) -> list[str]:
    return [hit.place for hit in base.search(question, **given).hits]  # type: ignore[arg-type]


def test_all_that_the_probable_answer_quotes_is_lifted_by_how_probable_it_is(small_library: Library) -> None:
    likely = Likely("gesprek-op-straat", 0.9, 0.5, 0.1, 0.8, 0.2, 0.0)
    # The in-line quote stands in a passage of the report.
    assert lifts(small_library, likely, 0.6, Finding(edited=0.5)) == dict.fromkeys(QUOTED, 0.3)
    assert lifts(small_library, likely, 0.6, Finding()) == {}


def test_what_an_editor_quoted_goes_before(small_base: KnowledgeBase, lifting: KnowledgeBase) -> None:
    """Those that were lifted keep their own order, and so do the others."""
    others = ["verslag.afspraken", "verslag.afspraken.2", "verslag.avond"]
    assert places(small_base, QUESTION) == [*others, "gids.stap-1", "verslag.citaat-moeder-elke-week", "gids.stap-1-vragen"]
    assert places(lifting, QUESTION) == ["gids.stap-1", "gids.stap-1-vragen", *others, "verslag.citaat-moeder-elke-week"]


def test_an_answer_that_is_not_even_like_the_question_lifts_nothing(small_base: KnowledgeBase, lifting: KnowledgeBase) -> None:
    recognising = replace(lifting.calibration.recognising, like_from=0.99)
    strict = replace(lifting, calibration=replace(lifting.calibration, recognising=recognising))
    assert places(strict, QUESTION) == places(small_base, QUESTION) != places(lifting, QUESTION)


def test_scores_still_go_down_and_stay_within_one(lifting: KnowledgeBase) -> None:
    scores = [hit.score for hit in lifting.search(QUESTION).hits]
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] <= scores[0] <= 1


def test_it_takes_part_like_any_other_way_of_finding(small_base: KnowledgeBase, lifting: KnowledgeBase) -> None:
    assert places(lifting, QUESTION, stages=Stages(edited=False)) == places(small_base, QUESTION)


def test_filters_give_what_passes_in_the_same_order(lifting: KnowledgeBase) -> None:
    kinds = Filters(kinds=("handreiking",))
    filtered = places(lifting, QUESTION, filters=kinds)
    assert filtered and filtered == [place for place in places(lifting, QUESTION) if place in filtered]


def test_the_answer_stays_what_it_was(small_base: KnowledgeBase, lifting: KnowledgeBase) -> None:
    for question in (QUESTION, "wat mag een plan kosten", "koffie drinken met vaders", "wat is een spilpersoon"):
        for with_edited in (True, False):
            before, after = (base.answer(base.search(question), with_edited=with_edited) for base in (small_base, lifting))
            assert (after.status, after.citations, after.chance) == (before.status, before.citations, pytest.approx(before.chance))


def test_without_its_lift_a_hit_has_its_own_score_again(small_base: KnowledgeBase, lifting: KnowledgeBase) -> None:
    before, after = small_base.search(QUESTION).hits, unlifted(lifting.search(QUESTION).hits)
    assert [hit.entry.id for hit in after] == [hit.entry.id for hit in before]
    assert [hit.score for hit in after] == pytest.approx([hit.score for hit in before])
    assert {hit.lift for hit in after} == {0.0}


def test_a_score_gains_a_part_of_what_it_lacks() -> None:
    assert (lifted(0.5, 0.5), lifted(0.8, 0.25), lifted(1.0, 0.5), lifted(0.3, 0.0)) == pytest.approx((0.75, 0.85, 1.0, 0.3))


@pytest.mark.parametrize(
    ("gone_by", "order"), [([False, True], "ab"), ([True, True, False], "cab"), ([True, True], "ab"), ([True], "a"), ([], "")]
)
def test_what_has_gone_by_never_leads(gone_by: list[bool], order: str) -> None:
    assert "".join(current_first("abc"[: len(gone_by)], gone_by)) == order
