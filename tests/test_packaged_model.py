"""The file of 4-bit weights: read as it was written, and refused when it is anything else."""

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from indexer.model import conversion, packaged, tokenizer, vocabulary
from kb.errors import ModelUnavailable

HIDDEN, INNER, LAYERS, HEADS, POSITIONS = 32, 64, 1, 2, 16
PIECES = [
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("▁", -3.0),
    ("▁tuin", -4.0),
    ("buurt", -5.0),
    ("漢", -6.0),
    (":", -4.0),
]


def packed(weights: np.ndarray) -> bytes:
    """Return weights as blocks of 4 bits, each with the scale that its largest weight asks for."""
    rows = weights.reshape(-1, packaged.BLOCK)
    scales = (np.abs(rows).max(axis=1) / 7).astype("<f2")
    steps = np.where(scales == 0, 1, scales).astype(np.float32)[:, None]
    levels = np.clip(np.round(rows / steps) + 8, 0, 15).astype(np.uint8)
    halves = levels[:, :16] | (levels[:, 16:] << 4)
    return b"".join(scale.tobytes() + half.tobytes() for scale, half in zip(scales, halves, strict=True))


def written(tensors: Mapping[str, np.ndarray], pieces: list[tuple[str, float]] = PIECES) -> bytes:
    """Return the file of a model with these tensors and pieces."""
    sizes = struct.pack("<7i", HIDDEN, LAYERS, HEADS, INNER, len(pieces), POSITIONS, 2)
    blob = b"".join(piece.encode() for piece, _ in pieces)
    offsets = np.cumsum([0, *(len(piece.encode()) for piece, _ in pieces)]).astype("<u4").tobytes()
    head = b"E5S1" + struct.pack("<I", 1) + sizes + struct.pack("<f", 1e-12) + struct.pack("<i", packaged.BLOCK)
    head += struct.pack("<5i", len(pieces), 0, 2, 1, 3) + struct.pack("<Q", len(blob)) + offsets
    head += np.asarray([score for _, score in pieces], "<f4").tobytes() + blob + struct.pack("<iI", 0, 0)
    stored = {name: (name.endswith(".w") and "ln" not in name or name == "emb.word", tensor) for name, tensor in tensors.items()}
    data = {name: packed(tensor) if is_packed else tensor.astype("<f4").tobytes() for name, (is_packed, tensor) in stored.items()}
    begin = len(head) + 4 + sum(2 + len(name) + 21 for name in stored)
    directory = struct.pack("<i", len(stored))
    for name, (is_packed, tensor) in stored.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", is_packed, tensor.size, begin, len(data[name]))
        begin += len(data[name])
    return head + directory + b"".join(data.values())


@pytest.fixture(scope="module")
def bert() -> BertModel:
    """A small BERT whose weights lie on the 16 levels of their block already, so that packing loses nothing but a little scale."""
    torch.manual_seed(4)
    config = BertConfig(
        vocab_size=len(PIECES),
        hidden_size=HIDDEN,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=INNER,
        max_position_embeddings=POSITIONS,
        layer_norm_eps=1e-12,
        initializer_range=0.5,
    )
    return BertModel(config, add_pooling_layer=False).eval()


def tensors_of(bert: BertModel) -> dict[str, np.ndarray]:
    weights = bert.state_dict()
    return {name: weights[target].numpy().reshape(-1) for name, target in conversion._names(LAYERS).items()}


@pytest.fixture(scope="module")
def content(bert: BertModel) -> bytes:
    return written(tensors_of(bert))


def test_sizes_pieces_and_tensors_come_back(bert: BertModel, content: bytes) -> None:
    read = packaged.parse(content)
    assert (read.hidden, read.layers, read.heads, read.inner, read.positions, read.types) == (HIDDEN, LAYERS, HEADS, INNER, POSITIONS, 2)
    assert (list(read.pieces), read.bos, read.eos, read.pad, read.unknown) == (PIECES, 0, 2, 1, 3)
    for name, tensor in tensors_of(bert).items():
        largest = np.abs(tensor).max()
        np.testing.assert_allclose(read.tensors[name], tensor, atol=largest / 14 + 1e-3)
    np.testing.assert_array_equal(read.tensors["emb.pos"], tensors_of(bert)["emb.pos"])


def test_a_block_holds_its_first_weight_low_and_its_seventeenth_high() -> None:
    block = np.float16(0.5).tobytes() + bytes([0x0F, 0xF8, *([0x88] * 14)])
    weights = packaged._unpacked(block)
    assert (weights[0], weights[16], weights[1], weights[17], weights[2]) == (3.5, -4.0, 0.0, 3.5, 0.0)


def test_a_file_that_ends_too_soon_is_refused_wherever_it_ends(content: bytes) -> None:
    for length in [*range(0, 200), *range(200, len(content), 97)]:
        with pytest.raises((ValueError, struct.error, KeyError)):
            packaged.parse(content[:length])


@pytest.mark.parametrize(
    ("place", "value"),
    [(0, b"E5S2"), (4, struct.pack("<I", 2)), (8, struct.pack("<i", -32)), (8, struct.pack("<i", 33)), (44, struct.pack("<i", 2_000_000))],
    ids=["magic", "form", "negative size", "no whole blocks", "more pieces than vectors"],
)
def test_a_head_that_tells_something_else_is_refused(content: bytes, place: int, value: bytes) -> None:
    with pytest.raises((ValueError, struct.error)):
        packaged.parse(content[:place] + value + content[place + 4 :])


def test_another_file_than_the_known_one_is_not_read(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / packaged.FILE
    file.write_bytes(content)
    with pytest.raises(ModelUnavailable, match="is niet het bestand dat dit programma kent"):
        packaged.read(file)


def test_the_model_made_of_it_gives_the_vectors_of_its_weights_whatever_pieces_stay(content: bytes, tmp_path: Path) -> None:
    read = packaged.parse(content)
    model = conversion.as_sentence_transformer(read, tmp_path / "klein", [0, 1, 2, 3, 4, 5, 6, 8])
    ids = [0, *tokenizer.of(PIECES, 3).encode("tuin buurt:", add_special_tokens=False).ids, 2]
    assert ids == [0, 5, 4, 6, 8, 2]
    with torch.no_grad():
        mean = conversion._bert(read, list(range(len(PIECES))), 1)(input_ids=torch.tensor([ids])).last_hidden_state[0].mean(dim=0)
    np.testing.assert_allclose(model.encode(["tuin buurt:"], prompt="")[0], (mean / mean.norm()).numpy(), atol=1e-6)
    assert model.tokenizer("漢")["input_ids"] == [0, 4, 3, 2]


def test_what_stays_of_the_vocabulary_is_told_by_languages() -> None:
    kept = vocabulary.kept(250_002)
    assert (kept[:5], len(kept)) == ([0, 1, 2, 3, 4], 56_640)
