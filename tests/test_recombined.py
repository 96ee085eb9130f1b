"""Larger indexes to measure with: their first entries are those of the index, and PostgreSQL finds in them what the folder finds."""

from pathlib import Path

import numpy as np
import pytest
from database import new_database, start

from bench.recombined import recombined
from indexer import to_postgres
from kb.index import folder as index_folder
from kb.index.database import Database, writing
from kb.index.generation import Generation, Stores, open_generation, open_stores
from kb.knowledge_base import KnowledgeBase
from kb.retrieval import postgres
from kb.retrieval.facets import Filters
from kb.retrieval.folder import FolderRetriever
from kb.retrieval.postgres import PostgresRetriever

SIZE = 300
QUESTIONS = ("wat kost de tuin", "hoe betrek ik vaders bij de tuin", "welke groepen zijn er")


@pytest.fixture(scope="module")
def opened(small_index: Path) -> tuple[Generation, Stores, Stores]:
    generation = open_generation(index_folder.current(small_index))
    stores = open_stores(generation)
    return generation, stores, recombined(stores, SIZE)


def test_the_first_entries_are_those_of_the_index_and_the_others_are_made_of_them(opened: tuple[Generation, Stores, Stores]) -> None:
    _, stores, larger = opened
    before = len(stores.entries)
    assert larger.entries[:before] == stores.entries
    assert [len(larger.entries), larger.keyword_index.size, larger.embedding_index.size] == [SIZE] * 3
    assert all(not entry.questions for entry in larger.entries[before:])
    wanted = {(field, text): (positions.tolist(), scores.tolist()) for field, text, (positions, scores) in stores.keyword_index.postings()}
    total = 0
    for field, text, (positions, scores) in larger.keyword_index.postings():
        first = positions < before
        assert (positions[first].tolist(), scores[first].tolist()) == wanted[field, text]
        assert (np.diff(positions) > 0).all()
        assert set(scores.tolist()) == set(wanted[field, text][1])
        total += 0 if field.startswith("question") else len(positions)
    # Each further entry has a third of the terms of three: as many as those have on average.
    own = sum(len(positions) for (field, _), (positions, _) in wanted.items() if not field.startswith("question"))
    assert total == pytest.approx(own * SIZE / before, rel=0.1)
    # What is looked at again by its own words has those of the first that it is made of.
    assert larger.entry_terms.held(["tuin"], before).terms.shape == (len(larger.entry_terms.packed(before)[1]), 1)
    lengths = [np.linalg.norm(vector) for _, number, vector in larger.embedding_index.vectors() if number == -1]
    assert lengths[before:] == pytest.approx([1.0] * (SIZE - before), abs=1e-5)


@pytest.mark.parametrize(("exact", "postings"), [(50_000, 200_000), (0, 200_000), (0, 60)])
def test_postgres_finds_in_it_what_the_folder_finds(
    opened: tuple[Generation, Stores, Stores], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exact: int, postings: int
) -> None:
    """Comparing all, by the graphs, and by the graphs with a budget that leaves postings out."""
    for module in (postgres, to_postgres):
        monkeypatch.setattr(module, "EXACT", exact)
    monkeypatch.setattr(postgres, "MOST_POSTINGS", postings)
    generation, _, larger = opened
    address = new_database(start())
    with writing(address) as connection:
        to_postgres.prepare(connection)
        to_postgres.copy(connection, generation, larger, lambda name, share: None)
        graphs = connection.execute("select count(*) from pg_indexes where indexdef like '%hnsw%'").fetchall()
    assert graphs == [(0 if exact else 2,)]
    database = Database(address)
    found = KnowledgeBase.of(generation, PostgresRetriever(database, generation))
    wanted = KnowledgeBase.of(generation, FolderRetriever(generation, larger))
    for narrow in (10_000, 0):
        monkeypatch.setattr(postgres, "NARROW", narrow)
        for question in QUESTIONS:
            for filters in (Filters(), Filters(kinds=("citaat",))):
                one, other = (base.search(question, filters).hits[:10] for base in (found, wanted))
                assert [hit.score for hit in one] == pytest.approx([hit.score for hit in other], abs=1e-5)
                assert {hit.number for hit in one} == {hit.number for hit in other}
    database.close()
