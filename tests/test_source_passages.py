"""Passages of a source: where a long one is cut, and where a stretch of it then lies."""

from pathlib import Path

from one_source import source_of

from indexer.corpus.source_passages import spans_within
from kb.library import Library
from kb.model import Passage, Span


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


def test_a_stretch_of_the_joined_text_is_found_in_the_passages_it_covers() -> None:
    parts = [Passage(identity, "gids", "gids.deel", text, "", ()) for identity, text in (("a", "een twee"), ("b", "drie"), ("c", "vier"))]
    assert spans_within(parts, 4, 11) == [Span("a", 4, 8), Span("b", 0, 2)]
    assert spans_within(parts, 9, 13) == [Span("b", 0, 4)]
    assert spans_within(parts, 8, 9) == []
