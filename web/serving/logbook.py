"""The log: one JSON object per line. It never holds a question, an address of a reader, or the message of an unforeseen error."""

import json
import logging
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, request

_log = logging.getLogger("web.verzoek")
# What every record of the logging module carries; the rest was given with `extra`.
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "taskName"}
# Who may write in the log. A library may put an address or a question in its lines, today or after an update; these do not.
WRITERS = ("web", "kb", "indexer", "gunicorn.error")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON, so that nothing in it can pass for a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON: when, how bad, who says it, what; of an error its kind and place."""
        line: dict[str, Any] = {
            "tijd": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "niveau": record.levelname,
            "bron": record.name,
            "melding": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _USUAL}
        if record.exc_info and record.exc_info[0]:
            # Not the error's own message: that may quote what a reader typed.
            line["fout"] = record.exc_info[0].__name__
            line["plaats"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(record.exc_info[2])]
        return json.dumps(line, ensure_ascii=False, default=str)


def may_write(record: logging.LogRecord) -> bool:
    """Return whether a record comes from one of WRITERS, or from a part of it."""
    return any(record.name == writer or record.name.startswith(f"{writer}.") for writer in WRITERS)


def settings_for(level: str) -> dict[str, Any]:
    """Return the logging settings (those of logging.config.dictConfig) that write what WRITERS say from `level` on to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": [may_write], "stream": "ext://sys.stderr"}
        },
        "root": {"level": level.upper(), "handlers": ["stderr"]},
        "loggers": {
            # gunicorn gives its loggers handlers of their own unless told otherwise.
            "gunicorn.error": {"handlers": [], "propagate": True},
            "gunicorn.access": {"handlers": [], "level": "CRITICAL"},
        },
    }


def register(app: Flask) -> None:
    """Log each request: which route, not which address, since that holds the question."""

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        if _log.isEnabledFor(logging.INFO):
            _log.info("verzoek", extra={"route": route(), "methode": request.method, "status": response.status_code, "ms": elapsed_ms()})
        return response


def route() -> str:
    """Return the pattern of the address that was asked for, such as /citaten/<identity>; '-' for an address that does not exist."""
    return request.url_rule.rule if request.url_rule else "-"


def elapsed_ms() -> float:
    """Return how long this request has taken until now, in milliseconds."""
    return round((time.perf_counter() - g.began) * 1000, 1) if "began" in g else 0.0
