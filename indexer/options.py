"""The options that several commands have: which folders they work on, and which model."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

_Decorator = Callable[[Any], Any]


def _mended(context: click.Context, parameter: click.Parameter, folder: Path | None) -> Path | None:
    """Return a folder of content, after mending it where kb unpack was broken off."""
    if folder is not None:
        from indexer.exchanging import mend

        mend(folder)
    return folder


def _folder(flag: str, name: str, variable: str, default: Path | None, told: str, callback: Any = None) -> _Decorator:
    return click.option(
        flag,
        name,
        metavar="MAP",
        type=click.Path(path_type=Path),
        default=default,
        envvar=variable,
        show_default=default is not None,
        help=told,
        callback=callback,
    )


corpus_option = _folder("--corpus", "corpus_folder", "KB_CORPUS", Path("corpus"), "Map met het corpus.", _mended)
own_option = _folder(
    "--eigen",
    "own_folder",
    "KB_EIGEN",
    None,
    "Eigen map over het corpus heen, met eigen bronnen en lijsten; een update raakt haar nooit.",
    _mended,
)
index_option = _folder("--index", "index_root", "KB_INDEX", Path("index"), "Map met de index.")
models_option = _folder(
    "--modellen", "models", "KB_MODELLEN", Path("modellen"), "Map waar omgezette modellen en vectoren wachten op de volgende index."
)


def model_option(command: Any) -> Any:
    """Give a command the option for the embedding model."""
    return click.option(
        "--model",
        metavar="MODEL",
        default="",
        envvar="KB_MODEL",
        help="e5, eigen, of naam of map van een sentence-transformers-model; leeg: e5, of bij een index die er is: het model daarvan.",
    )(command)


def database_option(command: Any) -> Any:
    """Give a command the option for the database in which the index stands."""
    return click.option(
        "--postgres",
        "database_address",
        metavar="ADRES",
        default="",
        envvar="KB_POSTGRES",
        help="Adres van de PostgreSQL-database waarin de index staat, zonder wachtwoord; leeg: de index staat in de map.",
    )(command)


def internal_option(command: Any) -> Any:
    """Give a command the option that says who reads the site."""
    return click.option(
        "--intern",
        "is_internal",
        type=click.Choice(["ja", "nee"]),
        default="nee",
        envvar="KB_INTERN",
        show_default=True,
        callback=lambda context, parameter, value: value == "ja",
        help="ja: alleen medewerkers lezen de site, en ook wat niet openbaar is, komt in de index.",
    )(command)
