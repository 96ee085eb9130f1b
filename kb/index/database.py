"""PostgreSQL as the place of an index: a schema for each generation, and one row that names the one that serves.

What an indexer writes there stands in `indexer.to_postgres`. Here is how it is reached, and how the files that every machine opens for
itself (the model, the library) come into a folder of that machine. psycopg is imported when a database is opened, and never without.
"""

import logging
import os
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from kb.errors import DatabaseUnreachable, IndexMissing, KnowledgeBaseError, PackagesMissing
from kb.index import folder as index_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection
    from psycopg_pool import ConnectionPool

EXTRA = "postgres"
MODULES = ("pgvector", "psycopg", "psycopg_binary", "psycopg_pool")
SCHEMA = "kb"
# The form of the tables of a generation: a reader of another form leaves it alone.
LAYOUT = 2
# Where, in the folder of KB_INDEX, the files of a machine that reads from a database stand: apart from what `kb index` makes there.
CACHE = "postgres"
# A file goes in parts of so many bytes: nothing holds a whole model twice.
PART = 4_000_000
NO_INDEX = "In de database van KB_POSTGRES staat nog geen index. Zet hem er, op de machine die bouwt, met: kb publish-postgres"
_GENERATION = re.compile(r"[0-9a-f]{12}")
_CONNECT_SECONDS = 3
# How long a request waits for a connection: all are in use, or the servers do not answer.
_WAIT_SECONDS = 2.0
# Nothing that is asked takes so long; a statement that does must not hold its connection.
_STATEMENT_SECONDS = 10.0
_PAUSE = 0.1
# What a reader's session computes with. Rows are looked up by key, a few thousand at most: joined in any other way the planner reads
# whole tables of vectors. A plan is made for each question's own numbers.
_READING = (
    "set default_transaction_read_only = on",
    "set plan_cache_mode = force_custom_plan",
    "set enable_hashjoin = off",
    "set enable_mergejoin = off",
    "set jit = off",
    "set hnsw.ef_search = 400",
    "set hnsw.iterative_scan = relaxed_order",
)
_log = logging.getLogger(__name__)
_Value = TypeVar("_Value")


class TimeUp(Exception):
    """A question's time was up before the database had its answer."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Which generation serves, none when there is none that this program can read, and all that the database holds."""

    serves: str
    held: frozenset[str]


def fault_of(address: str) -> str:
    """Return what to do, in Dutch, about the address of a database; '' when it fits. A password has no place in it."""
    try:
        parts = urlsplit(address)
        named = parse_qs(parts.query)
    except ValueError:
        parts, named = urlsplit(""), {}
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        return "gebruik postgresql://gebruiker@machine/database, met komma's tussen meer machines"
    if parts.password or {"password", "sslpassword"} & named.keys():
        return "laat het wachtwoord weg; zet het in een bestand en wijs dat aan met PGPASSFILE"
    return ""


def _check(address: str) -> None:
    fault = fault_of(address)
    if fault:
        raise KnowledgeBaseError(f"KB_POSTGRES past niet: {fault}.")
    # Whoever sees the environment of a process, or prints it, would read it.
    if "PGPASSWORD" in os.environ:
        raise KnowledgeBaseError(
            "PGPASSWORD is gezet. Haal die weg, zet het wachtwoord in een bestand dat alleen dit account leest, en wijs dat aan met"
            " PGPASSFILE."
        )


def schema_of(generation: str) -> str:
    """Return the name of the schema of a generation."""
    if not _GENERATION.fullmatch(generation):
        raise ValueError(generation)
    return f"g_{generation}"


class Database:
    """A database to read from; may be shared between threads, and each process opens connections of its own."""

    def __init__(self, address: str, most: int = 4, *, is_writable: bool = False) -> None:
        """Take the address of a database, and at most so many connections at once. Connects when first asked something: to the server
        that can be written to when `is_writable`, else to the one that the address prefers.

        Raises KnowledgeBaseError for an address that does not fit or a password out of its file, PackagesMissing without the packages
        that this takes.
        """
        _check(address)
        if any(find_spec(module) is None for module in MODULES):
            raise PackagesMissing("een index in PostgreSQL", EXTRA)
        self._address = address
        self._most = most
        self._preferred = {"target_session_attrs": "read-write"} if is_writable else {}
        self._lock = threading.Lock()
        self._opened: ConnectionPool[Any] | None = None
        self._process = 0

    def rows(self, statement: str, parameters: Mapping[str, object] | None = None, deadline: float | None = None) -> Sequence[Any]:
        """Return the rows of a statement that only reads. Past `deadline` (time.monotonic()) raises TimeUp.

        A connection that is lost, a server that is no longer the one to ask and a generation that is not on this server yet are tried
        once more. Raises DatabaseUnreachable.
        """
        return self._tried(lambda connection: connection.execute(statement, parameters, binary=True).fetchall(), deadline)

    def standing(self) -> Standing:
        """Return which generation serves. Raises DatabaseUnreachable, or IndexMissing when nothing was ever published."""
        found = self.rows("select to_regclass('kb.generation') is not null")
        told = self.rows("select name, layout, name in (select name from kb.serving) from kb.generation") if found[0][0] else []
        if not any(is_serving for _, _, is_serving in told):
            # The first index brings types with it that a connection only learns of when it is made.
            self.close()
            raise IndexMissing(NO_INDEX)
        serves = next((name for name, layout, is_serving in told if is_serving and layout == LAYOUT), "")
        return Standing(serves, frozenset(name for name, _, _ in told))

    def files(self, generation: str, folder: Path) -> None:
        """Write the files of a generation that every machine opens for itself into an empty folder."""
        schema = schema_of(generation)
        for name, parts in self.rows(f"select name, count(*) from {schema}.file group by name"):
            file = folder / name
            if not file.resolve().is_relative_to(folder.resolve()):
                raise DatabaseUnreachable(f"Generatie {generation} in de database noemt een bestand buiten haar map.")
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("wb") as stream:
                for part in range(parts):
                    query = f"select bytes from {schema}.file where name = %(name)s and part = %(part)s"
                    stream.write(self.rows(query, {"name": name, "part": part})[0][0])

    def lag(self) -> float | None:
        """Return how many seconds the server that answers is behind the one that is written to, None when it is that one."""
        query = """select pg_is_in_recovery(), case when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
            else extract(epoch from now() - pg_last_xact_replay_timestamp())::float8 end"""
        is_replica, seconds = self.rows(query)[0]
        return float(seconds or 0) if is_replica else None

    def close(self) -> None:
        """Let go of the connections of this process."""
        with self._lock:
            if self._opened and self._process == os.getpid():
                self._opened.close()
            self._opened = None

    def _tried(self, work: "Callable[[Connection[Any]], _Value]", deadline: float | None) -> _Value:
        import psycopg
        from psycopg import errors
        from psycopg_pool import PoolTimeout

        again = (psycopg.OperationalError, psycopg.InterfaceError, errors.UndefinedTable, errors.InvalidSchemaName)
        is_second = False
        while True:
            seconds = _STATEMENT_SECONDS if deadline is None else deadline - time.monotonic()
            if seconds <= 0:
                raise TimeUp
            try:
                with self._pool().connection(timeout=min(seconds, _WAIT_SECONDS)) as connection:
                    connection.execute(f"set statement_timeout = {max(1, int(seconds * 1000))}")
                    return work(connection)
            except errors.QueryCanceled as error:
                if deadline is not None:
                    raise TimeUp from error
                raise DatabaseUnreachable("De database van KB_POSTGRES doet te lang over een vraag. Heeft zij het te druk?") from error
            except PoolTimeout as error:
                raise DatabaseUnreachable(_reason(error)) from error
            except again as error:
                if is_second:
                    raise DatabaseUnreachable(_reason(error)) from error
                is_second = True
                time.sleep(_PAUSE)
                # Of connections that were there before a server fell out none can be used.
                with suppress(psycopg.Error):
                    self._pool().check()
            except psycopg.Error as error:
                raise DatabaseUnreachable(_reason(error)) from error

    def _pool(self) -> "ConnectionPool[Any]":
        from psycopg_pool import ConnectionPool

        with self._lock:
            # A connection can't be shared with the process that this one was split off from.
            if self._opened is None or self._process != os.getpid():
                self._process = os.getpid()
                self._opened = ConnectionPool(
                    self._address,
                    min_size=1,
                    max_size=self._most,
                    open=True,
                    configure=_for_reading,
                    # A server that fell out is tried again by the next question, not after a pause that grows to minutes.
                    reconnect_timeout=_CONNECT_SECONDS,
                    kwargs={"autocommit": True, "connect_timeout": _CONNECT_SECONDS, "application_name": "kennisbank", **self._preferred},
                )
            return self._opened


@contextmanager
def writing(address: str) -> "Iterator[Connection[Any]]":
    """Give a connection to the server that can be written to. Raises DatabaseUnreachable when there is none, or it fails meanwhile."""
    import psycopg

    _check(address)
    try:
        with psycopg.connect(
            address,
            autocommit=True,
            target_session_attrs="read-write",
            connect_timeout=_CONNECT_SECONDS,
            application_name="kennisbank publiceren",
        ) as connection:
            yield connection
    except psycopg.Error as error:
        raise DatabaseUnreachable(_reason(error)) from error


def follow(database: Database, root: Path) -> Path:
    """Have the files of the generation that the database names in `root`, let it serve there, and return its folder.

    What the database no longer holds goes from `root` too. Raises IndexMissing, IndexDamaged or DatabaseUnreachable.
    """
    standing = database.standing()
    if not standing.serves:
        raise DatabaseUnreachable(
            "De index in de database is van een andere versie van dit programma. Geef de machines die bouwen en serveren dezelfde versie."
        )
    present = {path.name for path in root.iterdir() if _GENERATION.fullmatch(path.name)} if root.is_dir() else set()
    if standing.serves in present <= standing.held and index_folder.current(root).name == standing.serves:
        return root / standing.serves
    return index_folder.adopt(root, standing.serves, lambda folder: database.files(standing.serves, folder), standing.held)


def _for_reading(connection: "Connection[Any]") -> None:
    from pgvector.psycopg import register_vector
    from psycopg.types import TypeInfo

    for statement in _READING:
        connection.execute(statement)
    if TypeInfo.fetch(connection, "vector"):
        register_vector(connection)


def _reason(error: Exception) -> str:
    """Say what is wrong with the database. The words of the driver may name a machine or an account: they go to the log only."""
    _log.warning("PostgreSQL: %s (%s)", type(error).__name__, getattr(error, "sqlstate", None) or "-")
    return (
        f"De database van KB_POSTGRES antwoordt niet zoals het moet ({type(error).__name__})."
        " Kijk of zij draait, of het adres klopt en of PGPASSFILE naar het wachtwoord wijst."
    )
