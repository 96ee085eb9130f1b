"""Start the site under gunicorn. The app is named as text, so that nothing here imports the site."""

import os
import sys
from pathlib import Path

from kb import index_folder

APPLICATION = "web.app:create_app()"


def serve(index_root: Path) -> None:
    """Replace this process by gunicorn serving the site. Raises IndexMissing when there is no index."""
    index_folder.current(index_root)
    environment = os.environ | {"KB_INDEX": str(index_root)}
    os.execve(sys.executable, [sys.executable, "-m", "gunicorn", "--config", "python:web.gunicorn_settings", APPLICATION], environment)
