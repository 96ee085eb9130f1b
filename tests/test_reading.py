"""A stretch of a source on a page of its own: the sentences it stands in, and what is marked."""

import pytest

from web.showing.reading import span_html


@pytest.mark.parametrize(
    ("text", "span", "shown"),
    [
        ("Eerst dit. Dan dat. En dan nog iets.", "Dan dat.", "Dan dat."),
        ("Eerst dit. Dan dat. En dan nog iets.", "Dan dat. En dan nog iets.", "Dan dat. En dan nog iets."),
        (
            "Eerst dit. Een spil is een buur die velen kent. Klaar.",
            "een buur die velen kent.",
            "Een spil is <mark>een buur die velen kent.</mark>",
        ),
        ("Informeren: men hoort het\nAdviseren: men zegt iets", "men zegt iets", "Adviseren: <mark>men zegt iets</mark>"),
        ("Adviseren: men zegt iets\nMeebeslissen: men kiest mee", "men zegt iets", "Adviseren: <mark>men zegt iets</mark>"),
        ("Dat is streng.¹ Het helpt wel.", "Het helpt wel.", "Het helpt wel."),
        ("Hij zei: “Kom maar.” Zij kwam.", "Kom maar.", "Hij zei: “<mark>Kom maar.</mark>”"),
        ("Kies a < b & c. Niet meer.", "Kies a < b & c.", "Kies a &lt; b &amp; c."),
        ("een instrument dat helpt", "instrument", "een <mark>instrument</mark> dat helpt"),
    ],
)
def test_a_span_is_shown_in_its_sentences(text: str, span: str, shown: str) -> None:
    begin = text.index(span)
    assert str(span_html(text, begin, begin + len(span))) == shown
