import json
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from indexer.entries import entries_of
from kb import library
from kb.index import entry_list
from kb.library import FILE, Library, open_library


def test_a_library_is_read_back_as_it_was_written(small_library: Library, tmp_path: Path) -> None:
    library.write(small_library, tmp_path)
    assert open_library(tmp_path) == small_library


def test_the_real_library_is_read_back_as_it_was_written(real_library: Library, tmp_path: Path) -> None:
    library.write(real_library, tmp_path)
    assert open_library(tmp_path) == real_library


def test_a_library_from_before_edited_answers_is_read(small_library: Library, tmp_path: Path) -> None:
    library.write(small_library, tmp_path)
    told = json.loads((tmp_path / FILE).read_bytes())
    del told["edited_answers"]
    (tmp_path / FILE).write_text(json.dumps(told), encoding="utf-8")
    assert open_library(tmp_path) == replace(small_library, edited_answers=())


def test_a_library_that_is_not_as_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"documents": [{"id": 3}]}')
    with pytest.raises(ValidationError):
        open_library(tmp_path)


def test_entries_are_read_back_as_they_were_written(small_library: Library, tmp_path: Path) -> None:
    entries = entries_of(small_library)
    entry_list.write(entries, tmp_path)
    assert entry_list.open_entries(tmp_path) == tuple(entries)


def test_passages_are_told_by_section_and_by_part_without_reading_any_other(small_library: Library, tmp_path: Path) -> None:
    library.write(small_library, tmp_path)
    opened = open_library(tmp_path)
    assert [one.id for one in opened.passages_of({"gids.stap-1", "verslag.afspraken"})] == [
        one.id for one in small_library.passages if one.section_id in ("gids.stap-1", "verslag.afspraken")
    ]
    assert opened.passages_of({"gids.nergens"}) == []
    assert [one.id for one in opened.passages_of_part("verslag.avond")] == [
        one.id for one in small_library.passages if small_library.section[one.section_id].part_id == "verslag.avond"
    ]
    assert list(opened.place_ids) == [one.id for one in opened.places]
    assert "gids.nergens" not in opened.passage
    assert all(opened.stands(one.id) and opened.is_protected(one.id) for one in small_library.protected_passages)
    assert list(opened.passage_in_report) == [*opened.passage, *(one.id for one in small_library.protected_passages)]
    assert [opened.passage_in_report[one.id] for one in small_library.protected_passages] == list(small_library.protected_passages)


def test_the_path_of_a_section_runs_from_the_part_down(small_library: Library) -> None:
    assert [section.id for section in small_library.path("verslag.afspraken")] == ["verslag.avond", "verslag.afspraken"]
    assert [section.id for section in small_library.path("gids.stap-1")] == ["gids.stap-1"]


def test_a_passage_and_a_quote_have_words_and_a_section(small_library: Library) -> None:
    assert small_library.text("verslag.citaat-moeder-elke-week") == "Zij belden elke week aan."
    assert small_library.section_of("verslag.citaat-moeder-elke-week").id == "verslag.waarom"
    assert small_library.section_of("gids.stap-1-jongeren").id == "gids.stap-1"


def test_a_private_person_is_named_by_description(small_library: Library) -> None:
    names = {quote.id: small_library.speaker_names(quote) for quote in small_library.quotes}
    assert names == {
        "gids.citaat-de-wit-eerst-koffie": ("Anna de Wit",),
        "nieuws.citaat-buurvrouw-bij-naam": (),
        "nieuws.citaat-sla": (),
        "verslag.citaat-bouali-nu-gaat-hij-mee": ("Rachid Bouali",),
        "verslag.citaat-bouali-mijn-zoon": ("Rachid Bouali",),
        "verslag.citaat-moeder-elke-week": ("een moeder uit Duinhaven",),
    }


def test_no_private_person_is_a_public_speaker(small_library: Library) -> None:
    quote = small_library.quote["gids.citaat-de-wit-eerst-koffie"]
    assert small_library.public_speakers(quote) == ("anna-de-wit",)
    assert small_library.public_speakers(small_library.quote["verslag.citaat-moeder-elke-week"]) == ()


def test_no_private_name_stands_in_an_entry_of_the_real_corpus(real_library: Library) -> None:
    private = [person.name for person in real_library.persons if not person.recognisable]
    shown = [entry for entry in entries_of(real_library) if any(name in entry.context for name in private)]
    assert shown == []
