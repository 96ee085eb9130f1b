from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from kb import embedding_index
from kb.embedding_index import NO_QUESTIONS, EmbeddingIndex
from kb.encoder import Vectors, unit_rows
from kb.model import Entry, EntryKind


class BagOfWords:
    """An encoder with meaning: one place in the vector for each word."""

    name = "zak-met-woorden"

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), 4096), np.float32)
        for row, text in enumerate(texts):
            for word in text.split():
                vectors[row, crc32(word.encode()) % 4096] += 1
        return unit_rows(vectors)

    encode_queries = encode_passages


ENTRIES = [
    Entry("a", EntryKind.PASSAGE, "tuin", "", "groente zaaien", ("waar groeit sla", "wie zaait")),
    Entry("b", EntryKind.PASSAGE, "vaders", "", "praten samen werk"),
    Entry("c", EntryKind.QUOTE, "bij", "", "naam", ("wie kent iedereen",)),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> EmbeddingIndex:
    folder = tmp_path_factory.mktemp("embedding")
    embedding_index.write(ENTRIES, BagOfWords(), folder)
    return EmbeddingIndex(folder)


def ask(index: EmbeddingIndex, question: str) -> embedding_index.Similarity:
    return index.search(BagOfWords().encode_queries([question])[0])


def test_the_words_of_a_bag_fall_in_places_of_their_own() -> None:
    words = {word for entry in ENTRIES for text in (entry.title, entry.text, *entry.questions) for word in text.split()}
    assert len({crc32(word.encode()) % 4096 for word in words}) == len(words)


def test_a_question_is_compared_with_texts_and_with_questions(index: EmbeddingIndex) -> None:
    found = ask(index, "wie zaait")
    np.testing.assert_allclose(found.texts, [0, 0, 0], atol=1e-6)
    np.testing.assert_allclose(found.questions, [1, -1, 1 / np.sqrt(6)], atol=1e-6)
    assert found.best_question.tolist() == [1, -1, 0]


def test_title_and_text_make_one_vector(index: EmbeddingIndex) -> None:
    np.testing.assert_allclose(ask(index, "tuin groente zaaien").texts, [1, 0, 0], atol=1e-6)
    np.testing.assert_allclose(ask(index, "vaders").texts, [0, 0.5, 0], atol=1e-6)


def test_a_question_without_known_words_resembles_nothing(index: EmbeddingIndex) -> None:
    found = index.search(np.zeros(4096, np.float32))
    np.testing.assert_array_equal(found.texts, [0, 0, 0])


def test_an_index_without_questions_has_texts_only(tmp_path: Path) -> None:
    embedding_index.write(ENTRIES[1:2], BagOfWords(), tmp_path)
    index = EmbeddingIndex(tmp_path)
    found = ask(index, "vaders praten samen werk")
    np.testing.assert_allclose(found.texts, [1], atol=1e-6)
    assert (found.questions.tolist(), found.best_question.tolist(), index.size) == ([NO_QUESTIONS], [-1], 1)
