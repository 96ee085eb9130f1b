"""What is taken along: the words as they are, whatever marks they hold, and the same in Word, Markdown, plain text and HTML.

What a reader wrote himself stands apart from the words of the sources in each of them.
"""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import docx
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from hypothesis import example, given
from hypothesis import strategies as st
from lxml.html import fromstring
from markdown_it import MarkdownIt

from kb.day import today
from web.showing.chosen import Chosen, Selection
from web.showing.export import as_html, as_markdown, as_plain, copied_html, copied_plain
from web.showing.lines import Line
from web.showing.memo import Beside, Memo, OwnWords, memo_of
from web.showing.word import as_word
from web.showing.wording import date_in_words

TODAY = date_in_words(today().isoformat())
PLAN = Chosen(
    "gids.plan",
    "Passage",
    "Plan *A* [1]",
    [Line("1. Kies <b> of _c_ & R&amp;D"), Line("`d` # e", is_item=True), Line("- f | g ~h~", is_item=True), Line("i \\ j")],
    "Jan [de] Wit",
    "Gids *Samen*, 2024",
    "https://x.nl/passages/gids.plan",
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
    "",
    "Gids, z.d.",
    "https://x.nl/werklijsten/gids.lijst",
)
GARDEN = Chosen(
    "praktijkvoorbeeld.tuin",
    "Praktijkvoorbeeld",
    "De tuin",
    [Line("Zij tuinieren samen.")],
    "",
    "Nieuws, 2024",
    "https://x.nl/praktijkvoorbeelden/tuin",
    about=[("Waar", "Beekstad"), ("Contact", "Mia Bos, mia@beekstad.nl. Zoals genoemd in Nieuws, 2024.")],
)


def memo(*chosen: Chosen, left_out: tuple[str, ...] = (), own: OwnWords | None = None) -> Memo:
    selection = Selection([thing.item for thing in chosen], chosen, left_out)
    return memo_of(selection, own) if own else memo_of(selection)


def test_marks_in_the_words_are_escaped_everywhere() -> None:
    assert as_markdown(memo(PLAN, left_out=("‘[weg]’ staat niet in deze kennisbank.",))) == (
        "# Mijn selectie uit de Kennisbank Weerbare gemeenschappen\n\n"
        "## Plan \\*A\\* \\[1\\]\n\n"
        "> “1. Kies \\<b\\> of \\_c\\_ & R\\&amp;D”\n\n"
        "- \\`d\\` \\# e\n- \\- f \\| g \\~h\\~\n\n"
        "> “i \\\\ j”\n\n"
        "Jan \\[de\\] Wit [\\[1\\]](https://x.nl/passages/gids.plan)\n\n"
        "## Let op\n\n"
        "‘\\[weg\\]’ staat niet in deze kennisbank.\n\n"
        "## Bronnen\n\n"
        "\\[1\\] Gids \\*Samen\\*, 2024, <https://x.nl/passages/gids.plan>\n\n"
        "De woorden tussen aanhalingstekens en in de lijsten staan letterlijk zo in de bronnen."
        f" Gemaakt op {TODAY}.\n"
    )


# Three texts, of which the reader put one under a heading that comes later, and one under an earlier one.
OWN = OwnWords(
    "Raadsvoorstel *buurtouders*",
    {
        "gids.plan": Beside("kosten", "1. Dit *kost* weinig.\n\n- En dat is <b>goed</b>."),
        "gids.lijst": Beside("", "Wij kijken breed."),
        "praktijkvoorbeeld.tuin": Beside("aanleiding"),
    },
)
ACCOUNT = (
    "Citaten en lijsten met een bronnummer staan letterlijk zo in de bronnen. De andere tekst is van wie deze memo schreef."
    f" Gemaakt op {TODAY}."
)


def test_a_memo_as_plain_text_is_grouped_by_heading_and_numbered_in_its_own_order() -> None:
    assert as_plain(memo(PLAN, LIST, GARDEN, own=OWN)) == (
        "Raadsvoorstel *buurtouders*\n\n"
        "Kijk op vier lagen\nWij kijken breed.\n“Zo kijkt u:”\n- Gezin\n  - Wie is er thuis?\n- Wijk\n“Zij zei: ‘dat weet ik niet.'”\n"
        "- Wie helpt er?\nBron: [1]\n\n"
        "Aanleiding\n\n"
        "De tuin\n“Zij tuinieren samen.”\nWaar: Beekstad\nContact: Mia Bos, mia@beekstad.nl. Zoals genoemd in Nieuws, 2024.\nBron: [2]\n\n"
        "Kosten en risico’s\n\n"
        "Plan *A* [1]\n1. Dit *kost* weinig.\n- En dat is <b>goed</b>.\n“1. Kies <b> of _c_ & R&amp;D”\n- `d` # e\n- - f | g ~h~\n“i \\ j”\n"
        "Jan [de] Wit [3]\n\n"
        "Bronnen\n"
        "[1] Gids, z.d., https://x.nl/werklijsten/gids.lijst\n"
        "[2] Nieuws, 2024, https://x.nl/praktijkvoorbeelden/tuin\n"
        "[3] Gids *Samen*, 2024, https://x.nl/passages/gids.plan\n\n"
        f"{ACCOUNT}"
    )


def test_a_memo_as_html_has_own_words_as_text_and_those_of_the_sources_as_quotations() -> None:
    assert as_html(memo(PLAN, GARDEN, own=OWN)) == (
        "<h1>Raadsvoorstel *buurtouders*</h1>"
        "<h2>Aanleiding</h2><h3>De tuin</h3><blockquote><p>“Zij tuinieren samen.”</p></blockquote>"
        "<p><b>Waar:</b> Beekstad</p><p><b>Contact:</b> Mia Bos, mia@beekstad.nl. Zoals genoemd in Nieuws, 2024.</p>"
        '<p>Bron: <a href="https://x.nl/praktijkvoorbeelden/tuin">[1]</a></p>'
        "<h2>Kosten en risico’s</h2><h3>Plan *A* [1]</h3><p>1. Dit *kost* weinig.</p><p>- En dat is &lt;b&gt;goed&lt;/b&gt;.</p>"
        "<blockquote><p>“1. Kies &lt;b&gt; of _c_ &amp; R&amp;amp;D”</p><ul><li>`d` # e</li><li>- f | g ~h~</li></ul><p>“i \\ j”</p></blockquote>"
        '<p>Jan [de] Wit <a href="https://x.nl/passages/gids.plan">[2]</a></p>'
        # A text that is not there any more: what was written with it is not lost.
        "<h2>Let op</h2><p>Wij kijken breed.</p>"
        "<h2>Bronnen</h2>"
        '<p>[1] Nieuws, 2024, <a href="https://x.nl/praktijkvoorbeelden/tuin">https://x.nl/praktijkvoorbeelden/tuin</a></p>'
        '<p>[2] Gids *Samen*, 2024, <a href="https://x.nl/passages/gids.plan">https://x.nl/passages/gids.plan</a></p>'
        f"<p>{ACCOUNT}</p>"
    )


def test_own_words_in_markdown_read_as_they_were_typed() -> None:
    told = as_markdown(memo(PLAN, own=OWN))
    assert told.startswith(
        "# Raadsvoorstel \\*buurtouders\\*\n\n## Kosten en risico’s\n\n### Plan \\*A\\* \\[1\\]\n\n"
        "1\\. Dit \\*kost\\* weinig.\n\n\\- En dat is \\<b\\>goed\\</b\\>.\n\n> “1. Kies"
    )


LINES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" "), min_size=1).map(str.strip).filter(bool)


@given(title=LINES, line=LINES, note=LINES, is_item=st.booleans())
@example(title="# kop", line="12) eerst", note="1. x", is_item=True)
@example(title="0", line="'", note="=cmd|'/c calc'!A1", is_item=False)
@example(title="plan #", line="=== | --- | ![a](b) <c@d.nl> &copy; ~~weg~~", note="---", is_item=False)
def test_read_as_markdown_the_words_are_those_that_were_chosen_and_typed(title: str, line: str, note: str, is_item: bool) -> None:
    chosen = Chosen("gids.plan", "Passage", title, [Line(line, is_item)], "", "Gids", "https://x.nl/passages/gids.plan")
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    told = as_markdown(memo(chosen, own=OwnWords(title, {"gids.plan": Beside("", note)})))
    page = fromstring(f"<div>{reader.render(told)}</div>")
    assert [heading.text_content() for heading in page.xpath("./h1 | ./h2")] == [title, title, "Bronnen"]
    (shown,) = page.xpath("./ul/li" if is_item else "./blockquote/p")
    assert (shown.text_content(), len(shown)) == (line if is_item else f"“{line}”", 0)
    own = page.xpath("./p")[0]
    assert (own.text_content(), len(own)) == (note, 0)


def test_what_stands_in_a_list_in_a_list_stays_there() -> None:
    assert copied_plain([LIST, PLAN]) == (
        "“Zo kijkt u:”\n- Gezin\n  - Wie is er thuis?\n- Wijk\n“Zij zei: ‘dat weet ik niet.'”\n- Wie helpt er?\n"
        "(Gids, z.d.)\nhttps://x.nl/werklijsten/gids.lijst\n\n"
        "“1. Kies <b> of _c_ & R&amp;D”\n- `d` # e\n- - f | g ~h~\n“i \\ j”\nJan [de] Wit (Gids *Samen*, 2024)\nhttps://x.nl/passages/gids.plan"
    )
    assert copied_html([LIST]) == (
        "<blockquote><p>“Zo kijkt u:”</p><ul><li>Gezin<ul><li>Wie is er thuis?</li></ul></li><li>Wijk</li></ul>"
        "<p>“Zij zei: ‘dat weet ik niet.&#39;”</p><ul><li>Wie helpt er?</li></ul></blockquote>"
        '<p><a href="https://x.nl/werklijsten/gids.lijst">(Gids, z.d.)</a></p>'
    )
    assert "> “Zo kijkt u:”\n\n- Gezin\n  - Wie is er thuis?\n- Wijk\n\n> “Zij zei" in as_markdown(memo(LIST))


def _word(*chosen: Chosen, left_out: tuple[str, ...] = (), own: OwnWords | None = None) -> DocumentObject:
    return docx.Document(io.BytesIO(as_word(memo(*chosen, left_out=left_out, own=own))))


def _paragraphs(word: DocumentObject) -> list[tuple[str, str]]:
    return [(paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in word.paragraphs]


def test_the_words_are_the_same_whichever_way_they_go() -> None:
    """As a reader of each form sees them: the quoted lines and the items, in order."""
    told = memo(LIST, PLAN)
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
    for html in (copied_html([LIST, PLAN]), as_html(told)):
        copied = fromstring(f"<div>{html}</div>").xpath("//blockquote//p | //li/text()")
        assert [line if isinstance(line, str) else line.text_content() for line in copied] == seen
    page = fromstring(f"<div>{MarkdownIt('commonmark').render(as_markdown(told))}</div>")
    lines = [line if isinstance(line, str) else line.text_content() for line in page.xpath("//blockquote/p | //ul//li/text()")]
    assert [line.strip() for line in lines if line.strip()] == seen
    assert [text for style, text in _paragraphs(_word(LIST, PLAN)) if style.startswith(("List", "Quote"))] == seen
    assert [line.strip().removeprefix("- ") for line in as_plain(told).splitlines() if line.lstrip().startswith(("“", "- "))] == seen


def test_a_word_document_has_own_words_in_another_style_than_those_of_a_source() -> None:
    assert _paragraphs(_word(PLAN, GARDEN, own=OWN)) == [
        ("Title", "Raadsvoorstel *buurtouders*"),
        ("Heading 1", "Aanleiding"),
        ("Heading 2", "De tuin"),
        ("Quote", "“Zij tuinieren samen.”"),
        ("Normal", "Waar: Beekstad"),
        ("Normal", "Contact: Mia Bos, mia@beekstad.nl. Zoals genoemd in Nieuws, 2024."),
        ("Normal", "Bron: [1]"),
        ("Heading 1", "Kosten en risico’s"),
        ("Heading 2", "Plan *A* [1]"),
        ("Normal", "1. Dit *kost* weinig."),
        ("Normal", "- En dat is <b>goed</b>."),
        ("Quote", "“1. Kies <b> of _c_ & R&amp;D”"),
        ("List Bullet", "`d` # e"),
        ("List Bullet", "- f | g ~h~"),
        ("Quote", "“i \\ j”"),
        ("Normal", "Jan [de] Wit [2]"),
        ("Heading 1", "Let op"),
        ("Normal", "Wij kijken breed."),
        ("Heading 1", "Bronnen"),
        ("Normal", f"[1] Nieuws, 2024, https://x.nl/praktijkvoorbeelden/tuin (geraadpleegd op {TODAY})"),
        ("Normal", f"[2] Gids *Samen*, 2024, https://x.nl/passages/gids.plan (geraadpleegd op {TODAY})"),
        ("Normal", ACCOUNT),
    ]


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
    assert word.paragraphs[-1].text.endswith(f"Gemaakt op {TODAY}.")
    paper = word.sections[0]
    assert [round(side.mm, 1) for side in (paper.page_width, paper.page_height) if side] == [210.0, 297.0]
    assert _word(PLAN, own=OWN).core_properties.title == "Raadsvoorstel *buurtouders*"


def test_links_in_a_word_document_work() -> None:
    links = [(link.address, link.text) for paragraph in _word(PLAN, LIST).paragraphs for link in paragraph.hyperlinks]
    plan, listed = PLAN.address, LIST.address
    assert links == [(plan, "[1]"), (listed, "[2]"), (plan, plan), (listed, listed)]


def test_lists_in_a_word_document_are_nested() -> None:
    assert [pair for pair in _paragraphs(_word(LIST)) if pair[0].startswith("List")] == [
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
    own = OwnWords("Titel\ud800", {"gids.plan": Beside("", "eigen\x02 woord")})
    texts = [text for _, text in _paragraphs(_word(odd, left_out=("niet\x02 hier",), own=own))]
    assert texts == [
        "Titel",
        "Plan A",
        "eigen woord",
        "“een twee”",
        "Bron: [1]",
        "Let op",
        "niet hier",
        "Bronnen",
        f"[1] Gids, {PLAN.address} (geraadpleegd op {TODAY})",
        ACCOUNT,
    ]
