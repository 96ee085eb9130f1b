"""Retrieval from PostgreSQL with pgvector: the words of an entry as a sparse vector of its scores, so that one product is their score.

Candidates are found by words (the postings of the rarest terms, within a budget) and by meaning (compared whole in a small index, by
graph in a large one). However they were found, all are scored exactly, in the same statement.
"""

import re
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from kb.analysis.sentences import sentences_of
from kb.index.asked import Nearest
from kb.index.database import Database, TimeUp, schema_of
from kb.index.generation import Generation
from kb.index.recogniser import Likely
from kb.index.sentences import MOST_REMEMBERED
from kb.index.term_sets import Held, Shares, held_of
from kb.model import Entry, Passage, WeightedTerm
from kb.retrieval import facets
from kb.retrieval.facets import Filters
from kb.retrieval.retriever import Candidates, EntryRecord, Meaning, Numbers, PlaceSentences

# Up to so many entries everything is compared, and what is found is what the index folder finds; above it, a part is looked at.
EXACT = 50_000
# The postings that are summed for a question in a larger index, and how many of the best by meaning its graph is asked for.
MOST_POSTINGS = 100_000
MOST_BY_GRAPH = 400
# Filters that leave no more than this are followed by scoring all that they leave.
NARROW = 10_000
# Of the best by words so many are scored to know the best score of all.
_FOR_BEST = 100
_MOST_RECORDS = 5_000
_NOT_STORED = re.compile("[\0\ud800-\udfff]")
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)


class PostgresRetriever:
    """Answers from a generation in a database; may be shared between threads."""

    def __init__(self, database: Database, generation: Generation) -> None:
        """Raises DatabaseUnreachable when the database does not hold this generation."""
        self._database = database
        self._generation = generation
        self._schema = schema_of(generation.folder.name)
        told = database.rows("select entries, terms from kb.generation where name = %(name)s", {"name": generation.folder.name})
        self.size: int = told[0][0] if told else 0
        self._terms: int = told[0][1] if told else 0
        self._records: OrderedDict[int, EntryRecord] = OrderedDict()
        self._sentences = lru_cache(MOST_REMEMBERED)(lambda place: sentences_of(generation.library.place(place)))

    def frequencies(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return in how many entries each of the terms occurs."""
        asked = [(term, "part") for term in terms]
        found = {text: frequency for _, _, text, frequency in self._known(asked)}
        return {term: found.get(term, 0) for term in terms}

    def candidates(
        self,
        terms: Sequence[WeightedTerm],
        vector: Shares | None,
        filters: Filters,
        most: int,
        deadline: float | None = None,
        unasked: float = 1.0,
    ) -> Candidates:
        """Return the entries that match best, at least the `most` best by words and by meaning each; none when the time is up."""
        try:
            rows, best = self._scored(terms, vector, filters, most, deadline, unasked)
        except TimeUp:
            rows, best = [], 0.0
        columns = np.asarray([[np.nan if value is None else value for value in row] for row in rows], np.float64).reshape(-1, 5)
        columns = columns[_best_of(columns, most)]
        words, texts, questions = (np.asarray(columns[:, number], np.float32) for number in (1, 2, 3))
        meaning = None
        if vector is not None:
            numbers = np.where(np.isnan(columns[:, 4]), -1, columns[:, 4]).astype(np.intp)
            meaning = Meaning(texts, np.where(np.isnan(questions), np.float32(-1), questions), numbers)
        return Candidates(columns[:, 0].astype(np.intp), words if terms else None, best, meaning)

    def _scored(
        self,
        terms: Sequence[WeightedTerm],
        vector: Shares | None,
        filters: Filters,
        most: int,
        deadline: float | None,
        unasked: float,
    ) -> tuple[Sequence[Any], float]:
        """Return the candidates (number, words, likeness of text and of best question, number of that) and the best score by words."""
        from pgvector import SparseVector, Vector

        known = self._weighed(terms, deadline)
        within = known if self.size <= EXACT else _within_budget(known)
        parameters: dict[str, object] = {
            "terms": [number for number, _, _ in within],
            "weights": [weight for _, _, weight in within],
            "words": SparseVector({number: weight for number, _, weight in known}, max(1, self._terms)),
            "vector": None if vector is None else Vector(vector),
            "most": most,
            "unasked": unasked,
            "near": most if self.size <= EXACT else min(4 * most, MOST_BY_GRAPH),
        }
        passing, chosen = _passing(self._schema, filters)
        parameters |= chosen
        count = self.size
        if passing:
            query = f"select count(*) from (select 1 from {self._schema}.entry where {passing} limit {NARROW + 1}) few"
            count = self._database.rows(query, parameters, deadline)[0][0]
        statement = _statement(self._schema, passing, count <= (NARROW if passing else most), vector is not None, self.size <= EXACT)
        rows = self._database.rows(statement, parameters, deadline)
        # One row is of no entry, and tells the best score by words.
        best = next(row[1] for row in rows if row[0] is None)
        return sorted(row for row in rows if row[0] is not None), float(best or 0)

    def _weighed(self, terms: Sequence[WeightedTerm], deadline: float | None) -> list[tuple[int, int, float]]:
        """Return the terms that the index knows: number, in how many entries, weight."""
        weights: dict[tuple[str, str], float] = {}
        for term in terms:
            weights[term.text, term.field] = weights.get((term.text, term.field), 0.0) + term.weight
        return [(number, frequency, weights[text, field]) for number, field, text, frequency in self._known(weights, deadline)]

    def _known(self, terms: Iterable[tuple[str, str]], deadline: float | None = None) -> Sequence[Any]:
        """Return of terms (text and field) those that are there: number, field, text, in how many entries."""
        # What can't be stored as text was never found in one.
        asked = [(text, field) for text, field in terms if not _NOT_STORED.search(text)]
        if not asked:
            return []
        texts, fields = zip(*asked, strict=True)
        query = f"""select id, field, text, frequency from unnest(%(texts)s::text[], %(fields)s::text[]) as asked(text, field)
            join {self._schema}.term using (text, field)"""
        return self._database.rows(query, {"texts": list(texts), "fields": list(fields)}, deadline)

    def records(self, entries: Sequence[int]) -> Sequence[EntryRecord]:
        """Return what is known of entries."""
        found = {number: record for number in entries if (record := self._records.get(number))}
        missing = [number for number in entries if number not in found]
        if missing:
            query = f"select id, record from {self._schema}.entry where id = any(%(ids)s::int[])"
            for number, told in self._database.rows(query, {"ids": missing}):
                found[number] = self._records[number] = EntryRecord.of(self._generation.library, _ENTRY.validate_json(told))
            while len(self._records) > _MOST_RECORDS:
                self._records.popitem(last=False)
        return [found[number] for number in entries]

    def entry_terms(self, entries: Sequence[int], terms: Collection[str]) -> Sequence[Held]:
        """Return of each entry which of the terms its own words hold, and each of its questions, in that order."""
        query = f"select id, terms, sizes from {self._schema}.entry where id = any(%(ids)s::int[])"
        found = {number: (packed, sizes) for number, packed, sizes in self._database.rows(query, {"ids": list(entries)})}
        return [_held(*found[number], terms) for number in entries]

    def places(self, places: Collection[str]) -> Mapping[str, Passage]:
        """Return the passages where these passages and quotes stand, by the ids asked for."""
        return {identity: self._generation.library.place(identity) for identity in places}

    def sentences(self, places: Collection[str], terms: Collection[str], vector: Shares) -> Mapping[str, PlaceSentences]:
        """Return the sentences of places, by the ids of the places, compared with a question's terms and vector."""
        from pgvector import Vector

        asked = {identity: self._generation.library.place(identity) for identity in places}
        query = f"""select id, terms, sizes,
            array(select -(v <#> %(vector)s) from {self._schema}.sentence where place = number order by position)::real[]
            from {self._schema}.place where id = any(%(ids)s::text[])"""
        parameters = {"vector": Vector(vector), "ids": list({place.id for place in asked.values()})}
        found = {identity: told for identity, *told in self._database.rows(query, parameters)} if asked else {}
        told = {}
        for identity, place in asked.items():
            packed, sizes, likeness = found[place.id]
            told[identity] = PlaceSentences(place, self._sentences(place.id), _held(packed, sizes, terms), np.asarray(likeness, np.float32))
        return told

    def nearest_refusal(self, terms: Collection[str], vector: Shares) -> Nearest | None:
        """Return the recorded gap whose questions are most like a question with these terms and this vector."""
        return next(iter(self._generation.unanswered_index.nearest(terms, vector, 1)), None)

    def likely_answer(self, weights: Mapping[str, float], vector: Shares) -> Likely | None:
        """Return the edited answer that a question with these weighted terms and this vector probably asks for, None when there is none."""
        return self._generation.recogniser.likely(list(weights.items()), vector)

    def forget(self) -> None:
        """Let go of the records that are remembered."""
        self._records.clear()


def _statement(schema: str, passing: str, is_whole: bool, with_meaning: bool, is_exact: bool) -> str:
    """Return the statement that scores candidates: all that pass when `is_whole`, else the best by words and by meaning of those."""
    among = "where {} in (select id from passing)" if passing else "where {} >= 0"
    if is_whole:
        chosen = "select id from passing" if passing else f"select id from {schema}.entry"
    else:
        # An entry has more than one vector: a graph gives the nearest vectors, a comparison of all the nearest entries.
        order = "group by entry order by min(v <#> %(vector)s)" if is_exact else "order by v <#> %(vector)s"
        nearest = f"(select entry from {schema}.meaning {among.format('entry')} and number {{}} 0 {order} limit %(near)s)"
        by_words = f"(select id from summed {among.format('id')} order by score desc limit %(most)s)"
        chosen = " union ".join([by_words, *([nearest.format("<"), nearest.format(">=")] if with_meaning else [])])
    # In postings an entry without questions of its own has the number -1 - its own: what counts for it is known without looking it up.
    number = "case when entry < 0 then -1 - entry else entry end"
    times, times_of_posting = (f"case when {one} then %(unasked)s else 1 end" for one in ("unasked", "entry < 0"))
    columns, likeness = "null, null, null", ""
    if with_meaning:
        columns = "text::real, question::real, best::int"
        likeness = f"""left join lateral (select max(l) filter (where number < 0) as text, max(l) filter (where number >= 0) as question,
            (array_agg(number order by l desc, number) filter (where number >= 0))[1] as best
            from (select number, -(v <#> %(vector)s) as l from {schema}.meaning where entry = candidate.id) compared) likeness on true"""
    return f"""with summed as materialized (select {number} as id, {times_of_posting} * sum as score
            from (select u.entry, sum(u.score * q.weight) from unnest(%(terms)s::int[], %(weights)s::real[]) q(term, weight)
            join {schema}.posting p using (term), unnest(p.entries, p.scores) u(entry, score) group by 1) added),
        {f"passing as materialized (select id from {schema}.entry where {passing})," if passing else ""}
        candidate as materialized ({chosen})
        select null::int, max({times} * -(words <#> %(words)s))::real, null::real, null::real, null::int
            from {schema}.words where entry in (select id from summed order by score desc limit {_FOR_BEST})
        union all (select candidate.id, ({times} * -(w.words <#> %(words)s))::real, {columns}
            from candidate join {schema}.words w on w.entry = candidate.id {likeness})"""


def _passing(schema: str, filters: Filters) -> tuple[str, dict[str, object]]:
    """Return the condition on entries of places that pass filters, and its parameters; '' without filters."""
    chosen = {facet: list(getattr(filters, facet)) for facet in facets.FACETS if getattr(filters, facet)}
    kinds = {facet: "int[]" if facet == "steps" else "text[]" for facet in chosen}
    conditions = [f"place in (select place from {schema}.entry where {facet} && %({facet})s::{kinds[facet]})" for facet in chosen]
    return " and ".join(conditions), dict(chosen)


def _within_budget(known: Iterable[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Return the rarest terms, as many as have no more postings together than are summed; one at least."""
    within: list[tuple[int, int, float]] = []
    left = MOST_POSTINGS
    for term in sorted(known, key=lambda term: term[1]):
        left -= term[1]
        if within and left < 0:
            break
        within.append(term)
    return within


def _best_of(columns: Any, most: int) -> Numbers:
    """Return which candidates are among the `most` best by words or by meaning, in their order."""
    if len(columns) <= most:
        return np.arange(len(columns))
    nearness = np.fmax(columns[:, 2], columns[:, 3])
    ways = [way for way in (columns[:, 1], nearness) if not np.isnan(way).all()]
    return np.unique(np.concatenate([np.argpartition(-way, most - 1)[:most] for way in ways]))


def _held(packed: bytes, sizes: bytes, terms: Collection[str]) -> Held:
    return held_of(np.frombuffer(packed, "<u8"), np.frombuffer(sizes, "<i8"), terms)
