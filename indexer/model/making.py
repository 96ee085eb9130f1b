"""Make the encoder of a generation: one from elsewhere, made light, that remembers and is taught the questions of the corpus."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from indexer.disk import alone
from indexer.model import layer_training, packaged
from indexer.model.quiet import quiet
from indexer.model.remembered import RememberedEncoder
from kb.index import layer, pieces, trial
from kb.index.encoder import MODEL_FOLDER, SentenceTransformerEncoder
from kb.index.layer import Layer, TaughtEncoder
from kb.index.onnx_encoder import FORM, OnnxEncoder
from kb.index.vectors import Encoder, Vectors
from kb.model import Entry, EntryKind

E5 = "e5"
# Raise it when a conversion of the same package would give another model.
_CONVERSION = 2
_MEAN = "gemiddelde.npy"
# A layer is used again until this part of what it learnt from has changed: below that the vectors of an index do not turn for a comma.
MOST_CHANGED = 0.05
# The mean of fewer vectors says more of the subject than of the model; then that of the texts on which the conversion was tried stands in.
FEWEST_TEXTS = 100
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Made:
    """The encoder of a generation that is being built, and what it remembers, to be kept when all was encoded."""

    encoder: Encoder
    remembered: RememberedEncoder


def recipe() -> str:
    """Return how the default model is made, as a digest: another one gives other vectors, for which other numbers may hold."""
    told = f"{packaged.SHA256} {_CONVERSION} {layer_training.settings()}"
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def make(model: str, entries: Sequence[Entry], folder: Path, models: Path, progress: Progress, *, anew: bool = False) -> Made:
    """Write the model named `model` into a generation's folder, taught on entries, and return its encoder.

    `models`: the folder of what outlives a build: the converted model, the vectors, the layer; `anew` learns the layer again, whatever
    was kept. Raises ModelUnavailable.
    """
    plain = _light(model, folder / MODEL_FOLDER, models, progress)
    digest = plain.digest if isinstance(plain, OnnxEncoder) else _digest_of(folder / MODEL_FOLDER)
    told = [entry for entry in entries if entry.kind is not EntryKind.REPORT]
    total = len(told) + sum(len(entry.questions) for entry in told)
    remembered = RememberedEncoder(plain, models / f"vectoren-{digest[:16]}.npz", lambda count: progress("Lezen", min(0.99, count / total)))
    taught = _layer(told, remembered, models / f"laag-{digest[:16]}.npz", _delivered_mean(model, models), progress, anew)
    layer.write(taught, folder / MODEL_FOLDER)
    encoder = TaughtEncoder(remembered, taught)
    if isinstance(plain, OnnxEncoder):
        trial.write(plain, [entry.questions[0] for entry in told if entry.questions][: trial.MOST], folder / MODEL_FOLDER)
    return Made(encoder, remembered)


def teach(model: str, entries: Sequence[Entry], models: Path) -> None:
    """Learn the layer of a model anew from entries, and keep it for the builds that follow. Raises ModelUnavailable."""
    with tempfile.TemporaryDirectory() as scratch:
        make(model, entries, Path(scratch), models, lambda name, share: None, anew=True).remembered.keep()


def _light(model: str, folder: Path, models: Path, progress: Progress) -> Encoder:
    """Write a model into folder in the lightest form that it can have, and return its encoder."""
    if model == E5:
        converted = _converted(models)
        # Two builds with one folder of models would each throw away the conversion that the other is making.
        with alone(models):
            if not (converted / "licht" / FORM).exists():
                _convert(converted, progress)
        folder.mkdir()
        # One by one: copytree gathers what went wrong in an error that tells no number, so that a full disk could not be named.
        for file in (converted / "licht").iterdir():
            shutil.copyfile(file, folder / file.name)
        pieces.write(folder)
        return OnnxEncoder(folder, E5)
    from indexer.model.exporting import NotExportable, export

    whole = SentenceTransformerEncoder(model)
    static = whole.as_static(folder)
    if static:
        return static
    try:
        export(whole.model, whole.prompts, folder)
    except NotExportable:
        whole.save(folder)
        return whole
    pieces.write(folder)
    return OnnxEncoder(folder, model)


def _convert(folder: Path, progress: Progress) -> None:
    """Convert the package's model once, next to its place, so that a conversion that is broken off leaves none."""
    file = packaged.file_of_package()
    from indexer.model import conversion, exporting

    progress("Model omzetten", 0.0)
    building = folder.with_name(f"{folder.name}.bouw")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    with quiet():
        model = conversion.convert(file, building)
    progress("Model omzetten", 0.5)
    prompts = (conversion.PROMPTS["query"], conversion.PROMPTS["passage"])
    exporting.export(model, prompts, building / "licht")
    light = OnnxEncoder(building / "licht", E5)
    vectors = np.concatenate([light.encode_queries(conversion.TRIAL), light.encode_passages(conversion.TRIAL)])
    np.save(building / _MEAN, vectors.mean(axis=0))
    shutil.rmtree(building / "bert")
    shutil.rmtree(folder, ignore_errors=True)
    building.rename(folder)
    progress("Model omzetten", 1.0)


def _converted(models: Path) -> Path:
    return models / f"e5-{packaged.SHA256[:12]}-{_CONVERSION}"


def _delivered_mean(model: str, models: Path) -> Vectors | None:
    """Return the mean that comes with the default model, None for another one."""
    if model != E5:
        return None
    mean: Vectors = np.load(_converted(models) / _MEAN)
    return mean


def _digest_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _layer(entries: Sequence[Entry], encoder: Encoder, kept: Path, delivered: Vectors | None, progress: Progress, anew: bool) -> Layer:
    """Return the layer of an encoder: the one that is kept, or one that is learnt anew from these entries, and then kept."""
    asked = [(question, number) for number, entry in enumerate(entries) for question in entry.questions]
    texts = encoder.encode_passages([f"{entry.title}\n{entry.text}" for entry in entries])
    questions = encoder.encode_queries([question for question, _ in asked])
    if not asked:
        questions = texts[:0]
    pairs = layer_training.couples([number for _, number in asked], len(entries))
    if len(texts) + len(questions) < FEWEST_TEXTS:
        mean = np.zeros(texts.shape[1], np.float32) if delivered is None else delivered
        return Layer(mean, np.eye(texts.shape[1], dtype=np.float32))
    mean = layer_training.mean_of(texts, questions)
    if len(pairs.owners) < layer_training.FEWEST_PAIRS:
        return Layer(mean, np.eye(texts.shape[1], dtype=np.float32))
    learnt_from = np.unique([_key(question, entries[number].text) for question, number in asked])
    known = None if anew else _read(kept)
    if known and _changed(known[1], learnt_from) <= MOST_CHANGED:
        return known[0]
    taught = layer_training.taught(np.concatenate([texts, questions]), mean, pairs, lambda share: progress("Model leren", share))
    kept.parent.mkdir(parents=True, exist_ok=True)
    np.savez(kept, mean=taught.mean, weights=taught.weights, pairs=learnt_from)
    return taught


def _key(question: str, text: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{layer_training.settings()}\0{question}\0{text}".encode()).digest()[:8], "little")


def _read(file: Path) -> tuple[Layer, npt.NDArray[np.uint64]] | None:
    try:
        with file.open("rb") as stream, np.load(stream) as kept:
            return Layer(kept["mean"], kept["weights"]), kept["pairs"]
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


def _changed(before: npt.NDArray[np.uint64], now: npt.NDArray[np.uint64]) -> float:
    """Return which part of all pairs, of before and of now, is not in both."""
    return len(np.setxor1d(before, now)) / len(np.union1d(before, now))
