"""Quotes of a source: blocks, and words in a running paragraph."""

from pathlib import Path

import pytest
from one_source import FIRST, HEAD, faults_of

from kb.library import Library
from kb.model import Block, Passage, Quote


def test_a_block_quote_is_a_quote_and_no_part_of_the_passage(small_library: Library) -> None:
    assert small_library.passage["gids.stap-1"] == Passage(
        id="gids.stap-1",
        document_id="gids",
        section_id="gids.stap-1",
        text="Begin met luisteren. Ga naar buiten, drink koffie in het buurthuis en vraag wat mensen bezighoudt.\n"
        "Dat kost tijd, maar het levert vertrouwen op.",
        html="<p>Begin met luisteren. Ga naar buiten, drink koffie in het buurthuis en vraag wat mensen bezighoudt.</p>"
        '<figure data-citaat="gids.citaat-de-wit-eerst-koffie"></figure>'
        "<p>Dat kost tijd, maar het levert vertrouwen op.</p>",
        blocks=(Block(0, 98, "alinea"), Block(99, 144, "alinea")),
    )
    assert small_library.quote["gids.citaat-de-wit-eerst-koffie"] == Quote(
        id="gids.citaat-de-wit-eerst-koffie",
        document_id="gids",
        section_id="gids.stap-1",
        text="Wie meteen over regels begint, krijgt geen koffie.",
        html='<p>"Wie meteen over regels begint, krijgt geen koffie."</p>',
        headline="Eerst koffie",
        speakers=("anna-de-wit",),
        role="wijkregisseur",
        organisation="gemeente Beekstad",
        municipality="beekstad",
        municipality_from_context=False,
        step=1,
        themes=("ontmoeten",),
        attribution="genoemd",
        belongs_to=None,
        interview="lees het gesprek",
        damaged=False,
        sensitive=False,
        passage_id=None,
        begin=0,
        end=0,
    )


def test_a_quote_in_running_text_is_a_place_in_its_passage(small_library: Library) -> None:
    quote = small_library.quote["nieuws.citaat-buurvrouw-bij-naam"]
    assert (quote.passage_id, quote.begin, quote.end) == ("nieuws.buurttuin", 113, 146)
    assert small_library.text("nieuws.buurttuin")[113:146] == quote.text == "Hier ken ik nu iedereen bij naam."
    assert (quote.speakers, quote.role, quote.attribution, quote.municipality_from_context) == ((), "buurvrouw", "rol", True)


def test_a_headline_names_the_fuller_quote_of_the_same_saying(small_library: Library) -> None:
    quote = small_library.quote["verslag.citaat-bouali-mijn-zoon"]
    assert (quote.text, quote.headline, quote.belongs_to) == ("Mijn zoon gaat mee", None, "verslag.citaat-bouali-nu-gaat-hij-mee")
    assert quote.damaged is True


def test_a_quote_that_nobody_is_named_for_may_have_no_themes(small_library: Library) -> None:
    quote = small_library.quote["nieuws.citaat-sla"]
    assert (quote.attribution, quote.speakers, quote.role, quote.themes) == ("niet-genoemd", (), None, ())


@pytest.mark.parametrize(
    ("body", "line", "sentence"),
    [
        ("# Een {#een}\n\n<!-- citaat: c\ntoeschrijving: genoemd\n-->\n\n> \"Ja.\"\n", 2, "citaat 'c' heeft geen spreker; vul sprekers of rol in, of zet toeschrijving: niet-genoemd."),
        ("# Een {#een}\n\n<!-- citaat: c\nrol: buur\n-->\n\n> \"Ja.\"\n", 2, "het veld 'toeschrijving' ontbreekt; vul het in."),
        ("# Een {#een}\n\n<!-- citaat: c\nrol: buur\ntoeschrijving: rol\n-->\n\nJa.\n", 2, "onder citaat 'c' staat geen blok met '>'; zet de gezegde woorden daar."),
        ("# Een {#een}\n\nIk zei ja.\n\n<!-- citaat: c\nrol: buur\ntoeschrijving: rol\ntekst: nee\n-->\n", 4, "de tekst van citaat 'c' staat niet zo in de alinea erboven; neem de woorden letterlijk over."),
    ],
)  # fmt: skip
def test_a_fault_in_a_quote_is_told_with_its_line(tmp_path: Path, body: str, line: int, sentence: str) -> None:
    assert faults_of(tmp_path, HEAD + body) == [f"gids.md:{FIRST + line}: {sentence}"]


def test_a_quote_across_a_cut_is_a_fault(tmp_path: Path) -> None:
    filling = ("woord " * 120).strip()
    body = f"# Deel {{#deel}}\n\n{filling} een.\n\nTwee {filling}\n\n<!-- citaat: c\nrol: buur\ntoeschrijving: rol\ntekst: |\n  een.\n  Twee\n-->\n"
    assert faults_of(tmp_path, HEAD + body) == [
        f"gids.md:{FIRST + 6}: citaat 'gids.c' loopt over een knip in de passage; zet de knip ergens anders."
    ]
