"""Figures about the requests, in the form that Prometheus reads, on a port of their own. Off unless KB_METRICS_PORT is set.

Each process that serves writes its figures to a file of its own; the process that started them adds them up.
"""

import atexit
import os
import shutil
import tempfile
from functools import cache
from typing import TYPE_CHECKING

from flask import Flask, Response

from web.serving.logbook import elapsed_ms, route

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# Seconds. The promise is 0.4 s for 99 of 100 pages under load.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 1.0, 2.5)


def prepare() -> None:
    """Choose the folder in which processes put their figures, unless the environment names one; before the application is made.

    A folder of our own choosing goes when this process ends.
    """
    if _FOLDER not in os.environ:
        os.environ[_FOLDER] = tempfile.mkdtemp(prefix="kb-meetwaarden-")
        atexit.register(_remove, os.environ[_FOLDER], os.getpid())


def _remove(folder: str, maker: int) -> None:
    # The processes that serve inherit this duty when they are split off, and may end before their maker.
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)


def register(app: Flask) -> None:
    """Count the requests of the application and time them, per route."""
    requests, seconds = _figures()

    @app.after_request
    def count(response: Response) -> Response:
        requests.labels(route(), str(response.status_code)).inc()
        seconds.labels(route()).observe(elapsed_ms() / 1000)
        return response


@cache
def _figures() -> "tuple[Counter, Histogram]":
    """Return the figures of this process: all its applications together, since a process has each figure once."""
    from prometheus_client import Counter, Histogram

    requests = Counter("kennisbank_requests", "Requests answered.", ["route", "status"])
    return requests, Histogram("kennisbank_request_seconds", "Seconds until the answer was ready.", ["route"], buckets=_BUCKETS)


def serve(host: str, port: int) -> None:
    """Serve the figures of all processes together on a port of their own, from a thread of this process."""
    from prometheus_client import CollectorRegistry, start_http_server
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    start_http_server(port, host, registry)


def forget(process: int) -> None:
    """Drop what only a living process can have, of one that ended; its counts stay."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(process)  # type: ignore[no-untyped-call]
