"""One source file: what is read from it, and every fault it can have, as an editor sees it."""

from dataclasses import replace
from pathlib import Path

import pytest

from indexer.faults import FaultList
from indexer.source_file import Link, Source, read
from kb.library import Library
from kb.model import Block, ContentItem, Document, Passage, Quote, Section, Span, WorkingList

HEAD = """\
---
id: gids
titel: Gids
uitgever: Gemeente Beekstad
soort: handreiking
datum_herkomst: onbekend
bewijs: advies
origineel: gids.txt
herkomst: Voor de tests.
---
"""
FIRST = HEAD.count("\n") + 1


def faults_of(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "gids.md"
    file.write_text(text, encoding="utf-8")
    faults = FaultList(tmp_path)
    read(file, faults)
    return [str(fault) for fault in faults.faults]


def source_of(tmp_path: Path, body: str) -> Source:
    file = tmp_path / "gids.md"
    file.write_text(HEAD + body, encoding="utf-8")
    faults = FaultList(tmp_path)
    source = read(file, faults)
    assert [str(fault) for fault in faults.faults] == []
    assert source
    return source


def test_the_head_of_the_file_becomes_the_document(small_library: Library) -> None:
    assert replace(small_library.document["verslag"], order=()) == Document(
        id="verslag",
        title="Verslag: vaders doen mee",
        kind="sessieverslag",
        publisher="Gemeente Duinhaven",
        date=None,
        date_origin="onbekend",
        evidence="verslag",
        provenance="Geschreven voor de tests van de kennisbank.",
        order=(),
    )


def test_the_reading_order_holds_headings_passages_quotes_and_notes(small_library: Library) -> None:
    note = "<p>De tekening bij deze stap is niet meegeleverd.</p>"
    assert small_library.document["gids"].order == (
        ContentItem("section", "gids.inleiding"),
        ContentItem("passage", "gids.inleiding"),
        ContentItem("section", "gids.spilpersoon"),
        ContentItem("passage", "gids.spilpersoon"),
        ContentItem("section", "gids.stap-1"),
        ContentItem("passage", "gids.stap-1"),
        ContentItem("passage", "gids.stap-1-vragen"),
        ContentItem("passage", "gids.stap-1-jongeren"),
        ContentItem("section", "gids.stap-2"),
        ContentItem("note", "gids.noot-88", note),
        ContentItem("passage", "gids.stap-2"),
        ContentItem("section", "gids.bedragen"),
        ContentItem("passage", "gids.bedragen"),
        ContentItem("section", "gids.stap-3"),
        ContentItem("passage", "gids.stap-3"),
    )


def test_a_section_takes_over_what_it_does_not_say_itself(small_library: Library) -> None:
    assert small_library.section["verslag.afspraken"] == Section(
        id="verslag.afspraken",
        document_id="verslag",
        part_id="verslag.avond",
        parent_id="verslag.avond",
        level=2,
        title="Afspraken",
        title_is_ours=False,
        part_kind=None,
        speakers=None,
        form="uitleg",
        step=None,
        themes=("ouderschap",),
        audience=("ouders",),
        municipalities=("duinhaven",),
        date=None,
        date_origin="onbekend",
        evidence="praktijkbeschrijving",
        time_bound=False,
        sensitive=False,
    )


def test_a_part_says_its_kind_and_speakers_and_gives_its_step_on(small_library: Library) -> None:
    part = small_library.section["verslag.avond"]
    assert (part.part_kind, part.speakers, part.level, part.parent_id) == ("verslag", "Rachid Bouali", 1, None)
    table = small_library.section["gids.bedragen"]
    assert (table.step, table.form, table.title_is_ours, table.themes, table.audience) == (2, "tabel", True, ("geld",), ("bewoners",))


def test_time_bound_and_sensitive_are_inherited_and_else_false(small_library: Library) -> None:
    assert [section.id for section in small_library.sections if section.time_bound] == ["nieuws.meedoen"]
    assert [section.id for section in small_library.sections if section.sensitive] == ["verslag.verhaal"]
    assert [quote.id for quote in small_library.quotes if quote.sensitive] == ["verslag.citaat-moeder-elke-week"]


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


def test_a_working_list_runs_over_passages(small_library: Library) -> None:
    assert small_library.lists == (
        WorkingList(
            id="gids.lijst-gesprek-op-straat",
            document_id="gids",
            title="Vragen voor een gesprek op straat",
            form="hulpvragen",
            count=5,
            ordered=False,
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
            ordered=True,
            step=3,
            audience=("professionals",),
            spans=(Span("gids.stap-3", 70, 149),),
        ),
    )


def test_a_long_section_is_cut_between_blocks_into_numbered_passages(small_library: Library) -> None:
    parts = [passage for passage in small_library.passages if passage.section_id == "verslag.afspraken"]
    assert [(passage.id, len(passage.text.split())) for passage in parts] == [("verslag.afspraken", 198), ("verslag.afspraken.2", 27)]
    assert parts[1].text.startswith("Na een jaar kijkt de groep")
    assert parts[1].html.startswith("<ul><li>Na een jaar")


def test_a_list_and_a_quote_in_a_cut_section_lie_in_the_right_part(tmp_path: Path) -> None:
    filling = "woord " * 110
    body = (
        f"# Deel {{#deel}}\n\n{filling.strip()}\n\n<!-- werklijst: lijst\ntitel: L\nvorm: tips\naantal: 2\n-->\n\nDoe dit:\n\n- {filling}een.\n"
        '- Zeg "ja" tegen elkaar.\n\n<!-- /werklijst -->\n\n<!-- citaat: citaat\nrol: buur\ntoeschrijving: rol\ntekst: ja\n-->\n'
    )
    source = source_of(tmp_path, body)
    first, second = source.passages
    assert [span.passage_id for span in source.lists[0].spans] == ["gids.deel", "gids.deel.2"]
    texts = {passage.id: passage.text for passage in source.passages}
    assert [texts[span.passage_id][span.begin : span.end][:9] for span in source.lists[0].spans] == ["Doe dit:", "woord woo"]
    assert (first.id, second.id) == ("gids.deel", "gids.deel.2")
    quote = source.quotes[0]
    assert (quote.passage_id, second.text[quote.begin : quote.end]) == ("gids.deel.2", "ja")


def test_a_note_inside_a_passage_is_shown_there_and_is_no_text_of_it(small_library: Library) -> None:
    passage = small_library.passage["gids.inleiding"]
    assert passage.html.endswith('<aside class="redactie"><p>In de aangeleverde tekst ontbreekt hier een figuur.</p></aside>')
    assert passage.text.endswith("of de brochure over subsidies.")


def test_links_are_kept_with_their_line(tmp_path: Path) -> None:
    source = source_of(tmp_path, "# Deel {#deel}\n\nZie [a](#deel).\n\nLees [b](verslag.avond), niet [c](#).\n")
    assert source.links == [Link("gids.deel", FIRST + 2), Link("verslag.avond", FIRST + 4)]


def test_every_id_has_its_line(tmp_path: Path) -> None:
    source = source_of(tmp_path, "# Deel {#deel}\n\nEen.\n\n<!-- passage: vervolg -->\n\nTwee.\n")
    assert source.lines == {"gids.deel": FIRST, "gids.vervolg": FIRST + 4}


@pytest.mark.parametrize(
    ("body", "line", "sentence"),
    [
        ("Tekst.\n", 0, "deze tekst staat voor de eerste kop; zet er een kop met anker boven."),
        ("# Deel\n\nTekst.\n", 0, "kop 'Deel' heeft geen anker; zet er {#een-anker} achter."),
        ("# Deel {#Deel_1}\n", 0, "anker 'Deel_1' is niet goed; gebruik kleine letters, cijfers en streepjes."),
        ("# Een {#een}\n\n# Twee {#een}\n", 2, f"anker 'een' staat ook op regel {FIRST}; geef elk zijn eigen anker."),
        ("## Onder {#onder}\n", 0, "kop 'Onder' staat niet onder een deel; een bestand begint met een kop met één hekje."),
        ("# Een {#een}\n\n#### Diep {#diep}\n", 2, "een kop heeft hoogstens drie hekjes; maak hier een vetgedrukte regel van."),
        ("# Een {#een}\n\nTekst.\n\n<!--\nvorm: tips\n-->\n", 4, "deze opmerking is niet te plaatsen; zet gegevens van een paragraaf direct onder de kop."),
        ("# Een {#een}\n<!--\nvorm: gedicht\n-->\n", 2, "'gedicht' kan niet bij 'vorm'; kies uit 'uitleg', 'definitie', 'tips', 'hulpvragen', 'checklist', 'rol', 'tabel', 'ladder', 'activiteiten', 'inzicht', 'verwijzing' or 'kernzin'."),
        ("# Een {#een}\n<!--\nkleur: rood\n-->\n", 2, "het veld 'kleur' bestaat niet; kijk in docs/corpusformaat.md hoe het heet."),
        ("# Een {#een}\n<!--\nstap: 13\n-->\n", 2, "'13' past niet bij 'stap'; kijk in docs/corpusformaat.md wat daar hoort te staan."),
        ("# Een {#een}\n<!--\nthemas: [a\n-->\n", 3, "dit is geen geldige YAML (expected ',' or ']', but got '<stream end>')."),
        ("# Een {#een}\n\n<!-- citaat: c\ntoeschrijving: genoemd\n-->\n\n> \"Ja.\"\n", 2, "citaat 'c' heeft geen spreker; vul sprekers of rol in, of zet toeschrijving: niet-genoemd."),
        ("# Een {#een}\n\n<!-- citaat: c\nrol: buur\n-->\n\n> \"Ja.\"\n", 2, "het veld 'toeschrijving' ontbreekt; vul het in."),
        ("# Een {#een}\n\n<!-- citaat: c\nrol: buur\ntoeschrijving: rol\n-->\n\nJa.\n", 2, "onder citaat 'c' staat geen blok met '>'; zet de gezegde woorden daar."),
        ("# Een {#een}\n\nIk zei ja.\n\n<!-- citaat: c\nrol: buur\ntoeschrijving: rol\ntekst: nee\n-->\n", 4, "de tekst van citaat 'c' staat niet zo in de alinea erboven; neem de woorden letterlijk over."),
        ("# Een {#een}\n\n<!-- werklijst: w\ntitel: W\nvorm: tips\naantal: 1\n-->\n\n- een\n", 2, "werklijst 'w' eindigt nergens; zet <!-- /werklijst --> na het laatste punt."),
        ("# Een {#een}\n\n- een\n\n<!-- /werklijst -->\n", 4, "hier eindigt een werklijst die nergens begint; zet <!-- werklijst: … --> voor de inleidende zin."),
        ("# Een {#een}\n\n" + "woord " * 221 + "\n", 0, "passage 'gids.een' heeft 221 woorden; knip hem met <!-- passage: een-anker -->."),
    ],
)  # fmt: skip
def test_a_fault_in_the_text_is_told_with_its_line(tmp_path: Path, body: str, line: int, sentence: str) -> None:
    assert faults_of(tmp_path, HEAD + body) == [f"gids.md:{FIRST + line}: {sentence}"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# Deel {#deel}\n", "gids.md:1: dit bestand begint niet met een blok tussen '---'-regels; zet daar id, titel, soort enzovoort in."),
        (HEAD.replace("id: gids\n", ""), "gids.md:2: het veld 'id' ontbreekt; vul het in."),
        (HEAD.replace("id: gids", "id: Gids"), "gids.md:2: 'Gids' heeft bij 'id' niet de vorm die daar hoort; kijk in docs/corpusformaat.md."),
        (HEAD.replace("titel: Gids", "titel: ''"), "gids.md:3: 'titel' is leeg; vul het in of haal het weg."),
        (HEAD.replace("soort: handreiking", "soort: boek"), "gids.md:5: 'boek' kan niet bij 'soort'; kies uit 'handreiking', 'projectupdate', 'presentatie', 'plan-van-aanpak' or 'sessieverslag'."),
        (HEAD.replace("soort: handreiking", "datum: 2024"), "gids.md:5: '2024' past niet bij 'datum'; kijk in docs/corpusformaat.md wat daar hoort te staan."),
        (HEAD.replace("titel: Gids", "titel: Gids: deel"), "gids.md:3: dit is geen geldige YAML (mapping values are not allowed here)."),
    ],
)  # fmt: skip
def test_a_fault_in_the_head_is_told_with_its_line(tmp_path: Path, text: str, fault: str) -> None:
    assert fault in faults_of(tmp_path, text)


def test_a_quote_across_a_cut_is_a_fault(tmp_path: Path) -> None:
    filling = ("woord " * 120).strip()
    body = f"# Deel {{#deel}}\n\n{filling} een.\n\nTwee {filling}\n\n<!-- citaat: c\nrol: buur\ntoeschrijving: rol\ntekst: |\n  een.\n  Twee\n-->\n"
    assert faults_of(tmp_path, HEAD + body) == [
        f"gids.md:{FIRST + 6}: citaat 'gids.c' loopt over een knip in de passage; zet de knip ergens anders."
    ]
