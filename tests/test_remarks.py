"""The editor's remarks beside damaged words: placed by the literal words, shown wherever these are, and stripped to give the text back."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring
from one_source import FIRST, HEAD, faults_of, source_of

from indexer.corpus import corpus
from indexer.fidelity import comparison
from kb.errors import CorpusError
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import Remark
from kb.passage_html import text_of
from kb.telling.remarks import beside, noted, pieces
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings
from web.showing.chosen import Chosen, Selection
from web.showing.export import account, as_markdown, copied_plain
from web.showing.lines import passage_lines, stretch_lines
from web.showing.memo import memo_of

Edit = Callable[[str, str, str], None]
BODY = """\
# Een {#een}

Jongeren met een gesprek aan perspectief. Een gesprek helpt.

<!-- opmerking: gesprek
plaats: een gesprek aan
bedoeld: gebrek
-->
"""
PIT = "plannen.botoc-arnhem-pit"
SHOWN = "ingrepen [bedoeld: ingegrepen]"


def test_a_remark_stands_after_its_words_and_is_no_part_of_the_text(tmp_path: Path) -> None:
    (passage,) = source_of(tmp_path, BODY).passages
    assert passage.text == "Jongeren met een gesprek aan perspectief. Een gesprek helpt."
    assert passage.remarks == (Remark(17, 24, "bedoeld: gebrek"),)
    assert passage.html == (
        '<p>Jongeren met een gesprek<span class="redactie"> [bedoeld: gebrek]</span> aan perspectief. Een gesprek helpt.</p>'
    )
    assert text_of(passage.html) == passage.text


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("plaats: een gesprek aan\n", "", "'gesprek' staat niet precies één keer in de passage erboven; neem het over, of geef een plaats."),
        ("aan\nbedoeld", "over\nbedoeld", "'een gesprek over' staat niet precies één keer in de passage erboven; neem het over, of geef een plaats."),
        ("bedoeld: gebrek\n", "", "bij 'gesprek' hoort één van beide: bedoeld of tekst."),
        ("bedoeld: gebrek\n", "bedoeld: gebrek\ntekst: fout\n", "bij 'gesprek' hoort één van beide: bedoeld of tekst."),
    ],
)  # fmt: skip
def test_a_remark_that_has_no_one_place_or_says_nothing_is_a_fault(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert BODY.count(old) == 1
    assert faults_of(tmp_path, HEAD + BODY.replace(old, new)) == [f"gids.md:{FIRST + 4}: {sentence}"]


def test_a_remark_keeps_its_place_when_a_long_passage_is_cut(tmp_path: Path) -> None:
    long = " ".join(["woord"] * 150)
    body = f"# Een {{#een}}\n\n{long}\n\n{long} ingrepen.\n\n<!-- opmerking: ingrepen\nbedoeld: ingegrepen\n-->\n"
    first, second = source_of(tmp_path, body).passages
    assert first.remarks == ()
    assert [second.text[remark.begin : remark.end] for remark in second.remarks] == ["ingrepen"]


@given(st.text(alphabet="ab c", max_size=12), st.lists(st.tuples(st.integers(0, 6), st.integers(1, 6)), max_size=3))
def test_the_literal_pieces_are_the_text(text: str, places: list[tuple[int, int]]) -> None:
    remarks = sorted({Remark(begin, begin + size, "x") for begin, size in places if begin + size <= len(text)}, key=lambda one: one.end)
    assert "".join(piece.text for piece in pieces(text, remarks) if not piece.is_ours) == text
    assert noted(text, remarks).count(" [x]") == len(remarks)


def test_a_remark_goes_with_a_stretch_only_when_all_its_words_do() -> None:
    remark = Remark(5, 9, "x")
    assert beside([remark], 5, 9) == (Remark(0, 4, "x"),)
    assert beside([remark], 6, 12) == beside([remark], 0, 8) == ()


@pytest.fixture(scope="module")
def client(real_index: Path) -> FlaskClient:
    return create_app(Settings(index=real_index), LiveKnowledgeBase.opened(real_index)).test_client()


@pytest.fixture(scope="module")
def library(real_base: KnowledgeBase) -> Library:
    return real_base.library


DAMAGED = {
    "handreiking.inleiding": "een gesprek [waarschijnlijk bedoeld: gebrek] aan perspectief",
    "handreiking.bijlage-1": "veertien gemeenten [de bijlage noemt er dertien bij naam]",
    "handreiking.verdieping-10-participatieladder": "Coproducteren [bedoeld: coproduceren]:",
    "handreiking.stap-8-netwerkvorm": "netwerkform [bedoeld: netwerkvorm]",
    "handreiking.stap-4-draagvlak-bestuurders": "Ook om experimenteeruimte te creëren. [deze zin is in de bron niet af]",
    PIT: SHOWN,
    "plannen.botoc-rotterdam-zuid": "vergoot [bedoeld: vergroot]",
    "plannen.botoc-arnhem": "Geitekamp [bedoeld: Geitenkamp]",
    "plannen.botoc-arnhem-planning": "Geitekamp [bedoeld: Geitenkamp]",
    "presentatie.deelvraag-2-vorm-van-samenwerking": "t.o. z. van [waarschijnlijk bedoeld: ten opzichte van]",
    "presentatie.deelvraag-3-aspecten": "collectie actie [waarschijnlijk bedoeld: collectieve actie]",
    "projectupdates.update-juli-2024-metafoor": "Femke Kaulingfleks [waarschijnlijk bedoeld: Femke Kaulingfreks]",
    "projectupdates.update-april-2024-kennis-delen": "We organiseren dit jaar [2024] daarom",
    "sessieverslagen.kinderen-uit-de-knel": "Kinderen in de Knel [in de titel: Kinderen uit de knel]",
}


@pytest.mark.parametrize(("identity", "words"), DAMAGED.items())
def test_a_damaged_place_is_explained_on_its_page_and_in_a_copy(client: FlaskClient, library: Library, identity: str, words: str) -> None:
    passage = library.passage[identity]
    assert words in noted(passage.text, passage.remarks)
    page = client.get(f"/passages/{identity}", follow_redirects=True).get_data(as_text=True)
    assert words in fromstring(page).text_content()
    copied = client.get(f"/selectie/kopie?id={identity}").get_json()["tekst"]
    assert words in copied
    assert "Woorden tussen rechte haken zijn een opmerking van de redactie." in copied


def test_without_the_remarks_every_passage_is_literal(library: Library) -> None:
    with_remarks = [passage for passage in library.passages if passage.remarks]
    assert len(with_remarks) > 20
    for passage in library.passages:
        assert "[" not in passage.text
        assert text_of(passage.html) == passage.text
        stripped = noted(passage.text, passage.remarks)
        for remark in passage.remarks:
            assert stripped.count(remark.shown) >= 1
        for remark in passage.remarks:
            stripped = stripped.replace(remark.shown, "")
        assert stripped == passage.text


def test_a_remark_is_beside_its_words_in_results_and_answers_and_in_the_api(client: FlaskClient, library: Library) -> None:
    passage = library.passage[PIT]
    (remark,) = passage.remarks
    told = {"begin": remark.begin, "eind": remark.end, "tekst": "bedoeld: ingegrepen"}
    assert client.get(f"/api/v1/passages/{PIT}").get_json()["opmerkingen"] == [told]
    found = client.get("/api/v1/zoekresultaten?q=actief+en+preventief+ingrepen+screening+sociale+leerbaarheid").get_json()["resultaten"]
    hit = next(one for one in found if passage.text == one["tekst"])
    assert hit["opmerkingen"] == [told]
    assert [piece["opmerking"] for piece in hit["fragmenten"] if "opmerking" in piece] == ["bedoeld: ingegrepen"]
    assert "".join(piece["tekst"] for piece in hit["fragmenten"]) in passage.text
    page = client.get("/zoeken?q=actief+en+preventief+ingrepen+screening+sociale+leerbaarheid").get_data(as_text=True)
    assert SHOWN in re.sub(r"\s+", " ", fromstring(page).text_content())


def test_lines_carry_the_remarks_on_their_own_words(library: Library) -> None:
    passage = library.passage[PIT]
    (line,) = passage_lines(passage)
    assert line.text == passage.text
    assert SHOWN in line.noted
    begin = passage.text.index("Door middel van")
    (stretch,) = stretch_lines(passage, begin, len(passage.text))
    assert (stretch.text, SHOWN in stretch.noted) == (passage.text[begin:], True)


def test_an_export_says_whose_the_brackets_are_only_when_there_are_some(library: Library) -> None:
    def chosen(identity: str) -> Chosen:
        return Chosen(identity, "Passage", "Titel", passage_lines(library.passage[identity]), "", "bron", "https://x.nl")

    plain, with_remark = chosen("plannen.botoc-zaanstad"), chosen(PIT)
    told, with_remark_told = (memo_of(Selection([one.item], [one], [])) for one in (plain, with_remark))
    assert account(told).startswith("De woorden tussen aanhalingstekens en in de lijsten staan letterlijk zo in de bronnen. Gemaakt op ")
    assert account(with_remark_told).startswith(
        "De woorden tussen aanhalingstekens en in de lijsten staan letterlijk zo in de bronnen."
        " Woorden tussen rechte haken zijn een opmerking van de redactie. Gemaakt op "
    )
    assert "haken" not in copied_plain([plain])
    assert "ingrepen \\[bedoeld: ingegrepen\\]" in as_markdown(with_remark_told)


def test_words_that_the_source_has_between_quotation_marks_get_no_second_pair(library: Library) -> None:
    passage = library.passage["sessieverslagen.oke-op-school-subtiel-aanwezig"]
    copied = copied_plain([Chosen(passage.id, "Passage", "Titel", passage_lines(passage), "", "bron", "https://x.nl")])
    assert copied.split("\n")[2] == "“Ik wil degene zijn die kinderen écht ziet.”"


def test_the_sources_are_still_compared_with_their_originals_to_the_letter(corpus_copy: Path, edit: Edit) -> None:
    edit("bronnen/nieuws.md", "werken er twintig mensen.", "werken er twintig mensen.¹")
    edit("origineel/nieuws.txt", "werken er twintig mensen.", "werken er twintig mensen.¹")
    read = corpus.load(corpus_copy)
    assert "mensen. Een buurvrouw" in read.library.passage["nieuws.buurttuin"].text
    assert '<span class="nootmerk">¹</span>' in read.library.passage["nieuws.buurttuin"].html
    comparison.check(read)
    edit("origineel/nieuws.txt", "werken er twintig mensen.¹", "werken er twintig mensen.²")
    with pytest.raises(CorpusError, match="staat niet zo in het origineel"):
        comparison.check(read)
