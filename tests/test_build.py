import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from asking import entries
from meaning import TOY_NUMBERS, train

from indexer import build, training
from indexer.corpus.corpus import load
from indexer.entries import entries_of
from indexer.freshness import corpus_digest, is_fresh
from kb.analysis.digest import analysis_digest
from kb.calibration import Calibration, Finding
from kb.errors import CorpusError, IndexDamaged, ModelUnavailable
from kb.index import folder as index_folder
from kb.index.encoder import TRAINED_HERE
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import Concept, Entry, EntryKind

Edit = Callable[[str, str, str], None]


def built(corpus: Path, root: Path) -> Path:
    return build.build(load(corpus), root, TRAINED_HERE, train=train, calibration=TOY_NUMBERS)


@pytest.fixture
def live_index(small_index: Path, tmp_path: Path) -> Path:
    """A copy of the small index, that serves."""
    return Path(shutil.copytree(small_index, tmp_path / "index"))


def test_an_index_holds_the_library_and_says_what_it_is_made_of(
    small_base: KnowledgeBase, small_library: Library, small_corpus: Path
) -> None:
    assert small_base.library == small_library
    assert entries(small_base) == entries_of(small_library)
    manifest = small_base.manifest
    assert (manifest.format, manifest.model, manifest.corpus) == (index_folder.FORMAT, TRAINED_HERE, corpus_digest(small_corpus))
    assert manifest.analysis == analysis_digest()
    assert manifest.counts == {"bronnen": 3, "passages": 16, "citaten": 7, "praktijkvoorbeelden": 3, "vragen": 11}


def test_a_build_trains_its_model_and_tells_what_it_does_from_nought_to_one(small_corpus: Path, tmp_path: Path) -> None:
    """The one test here that really trains; the others are given a model."""
    told: list[tuple[str, float]] = []
    generation = build.build(load(small_corpus), tmp_path, TRAINED_HERE, lambda name, share: told.append((name, share)))
    assert index_folder.current(tmp_path) == generation
    assert list(dict.fromkeys(name for name, _ in told)) == ["Model trainen", "Trefwoorden", "Betekenis", "Zelftest"]
    assert [(name, share) for name, share in told if share == 1.0] == [
        ("Model trainen", 1.0),
        ("Trefwoorden", 1.0),
        ("Betekenis", 1.0),
        ("Zelftest", 1.0),
    ]
    base = KnowledgeBase.open(tmp_path)
    # The dimensions that training keeps, and not one per word of the corpus.
    assert base.encoder.encode_queries(["tuin"]).shape == (1, 192)
    assert base.search("wat kost de tuin").hits[0].entry.id == "nieuws.kosten"


def test_two_builds_of_one_corpus_answer_alike(small_corpus: Path, small_base: KnowledgeBase, tmp_path: Path) -> None:
    built(small_corpus, tmp_path)
    again = KnowledgeBase.open(tmp_path)
    for question in ("wat kost de tuin", "groentetuin", "hoe leer ik mensen kennen"):
        found, repeated = small_base.search(question), again.search(question)
        assert [hit.entry.id for hit in repeated.hits] == [hit.entry.id for hit in found.hits]
        assert [hit.score for hit in repeated.hits] == pytest.approx([hit.score for hit in found.hits], abs=1e-6)


def test_a_faulty_corpus_builds_nothing_and_leaves_the_live_index(corpus_copy: Path, edit: Edit, live_index: Path) -> None:
    before = index_folder.current(live_index)
    edit("bronnen/gids.md", "themas: [ontmoeten, geld]", "themas: [voetbal]")
    with pytest.raises(CorpusError):
        built(corpus_copy, live_index)
    assert index_folder.current(live_index) == before
    assert KnowledgeBase.open(live_index).search("wat kost de tuin").hits[0].entry.id == "nieuws.kosten"


def test_a_build_that_breaks_off_leaves_the_live_index_and_no_rubbish(small_corpus: Path, live_index: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in live_index.iterdir())
    with pytest.raises(ModelUnavailable):
        build.build(load(small_corpus), live_index, str(tmp_path / "geen-model"))
    assert sorted(path.name for path in live_index.iterdir()) == before
    index_folder.verify(index_folder.current(live_index))


def test_a_build_that_does_not_find_its_own_first_passage_is_refused(
    small_corpus: Path, live_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = index_folder.current(live_index)
    monkeypatch.setattr("kb.retrieval.reading.MOST_WORDS", 0)
    deaf = Calibration(finding=Finding(least_similarity=2.0))
    with pytest.raises(IndexDamaged) as caught:
        build.build(load(small_corpus), live_index, TRAINED_HERE, train=train, calibration=deaf)
    assert str(caught.value) == (
        "De nieuwe index vindt passage 'gids.inleiding' niet terug. De oude index blijft dienen; meld dit aan de beheerder."
    )
    assert index_folder.current(live_index) == before


def test_the_index_that_served_stays_one_round_more(small_corpus: Path, live_index: Path) -> None:
    first = index_folder.current(live_index)
    second = built(small_corpus, live_index)
    assert {path for path in live_index.iterdir() if path.is_dir()} == {first, second}
    third = built(small_corpus, live_index)
    assert {path for path in live_index.iterdir() if path.is_dir()} == {second, third}


def test_the_terms_of_an_entry_are_those_of_its_text_and_of_each_of_its_questions(small_base: KnowledgeBase) -> None:
    """By the words of its questions a judgement tells that a question is one that is answered."""
    number = [entry.id for entry in entries(small_base)].index("gids.spilpersoon")
    [held] = small_base.retriever.entry_terms([number], ["spilpersoon", "buur", "wijk", "bedoelen"])
    assert held.terms.tolist() == [
        [True, True, False, False],  # Wat is een spilpersoon? ... die veel buren kent ...
        [False, False, True, False],  # wie kent iedereen in de wijk
        [True, False, False, True],  # wat bedoelen jullie met spilpersoon
    ]


def test_the_vocabulary_counts_words_of_the_sources_and_known_words_of_ours() -> None:
    entries = [
        Entry("a", EntryKind.PASSAGE, "Tuin", "Beekstad", "De tuin, botoc-subsidie.", ("waar is de tuin van botoc weerbaarhijd school",))
    ]
    concepts = [Concept("moestuin", ("groentehof",), (), ("BT",), ("park",), ("moestiun",))]
    assert build.vocabulary(entries, concepts) == {
        "beekstad": 1,
        "botocsubsidie": 1,
        "bt": 1,
        "de": 2,
        "groentehof": 1,
        "is": 1,
        "moestuin": 1,
        "school": 1,
        "tuin": 3,
        "van": 1,
        "waar": 1,
    }


def test_the_spelling_of_a_word_is_the_one_that_the_sources_use_most() -> None:
    text = (
        "Financiële ruimte. De co-creatie in Beekstad kost financiële ruimte: Ruimte voor wet- en regelgeving, foto's van finan\u00adciële."
    )
    assert build.spellings([Entry("a", EntryKind.PASSAGE, "", "", text)]) == {
        "beekstad": "Beekstad",
        "cocreatie": "co-creatie",
        "financiele": "financiële",
    }


def test_an_index_is_fresh_while_corpus_and_model_stay(corpus_copy: Path, edit: Edit, live_index: Path) -> None:
    assert is_fresh(corpus_copy, live_index, TRAINED_HERE, TOY_NUMBERS) is True
    (corpus_copy / "aantekening.docx").write_text("geen deel van het corpus")
    assert is_fresh(corpus_copy, live_index, TRAINED_HERE, TOY_NUMBERS) is True
    assert is_fresh(corpus_copy, live_index, "clips/e5-small-trm-nl", TOY_NUMBERS) is False
    assert is_fresh(corpus_copy, live_index, TRAINED_HERE, Calibration()) is False
    edit("themas.yaml", "Wat het kost en wie betaalt.", "Wat het kost.")
    assert is_fresh(corpus_copy, live_index, TRAINED_HERE, TOY_NUMBERS) is False


def test_an_index_of_other_code_is_not_fresh(small_corpus: Path, live_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as other:
        other.setattr(training, "LEARNING_RATE", 0.02)
        assert is_fresh(small_corpus, live_index, TRAINED_HERE, TOY_NUMBERS) is False
    with monkeypatch.context() as other:
        other.setattr("indexer.freshness.analysis_digest", lambda: "anders")
        assert is_fresh(small_corpus, live_index, TRAINED_HERE, TOY_NUMBERS) is False
    assert is_fresh(small_corpus, live_index, TRAINED_HERE, TOY_NUMBERS) is True


def test_a_damaged_or_missing_index_is_not_fresh(small_corpus: Path, live_index: Path, tmp_path: Path) -> None:
    assert is_fresh(small_corpus, tmp_path / "nergens", TRAINED_HERE, TOY_NUMBERS) is False
    manifest = index_folder.current(live_index) / index_folder.MANIFEST
    manifest.chmod(0o644)
    manifest.write_text("{")
    assert is_fresh(small_corpus, live_index, TRAINED_HERE, TOY_NUMBERS) is False


def test_a_file_that_moves_or_is_renamed_changes_the_digest(corpus_copy: Path) -> None:
    before = corpus_digest(corpus_copy)
    (corpus_copy / "taken.yaml").rename(corpus_copy / "taak.yaml")
    assert corpus_digest(corpus_copy) != before
    (corpus_copy / "taak.yaml").rename(corpus_copy / "taken.yaml")
    assert corpus_digest(corpus_copy) == before


def test_another_form_of_the_index_makes_another_digest(small_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of an older form must be built anew; that opening it refuses too would hide a digest that forgot the form."""
    before = corpus_digest(small_corpus)
    monkeypatch.setattr("kb.index.folder.FORMAT", 99)
    assert corpus_digest(small_corpus) != before
