from indexer.measuring.question_report import Figures, as_text, report
from kb.library import Library


def test_figures_are_counted_per_source(small_library: Library) -> None:
    assert dict(report(small_library).figures) == {
        "gids": Figures(places=11, with_questions=5, questions=6, other_words=1),
        "nieuws": Figures(places=5, with_questions=2, questions=2, other_words=1),
        "verslag": Figures(places=7, with_questions=2, questions=2, other_words=1),
        "praktijkvoorbeelden": Figures(places=3, with_questions=1, questions=1, other_words=0),
    }


def test_places_without_or_with_few_questions_are_named(small_library: Library) -> None:
    found = report(small_library)
    assert found.without[:3] == ["gids.inleiding", "gids.stap-1-vragen", "gids.stap-1-jongeren"]
    assert found.few[:2] == [("gids.spilpersoon", 2), ("gids.stap-1", 1)]
    assert (found.concepts, found.names) == (3, 9)


def test_questions_that_say_the_same_are_named(small_library: Library) -> None:
    twice = {"gids.inleiding": ("hoe betrek ik ouders bij school",), "gids.stap-1": ("ouders betrekken bij de school?",)}
    found = report(Library(**{**vars_of(small_library), "questions": twice}))
    assert found.duplicates == [("gids.inleiding", "hoe betrek ik ouders bij school", "gids.stap-1", "ouders betrekken bij de school?")]


def test_a_question_in_words_of_the_heading_only_is_named(small_library: Library) -> None:
    found = report(Library(**{**vars_of(small_library), "questions": {"gids.spilpersoon": ("wat is een spilpersoon",)}}))
    assert found.in_heading == [("gids.spilpersoon", "wat is een spilpersoon")]


def test_the_report_is_a_table_with_what_to_look_at(small_library: Library) -> None:
    lines = as_text(report(small_library)).splitlines()
    assert lines[:2] == [
        "bron                 plaatsen  met vragen  vragen  per plaats  andere woorden",
        "gids                       11           5       6         1.2            0.17",
    ]
    assert "Thesaurus: 3 begrippen, 9 namen." in lines
    assert "Zonder vragen: gids.inleiding (wordt op eigen woorden gevonden, minder goed op andere)" in lines


def vars_of(library: Library) -> dict[str, object]:
    return {name: getattr(library, name) for name in Library.__dataclass_fields__}
