"""The werkbank as gunicorn loads it."""

import os
import sys
from pathlib import Path

from flask import Flask

from indexer.corpus.corpus_files import is_there
from indexer.corpus.faults import FaultList
from indexer.corpus.own import FILE, read
from kb.errors import KnowledgeBaseError
from web.serving.settings import Settings, read_settings
from workbench.app import create_app
from workbench.place import Place
from workbench.visitors import Visitors

_MODELS = "modellen"


def application() -> Flask:
    """Return the werkbank of the folders that the settings name. What a person must mend ends the program with one sentence."""
    try:
        settings = read_settings()
        if settings.werkbank_tweede and not settings.werkbank_kop:
            raise KnowledgeBaseError("KB_WERKBANK_TWEEDE vraagt te weten wie iemand is; zet ook KB_WERKBANK_KOP.")
        return create_app(_place(settings), Visitors(settings.werkbank_kop), settings)
    except KnowledgeBaseError as error:
        sys.exit(f"Fout: {error}")


def _place(settings: Settings) -> Place:
    own = Path(settings.eigen)
    # What is wrong with the folder is told now, and not at the first page; of an empty one the first page asks whose it is.
    if is_there(own / FILE):
        faults = FaultList(own, own)
        read(own, faults)
        faults.raise_if_any()
    try:
        return Place.of(settings.corpus, own, settings.index, Path(os.environ.get("KB_MODELLEN") or _MODELS))
    except OSError as error:
        raise KnowledgeBaseError(f"In de eigen map '{own}' is niet te schrijven; kies een andere met --eigen of KB_EIGEN.") from error
