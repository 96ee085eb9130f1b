"""Faithfulness by page: what is no fault in a file (line ends, hyphens, figures of notes, columns), and the word that is one."""

from pathlib import Path

import pytest
from one_source import FIRST, source_of

from indexer.corpus.corpus import Corpus
from indexer.fidelity import comparison
from kb.errors import CorpusError
from kb.library import Library

NAME = f"{'0a' * 32}.pdf"
# `bestand` is one line more.
BODY_LINE = FIRST + 1


def corpus_of(folder: Path, body: str, original: str, left_out: str = "") -> Corpus:
    for name in ("bronnen", "origineel", "getrouwheid"):
        (folder / name).mkdir()
    (folder / "origineel" / "gids.txt").write_text(original, encoding="utf-8")
    if left_out:
        (folder / "getrouwheid" / "gids.yaml").write_text(f"weggelaten:\n{left_out}", encoding="utf-8")
    source = source_of(folder, body, f"bestand: {NAME}\n")
    (folder / "gids.md").rename(folder / "bronnen" / "gids.md")
    source.file = folder / "bronnen" / "gids.md"
    library = Library(
        documents=(source.document,), sections=tuple(source.sections), passages=tuple(source.passages), quotes=tuple(source.quotes)
    )
    return Corpus(folder, library, (source,), library)


def faults_of(folder: Path, body: str, original: str, left_out: str = "") -> list[str]:
    with pytest.raises(CorpusError) as caught:
        comparison.check(corpus_of(folder, body, original, left_out))
    return str(caught.value).splitlines()


BODY = """\
# Zorg {#zorg}

<!-- bladzijde: 1 -->

Buren helpen elkaar in de migratiewijk, ook met otc-medicijnen[^3] en in wet- en regelgeving.

- een pan
- een lepel

[^3]: Zie het rapport.

<!-- bladzijde: 2 -->

Daarna is het
<!-- bladzijde: 3 -->
klaar voor de begroting. Wat telt:

| wie | wat |
|-----|-----|
| Anna | soep |
"""
ORIGINAL = (
    "Zorg\nBuren helpen elkaar in de mi-\ngratiewijk, ook met otc-\nmedicijnen3 en in wet-\nen regelgeving.\n• een pan\n• een lepel\n"
    "3 Zie het rap\xad\nport.\nGemeente Beekstad 1\n"
    "\fGemeente Beekstad 2\nDaarna is het\n"
    "\fwie wat\nAnna soep\nklaar voor de be-\ngroting. Wat telt:\n\f"
)
LEFT_OUT = """\
  - {woorden: Gemeente Beekstad 1, reden: voetregel}
  - {bladzijde: 2, woorden: Gemeente Beekstad 2, reden: kopregel}
"""


def test_line_ends_hyphens_figures_of_notes_and_columns_are_no_faults(tmp_path: Path) -> None:
    report = comparison.check(corpus_of(tmp_path, BODY, ORIGINAL, LEFT_OUT))[0]
    assert (report.document_id, report.left_out) == ("gids", 2)
    assert report.reasons == [
        "weggelaten bladzijde 1: voetregel ('Gemeente Beekstad 1')",
        "weggelaten bladzijde 2: kopregel ('Gemeente Beekstad 2')",
    ]


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("de mi-\fgratie begon", "de migratie\n<!-- bladzijde: 2 -->\nbegon"),
        ("de mi-\fgratie begon", "de\n<!-- bladzijde: 2 -->\nmigratie begon"),
        ("de mi-\nvoet 1\f2 kop\ngratie begon", "de migratie voet 1 2 kop\n<!-- bladzijde: 2 -->\nbegon"),
        ("de ﬁets², en\n2 Zie dit.\fdan", "de fiets[^2], en\n<!-- bladzijde: 2 -->\ndan\n\n[^2]: Zie dit."),
        ("deel 2Zie dit.\feen", "deel[^2]\n<!-- bladzijde: 2 -->\neen\n\n[^2]: Zie dit."),
        ("deel2\feen\n2 Zie dit.", "deel[^2]\n<!-- bladzijde: 2 -->\neen\n\n[^2]: Zie dit."),
    ],
)
def test_what_stands_over_the_end_of_a_page_is_no_fault(tmp_path: Path, there: str, here: str) -> None:
    first, _, second = there.partition("\f")
    marks = "" if "voet" not in there else "x"
    if marks:
        first, second = first, second.removeprefix("2 kop\n") + "\n"
        here = here.replace(" 2 kop", "")
    assert comparison.check(corpus_of(tmp_path, f"# Zorg {{#zorg}}\n\n{here}\n", f"Zorg\n{first}\f{second}"))[0].reasons == []


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        (
            "klaar voor",
            "gereed voor",
            ["bronnen/gids.md:16: hier staat 'gereed' (… gereed voor de begroting …), en op bladzijde 3 van het bestand 'klaar'; neem de woorden letterlijk over."],
        ),
        (
            "is het\n",
            "is het nooit\n",
            ["bronnen/gids.md:14: 'nooit' (… Daarna is het nooit …) staat niet op bladzijde 2 van het bestand; neem de woorden van het bestand over, of verzet <!-- bladzijde: … -->."],
        ),
        (
            "- een lepel\n",
            "",
            ["bronnen/gids.md:7: op bladzijde 1 van het bestand staat 'een lepel' (… regelgeving een pan een lepel 3 Zie het …), en in de bron niet; zet het erbij, of in getrouwheid/gids.yaml bij weggelaten."],
        ),
        (
            "| Anna | soep |",
            "| Anna | soap |",
            ["bronnen/gids.md:20: hier staat 'soap' (… wie wat Anna soap …), en op bladzijde 3 van het bestand 'soep'; neem de woorden letterlijk over."],
        ),
        (
            "Zie het rapport",
            "Zie dat rapport",
            ["bronnen/gids.md:10: hier staat 'dat' (… een lepel Zie dat rapport …), en op bladzijde 1 van het bestand 'het'; neem de woorden letterlijk over."],
        ),
        (
            "<!-- bladzijde: 3 -->",
            "<!-- bladzijde: 9 -->",
            ["bronnen/gids.md:16: bladzijde 9 is er niet: gids.txt heeft er 3; verbeter het getal in de bron."],
        ),
    ],
)  # fmt: skip
def test_the_word_that_differs_is_told_on_its_line(tmp_path: Path, old: str, new: str, faults: list[str]) -> None:
    assert BODY.count(old) == 1
    found = faults_of(tmp_path, BODY.replace(old, new), ORIGINAL, LEFT_OUT)
    where = [fault.partition(":")[2].partition(":") for fault in found if fault.startswith("bronnen/")]
    assert [f"bronnen/gids.md:{int(line) - BODY_LINE + 1}:{sentence}" for line, _, sentence in where][-len(faults) :] == faults


@pytest.mark.parametrize(
    ("left_out", "fault"),
    [
        ("  - {bladzijde: 3, woorden: Pagina drie, reden: voetregel}\n", "getrouwheid/gids.yaml:4: 'Pagina' staat niet (meer) op bladzijde 3 van het bestand, of staat al in de bron; haal het hier weg."),
        ("  - {bladzijde: 4, woorden: x, reden: voetregel}\n", "getrouwheid/gids.yaml:4: bladzijde 4 is er niet: gids.txt heeft er 3; verbeter het getal."),
        ("  - {regels: '3', reden: voetregel}\n", "getrouwheid/gids.yaml:4: het veld 'weggelaten.2.regels' bestaat niet; kijk in docs/corpusformaat.md hoe het heet."),
    ],
)  # fmt: skip
def test_what_was_left_out_must_stand_on_its_page(tmp_path: Path, left_out: str, fault: str) -> None:
    assert fault in faults_of(tmp_path, BODY, ORIGINAL, LEFT_OUT + left_out)


def test_a_source_of_a_file_with_pages_has_page_marks(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "# Zorg {#zorg}\n\nEen zin.\n", "Zorg\fEen zin.") == [
        "bronnen/gids.md:9: dit bestand heeft 2 bladzijden en de bron zegt nergens welke; zet er <!-- bladzijde: … --> in."
    ]


def test_a_file_without_pages_is_one_page(tmp_path: Path) -> None:
    assert comparison.check(corpus_of(tmp_path, "# Zorg {#zorg}\n\nEen zin.\n", "Zorg\n\nEen zin."))[0].total == 1


def test_broken_words_that_are_parts_of_each_other_are_no_fault(tmp_path: Path) -> None:
    body = "# Zorg {#zorg}\n\nHet migratiebeleid en de migratie.\n"
    assert comparison.check(corpus_of(tmp_path, body, "Zorg\nHet migratie-\nbeleid en de migra-\ntie."))


def test_the_head_of_a_table_that_was_cut_is_no_fault(tmp_path: Path) -> None:
    table = "| wie | wat |\n|---|---|\n| {} | soep |\n\n"
    body = f"# Zorg {{#zorg}}\n\n{table.format('Anna')}<!-- passage: zorg-2 -->\n\n<!-- bladzijde: 2 -->\n{table.format('Mirjam')}"
    assert comparison.check(corpus_of(tmp_path, body, "Zorg\nwie wat\nAnna soep\fMirjam soep"))


def test_the_numbers_of_a_list_are_no_fault(tmp_path: Path) -> None:
    body = "# Zorg {#zorg}\n\n3. Een pan.\n4. Een lepel.\n"
    assert comparison.check(corpus_of(tmp_path, body, "Zorg\n3 Een pan.\n4 Een lepel."))


def test_what_signs_a_quote_is_no_fault(tmp_path: Path) -> None:
    quote = "<!-- citaat: citaat-soep\nkop: Over soep\nrol: kok\norganisatie: De Pan\ntoeschrijving: rol\n-->\n\n> 'Soep helpt.'\n"
    body = f"# Zorg {{#zorg}}\n\nEen zin.\n\n{quote}"
    assert comparison.check(corpus_of(tmp_path, body, "Zorg\nEen zin.\nOver soep\n'Soep helpt.'\nKok bij De Pan".replace("Kok bij", "kok")))
