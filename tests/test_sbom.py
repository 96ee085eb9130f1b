"""The list of parts: each package with the digest of its file."""

import importlib.util
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent.parent / "tools" / "sbom.py"


def test_each_package_gets_its_own_digest_and_the_others_are_named() -> None:
    spec = importlib.util.spec_from_file_location("sbom", _FILE)
    assert spec
    assert spec.loader
    sbom = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sbom)
    parts: list[dict[str, Any]] = [{"name": "Jinja_Two", "version": "3.1"}, {"name": "torch", "version": "2.13.0+cpu"}]
    assert sbom.add(parts, {"jinja-two==3.1": "ab12"}) == ["torch==2.13.0+cpu"]
    assert [part.get("hashes") for part in parts] == [[{"alg": "SHA-256", "content": "ab12"}], None]
