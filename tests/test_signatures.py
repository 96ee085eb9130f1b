"""Signatures: what stands beside a quote in its original is what the quote says, in the same order, or has a recorded reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.corpus.corpus import load
from indexer.fidelity import comparison
from kb.errors import CorpusError

Edit = Callable[[str, str, str], None]
# Lines 17-20 of origineel/gids.txt, and the fields of the quote that say the same.
QUOTE = '"Wie meteen over regels begint, krijgt geen koffie."\n'
SIGNATURE = "Anna de Wit, wijkregisseur gemeente Beekstad\n(lees het gesprek)\n"
HEADLINE = "'Eerst koffie'\n"
FIELDS = "sprekers: [anna-de-wit]\nrol: wijkregisseur\norganisatie: gemeente Beekstad\n"
RECORD = 'merktekens:\n  - {regels: "22-29"'


def faults_of(folder: Path) -> list[str]:
    try:
        comparison.check(load(folder))
    except CorpusError as error:
        return str(error).splitlines()
    return []


def otherwise(there: str) -> str:
    return (
        f"bronnen/gids.md:41: de ondertekening van citaat 'gids.citaat-de-wit-eerst-koffie' is in het origineel '{there}'; neem naam, rol, "
        "organisatie en interview in die volgorde over, of zet bij ondertekening in getrouwheid/gids.yaml waarom het anders is."
    )


def unknown(line: int, words: str) -> str:
    return f"origineel/gids.txt:{line}: '{words}' staat niet in gids.md en ook niet bij wat is weggelaten."


@pytest.mark.parametrize(
    "signature",
    [
        "Wijkregisseur gemeente Beekstad, Anna de Wit\n(lees het gesprek)\n",
        "Anna de Wit, gemeente Beekstad, wijkregisseur\n(lees het gesprek)\n",
        "Wit, Anna de, wijkregisseur gemeente Beekstad\n(lees het gesprek)\n",
        "(lees het gesprek)\nAnna de Wit, wijkregisseur gemeente Beekstad\n",
    ],
    ids=["role first", "organisation before role", "surname first", "interview first"],
)
def test_another_order_in_the_original_is_a_fault(corpus_copy: Path, edit: Edit, signature: str) -> None:
    edit("origineel/gids.txt", SIGNATURE, signature)
    there = " ".join(signature.split()).strip("()")
    faults = faults_of(corpus_copy)
    assert otherwise(there) in faults
    assert {fault.partition(": ")[0] for fault in faults} <= {"bronnen/gids.md:41", "origineel/gids.txt:19", "origineel/gids.txt:20"}


def test_fields_that_are_swapped_are_a_fault(corpus_copy: Path, edit: Edit) -> None:
    edit("bronnen/gids.md", FIELDS, "sprekers: [anna-de-wit]\nrol: gemeente Beekstad\norganisatie: wijkregisseur\n")
    assert faults_of(corpus_copy) == [
        otherwise("Anna de Wit, wijkregisseur gemeente Beekstad (lees het gesprek"),
        unknown(19, "Anna de Wit, wijkregisseur gemeente Beekstad"),
        unknown(20, "(lees het gesprek)"),
    ]


@pytest.mark.parametrize("field", ["sprekers: [anna-de-wit]\n", "rol: wijkregisseur\n", "organisatie: gemeente Beekstad\n"])
def test_a_field_left_out_is_a_fault(corpus_copy: Path, edit: Edit, field: str) -> None:
    # Without it no source names the municipality any more, and that would be told first.
    (corpus_copy / "organisaties.yaml").unlink()
    edit("bronnen/gids.md", FIELDS, FIELDS.replace(field, ""))
    assert otherwise("Anna de Wit, wijkregisseur gemeente Beekstad (lees het gesprek") in faults_of(corpus_copy)


def test_the_end_of_a_signature_that_is_left_out_is_a_fault_of_its_line(corpus_copy: Path, edit: Edit) -> None:
    edit("bronnen/gids.md", "interview: lees het gesprek\n", "")
    assert faults_of(corpus_copy) == [unknown(20, "(lees het gesprek)")]


def test_words_of_other_quotes_are_no_signature(corpus_copy: Path, edit: Edit) -> None:
    """Once any line of words from the signatures of a source was let through, wherever it stood."""
    edit("origineel/gids.txt", "Terug naar de inhoud\n", "Terug naar de inhoud\nwijkregisseur Anna de Wit\n")
    edit("getrouwheid/gids.yaml", '"47"', '"48"')
    assert faults_of(corpus_copy) == [unknown(42, "wijkregisseur Anna de Wit")]


@pytest.mark.parametrize(
    "lines", [SIGNATURE + HEADLINE + QUOTE, HEADLINE + SIGNATURE + QUOTE], ids=["above the headline", "under the headline"]
)
def test_a_signature_may_stand_before_the_quote(corpus_copy: Path, edit: Edit, lines: str) -> None:
    edit("origineel/gids.txt", HEADLINE + QUOTE + SIGNATURE, lines)
    assert faults_of(corpus_copy) == []


def test_a_signature_may_run_over_lines(corpus_copy: Path, edit: Edit) -> None:
    edit("origineel/gids.txt", SIGNATURE, "Anna de Wit\nwijkregisseur gemeente\nBeekstad (lees het gesprek)\n")
    edit("getrouwheid/gids.yaml", '"22-29"', '"23-30"')
    edit("getrouwheid/gids.yaml", '"41"', '"42"')
    edit("getrouwheid/gids.yaml", '"47"', '"48"')
    assert faults_of(corpus_copy) == []


def test_a_recorded_signature_may_have_another_order(corpus_copy: Path, edit: Edit) -> None:
    edit("origineel/gids.txt", SIGNATURE, "wijkregisseur gemeente Beekstad: Anna de Wit\n(lees het gesprek)\n")
    edit("getrouwheid/gids.yaml", RECORD, f'ondertekening:\n  - {{regels: "19-20", reden: "de rol staat voorop"}}\n{RECORD}')
    assert faults_of(corpus_copy) == []
    assert comparison.check(load(corpus_copy))[0].reasons[-1] == "anders ondertekend regels 19-20: de rol staat voorop"


def test_a_recorded_signature_may_not_have_other_words(corpus_copy: Path, edit: Edit) -> None:
    edit("origineel/gids.txt", SIGNATURE, "oud-wijkregisseur gemeente Beekstad: Anna de Wit\n(lees het gesprek)\n")
    edit("getrouwheid/gids.yaml", RECORD, f'ondertekening:\n  - {{regels: "19-20", reden: "de rol staat voorop"}}\n{RECORD}')
    assert otherwise("oud-wijkregisseur gemeente Beekstad: Anna de Wit (lees het gesprek") in faults_of(corpus_copy)


def test_speakers_are_compared_in_order_with_en_between_them(corpus_copy: Path, edit: Edit) -> None:
    edit("bronnen/gids.md", "sprekers: [anna-de-wit]", "sprekers: [anna-de-wit, rachid-bouali]")
    edit("origineel/gids.txt", "Anna de Wit, wijk", "Anna de Wit en Rachid Bouali, wijk")
    assert faults_of(corpus_copy) == []
    edit("bronnen/gids.md", "sprekers: [anna-de-wit, rachid-bouali]", "sprekers: [rachid-bouali, anna-de-wit]")
    assert otherwise("Anna de Wit en Rachid Bouali, wijkregisseur gemeente Beekstad (lees het gesprek") in faults_of(corpus_copy)


def test_a_quote_named_in_running_text_has_no_signature(corpus_copy: Path, edit: Edit) -> None:
    edit("bronnen/verslag.md", "rol: initiatiefnemer\n", "")
    edit("origineel/verslag.txt", "Rachid Bouali, initiatiefnemer\n", "")
    assert faults_of(corpus_copy) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("rol: buurvrouw\n", "rol: buurman\n", "buurman"),
        ("rol: buurvrouw\n", "rol: zaterdag elke\n", "zaterdag elke"),
        ("rol: buurvrouw\n", "rol: buurvrouw\norganisatie: school de\n", "school de"),
    ],
)
def test_a_role_or_organisation_stands_in_the_original_in_order(corpus_copy: Path, edit: Edit, old: str, new: str, words: str) -> None:
    edit("bronnen/nieuws.md", old, new)
    assert faults_of(corpus_copy) == [
        f"bronnen/nieuws.md:23: '{words}' bij citaat 'nieuws.citaat-buurvrouw-bij-naam' staat niet in het origineel."
    ]
