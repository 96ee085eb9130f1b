"""The layer behind a model from elsewhere: what it takes off, and what it learns."""

from pathlib import Path

import numpy as np

from indexer.model import layer_training
from kb.index.layer import Layer, open_layer, write
from kb.index.vectors import unit_rows


def test_what_all_vectors_share_is_taken_off() -> None:
    layer = Layer(np.array([1, 0], np.float32), np.eye(2, dtype=np.float32))
    given = unit_rows(np.array([[1, 0.1], [1, -0.1]], np.float32))
    assert float(given[0] @ given[1]) > 0.9
    applied = layer.applied(given)
    assert float(applied[0] @ applied[1]) < -0.9


def test_of_no_vectors_none_are_made() -> None:
    """An encoder that is asked for nothing does not know how wide its vectors are."""
    layer = Layer(np.zeros(2, np.float32), np.eye(2, dtype=np.float32))
    assert layer.applied(np.empty((0, 0), np.float32)).shape == (0, 2)


def test_a_layer_comes_back_from_its_file(tmp_path: Path) -> None:
    layer = Layer(np.array([0.5, 0.25], np.float32), np.array([[0, 1], [1, 0]], np.float32))
    assert open_layer(tmp_path) is None
    write(layer, tmp_path)
    back = open_layer(tmp_path)
    assert back is not None
    np.testing.assert_array_equal(back.mean, layer.mean)
    np.testing.assert_array_equal(back.weights, layer.weights)


def test_couples_join_a_question_with_its_text_and_with_its_sisters() -> None:
    pairs = layer_training.couples([0, 0, 2], texts=3)
    assert list(zip(pairs.left, pairs.right, pairs.owners, strict=True)) == [(3, 0, 0), (4, 0, 0), (3, 4, 0), (5, 2, 2)]
    assert layer_training.couples([], texts=3) == layer_training.Couples((), (), ())


def test_what_questions_have_in_common_with_their_text_comes_to_count() -> None:
    """Texts are told apart by the first four of eight directions; the other four are noise that is larger."""
    chooser = np.random.default_rng(5)
    subjects = np.repeat(np.eye(4, dtype=np.float32), 500, axis=0)
    texts = np.hstack([np.eye(4, dtype=np.float32), chooser.normal(0, 0.8, (4, 4)).astype(np.float32)])
    questions = np.hstack([subjects, chooser.normal(0, 0.8, subjects.shape).astype(np.float32)])
    vectors = unit_rows(np.vstack([texts, questions]))
    owners = [number // 500 for number in range(2_000)]
    mean = layer_training.mean_of(vectors[:4], vectors[4:])

    def right(layer: Layer) -> float:
        turned = layer.applied(vectors)
        return float(np.mean(np.argmax(turned[4:] @ turned[:4].T, axis=1) == owners))

    told: list[float] = []
    before = right(Layer(mean, np.eye(8, dtype=np.float32)))
    after = right(layer_training.taught(vectors, mean, layer_training.couples(owners, 4), told.append))
    assert told[-1] == 1.0
    assert after > before + 0.1
    again = layer_training.taught(vectors, mean, layer_training.couples(owners, 4), told.append)
    assert right(again) == after
