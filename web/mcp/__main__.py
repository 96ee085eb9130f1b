"""Start the server: over standard input and output, or over HTTP where KB_MCP_PORT names a port."""

import logging
import logging.config
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from kb.errors import KnowledgeBaseError
from kb.index import folder as index_folder
from kb.knowledge_base import KnowledgeBase
from web.mcp import http
from web.mcp.server import make_server
from web.serving import logbook
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings, read_settings

# Connections at once: each is a program, and keeps no thread busy while it waits.
MOST_CONNECTIONS = 500
_log = logging.getLogger("web.mcp")


def main() -> None:
    """Serve until the one who asks hangs up, or until told to end. What a person must mend ends the program with one sentence."""
    try:
        settings = read_settings()
        logging.config.dictConfig(logbook.settings_for(settings.log_level))
        if not settings.postgres:
            index_folder.current(settings.index)
        server = make_server(_opening(settings), settings.base_url.rstrip("/"))
        if settings.mcp_port:
            _serve_http(server, settings)
        else:
            anyio.run(_serve_stdio, server)
    except KnowledgeBaseError as error:
        sys.exit(f"Fout: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def _opening(settings: Settings) -> Callable[[], KnowledgeBase]:
    """Open the index beside what follows, and return what gives the generation that serves: the first call waits for it."""
    live = LiveKnowledgeBase(
        settings.index,
        settings.model or None,
        with_stories=settings.shows_stories,
        is_internal=settings.is_internal,
        database=settings.database(),
    )
    is_tried = threading.Event()

    def open_and_watch() -> None:
        try:
            live.watch()
        finally:
            is_tried.set()

    def current() -> KnowledgeBase:
        is_tried.wait()
        return live.current()

    threading.Thread(target=open_and_watch, name="opening", daemon=True).start()
    return current


async def _serve_stdio(server: Server[Any]) -> None:
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


def _serve_http(server: Server[Any], settings: Settings) -> None:
    import uvicorn

    application = http.application(server, settings)
    configuration = uvicorn.Config(
        application,
        # Its own log would hold addresses of readers.
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=2,
        lifespan="on",
    )
    with _listening(settings.mcp_host, settings.mcp_port) as listening:
        _log.info("De MCP-server luistert op poort %d, op %s.", settings.mcp_port, http.PATH)
        uvicorn.Server(configuration).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=MOST_CONNECTIONS)
    except OSError as error:
        raise KnowledgeBaseError(
            f"Op {host}, poort {port}, kan de MCP-server niet luisteren: er luistert al iets, of het adres is niet van deze machine. Kies"
            " een andere KB_MCP_PORT of KB_MCP_HOST."
        ) from error


if __name__ == "__main__":
    main()
