"""Start the site under gunicorn, the server for assistants, or the werkbank. They are named as text, so that nothing here imports them."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from kb.index import folder as index_folder

APPLICATION = "web.wsgi:application()"
ASSISTANTS = "web.mcp"
WORKBENCH = "workbench.wsgi:application()"
WORKBENCH_CONFIGURATION = "python:workbench.gunicorn_settings"
CONFIGURATION = "python:web.serving.gunicorn_settings"


def serve(index_root: Path) -> None:
    """Replace this process by gunicorn serving the site. Raises IndexMissing when there is no index, and none in a database either."""
    if not os.environ.get("KB_POSTGRES") and not index_folder.earlier(index_root):
        index_folder.current(index_root)
    os.execve(sys.executable, command(), environment_of(index_root, os.environ))


def command() -> list[str]:
    """Return the command that serves the site."""
    return [sys.executable, "-m", "gunicorn", "--config", CONFIGURATION, APPLICATION]


def environment_of(index_root: Path, base: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which a site serves the index in a folder, beside what `base` has."""
    environment = {**base, "KB_INDEX": str(index_root)}
    # Each thread would keep a stretch of memory of its own; two are as fast here and stay smaller through many index swaps.
    environment.setdefault("MALLOC_ARENA_MAX", "2")
    # Several processes with several threads each keep the cores busy; numpy's own threads only get in their way (twice the work measured).
    environment.setdefault("OPENBLAS_NUM_THREADS", "1")
    return environment


def serve_assistants(index_root: Path) -> None:
    """Replace this process by the server of the Model Context Protocol."""
    environment = os.environ | {"KB_INDEX": str(index_root)}
    environment.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.execve(sys.executable, [sys.executable, "-m", ASSISTANTS], environment)


def serve_workbench(corpus: Path, own: Path, index_root: Path, models: Path) -> None:
    """Replace this process by the werkbank on these folders."""
    folders = {"KB_CORPUS": corpus, "KB_EIGEN": own, "KB_INDEX": index_root, "KB_MODELLEN": models}
    environment = os.environ | {name: str(folder) for name, folder in folders.items()}
    os.execve(sys.executable, [sys.executable, "-m", "gunicorn", "--config", WORKBENCH_CONFIGURATION, WORKBENCH], environment)
