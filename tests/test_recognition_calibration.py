"""Calibrating when an edited answer leads: the rule of the threshold, the report, the questions, and how it stands."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from meaning import TOY_NUMBERS, train

from indexer import build
from indexer.corpus.corpus import load
from indexer.measuring.recognition import MOST_WRONGLY_LED, Case, Fit, _chosen, as_it_stands, as_text, fit, read_cases
from kb.answer.edited import recognise
from kb.calibration import Recognising
from kb.errors import KnowledgeBaseError
from kb.index.encoder import TRAINED_HERE
from kb.knowledge_base import KnowledgeBase
from kb.model import AnswerUnit, EditedAnswer, Span
from kb.retrieval.lifting import probability


def fit_of(*cases: tuple[str, str, float, bool, bool]) -> Fit:
    """A fit by hand, of each case the kind, the answer that it is like, its chance, and whether it is objected to and right."""
    return Fit(
        Recognising(),
        tuple(Case(f"vraag {number}", answer, kind) for number, (kind, answer, *_) in enumerate(cases)),
        objected=np.array([objected for _, _, _, objected, _ in cases]),
        right=np.array([right for _, _, _, _, right in cases]),
        chances=np.array([chance for _, _, chance, _, _ in cases]),
    )


def alike(chance: float, *, objected: bool = False) -> tuple[str, str, float, bool, bool]:
    return ("groep", "a", chance, objected, False)


def same(chance: float, *, right: bool = True, objected: bool = False) -> tuple[str, str, float, bool, bool]:
    return ("gelijk", "a", chance, objected, right)


def outside(chance: float) -> tuple[str, str, float, bool, bool]:
    return ("buiten", "", chance, False, False)


@pytest.mark.parametrize(
    ("cases", "threshold"),
    [
        # Of a hundred that are only alike three may be led: the fourth may not.
        ([alike(0.9)] * 3 + [alike(0.405)] + [alike(0.1)] * 96, 0.41),
        ([alike(0.9)] * 4 + [alike(0.1)] * 96, 0.91),
        # A threshold leads what is as probable as it.
        ([alike(0.4)] * 4 + [alike(0.1)] * 96, 0.41),
        # What is objected to is not led, however probable.
        ([alike(0.9)] * 3 + [alike(0.405, objected=True)] + [alike(0.1)] * 96, 0.11),
        # The other questions have no say: those of an answer itself, nor those of nothing in the sources.
        (
            [alike(0.9)] * 3 + [alike(0.405)] + [alike(0.1)] * 96 + [same(0.8)] * 50 + [same(0.7, right=False)] * 50 + [outside(0.95)] * 50,
            0.41,
        ),
        ([alike(0.0), alike(0.0)], 0.01),
        # Of one that is certain nothing keeps the answer away but the highest threshold.
        ([alike(1.0), alike(0.1)], 1.0),
    ],
)
def test_the_threshold_is_the_lowest_at_which_three_in_a_hundred_that_are_only_alike_are_led(
    cases: list[tuple[str, str, float, bool, bool]], threshold: float
) -> None:
    assert MOST_WRONGLY_LED == 0.03
    assert _chosen(fit_of(*cases)) == threshold


def test_the_report_shows_what_each_threshold_would_lead() -> None:
    """Of four that ask for an answer two are rightly led until .62, one until .42; of two groups one until .52, of two outside both."""
    found = fit_of(
        same(0.62),
        same(0.42),
        same(0.9, right=False),
        same(0.9, objected=True),
        alike(0.52),
        alike(0.9, objected=True),
        outside(0.36),
        outside(0.31),
    )
    numbers = Recognising(chance=1.5, lead=0.5, other=-2.5, likeness=3.0, unlike=-1.0, uncovered=-0.5, intercept=-1.2, leads_from=0.53)
    assert as_text(replace(found, numbers=numbers)).splitlines() == [
        "Herkennen: chance 1.5, lead 0.5, other -2.5, likeness 3.0, unlike -1.0, uncovered -0.5, intercept -1.2",
        "",
        " drempel    juist    groep   buiten",
        "    0.30     0.50     0.50     1.00",
        "    0.35     0.50     0.50     0.50",
        "    0.40     0.50     0.50     0.00",
        "    0.45     0.25     0.50     0.00",
        "    0.50     0.25     0.50     0.00",
        "    0.55     0.25     0.00     0.00",
        "    0.60     0.25     0.00     0.00",
        *(f"    0.{step}     0.00     0.00     0.00" for step in (65, 70, 75, 80)),
        "",
        "Drempel volgens de regel: een redactioneel antwoord voorop vanaf 0.53",
    ]


CASES = """\
- {q: "Hoe begin ik een praatje?", bij: gesprek-op-straat, soort: gelijk, helft: ijking}
- {q: "Hoe begin ik een praatje met een agent?", bij: gesprek-op-straat, soort: groep, helft: apart}
- {q: "Waar staat de maan?", bij: "", soort: buiten, helft: ijking}
"""


def test_one_half_of_the_questions_is_read(tmp_path: Path) -> None:
    file = tmp_path / "herkennen.yaml"
    file.write_text("\ufeff" + CASES, encoding="utf-8")
    assert read_cases(file, "ijking") == [
        Case("Hoe begin ik een praatje?", "gesprek-op-straat", "gelijk"),
        Case("Waar staat de maan?", "", "buiten"),
    ]
    assert read_cases(file, "apart") == [Case("Hoe begin ik een praatje met een agent?", "gesprek-op-straat", "groep")]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b'- {q: "wat?", bij: a, soort: gelijk}\n', "'helft' ontbreekt"),
        (b'- {q: "wat?", bij: a, helft: ijking}\n', "'soort' ontbreekt"),
        (b"- {bij: a, soort: gelijk, helft: ijking}\n", "'q' ontbreekt"),
        (b'- {q: "wat?", soort: gelijk, helft: ijking}\n', "'bij' ontbreekt"),
        (b"- {q: [\n", "regel 2 is geen geldige YAML"),
        (b"- wat?\n", "de vorm klopt niet"),
        (b"q: wat?\n", "de vorm klopt niet"),
        (b"", "de vorm klopt niet"),
        (b"3\n", "de vorm klopt niet"),
        (b"- {q: caf\xe9}\n", "het is geen UTF-8"),
        (b"[" * 5_000, "de vorm klopt niet"),
        (None, "dat bestaat niet"),
    ],
)
def test_a_broken_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes | None, cause: str) -> None:
    file = tmp_path / "herkennen.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(KnowledgeBaseError) as caught:
        read_cases(file, "ijking")
    assert str(caught.value) == f"'{file}' is niet te lezen: {cause}. Het hoort een lijst te zijn met per vraag q, bij, soort en helft."


TALK, AMOUNTS = "gesprek-op-straat", "bedragen"


def test_as_it_stands_the_questions_that_are_led_are_counted_by_kind(small_base: KnowledgeBase) -> None:
    """Of those with an answer one is led by another, and one by none; of the groups one is led, which no answer makes right."""
    cases = [
        Case("welk bedrag mag een plan kosten", AMOUNTS, "gelijk"),
        Case("Hoe begin ik een gesprek met de politie op straat?", TALK, "groep"),
        Case("Op welke manier begin ik buiten een gesprek met mensen?", AMOUNTS, "gelijk"),
        Case("wat is een spilpersoon", TALK, "gelijk"),
        Case("gesprek op straat beginnen", TALK, "groep"),
        Case("Wat mag een plan kosten in Duinhaven?", AMOUNTS, "plaats"),
    ]
    assert as_it_stands(small_base, cases).splitlines() == [
        "soort       vragen   voorop  het juiste",
        "gelijk           3        2           1",
        "groep            2        1           0",
        "plaats           1        0           0",
    ]


# Answers that have nothing in common, of words of the small corpus.
WORDS = {
    "tuin": ("moestuin", "zaterdag", "planten"),
    "avond": ("vaders", "opvoeden", "werk"),
    "drinken": ("koffie", "regels", "thee"),
    "water": ("vijver", "graven", "juni"),
    "brief": ("papier", "fietsen", "telefoontje"),
    "rooster": ("zaal", "lijst", "klussen"),
}


@pytest.fixture(scope="module")
def six_answers(small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    units = (AnswerUnit(None, "gids.stap-1", (Span("gids.stap-1", 0, 20),)),)
    answers = tuple(
        EditedAnswer(name, f"{one} {other} {third}", (f"{one} {other}", f"{other} {third}", one), "Kort.", units, None, (), (), (f"{third} {name} {name}s",))
        for name, (one, other, third) in WORDS.items()
    )  # fmt: skip
    corpus = load(small_corpus)
    root = tmp_path_factory.mktemp("six") / "index"
    corpus = replace(corpus, library=replace(corpus.library, edited_answers=answers))
    build.build(corpus, root, TRAINED_HERE, train=train, calibration=TOY_NUMBERS)
    return KnowledgeBase.open(root)


def cases_of(names: Sequence[str] = tuple(WORDS)) -> list[Case]:
    return [
        case
        for name in names
        for one, other, third in [WORDS[name]]
        for case in (
            Case(f"{one} of {third}", name, "gelijk"),
            Case(f"{other} en {one}", name, "gelijk"),
            Case(f"{third} {name}", name, "groep"),
            Case(f"{third} {name} {name}", name, "groep"),
            Case(f"Hoe weiger ik {one}?", name, "ontkenning"),
        )
    ]


OUTSIDE = ("zaterdag en de maan", "Wat kost een telescoop?")


def test_a_fit_tells_of_each_question_whether_it_is_objected_to_and_recognised(six_answers: KnowledgeBase) -> None:
    """The last question of an answer is recognised as one to another answer: that is not right."""
    cases = [*cases_of(), Case("moestuin en planten", "avond", "gelijk")]
    found = fit(six_answers, cases, OUTSIDE)
    assert found.cases == (*cases, *(Case(text, "", "buiten") for text in OUTSIDE))
    assert found.objected.tolist() == [False, False, False, False, True] * 6 + [False, False, True]
    assert found.right.tolist() == [True, True, False, False, False] * 6 + [False, False, False]
    # Each that asks for its answer is more probable than each that is only like it.
    groups = np.array([case.kind == "groep" for case in found.cases])
    assert found.chances[found.right].min() > 0.5 > found.chances[groups].max()


def test_a_fit_chooses_weights_and_the_threshold_of_the_rule_and_leaves_the_rest(six_answers: KnowledgeBase) -> None:
    found = fit(six_answers, cases_of(), OUTSIDE)
    kept = six_answers.calibration.recognising
    assert found.numbers.leads_from == _chosen(found) < 1
    assert found.numbers.chance > 0 > found.numbers.uncovered
    fitted = ("chance", "lead", "other", "likeness", "unlike", "uncovered", "intercept")
    assert all(round(getattr(found.numbers, name), 1) == getattr(found.numbers, name) for name in fitted)
    assert replace(found.numbers, **{name: getattr(kept, name) for name in (*fitted, "leads_from")}) == kept


def test_what_lies_outside_is_judged_by_the_numbers_that_were_chosen(six_answers: KnowledgeBase) -> None:
    found = fit(six_answers, cases_of(), OUTSIDE)
    recognised = [recognise(six_answers.search(text), six_answers.library) for text in OUTSIDE]
    by_numbers = [probability(one.likely, found.numbers) for one in recognised if one]
    # The numbers are those of the fit, to one decimal.
    assert found.chances[-2:] == pytest.approx(by_numbers, abs=0.05)


def test_a_question_is_judged_by_what_was_fitted_on_the_questions_to_other_answers(six_answers: KnowledgeBase) -> None:
    """Answers go by the alphabet: the first, 'avond', and the sixth, 'water', are one part of five. What is said of it tells nothing of it."""
    cases = cases_of()
    turned = [replace(case, kind="groep") if case.answer == "avond" else case for case in cases]
    before, after = fit(six_answers, cases, OUTSIDE).chances, fit(six_answers, turned, OUTSIDE).chances
    same_part = np.array([case.answer in ("avond", "water") for case in cases] + [False] * len(OUTSIDE))
    assert before[same_part] == pytest.approx(after[same_part])
    assert not np.isclose(before[~same_part], after[~same_part]).any()


def test_nothing_is_fitted_on_what_is_objected_to(six_answers: KnowledgeBase) -> None:
    """A question for the reverse is led by no answer, whatever its probability; that it were right would otherwise tell for the others."""
    cases = cases_of()
    turned = [replace(case, kind="gelijk") if case.kind == "ontkenning" else case for case in cases]
    before, after = fit(six_answers, cases, OUTSIDE), fit(six_answers, turned, OUTSIDE)
    assert before.right.sum() < after.right.sum()
    assert before.chances == pytest.approx(after.chances)
    assert before.numbers == after.numbers


def test_on_too_few_questions_nothing_is_fitted_and_it_is_told_what_to_do(small_base: KnowledgeBase) -> None:
    """Two answers do not fill five parts."""
    cases = [Case("gesprek op straat", "gesprek-op-straat", "gelijk"), Case("gesprek met boeren", "gesprek-op-straat", "groep")]
    with pytest.raises(KnowledgeBaseError, match="nodig zijn vragen bij ten minste 5 redactionele antwoorden.* laat --herkennen weg"):
        fit(small_base, cases, ())
