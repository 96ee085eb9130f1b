"""A sentence-transformers model made light: the transformer as ONNX with weights of 8 bits, its tokenizer, and the form of the rest."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Tokenizer

from indexer.model.quiet import quiet
from kb.index.onnx_encoder import MODEL, WEIGHTS, Form, write_form
from kb.index.pieces import TOKENIZER

# From 20 on the activation of a transformer is one operation.
_OPSET = 20
_POOLINGS = ("mean", "cls")


class NotExportable(Exception):
    """The model is something else than a transformer, a pooling of its tokens and their length made one."""


def export(model: SentenceTransformer, prompts: tuple[str, str], folder: Path) -> None:
    """Write a model into folder as OnnxEncoder reads it; `prompts`: what stands before a question and before a text.

    The weights are rounded to 8 bits per channel, of which 7 are used: processors without VNNI overflow on the eighth (`reduce_range`).
    Raises NotExportable.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    transformer, pooling = _parts(model)
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer: Tokenizer = transformer.tokenizer.backend_tokenizer
    tokenizer.no_padding()
    tokenizer.enable_truncation(transformer.max_seq_length or transformer.tokenizer.model_max_length)
    tokenizer.save(str(folder / TOKENIZER))
    with tempfile.TemporaryDirectory() as scratch, quiet():
        whole = Path(scratch) / "heel.onnx"
        _as_onnx(transformer.auto_model, whole)
        quantize_dynamic(
            whole, folder / MODEL, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, use_external_data_format=True
        )
    (folder / WEIGHTS).chmod(0o644)
    digest = hashlib.sha256()
    for name in (MODEL, WEIGHTS, TOKENIZER):
        digest.update((folder / name).read_bytes())
    write_form(Form(*prompts, pooling, digest.hexdigest()), folder)


def _parts(model: SentenceTransformer) -> tuple[Transformer, str]:
    transformer, *others = model
    pooling = next((other for other in others if isinstance(other, Pooling)), None)
    plain = isinstance(transformer, Transformer) and all(isinstance(other, (Pooling, Normalize)) for other in others)
    mode = pooling.pooling_mode if pooling is not None else ""
    if not plain or mode not in _POOLINGS or model.truncate_dim:
        raise NotExportable
    return transformer, mode


class _Tokens(torch.nn.Module):
    """A transformer of which the vectors of the tokens alone come out. A text comes by itself: no token has to be left out of sight."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self._transformer = transformer

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        tokens: torch.Tensor = self._transformer(input_ids=input_ids).last_hidden_state
        return tokens


def _as_onnx(transformer: Any, file: Path) -> None:
    # Attention written out as products becomes fewer operations than torch's own, which the exporter takes apart.
    transformer.set_attn_implementation("eager")
    torch.onnx.export(
        _Tokens(transformer).eval(),
        (torch.ones(1, 16, dtype=torch.long),),
        file,
        input_names=["input_ids"],
        output_names=["tokens"],
        dynamic_shapes=({0: torch.export.Dim("texts"), 1: torch.export.Dim("tokens")},),
        dynamo=True,
        opset_version=_OPSET,
        verbose=False,
    )
