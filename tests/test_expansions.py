"""The terms that the other names of a concept bring into a search, and how much each of them counts."""

import pytest

from kb.analysis.thesaurus import Expansion
from kb.knowledge_base import KnowledgeBase
from kb.retrieval.reading import weighted_terms


def weights(base: KnowledgeBase, *expansions: Expansion) -> dict[tuple[str, str], float]:
    """Weight by field and term of a question for 'xyzzy' with these expansions."""
    return {(term.field, term.text): term.weight for term in weighted_terms(["xyzzy"], expansions, base.language.analyzer)}


def test_the_words_of_a_name_share_its_weight(small_base: KnowledgeBase) -> None:
    """A name of four words would else bring four times what the reader's own word brings: each has a half (1 / root 4) of .4."""
    found = weights(small_base, Expansion("vaders drinken samen koffie"))
    assert [found["stem", stem] for stem in ("vader", "drink", "sam", "koffie")] == pytest.approx([0.2 * 0.5] * 4)
    assert [found["part", lemma] for lemma in ("vader", "drinken", "samen", "koffie")] == pytest.approx([0.2 * 0.5] * 4)
    assert [found[field, "koffie"] for field in ("title", "context", "question", "question_part")] == pytest.approx(
        [0.2 * 0.15, 0.2 * 0.4, 0.2 * 0.8, 0.2 * 0.8]
    )


def test_a_name_of_one_word_has_its_whole_weight_and_the_readers_own_word_more(small_base: KnowledgeBase) -> None:
    found = weights(small_base, Expansion("koffie"), Expansion("school", related=True))
    assert [found["question", word] for word in ("xyzzy", "koffie", "school")] == pytest.approx([0.8, 0.32, 0.12])
