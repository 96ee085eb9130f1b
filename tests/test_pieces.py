"""Texts are cut into the same pieces as by the library of tokenizers, without what that takes of memory."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from indexer.model import tokenizer
from kb.index.pieces import FOLDER, TOKENIZER, Pieces, write
from kb.knowledge_base import KnowledgeBase

SCORED = [
    ("<s>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("▁", -2.0),
    ("a", -3.0),
    ("b", -3.5),
    ("ab", -4.0),
    ("▁ab", -4.5),
    ("aba", -9.0),
    ("é", -5.0),
]


def saved(cutter: Tokenizer, folder: Path, most: int = 12) -> Tokenizer:
    """Write a tokenizer as a model has it: with pieces that begin and end a text, and a longest text."""
    cutter.add_special_tokens(["<s>", "</s>", "<unk>"])
    cutter.post_processor = processors.TemplateProcessing("<s> $A </s>", "$A $B", [("<s>", 0), ("</s>", 1)])
    cutter.enable_truncation(most)
    cutter.save(str(folder / TOKENIZER))
    return cutter


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tokenizer, Pieces]:
    folder = tmp_path_factory.mktemp("model")
    library = saved(tokenizer.of(SCORED, 2), folder)
    write(folder)
    return library, Pieces(folder)


def test_the_best_way_to_cut_a_text_is_that_with_the_highest_scores(both: tuple[Tokenizer, Pieces]) -> None:
    """'aba' as one piece costs 9 and a space 2; as '▁ab' and 'a' it costs 7.5."""
    assert both[1].ids("aba") == [0, 7, 4, 1]


def test_unknown_letters_beside_each_other_are_one_piece_and_a_long_text_is_cut_off(both: tuple[Tokenizer, Pieces]) -> None:
    assert both[1].ids("xyz a") == [0, 3, 2, 3, 4, 1]
    assert both[1].ids("a b " * 9) == [0, *[3, 4, 3, 5] * 2, 3, 4, 1]
    assert (both[1].ids(""), both[1].ids("  ")) == ([0, 1], [0, 3, 1])


@given(st.text(st.sampled_from("aabbé xz ▁\t\u0301ﬁ½日😀"), max_size=40) | st.text(max_size=20))
def test_every_text_is_cut_as_by_the_library(both: tuple[Tokenizer, Pieces], text: str) -> None:
    library, pieces = both
    if not any(special in text for special in ("<s>", "</s>", "<unk>")):
        assert pieces.ids(text) == library.encode(text).ids


def test_what_begins_and_ends_a_text_is_not_to_be_typed(both: tuple[Tokenizer, Pieces]) -> None:
    assert both[1].ids("</s>") == [0, 3, 2, 1]


def test_another_kind_of_tokenizer_is_left_to_the_library(tmp_path: Path) -> None:
    cutter = Tokenizer(models.WordLevel({"<unk>": 2, "a": 3}, "<unk>"))
    cutter.pre_tokenizer = pre_tokenizers.Whitespace()
    saved(cutter, tmp_path)
    write(tmp_path)
    assert not (tmp_path / FOLDER).exists()


def test_the_texts_and_questions_of_the_corpus_are_cut_as_by_the_library(real_base: KnowledgeBase) -> None:
    folder = real_base.folder / "model"
    library = Tokenizer.from_file(str(folder / TOKENIZER))
    library.no_padding()
    pieces = Pieces(folder)
    entries = [record.entry for record in real_base.retriever.records(range(real_base.retriever.size))]
    texts = [
        text for entry in entries for text in (f"passage: {entry.title}\n{entry.text}", *(f"query: {asked}" for asked in entry.questions))
    ]
    assert len(texts) > 4_000
    assert [text for text in texts if pieces.ids(text) != library.encode(text).ids] == []
