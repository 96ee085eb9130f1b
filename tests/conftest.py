"""What the tests share: a corpus of three documents that one can work out by hand, the real one, and an index of each."""

import gc
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from meaning import TOY_NUMBERS, train

from indexer import build
from indexer.corpus import corpus
from indexer.freshness import corpus_digest
from indexer.model import making
from kb.errors import IndexDamaged, IndexMissing
from kb.index.encoder import TRAINED_HERE
from kb.knowledge_base import KnowledgeBase
from kb.library import Library

ROOT = Path(__file__).parent.parent

# An index on disk is slow the first time; and CI must give the same verdict twice.
settings.register_profile("kennisbank", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("kennisbank")


def pytest_configure() -> None:
    """A developer's own KB_… settings change no test."""
    for name in [name for name in os.environ if name.startswith("KB_") and name != "KB_TEST_INDEX"]:
        del os.environ[name]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One test makes the index of the real corpus begin, and what needs it comes last: who runs beside it need not wait for it.

    The files keep their chance order among themselves, and what a file shares is set up once.
    """
    needing = {item.path for item in items if "real_index" in getattr(item, "fixturenames", ())}
    first = next((item for item in items if item.path in needing and "real_index" in getattr(item, "fixturenames", ())), None)
    items.sort(key=lambda item: (item is not first, item.path in needing))


def pytest_collection_finish() -> None:
    """What was imported stays: the collections of garbage that follow need not walk through it, as in the processes of the site."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def small_corpus() -> Path:
    """A gids, a piece of news and a report about a garden and a group of fathers, with every feature of the format."""
    return ROOT / "tests" / "corpus"


@pytest.fixture(scope="session")
def small_library(small_corpus: Path) -> Library:
    return corpus.load(small_corpus).library


@pytest.fixture(scope="session")
def small_index(small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of an index of the small corpus, by the real build, with vectors that say which words texts share.

    A model trained on sixteen passages has vectors of chance, and tests of answers would be tests of that chance.
    """
    root = tmp_path_factory.mktemp("small") / "index"
    build.build(corpus.load(small_corpus), root, TRAINED_HERE, train=train, calibration=TOY_NUMBERS)
    return root


@pytest.fixture(scope="session")
def small_base(small_index: Path) -> KnowledgeBase:
    return KnowledgeBase.open(small_index)


@pytest.fixture(scope="session")
def real_corpus() -> Path:
    return ROOT / "corpus"


@pytest.fixture(scope="session")
def real_library(real_corpus: Path) -> Library:
    return corpus.load(real_corpus).library


@pytest.fixture(scope="session")
def real_index(real_corpus: Path, pytestconfig: pytest.Config) -> Path:
    """The root of an index of the real corpus: KB_TEST_INDEX, or one that is built once for this corpus and this code."""
    ready = os.environ.get("KB_TEST_INDEX")
    if ready:
        return Path(ready)
    folder = pytestconfig.rootpath / ".pytest_cache" / "d" / "kb-index"
    folder.mkdir(parents=True, exist_ok=True)
    root = folder / f"{corpus_digest(real_corpus)[:12]}-{_code_digest()[:12]}"
    with FileLock(folder / "bouw.lock"):
        try:
            KnowledgeBase.open(root)
        except (IndexDamaged, IndexMissing):
            for old in folder.iterdir():
                if old.is_dir() and old.name != "modellen":
                    shutil.rmtree(old, ignore_errors=True)
            build.build(corpus.load(real_corpus), root, making.E5, models=folder / "modellen")
    return root


@pytest.fixture(scope="session")
def real_base(real_index: Path) -> KnowledgeBase:
    return KnowledgeBase.open(real_index)


@pytest.fixture
def corpus_copy(small_corpus: Path, tmp_path: Path) -> Path:
    """A copy of the small corpus, to spoil."""
    return Path(shutil.copytree(small_corpus, tmp_path / "corpus"))


Edit = Callable[[str, str, str], None]


@pytest.fixture
def edit(corpus_copy: Path) -> Edit:
    """Replace words that stand once in a file of the copied corpus: edit(file, old, new)."""

    def replace(name: str, old: str, new: str) -> None:
        file = corpus_copy / name
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    return replace


def _code_digest() -> str:
    digest = hashlib.sha256()
    for package in ("kb", "indexer"):
        for file in sorted((ROOT / package).rglob("*")):
            if file.suffix in (".py", ".txt"):
                digest.update(file.read_bytes())
    return digest.hexdigest()
