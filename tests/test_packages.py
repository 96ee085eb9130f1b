"""What pyproject.toml names against what is imported: serving needs the base alone, and each other command its extra."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packages import PROJECT, canonical, declared, everything_under, pinned

from indexer import extras

ROOT = Path(__file__).parent.parent
PROVIDERS = packages_distributions()
OURS = {"kb", "indexer", "web", "workbench", "bench", "tools", "tests", "browser", *(file.stem for file in (ROOT / "tests").rglob("*.py"))}
# The command, and what zoneinfo reads where the machine has no time zones.
LOADED_BY_NAME = {"click", "tzdata"}
# Loaded by a model that is not static, and by whoever saves one or writes a keyword index.
LAZY_IN_KB = {"sentence_transformers", "safetensors", "whoosh"}


def imported(folder: str) -> set[str]:
    """Return the first names of all that the code in a folder imports, at once or later, and that is not ours or Python's."""
    names = {
        name.partition(".")[0]
        for file in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in _names(node)
    }
    return names - OURS - set(sys.stdlib_module_names)


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module


def unprovided(modules: Iterable[str], packages: set[str]) -> list[str]:
    return sorted(module for module in modules if not packages & {canonical(name) for name in PROVIDERS.get(module, ())})


@pytest.mark.parametrize(
    ("folder", "lists"),
    [
        ("web", ("mcp",)),
        ("indexer", ("index", "toevoegen", "evaluatie", "postgres")),
        ("workbench", ("index", "toevoegen")),
        ("bench", ("index", "toevoegen", "evaluatie", "mcp", "postgres", "dev")),
        ("tests", ("index", "toevoegen", "evaluatie", "mcp", "postgres", "dev")),
        ("tools", ("index", "evaluatie", "dev")),
    ],
)
def test_every_package_that_is_imported_is_declared(folder: str, lists: tuple[str, ...]) -> None:
    assert unprovided(imported(folder), declared(*lists)) == []


def test_kb_needs_the_base_alone_but_for_models_that_are_not_static_for_building_and_a_database() -> None:
    # psycopg looks for the last one by itself.
    of_database = set(extras.MODULES[extras.DATABASE]) - {"psycopg_binary"}
    assert set(unprovided(imported("kb"), declared())) == LAZY_IN_KB | of_database
    assert unprovided(LAZY_IN_KB, declared("index")) == []


def test_every_package_of_the_base_is_imported_by_what_serves() -> None:
    providers = {canonical(name) for module in imported("web") | imported("kb") | LOADED_BY_NAME for name in PROVIDERS.get(module, ())}
    assert sorted(declared() - providers) == []


@pytest.mark.parametrize("extra", list(extras.MODULES))
def test_a_command_asks_for_all_of_its_extra_and_nothing_else(extra: str) -> None:
    # What has no wheels for some machines is not asked for: there the own model stands in.
    named = {canonical(name) for name in PROJECT["optional-dependencies"][extra] if ";" not in name}
    asked = {canonical(name) for module in extras.MODULES[extra] for name in PROVIDERS[module]}
    assert named <= asked
    assert unprovided(extras.MODULES[extra], named) == []


def test_every_release_is_pinned_without_an_address() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+|#.*", line)] == []
    assert sorted(everything_under(declared("index", "evaluatie", "mcp", "postgres", "dev")) - set(pinned())) == []


SERVED = """
import json, sys
import indexer.cli, web.serving.gunicorn_settings, web.serving.worker
from web.app import create_app
reader = create_app().test_client()
found = reader.get("/api/v1/antwoorden?q=wat+kost+de+tuin").json
place = found["zinnen"][0]["passageId"]
pages = ["/", "/zoeken?q=wat+kost+de+tuin", "/bronnen", "/citaten", "/begrippen", "/api/v1/openapi.json", "/gezondheid"]
status = {page: reader.get(page).status_code for page in [*pages, "/selectie/word?id=" + place]}
print(json.dumps([[page for page, code in status.items() if code != 200], sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def test_serving_imports_nothing_but_the_base_and_what_that_brings_along(small_index: Path) -> None:
    environment = {"KB_INDEX": str(small_index), "KB_METRICS_PORT": "9", "PROMETHEUS_MULTIPROC_DIR": str(small_index.parent)}
    run = subprocess.run([sys.executable, "-c", SERVED], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    failed, loaded = json.loads(run.stdout)
    # setuptools puts its hack into every start of Python where it is installed.
    third = [module for module in loaded if module in PROVIDERS and module not in OURS | {"_distutils_hack"}]
    assert failed == []
    assert {"flask", "numpy", "docx", "prometheus_client"} <= set(third)
    assert unprovided(third, everything_under(declared())) == []


def test_what_is_no_code_goes_along_when_the_project_is_installed() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    taken = {
        file for package, patterns in told.items() for pattern in patterns for file in (ROOT / package.replace(".", "/")).glob(pattern)
    }
    there = {
        file
        for folder in ("kb", "indexer", "web")
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and file.suffix not in (".py", ".pyc")
    }
    assert sorted(str(file.relative_to(ROOT)) for file in there - taken) == []
