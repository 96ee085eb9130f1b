"""Who writes in the log."""

import json
import subprocess
import sys

WRITING = """
import logging.config
from web.serving.logbook import settings_for

logging.config.dictConfig(settings_for("debug"))
for name in ("web.serving.live", "kb", "indexer.cli", "gunicorn.error", "web.verzoek"):
    logging.getLogger(name).debug("van ons")
for name in ("flask-limiter", "vreemd", "webber", "kbx.deel", "gunicorn.access", "gunicorn", "", "werkzeug"):
    logging.getLogger(name).error("aan 203.0.113.77")
"""


def test_only_our_own_parts_and_gunicorn_write_in_the_log() -> None:
    done = subprocess.run([sys.executable, "-c", WRITING], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["bron"], line["melding"]) for line in lines] == [
        ("web.serving.live", "van ons"),
        ("kb", "van ons"),
        ("indexer.cli", "van ons"),
        ("gunicorn.error", "van ons"),
        ("web.verzoek", "van ons"),
    ]
    assert done.stdout == ""
