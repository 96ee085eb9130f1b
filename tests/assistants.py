"""The server for assistants as a client of the protocol's own library meets it: over standard input, and over HTTP."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TypeVar

import anyio
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from bench.site import bound_by_rights, free_port

TRANSPORTS = ("stdio", "http")
LONGEST_START_SECONDS = 30.0
_Found = TypeVar("_Found")


def environment(root: Path, /, **settings: str) -> dict[str, str]:
    """Return the environment of a process with these settings and no others."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    return plain | {"KB_INDEX": str(root)} | {f"KB_{name.upper()}": value for name, value in settings.items()}


def command() -> list[str]:
    """Return how `kb mcp` is called."""
    return [sys.executable, "-m", "indexer.cli", "mcp"]


class HttpServer:
    """A server that listens for assistants on this machine."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]", log_file: Path) -> None:
        self.port = port
        self.process = process
        self.log_file = log_file
        self.url = f"http://127.0.0.1:{port}/mcp"

    def send(
        self, body: bytes | str, method: str = "POST", path: str = "/mcp", **headers: str
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        """Send one request and return its status, what JSON-RPC says, and the headers."""
        usual = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        given = usual | {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body=body, headers={name: value for name, value in given.items() if value})
            response = connection.getresponse()
            text = response.read()
            told: dict[str, Any] = json.loads(text) if text else {}
            return response.status, told, {name.casefold(): value for name, value in response.getheaders()}
        finally:
            connection.close()

    def log(self) -> str:
        """Return all that was logged."""
        return self.log_file.read_text(encoding="utf-8")


@contextlib.contextmanager
def http_server(index: Path, folder: Path, **settings: str) -> Iterator[HttpServer]:
    """Run a server over HTTP until the block ends."""
    port = free_port()
    log_file = folder / "mcp.log"
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            [*bound_by_rights(), *command()], env=environment(index, mcp_port=str(port), **settings), stdout=log, stderr=log
        )
    running = HttpServer(port, process, log_file)
    try:
        end = time.monotonic() + LONGEST_START_SECONDS
        while True:
            with contextlib.suppress(OSError):
                running.send(b"", method="GET")
                break
            assert process.poll() is None and time.monotonic() < end, running.log()
            time.sleep(0.05)
        yield running
    finally:
        process.terminate()
        process.wait(15)


@contextlib.asynccontextmanager
async def connected(transport: str, index: Path, folder: Path, **settings: str) -> AsyncIterator[Client]:
    """Connect a client to a server of its own."""
    if transport == "stdio":
        first, *rest = command()
        parameters = StdioServerParameters(command=first, args=rest, env=environment(index, **settings))
        with (folder / "stderr.log").open("w") as log:
            async with Client(stdio_client(parameters, errlog=log)) as client:
                yield client
        return
    with http_server(index, folder, **settings) as server:
        async with Client(server.url) as client:
            yield client


def talk(transport: str, index: Path, folder: Path, work: Callable[[Client], Awaitable[_Found]], **settings: str) -> _Found:
    """Return what `work` gives, done with a client that is connected to a server of its own."""

    async def talked() -> _Found:
        async with connected(transport, index, folder, **settings) as client:
            return await work(client)

    return anyio.run(talked)


async def called(client: Client, tool: str, **arguments: Any) -> str:
    """Return the text that a tool gives; it must be what its structured answer says too."""
    given = await client.call_tool(tool, arguments)
    text: str = given.content[0].text
    if not given.is_error:
        assert json.loads(text) == given.structured_content
    return text
