from collections.abc import Sequence
from pathlib import Path

import pytest
from meaning import bag_of_words

from kb.analysis.analyzer import Analyzer
from kb.index import asked
from kb.index.asked import AskedIndex, Nearest
from kb.index.vectors import Encoder
from kb.knowledge_base import KnowledgeBase


def nearest(base: KnowledgeBase, question: str) -> Nearest:
    terms = set(base.language.analyzer.terms(question).parts)
    found = base.retriever.nearest_refusal(terms, base.encoder.encode_queries([question])[0])
    assert found
    return found


def test_a_question_that_the_sources_do_not_answer_is_known_again(small_base: KnowledgeBase) -> None:
    found = nearest(small_base, "Wat kost de vadergroep?")
    assert found.owner == "kosten-vadergroep"
    assert (found.meaning, found.words) == (pytest.approx(1), pytest.approx(1))


def test_a_question_that_shares_a_word_is_like_it_by_that_word(small_base: KnowledgeBase) -> None:
    """'Wat kost de tuin?' has kost, tuin; the recorded question kost, vadergroep, and as words also vader and groep."""
    found = nearest(small_base, "Wat kost de tuin?")
    assert (found.meaning, found.words) == (pytest.approx(1 / 2), pytest.approx(1 / 5))


def test_another_question_shares_nothing_with_it(small_base: KnowledgeBase) -> None:
    found = nearest(small_base, "spreek een vaste dag af")
    assert (found.meaning, found.words) == (0, 0)


TOOLS = "zaag hamer beitel spijker plank vijl lijm"
ANALYZER = Analyzer(frozenset(TOOLS.split()))
# Of four owners; the third has no questions.
GROUPS = (("zaag hamer plank", "vijl"), ("zaag", "zaag hamer", "zaag hamer beitel spijker"), (), ("lijm", "hamer lijm vijl plank"))
OWNERS = ("zagerij", "werkplaats", "leeg", "lijmerij")


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return bag_of_words([TOOLS], tmp_path_factory.mktemp("model"))


def opened(folder: Path, encoder: Encoder, groups: Sequence[Sequence[str]] = GROUPS) -> AskedIndex:
    asked.write(groups, encoder, ANALYZER, folder / "vragen")
    return AskedIndex(folder / "vragen", OWNERS[: len(groups)])


def ranked(index: AskedIndex, encoder: Encoder, question: str, most: int) -> list[tuple[str, float, float]]:
    terms = ANALYZER.terms(question).parts
    found = index.nearest(terms, encoder.encode_queries([question])[0], most)
    return [(one.owner, round(one.meaning, 3), round(one.words, 3)) for one in found]


@pytest.mark.parametrize(
    ("owner", "most", "expected"),
    [
        # 'zaag' and 'zaag hamer' are 1 / sqrt(2) and 1 like 'zaag hamer', the four tools 2 / sqrt(4).
        (1, 1, 1),
        (1, 2, (1 + 2**-0.5) / 2),
        (1, 3, (1 + 2 * 2**-0.5) / 3),
        (1, 9, (1 + 2 * 2**-0.5) / 3),
        (0, 1, 2 / 6**0.5),
        (0, 3, 2 / 6**0.5 / 2),
        (3, 1, 1 / 8**0.5),
        # Without questions nothing is like it.
        (2, 3, -1),
    ],
)
def test_how_like_the_questions_of_an_owner_are_is_the_mean_of_so_many_of_its_own(
    tmp_path: Path, encoder: Encoder, owner: int, most: int, expected: float
) -> None:
    vector = encoder.encode_queries(["zaag hamer"])[0]
    assert opened(tmp_path, encoder).likeness(owner, vector, most) == pytest.approx(expected)


def test_of_each_owner_the_question_most_alike_tells_how_near_it_is(tmp_path: Path, encoder: Encoder) -> None:
    """In words: of the terms that either has, those that both have; 'hamer lijm vijl plank' shares 1 of 5, and is 1 / sqrt(8) like it."""
    index = opened(tmp_path, encoder)
    near, further, far = ("werkplaats", 1.0, 1.0), ("zagerij", 0.816, 0.667), ("lijmerij", 0.354, 0.2)
    assert ranked(index, encoder, "zaag hamer", 9) == [near, further, far]
    assert ranked(index, encoder, "zaag hamer", 2) == [near, further]
    assert ranked(index, encoder, "zaag hamer", 1) == [near]
    assert [owner for owner, _, _ in ranked(index, encoder, "vijl", 9)] == ["zagerij", "lijmerij", "werkplaats"]


@pytest.mark.parametrize(
    ("of_zaag", "of_hamer", "asked"),
    [
        # In meaning 'hamer' is nearer, in words 'zaag' is, by more.
        (0.6, 0.8, ("zagen",)),
        # In words 'hamer' is nearer (1 of 3 terms), in meaning 'zaag' is, by more.
        (0.96, 0.28, ("hameren", "vijl", "lijm")),
    ],
)
def test_meaning_and_words_together_tell_which_is_nearest(
    tmp_path: Path, encoder: Encoder, of_zaag: float, of_hamer: float, asked: tuple[str, ...]
) -> None:
    index = opened(tmp_path, encoder, (("hamer",), ("zaag",)))
    zaag, hamer = encoder.encode_queries(["zaag", "hamer"])
    assert [one.owner for one in index.nearest(asked, of_zaag * zaag + of_hamer * hamer, 2)] == ["werkplaats", "zagerij"]


def test_of_owners_that_are_as_near_the_first_written_goes_first(tmp_path: Path, encoder: Encoder) -> None:
    index = opened(tmp_path, encoder, (("lijm",), ("zaag",), (), ("zaag", "vijl")))
    assert ranked(index, encoder, "zaag", 9) == [("werkplaats", 1, 1), ("lijmerij", 1, 1), ("zagerij", 0, 0)]


def test_what_is_the_reverse_in_meaning_is_not_less_than_nothing_like_it(tmp_path: Path, encoder: Encoder) -> None:
    index = opened(tmp_path, encoder, (("zaag",),))
    (found,) = index.nearest((), -encoder.encode_queries(["zaag"])[0], 1)
    assert found == Nearest("zagerij", 0.0, 0.0)


def test_an_index_without_questions_has_nothing_near(tmp_path: Path, encoder: Encoder) -> None:
    for groups in ((), ((), ())):
        folder = tmp_path / str(len(groups))
        folder.mkdir()
        assert ranked(opened(folder, encoder, groups), encoder, "zaag", 3) == []


@pytest.mark.parametrize(
    "question",
    [
        "Is het artikel over Onwijze moeders gratis te lezen?",
        "Welke gemeenten kregen BOTOC-subsidie?",
        "Welke methode gebruikten Adjiembaks en Noor?",
        "Waar gaan de casusbeschrijvingen van Movisie over?",
        "Waar staat OOV voor?",
        "Wat zijn de conclusies van Samen Weerbaar?",
        "Betaalt een netwerk van sleutelpersonen zich terug?",
        "Welke gemeenten worden ondersteund door de ESS?",
        "Wat kan een jeugdboa bijdragen?",
    ],
)
def test_what_the_sources_answer_is_not_said_to_be_missing(real_base: KnowledgeBase, question: str) -> None:
    assert real_base.answer(real_base.search(question)).reason not in {record.reason for record in real_base.library.unanswered}
