"""Retrieval from PostgreSQL with pgvector: it keeps what is found in and compares vectors; postings are few enough to be added up here.

In a small index all is compared, as in the index folder. In a large one candidates are found by words (the postings of the rarest terms,
within a budget) and by meaning (by a graph); however they were found, all are scored exactly.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
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
# The postings that are added up for a question in a larger index, 8 bytes each, and how many of the best by meaning its graph is asked for.
MOST_POSTINGS = 200_000
MOST_BY_GRAPH = 400
# Filters that leave no more than this are followed by scoring all that they leave.
NARROW = 10_000
# Where not all postings were added up, so many of the best by words are scored to know the best score of all.
_FOR_BEST = 100
_MOST_RECORDS = 5_000
_NOT_STORED = re.compile("[\0\ud800-\udfff]")
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
# What the server packs for us: thousands of rows are read at once, not one by one.
_LIKENESS = np.dtype([("entry", ">i4"), ("number", ">i2"), ("likeness", ">f4")])
_SCORE = np.dtype([("entry", ">i4"), ("score", ">f4")])
_Packed = npt.NDArray[np.void]


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
        self._unasked: Numbers = self._packed("entry", f"from {self._schema}.words where unasked", np.dtype(">i4"))
        # Of the question of this thread, which is asked for all entries first and for those that pass filters then.
        self._last = threading.local()
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
            entries, words, best, meaning = self._scored(terms, vector, filters, most, deadline, unasked)
        except TimeUp:
            nothing = np.empty(0, np.float32)
            entries, words, best = np.empty(0, np.intp), nothing, 0.0
            meaning = None if vector is None else Meaning(nothing, nothing, entries)
        chosen = _best_of(words, meaning, most)
        if meaning is not None:
            meaning = Meaning(meaning.texts[chosen], meaning.questions[chosen], meaning.best_question[chosen])
        return Candidates(entries[chosen], words[chosen] if terms else None, best, meaning)

    def _scored(
        self, terms: Sequence[WeightedTerm], vector: Shares | None, filters: Filters, most: int, deadline: float | None, unasked: float
    ) -> tuple[Numbers, Shares, float, Meaning | None]:
        """Return the candidates, their scores by words and by meaning, and the best score by words of all entries."""
        asked = {(term.text, term.field) for term in terms}
        within = asked
        known: dict[tuple[str, str], tuple[int, int]] = {}
        if self.size > EXACT:
            known = {(text, field): (number, frequency) for number, field, text, frequency in self._known(asked, deadline)}
            within = _within_budget(known)
        words = self._summed(terms, within, deadline)
        words[self._unasked] *= unasked
        where, parameters = _passing(filters)
        entries: Numbers = np.arange(self.size)
        if where:
            entries = self._packed("id", f"from {self._schema}.entry where {where}", np.dtype(">i4"), parameters, deadline)
            where = f"where entry in (select id from {self._schema}.entry where {where})"
        if self.size > EXACT and len(entries) > (NARROW if where else most):
            by_words = entries[np.argpartition(-words[entries], min(most, len(entries)) - 1)[:most]]
            nearest = np.empty(0, np.intp) if vector is None else self._nearest(vector, deadline)
            entries = np.union1d(by_words, np.intersect1d(nearest, entries))
            where, parameters = "where entry = any(%(entries)s::int[])", {"entries": entries.tolist()}
        best = float(words.max(initial=0.0))
        if self.size > EXACT and len(within) < len(known):
            best = self._rescore(words, terms, known, where, parameters, deadline, unasked)
        return entries, words[entries], best, None if vector is None else self._meaning(entries, vector, where, parameters, deadline)

    def _summed(self, terms: Sequence[WeightedTerm], within: Collection[tuple[str, str]], deadline: float | None) -> Shares:
        """Return of each entry its score by the terms that are `within`."""
        if getattr(self._last, "terms", None) != terms:
            query = f"""select text, field, entries, scores from unnest(%(texts)s::text[], %(fields)s::text[]) as asked(text, field)
                join {self._schema}.term using (text, field)"""
            held = {(text, field): postings for text, field, *postings in self._rows_of_terms(query, within, deadline)}
            total = np.zeros(self.size, np.float32)
            # In the order of the folder: sums of floats depend on it.
            for term in terms:
                if postings := held.get((term.text, term.field)):
                    total[np.frombuffer(postings[0], "<i4")] += term.weight * np.frombuffer(postings[1], "<f4")
            self._last.terms, self._last.words = terms, total
        return np.array(self._last.words, np.float32)

    def _rescore(
        self,
        words: Shares,
        terms: Sequence[WeightedTerm],
        known: Mapping[tuple[str, str], tuple[int, int]],
        where: str,
        parameters: Mapping[str, object],
        deadline: float | None,
        unasked: float,
    ) -> float:
        """Put the scores by all terms in `words`, of the entries of a condition and of the best; return the best of those."""
        from pgvector import SparseVector

        weights: dict[int, float] = {}
        for term in terms:
            if told := known.get((term.text, term.field)):
                weights[told[0]] = weights.get(told[0], 0.0) + term.weight
        best = np.argpartition(-words, min(_FOR_BEST, self.size) - 1)[:_FOR_BEST]
        asked = {"words": SparseVector(weights, self._terms), "best": best.tolist()}
        for condition in (where, "where entry = any(%(best)s::int[])"):
            what = f"from (select entry, (-(words <#> %(words)s))::real as score from {self._schema}.words {condition}) scored"
            found = self._packed("entry score", what, _SCORE, {**parameters, **asked}, deadline)
            words[found["entry"]] = found["score"]
            times = np.isin(found["entry"], self._unasked, assume_unique=True)
            words[found["entry"][times]] *= unasked
        return float(words[best].max(initial=0.0))

    def _nearest(self, vector: Shares, deadline: float | None) -> Numbers:
        """Return the entries whose texts and questions are nearest by the graphs."""
        from pgvector import Vector

        if getattr(self._last, "asked", None) is not vector:
            nearest = f"(select entry from {self._schema}.meaning where number {{}} 0 order by v <#> %(vector)s limit {MOST_BY_GRAPH})"
            query = " union ".join(nearest.format(sign) for sign in ("<", ">="))
            found = self._database.rows(query, {"vector": Vector(vector)}, deadline)
            self._last.nearest = np.asarray([number for (number,) in found], np.intp)
            self._last.asked = vector
        return np.asarray(self._last.nearest, np.intp)

    def _meaning(self, entries: Numbers, vector: Shares, where: str, parameters: Mapping[str, object], deadline: float | None) -> Meaning:
        """Return how like entries, in order of number, are to a question; `where` is the condition that leaves these."""
        if self.size <= EXACT:
            if getattr(self._last, "vector", None) is not vector:
                self._last.found = self._likeness(vector, "", {}, deadline)
                self._last.vector = vector
            found: _Packed = self._last.found
            found = found if len(entries) == self.size else found[np.isin(found["entry"], entries)]
        else:
            found = self._likeness(vector, where, parameters, deadline)
        return _of_each(found, np.searchsorted(entries, found["entry"]), len(entries))

    def _likeness(self, vector: Shares, where: str, parameters: Mapping[str, object], deadline: float | None) -> _Packed:
        from pgvector import Vector

        what = f"from (select entry, number, (-(v <#> %(vector)s))::real as likeness from {self._schema}.meaning {where}) compared"
        found: _Packed = self._packed("entry number likeness", what, _LIKENESS, {**parameters, "vector": Vector(vector)}, deadline)
        return found

    def _packed(
        self, columns: str, what: str, kind: "np.dtype[Any]", parameters: Mapping[str, object] | None = None, deadline: float | None = None
    ) -> Any:
        """Return columns of rows, by their kinds, as the server packs them into one value; sorted where there is one column."""
        kinds = [kind[name].str if kind.names else kind.str for name in columns.split()]
        sent = {">i4": "int4send", ">i2": "int2send", ">f4": "float4send"}
        packed = " || ".join(f"{sent[one]}({name})" for name, one in zip(columns.split(), kinds, strict=True))
        told = self._database.rows(f"select string_agg({packed}, ''::bytea) {what}", parameters, deadline)[0][0]
        found = np.frombuffer(told or b"", kind)
        return found.astype(kind.newbyteorder("=")) if kind.names else np.sort(found.astype(np.intp))

    def _known(self, terms: Iterable[tuple[str, str]], deadline: float | None = None) -> Sequence[Any]:
        """Return of terms (text and field) those that are there: number, field, text, in how many entries."""
        query = f"""select id, field, text, frequency from unnest(%(texts)s::text[], %(fields)s::text[]) as asked(text, field)
            join {self._schema}.term using (text, field)"""
        return self._rows_of_terms(query, terms, deadline)

    def _rows_of_terms(self, query: str, terms: Iterable[tuple[str, str]], deadline: float | None) -> Sequence[Any]:
        # What can't be stored as text was never found in one.
        asked = [(text, field) for text, field in terms if not _NOT_STORED.search(text)]
        if not asked:
            return []
        texts, fields = zip(*asked, strict=True)
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

    def best_sentence(self, places: Collection[str], vector: Shares) -> Mapping[str, float]:
        """Return how like a question the sentence is that is most like it, of each of these places that has sentences."""
        from pgvector import Vector

        standing = {identity: self._generation.library.place(identity).id for identity in places}
        query = f"""select id, max(-(v <#> %(vector)s))::real from {self._schema}.place join {self._schema}.sentence on place = number
            where id = any(%(ids)s::text[]) group by id"""
        found = dict(self._database.rows(query, {"vector": Vector(vector), "ids": sorted(set(standing.values()))})) if standing else {}
        return {identity: found[place] for identity, place in standing.items() if place in found}

    def nearest_refusal(self, terms: Collection[str], vector: Shares) -> Nearest | None:
        """Return the recorded gap whose questions are most like a question with these terms and this vector."""
        return next(iter(self._generation.unanswered_index.nearest(terms, vector, 1)), None)

    def likely_answer(self, weights: Mapping[str, float], vector: Shares) -> Likely | None:
        """Return the edited answer that a question with these weighted terms and this vector probably asks for, None when there is none."""
        return self._generation.recogniser.likely(list(weights.items()), vector)

    def forget(self) -> None:
        """Let go of the records that are remembered."""
        self._records.clear()


def _passing(filters: Filters) -> tuple[str, dict[str, object]]:
    """Return the condition on entries of places that pass filters, and its parameters; '' without filters."""
    chosen = {facet: list(getattr(filters, facet)) for facet in facets.FACETS if getattr(filters, facet)}
    kinds = {facet: "int[]" if facet == "steps" else "text[]" for facet in chosen}
    return " and ".join(f"{facet} && %({facet})s::{kinds[facet]}" for facet in chosen), dict(chosen)


def _within_budget(known: Mapping[tuple[str, str], tuple[int, int]]) -> set[tuple[str, str]]:
    """Return the rarest terms, as many as have no more postings together than are added up; one at least."""
    within: set[tuple[str, str]] = set()
    left = MOST_POSTINGS
    for term, (_, frequency) in sorted(known.items(), key=lambda one: one[1][1]):
        left -= frequency
        if within and left < 0:
            break
        within.add(term)
    return within


def _best_of(words: Shares, meaning: Meaning | None, most: int) -> Numbers:
    """Return which candidates are among the `most` best by words or by meaning, in their order."""
    if len(words) <= most:
        return np.arange(len(words))
    ways = [words, *([np.maximum(meaning.texts, meaning.questions)] if meaning else [])]
    return np.unique(np.concatenate([np.argpartition(-way, most - 1)[:most] for way in ways]))


def _of_each(found: _Packed, entry: Numbers, size: int) -> Meaning:
    """Return of each of `size` entries how like it is, from what was found of the vectors, with for each vector the place of its entry."""
    likeness = found["likeness"].astype(np.float32)
    number = found["number"].astype(np.intp)
    texts, questions = (np.full(size, -1, np.float32) for _ in range(2))
    best = np.full(size, -1, np.intp)
    is_text = number < 0
    np.maximum.at(texts, entry[is_text], likeness[is_text])
    np.maximum.at(questions, entry[~is_text], likeness[~is_text])
    # Of questions that are alike to the last digit the first one stays: it is written last.
    alike = np.flatnonzero(~is_text & (likeness == questions[entry]))
    alike = alike[np.argsort(-number[alike], kind="stable")]
    best[entry[alike]] = number[alike]
    return Meaning(texts, questions, best)


def _held(packed: bytes, sizes: bytes, terms: Collection[str]) -> Held:
    return held_of(np.frombuffer(packed, "<u8"), np.frombuffer(sizes, "<i8"), terms)
