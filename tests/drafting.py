"""Random files as a converter hands them over, and what a draft of one says once it is read back."""

from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from indexer.corpus import source_file
from indexer.corpus.faults import FaultList
from indexer.corpus.source import Source
from indexer.drafting.draft_writing import Written
from indexer.importing.blocks import Block, BlockKind, Conversion

HEAD = (
    "---\nid: concept\ntitel: Een stuk\nsoort: handreiking\nuitgever: gemeente Delft\ndatum_herkomst: onbekend\nbewijs: advies\n"
    "origineel: concept.txt\nherkomst: Overgenomen uit een bestand.\n---\n\n"
)
_SIGNS = "abcdé1.,;:-()[]*_#>|<&`=~+²\\\"'!?{}"
_WORD = st.one_of(
    st.text(alphabet=_SIGNS, min_size=1, max_size=8),
    st.sampled_from(["de", "wijk", "1.", "-", "en.", "[1]", "|", "##", "-->", "<!--", "&amp;", "{#anker}", "Buren."]),
)
WORDS = st.lists(_WORD, min_size=1, max_size=12).map(" ".join)
LONG = st.integers(min_value=150, max_value=700).map(
    lambda number: " ".join(f"w{place}{'.' if place % 17 == 0 else ''}" for place in range(number))
)
TEXT = st.one_of(WORDS, WORDS, WORDS, LONG)


def table(rows: list[list[str]]) -> Block:
    return Block(BlockKind.TABLE, " ".join(" ".join(cell for row in rows for cell in row).split()), rows=tuple(map(tuple, rows)))


def _headless(rows: list[list[str]]) -> Block:
    return replace(table(rows), has_head=False)


BLOCKS = st.lists(
    st.one_of(
        st.builds(lambda text, level: Block(BlockKind.HEADING, text, level=level), WORDS, st.integers(1, 6)),
        st.builds(lambda text, kind: Block(kind, text), TEXT, st.sampled_from([BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.CAPTION])),
        st.builds(lambda text, level: Block(BlockKind.ITEM, text, level=level), TEXT, st.integers(0, 4)),
        st.lists(st.lists(st.one_of(WORDS, st.just(""), LONG), min_size=1, max_size=4), min_size=1, max_size=5).map(_headless),
        st.just(Block(BlockKind.FIGURE, "", page=3)),
    ),
    min_size=1,
    max_size=14,
)


def conversion(*blocks: Block, **fields: object) -> Conversion:
    given: dict[str, object] = {"footnotes": (), "set_aside": (), "pages": ("",), "has_pages": False, "properties": {}, **fields}
    return Conversion("pdf", tuple(blocks), **given)  # type: ignore[arg-type]


def read_back(written: Written, folder: Path) -> tuple[Source, FaultList]:
    """Return the source that a draft is, and the faults of its format."""
    file, faults = folder / "concept.md", FaultList(folder)
    file.write_text(HEAD + written.body, encoding="utf-8")
    source = source_file.read(file, faults)
    assert source is not None, faults.faults
    return source, faults


def words_of(source: Source) -> str:
    """Return all words of a source in reading order, without spaces: headings that are not the editor's, and passages."""
    sections = {section.id: section for section in source.sections}
    passages = {passage.id: passage for passage in source.passages}
    found = []
    for item in source.document.order:
        if item.kind == "section" and not sections[item.id].title_is_ours:
            found.append(sections[item.id].title)
        elif item.kind == "passage":
            found.append(passages[item.id].text)
    return "".join("".join(found).split())
