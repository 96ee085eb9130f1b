"""Working lists of a source: where they lie, and the one count that is right for each."""

from pathlib import Path

import pytest
from one_source import FIRST, HEAD, faults_of, source_of

from kb.library import Library
from kb.model import Span, WorkingList


def test_a_working_list_runs_over_passages(small_library: Library) -> None:
    assert small_library.lists == (
        WorkingList(
            id="gids.lijst-gesprek-op-straat",
            document_id="gids",
            title="Vragen voor een gesprek op straat",
            form="hulpvragen",
            count=5,
            step=1,
            audience=("bewoners",),
            spans=(Span("gids.stap-1-vragen", 0, 137), Span("gids.stap-1-jongeren", 0, 62)),
        ),
        WorkingList(
            id="gids.lijst-volhouden",
            document_id="gids",
            title="Zo houdt u het vol",
            form="tips",
            count=3,
            step=3,
            audience=("professionals",),
            spans=(Span("gids.stap-3", 70, 149),),
        ),
    )


@pytest.mark.parametrize(
    ("body", "line", "sentence"),
    [
        ("# Een {#een}\n\n<!-- werklijst: w\ntitel: W\nvorm: tips\naantal: 1\n-->\n\n- een\n", 2, "werklijst 'w' eindigt nergens; zet <!-- /werklijst --> na het laatste punt."),
        ("# Een {#een}\n\n- een\n\n<!-- /werklijst -->\n", 4, "hier eindigt een werklijst die nergens begint; zet <!-- werklijst: … --> voor de inleidende zin."),
    ],
)  # fmt: skip
def test_a_list_that_does_not_begin_or_end_is_a_fault(tmp_path: Path, body: str, line: int, sentence: str) -> None:
    assert faults_of(tmp_path, HEAD + body) == [f"gids.md:{FIRST + line}: {sentence}"]


NESTED = """\
Doe dit:

- een
- twee

    - twee a
    - twee b

- drie
"""
TWO_PARAGRAPHS_IN_AN_ITEM = """\
- een

    en nog wat over een

- twee
"""
LINKS = """\
- [een](#deel)
- [twee](#deel)
"""
OVER_PASSAGES = """\
Doe dit:

- een

<!-- passage: verder -->

Vraag jongeren ook:

- twee
- drie

### Onder {#onder}

1. vier
"""
TABLE = """\
Bekijk dit:

| Wie | Wat |
|---|---|
| ouders | praten<br>luisteren |
| school | bellen |
"""
PARAGRAPHS = """\
Een alinea.

- een punt

**Een label**

<!-- citaat: c
rol: buur
toeschrijving: rol
-->

> "Ja."

Nog een alinea.
"""
SECTIONS = """\
Twee stappen.

## Eerst {#eerst}

Zo.

### Daarin {#daarin}

En zo.

## Dan {#dan}

Klaar.
"""
ASKING = """\
Vraag eerst: wie ben je? Wat kun je?

- En wie helpt je?
"""
WITH_NOTE = """\
- een

<!-- noot: Hier ontbreekt een punt:

- niet meegeteld
-->

- twee
"""


@pytest.mark.parametrize(
    ("form", "items", "text", "right", "what"),
    [
        ("tips", "lijst", NESTED, 4, "lijstpunten"),
        ("tips", "lijst", TWO_PARAGRAPHS_IN_AN_ITEM, 2, "lijstpunten"),
        ("tips", "lijst", LINKS, 2, "lijstpunten"),
        ("tips", "lijst", OVER_PASSAGES, 4, "lijstpunten"),
        ("tips", "lijst", TABLE, 0, "lijstpunten"),
        ("tips", "lijst", WITH_NOTE, 2, "lijstpunten"),
        ("tips", "lijst", "", 0, "lijstpunten"),
        ("tabel", "lijst", TABLE, 2, "tabelrijen"),
        ("tabel", "lijst", NESTED, 0, "tabelrijen"),
        ("tabel", "alineas", TABLE, 1, "alinea's"),
        ("rol", "alineas", PARAGRAPHS, 3, "alinea's"),
        ("rol", "alineas", OVER_PASSAGES, 2, "alinea's"),
        ("rol", "paragrafen", SECTIONS, 2, "koppen"),
        ("rol", "paragrafen", NESTED, 0, "koppen"),
        ("hulpvragen", "vragen", ASKING, 3, "vraagtekens"),
        ("hulpvragen", "vragen", NESTED, 0, "vraagtekens"),
    ],
)
def test_exactly_one_count_is_right(tmp_path: Path, form: str, items: str, text: str, right: int, what: str) -> None:
    for count in range(10):
        comment = f"<!-- werklijst: w\ntitel: W\nvorm: {form}\naantal: {count}\nitems: {items}\n-->"
        body = f"# Deel {{#deel}}\n\n- vooraf\n\n{comment}\n\n{text}\n<!-- /werklijst -->\n\n- achteraf\n"
        fault = f"werklijst 'gids.w' zegt {count} punten te hebben, maar het zijn er {right} ({what} geteld); verbeter aantal, items of grenzen."
        assert faults_of(tmp_path, HEAD + body) == ([] if count == right else [f"gids.md:{FIRST + 4}: {fault}"])


def test_a_list_that_holds_another_counts_its_items_too(tmp_path: Path) -> None:
    inner = "<!-- werklijst: in\ntitel: I\nvorm: tips\naantal: 1\n-->\n\n- twee\n\n<!-- /werklijst -->\n"
    outer = f"<!-- werklijst: uit\ntitel: U\nvorm: tips\naantal: 2\n-->\n\n- een\n\n{inner}\n<!-- /werklijst -->\n"
    assert faults_of(tmp_path, f"{HEAD}# Deel {{#deel}}\n\n{outer}") == []


def test_lists_that_never_end_are_told_once_there_are_ten(tmp_path: Path) -> None:
    begin = "<!-- werklijst: l{0}\ntitel: L\nvorm: tips\naantal: 1\n-->\n"
    faults = faults_of(tmp_path, HEAD + "# Een {#een}\n\n" + "".join(begin.format(number) for number in range(11)))
    assert faults[0] == (
        f"gids.md:{FIRST + 52}: hier zijn al 10 werklijsten begonnen en niet geëindigd; zet <!-- /werklijst --> na hun laatste punt."
    )
    assert len(faults) == 11


def test_a_list_goes_on_in_a_later_passage(tmp_path: Path) -> None:
    begin = "<!-- werklijst: w\ntitel: W\nvorm: hulpvragen\naantal: {}\nitems: vragen\n-->\n\nWie ben je?\n\n<!-- /werklijst -->\n\nTussendoor?\n\n"
    again = "## Dan {#dan}\n\nVooraf?\n\n<!-- vervolg: w -->\n\nWat wil je?\n\n<!-- /werklijst -->\n\nDaarna?\n"
    (working_list,) = source_of(tmp_path, f"# Deel {{#deel}}\n\n{begin.format(2)}{again}").lists
    assert working_list.spans == (Span("gids.deel", 0, 11), Span("gids.dan", 8, 19))
    (fault,) = faults_of(tmp_path, f"{HEAD}# Deel {{#deel}}\n\n{begin.format(1)}{again}")
    assert fault.startswith(f"gids.md:{FIRST + 2}: werklijst 'gids.w' zegt 1 punten te hebben, maar het zijn er 2 (vraagtekens geteld)")


@pytest.mark.parametrize("before", ["", "<!-- werklijst: w\ntitel: W\nvorm: tips\naantal: 0\n-->\n\n<!-- /werklijst -->\n\n"])
def test_a_list_that_did_not_end_in_a_passage_before_cannot_go_on(tmp_path: Path, before: str) -> None:
    line = FIRST + 2 + before.count("\n")
    faults = faults_of(tmp_path, f"{HEAD}# Deel {{#deel}}\n\n{before}<!-- vervolg: w -->\n\nTekst.\n")
    assert faults == [f"gids.md:{line}: werklijst 'w' is in geen eerdere passage geëindigd; verbeter het anker."]
