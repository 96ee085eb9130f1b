"""The unit around a sentence: its paragraph, its list, or the whole of a short place, on passages made by hand."""

from pathlib import Path

import pytest
from one_source import source_of

from kb.analysis.sentences import Sentence, sentences_of
from kb.answer.units import is_furniture, list_of, unit_around
from kb.library import Library
from kb.model import Passage

# 96 words: with this paragraph no place is short.
LONG = " ".join(f"De buren van straat {number} graven samen een vijver in de tuin achter." for number in "ABCDEFGH")


def read(folder: Path, body: str) -> tuple[Passage, tuple[Sentence, ...]]:
    passage = source_of(folder, f"# Kop {{#kop}}\n\n{body}\n").passages[0]
    return passage, sentences_of(passage)


def texts(place: Passage, sentences: tuple[Sentence, ...]) -> list[str]:
    return [place.text[sentence.begin : sentence.end] for sentence in sentences]


def unit(folder: Path, body: str, best: str, *, questions_wanted: bool = False) -> list[str]:
    """The sentences of the unit around the sentence with this text."""
    place, sentences = read(folder, body)
    leading = sentences[texts(place, sentences).index(best)]
    return texts(place, unit_around(place, sentences, leading, questions_wanted=questions_wanted))


def whole_list(folder: Path, body: str, best: str) -> list[str]:
    """The list of which the sentence with this text is a part."""
    place, sentences = read(folder, body)
    return texts(place, list_of(place, sentences, sentences[texts(place, sentences).index(best)]))


@pytest.mark.parametrize(
    "text",
    [
        "Sprekers: Els Bijman",
        "Spreker : Els Bijman",
        "THEMA: ouders",
        "Begeleiding: Anna de Wit",
        "Presentatiedeel 2",
        "Bron: Gemeente Beekstad",
        "Uit: de gids",
        "(Uit: de gids)",
        "Lees meer over Delft.",
        "Lees verder bij stap 3.",
        "lees ook de brief",
        "Op deze pagina staat wat u nodig hebt.",
        "Meer informatie staat in de gids.",
        "Meer weten?",
        "Zie ook de brief.",
        "Zie hier de brief.",
        "https://beekstad.invalid/tuin",
        "www.beekstad.invalid",
        "14 mei 2024",
        "mei 2024",
        "“Lees meer over Delft.”",
    ],
)
def test_what_only_announces_is_furniture(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize(
    "text",
    [
        "De sprekers: Els en Anna.",
        "Themadagen: drie per jaar.",
        "Bronnen: de gids en de brief.",
        "Uitleg: begin met luisteren.",
        "Lees de brief eerst samen.",
        "Leesmeer heet de boot.",
        "Meer ouders doen mee.",
        "Zie het als een kans.",
        "https://beekstad.invalid/tuin is de pagina van de tuin.",
        "In mei 2024 begon de tuin.",
        "mei 2024 was nat.",
        "14 mei",
        "",
    ],
)
def test_what_tells_something_is_no_furniture_however_it_begins(text: str) -> None:
    assert not is_furniture(text)


def test_of_a_long_place_the_unit_is_the_paragraph_of_the_sentence(tmp_path: Path) -> None:
    body = f"{LONG}\n\nBegin met luisteren. Koffie helpt.\n\nAnna belt de buren."
    assert unit(tmp_path, body, "Koffie helpt.") == ["Begin met luisteren.", "Koffie helpt."]
    assert unit(tmp_path, body, "Anna belt de buren.") == ["Anna belt de buren."]


@pytest.mark.parametrize(("words", "whole"), [(86, True), (87, False)])
def test_a_place_of_ninety_words_is_given_whole(tmp_path: Path, words: int, whole: bool) -> None:
    """Four words and 86 are ninety; with one more the place is not read at a glance, and its paragraph is the unit."""
    second = f"Vijvers {'en ' * (words - 2)}tuinen."
    best = "Buren graven een vijver."
    assert unit(tmp_path, f"{best}\n\n{second}", best) == ([best, second] if whole else [best])


def test_what_is_left_out_of_a_place_does_not_make_it_long(tmp_path: Path) -> None:
    second = f"Vijvers {'en ' * 84}tuinen."
    best = "Buren graven een vijver."
    assert unit(tmp_path, f"Sprekers: Els Bijman\n\n{best}\n\n{second}\n\nWat graaft u?", best) == [best, second]


BRING = ["Neem het volgende mee:", "Een pan met soep.", "Een stapel kommen."]


@pytest.mark.parametrize("best", BRING)
def test_a_list_comes_whole_with_what_introduces_it_whichever_of_its_sentences_is_best(tmp_path: Path, best: str) -> None:
    body = f"Neem het volgende mee:\n\n- Een pan met soep.\n- Een stapel kommen.\n\n{LONG}"
    assert unit(tmp_path, body, best) == BRING


def test_a_list_comes_with_the_lists_inside_it(tmp_path: Path) -> None:
    body = f"Neem mee:\n\n- Een pan met soep.\n\n    - Van pompoen.\n    - Van linzen.\n\n- Kommen.\n\n{LONG}"
    assert unit(tmp_path, body, "Van linzen.") == ["Neem mee:", "Een pan met soep.", "Van pompoen.", "Van linzen.", "Kommen."]


def test_of_two_lists_only_the_one_of_the_sentence_comes(tmp_path: Path) -> None:
    body = f"Neem mee:\n\n- Een pan met soep.\n- Kommen.\n\nLaat thuis:\n\n- Een folder.\n- Regels.\n\n{LONG}"
    assert unit(tmp_path, body, "Kommen.") == ["Neem mee:", "Een pan met soep.", "Kommen."]
    assert unit(tmp_path, body, "Laat thuis:") == ["Laat thuis:", "Een folder.", "Regels."]


def test_a_list_that_nothing_introduces_is_whole_by_itself(tmp_path: Path) -> None:
    assert unit(tmp_path, f"- Een pan met soep.\n- Kommen.\n\n{LONG}", "Kommen.") == ["Een pan met soep.", "Kommen."]


def test_a_table_comes_whole_with_its_heading(tmp_path: Path) -> None:
    body = f"**Wat het kost**\n\n| Doel | Bedrag |\n|---|---|\n| Koffie | 500 euro |\n\n{LONG}"
    assert unit(tmp_path, body, "500 euro") == ["Wat het kost", "Doel", "Bedrag", "Koffie", "500 euro"]


def test_of_a_paragraph_that_ends_in_a_colon_only_the_last_sentence_is_of_the_list(tmp_path: Path) -> None:
    body = f"De avond begint om acht uur. Neem mee:\n\n- Een pan met soep.\n- Kommen.\n\n{LONG}"
    assert unit(tmp_path, body, "Een pan met soep.") == ["Neem mee:", "Een pan met soep.", "Kommen."]
    assert unit(tmp_path, body, "De avond begint om acht uur.") == ["De avond begint om acht uur."]


def test_a_paragraph_that_goes_over_into_a_list_without_a_colon_is_of_the_list(tmp_path: Path) -> None:
    body = f"Een avond heeft eten nodig. Iedereen brengt iets.\n\n- Een pan met soep.\n- Kommen.\n\n{LONG}"
    whole = ["Een avond heeft eten nodig.", "Iedereen brengt iets.", "Een pan met soep.", "Kommen."]
    assert unit(tmp_path, body, "Een avond heeft eten nodig.") == unit(tmp_path, body, "Kommen.") == whole


def test_what_introduces_nothing_is_left_out(tmp_path: Path) -> None:
    """Its list may stand in the next passage, or was never delivered."""
    body = f"{LONG}\n\nKom om acht uur. Neem mee:"
    assert unit(tmp_path, body, "Kom om acht uur.") == ["Kom om acht uur."]
    assert unit(tmp_path, "Kom om acht uur.\n\nNeem mee:", "Kom om acht uur.") == ["Kom om acht uur."]


def test_furniture_and_headings_are_left_out(tmp_path: Path) -> None:
    body = "**Koffie**\n\nSprekers: Els Bijman\n\nKoffie helpt. Lees meer over Delft. Anna schenkt.\n\n14 mei 2024"
    assert unit(tmp_path, body, "Anna schenkt.") == ["Koffie helpt.", "Anna schenkt."]


def test_what_a_list_holds_is_never_left_out(tmp_path: Path) -> None:
    """A list with a hole in it is another list."""
    body = f"Drie tips:\n\n- Lees meer over Delft.\n- Wat vindt u?\n- Neem mee:\n\n{LONG}"
    assert unit(tmp_path, body, "Wat vindt u?") == ["Drie tips:", "Lees meer over Delft.", "Wat vindt u?", "Neem mee:"]


@pytest.mark.parametrize("questions_wanted", [False, True])
def test_a_question_to_the_reader_is_left_out_unless_questions_were_asked_for(tmp_path: Path, questions_wanted: bool) -> None:
    body = f"{LONG}\n\nKoffie helpt. Wie schenkt er? Wat graaft u?"
    asked = ["Wie schenkt er?", "Wat graaft u?"]
    assert unit(tmp_path, body, "Koffie helpt.", questions_wanted=questions_wanted) == [
        "Koffie helpt.",
        *(asked if questions_wanted else []),
    ]


def test_a_question_that_the_paragraph_itself_answers_stays(tmp_path: Path) -> None:
    assert unit(tmp_path, f"{LONG}\n\nWie schenkt er? Anna schenkt.", "Anna schenkt.") == ["Wie schenkt er?", "Anna schenkt."]


def test_of_a_place_with_nothing_beside_it_the_sentence_itself_is_the_unit(tmp_path: Path) -> None:
    assert unit(tmp_path, f"{LONG}\n\nWat graaft u?", "Wat graaft u?") == ["Wat graaft u?"]


def test_a_paragraph_that_points_back_brings_what_it_points_to_and_what_that_needs(tmp_path: Path) -> None:
    body = f"{LONG}\n\nAnna belt. Koffie helpt. Dat kost tijd.\n\nDaarom begint zij vroeg. Els ook."
    assert unit(tmp_path, body, "Els ook.") == ["Koffie helpt.", "Dat kost tijd.", "Daarom begint zij vroeg.", "Els ook."]


def test_what_a_paragraph_points_to_is_brought_even_where_it_would_be_left_out(tmp_path: Path) -> None:
    body = f"{LONG}\n\nWat graaft u?\n\nDaarmee begint het. Koffie helpt."
    assert unit(tmp_path, body, "Koffie helpt.") == ["Wat graaft u?", "Daarmee begint het.", "Koffie helpt."]


def test_what_leans_on_a_sentence_outside_the_place_stays_away_with_all_that_leans_on_it(tmp_path: Path) -> None:
    body = f"Dat kost tijd. Daarom begint men vroeg. Koffie helpt. Die is warm.\n\n{LONG}"
    assert unit(tmp_path, body, "Koffie helpt.") == ["Koffie helpt.", "Die is warm."]


def test_what_leans_on_a_sentence_outside_the_place_is_given_when_it_is_all_there_is(tmp_path: Path) -> None:
    body = f"Dat kost tijd. Daarom begint men vroeg.\n\n{LONG}"
    assert unit(tmp_path, body, "Daarom begint men vroeg.") == ["Dat kost tijd.", "Daarom begint men vroeg."]


def test_a_list_is_that_of_an_item_or_of_its_introduction(tmp_path: Path) -> None:
    body = f"De avond begint om acht uur. Neem mee:\n\n- Een pan met soep.\n- Kommen.\n\n{LONG}"
    bring = ["Neem mee:", "Een pan met soep.", "Kommen."]
    assert whole_list(tmp_path, body, "Kommen.") == whole_list(tmp_path, body, "Neem mee:") == bring


@pytest.mark.parametrize("best", ["De avond begint om acht uur.", "Na de soep is er taart."])
def test_a_sentence_before_or_after_a_list_is_of_none(tmp_path: Path, best: str) -> None:
    body = "De avond begint om acht uur. Neem mee:\n\n- Een pan met soep.\n- Kommen.\n\nNa de soep is er taart."
    assert whole_list(tmp_path, body, best) == []


def test_every_unit_of_the_corpus_is_of_its_place_in_order_and_ends_in_what_tells_something(real_library: Library) -> None:
    faults = []
    for place in real_library.passages:
        sentences = sentences_of(place)
        for best in sentences:
            found = unit_around(place, sentences, best, questions_wanted=False)
            numbers = [sentence.number for sentence in found]
            if found == (best,):
                continue
            opens_nothing = place.text[: found[-1].end].endswith(":")
            if not found or numbers != sorted(set(numbers)) or any(sentence not in sentences for sentence in found) or opens_nothing:
                faults.append((place.id, best.number, numbers))
    assert faults == []
