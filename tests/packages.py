"""The packages of the project: what pyproject.toml names, what that brings along here, and which releases are pinned."""

import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FOR_GRAPHICS = ("nvidia-", "cuda-", "triton")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*lists: str) -> set[str]:
    """Return what pyproject.toml names: the base, and the extras that are asked for."""
    names = PROJECT["dependencies"] + [name for extra in lists for name in PROJECT["optional-dependencies"][extra]]
    return {canonical(Requirement(name).name) for name in names}


def everything_under(packages: Iterable[str]) -> set[str]:
    """Return packages with all that they bring along on this machine, but for a graphics card: that hangs on where torch came from."""
    found: set[str] = set()
    waiting = list(packages)
    while waiting:
        package = waiting.pop()
        if package in found:
            continue
        found.add(package)
        for requirement in map(Requirement, _requirements(package)):
            name = canonical(requirement.name)
            if not name.startswith(FOR_GRAPHICS) and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
                waiting.append(name)
    return found


def _requirements(package: str) -> list[str]:
    try:
        return requires(package) or []
    except PackageNotFoundError:
        return []


def pinned() -> dict[str, str]:
    """Return each line of constraints.txt by the name of its package."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {canonical(line.partition("==")[0]): line for line in lines if "==" in line}
