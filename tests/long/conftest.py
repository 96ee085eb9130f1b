"""Tests that take minutes: run by `make test-long`, which sets KB_LONG, and passed over otherwise."""

import os

collect_ignore_glob = [] if os.environ.get("KB_LONG") else ["test_*.py"]
