"""Add to a list of parts (CycloneDX) the SHA-256 of the file of each package, as the package index has it: python tools/sbom.py LIJST.

The lock is constraints.txt, one name==version a line; which file belongs to a version on this machine, pip knows.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def main(file: Path) -> None:
    """Write the digests into the list, and say how many packages have none."""
    told = json.loads(file.read_text(encoding="utf-8"))
    packages = [part for part in told["components"] if part.get("purl", "").startswith("pkg:pypi/")]
    releases = [f"{part['name']}=={part['version']}" for part in packages]
    # A build such as 2.13.0+cpu comes from elsewhere than the rest, and pip may not find it.
    digests = {**_digests([one for one in releases if "+" not in one]), **_digests([one for one in releases if "+" in one])}
    without = add(packages, digests)
    file.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(packages) - len(without)} van {len(packages)} pakketten met SHA-256.\n")
    if without:
        sys.stdout.write(f"Zonder, want pip vond het bestand niet: {', '.join(without)}.\n")


def add(packages: list[dict[str, Any]], digests: dict[str, str]) -> list[str]:
    """Add the digest of each package to it, by its name and version, and return those that have none."""
    without = []
    for part in packages:
        release = release_of(part["name"], part["version"])
        if release in digests:
            part["hashes"] = [{"alg": "SHA-256", "content": digests[release]}]
        else:
            without.append(release)
    return without


def release_of(name: str, version: str) -> str:
    """Return name==version as any spelling of the name gives it.

    >>> release_of("Pytrec_Eval.terrier", "0.5")
    'pytrec-eval-terrier==0.5'
    """
    return f"{name.lower().replace('_', '-').replace('.', '-')}=={version}"


def _digests(releases: list[str]) -> dict[str, str]:
    """Return the SHA-256 of the file that pip would take of each release; one that it can't find is left out."""
    found = _asked(releases)
    if found is not None:
        return found
    half = len(releases) // 2
    # One that can't be found makes pip refuse the rest with it.
    return {**_digests(releases[:half]), **_digests(releases[half:])} if half else {}


def _asked(releases: list[str]) -> dict[str, str] | None:
    """Return what pip says of all of them at once, or None when it does not find each."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--dry-run", "--ignore-installed"]
        done = subprocess.run([*command, "--no-deps", "--report", report.name, *releases], capture_output=True, check=False)
        if done.returncode:
            return None
        installed = json.loads(Path(report.name).read_text(encoding="utf-8"))["install"]
    return {
        release_of(one["metadata"]["name"], one["metadata"]["version"]): one["download_info"]["archive_info"]["hashes"]["sha256"]
        for one in installed
        if "sha256" in one["download_info"].get("archive_info", {}).get("hashes", {})
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
