"""What is taken along: the words as they are, whatever marks they hold, and the same in Word, Markdown, plain text and on the clipboard."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import docx
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from hypothesis import example, given
from hypothesis import strategies as st
from lxml.html import fromstring
from markdown_it import MarkdownIt

from web.serving.day import today
from web.showing.chosen import Chosen, Selection
from web.showing.export import as_markdown, as_plain, copied_html, copied_plain
from web.showing.lines import Line
from web.showing.word import as_word
from web.showing.wording import date_in_words

PLAN = Chosen(
    "gids.plan",
    "Passage",
    "Plan *A* [1]",
    [Line("1. Kies <b> of _c_ & R&amp;D"), Line("`d` # e", is_item=True), Line("- f | g ~h~", is_item=True), Line("i \\ j")],
    "Jan [de] Wit",
    "Gids *Samen*, 2024",
    "https://x.nl/passages/gids.plan",
)


def test_marks_in_the_words_are_escaped_everywhere() -> None:
    assert as_markdown(Selection(["gids.plan", "[weg]"], [PLAN], ["‘[weg]’ staat niet in deze kennisbank."])) == (
        "# Mijn selectie uit de Kennisbank Weerbare gemeenschappen\n\n"
        "De woorden tussen aanhalingstekens en in de lijsten staan letterlijk zo in de bronnen."
        f" Gemaakt op {date_in_words(today().isoformat())}.\n\n"
        "## Plan \\*A\\* \\[1\\]\n\n"
        "> “1. Kies \\<b\\> of \\_c\\_ & R\\&amp;D”\n\n"
        "- \\`d\\` \\# e\n- \\- f \\| g \\~h\\~\n\n"
        "> “i \\\\ j”\n\n"
        "Jan \\[de\\] Wit. Bron [1]: [Gids \\*Samen\\*, 2024](https://x.nl/passages/gids.plan)\n\n"
        "## Let op\n\n"
        "‘\\[weg\\]’ staat niet in deze kennisbank.\n\n"
        "## Bronnen\n\n"
        "1. Gids \\*Samen\\*, 2024. Plan \\*A\\* \\[1\\]. <https://x.nl/passages/gids.plan>\n"
    )


LINES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" "), min_size=1).map(str.strip).filter(bool)


@given(title=LINES, line=LINES, is_item=st.booleans())
@example(title="# kop", line="12) eerst", is_item=True)
@example(title="0", line="'", is_item=False)
@example(title="plan #", line="=== | --- | ![a](b) <c@d.nl> &copy; ~~weg~~", is_item=False)
def test_read_as_markdown_the_words_are_those_that_were_chosen(title: str, line: str, is_item: bool) -> None:
    chosen = Chosen("gids.plan", "Passage", title, [Line(line, is_item)], "", "Gids", "https://x.nl/passages/gids.plan")
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    page = fromstring(f"<div>{reader.render(as_markdown(Selection(['gids.plan'], [chosen], [])))}</div>")
    assert [heading.text_content() for heading in page.iter("h2")] == [title, "Bronnen"]
    (shown,) = page.xpath("./ul/li" if is_item else "./blockquote/p")
    assert (shown.text_content(), len(shown)) == (line if is_item else f"“{line}”", 0)


def test_plain_text_is_left_as_it_is() -> None:
    assert as_plain([PLAN]) == (
        "Plan *A* [1]\n“1. Kies <b> of _c_ & R&amp;D”\n- `d` # e\n- - f | g ~h~\n“i \\ j”\nJan [de] Wit "
        "(Gids *Samen*, 2024)\nhttps://x.nl/passages/gids.plan"
    )


LIST = Chosen(
    "gids.lijst",
    "Werklijst",
    "Kijk op vier lagen",
    [
        Line("Zo kijkt u:"),
        Line("Gezin", is_item=True, depth=1),
        Line("Wie is er thuis?", is_item=True, depth=2),
        Line("Wijk", is_item=True, depth=1),
        Line("Zij zei: ‘dat weet ik niet.'"),
        # Of a list only this item was chosen.
        Line("Wie helpt er?", is_item=True, depth=2),
    ],
    "Jan de Wit",
    "Gids, 2024",
    "https://x.nl/werklijsten/gids.lijst",
)


def test_what_stands_in_a_list_in_a_list_stays_there() -> None:
    assert copied_plain([LIST, PLAN]) == (
        "“Zo kijkt u:”\n- Gezin\n  - Wie is er thuis?\n- Wijk\n“Zij zei: ‘dat weet ik niet.'”\n- Wie helpt er?\n"
        "Jan de Wit (Gids, 2024)\nhttps://x.nl/werklijsten/gids.lijst\n\n" + as_plain([PLAN]).partition("\n")[2]
    )
    assert copied_html([LIST]) == (
        "<blockquote><p>“Zo kijkt u:”</p><ul><li>Gezin<ul><li>Wie is er thuis?</li></ul></li><li>Wijk</li></ul>"
        "<p>“Zij zei: ‘dat weet ik niet.&#39;”</p><ul><li>Wie helpt er?</li></ul></blockquote>"
        '<p><a href="https://x.nl/werklijsten/gids.lijst">Jan de Wit (Gids, 2024)</a></p>'
    )
    assert "> “Zo kijkt u:”\n\n- Gezin\n  - Wie is er thuis?\n- Wijk\n\n> “Zij zei" in as_markdown(Selection([], [LIST], []))


def _word(*chosen: Chosen, left_out: tuple[str, ...] = ()) -> DocumentObject:
    return docx.Document(io.BytesIO(as_word(Selection([thing.item for thing in chosen], chosen, left_out))))


def test_the_words_are_the_same_whichever_way_they_go() -> None:
    """As a reader of each form sees them: the quoted lines and the items, in order."""
    chosen = [LIST, PLAN]
    seen = [
        "“Zo kijkt u:”",
        "Gezin",
        "Wie is er thuis?",
        "Wijk",
        "“Zij zei: ‘dat weet ik niet.'”",
        "Wie helpt er?",
        "“1. Kies <b> of _c_ & R&amp;D”",
        "`d` # e",
        "- f | g ~h~",
        "“i \\ j”",
    ]
    copied = fromstring(f"<div>{copied_html(chosen)}</div>").xpath("//blockquote//p | //li/text()")
    assert [line if isinstance(line, str) else line.text_content() for line in copied] == seen
    page = fromstring(f"<div>{MarkdownIt('commonmark').render(as_markdown(Selection([], chosen, [])))}</div>")
    told = [line if isinstance(line, str) else line.text_content() for line in page.xpath("//blockquote/p | //ul//li/text()")]
    assert [line.strip() for line in told if line.strip()] == seen
    assert [
        paragraph.text for paragraph in _word(*chosen).paragraphs if paragraph.style and paragraph.style.name.startswith(("List", "Quote"))
    ] == seen
    assert [line.strip().removeprefix("- ") for line in as_plain(chosen).splitlines() if line.lstrip().startswith(("“", "- "))] == seen


def test_a_word_document_is_dutch_and_of_this_site() -> None:
    word = _word(PLAN)
    languages = [element.get(qn("w:val")) for element in word.styles.element.iter(qn("w:lang"))]
    assert languages == ["nl-NL"]
    assert [element.get(qn("w:val")) for element in word.settings.element.iter(qn("w:themeFontLang"))] == ["nl-NL"]
    told = word.core_properties
    assert (told.title, told.author, told.last_modified_by, told.language, told.comments) == (
        "Mijn selectie uit de Kennisbank Weerbare gemeenschappen",
        "Kennisbank Weerbare gemeenschappen",
        "Kennisbank Weerbare gemeenschappen",
        "nl-NL",
        "",
    )
    assert told.created == told.modified
    assert abs(datetime.now(UTC) - told.created.replace(tzinfo=UTC)) < timedelta(minutes=5)
    assert word.paragraphs[1].text.endswith(f"Gemaakt op {date_in_words(date.today().isoformat())}.")
    paper = word.sections[0]
    assert [round(side.mm, 1) for side in (paper.page_width, paper.page_height) if side] == [210.0, 297.0]


def test_links_in_a_word_document_work() -> None:
    links = [(link.address, link.text) for paragraph in _word(PLAN, LIST).paragraphs for link in paragraph.hyperlinks]
    plan, listed = PLAN.address, LIST.address
    assert links == [(plan, PLAN.source_line), (listed, LIST.source_line), (plan, plan), (listed, listed)]


def test_lists_in_a_word_document_are_nested() -> None:
    styles = [(paragraph.style.name, paragraph.text) for paragraph in _word(LIST).paragraphs if paragraph.style]
    assert [pair for pair in styles if pair[0].startswith("List")] == [
        ("List Bullet", "Gezin"),
        ("List Bullet 2", "Wie is er thuis?"),
        ("List Bullet", "Wijk"),
        ("List Bullet", "Wie helpt er?"),
    ]


def test_the_pages_of_a_word_document_are_numbered() -> None:
    (line,) = _word(PLAN).sections[0].footer.paragraphs
    assert [field.get(qn("w:instr")) for field in line._p.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert "".join(text.text or "" for text in line._p.iter(qn("w:t"))) == "Bladzijde 1 van 1"


def test_what_word_cannot_hold_is_left_out_of_it() -> None:
    odd = replace(PLAN, title="Plan\x00 \ud800A", lines=[Line("een\x0b\uffff twee")], source_line="Gids\x01", said_by="")
    texts = [paragraph.text for paragraph in _word(odd, left_out=("niet\x02 hier",)).paragraphs]
    assert texts[2:] == [
        "Plan A",
        "“een twee”",
        "Bron [1]: Gids",
        "Let op",
        "niet hier",
        "Bronnen",
        f"[1] Gids. Plan A. {PLAN.address} (geraadpleegd op {date_in_words(date.today().isoformat())})",
    ]
