"""Quotes of a source: blocks, and words in a running paragraph."""

from pathlib import Path

import pytest
from one_source import FIRST, HEAD, faults_of, source_of

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


IN_LINE = """\
# Een {#een}

Een deelnemer vertelde:

<!-- citaat: c-welkom
rol: deelnemer
toeschrijving: rol
-->

> “Ik bleef welkom.”

Een ander zei:

<!-- citaat: c-juf
rol: deelnemer
toeschrijving: rol
-->

> “De juf keek.”
"""


def test_a_block_quote_in_running_text_stays_in_its_passage_and_is_a_place_in_it(tmp_path: Path) -> None:
    source = source_of(tmp_path, IN_LINE)
    (passage,) = source.passages
    assert passage.text == "Een deelnemer vertelde:\n“Ik bleef welkom.”\nEen ander zei:\n“De juf keek.”"
    assert [(quote.passage_id, passage.text[quote.begin : quote.end]) for quote in source.quotes] == [
        ("gids.een", "Ik bleef welkom."),
        ("gids.een", "De juf keek."),
    ]
    assert [item.kind for item in source.document.order] == ["section", "passage"]
    assert '<blockquote data-citaat="gids.c-juf"><p>“De juf keek.”</p></blockquote>' in passage.html


def test_a_quote_that_no_text_leads_in_or_follows_stands_alone(tmp_path: Path) -> None:
    source = source_of(tmp_path, IN_LINE.replace("vertelde:", "vertelde veel.").replace("Een ander zei:\n", ""))
    assert [passage.text for passage in source.passages] == ["Een deelnemer vertelde veel."]
    assert [quote.passage_id for quote in source.quotes] == [None, None]


def test_no_passage_ends_in_a_lead_in_whose_quote_stands_elsewhere(real_library: Library) -> None:
    """Of the block quotes in the running text of the sources each is part of its passage, also in the stories that stay in their report."""
    passages = [*real_library.passages, *real_library.protected_passages]
    assert not [passage.id for passage in passages if passage.text.endswith(":") and not passage.text.startswith("http")]
    for quote in [*real_library.quotes, *real_library.protected_quotes]:
        if quote.passage_id:
            assert real_library.passage_in_report[quote.passage_id].text[quote.begin : quote.end] == quote.text
            assert real_library.is_protected(quote.id) == real_library.is_protected(quote.passage_id)
    for identity in ("oke-op-school-wie-maakte-verschil", "oke-op-school-subtiel-aanwezig", "van-hard-naar-hart-weerzien"):
        passage = real_library.passage_in_report[f"sessieverslagen.{identity}"]
        blocks = [passage.text[block.begin : block.end] for block in passage.blocks]
        leading = [number for number, block in enumerate(blocks) if block.endswith(":")]
        assert leading
        assert all(blocks[number + 1].startswith("“") for number in leading)
