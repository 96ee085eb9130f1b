"""What answers are recognised by: questions whose likeness one can work out, each word a direction of its own."""

from collections.abc import Sequence
from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
import pytest
from meaning import bag_of_words
from sklearn.linear_model import LogisticRegression

from indexer.model import recognition
from kb.analysis.analyzer import Analyzer
from kb.index import recogniser
from kb.index.recogniser import Likely, Recogniser
from kb.library import Library
from kb.model import AnswerUnit, EditedAnswer, Span

TOOLS = "zaag hamer beitel spijker plank vijl lijm"
ANALYZER = Analyzer(frozenset(TOOLS.split()))


def known(identity: str, *asked: str, unlike: tuple[str, ...] = (), line: str = "", units: tuple[AnswerUnit, ...] = ()) -> EditedAnswer:
    return EditedAnswer(identity, asked[0], asked[1:], line, units, None, (), (), unlike)


def terms(question: str) -> tuple[str, ...]:
    return ANALYZER.terms(question).parts


class Bench:
    """An opened recogniser of these answers, and the encoder that it was written with."""

    def __init__(self, folder: Path, library: Library, answers: Sequence[EditedAnswer]) -> None:
        self.encoder = bag_of_words([TOOLS], folder / "model")
        self.folder = folder / "antwoorden"
        recogniser.write(replace(library, edited_answers=tuple(answers)), self.encoder, ANALYZER, self.folder, recognition.fit)
        self.opened = Recogniser(self.folder, answers)

    def likely(self, question: str, weights: dict[str, float] | None = None) -> Likely | None:
        weighed = dict.fromkeys(terms(question), 1.0) if weights is None else weights
        return self.opened.likely(list(weighed.items()), self.encoder.encode_queries([question])[0])


def test_how_like_a_question_is_is_the_mean_of_the_three_questions_most_alike(tmp_path: Path, small_library: Library) -> None:
    """'zaag' is 1, 1 / sqrt(2) and 1 / sqrt(3) like the three with it, not at all like 'plank', and 1 / 2 like the one that is unlike."""
    saws = known("zagen", "plank", "zaag hamer", "zaag", "zaag hamer beitel", unlike=("vijl", "zaag spijker vijl lijm"))
    bench = Bench(tmp_path, small_library, [known("spijkeren", "spijker", "spijker lijm"), saws])
    found, other = bench.likely("zaag"), bench.likely("spijker")
    assert found and other
    assert (found.owner, found.unlike) == ("zagen", pytest.approx(0.5))
    assert found.likeness == pytest.approx((1 + 2**-0.5 + 3**-0.5) / 3)
    # Of two questions the mean is of two, and without any that is unlike nothing can be like it.
    assert (other.owner, other.unlike) == ("spijkeren", -1.0)
    assert other.likeness == pytest.approx((1 + 2**-0.5) / 2)


def test_uncovered_is_the_share_by_weight_that_neither_its_questions_nor_its_words_hold(tmp_path: Path, small_library: Library) -> None:
    """The quoted words are 'Begin met luisteren.'; of the terms the last two, which weigh 3 of 12, stand nowhere."""
    units = (AnswerUnit(None, "gids.stap-1", (Span("gids.stap-1", 0, 20),)),)
    bench = Bench(
        tmp_path, small_library, [known("zagen", "zaag", "hamer", line="beitel", units=units), known("spijkeren", "spijker", "lijm")]
    )
    weights = {"zagen": 2.0, "hameren": 3.0, "beitelen": 3.0, "luisteren": 1.0, "spijkeren": 1.0, "vijl": 2.0}
    found = bench.likely("zaag hamer", weights)
    assert found and (found.owner, found.uncovered) == ("zagen", pytest.approx(3 / 12))


def test_chances_of_two_answers_and_of_something_else_are_one_in_all(tmp_path: Path, small_library: Library) -> None:
    """Without questions that are unlike nothing else can be asked: what the one answer has not, the other has."""
    bench = Bench(tmp_path, small_library, [known("zagen", "zaag", "zaag hamer"), known("spijkeren", "spijker", "spijker lijm")])
    found = bench.likely("zaag")
    assert found and (found.owner, found.other) == ("zagen", 0.0)
    assert found.chance > 0.5
    assert found.lead == pytest.approx(2 * found.chance - 1)


def test_an_answer_alone_is_recognised_beside_what_is_unlike_it(tmp_path: Path, small_library: Library) -> None:
    bench = Bench(tmp_path, small_library, [known("zagen", "zaag", "zaag hamer", unlike=("spijker", "spijker lijm"))])
    found, other = bench.likely("zaag"), bench.likely("spijker")
    assert found and other
    assert (found.owner, found.lead, found.other) == ("zagen", found.chance, pytest.approx(1 - found.chance))
    assert found.chance > 0.5 > other.chance


@pytest.mark.parametrize("answers", [[], [known("zagen", "zaag", "zaag hamer")]])
def test_nothing_is_fitted_on_fewer_than_two_classes(tmp_path: Path, small_library: Library, answers: list[EditedAnswer]) -> None:
    bench = Bench(tmp_path, small_library, answers)
    assert bench.likely("zaag") is None
    assert sorted(file.name for file in bench.folder.iterdir()) == ["niet", "vragen", "woorden"]


THREE = (
    known("zagen", "zaag", "zaag hamer", "hamer plank zaag zaag"),
    known("spijkeren", "spijker", "spijker hamer"),
    known("lijmen", "lijm", "lijm plank"),
)


@pytest.mark.parametrize(
    "answers",
    [THREE, (*THREE[:2], replace(THREE[2], unlike=("vijl", "vijl plank"))), THREE[:2], (replace(THREE[0], unlike=("vijl", "vijl plank")),)],
)
@pytest.mark.parametrize("question", ["zaag", "hamer plank", "lijm", "vijl spijker", "iets anders"])
def test_what_is_kept_tells_the_chances_of_the_classifier_that_was_fitted(
    tmp_path: Path, small_library: Library, answers: tuple[EditedAnswer, ...], question: str
) -> None:
    """Each row is a question's vector beside its terms, weighed by ln((1 + questions) / (1 + those with the term)) + 1, of length one.

    The strength of 10 is the one that was measured (docs/evaluatie.md): to change it is to measure again. Of two classes the other
    program holds one row of weights small, and ours two of half its size: twice the strength gives the same there.
    """
    asked = [(text, number) for number, one in enumerate(answers) for text in one.asked]
    asked += [(text, len(answers)) for one in answers for text in one.unlike]
    texts, owners = [text for text, _ in asked], [owner for _, owner in asked]
    columns = sorted({term for text in texts for term in terms(text)})
    weight = [log((1 + len(texts)) / (1 + sum(term in terms(text) for text in texts))) + 1 for term in columns]
    bench = Bench(tmp_path, small_library, answers)

    def rows(of: Sequence[str]) -> np.ndarray:
        weighed = np.array([[(term in terms(text)) * rare for term, rare in zip(columns, weight, strict=True)] for text in of])
        return np.hstack([bench.encoder.encode_queries(of), weighed / np.maximum(np.linalg.norm(weighed, axis=1, keepdims=True), 1e-9)])

    fitted = LogisticRegression(C=10.0 if len(set(owners)) > 2 else 20.0, max_iter=1_000).fit(rows(texts), owners)
    chances = dict(zip(fitted.classes_.tolist(), fitted.predict_proba(rows([question]))[0].tolist(), strict=True))
    first, *others = sorted((chances[number] for number in range(len(answers))), reverse=True)
    found = bench.likely(question)
    assert found and (found.chance, found.lead, found.other) == (
        pytest.approx(first, abs=1e-3),
        pytest.approx(first - max(others, default=0), abs=1e-3),
        pytest.approx(chances.get(len(answers), 0), abs=1e-3),
    )
    assert answers[max(range(len(answers)), key=lambda number: chances[number])].id == found.owner


def test_what_another_answer_is_asked_for_is_not_something_else(tmp_path: Path, small_library: Library) -> None:
    """'spijker hamer' is only like what is sawn with, and is what is nailed with: of that it takes nothing away. 'vijl' is neither."""
    saws = known("zagen", "zaag", "zaag plank", "zaag hamer", unlike=("spijker hamer", "vijl"))
    nails = known("spijkeren", "spijker", "spijker plank", "spijker lijm")
    without = replace(saws, unlike=("vijl",))
    likely = [
        Bench(tmp_path / str(number), small_library, [one, nails]).likely("spijker hamer") for number, one in enumerate((saws, without))
    ]
    assert likely[0] and likely[1]
    assert (likely[0].owner, likely[0].chance, likely[0].other) == ("spijkeren", pytest.approx(likely[1].chance), likely[1].other)
    files = Bench(tmp_path / "vijl", small_library, [saws, nails]).likely("vijl")
    assert files and files.other > files.chance


def test_a_class_without_questions_is_never_meant() -> None:
    """Two questions, of classes 0 and 2 of four: each class is what the other is not, and the one term of each is as rare."""
    made = recognition.fit(np.eye(2, dtype=np.float32), [("zaag",), ("hamer",)], [0, 2], [False, False], 3)
    assert (made.terms, made.rarity.tolist()) == (("hamer", "zaag"), pytest.approx([log(3 / 2) + 1] * 2))
    assert made.intercept.tolist() == [pytest.approx(0, abs=1e-4), -np.inf, pytest.approx(0, abs=1e-4), -np.inf]
    assert made.of_vector[[1, 3]].tolist() == made.of_terms[[1, 3]].tolist() == [[0, 0], [0, 0]]
    assert made.of_vector[0] == pytest.approx(-made.of_vector[2])
    assert made.of_vector[0][0] == pytest.approx(-made.of_vector[0][1], abs=1e-4)
    assert made.of_vector[0][0] > 0 > made.of_terms[0][0]
