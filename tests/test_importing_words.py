"""No word is lost on the way to blocks, whatever a page looks like."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.conversion import balance
from indexer.importing.guards import Kind
from indexer.importing.web import page

TAGS = (
    *("p", "div", "section", "article", "main", "h1", "h2", "ul", "ol", "li", "dl", "dt", "table", "tr", "td", "th", "caption", "thead"),
    *("span", "b", "sup", "a", "em", "br", "blockquote", "nav", "aside", "header", "footer", "form", "button", "figure", "figcaption"),
)
MARKS = ("", " hidden", " class='sr-only'", " class='menu'", " href='javascript:x()'", " href='#w1' class='noot'", " id='w1'", " style='font-weight: bold'", " role='main'", " colspan=3 rowspan=2")  # fmt: skip
PIECES = st.tuples(st.sampled_from(("open", "open", "close", "word", "word", "number")), st.sampled_from(TAGS), st.sampled_from(MARKS))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=40))
def test_every_word_of_a_page_is_kept_or_set_aside(pieces: list[tuple[str, str, str]]) -> None:
    html = "".join(
        {"open": f"<{tag}{marks}>", "close": f"</{tag}>", "word": f"woord{number}{'' if number % 3 else ' '}", "number": "1"}[sort]
        for number, (sort, tag, marks) in enumerate(pieces)
    )
    found = balance(page.converted(page.parsed(f"<body>{html}</body>"), Kind.HTML))
    assert (found.missing, found.extra) == (0, 0), html
