"""What is taken along as Markdown or plain text: the words as they are, whatever marks they hold."""

from hypothesis import example, given
from hypothesis import strategies as st
from lxml.html import fromstring
from markdown_it import MarkdownIt

from web.serving.day import today
from web.showing.chosen import Chosen, Selection
from web.showing.export import as_markdown, as_plain
from web.showing.lines import Line
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
        "> 1\\. Kies \\<b\\> of \\_c\\_ & R\\&amp;D\n\n"
        "- \\`d\\` \\# e\n- \\- f \\| g \\~h\\~\n\n"
        "> i \\\\ j\n\n"
        "Jan \\[de\\] Wit. Bron [1]: [Gids \\*Samen\\*, 2024](https://x.nl/passages/gids.plan)\n\n"
        "## Let op\n\n"
        "‘\\[weg\\]’ staat niet in deze kennisbank.\n\n"
        "## Bronnen\n\n"
        "1. Gids \\*Samen\\*, 2024. Plan \\*A\\* \\[1\\]. <https://x.nl/passages/gids.plan>\n"
    )


LINES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" "), min_size=1).map(str.strip).filter(bool)


@given(title=LINES, line=LINES, is_item=st.booleans())
@example(title="# kop", line="12) eerst", is_item=True)
@example(title="plan #", line="=== | --- | ![a](b) <c@d.nl> &copy; ~~weg~~", is_item=False)
def test_read_as_markdown_the_words_are_those_that_were_chosen(title: str, line: str, is_item: bool) -> None:
    chosen = Chosen("gids.plan", "Passage", title, [Line(line, is_item)], "", "Gids", "https://x.nl/passages/gids.plan")
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    page = fromstring(f"<div>{reader.render(as_markdown(Selection(['gids.plan'], [chosen], [])))}</div>")
    assert [heading.text_content() for heading in page.iter("h2")] == [title, "Bronnen"]
    (shown,) = page.xpath("./ul/li" if is_item else "./blockquote/p")
    assert (shown.text_content(), len(shown)) == (line, 0)


def test_plain_text_is_left_as_it_is() -> None:
    assert as_plain([PLAN]) == (
        "Plan *A* [1]\n“1. Kies <b> of _c_ & R&amp;D”\n- `d` # e\n- - f | g ~h~\n“i \\ j”\nJan [de] Wit\n"
        "(Gids *Samen*, 2024)\nhttps://x.nl/passages/gids.plan"
    )
