from pathlib import Path

import numpy as np
import pytest
from meaning import bag_of_words

from kb.index import embedding
from kb.index.embedding import EmbeddingIndex, Similarity
from kb.index.encoder import StaticEncoder
from kb.model import Entry, EntryKind

ENTRIES = [
    Entry("a", EntryKind.PASSAGE, "tuin", "", "groente zaaien", ("waar groeit sla", "wie zaait")),
    Entry("b", EntryKind.PASSAGE, "vaders", "", "praten samen werk"),
    Entry("c", EntryKind.QUOTE, "bij", "", "naam", ("wie kent iedereen",)),
]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> StaticEncoder:
    texts = [text for entry in ENTRIES for text in (entry.title, entry.text, *entry.questions)]
    return bag_of_words(texts, tmp_path_factory.mktemp("model"))


def written(entries: list[Entry], encoder: StaticEncoder, folder: Path) -> EmbeddingIndex:
    embedding.write(entries, encoder, folder)
    return EmbeddingIndex(folder)


@pytest.fixture(scope="module")
def index(encoder: StaticEncoder, tmp_path_factory: pytest.TempPathFactory) -> EmbeddingIndex:
    return written(ENTRIES, encoder, tmp_path_factory.mktemp("embedding"))


def ask(index: EmbeddingIndex, encoder: StaticEncoder, question: str) -> Similarity:
    return index.search(encoder.encode_queries([question])[0])


def test_a_question_is_compared_with_texts_and_with_questions(index: EmbeddingIndex, encoder: StaticEncoder) -> None:
    found = ask(index, encoder, "wie zaait")
    # One word of the three of the first text; all of its second question; b has no questions, c none of the words.
    np.testing.assert_allclose(found.texts, [1 / np.sqrt(3), 0, 0], atol=1e-6)
    np.testing.assert_allclose(found.questions, [1, -1, 0], atol=1e-6)
    assert found.best_question.tolist() == [1, -1, 0]


def test_the_best_question_is_numbered_within_its_entry(index: EmbeddingIndex, encoder: StaticEncoder) -> None:
    found = ask(index, encoder, "wie kent sla")
    np.testing.assert_allclose(found.questions, [0.5, -1, 0.5], atol=1e-6)
    assert found.best_question.tolist() == [0, -1, 0]


def test_of_questions_that_are_equally_alike_the_first_is_named(encoder: StaticEncoder, tmp_path: Path) -> None:
    """What a reader sees as the question that matched must not hang on the order in which equals are met."""
    equals = Entry("d", EntryKind.PASSAGE, "tuin", "", "groente", ("waar groeit sla", "wie zaait", "zaait wie", "wie wat zaait"))
    found = ask(written([equals, equals], encoder, tmp_path), encoder, "zaait")
    np.testing.assert_allclose(found.questions, [1, 1], atol=1e-6)
    assert found.best_question.tolist() == [1, 1]


def test_title_and_text_make_one_vector(index: EmbeddingIndex, encoder: StaticEncoder) -> None:
    np.testing.assert_allclose(ask(index, encoder, "tuin groente zaaien").texts, [1, 0, 0], atol=1e-6)
    np.testing.assert_allclose(ask(index, encoder, "vaders").texts, [0, 0.5, 0], atol=1e-6)


def test_a_question_without_known_words_resembles_nothing(index: EmbeddingIndex, encoder: StaticEncoder) -> None:
    np.testing.assert_array_equal(ask(index, encoder, "xyzzy").texts, [0, 0, 0])


def test_an_index_without_questions_has_texts_only(encoder: StaticEncoder, tmp_path: Path) -> None:
    index = written(ENTRIES[1:2], encoder, tmp_path)
    found = ask(index, encoder, "vaders praten samen werk")
    np.testing.assert_allclose(found.texts, [1], atol=1e-6)
    assert (found.questions.tolist(), found.best_question.tolist(), index.size) == ([-1.0], [-1], 1)


def test_a_text_without_questions_is_compared_below_its_headings_too(encoder: StaticEncoder, tmp_path: Path) -> None:
    """Nobody has said for it what it is about, so its headings do: of both the better likeness counts. Questions say it better."""
    below = [
        Entry("e", EntryKind.PASSAGE, "sla", "tuin / groente", "zaaien"),
        Entry("f", EntryKind.PASSAGE, "sla", "tuin / groente", "zaaien", ("wie kent iedereen",)),
        Entry("g", EntryKind.PASSAGE, "sla", "", "zaaien"),
    ]
    index = written(below, encoder, tmp_path)
    np.testing.assert_allclose(ask(index, encoder, "tuin groente").texts, [2 / np.sqrt(8), 0, 0], atol=1e-6)
    np.testing.assert_allclose(ask(index, encoder, "sla zaaien").texts, [1, 1, 1], atol=1e-6)
    assert ask(index, encoder, "tuin").best_question.tolist() == [-1, 0, -1]


def test_a_proposed_question_counts_as_words_of_the_text_and_never_against_it(encoder: StaticEncoder, tmp_path: Path) -> None:
    """Nobody confirmed it, so it is no question of the entry: it may find it, and what is asked otherwise finds it as before."""
    proposed = [
        Entry("h", EntryKind.PASSAGE, "sla", "tuin", "zaaien", (), ("wie kent iedereen", "praten samen")),
        Entry("i", EntryKind.PASSAGE, "sla", "tuin", "zaaien", ("waar groeit",), ("wie kent iedereen",)),
        Entry("j", EntryKind.PASSAGE, "sla", "tuin", "zaaien"),
    ]
    index = written(proposed, encoder, tmp_path)
    found = ask(index, encoder, "wie kent iedereen")
    np.testing.assert_allclose(found.texts, [1, 1, 0], atol=1e-6)
    assert (found.questions.tolist()[0], found.best_question.tolist()) == (-1, [-1, 0, -1])
    np.testing.assert_allclose(ask(index, encoder, "praten samen").texts, [1, 0, 0], atol=1e-6)
    np.testing.assert_allclose(ask(index, encoder, "tuin").texts, [1 / np.sqrt(3), 0, 1 / np.sqrt(3)], atol=1e-6)
    numbered = [(owner, number) for owner, number, _ in index.vectors()]
    assert numbered == [(0, -1), (1, -1), (1, 0), (2, -1), (0, -2), (2, -2), (0, -3), (0, -4), (1, -2)]
