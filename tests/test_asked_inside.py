from pathlib import Path

from one_source import source_of

from indexer.asked_inside import AskedInside
from indexer.entries import entries_of
from kb.library import Library


def library_of(folder: Path, body: str) -> Library:
    source = source_of(folder, body)
    return Library(documents=(source.document,), sections=source.sections, passages=source.passages)


def test_an_answer_has_the_question_of_its_number_and_the_question_is_no_entry(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        """
# Vragen over de tuin {#tuin}

Gesteld in de raad.

## Vraag 1 {#vraag-1}

Wat kost de tuin?

## Antwoord 1 {#antwoord-1}

Tweeduizend euro.

## Vraag 2 {#vraag-2}

Wie betaalt dat?

## Antwoord 2 {#antwoord-2}

De gemeente.
""",
    )
    inside = AskedInside.of(library)
    assert inside == AskedInside(
        {"gids.antwoord-1": ("Wat kost de tuin?",), "gids.antwoord-2": ("Wie betaalt dat?",)},
        frozenset({"gids.vraag-1", "gids.vraag-2"}),
    )
    assert [(entry.id, entry.questions) for entry in entries_of(library)] == [
        ("gids.tuin", ()),
        ("gids.antwoord-1", ("Wat kost de tuin?",)),
        ("gids.antwoord-2", ("Wie betaalt dat?",)),
    ]


def test_an_answer_to_several_has_each_of_their_questions_wherever_they_were_asked(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        """
# Vraag 1 {#vraag-1}

Wat kost de tuin?

# Vraag 2 {#vraag-2}

Wie betaalt dat?

# Vraag 3 {#vraag-3}

En wie spit er?

# Antwoord op de vragen 1 en 2: {#antwoord-1}

Tweeduizend euro, van de gemeente.

# Antwoord 3 {#antwoord-3}

De buren.
""",
    )
    assert AskedInside.of(library).questions == {
        "gids.antwoord-1": ("Wat kost de tuin?", "Wie betaalt dat?"),
        "gids.antwoord-3": ("En wie spit er?",),
    }


def test_an_answer_without_a_number_is_to_what_was_asked_just_before(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        """
# Vraag 1 {#vraag-1}

Wat kost de tuin?

# Antwoord {#antwoord-1}

Tweeduizend euro.

# Vraag 2 {#vraag-2}

Wie betaalt dat?

# Antwoord {#antwoord-2}

De gemeente.
""",
    )
    assert AskedInside.of(library).questions == {"gids.antwoord-1": ("Wat kost de tuin?",), "gids.antwoord-2": ("Wie betaalt dat?",)}


def test_a_question_that_is_not_answered_stays_an_entry_and_an_answer_to_nothing_has_none(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        """
# Vraag 1 {#vraag-1}

Wat kost de tuin?

# Antwoord 2 {#antwoord-2}

De gemeente.

# Vraag en antwoord {#beide}

Zo gaat dat.
""",
    )
    assert AskedInside.of(library) == AskedInside()
    assert [entry.id for entry in entries_of(library)] == ["gids.vraag-1", "gids.antwoord-2", "gids.beide"]


def test_a_question_for_which_editors_wrote_questions_is_still_found_by_itself(tmp_path: Path) -> None:
    body = "\n# Vraag 1 {#vraag-1}\n\nWat kost de tuin?\n\n# Antwoord 1 {#antwoord-1}\n\nTweeduizend euro.\n"
    source = source_of(tmp_path, body)
    library = Library(
        documents=(source.document,),
        sections=source.sections,
        passages=source.passages,
        questions={"gids.vraag-1": ("wat vroeg de raad",), "gids.antwoord-1": ("hoe duur is het",)},
    )
    assert [(entry.id, entry.questions) for entry in entries_of(library)] == [
        ("gids.vraag-1", ("wat vroeg de raad",)),
        ("gids.antwoord-1", ("hoe duur is het", "Wat kost de tuin?")),
    ]
    assert [(entry.id, entry.questions) for entry in entries_of(library, with_questions=False)] == [
        ("gids.antwoord-1", ("Wat kost de tuin?",))
    ]
