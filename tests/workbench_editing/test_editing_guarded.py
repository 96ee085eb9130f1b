"""No address and nobody without key or proof reaches or changes the content."""

import re
from pathlib import Path

import pytest
from list_forms import Editor

from workbench.place import Place


@pytest.mark.parametrize(
    "address",
    [
        "/inhoud/lijst/../eigen",
        "/inhoud/lijst/eigen",
        "/inhoud/antwoorden/bezig/..",
        "/inhoud/antwoorden/bezig/1",
        "/inhoud/bronnen/x",
        "/inhoud/bronnen/gids/x",
    ],
)
def test_no_address_reaches_anything_else(editor: Editor, address: str) -> None:
    assert editor.client.get(address).status_code == 404


def test_no_route_opens_or_changes_anything_for_somebody_without_key_or_proof(editor: Editor, place: Place) -> None:
    outside = editor.client.application.test_client()
    rules = [
        rule
        for rule in editor.client.application.url_map.iter_rules()
        if not rule.rule.startswith(("/bestanden", "/vormgeving", "/binnen"))
    ]
    before = files_of(place.own)
    given = {"name": "themas", "source": "gids", "anchor": "stap-1", "identity": "gids.stap-1", "key": "1700000000000"}
    for rule in rules:
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: given.get(found[1], "x"), rule.rule)
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}):
            assert outside.open(address, method=method).status_code == 403, (method, address)
            if method != "GET":
                assert editor.client.open(address, method=method, data={"id": "ontmoeten"}).status_code == 403, (method, address)
                elsewhere = editor.client.open(
                    address, method=method, data={"bewijs": editor.proof}, headers={"Origin": "https://kwaad.example"}
                )
                assert elsewhere.status_code == 403, (method, address)
    assert len([rule for rule in rules if "POST" in (rule.methods or ())]) > 8
    assert files_of(place.own) == before


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
