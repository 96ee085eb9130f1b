"""How words are cited: part, paragraph, source, publisher, date and page, as a Dutch memo has them and as the source says them itself."""

from dataclasses import replace

import pytest

from kb.library import Library
from kb.telling.source_lines import dated, document_line, source_line

GUIDE = "Handreiking Weerbare gemeenschappen tegen ondermijning, Ministerie van Sociale Zaken en Werkgelegenheid, december 2024"
PLANS = "Plannen van aanpak ondermijning en jongeren, z.d."
SLIDES = "Kennissessie Veerkracht & weerbaarheid van gemeenschappen"
SENDER = "ESS - Ministerie SZW, 7 maart 2024"


@pytest.mark.parametrize(
    ("section", "line"),
    [
        # A numbered paragraph is found by its number, another by its heading.
        (
            "sessieverslagen.nji-jeugdcriminaliteit-ouders",
            "NJI-Samenwerken bij zorgen om jeugdcriminaliteit, par. 7, in: Verslagen werksessies, z.d.",
        ),
        ("sessieverslagen.oke-op-school", "Oké op School, in: Verslagen werksessies, z.d."),
        (
            "sessieverslagen.kinderen-uit-de-knel-keystones",
            "Kinderen uit de knel: een gedragstherapie voor families, verwikkeld in complexe conflictscheiding, par. ‘De 6 keystones’,"
            " in: Verslagen werksessies, z.d.",
        ),
        # Steps of the guide: the source numbers them, and has their pages in its contents.
        (
            "handreiking.stap-3-cijfermateriaal",
            f"Stap 3: Vooronderzoek naar gebied en gemeenschap, par. ‘Verzamel cijfermateriaal’, in: {GUIDE}, p. 11 e.v.",
        ),
        ("handreiking.stap-4", f"Stap 4: Randvoorwaarden op orde, in: {GUIDE}, p. 12 e.v."),
        ("handreiking.verdieping-1-adamas", f"Verdieping bij stap 1: Inspiratie door praktijkvoorbeelden, par. ‘ADAMAS’, in: {GUIDE}"),
        ("handreiking.bijlage-1-peer-to-peer", f"Bijlage 1: Door ESS ondersteunde projecten, par. ‘Peer to peer’, in: {GUIDE}"),
        # A heading of the editor is in no source, and one cannot look for it there.
        ("handreiking.inleiding-ondermijning", f"Inleiding, in: {GUIDE}"),
        # But of which municipality a budget is, a reader must see.
        ("plannen.botoc-arnhem-kosten-en-resultaat", f"Subsidie BOTOC, Arnhem, par. 4, in: {PLANS}"),
        ("plannen.botoc-arnhem-samenvatting", f"Subsidie BOTOC, Arnhem, par. ‘Samenvatting’, in: {PLANS}"),
        ("plannen.botoc-utrecht", f"Subsidie BOTOC, Utrecht, in: {PLANS}"),
        # A part that is called as its source is told once.
        ("plannen.plannen-van-aanpak", PLANS),
        ("presentatie.kennissessie", f"{SLIDES}, {SENDER}"),
        # A part with a number of its own, that is no step, is a paragraph of its source.
        ("presentatie.deelvraag-2", f"{SLIDES}, par. 2, {SENDER}"),
        ("presentatie.deelvraag-2-voorwaarden", f"{SLIDES}, par. 2, ‘Voorwaarden voor een goede samenwerking’, {SENDER}"),
        # A date that the source does not state is told as such.
        (
            "projectupdates.update-juli-2024-voorbeeldprojecten",
            "Projectupdate | 9 juli, par. ‘Voorbeeldprojecten’, in: Actuele projectinformatie, 9 juli 2024, datum volgt uit de tekst",
        ),
    ],
)
def test_a_citation_is_what_a_memo_bears(real_library: Library, section: str, line: str) -> None:
    assert source_line(real_library, real_library.section[section]) == line


def test_a_source_as_a_whole_is_cited_without_a_place(real_library: Library) -> None:
    assert [document_line(document) for document in real_library.documents] == [
        GUIDE,
        PLANS,
        f"{SLIDES}, {SENDER}",
        "Actuele projectinformatie, 2024, datum volgt uit de tekst",
        "Verslagen werksessies, z.d.",
    ]


def test_no_citation_says_what_is_not_known(real_library: Library) -> None:
    for section in real_library.sections:
        line = source_line(real_library, section)
        assert "niet vermeld" not in line and "zonder datum" not in line and "onbekend" not in line, line
        assert real_library.document[section.document_id].title in line, line


def test_a_page_of_the_site_says_in_full_that_a_date_is_missing_or_derived(real_library: Library) -> None:
    document = real_library.documents[0]
    assert [dated(document), dated(replace(document, date=None)), dated(replace(document, date="2024", date_origin="afgeleid"))] == [
        "december 2024",
        "zonder datum",
        "2024, datum volgt uit de tekst",
    ]


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("2.1 Kosten", "par. 2.1"),
        ("3) Wie doet mee?", "par. 3"),
        ("14 gebieden doen mee", "par. ‘14 gebieden doen mee’"),
        ("Dit zijn de kosten:", "par. ‘Dit zijn de kosten’"),
    ],
)
def test_only_a_number_that_counts_paragraphs_stands_for_one(small_library: Library, heading: str, place: str) -> None:
    section = replace(small_library.section["gids.spilpersoon"], title=heading, outside_title=heading)
    sections = tuple(section if other.id == section.id else other for other in small_library.sections)
    library = replace(small_library, sections=sections)
    assert source_line(library, section) == f"Inleiding, {place}, in: Gids Samen in de buurt, Gemeente Beekstad, maart 2024"
