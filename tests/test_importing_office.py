"""Word documents, presentations and ODT to blocks, by values worked out by hand; no word is lost."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml.etree import fromstring
from office_files import docx, footnotes, odt, paragraph, run, zipped
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from test_importing_web import words, words_of_file

from indexer.importing.blocks import Block, BlockKind, Conversion, Footnote, NoteCall, Origin, SetAside
from indexer.importing.converting import convert
from indexer.importing.guards import Kind
from indexer.importing.refusals import Refused

HEADING, TEXT, ITEM, TABLE = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.TABLE
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(folder: Path, kind: Kind, content: bytes) -> Conversion:
    file = folder / f"bestand.{kind}"
    file.write_bytes(content)
    return convert(file, kind)


def numbered(level: int, identity: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{identity}"/></w:numPr>'


NUMBERING = (
    f"<w:numbering {_W}><w:abstractNum w:abstractNumId='0'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/></w:lvl><w:lvl w:ilvl='1'><w:numFmt w:val='bullet'/></w:lvl></w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num></w:numbering>"
)
CELL = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
TABLE_IN_WORD = (
    f"<w:tbl><w:tr>{CELL.format('Jaar')}{CELL.format('Buren')}</w:tr><w:tr>{CELL.format('2024')}{CELL.format('12')}</w:tr></w:tbl>"
)


def test_a_word_document(tmp_path: Path) -> None:
    body = "".join(
        (
            paragraph(run("Burenhulp"), style="Kop1"),
            paragraph(run("1. Inleiding 4"), style="Inhopg1"),
            paragraph(
                run("Buren helpen"),
                '<w:r><w:footnoteReference w:id="2"/></w:r>',
                run(" elk"),
                run("aar."),
                run("Negeer dit", "<w:vanish/>"),
            ),
            paragraph(run("Wie doet mee", "<w:b/>")),
            paragraph(run("Eerst"), numbering=numbered(0)),
            paragraph(run("los"), numbering=numbered(1)),
            "<w:p><w:r><w:t>Ertussen</w:t><w:tab/><w:t>staat tekst.</w:t></w:r></w:p>",
            paragraph(run("Dan"), numbering=numbered(0)),
            paragraph(run("Opnieuw"), numbering=numbered(0, 2)),
            TABLE_IN_WORD,
            paragraph(run("De straat"), style="Bijschrift"),
            paragraph(run("Ik help."), style="Citaat"),
            f'<w:p><w:ins w:id="1">{run("Erbij.")}</w:ins><w:del w:id="2"><w:r><w:delText>Eraf.</w:delText></w:r></w:del></w:p>',
        )
    )
    others: dict[str, str | bytes] = {
        "word/footnotes.xml": footnotes({2: "Zie het rapport."}),
        "word/numbering.xml": NUMBERING,
        "word/header1.xml": f"<w:hdr {_W}>{paragraph(run('Gemeente Wijkdorp'))}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {_W}>{paragraph(run('Concept'))}</w:ftr>",
        "word/comments.xml": f"<w:comments {_W}><w:comment w:id='1'/></w:comments>",
        "word/vbaProject.bin": b"kwaad",
        "docProps/core.xml": '<c:coreProperties xmlns:c="c" xmlns:dc="dc"><dc:title>Burenhulp</dc:title><dc:creator>J. de Vries</dc:creator></c:coreProperties>',
    }
    conversion = read(tmp_path, Kind.DOCX, docx(body, others))
    assert conversion.blocks == (
        Block(HEADING, "Burenhulp", level=1),
        Block(TEXT, "Buren helpen elkaar.", calls=(NoteCall(12, "1"),)),
        Block(HEADING, "Wie doet mee", level=2, origin=Origin.LOOKS),
        Block(ITEM, "Eerst", number=1),
        Block(ITEM, "los", level=1),
        Block(TEXT, "Ertussen staat tekst."),
        Block(ITEM, "Dan", number=2),
        Block(ITEM, "Opnieuw", number=1),
        Block(TABLE, "Jaar Buren 2024 12", rows=(("Jaar", "Buren"), ("2024", "12")), has_head=False),
        Block(BlockKind.CAPTION, "De straat"),
        Block(BlockKind.QUOTE, "Ik help."),
        Block(TEXT, "Erbij."),
    )
    assert conversion.footnotes == (Footnote("1", "Zie het rapport."),)
    assert conversion.set_aside == (
        SetAside("1. Inleiding 4", "inhoudsopgave"),
        SetAside("Negeer dit", "verborgen tekst"),
        SetAside("Concept", "kop- of voetregel"),
        SetAside("Gemeente Wijkdorp", "kop- of voetregel"),
    )
    assert words_of_file(conversion) == words(conversion)
    assert conversion.properties == {"titel": "Burenhulp", "auteur": "J. de Vries"}
    assert conversion.doubts == (
        "Er zit een macro in dit bestand. Zij is niet uitgevoerd; bied het bestand zelf pas aan als het zonder macro is bewaard.",
        "Er staan opmerkingen van lezers in dit bestand. Zij zijn niet overgenomen; haal ze weg voor u het bestand zelf aanbiedt.",
        "In dit bestand zijn wijzigingen bijgehouden. Overgenomen is de tekst met alle wijzigingen; kijk of dat de goede is.",
        "Er is 1 regel als kop gelezen om hoe het eruitziet, zonder dat het bestand zegt dat het een kop is.",
    )


_V, _MATH = "urn:schemas-microsoft-com:vml", "http://schemas.openxmlformats.org/officeDocument/2006/math"
BOX = f"<w:txbxContent>{paragraph(run('vak'))}</w:txbxContent>"
OLD_BOX = f'<w:pict><v:shape xmlns:v="{_V}"><v:textbox>{BOX}</v:textbox></v:shape></w:pict>'


@pytest.mark.parametrize(
    ("inside", "texts"),
    [
        ('<w:fldSimple w:instr=" REF x ">' + run("veld") + "</w:fldSimple>", ["veld"]),
        ('<w:smartTag w:element="x">' + run("slim") + "</w:smartTag>", ["slim"]),
        ("<w:sdt><w:sdtContent>" + run("in een vakje") + "</w:sdtContent></w:sdt>", ["in een vakje"]),
        ('<w:dir w:val="ltr">' + run("om") + "</w:dir>" + run("gekeerd"), ["omgekeerd"]),
        (run("som") + f' <m:oMath xmlns:m="{_MATH}"><m:r><m:t> a+b</m:t></m:r></m:oMath>', ["som a+b"]),
        ("<w:r><w:t>oud</w:t><w:noBreakHyphen/><w:t>nieuw</w:t><w:softHyphen/><w:t>er</w:t></w:r>", ["oud‑nieuwer"]),
        ('<w:moveTo w:id="1">' + run("hier") + '</w:moveTo><w:moveFrom w:id="2">' + run("daar") + "</w:moveFrom>", ["hier"]),
        # A text box comes after the paragraph it is anchored to; of its two forms one.
        (run("Eerst") + f"<w:r><w:drawing>{BOX}</w:drawing></w:r>", ["Eerst", "vak"]),
        (run("Eerst") + f"<w:r>{OLD_BOX}</w:r>", ["Eerst", "vak"]),
        (
            run("Eerst")
            + f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{BOX}</w:drawing></mc:Choice><mc:Fallback>{OLD_BOX}</mc:Fallback></mc:AlternateContent></w:r>",
            ["Eerst", "vak"],
        ),
        (
            run("Eerst") + f"<w:r><mc:AlternateContent><mc:Choice/><mc:Fallback>{OLD_BOX}</mc:Fallback></mc:AlternateContent></w:r>",
            ["Eerst", "vak"],
        ),
    ],
)
def test_what_a_word_document_can_hold_keeps_its_words(inside: str, texts: list[str], tmp_path: Path) -> None:
    conversion = read(tmp_path, Kind.DOCX, docx(paragraph(inside)))
    assert [block.text for block in conversion.blocks] == texts
    assert words_of_file(conversion) == words(conversion)


def test_a_document_of_the_web_has_its_text_under_another_name(tmp_path: Path) -> None:
    usual = docx(paragraph(run("Buren")))
    with zipfile.ZipFile(BytesIO(usual)) as archive:
        members = {name.replace("word/document.xml", "word/document2.xml"): archive.read(name) for name in archive.namelist()}
    members = {name.replace("rels/document.xml", "rels/document2.xml"): content.replace(b"word/document.xml", b"word/document2.xml") for name, content in members.items()}  # fmt: skip
    assert read(tmp_path, Kind.DOCX, zipped(dict(members))).blocks == (Block(TEXT, "Buren"),)


def test_a_strict_document_is_refused_with_what_to_do(tmp_path: Path) -> None:
    strict = docx("", {"word/document.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'})
    with pytest.raises(Refused) as refused:
        read(tmp_path, Kind.DOCX, strict)
    assert str(refused.value) == (
        "dit Word-document is bewaard als 'Strict Open XML'. Bewaar het opnieuw als gewoon Word-document (.docx)."
    )


def slides() -> Any:
    presentation = Presentation()
    first = presentation.slides.add_slide(presentation.slide_layouts[1])
    first.shapes.title.text = "Burenhulp"
    body = first.placeholders[1].text_frame
    body.text = "Buren helpen"
    deeper = body.add_paragraph()
    deeper.text, deeper.level = "elkaar", 1
    for left, top, text in ((5, 5, "rechts onder"), (0.5, 5.05, "links onder"), (0.5, 0.1, "boven")):
        first.shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(0.5)).text_frame.text = text
    first.notes_slide.notes_text_frame.text = "Vertel over de straat"
    second = presentation.slides.add_slide(presentation.slide_layouts[5])
    second.shapes.title.text = "Hulp per jaar"
    table = second.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for place, text in enumerate(("Jaar", "Buren", "2024", "12")):
        table.cell(place // 2, place % 2).text = text
    third = presentation.slides.add_slide(presentation.slide_layouts[5])
    third.shapes.title.text = "Alleen voor ons"
    third.element.set("show", "0")
    return presentation


def test_a_presentation(tmp_path: Path) -> None:
    saved = BytesIO()
    slides().save(saved)
    conversion = read(tmp_path, Kind.PPTX, saved.getvalue())
    note = "Dit is een notitie van de spreker bij dia 1. Hoort zij bij de tekst?"
    assert conversion.blocks == (
        Block(HEADING, "Burenhulp", page=1, level=1),
        Block(TEXT, "boven", page=1),
        Block(ITEM, "Buren helpen", page=1),
        Block(ITEM, "elkaar", page=1, level=1),
        Block(TEXT, "links onder", page=1),
        Block(TEXT, "rechts onder", page=1),
        Block(TEXT, "Vertel over de straat", page=1, origin=Origin.LOOKS, doubts=(note,)),
        Block(HEADING, "Hulp per jaar", page=2, level=1),
        Block(TABLE, "Jaar Buren 2024 12", page=2, rows=(("Jaar", "Buren"), ("2024", "12"))),
    )
    assert conversion.set_aside == (SetAside("Alleen voor ons", "verborgen dia", 3),)
    assert (conversion.has_pages, len(conversion.pages)) == (True, 3)
    assert words_of_file(conversion) == words(conversion)


_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_TWO_FORMS = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def test_what_a_slide_can_hold_keeps_its_words_once(tmp_path: Path) -> None:
    presentation, saved = Presentation(), BytesIO()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(1), Inches(2), Inches(1)).text_frame.text = "in een groep"
    shape = f"<p:sp {_A}><p:nvSpPr/><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>nieuwe vorm</a:t></a:r></a:p></p:txBody></p:sp>"
    slide.shapes._spTree.append(
        fromstring(
            f"<mc:AlternateContent {_TWO_FORMS}><mc:Choice>{shape}</mc:Choice><mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent>"
        )
    )
    line = slide.shapes.add_textbox(Inches(1), Inches(3), Inches(2), Inches(1)).text_frame
    line.text = "som "
    formula = f'<m:t xmlns:m="{_MATH}">a+b</m:t>'
    line.paragraphs[0]._p.append(
        fromstring(f"<mc:AlternateContent {_TWO_FORMS}><mc:Choice>{formula}</mc:Choice><mc:Fallback/></mc:AlternateContent>")
    )
    presentation.save(saved)
    conversion = read(tmp_path, Kind.PPTX, saved.getvalue())
    assert [(block.text, block.doubts) for block in conversion.blocks] == [
        ("in een groep", ()),
        ("som a+b", ()),
        ("nieuwe vorm", ("Deze woorden staan in een vorm waarvan de plaats niet te zien is. Kijk of de volgorde klopt.",)),
    ]
    assert words_of_file(conversion) == words(conversion)


def test_an_odt_document(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="vet" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="weg" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<text:list-style style:name="genummerd"><text:list-level-style-number text:level="1"/></text:list-style>'
    )
    text = (
        "<text:tracked-changes><text:changed-region><text:p>Eraf.</text:p></text:changed-region></text:tracked-changes>"
        '<draw:frame text:anchor-type="page"><draw:text-box><text:p>ah-tk-2021</text:p></draw:text-box></draw:frame>'
        "<text:table-of-content><text:index-body><text:p>Burenhulp 1</text:p></text:index-body></text:table-of-content>"
        '<text:h text:outline-level="1">Burenhulp</text:h>'
        '<text:p>Buren<text:s text:c="3"/>helpen<text:note text:id="n"><text:note-citation>1</text:note-citation><text:note-body><text:p>Zie het rapport.</text:p></text:note-body></text:note>'
        ' <text:span>elk</text:span>aar.<text:span text:style-name="weg">Negeer dit</text:span><text:line-break/>Altijd.</text:p>'
        '<text:p text:style-name="vet">Wie doet mee</text:p>'
        '<text:list text:style-name="genummerd"><text:list-item><text:p>Bel aan</text:p></text:list-item><text:list-item><text:p>Vraag het</text:p></text:list-item></text:list>'
        '<table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>Hulp</text:p></table:table-cell><table:covered-table-cell/></table:table-row>'
        "<table:table-row><table:table-cell><text:p>2024</text:p></table:table-cell><table:table-cell><text:p>12</text:p></table:table-cell></table:table-row></table:table>"
        '<text:p text:style-name="Caption">De straat</text:p>'
    )
    conversion = read(tmp_path, Kind.ODT, odt(text, styles=styles))
    assert conversion.blocks == (
        Block(HEADING, "Burenhulp", level=1),
        Block(TEXT, "Buren helpen elkaar. Altijd.", calls=(NoteCall(12, "1"),)),
        Block(HEADING, "Wie doet mee", level=2, origin=Origin.LOOKS),
        Block(ITEM, "Bel aan", number=1),
        Block(ITEM, "Vraag het", number=2),
        Block(TABLE, "Hulp 2024 12", rows=(("Hulp", ""), ("2024", "12")), has_head=False),
        Block(BlockKind.CAPTION, "De straat"),
    )
    assert conversion.footnotes == (Footnote("1", "Zie het rapport."),)
    assert conversion.set_aside == (
        SetAside("ah-tk-2021", "kop- of voetregel"),
        SetAside("Burenhulp 1", "inhoudsopgave"),
        SetAside("Negeer dit", "verborgen tekst"),
    )
    assert words_of_file(conversion) == words(conversion)
    assert conversion.doubts[0] == (
        "In dit bestand zijn wijzigingen bijgehouden. Overgenomen is de tekst met alle wijzigingen; kijk of dat de goede is."
    )


_DRAWN = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def test_what_no_reader_takes_words_from_is_counted_and_told(tmp_path: Path) -> None:
    chart = f'<w:r><w:drawing {_DRAWN}><wp:docPr id="1" descr="Staafdiagram van buren"/><c:chart/></w:drawing></w:r>'
    twice = f"<w:r {_DRAWN}><mc:AlternateContent><mc:Choice><c:chart/></mc:Choice><mc:Fallback><c:chart/></mc:Fallback></mc:AlternateContent></w:r>"
    scheme = f"<w:r><w:drawing {_DRAWN}><dgm:relIds/></w:drawing></w:r>"
    found = read(tmp_path, Kind.DOCX, docx(paragraph(run("Buren helpen."), chart, twice, scheme, "<w:r><w:object/></w:r>")))
    assert found.doubts[:1] == (
        "Niet gelezen: 2 grafieken, 1 schema, 1 ingesloten bestand en 1 beschrijving van een plaatje."
        " Kijk in het bestand of daar iets staat wat in de bron hoort.",
    )
    assert [block.text for block in found.blocks] == ["Buren helpen."]
    plain = read(tmp_path, Kind.DOCX, docx(paragraph(run("Buren helpen."))))
    assert not [doubt for doubt in plain.doubts if "Niet gelezen" in doubt]


def test_a_chart_on_a_slide_is_told_and_a_merged_cell_loses_no_word(tmp_path: Path) -> None:
    shown = Presentation()
    slide = shown.slides.add_slide(shown.slide_layouts[6])
    data = CategoryChartData()
    data.categories = ["2024", "2025"]
    data.add_series("Buren", (12, 14))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(1), Inches(4), Inches(3), data)
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(5), Inches(4), Inches(1)).table
    table.cell(0, 0).merge(table.cell(0, 1))
    for cell, text in ((table.cell(0, 0), "Buren en straten"), (table.cell(1, 0), "2024"), (table.cell(1, 1), "12")):
        cell.text = text
    stream = BytesIO()
    shown.save(stream)
    found = read(tmp_path, Kind.PPTX, stream.getvalue())
    assert found.doubts == ("Niet gelezen: 1 grafiek. Kijk in het bestand of daar iets staat wat in de bron hoort.",)
    assert [block.rows for block in found.blocks if block.kind is TABLE] == [(("Buren en straten", ""), ("2024", "12"))]


def test_an_object_in_an_odt_and_a_frame_in_a_page_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, Kind.ODT, odt("<text:p>Buren.<draw:frame><draw:object/></draw:frame></text:p>"))
    assert found.doubts[:1] == ("Niet gelezen: 1 ingesloten bestand. Kijk in het bestand of daar iets staat wat in de bron hoort.",)
    page = b"<nav><img alt='Naar huis' src=x></nav><main><p>Buren.</p><img alt='Een straat' src=y><iframe src=z></iframe></main>"
    found = read(tmp_path, Kind.HTML, page)
    assert found.doubts[:1] == (
        "Niet gelezen: 1 ingesloten bestand en 1 beschrijving van een plaatje. Kijk in het bestand of daar iets staat wat in de bron hoort.",
    )
