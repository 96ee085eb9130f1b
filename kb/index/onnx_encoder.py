"""An encoder that is a transformer, without torch: tokenizers and onnxruntime, a thread for a text, its weights mapped from file."""

import json
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from kb.index.pieces import FOLDER, TOKENIZER, Pieces
from kb.index.vectors import Vectors, unit_rows

MODEL = "model.onnx"
WEIGHTS = "model.onnx.data"
FORM = "vorm.json"
# onnxruntime joins adding and normalising into an operation that takes three times as long as the two (1.32, x86-64, 7 to 60 tokens).
_SLOWER = ["SkipLayerNormFusion"]
_Cut = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class Form:
    """What the files do not say: the words before a question and before a text, how a text's vector follows from those of its tokens
    ('mean', or 'cls' for the first), and a digest of model, weights and tokenizer."""

    query: str
    passage: str
    pooling: str
    digest: str


class OnnxEncoder:
    """The pooled token vectors of a text, of length one.

    Each text by itself: what comes out for a text does not depend on what stands beside it, and no time goes into padding. Several, which
    only a build has, share the cores.
    """

    def __init__(self, folder: Path, name: str) -> None:
        """Open the model in folder. A process opens a model once, also when it comes with another generation."""
        self.name = name
        self._form = read_form(folder)
        self._cut, self._session = _opened_model(folder, self._form.digest)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length one per text."""
        return self._encode([self._form.passage + text for text in texts])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length one per question."""
        return self._encode([self._form.query + text for text in texts])

    @property
    def digest(self) -> str:
        """What tells this model from any other."""
        return self._form.digest

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, 0), np.float32)
        if len(texts) == 1:
            return unit_rows(self._pooled(texts[0])[None])
        with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as threads:
            return unit_rows(np.stack(list(threads.map(self._pooled, texts))))

    def _pooled(self, text: str) -> Vectors:
        ids = np.asarray([self._cut(text)], np.int64)
        (tokens,) = self._session.run(None, {"input_ids": ids})
        pooled: Vectors = tokens[0, 0] if self._form.pooling == "cls" else tokens[0].mean(axis=0)
        return pooled


def write_form(form: Form, folder: Path) -> None:
    """Write the form of a model beside it."""
    (folder / FORM).write_text(json.dumps(asdict(form), indent=1), encoding="utf-8")


def read_form(folder: Path) -> Form:
    """Return the form of the model in folder. Raises ValueError when the file tells something else."""
    try:
        return Form(**json.loads((folder / FORM).read_text(encoding="utf-8")))
    except TypeError as error:
        raise ValueError(str(error)) from error


_lock = threading.Lock()
_opened: dict[str, tuple[_Cut, onnxruntime.InferenceSession]] = {}


def _opened_model(folder: Path, digest: str) -> tuple[_Cut, onnxruntime.InferenceSession]:
    """Return what cuts a text into the numbers of its pieces, and the session of a model; those of the same digest that are open are used
    again, others are let go."""
    with _lock:
        if digest not in _opened:
            cut = Pieces(folder).ids if (folder / FOLDER).exists() else _cut_by_library(folder)
            options = onnxruntime.SessionOptions()
            # The processes of the site keep all cores busy together already.
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            session = onnxruntime.InferenceSession(
                str(folder / MODEL), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
            )
            _opened.clear()
            _opened[digest] = cut, session
        return _opened[digest]


def _cut_by_library(folder: Path) -> _Cut:
    tokenizer: Tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    return lambda text: list(tokenizer.encode(text).ids)
