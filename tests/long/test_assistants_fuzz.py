"""10,000 strange calls of an assistant: each gets an answer or a Dutch sentence in the form of the protocol, and nothing breaks."""

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

from assistants import http_server

from bench.questions import real_questions
from tests.long.test_fuzz import strange
from web.mcp.tools import TOOLS

CALLS = 10_000
SEED = 7
# The last is a version whose messages have more around them than these: refused, in the form of the protocol.
VERSIONS = ("2025-03-26", "2025-06-18", "2025-11-25", "2025-11-25", "2026-07-28")
ENGLISH = frozenset(["the", "not", "must", "request", "error", "invalid", "unknown", "missing", "required", "field", "value"])


def _value(chooser: random.Random, real: list[str], depth: int = 0) -> Any:
    kinds = [
        lambda: strange(chooser, real),
        lambda: chooser.choice(real),
        lambda: chooser.choice(
            [None, True, 0, -1, 3, 1e300, 2**80, "", " ", "handreiking.inleiding", "kennisbank://bronnen/handreiking/stap-1"]
        ),
        lambda: [_value(chooser, real, depth + 1) for _ in range(chooser.randint(0, 4))] if depth < 3 else [],
        lambda: {_name(chooser): _value(chooser, real, depth + 1) for _ in range(chooser.randint(0, 3))} if depth < 3 else {},
    ]
    return chooser.choice(kinds)()


def _name(chooser: random.Random) -> str:
    return chooser.choice(
        ["q", "id", "thema", "stap", "soort", "gemeente", "pagina", "paginaGrootte", "letterlijk", "vorm", "spreker", "x", "q "]
    )


def _call(chooser: random.Random, real: list[str], number: int) -> dict[str, Any]:
    """Return a call of one of many kinds, most of them of a tool."""
    message: dict[str, Any] = {"jsonrpc": "2.0", "id": number}
    match chooser.randrange(10):
        case 0:
            return message | {"method": "resources/read", "params": {"uri": _value(chooser, real)}}
        case 1:
            return message | {
                "method": chooser.choice(["tools/list", "resources/list", "ping", "prompts/list", "x", ""]),
                "params": _value(chooser, real),
            }
        case 2:
            return message | {"method": "tools/call", "params": _value(chooser, real)}
        case _:
            if chooser.random() < 0.5:
                tool = chooser.choice(["antwoord", "zoek", "ingangen"])
                return message | {"method": "tools/call", "params": {"name": tool, "arguments": {"q": strange(chooser, real)}}}
            arguments = {_name(chooser): _value(chooser, real) for _ in range(chooser.randint(0, 3))}
            tool = chooser.choice([*(tool.name for tool in TOOLS), "x", strange(chooser, real)[:50]])
            return message | {"method": "tools/call", "params": {"name": tool, "arguments": arguments}}


def test_no_call_breaks_the_server(real_index: Path, tmp_path: Path) -> None:
    chooser = random.Random(SEED)
    real = real_questions(real_index)
    outcomes: Counter[str] = Counter()
    with http_server(real_index, tmp_path) as server:
        for number in range(CALLS):
            body = json.dumps(_call(chooser, real, number))
            if chooser.random() < 0.05:
                body = body[: chooser.randrange(len(body))]
            status, told, _ = server.send(body.encode("utf-8", "surrogatepass"), Mcp_Protocol_Version=chooser.choice(VERSIONS))
            assert status < 500, (status, told, body[:300])
            assert told["jsonrpc"] == "2.0", body[:300]
            if "error" in told:
                said = told["error"]["message"]
                outcomes["fout"] += 1
            else:
                result = told["result"]
                said = result["content"][0]["text"] if result.get("isError") else ""
                outcomes["gezegd" if said else "gelukt"] += 1
            assert not said or (said.endswith((".", ":", "'")) and not ENGLISH & set(said.casefold().split())), (said, body[:300])
        assert server.process.poll() is None
        assert "Traceback" not in server.log()
        assert 'niveau": "ERROR' not in server.log()
    print(dict(outcomes))
    assert all(outcomes[kind] > CALLS / 50 for kind in ("fout", "gezegd", "gelukt"))
