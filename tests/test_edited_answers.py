"""antwoorden.yaml: what an edited answer is, and every fault that one can have."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.corpus.corpus import load
from kb.errors import CorpusError
from kb.library import Library
from kb.model import AnswerUnit, EditedAnswer, Span

Edit = Callable[[str, str, str], None]


def without_others(corpus: Path) -> None:
    """Take away the other lists that use the words of which a test changes one."""
    for name in ("samenvattingen.yaml", "vijf-minuten.yaml", "klaar-als.yaml", "tegenspraken.yaml"):
        (corpus / name).unlink()


LIST = "antwoorden.yaml"
OPENING = "Ga naar buiten, drink koffie in het buurthuis en vraag wat mensen bezighoudt."
AMOUNTS = "Wat een plan mag kosten\nDoel\nBedrag\nGrond en planten\n1.500 euro\nKoffie en gereedschap\n500 euro"


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(CorpusError) as caught:
        load(folder)
    return str(caught.value).splitlines()


def words_of(library: Library, unit: AnswerUnit) -> list[str]:
    return [library.place(span.passage_id).text[span.begin : span.end] for span in unit.spans]


def test_the_library_holds_the_answers_with_their_words_as_places(small_library: Library) -> None:
    assert small_library.edited_answers[0] == EditedAnswer(
        id="gesprek-op-straat",
        question="Hoe begin ik een gesprek op straat?",
        also=("gesprek op straat beginnen", "Wat zeg ik als eerste tegen mensen buiten?"),
        line="Luister eerst; de gids geeft vijf vragen.",
        units=(
            AnswerUnit("Begin hiermee", "gids.stap-1", (Span("gids.stap-1", 21, 98),)),
            AnswerUnit(
                "Vraag buiten (Beekstad)",
                "gids.lijst-gesprek-op-straat",
                (Span("gids.stap-1-vragen", 116, 137), Span("gids.stap-1-jongeren", 0, 38)),
            ),
            AnswerUnit(None, "verslag.citaat-bouali-nu-gaat-hij-mee", (Span("verslag.waarom", 133, 190),)),
            AnswerUnit("Voorbeeld (Beekstad)", "praktijkvoorbeeld.buurttuin", (Span("nieuws.buurttuin", 53, 92),)),
        ),
        missing="Niet in de bronnen: hoe lang een gesprek duurt.",
        further=("gids.lijst-gesprek-op-straat", "praktijkvoorbeeld.buurttuin", "taak.gesprek-voorbereiden", "stap.1", "thema.ontmoeten"),
        recognised_by=(
            "Hoe maak ik een praatje op straat?",
            "eerste woorden bij een gesprek buiten",
            "Ik ga morgen voor het eerst naar buiten. Wat zeg ik op straat?",
        ),
        unlike=("Welke vragen stel ik op straat?", "Hoe schrijf ik een verslag van een gesprek?"),
    )
    assert [words_of(small_library, unit) for unit in small_library.edited_answers[0].units] == [
        [OPENING],
        ["Wat kunt u zelf doen?", "Vraag jongeren ook:\nWaar kom je graag?"],
        ["Mijn zoon wilde weten waar ik heen ging. Nu gaat hij mee."],
        ["Elke zaterdag werken er twintig mensen."],
    ]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("gids.bedragen", [f"{AMOUNTS}\nZie ook Luister naar de buurt."]),
        ("gids.lijst-volhouden", ["Spreek een vaste dag af.\nBel wie er twee keer niet was.\nVier het als iets lukt."]),
        (
            "gids.lijst-gesprek-op-straat",
            [
                "Stel in een gesprek op straat deze vragen:\nWat gaat hier goed?\nWat zou u willen veranderen?\nWie kan daarbij helpen?\nWat kunt u zelf doen?",
                "Vraag jongeren ook:\nWaar kom je graag?\nBij wie kun je terecht?",
            ],
        ),
        ("gids.citaat-de-wit-eerst-koffie", ["Wie meteen over regels begint, krijgt geen koffie."]),
        ("verslag.citaat-bouali-nu-gaat-hij-mee", ["Mijn zoon wilde weten waar ik heen ging. Nu gaat hij mee."]),
        (
            "praktijkvoorbeeld.vadergroep",
            [
                "Spreker: Rachid Bouali\nIn Duinhaven komt elke maand een vadergroep bij elkaar. Vaders praten er over opvoeden, school en werk. De groep begon met vier mannen en telt er nu dertig."
            ],
        ),
    ],
)
def test_without_words_a_unit_is_its_whole_place(corpus_copy: Path, edit: Edit, place: str, words: list[str]) -> None:
    edit(LIST, "plaats: gids.bedragen", f"plaats: {place}")
    library = load(corpus_copy).library
    (unit,) = library.edited_answers[1].units
    assert (unit.label, unit.place, words_of(library, unit)) == (None, place, words)


def test_a_block_that_is_only_a_link_is_left_out(corpus_copy: Path, edit: Edit) -> None:
    edit("bronnen/gids.md", "Zie ook [Luister naar de buurt](#stap-1).", "[Luister naar de buurt](#stap-1)\n\nMeer is er niet.")
    library = load(corpus_copy).library
    assert words_of(library, library.edited_answers[1].units[0]) == [AMOUNTS, "Meer is er niet."]


def test_a_note_mark_at_the_border_of_a_sentence_may_be_left_out(corpus_copy: Path, edit: Edit) -> None:
    without_others(corpus_copy)
    edit("bronnen/gids.md", "Begin met luisteren. Ga naar buiten", "² Begin met luisteren.³ Ga naar buiten")
    library = load(corpus_copy).library
    assert words_of(library, library.edited_answers[0].units[0]) == [OPENING]
    edit(LIST, OPENING, "Begin met luisteren.")
    library = load(corpus_copy).library
    assert words_of(library, library.edited_answers[0].units[0]) == ["Begin met luisteren."]


def test_words_that_stand_twice_are_those_that_are_whole(corpus_copy: Path, edit: Edit) -> None:
    without_others(corpus_copy)
    edit("bronnen/gids.md", "Begin met luisteren. Ga", "Zeg niet alleen: Kom langs. Kom langs. Ga")
    edit(LIST, OPENING, "Kom langs.")
    assert load(corpus_copy).library.edited_answers[0].units[0].spans == (Span("gids.stap-1", 28, 38),)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (OPENING, "Ga naar buiten en drink koffie.", "antwoorden.yaml:10: deze woorden staan niet zo in 'gids.stap-1'; neem ze letterlijk over."),
        (OPENING, "Ga naar buiten, drink koffie", "antwoorden.yaml:10: deze woorden zijn geen hele zinnen of punten van 'gids.stap-1'; begin en eindig waar een zin begint en eindigt."),
        ("Wat kunt u zelf doen?", "Wat zou u willen veranderen?", "antwoorden.yaml:13: deze woorden staan niet zo in 'gids.lijst-gesprek-op-straat'; neem ze letterlijk over."),
        ("        Wat kunt u", "        kunt u", "antwoorden.yaml:13: deze woorden zijn geen hele zinnen of punten van 'gids.lijst-gesprek-op-straat'; begin en eindig waar een zin begint en eindigt."),
        ("plaats: gids.bedragen", "plaats: gids.prijzen", "antwoorden.yaml:29: plaats 'gids.prijzen' bestaat niet; verbeter het id."),
        ("plaats: gids.bedragen", "plaats: taak.gesprek-voorbereiden", "antwoorden.yaml:29: plaats 'taak.gesprek-voorbereiden' bestaat niet; verbeter het id."),
        ("plaats: gids.bedragen", "plaats: praktijkvoorbeeld.moestuin", "antwoorden.yaml:29: plaats 'praktijkvoorbeeld.moestuin' bestaat niet; verbeter het id."),
        ("plaats: gids.bedragen", "plaats: verslag.verhaal", "antwoorden.yaml:29: 'verslag.verhaal' is gevoelig of tijdgebonden; kies een andere plaats."),
        ("plaats: gids.bedragen", "plaats: verslag.citaat-moeder-nooit-gevraagd", "antwoorden.yaml:29: 'verslag.citaat-moeder-nooit-gevraagd' is gevoelig of tijdgebonden; kies een andere plaats."),
        ("plaats: gids.bedragen", "plaats: nieuws.meedoen", "antwoorden.yaml:29: 'nieuws.meedoen' is gevoelig of tijdgebonden; kies een andere plaats."),
        ("id: bedragen", "id: gesprek-op-straat", "antwoorden.yaml:24: id 'gesprek-op-straat' staat hier vaker; geef elk een eigen id."),
        ("hoogste bedrag van een plan", "gesprek op straat: beginnen!", "antwoorden.yaml:26: 'gesprek op straat: beginnen!' staat al bij antwoord 'gesprek-op-straat'; laat er één staan."),
        ("hoogste bedrag van een plan", "Wat mag een plan kosten?", "antwoorden.yaml:26: 'Wat mag een plan kosten?' staat al bij antwoord 'bedragen'; laat er één staan."),
        ("plaats: gids.bedragen", "plaats: verslag.afspraken", "antwoorden.yaml:28: de delen van 'bedragen' hebben samen 198 woorden en 150 is het meeste, behalve voor één hele werklijst; kort ze in."),
        ("Vraag buiten (", "Stel buiten deze vragen (", "antwoorden.yaml:11: label 'Stel buiten deze vragen (Beekstad)' heeft 4 woorden en 3 is het meeste, een gemeente tussen haakjes niet meegeteld; kort het in."),
        ("De gids noemt twee bedragen.", "De gids noemt twee bedragen. " + "En " * 16, "antwoorden.yaml:27: deze regel heeft 21 woorden en 20 is het meeste; kort hem in."),
        ("- plaats: gids.bedragen", "- volgt: true\n      plaats: gids.bedragen", "antwoorden.yaml:29: het eerste deel kan niet op een ander volgen; haal volgt hier weg."),
        ("plaats: gids.bedragen", "plaats: verslag.citaat-moeder-elke-week", "antwoorden.yaml:29: dit deel begint met 'Zij' en hangt aan wat er niet staat; begin eerder, of kies andere zinnen."),
        (OPENING, "Dat kost tijd, maar het levert vertrouwen op.", "antwoorden.yaml:8: dit deel begint met 'Dat' en hangt aan wat er niet staat; begin eerder, of kies andere zinnen."),
        ("twee bedragen.", "wat Mirjam zei.", "antwoorden.yaml:24: antwoord 'bedragen' noemt in onze eigen woorden een privépersoon; herschrijf het zonder naam."),
        ("taak.gesprek-voorbereiden", "taak.gesprek-voeren", "antwoorden.yaml:22: 'taak.gesprek-voeren' bestaat niet; verbeter het id."),
        ("stap.1", "stap.4", "antwoorden.yaml:22: 'stap.4' bestaat niet; verbeter het id."),
        ("themas: [geld, ontmoeten]", "themas: [geld, voetbal]", "antwoorden.yaml:30: thema 'voetbal' bestaat niet; kies er een uit themas.yaml."),
        ("stappen: [2]", "stappen: [2, 4]", "antwoorden.yaml:31: 'stap.4' bestaat niet; verbeter het id."),
        ("thema.ontmoeten", "thema.voetbal", "antwoorden.yaml:22: thema 'voetbal' bestaat niet; kies er een uit themas.yaml."),
        ("praktijkvoorbeeld.buurttuin,", "gids.vuilnis,", "antwoorden.yaml:22: 'gids.vuilnis' bestaat niet; verbeter het id."),
        ("praktijkvoorbeeld.buurttuin,", "verslag.verhaal,", "antwoorden.yaml:22: 'verslag.verhaal' is gevoelig of tijdgebonden; laat het hier weg."),
        ("Wat mag een plan kosten?", "kosten van een plan", "antwoorden.yaml:25: 'kosten van een plan' heeft bij '1.vraag' niet de vorm die daar hoort; kijk in docs/corpusformaat.md."),
        ('["hoogste bedrag van een plan"]', "[]", "antwoorden.yaml:26: '1.ook' is leeg; vul het in of haal het weg."),
        ("plaats: gids.bedragen", "plaats: gids.bedragen" + "\n    - plaats: gids.stap-2" * 5, "antwoorden.yaml:28: '1.delen' heeft er 6 en 5 is het meeste; haal er weg."),
        ("plaats: gids.bedragen", "plek: gids.bedragen", "antwoorden.yaml:29: het veld '1.delen.0.plek' bestaat niet; kijk in docs/corpusformaat.md hoe het heet."),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_line_and_what_to_do(corpus_copy: Path, edit: Edit, old: str, new: str, fault: str) -> None:
    edit(LIST, old, new)
    assert fault in faults_of(corpus_copy)


def test_one_whole_list_may_be_long(corpus_copy: Path, edit: Edit) -> None:
    """Beside another unit, or in part, it may not."""
    edit(
        "bronnen/verslag.md",
        "- De gemeente zorgt",
        "<!-- werklijst: lijst-afspraken\ntitel: Afspraken\nvorm: tips\naantal: 7\n-->\n\n- De gemeente zorgt",
    )
    edit(
        "bronnen/verslag.md", "een groep voor grootvaders moet komen.\n", "een groep voor grootvaders moet komen.\n\n<!-- /werklijst -->\n"
    )
    edit(LIST, "plaats: gids.bedragen", "plaats: verslag.lijst-afspraken")
    library = load(corpus_copy).library
    spans = library.edited_answers[1].units[0].spans
    assert [span.passage_id for span in spans] == ["verslag.afspraken", "verslag.afspraken.2"]
    edit(LIST, "plaats: verslag.lijst-afspraken", "plaats: verslag.lijst-afspraken\n    - plaats: gids.spilpersoon")
    assert "en 150 is het meeste" in faults_of(corpus_copy)[0]


KNOWN_BY = "herkennen.yaml"


def test_all_questions_of_an_answer_are_asked_the_one_it_is_called_by_first(small_library: Library) -> None:
    assert small_library.edited_answers[1].asked == (
        "Wat mag een plan kosten?",
        "hoogste bedrag van een plan",
        "Hoeveel geld is er voor een plan van bewoners?",
        "Tot welk bedrag betaalt de gemeente een plan?",
    )


def test_an_answer_may_be_known_by_its_own_questions_alone(corpus_copy: Path) -> None:
    (corpus_copy / KNOWN_BY).unlink()
    first, second = load(corpus_copy).library.edited_answers
    assert [(answer.recognised_by, answer.unlike) for answer in (first, second)] == [((), ())] * 2
    assert second.asked == ("Wat mag een plan kosten?", "hoogste bedrag van een plan")


def test_what_is_unlike_an_answer_may_be_left_out(corpus_copy: Path, edit: Edit) -> None:
    edit(KNOWN_BY, '  niet:\n    - "Wat kost de tuin per jaar?"\n    - "Wie betaalt de koffie?"\n', "")
    assert load(corpus_copy).library.edited_answers[1].unlike == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("antwoord: bedragen", "antwoord: prijzen", "herkennen.yaml:10: antwoord 'prijzen' bestaat niet; verbeter het id of haal dit weg."),
        ("antwoord: bedragen", "antwoord: gesprek-op-straat", "herkennen.yaml:10: antwoord 'gesprek-op-straat' staat hier al; zet alle vragen bij elkaar."),
        # The same question in words, whatever its capitals and signs: of the other answer, of this one, and of antwoorden.yaml.
        ("Tot welk bedrag betaalt de gemeente een plan?", "hoe maak ik een praatje, op straat", "herkennen.yaml:13: 'hoe maak ik een praatje, op straat' staat al bij antwoord 'gesprek-op-straat'; laat er één staan."),
        ("Tot welk bedrag betaalt de gemeente een plan?", "hoeveel geld is er voor een plan van bewoners", "herkennen.yaml:13: 'hoeveel geld is er voor een plan van bewoners' staat al bij antwoord 'bedragen'; laat er één staan."),
        ("Tot welk bedrag betaalt de gemeente een plan?", "Hoe begin ik een gesprek op straat", "herkennen.yaml:13: 'Hoe begin ik een gesprek op straat' staat al bij antwoord 'gesprek-op-straat'; laat er één staan."),
        ("Tot welk bedrag betaalt de gemeente een plan?", "Wat mag een plan kosten?", "herkennen.yaml:13: 'Wat mag een plan kosten?' staat al bij antwoord 'bedragen'; laat er één staan."),
        ("Wie betaalt de koffie?", "Hoogste bedrag van een plan", "herkennen.yaml:16: 'Hoogste bedrag van een plan' staat al bij antwoord 'bedragen'; laat er één staan."),
        ("Wie betaalt de koffie?", "Welke vragen stel ik op straat?", "herkennen.yaml:16: 'Welke vragen stel ik op straat?' staat al bij antwoord 'gesprek-op-straat'; laat er één staan."),
        ('\n    - "Hoeveel geld is er voor een plan van bewoners?"\n    - "Tot welk bedrag betaalt de gemeente een plan?"', " []", "herkennen.yaml:11: '1.vragen' is leeg; vul het in of haal het weg."),
        ('    - "Wie betaalt de koffie?"', "    - ''", "herkennen.yaml:16: '1.niet.1' is leeg; vul het in of haal het weg."),
        ("antwoord: bedragen", "bij: bedragen", "herkennen.yaml:10: het veld '1.antwoord' ontbreekt; vul het in."),
        ("antwoord: bedragen", "bij: bedragen", "herkennen.yaml:10: het veld '1.bij' bestaat niet; kijk in docs/corpusformaat.md hoe het heet."),
    ],
)  # fmt: skip
def test_each_fault_of_what_answers_are_known_by_is_told(corpus_copy: Path, edit: Edit, old: str, new: str, fault: str) -> None:
    edit(KNOWN_BY, old, new)
    assert fault in faults_of(corpus_copy)


def test_of_an_answer_that_is_not_there_nothing_may_be_known(corpus_copy: Path) -> None:
    (corpus_copy / LIST).unlink()
    assert faults_of(corpus_copy) == [
        "herkennen.yaml:1: antwoord 'gesprek-op-straat' bestaat niet; verbeter het id of haal dit weg.",
        "herkennen.yaml:10: antwoord 'bedragen' bestaat niet; verbeter het id of haal dit weg.",
    ]


def test_of_what_could_not_be_read_nothing_is_said(corpus_copy: Path, edit: Edit) -> None:
    edit("bronnen/gids.md", "themas: [geld]", "themas: [geld")
    edit("taken.yaml", "titel:", "naam:")
    assert [fault for fault in faults_of(corpus_copy) if fault.startswith(LIST)] == []


def test_of_answers_that_could_not_be_read_it_is_not_said_that_they_are_not_there(corpus_copy: Path, edit: Edit) -> None:
    edit(LIST, 'regel: "De gids noemt', 'regl: "De gids noemt')
    assert [fault for fault in faults_of(corpus_copy) if fault.startswith(KNOWN_BY)] == []


def test_a_corpus_may_do_without(corpus_copy: Path) -> None:
    (corpus_copy / LIST).unlink()
    (corpus_copy / KNOWN_BY).unlink()
    assert load(corpus_copy).library.edited_answers == ()
