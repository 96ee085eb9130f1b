"""Settings of gunicorn, from those of the site; gunicorn reads the names of this module."""

from pathlib import Path
from typing import Any

from web.serving import before_start, judgements, logbook, metrics
from web.serving.live import EXTENSION

_settings = before_start.settings_or_end()
before_start.end_without_temporary_files()

bind = f"[{_settings.host}]:{_settings.port}" if ":" in _settings.host else f"{_settings.host}:{_settings.port}"
workers = _settings.workers
threads = _settings.threads
worker_class = "web.serving.worker.Worker"
# Together with the files of an index this stays below the 1,024 files that a process may usually open.
worker_connections = 900
# Load before forking: the workers share what does not change.
preload_app = True
timeout = 30
graceful_timeout = 10
# A reader's next page within these seconds needs no new connection.
keepalive = 5
# The largest that gunicorn takes: a question of 1,000 letters fits, and refuses what is longer before the site reads it.
limit_request_line = 8190
limit_request_fields = 50
# What a proxy says of the reader is read by the site itself, and only when KB_PROXIES counts that proxy: gunicorn believes nobody.
forwarded_allow_ips = ""
forwarder_headers = ""
# A door for steering gunicorn that nobody needs here.
control_socket_disable = True
logconfig_dict = logbook.settings_for(_settings.log_level)
if _settings.metrics_port:
    metrics.prepare()


def on_starting(server: Any) -> None:
    """Stop with one sentence when the site can't listen where its settings say."""
    before_start.end_unless_free(_settings)


def when_ready(server: Any) -> None:
    """Serve the metrics, when asked for, beside the site, and see to it that judgements go when their time is over."""
    if _settings.metrics_port:
        metrics.serve(_settings.host, _settings.metrics_port)
    if _settings.feedback:
        judgements.forget_from_now_on(Path(_settings.feedback), _settings.feedback_dagen)


def post_worker_init(worker: Any) -> None:
    """Let each process look for a new index by itself; a thread started before the split would not have come along."""
    worker.wsgi.extensions[EXTENSION].watch()


def child_exit(server: Any, worker: Any) -> None:
    """Tidy the metrics of a process that ended."""
    if _settings.metrics_port:
        metrics.forget(worker.pid)
