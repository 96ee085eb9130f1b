import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.matching import Matcher
from whoosh.query import Term
from whoosh.searching import SearchContext

from indexer.entries import entries_of, findable_by
from kb.analysis.analyzer import Analyzer
from kb.index import keyword, whoosh_scores
from kb.index.keyword import KeywordIndex, Scores
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.model import Entry, EntryKind, WeightedTerm

ENTRIES = [
    Entry("a", EntryKind.PASSAGE, "Tuin", "Beekstad", "Buren maken een moestuin achter de school.", ("waar kweek ik groente",)),
    Entry("b", EntryKind.PASSAGE, "Vaders", "Duinhaven", "De vadergroep praat over school en werk. School, school."),
    Entry("c", EntryKind.QUOTE, "", "buurvrouw", "Hier ken ik iedereen."),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> KeywordIndex:
    folder = tmp_path_factory.mktemp("keyword") / "trefwoorden"
    keyword.write(ENTRIES, Analyzer(frozenset({"moes", "tuin", "vader", "groep"})), folder)
    return KeywordIndex(folder, len(ENTRIES))


def positions(scores: Scores) -> list[int]:
    return np.flatnonzero(scores).tolist()


@pytest.mark.parametrize(
    ("field", "term", "found"),
    [
        ("part", "moestuin", [0]),
        ("part", "vader", [1]),
        ("part", "groep", [1]),
        ("stem", "bur", [0]),
        ("title", "vader", [1]),
        ("context", "buurvrouw", [2]),
        ("question", "groente", [0]),
        ("question_part", "kweek", [0]),
        ("part", "groente", []),
        ("part", "een", []),
        ("part", "xyzzy", []),
    ],
)
def test_a_term_is_found_in_its_field_by_position(index: KeywordIndex, field: str, term: str, found: list[int]) -> None:
    assert positions(index.search([WeightedTerm(field, term, 1.0)])) == found


BALANCED = [
    Entry("a", EntryKind.PASSAGE, "", "", "School werkt."),
    Entry("b", EntryKind.PASSAGE, "", "", "School praat, school luistert, vader knikt."),
    Entry("c", EntryKind.PASSAGE, "", "", "Buren koken samen soep."),
]


def test_a_score_is_that_of_bm25_worked_out_by_hand(tmp_path: Path) -> None:
    """Two of three entries have 'school': ln(3 / 3) + 1 = 1 for how rare it is. They have 2, 6 and 4 words, on average 4.

    Once in 2 words:  1 * 2.2 / (1 + 1.2 * (0.7 + 0.3 * 2 / 4)) = 2.2 / 2.02
    Twice in 6 words: 2 * 2.2 / (2 + 1.2 * (0.7 + 0.3 * 6 / 4)) = 4.4 / 3.38
    So that a long entry that says it twice goes before a short one that says it once, by less than twice.
    """
    keyword.write(BALANCED, Analyzer(frozenset()), tmp_path / "trefwoorden")
    scores = KeywordIndex(tmp_path / "trefwoorden", len(BALANCED)).search([WeightedTerm("part", "school", 1.0)])
    assert scores.tolist() == pytest.approx([2.2 / 2.02, 4.4 / 3.38, 0])


def test_an_entry_that_says_it_more_often_scores_higher(index: KeywordIndex) -> None:
    scores = index.search([WeightedTerm("part", "school", 1.0)])
    assert scores[1] > scores[0] > scores[2] == 0


def test_a_weight_multiplies_the_score(index: KeywordIndex) -> None:
    once, thrice = (index.search([WeightedTerm("part", "moestuin", weight)])[0] for weight in (1.0, 3.0))
    assert thrice == pytest.approx(3 * once)


def test_scores_of_terms_add_up(index: KeywordIndex) -> None:
    terms = [WeightedTerm("part", "moestuin", 1.0), WeightedTerm("title", "tuin", 0.5)]
    assert index.search(terms)[0] == pytest.approx(sum(index.search([term])[0] for term in terms))


def test_no_terms_find_nothing(index: KeywordIndex) -> None:
    assert index.search([]).tolist() == [0, 0, 0]


def test_past_the_deadline_terms_do_not_count(index: KeywordIndex) -> None:
    terms = [WeightedTerm("part", "school", 1.0)]
    assert index.search(terms, deadline=time.monotonic() - 1).tolist() == [0, 0, 0]
    assert index.search(terms, deadline=time.monotonic() + 60).tolist() == index.search(terms).tolist()


def test_document_frequency_counts_entries(index: KeywordIndex) -> None:
    assert [index.document_frequency("part", word) for word in ("school", "moestuin", "xyzzy")] == [2, 1, 0]
    assert index.size == 3


@pytest.mark.parametrize("text", ["[a TO z]", "*", "s?hool", "(" * 3_000, "title:tuin", '"een twee"~3', "NOT school", "school^9"])
def test_the_query_language_of_whoosh_cannot_be_reached(index: KeywordIndex, text: str) -> None:
    assert index.search([WeightedTerm("part", text, 1.0)]).tolist() == [0, 0, 0]


@given(st.text(max_size=40))
def test_any_term_is_looked_up_as_it_is(index: KeywordIndex, text: str) -> None:
    known = {"moestuin", "school", "buur", "maken", "tuin", "vader", "vaders", "vadergroep", "praten", "werk", "kennen", "achter"}
    assert index.search([WeightedTerm("part", text, 1.0)]).tolist() == [0, 0, 0] or text in known


def test_threads_share_an_index(index: KeywordIndex) -> None:
    expected = index.search([WeightedTerm("part", "school", 1.0)]).tolist()
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(index.search([WeightedTerm("part", "school", 1.0)]).tolist())) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


def test_an_index_of_nothing_opens_and_finds_nothing(tmp_path: Path) -> None:
    keyword.write([], Analyzer(frozenset()), tmp_path / "trefwoorden")
    opened = KeywordIndex(tmp_path / "trefwoorden", 0)
    assert (opened.size, opened.search([WeightedTerm("part", "school", 1.0)]).tolist(), list(opened.postings())) == (0, [], [])


def test_nothing_is_left_of_what_whoosh_wrote(tmp_path: Path) -> None:
    """Its files are pickles, and hold words that an index without them does not."""
    keyword.write(ENTRIES, Analyzer(frozenset()), tmp_path / "trefwoorden")
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == [
        "trefwoorden",
        "trefwoorden/entries.npy",
        "trefwoorden/numbers.npy",
        "trefwoorden/scores.npy",
        "trefwoorden/starts.npy",
        "trefwoorden/terms.json",
    ]


def test_what_is_read_is_to_the_bit_what_whoosh_scores(real_library: Library, real_base: KnowledgeBase, tmp_path: Path) -> None:
    """Every term of the corpus, asked of Whoosh one text at a time, as it scores by itself."""
    findable = findable_by(real_library, entries_of(real_library))
    told = [keyword.terms_of(entry, real_base.language.analyzer) for entry in findable]
    with whoosh_scores.write(told, keyword.FIELDS, tmp_path).searcher(weighting=whoosh_scores.WEIGHTING) as searcher:
        context = SearchContext(weighting=searcher.weighting)
        by_whoosh = {
            (field, encoded.decode()): _scores_by_whoosh(Term(field, encoded.decode()).matcher(searcher, context))
            for field, encoded in searcher.reader().all_terms()
        }
    keyword.write(findable, real_base.language.analyzer, tmp_path / "trefwoorden")
    opened = KeywordIndex(tmp_path / "trefwoorden", len(findable))
    read = {(field, text): dict(zip(held.tolist(), scores.tolist(), strict=True)) for field, text, (held, scores) in opened.postings()}
    assert len(read) > 10_000
    assert read == by_whoosh
    for (field, text), scores in by_whoosh.items():
        found = opened.search([WeightedTerm(field, text, 1.0)])
        assert {number: found[number] for number in np.flatnonzero(found).tolist()} == scores


def _scores_by_whoosh(matcher: Matcher) -> dict[int, float]:
    scores = {}
    while matcher.is_active():
        scores[matcher.id()] = float(np.float32(matcher.score()))
        matcher.next()
    return scores
