"""The options that several commands have: which folders they work on, and which model."""

from pathlib import Path
from typing import Any

import click


def corpus_option(command: Any) -> Any:
    """Give a command the option for the delivered corpus."""
    return click.option(
        "--corpus",
        "corpus_folder",
        metavar="MAP",
        type=click.Path(path_type=Path),
        default=Path("corpus"),
        envvar="KB_CORPUS",
        show_default=True,
        help="Map met het corpus.",
    )(command)


def own_option(command: Any) -> Any:
    """Give a command the option for the own folder."""
    return click.option(
        "--eigen",
        "own_folder",
        metavar="MAP",
        type=click.Path(path_type=Path),
        envvar="KB_EIGEN",
        help="Eigen map over het corpus heen, met eigen bronnen en lijsten; een update raakt haar nooit.",
    )(command)


def index_option(command: Any) -> Any:
    """Give a command the option for the index."""
    return click.option(
        "--index",
        "index_root",
        metavar="MAP",
        type=click.Path(path_type=Path),
        default=Path("index"),
        envvar="KB_INDEX",
        show_default=True,
        help="Map met de index.",
    )(command)


def model_option(command: Any) -> Any:
    """Give a command the option for the embedding model."""
    return click.option(
        "--model",
        metavar="MODEL",
        default="",
        envvar="KB_MODEL",
        help="e5, eigen, of naam of map van een sentence-transformers-model; leeg: e5, of bij een index die er is: het model daarvan.",
    )(command)


def models_option(command: Any) -> Any:
    """Give a command the option for the folder of models."""
    return click.option(
        "--modellen",
        "models",
        metavar="MAP",
        type=click.Path(path_type=Path),
        default=Path("modellen"),
        envvar="KB_MODELLEN",
        show_default=True,
        help="Map waar omgezette modellen en vectoren wachten op de volgende index.",
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
