"""Finding in sources that nobody edited, laid over the corpus, and what they cost the sources that were delivered.

    python -m bench.unedited FOLDER QUESTIONS [SET ...] [--corpus FOLDER] [--modellen FOLDER]

FOLDER is an own folder (KB_EIGEN), or laid out as a corpus (bronnen, origineel, getrouwheid), without questions or lists; QUESTIONS and
each SET are question files as docs/evaluatie.md tells of: the first on these sources, the others on the delivered ones.
"""

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from indexer.build import MODELS, build
from indexer.corpus import own
from indexer.corpus.corpus import Corpus, load
from indexer.measuring import answer_evaluation
from indexer.measuring.evaluation import MEASURES, TestQuestion, by_kind, evaluate, read_questions
from indexer.model import making
from kb.knowledge_base import KnowledgeBase
from kb.retrieval.search import ALL_STAGES

PREFIX = "eigen-onbewerkt"


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("sets", type=Path, nargs="*")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--modellen", type=Path, default=MODELS)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        unedited = as_own(chosen.folder, Path(scratch) / "eigen")
        alone, together = (
            _opened(load(chosen.corpus, folder), Path(scratch) / name, chosen.modellen)
            for name, folder in (("alleen", None), ("samen", unedited))
        )
        asked = read_questions(chosen.questions)
        _tell(chosen.questions.name, found(together, asked))
        for with_edited in (False, True):
            told = answer_evaluation.summary([answer_evaluation.score(together, one, with_edited=with_edited) for one in asked])
            name = "met de redactie" if with_edited else "zonder de redactie"
            print(f"  antwoorden {name}: bereik {told['bereik']}, vertrouwen {told['vertrouwen']}")  # noqa: T201
        for file in chosen.sets:
            questions = read_questions(file)
            _tell(f"{file.name}, alleen", found(alone, questions))
            _tell(f"{file.name}, ernaast", found(together, questions))


def as_own(folder: Path, to: Path) -> Path:
    """Return an own folder of the sources of `folder`: itself when it is one, or else a copy with the prefix that ids of own ones have."""
    if (folder / own.FILE).is_file():
        return folder
    shutil.copytree(folder, to, copy_function=shutil.copyfile)
    (to / own.FILE).write_text(f"voorvoegsel: {PREFIX}\nnaam: Onbewerkt\n", encoding="utf-8")
    for source in sorted((to / "bronnen").glob("*.md")):
        text = source.read_text(encoding="utf-8").replace("\nid: ", f"\nid: {PREFIX}-", 1)
        source.unlink()
        source.with_name(f"{PREFIX}-{source.name}").write_text(text, encoding="utf-8")
    for told in sorted((to / "getrouwheid").glob("*.yaml")):
        told.rename(told.with_name(f"{PREFIX}-{told.name}"))
    return to


def found(base: KnowledgeBase, questions: Sequence[TestQuestion]) -> dict[str, float]:
    """Return the measures of finding over questions, by name."""
    means = by_kind(evaluate(base, questions, ALL_STAGES))["alle"]
    return {name: round(means[name].value, 3) for name in MEASURES}


def _opened(corpus: Corpus, index: Path, models: Path) -> KnowledgeBase:
    build(corpus, index, making.E5, models=models)
    return KnowledgeBase.open(index)


def _tell(name: str, measures: dict[str, float]) -> None:
    print(f"{name:<40} " + "  ".join(f"{measure} {value:.3f}" for measure, value in measures.items()))  # noqa: T201


if __name__ == "__main__":
    main()
