from html import escape, unescape
from re import findall, sub

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis.languages import Languages
from kb.model import Block, ForeignPhrase
from kb.passage_html import blocks_of, canonical, mark, mark_languages, text_of

WORDS = st.text(alphabet="abcé &<>\"'\n  ", min_size=1, max_size=12).map(lambda text: escape(text, quote=False))
INLINE = st.one_of(
    WORDS,
    WORDS.map("<strong>{}</strong>".format),
    WORDS.map("<em>{}</em>".format),
    WORDS.map('<a href="kb:gids.stap-1">{}</a>'.format),
    WORDS.map('<a class="verloren">{}</a><span class="redactie"> (niet opgenomen)</span>'.format),
    st.just("x<br>y"),
)
RUN = st.lists(INLINE, min_size=1, max_size=4).map("".join)
ITEM = st.tuples(RUN, st.lists(RUN, max_size=2)).map(
    lambda item: f"<li>{item[0]}" + (f"<ul>{''.join(f'<li>{inner}</li>' for inner in item[1])}</ul>" if item[1] else "") + "</li>"
)
BLOCK = st.one_of(
    RUN.map("<p>{}</p>\n".format),
    st.lists(ITEM, min_size=1, max_size=3).map(lambda items: f"<ul>\n{' '.join(items)}\n</ul>"),
    st.lists(ITEM, min_size=1, max_size=3).map(lambda items: f'<ol start="2">{"".join(items)}</ol>'),
    st.lists(RUN, min_size=1, max_size=3).map(
        lambda cells: f"<table><tbody><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></tbody></table>"
    ),
    RUN.map('<aside class="redactie"><p>{}</p></aside>'.format),
    st.just('<figure data-citaat="gids.citaat"></figure>'),
)
HTML = st.lists(BLOCK, max_size=5).map("".join).map(canonical)


@st.composite
def html_with_spans(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    html = draw(HTML)
    cuts = sorted(draw(st.sets(st.integers(0, len(text_of(html))), max_size=6)))
    return html, list(zip(cuts[::2], cuts[1::2], strict=False))


def stripped(html: str) -> str:
    return unescape(sub(r"<[^>]*>", "", html))


@given(html_with_spans())
def test_the_tags_of_a_marked_page_stripped_give_the_text_back(case: tuple[str, list[tuple[int, int]]]) -> None:
    html, spans = case
    marked = mark(html, spans)
    assert stripped(marked) == stripped(html)
    assert text_of(marked) == text_of(html)
    assert sub(r"</?mark[^>]*>", "", marked) == mark(html, [])


@given(html_with_spans())
def test_marks_hold_exactly_the_words_of_the_spans(case: tuple[str, list[tuple[int, int]]]) -> None:
    html, spans = case
    text = text_of(html)
    marked = "".join(unescape(words) for words in findall(r"<mark[^>]*>([^<]*)</mark>", mark(html, spans)))
    assert marked == "".join(text[begin:end].replace("\n", "") for begin, end in spans)


@given(html_with_spans())
def test_only_the_first_mark_has_the_id_to_scroll_to(case: tuple[str, list[tuple[int, int]]]) -> None:
    marked = mark(*case)
    assert marked.count('id="gemarkeerd"') == min(1, marked.count("<mark"))
    assert marked.partition("<mark")[2].startswith(' id="gemarkeerd"') or "<mark" not in marked


@given(HTML)
def test_blocks_joined_by_line_ends_are_the_text(html: str) -> None:
    text = text_of(html)
    assert "\n".join(text[block.begin : block.end] for block in blocks_of(html)) == text


@given(HTML)
def test_canonical_html_stays_as_it_is(html: str) -> None:
    assert canonical(html) == html


LANGUAGES = Languages([ForeignPhrase("a", "en"), ForeignPhrase("b c", "fr"), ForeignPhrase("x", "de")])


@given(html_with_spans())
def test_words_in_another_language_leave_text_blocks_and_marks_as_they_were(case: tuple[str, list[tuple[int, int]]]) -> None:
    html, spans = case
    told = mark_languages(html, LANGUAGES)
    assert stripped(told) == stripped(html)
    assert (text_of(told), blocks_of(told)) == (text_of(html), blocks_of(html))
    assert canonical(told) == told
    assert sub(r'<span lang="..">([^<]*)</span>', r"\1", told) == mark(html, [])
    marked = "".join(unescape(words) for words in findall(r"<mark[^>]*>([^<]*)</mark>", mark(told, spans)))
    assert marked == "".join(text_of(html)[begin:end].replace("\n", "") for begin, end in spans)


HTML_OF_ALL_KINDS = (
    "<p><strong>Let op</strong></p><p>Begin met <em>luisteren</em> &amp; praten.</p>"
    "<ul><li>Koffie<ul><li>zwart</li></ul></li></ul>"
    "<table><thead><tr><th>Doel</th></tr></thead><tbody><tr><td>Thee</td></tr></tbody></table>"
    '<p><a href="kb:gids.stap-1">Luister</a></p>'
)


def test_text_puts_each_block_on_a_line_of_its_own() -> None:
    assert text_of(HTML_OF_ALL_KINDS) == "Let op\nBegin met luisteren & praten.\nKoffie\nzwart\nDoel\nThee\nLuister"


def test_a_block_knows_its_place_its_kind_and_how_deep_its_list_is() -> None:
    assert blocks_of(HTML_OF_ALL_KINDS) == (
        Block(0, 6, "label"),
        Block(7, 36, "alinea"),
        Block(37, 43, "item", 1),
        Block(44, 49, "item", 2),
        Block(50, 54, "cel"),
        Block(55, 59, "cel"),
        Block(60, 67, "verwijzing"),
    )


def test_the_editors_own_words_are_no_text_and_are_never_marked() -> None:
    html = '<p>Lees de <a class="verloren">brochure</a><span class="redactie"> (niet opgenomen)</span> eerst.</p>'
    assert text_of(html) == "Lees de brochure eerst."
    assert mark(html, [(0, 23)]) == (
        '<p><mark id="gemarkeerd">Lees de </mark><a class="verloren"><mark>brochure</mark></a>'
        '<span class="redactie"> (niet opgenomen)</span><mark> eerst.</mark></p>'
    )


def test_a_note_with_blocks_of_its_own_leaves_the_text_around_it_two_blocks() -> None:
    html = '<p>Eén.</p><aside class="redactie"><p>Hier ontbreekt <em>een</em><br>figuur.</p></aside><p>Twee.</p>'
    assert text_of(html) == "Eén.\nTwee."
    assert blocks_of(html) == (Block(0, 4, "alinea"), Block(5, 10, "alinea"))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>\n een\n twee  drie </p>\n", "<p>een twee drie</p>"),
        ("<p>een <strong> twee</strong> drie</p>", "<p>een <strong> twee</strong> drie</p>"),
        ("<ul>\n<li>\n<p>een</p>\n</li>\n</ul>", "<ul><li><p>een</p></li></ul>"),
        ("<p>3 &lt; 4 &amp;amp; meer</p>", "<p>3 &lt; 4 &amp;amp; meer</p>"),
        ("", ""),
    ],
)
def test_canonical_folds_white_space_and_drops_it_beside_blocks(html: str, expected: str) -> None:
    assert canonical(html) == expected


def test_a_mark_over_two_blocks_is_a_mark_in_each() -> None:
    html = "<ul><li>Wat gaat goed?</li><li>Wie helpt?</li></ul>"
    assert mark(html, [(4, 18)]) == ('<ul><li>Wat <mark id="gemarkeerd">gaat goed?</mark></li><li><mark>Wie</mark> helpt?</li></ul>')


def test_marked_words_stay_escaped() -> None:
    assert mark("<p>2 &lt; 3 &amp; 4</p>", [(2, 3)]) == '<p>2 <mark id="gemarkeerd">&lt;</mark> 3 &amp; 4</p>'


PHRASES = Languages([ForeignPhrase("boundary spanning", "en"), ForeignPhrase("boundary", "en"), ForeignPhrase("R&B", "en")])


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<p>Boundary spanning.</p>", '<p><span lang="en">Boundary spanning</span>.</p>'),
        ("<p>r&amp;b &lt;3</p>", '<p><span lang="en">r&amp;b</span> &lt;3</p>'),
        ("<p><em>boundary</em> spanning</p>", '<p><em><span lang="en">boundary</span></em><span lang="en"> spanning</span></p>'),
        ("<p>a<em>boundary</em></p>", "<p>a<em>boundary</em></p>"),
        ("<p>een boundary</p><p>spanning</p>", '<p>een <span lang="en">boundary</span></p><p>spanning</p>'),
        ("<ul><li>boundary</li><li>spanning</li></ul>", '<ul><li><span lang="en">boundary</span></li><li>spanning</li></ul>'),
        ('<p><a href="kb:gids.boundary">x</a></p>', '<p><a href="kb:gids.boundary">x</a></p>'),
        # The editor's own words are no text of the source, and are read aloud all the same.
        ('<p>x<span class="redactie"> (boundary)</span></p>', '<p>x<span class="redactie"> (<span lang="en">boundary</span>)</span></p>'),
    ],
)
def test_a_phrase_is_wrapped_where_it_stands(html: str, told: str) -> None:
    assert mark_languages(html, PHRASES) == told


def test_a_mark_over_words_in_another_language_goes_on_in_them() -> None:
    told = mark_languages("<p>over boundary spanning nu</p>", PHRASES)
    assert mark(told, [(0, 13)]) == ('<p><mark id="gemarkeerd">over </mark><span lang="en"><mark>boundary</mark> spanning</span> nu</p>')
