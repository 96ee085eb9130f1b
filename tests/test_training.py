from pathlib import Path

import numpy as np
import pytest

from indexer import training
from indexer.training import Pair, train, training_pairs
from kb.encoder import StaticEncoder
from kb.model import Concept, Entry, EntryKind

ENTRIES = [
    Entry("a", EntryKind.PASSAGE, "Tuin", "", "Groente uit de tuin.", ("wat groeit er", "wie zaait er")),
    Entry("b", EntryKind.QUOTE, "Vaders", "", "Vaders praten samen.", ()),
]
CONCEPTS = [Concept("tuin", ("moestuin",), ("groentetuin",), (), ("park",), ())]


def test_pairs_join_question_heading_and_names_with_what_they_mean() -> None:
    pairs = training_pairs(ENTRIES, CONCEPTS)
    assert {
        Pair("wat groeit er", "Tuin\nGroente uit de tuin."),
        Pair("wie zaait er", "Tuin\nGroente uit de tuin."),
        Pair("Tuin", "Groente uit de tuin."),
        Pair("wat groeit er", "wie zaait er"),
        Pair("Vaders", "Vaders praten samen."),
        Pair("tuin", "moestuin"),
        Pair("tuin", "groentetuin"),
    } <= set(pairs)
    assert "park" not in {text for pair in pairs for text in (pair.left, pair.right)}


def test_question_pairs_are_sampled_the_same_each_time() -> None:
    many = [Entry("a", EntryKind.PASSAGE, "T", "", "Tekst.", tuple(f"vraag {number}" for number in range(9)))]
    pairs = training_pairs(many, [])
    between = [pair for pair in pairs if pair.left.startswith("vraag") and pair.right.startswith("vraag")]
    assert len(between) == training.QUESTION_PAIRS_PER_ENTRY
    assert pairs == training_pairs(many, [])
    assert pairs != training_pairs(many, [], seed=1)


PAIRS = [
    Pair(*pair)
    for pair in [
        ("wat kost de tuin", "de tuin kost tweeduizend euro"),
        ("prijs van de tuin", "de tuin kost tweeduizend euro"),
        ("wanneer praten vaders", "vaders praten elke maand"),
        ("hoe vaak praten vaders", "vaders praten elke maand"),
        ("wie drinkt koffie", "buren drinken koffie in het buurthuis"),
        ("waar drinken buren koffie", "buren drinken koffie in het buurthuis"),
    ]
]


def trained(folder: Path, seed: int = training.SEED) -> StaticEncoder:
    shares: list[float] = []
    train(PAIRS, folder, shares.append, seed)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    return StaticEncoder(folder)


def test_two_trainings_give_the_same_vectors_within_a_millionth(tmp_path: Path) -> None:
    texts = [text for pair in PAIRS for text in (pair.left, pair.right)]
    first, second = trained(tmp_path / "een"), trained(tmp_path / "twee")
    np.testing.assert_allclose(first.encode_passages(texts), second.encode_passages(texts), atol=1e-6)
    assert (tmp_path / "een" / "tokenizer.json").read_text() == (tmp_path / "twee" / "tokenizer.json").read_text()


def test_another_seed_gives_other_vectors(tmp_path: Path) -> None:
    first, second = trained(tmp_path / "een"), trained(tmp_path / "twee", seed=1)
    assert not np.allclose(first.encode_passages(["de tuin"]), second.encode_passages(["de tuin"]))


def test_training_brings_question_and_answer_together(tmp_path: Path) -> None:
    encoder = trained(tmp_path / "model")
    answers = sorted({pair.right for pair in PAIRS})
    likeness = encoder.encode_queries([pair.left for pair in PAIRS]) @ encoder.encode_passages(answers).T
    assert [answers[place] for place in likeness.argmax(axis=1)] == [pair.right for pair in PAIRS]


@pytest.mark.parametrize("pair", [Pair("", "de tuin"), Pair("!?", "")])
def test_a_pair_without_words_is_no_trouble(tmp_path: Path, pair: Pair) -> None:
    train([*PAIRS, pair], tmp_path / "model", lambda share: None)
    assert (tmp_path / "model" / "model.safetensors").is_file()
