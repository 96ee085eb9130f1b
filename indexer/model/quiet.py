"""Keep what libraries tell their own makers from whoever builds an index: it is English, and of other models."""

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Leave out log lines up to warnings, Python's warnings, progress bars and what is printed."""
    from transformers.utils import logging as told

    level, shown = logging.root.manager.disable, told.is_progress_bar_enabled()
    logging.disable(logging.WARNING)
    told.disable_progress_bar()
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
        if shown:
            told.enable_progress_bar()
