"""The vectors: those of sentence-transformers, without sentence-transformers."""

import errno
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from meaning import TOY_NUMBERS
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Dense, Normalize, Pooling, StaticEmbedding, Transformer
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel, BertTokenizerFast

from indexer import build, training
from indexer.corpus.corpus import load
from indexer.entries import entries_of
from indexer.freshness import is_fresh
from indexer.model.exporting import NotExportable, export
from kb.calibration import Calibration, as_json
from kb.errors import ModelMismatch, ModelUnavailable, PackagesMissing
from kb.index import folder as index_folder
from kb.index.encoder import TRAINED_HERE, SentenceTransformerEncoder, StaticEncoder, load_encoder, save_static
from kb.index.layer import TaughtEncoder
from kb.index.onnx_encoder import OnnxEncoder
from kb.index.vectors import unit_rows
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from web.app import create_app
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

TEXTS = ["hoe betrek ik ouders", "De buurttuin aan de Lindelaan.", "één vader", "xyzzy " * 300, "!", ""]


@pytest.fixture(scope="module")
def model_folder(small_library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that was really trained, as an index holds it."""
    folder = tmp_path_factory.mktemp("model")
    training.train(training.training_pairs(entries_of(small_library), small_library.concepts), folder, lambda share: None)
    return folder


def test_the_static_encoder_gives_the_vectors_of_sentence_transformers(model_folder: Path) -> None:
    model = SentenceTransformer(modules=[StaticEmbedding.load(str(model_folder))], device="cpu")
    texts = [text for text in TEXTS if text]
    expected = model.encode(texts, normalize_embeddings=True)
    np.testing.assert_allclose(StaticEncoder(model_folder).encode_passages(texts), expected, atol=1e-6)


def test_vectors_have_length_one_and_a_text_without_tokens_has_none(model_folder: Path) -> None:
    encoder = StaticEncoder(model_folder)
    np.testing.assert_allclose(np.linalg.norm(encoder.encode_queries(TEXTS[:3]), axis=1), [1, 1, 1], atol=1e-6)
    np.testing.assert_array_equal(encoder.encode_queries([""]), np.zeros((1, encoder.encode_queries(["a"]).shape[1])))
    assert encoder.encode_passages([]).shape == (0, encoder.encode_queries(["a"]).shape[1])


def test_a_question_and_a_passage_of_the_same_words_have_the_same_vector(model_folder: Path) -> None:
    encoder = StaticEncoder(model_folder)
    np.testing.assert_array_equal(encoder.encode_queries(TEXTS[:1]), encoder.encode_passages(TEXTS[:1]))


def test_rows_of_zeros_stay_zeros() -> None:
    np.testing.assert_array_equal(unit_rows(np.array([[3, 4], [0, 0]], np.float32)), np.array([[0.6, 0.8], [0, 0]], np.float32))


WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "query",
    "passage",
    ":",
    "de",
    "tuin",
    "buurt",
    "##tuin",
    "vader",
    "##s",
    "wat",
    "kost",
    "koffie",
]


@pytest.fixture(scope="module")
def transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny BERT with a WordPiece tokenizer and prompts, saved as sentence-transformers saves a model."""
    folder = tmp_path_factory.mktemp("bert")
    torch.manual_seed(3)
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    tokenizer = Tokenizer(models.WordPiece({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    BertTokenizerFast(tokenizer_object=tokenizer, vocab_file=str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32, max_position_embeddings=64
    )
    BertModel(config).save_pretrained(folder / "bert")
    word_vectors = Transformer(str(folder / "bert"), max_seq_length=64)
    model = SentenceTransformer(
        modules=[word_vectors, Pooling(word_vectors.get_embedding_dimension())],
        device="cpu",
        prompts={"query": "query: ", "passage": "passage: "},
    )
    model.save(str(folder / "model"))
    return folder / "model"


def test_another_model_gets_the_prompts_it_was_trained_with(transformer: Path) -> None:
    encoder = SentenceTransformerEncoder(str(transformer))
    model = SentenceTransformer(str(transformer), device="cpu")
    for found, prompt in ((encoder.encode_queries, "query: "), (encoder.encode_passages, "passage: ")):
        np.testing.assert_allclose(found(["de tuin"]), model.encode([f"{prompt}de tuin"], prompt="", normalize_embeddings=True), atol=1e-6)
    assert not np.allclose(encoder.encode_queries(["de tuin"]), encoder.encode_passages(["de tuin"]))


def test_a_transformer_is_made_light_and_gives_nearly_the_same_vectors(transformer: Path, tmp_path: Path) -> None:
    """Weights of 8 bits, of which 7 are used, in 16 dimensions: the coarsest case there is."""
    whole = SentenceTransformerEncoder(str(transformer))
    export(whole.model, whole.prompts, tmp_path)
    light = OnnxEncoder(tmp_path, "klein")
    texts = ["de tuin", "wat kost koffie", "vader", "de tuin " * 60]
    for exact, near in ((whole.encode_queries, light.encode_queries), (whole.encode_passages, light.encode_passages)):
        assert np.sum(exact(texts) * near(texts), axis=1).min() > 0.97
    assert light.digest == OnnxEncoder(tmp_path, "klein").digest


def test_what_is_more_than_a_transformer_is_not_made_light(transformer: Path, tmp_path: Path) -> None:
    model = SentenceTransformer(str(transformer), device="cpu")
    with pytest.raises(NotExportable):
        export(SentenceTransformer(modules=[*model, Dense(16, 8)], device="cpu"), ("", ""), tmp_path)


def test_an_index_serves_with_torch_where_its_model_could_not_be_made_light(transformer: Path, small_corpus: Path, tmp_path: Path) -> None:
    model = SentenceTransformer(str(transformer), device="cpu")
    SentenceTransformer(modules=[*model, Dense(16, 8)], device="cpu").save(str(tmp_path / "model"))
    build.build(load(small_corpus), tmp_path / "index", str(tmp_path / "model"), models=tmp_path / "modellen")
    base = KnowledgeBase.open(tmp_path / "index")
    assert LiveKnowledgeBase(tmp_path / "index").may_open_before_fork() is False
    assert base.encoder.encode_queries(["de tuin"]).shape == (1, 8)
    assert base.search("wat kost de tuin").hits[0].entry.id == "nieuws.kosten"


def test_an_index_is_built_and_searched_with_another_model(transformer: Path, small_corpus: Path, tmp_path: Path) -> None:
    build.build(load(small_corpus), tmp_path, str(transformer), models=tmp_path / "modellen")
    base = KnowledgeBase.open(tmp_path)
    assert base.manifest.model == str(transformer)
    assert isinstance(load_encoder(index_folder.current(tmp_path), "klein"), TaughtEncoder)
    assert LiveKnowledgeBase(tmp_path).may_open_before_fork() is True
    assert base.search("wat kost de tuin").hits[0].entry.id == "nieuws.kosten"
    assert [is_fresh(small_corpus, tmp_path, model, Calibration()) for model in (str(transformer), TRAINED_HERE)] == [True, False]


@pytest.fixture(scope="module")
def static_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny static model that somebody else made, with half precision, saved as sentence-transformers saves a model."""
    folder = tmp_path_factory.mktemp("statisch") / "model"
    torch.manual_seed(5)
    tokenizer = Tokenizer(models.WordPiece({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    embedding = StaticEmbedding(tokenizer, embedding_weights=torch.randn(len(WORDS), 16).half())
    SentenceTransformer(modules=[embedding, Normalize()], device="cpu").save(str(folder))
    return folder


@pytest.fixture(scope="module")
def static_index(static_model: Path, small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("statisch") / "index"
    build.build(load(small_corpus), root, str(static_model), models=root.parent / "modellen")
    return root


def test_a_static_model_of_others_goes_along_with_the_index(static_model: Path, static_index: Path, small_corpus: Path) -> None:
    base = KnowledgeBase.open(static_index, str(static_model))
    assert base.encoder.name == str(static_model)
    texts = ["de tuin", "wat kost koffie in de buurt", "vaders"]
    expected = SentenceTransformer(str(static_model), device="cpu").encode(texts, normalize_embeddings=True)
    np.testing.assert_allclose(base.encoder.encode_queries(texts), expected, atol=1e-3)
    assert base.search("wat kost de tuin").hits[0].entry.id == "nieuws.kosten"
    assert is_fresh(small_corpus, static_index, str(static_model), Calibration()) is True
    assert LiveKnowledgeBase(static_index).may_open_before_fork() is True


def test_numbers_chosen_for_another_model_say_so(static_index: Path, static_model: Path, small_base: KnowledgeBase) -> None:
    """Floors, weights and thresholds belong to a model: whoever serves with another one is told where it shows."""
    warning = KnowledgeBase.open(static_index).uncalibrated
    assert warning == (
        f"De drempels en gewichten zijn niet gekozen voor het model '{static_model}'."
        " Meet met kb evaluate, kies ze met kb calibrate --write en maak de index daarmee opnieuw voordat u hiermee antwoordt."
    )
    assert create_app(Settings(index=static_index)).test_client().get("/gezondheid").json["ijking"] == warning
    assert small_base.uncalibrated == ""


def test_a_static_model_with_prompts_keeps_them(static_model: Path, tmp_path: Path) -> None:
    model = SentenceTransformer(str(static_model), device="cpu", prompts={"query": "wat ", "passage": "de "})
    model.save(str(tmp_path / "model"))
    encoder = SentenceTransformerEncoder(str(tmp_path / "model"))
    assert encoder.as_static(tmp_path / "kopie") is None
    assert not (tmp_path / "kopie").exists()


def test_opening_an_index_with_another_model_is_refused(small_index: Path) -> None:
    with pytest.raises(ModelMismatch) as caught:
        KnowledgeBase.open(small_index, "clips/e5-small-trm-nl")
    assert str(caught.value) == (
        "De index is gemaakt met het model 'eigen' en gevraagd is 'clips/e5-small-trm-nl'."
        " Maak de index opnieuw met: KB_MODEL=clips/e5-small-trm-nl kb index, of laat KB_MODEL weg."
    )


def test_a_model_that_cannot_be_had_is_refused_with_what_to_do(tmp_path: Path) -> None:
    name = str(tmp_path / "er-is-niets")
    with pytest.raises(ModelUnavailable) as caught:
        SentenceTransformerEncoder(name)
    assert str(caught.value).startswith(f"Het model '{name}' is niet te laden. ")
    assert str(caught.value).endswith(
        "Geef KB_MODEL de naam van een map met een sentence-transformers-model, zorg dat het model eerder is opgehaald,"
        " of laat KB_MODEL leeg voor het eigen model."
    )


def test_a_model_that_is_not_static_needs_more_than_serving_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(PackagesMissing) as caught:
        SentenceTransformerEncoder("clips/e5-small-trm-nl")
    assert str(caught.value) == (
        "Voor het model 'clips/e5-small-trm-nl' ontbreken hier pakketten; installeer ze, in de map van het project, met:"
        " .venv/bin/pip install -c constraints.txt -e '.[index]'"
    )


@pytest.mark.parametrize(
    ("name", "own", "expected"),
    [
        ("intfloat/multilingual-e5-small", {}, ("query: ", "passage: ")),
        ("clips/e5-small-trm-nl", {}, ("query: ", "passage: ")),
        ("/modellen/iets", {}, ("", "")),
        ("/modellen/iets", {"query": "vraag: ", "document": "tekst: "}, ("vraag: ", "tekst: ")),
        ("/modellen/e5", {"query": "q: ", "passage": "p: "}, ("q: ", "p: ")),
    ],
)
def test_a_model_without_prompts_of_its_own_gets_those_of_its_family(name: str, own: dict[str, str], expected: tuple[str, str]) -> None:
    from kb.index.encoder import _prompts

    assert _prompts(name, own) == expected


def test_the_name_of_the_own_model_loads_the_static_encoder(small_index: Path) -> None:
    encoder = load_encoder(index_folder.current(small_index), TRAINED_HERE)
    assert (type(encoder), encoder.name) == (StaticEncoder, "eigen")


HEAVY = """
import sys
from click.testing import CliRunner
from indexer.cli import main
result = CliRunner().invoke(main, sys.argv[1:])
print(result.exit_code, sorted({"torch", "sentence_transformers", "transformers", "sklearn", "scipy"} & set(sys.modules)))
"""


@pytest.mark.parametrize("command", ["search", "ask", "index"])
def test_search_ask_and_a_fresh_index_import_nothing_heavy(command: str, small_corpus: Path, small_index: Path, tmp_path: Path) -> None:
    numbers = tmp_path / "ijking.json"
    numbers.write_bytes(as_json(TOY_NUMBERS))
    rest = {"index": ["--corpus", str(small_corpus), "--if-changed", "--ijking", str(numbers), "--model", TRAINED_HERE]}.get(
        command, ["wat kost de tuin"]
    )
    run = [sys.executable, "-c", HEAVY, command, "--index", str(small_index), *rest]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "0 []\n"


@pytest.mark.parametrize("command", ["search", "ask", "index"])
def test_nor_with_a_static_model_of_others(command: str, small_corpus: Path, static_model: Path, static_index: Path) -> None:
    rest = {"index": ["--corpus", str(small_corpus), "--if-changed"]}.get(command, ["wat kost de tuin"])
    run = [sys.executable, "-c", HEAVY, command, "--index", str(static_index), "--model", str(static_model), *rest]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "0 []\n"


@pytest.mark.parametrize(
    ("words", "number"), [("I/O error: No space left on device (os error 28)", errno.ENOSPC), ("something else", errno.EIO)]
)
def test_a_disk_that_does_not_take_a_model_is_an_error_of_the_disk(tmp_path: Path, words: str, number: int) -> None:
    class Full:
        def save(self, folder: str) -> None:
            raise SafetensorError(words)

    with pytest.raises(OSError) as caught:
        save_static(Full(), tmp_path / "model")
    assert (caught.value.errno, caught.value.filename) == (number, str(tmp_path / "model"))
