"""A generation put into PostgreSQL: copied whole into a schema of its own, tried there, and then named as the one that serves.

Only a sealed generation is copied, which was tested when it was built; nothing is computed anew, so that both are one index. Breaking off
at any moment leaves the generation that served as it was; what was left behind goes with the next publishing.
"""

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import TypeAdapter

from kb.errors import IndexDamaged
from kb.index import folder as index_folder
from kb.index.database import LAYOUT, PART, Database, schema_of, writing
from kb.index.folder import MANIFEST, Manifest
from kb.index.generation import STORED, Generation, Stores, open_generation, open_stores
from kb.knowledge_base import KnowledgeBase
from kb.model import Entry
from kb.retrieval import facets
from kb.retrieval.facets import Labels
from kb.retrieval.folder import FolderRetriever
from kb.retrieval.postgres import EXACT, PostgresRetriever
from kb.retrieval.retriever import EntryRecord

if TYPE_CHECKING:
    from psycopg import Connection

# The role that sites read with, when the database has it; see docs/beheer.md.
READERS = "kb_lees"
# Sites look for another generation every half second, and let go of the one they had soon after.
GRACE_SECONDS = 5.0
_LOCK = "kennisbank publiceren"
# Vectors are compared in another order than the folder does.
_CLOSE = 1e-3
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
Progress = Callable[[str, float], None]
_FIXED = (
    "create extension if not exists vector",
    "create schema if not exists kb",
    """create table if not exists kb.generation (name text primary key, layout int not null, format int not null, corpus text not null,
        model text not null, entries int not null, terms int not null, made timestamptz not null default now())""",
    """create table if not exists kb.serving (only_one bool primary key default true check (only_one),
        name text not null references kb.generation)""",
)
# Vectors stay in the row: a comparison of all must not look each one up elsewhere.
_TABLES = (
    """create table {0}.entry (id int, kinds text[], themes text[], steps int[], municipalities text[], record text, terms bytea,
        sizes bytea)""",
    "create table {0}.words (entry int, unasked bool, words sparsevec({1}) storage main)",
    "create table {0}.meaning (entry int, number smallint, v vector({2}) storage main)",
    """create table {0}.term (id int, field text, text text, frequency int, entries bytea storage external,
        scores bytea storage external)""",
    "create table {0}.place (id text, number int, terms bytea, sizes bytea)",
    "create table {0}.sentence (place int, position smallint, v vector({2}) storage main)",
    "create table {0}.file (name text, part int, bytes bytea storage external)",
)
_KEYS = (
    "alter table {0}.entry add primary key (id)",
    "alter table {0}.words add primary key (entry)",
    "alter table {0}.meaning add primary key (entry, number)",
    "alter table {0}.term add primary key (text, field)",
    "alter table {0}.place add primary key (id)",
    "alter table {0}.sentence add primary key (place, position)",
    "alter table {0}.file add primary key (name, part)",
    "create index on {0}.entry using gin (kinds)",
    "create index on {0}.entry using gin (themes)",
    "create index on {0}.entry using gin (steps)",
    "create index on {0}.entry using gin (municipalities)",
)
_GRAPHS = (
    "create index on {0}.meaning using hnsw (v vector_ip_ops) where number < 0",
    "create index on {0}.meaning using hnsw (v vector_ip_ops) where number >= 0",
)


@dataclass(frozen=True, slots=True)
class Published:
    """What was done: the generation that serves from the database, and the others that are gone from it."""

    generation: str
    was_there: bool
    swept: tuple[str, ...]


def publish(
    root: Path,
    address: str,
    progress: Progress = lambda name, share: None,
    *,
    forget: bool = False,
    grace: float = GRACE_SECONDS,
) -> Published:
    """Copy the generation that serves in the index folder into a database, try it there, and let it serve.

    The one that served until now stays one round more, for who still reads from it; with `forget` it goes after `grace` seconds.
    Raises IndexMissing, IndexDamaged or DatabaseUnreachable.
    """
    folder = index_folder.current(root)
    with writing(address) as connection:
        connection.execute("select pg_advisory_lock(hashtext(%s))", [_LOCK])
        prepare(connection)
        left_over = _sweep_left_overs(connection)
        was_there = bool(connection.execute("select 1 from kb.generation where name = %s", [folder.name]).fetchone())
        before = _serving(connection)
        if before != folder.name:
            generation = open_generation(folder)
            stores = open_stores(generation)
            if not was_there:
                copy(connection, generation, stores, progress)
            progress("Proef", 0.0)
            _try(address, connection, generation, stores)
            progress("Proef", 1.0)
        connection.execute(
            "insert into kb.serving (name) values (%s) on conflict (only_one) do update set name = excluded.name", [folder.name]
        )
        keep = {folder.name} if forget else {folder.name, before}
        # Where the same one serves as before, no round has gone by.
        is_round = forget or before != folder.name
        old = [name for (name,) in connection.execute("select name from kb.generation").fetchall() if is_round and name not in keep]
        if forget and old:
            time.sleep(grace)
        for name in old:
            _drop(connection, name)
        return Published(folder.name, was_there, (*left_over, *old))


def _serving(connection: "Connection[Any]") -> str:
    row = connection.execute("select name from kb.serving").fetchone()
    return str(row[0]) if row else ""


def _sweep_left_overs(connection: "Connection[Any]") -> list[str]:
    """Remove the schemas of generations that never came to be: whoever made one held the lock that we hold now."""
    query = """select substr(nspname, 3) from pg_namespace
        where nspname ~ '^g_[0-9a-f]{12}$' and substr(nspname, 3) not in (select name from kb.generation)"""
    names = [name for (name,) in connection.execute(query).fetchall()]
    for name in names:
        connection.execute(f"drop schema {schema_of(name)} cascade")
    return names


def _drop(connection: "Connection[Any]", name: str) -> None:
    with connection.transaction():
        connection.execute("delete from kb.generation where name = %s", [name])
        connection.execute(f"drop schema {schema_of(name)} cascade")


def prepare(connection: "Connection[Any]") -> None:
    """Make what every generation shares, where it is not there."""
    for statement in _FIXED:
        connection.execute(statement)


def copy(connection: "Connection[Any]", generation: Generation, stores: Stores, progress: Progress) -> None:
    """Copy a generation into a schema of its own, which no row names yet."""
    from pgvector.psycopg import register_vector

    register_vector(connection)
    schema = schema_of(generation.folder.name)
    terms = [(field, text, positions, scores) for field, text, (positions, scores) in stores.keyword_index.postings()]
    dimensions = next(stores.embedding_index.vectors())[2].shape[0]
    connection.execute(f"create schema {schema}")
    for statement in _TABLES:
        connection.execute(statement.format(schema, max(1, len(terms)), dimensions))
    tables = _rows(generation, stores, terms)
    for number, (table, kinds, rows) in enumerate(tables):
        progress("Kopiëren", number / len(tables))
        with connection.cursor() as cursor, cursor.copy(f"copy {schema}.{table} from stdin (format binary)") as stream:
            stream.set_types(kinds)
            for row in rows:
                stream.write_row(row)
    progress("Kopiëren", 1.0)
    progress("Sleutels", 0.0)
    connection.execute("set maintenance_work_mem = '256MB'")
    for statement in (*_KEYS, *(_GRAPHS if len(stores.entries) > EXACT else ())):
        connection.execute(statement.format(schema))
    for table, _, _ in tables:
        connection.execute(f"analyze {schema}.{table}")
    _let_read(connection, schema)
    progress("Sleutels", 1.0)
    manifest = generation.manifest
    connection.execute(
        "insert into kb.generation (name, layout, format, corpus, model, entries, terms) values (%s, %s, %s, %s, %s, %s, %s)",
        [generation.folder.name, LAYOUT, manifest.format, manifest.corpus, manifest.model, len(stores.entries), max(1, len(terms))],
    )


def _let_read(connection: "Connection[Any]", schema: str) -> None:
    """Let the role of readers read a schema and what is fixed, when there is such a role."""
    if connection.execute("select 1 from pg_roles where rolname = %s", [READERS]).fetchone():
        for name in ("kb", schema):
            connection.execute(f"grant usage on schema {name} to {READERS}")
            connection.execute(f"grant select on all tables in schema {name} to {READERS}")


def _rows(generation: Generation, stores: Stores, terms: Sequence[tuple[str, str, Any, Any]]) -> list[tuple[str, list[str], Iterable[Any]]]:
    """Return of each table its name, the types of its columns, and its rows."""
    from pgvector import SparseVector, Vector

    library = generation.library
    records = [EntryRecord.of(library, entry) for entry in stores.entries]
    by_place: dict[str | None, list[Labels]] = {}
    for record in records:
        by_place.setdefault(record.place, []).append(record.labels)
    # Filters are about places: an entry passes with the others of its place.
    labels = {place: facets.joined(found) for place, found in by_place.items()}
    sentences = stores.sentence_index
    places = list(library.places)
    return [
        (
            "entry",
            ["int4", "text[]", "text[]", "int4[]", "text[]", "text", "bytea", "bytea"],
            (_entry_row(number, record, labels[record.place], stores) for number, record in enumerate(records)),
        ),
        (
            "words",
            ["int4", "bool", "sparsevec"],
            (
                (number, records[number].is_unasked, SparseVector(scores, max(1, len(terms))))
                for number, scores in enumerate(_by_entry(terms, len(stores.entries)))
            ),
        ),
        ("meaning", ["int4", "int2", "vector"], ((entry, number, Vector(v)) for entry, number, v in stores.embedding_index.vectors())),
        (
            "term",
            ["int4", "text", "text", "int4", "bytea", "bytea"],
            (
                (number, field, text, len(positions), np.asarray(positions, "<i4").tobytes(), np.asarray(scores, "<f4").tobytes())
                for number, (field, text, positions, scores) in enumerate(terms)
            ),
        ),
        (
            "place",
            ["text", "int4", "bytea", "bytea"],
            ((place.id, number, *_packed(sentences.packed(place.id))) for number, place in enumerate(places)),
        ),
        (
            "sentence",
            ["int4", "int2", "vector"],
            (
                (number, position, Vector(v))
                for number, place in enumerate(places)
                for position, v in enumerate(sentences.vectors(place.id))
            ),
        ),
        ("file", ["text", "int4", "bytea"], _file_rows(generation)),
    ]


def _by_entry(terms: Sequence[tuple[str, str, Any, Any]], size: int) -> Iterator[dict[int, float]]:
    """Yield of each entry the numbers of the terms that it holds, with their scores."""
    numbers = np.repeat(np.arange(len(terms), dtype=np.int32), [len(positions) for _, _, positions, _ in terms])
    entries = np.concatenate([np.empty(0, np.int32), *(positions for _, _, positions, _ in terms)])
    scores = np.concatenate([np.empty(0, np.float32), *(scores for _, _, _, scores in terms)])
    order = np.argsort(entries, kind="stable")
    begins = np.searchsorted(entries[order], np.arange(size + 1))
    for begin, end in itertools.pairwise(begins.tolist()):
        held = order[begin:end]
        yield dict(zip(numbers[held].tolist(), scores[held].tolist(), strict=True))


def _entry_row(number: int, record: EntryRecord, labels: Labels, stores: Stores) -> tuple[Any, ...]:
    return (
        number,
        list(labels.kinds),
        list(labels.themes),
        list(labels.steps),
        list(labels.municipalities),
        _ENTRY.dump_json(record.entry).decode(),
        *_packed(stores.entry_terms.packed(number)),
    )


def _packed(terms: tuple[Any, Any]) -> tuple[bytes, bytes]:
    numbers, sizes = terms
    return np.asarray(numbers, "<u8").tobytes(), np.asarray(sizes, "<i8").tobytes()


def _file_rows(generation: Generation) -> Iterator[tuple[str, int, bytes]]:
    """Yield the files that every machine opens for itself, in parts, with a manifest of these alone."""
    manifest = _manifest_without_stores(generation.manifest)
    for name in manifest.files:
        with (generation.folder / name).open("rb") as stream:
            part = 0
            while (data := stream.read(PART)) or not part:
                yield name, part, data
                part += 1
    yield MANIFEST, 0, index_folder.as_text(manifest).encode()


def _manifest_without_stores(manifest: Manifest) -> Manifest:
    files = {name: digest for name, digest in manifest.files.items() if name.partition("/")[0] not in STORED}
    return replace(manifest, files=files)


def _try(address: str, connection: "Connection[Any]", generation: Generation, stores: Stores) -> None:
    """Ask the copy for entries that it holds, as a site will, and have the folder find the same. Raises IndexDamaged."""
    database = Database(address, most=1, is_writable=True)
    try:
        original = KnowledgeBase.of(generation, FolderRetriever(generation, stores))
        copied = replace(original, retriever=PostgresRetriever(database, generation))
        for number in {0, original.retriever.size // 2, original.retriever.size - 1}:
            (asked,) = original.retriever.records([number])
            found, wanted = (_first(base, asked.entry.text[:200]) for base in (copied, original))
            if found.keys() != wanted.keys() or any(abs(found[number] - score) > _CLOSE for number, score in wanted.items()):
                _drop(connection, generation.folder.name)
                raise IndexDamaged(
                    f"De kopie in de database vindt passage '{asked.entry.id}' anders dan de index zelf. De vorige index blijft dienen;"
                    " probeer het opnieuw en meld het aan de beheerder van de database als het weer gebeurt."
                )
    finally:
        database.close()


def _first(base: KnowledgeBase, text: str) -> dict[int, float]:
    """Return the entries that are found first for a text, with their scores; what a large index finds further on may differ."""
    return {hit.number: hit.score for hit in base.search(text).hits[: 3 if base.retriever.size <= EXACT else 1]}
