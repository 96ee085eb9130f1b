from dataclasses import replace

from indexer.entries import entries_of, findable_by
from kb.library import Library
from kb.model import Entry, EntryKind


def test_entries_are_passages_then_quotes_examples_and_reports(small_library: Library) -> None:
    assert [entry.id for entry in entries_of(small_library)] == [
        *(passage.id for passage in small_library.passages),
        *(quote.id for quote in small_library.quotes),
        "praktijkvoorbeeld.buurttuin",
        "praktijkvoorbeeld.vadergroep",
        "praktijkvoorbeeld.bellen-aan-huis",
        "verslag.avond",
        "verslag.avond",
    ]


def entry(library: Library, identity: str) -> Entry:
    return next(entry for entry in entries_of(library) if entry.id == identity)


def test_a_passage_has_its_heading_as_title_and_what_is_above_it_as_context(small_library: Library) -> None:
    assert entry(small_library, "nieuws.kosten") == Entry(
        id="nieuws.kosten",
        kind=EntryKind.PASSAGE,
        title="Wat kost de tuin?",
        context="Nieuws over de buurttuin, 14 mei 2024 / De buurttuin aan de Lindelaan",
        text="De tuin kost 2.000 euro per jaar. De gemeente betaalt driekwart en de bewoners zamelen de rest in.",
        questions=("hoeveel geld gaat er jaarlijks naar het groen",),
    )


def test_a_quote_is_found_by_who_said_it_and_where(small_library: Library) -> None:
    assert entry(small_library, "gids.citaat-de-wit-eerst-koffie") == Entry(
        id="gids.citaat-de-wit-eerst-koffie",
        kind=EntryKind.QUOTE,
        title="Eerst koffie",
        context="Anna de Wit / Annie de Wit / wijkregisseur / gemeente Beekstad / Beekstad",
        text="Wie meteen over regels begint, krijgt geen koffie.",
        questions=("wie vond dat je niet met regels moet beginnen",),
    )


def test_a_private_person_is_found_by_description_only(small_library: Library) -> None:
    assert entry(small_library, "verslag.citaat-moeder-elke-week").context == "een moeder uit Duinhaven"


def test_a_quote_without_speaker_has_no_context(small_library: Library) -> None:
    assert entry(small_library, "nieuws.citaat-sla").context == ""


def test_an_example_has_its_lead_passage_and_where_for_whom_and_how(small_library: Library) -> None:
    assert entry(small_library, "praktijkvoorbeeld.buurttuin") == Entry(
        id="praktijkvoorbeeld.buurttuin",
        kind=EntryKind.EXAMPLE,
        title="De buurttuin aan de Lindelaan",
        context="Beekstad / Beekstadse / Lindekwartier / buren van het Lindekwartier / samen tuinieren op zaterdag",
        text=small_library.text("nieuws.buurttuin"),
        questions=("waar kweken bewoners samen groente",),
    )


def test_an_example_may_lead_with_a_quote(small_library: Library) -> None:
    assert entry(small_library, "praktijkvoorbeeld.bellen-aan-huis").text == "Zij belden elke week aan."


def test_questions_for_a_working_list_go_to_the_passage_where_it_begins(small_library: Library) -> None:
    assert entry(small_library, "gids.stap-1-vragen").questions == ("welke vragen stel ik buiten aan voorbijgangers",)
    assert entry(small_library, "gids.stap-1").questions == ("hoe leer ik de mensen kennen",)


def test_a_report_is_found_by_the_words_of_its_story_and_shows_its_own_opening(small_library: Library) -> None:
    entries = entries_of(small_library)
    opening = replace(entry(small_library, "verslag.avond"), kind=EntryKind.REPORT, questions=())
    assert entries[-2:] == [opening, opening]
    story = "Mirjam vertelde dat haar man na zijn ontslag ziek werd en ging drinken. De vadergroep haalde hem thuis op."
    assert findable_by(small_library, entries)[-2:] == [
        Entry("verslag.avond", EntryKind.REPORT, "Het verhaal van een moeder", "", story),
        Entry("verslag.avond", EntryKind.REPORT, "Het verhaal van een moeder", "", "Ik had nooit om hulp durven vragen."),
    ]
    assert findable_by(small_library, entries)[:-2] == entries[:-2]


def test_questions_can_be_left_out(small_library: Library) -> None:
    assert {entry.questions for entry in entries_of(small_library, with_questions=False)} == {()}
