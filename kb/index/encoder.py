"""Encoders: from texts to vectors of length one. The default needs tokenizers and numpy alone, no torch."""

import errno
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from kb.errors import ModelUnavailable, PackagesMissing
from kb.index import layer, trial
from kb.index.layer import TaughtEncoder
from kb.index.vectors import Encoder, Vectors, unit_rows

TRAINED_HERE = "eigen"
MODEL_FOLDER = "model"
# By this file sentence-transformers knows a model of more than one part.
_MODULES = "modules.json"
_ONNX = "model.onnx"
_OS_ERROR = re.compile(r"os error (\d{1,4})")


class StaticEncoder:
    """A sentence-transformers StaticEmbedding model without torch: the mean of the vectors of a text's tokens."""

    def __init__(self, folder: Path, name: str = TRAINED_HERE) -> None:
        """Load tokenizer.json and model.safetensors of a saved StaticEmbedding module."""
        self.name = name
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._weights = _mapped(folder / "model.safetensors", "embedding.weight")

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length one per text; a text without tokens gets zeros."""
        return unit_rows(np.stack([self._mean(text) for text in texts])) if texts else self._weights[:0]

    encode_queries = encode_passages

    def _mean(self, text: str) -> Vectors:
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        return self._weights[ids].mean(axis=0) if ids else np.zeros(self._weights.shape[1], np.float32)


def save_static(module: Any, folder: Path) -> None:
    """Save a StaticEmbedding as StaticEncoder reads it. Raises OSError when the disk does not take it."""
    from safetensors import SafetensorError

    folder.mkdir(parents=True, exist_ok=True)
    try:
        module.save(str(folder))
    except SafetensorError as error:
        # The number of the error stands in its words only.
        found = _OS_ERROR.search(str(error))
        raise OSError(int(found[1]) if found else errno.EIO, str(error), str(folder)) from error


def _mapped(file: Path, tensor: str) -> Vectors:
    """Return a tensor of a safetensors file, mapped into memory, so that processes share it.

    The file is the length of its header (8 bytes, little-endian), the header as JSON, then the tensors.
    """
    with file.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        header = json.loads(stream.read(length))[tensor]
    return np.memmap(file, np.float32, "r", offset=8 + length + header["data_offsets"][0], shape=tuple(header["shape"]))


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by hub name or folder, with the prompts it was trained with."""

    def __init__(self, source: str, name: str = "") -> None:
        """Load the model from a folder or by its name on the hub; `name`: what it is called, when that is not its folder.

        Raises PackagesMissing where only what serving needs is installed, ModelUnavailable when it can't be had.
        """
        self.name = name = name or source
        try:
            from sentence_transformers import SentenceTransformer
        except ModuleNotFoundError as error:
            raise PackagesMissing(f"het model '{name}'", "index") from error
        try:
            self.model = SentenceTransformer(source, device="cpu")
        except Exception as error:  # the loader raises errors of many libraries, all meaning: not to be had
            raise ModelUnavailable(
                f"Het model '{name}' is niet te laden. Geef KB_MODEL de naam van een map met een"
                f" sentence-transformers-model, zorg dat het model eerder is opgehaald, of laat KB_MODEL leeg voor het eigen model."
            ) from error
        self.prompts = _prompts(name, self.model.prompts or {})

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length one per text."""
        return self._encode(texts, self.prompts[1])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length one per question."""
        return self._encode(texts, self.prompts[0])

    def save(self, folder: Path) -> None:
        """Save the model in folder, so that an index needs nothing from elsewhere."""
        self.model.save(str(folder))

    def as_static(self, folder: Path) -> StaticEncoder | None:
        """Save the model in folder and return it without torch, when it is nothing but the mean of the vectors of tokens; else None."""
        from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

        embedding, *others = self.model
        is_plain = isinstance(embedding, StaticEmbedding) and all(isinstance(other, Normalize) for other in others)
        if not is_plain or self.model.truncate_dim or any(self.prompts):
            return None
        save_static(StaticEmbedding(embedding.tokenizer, embedding_weights=embedding.embedding.weight.detach().float()), folder)
        return StaticEncoder(folder, self.name)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors: Any = self.model.encode(list(texts), prompt=prompt, convert_to_numpy=True, normalize_embeddings=True, batch_size=32)
        return np.asarray(vectors, np.float32)


def _prompts(name: str, own: dict[str, str]) -> tuple[str, str]:
    """Return the prompts for a question and for a passage: the model's own, or those of the e5 family by its name."""
    query = own.get("query", "")
    passage = own.get("passage") or own.get("document", "")
    if not query and not passage and "e5" in Path(name).name.lower():
        return "query: ", "passage: "
    return query, passage


def load_encoder(folder: Path, name: str) -> Encoder:
    """Return the encoder that an index folder holds, which its manifest calls `name`."""
    model = folder / MODEL_FOLDER
    encoder = _model_of(folder, name)
    taught = layer.open_layer(model)
    return TaughtEncoder(encoder, taught) if taught else encoder


def _model_of(folder: Path, name: str) -> Encoder:
    model = folder / MODEL_FOLDER
    if needs_torch(folder):
        return SentenceTransformerEncoder(str(model), name)
    if (model / _ONNX).exists():
        # Whoever serves with a static model needs no onnxruntime.
        from kb.index.onnx_encoder import OnnxEncoder

        light = OnnxEncoder(model, name)
        trial.check(light, model)
        return light
    return StaticEncoder(model, name)


def needs_torch(folder: Path) -> bool:
    """Return whether the model of an index folder is one that could not be made light: torch opens it, in each process by itself."""
    return (folder / MODEL_FOLDER / _MODULES).exists()
