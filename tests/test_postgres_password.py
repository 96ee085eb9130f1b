"""A PostgreSQL that asks for a password, over TLS: it stands in the file of PGPASSFILE, and is shown nowhere."""

import json
import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from database import rows, socket_of, start
from tls import Front, behind_tls, make_certificate

from bench.site import copy_of, publish_variant, site
from indexer import to_postgres
from kb.errors import KnowledgeBaseError
from kb.index import folder as index_folder
from kb.index.database import Database, writing

ROOT = Path(__file__).parent.parent
OPERATION = (ROOT / "docs" / "beheer.md").read_text(encoding="utf-8")
BUILDER, READER = "kb_bouw", "kb_lees"
# The administrator of this server comes in without a password; whoever else comes must have one.
_RULES = "local all postgres trust\nlocal all all scram-sha-256\n"
_LOG_ALL = ("log_statement = 'all'", "log_connections = 'all'", "log_min_messages = debug1")


@dataclass(frozen=True)
class Guarded:
    """A server that asks for a password, and the passwords of its roles."""

    server: Any
    front: Front
    certificate: Path
    passwords: dict[str, str]

    def address(self, role: str, host: str = "localhost", certificate: Path | None = None) -> str:
        """Return where a role connects, over TLS that is verified."""
        given = f"sslmode=verify-full&sslrootcert={certificate or self.certificate}"
        return f"postgresql://{role}@{host}:{self.front.port}/kennisbank?{given}"

    def pass_file(self, folder: Path, **others: str) -> Path:
        """Write a file with the passwords, or with `others`."""
        file = folder / "pgpass"
        file.write_text("".join(f"*:*:kennisbank:{role}:{word}\n" for role, word in (self.passwords | others).items()))
        file.chmod(0o600)
        return file

    def admin(self, statement: str) -> list[Any]:
        """Return the rows of a statement of the administrator."""
        return rows(f"postgresql://postgres@/kennisbank?host={socket_of(self.server)}", statement)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("tls")
    server = start()
    _make_roles(socket_of(server))
    passwords = {role: secrets.token_hex(12) for role in (BUILDER, READER)}
    with psycopg.connect(f"postgresql://postgres@/kennisbank?host={socket_of(server)}", autocommit=True) as connection:
        for role, password in passwords.items():
            # As \password of psql does: what goes to the server can't be turned back.
            scrambled = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
            connection.execute(f"alter role {role} password '{scrambled}'")
        (server.pgdata / "pg_hba.conf").write_text(_RULES)
        for setting in _LOG_ALL:
            connection.execute(f"alter system set {setting}")
        connection.execute("select pg_reload_conf()")
    certificate = make_certificate(folder, "localhost")
    with behind_tls(Path(socket_of(server)) / ".s.PGSQL.5432", certificate) as front:
        yield Guarded(server, front, certificate[0], passwords)


def _make_roles(socket: str) -> None:
    """Type what docs/beheer.md has an administrator type."""
    block = re.search(r"^```sql\n(.*?)^```$", OPERATION, re.MULTILINE | re.DOTALL)
    assert block
    first, _, second = block[1].partition("\\c kennisbank\n")
    for name, statements in (("postgres", first), ("kennisbank", second)):
        for statement in statements.split(";"):
            if statement.strip():
                rows(f"postgresql://postgres@/{name}?host={socket}", statement)


@pytest.fixture
def root(small_index: Path, tmp_path: Path) -> Path:
    return copy_of(small_index, tmp_path / "index")


def kb(pass_file: Path | None, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Give a command as an account does of which the environment names the file with passwords."""
    environment = os.environ | ({"PGPASSFILE": str(pass_file)} if pass_file else {})
    command = [sys.executable, "-m", "indexer.cli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def processes() -> str:
    """Return what the list of processes shows of all of them."""
    told = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            told.append(file.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue
    return "\n".join(told)


def test_the_roles_of_the_document_publish_and_read_over_tls_and_show_the_password_nowhere(
    guarded: Guarded, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pass_file = guarded.pass_file(tmp_path)
    done = kb(pass_file, "publish-postgres", "--index", str(root), "--postgres", guarded.address(BUILDER))
    assert (done.returncode, done.stderr.count("Fout")) == (0, 0), done.stderr
    shown = [done.stdout, done.stderr]
    monkeypatch.setenv("PGPASSFILE", str(pass_file))
    cache = tmp_path / "site"
    cache.mkdir()
    before = guarded.front.opened
    with site(cache, tmp_path, workers="1", postgres=guarded.address(READER), log_level="DEBUG") as running:
        assert running.get("/zoeken?q=wat+kost+de+tuin")[0] == 200
        shown += [running.get("/gezondheid")[1], processes()]
        assert json.loads(shown[-2])["status"] == "goed"
        assert guarded.front.opened > before
        # The password is another one from now on, as after a leak: the site says that something is wrong, and not what was tried.
        (before_leak,) = guarded.admin(f"select rolpassword from pg_authid where rolname = '{READER}'")
        guarded.admin(f"alter role {READER} password 'een-ander'")
        guarded.admin("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'kb_lees'")
        status, page = running.get("/zoeken?q=een+andere+vraag")
        shown += [page, running.get("/gezondheid")[1], running.get("/gezondheid/gereed")[1], running.get("/over")[1]]
        assert (status, json.loads(shown[-3])["status"]) == (503, "verstoord")
        assert "PGPASSFILE" in json.loads(shown[-3])["reden"]
        log = running.log()
    assert "PostgreSQL" in log
    server_log = (guarded.server.pgdata / "log").read_text(encoding="utf-8")
    assert "password authentication failed" in server_log and "kb.generation" in server_log
    kept = [file.read_bytes().decode(errors="replace") for file in cache.rglob("*") if file.is_file()]
    for password in guarded.passwords.values():
        assert [text[:200] for text in [*shown, log, server_log, *kept] if password in text] == []
    guarded.admin(f"alter role {READER} password '{before_leak[0]}'")


@pytest.mark.parametrize("command", [["publish-postgres"], ["ask", "wat kost de tuin"]])
def test_a_wrong_password_is_said_in_one_sentence_without_it(guarded: Guarded, root: Path, tmp_path: Path, command: list[str]) -> None:
    wrong = secrets.token_hex(12)
    pass_file = guarded.pass_file(tmp_path, **dict.fromkeys(guarded.passwords, wrong))
    role = BUILDER if command == ["publish-postgres"] else READER
    for file in (pass_file, None):
        done = kb(file, *command, "--index", str(root), "--postgres", guarded.address(role))
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1].startswith("Fout: De database van KB_POSTGRES antwoordt niet zoals het moet (")
        assert wrong not in done.stdout + done.stderr


def test_a_reader_can_not_write_and_a_builder_owns_only_this_database(
    guarded: Guarded, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSFILE", str(guarded.pass_file(tmp_path)))
    publish_variant(root, "Tweede druk")
    to_postgres.publish(root, guarded.address(BUILDER))
    name = index_folder.current(root).name
    with psycopg.connect(guarded.address(READER), autocommit=True) as connection:
        assert connection.execute("select name from kb.serving").fetchall() == [(name,)]
        for statement in ("delete from kb.serving", f"drop schema g_{name} cascade", "create schema more", "create table public.more ()"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
    with psycopg.connect(guarded.address(BUILDER), autocommit=True) as connection:
        for statement in ("create role more", "create database more", "copy kb.serving to program 'cat'"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_a_server_with_a_certificate_of_another_is_not_told_the_password(
    guarded: Guarded, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that we don't trust, and one that we trust by another name."""
    monkeypatch.setenv("PGPASSFILE", str(guarded.pass_file(tmp_path)))
    other, _ = make_certificate(tmp_path, "db-1.voorbeeld.nl")
    log = guarded.server.pgdata / "log"
    before = log.read_text(encoding="utf-8").count("connection authenticated")
    for address in (guarded.address(BUILDER, certificate=other), guarded.address(BUILDER, host="127.0.0.1")):
        with pytest.raises(KnowledgeBaseError, match="antwoordt niet"):
            to_postgres.publish(root, address)
    assert log.read_text(encoding="utf-8").count("connection authenticated") == before


def test_a_password_in_the_environment_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "geheim")
    address = "postgresql://kb_lees@db/kennisbank"
    with pytest.raises(KnowledgeBaseError, match="PGPASSFILE") as first:
        Database(address)
    with pytest.raises(KnowledgeBaseError, match="PGPASSFILE") as second, writing(address):
        time.sleep(0)
    assert "geheim" not in f"{first.value}{second.value}"
