"""The server for assistants: it gives what the API gives, over both ways, and lets nobody ask who may not."""

import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import jsonschema_rs
import pytest
import yaml
from assistants import TRANSPORTS, HttpServer, called, command, environment, http_server, talk
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError
from stories import story_sentences

from bench.site import copy_of, publish_variant, spoil
from kb.index import folder as index_folder
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from web.api.operations import PREFIX
from web.app import create_app
from web.mcp import http
from web.mcp.__main__ import _opening
from web.mcp.resources import SCHEME, resources, text_of
from web.mcp.server import make_server
from web.mcp.tools import TOOLS
from web.serving.live import LiveKnowledgeBase
from web.serving.settings import Settings

NAMES = ["antwoord", "zoek", "passage", "citaten", "praktijkvoorbeelden", "taken", "werklijsten", "ingangen"]
ARGUMENTS: dict[str, dict[str, Any]] = {
    "antwoord": {"q": "wat is een spilpersoon"},
    "zoek": {"q": "koffie", "soort": ["handreiking"], "paginaGrootte": 3},
    "passage": {"id": "gids.spilpersoon"},
    "citaten": {"thema": ["ontmoeten"]},
    "praktijkvoorbeelden": {},
    "taken": {},
    "werklijsten": {"stap": [1]},
    "ingangen": {"q": "stap 1"},
}
HELLO = json.dumps(
    {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "proef", "version": "1"}},
    }
)
ROOT = Path(__file__).parent.parent
SPOKEN = ROOT / "tests" / "evaluation"


@pytest.fixture(scope="module")
def server(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HttpServer]:
    with http_server(small_index, tmp_path_factory.mktemp("mcp"), log_level="DEBUG") as running:
        yield running


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_every_tool_is_listed_and_called_and_every_source_is_read(
    transport: str, small_index: Path, small_library: Library, tmp_path: Path
) -> None:
    async def work(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert list(tools) == NAMES
        for name, arguments in ARGUMENTS.items():
            jsonschema_rs.validate(tools[name].input_schema, arguments)
            given = json.loads(await called(client, name, **arguments))
            assert tools[name].output_schema
            jsonschema_rs.validate(tools[name].output_schema, given)
            assert tools[name].annotations
            assert tools[name].annotations.read_only_hint is True
        listed = (await client.list_resources()).resources
        assert [one.uri for one in listed] == [one.uri for one in resources(small_library)]
        for one in listed:
            read = (await client.read_resource(one.uri)).contents[0]
            assert read.text == text_of(small_library, one.uri, "https://kennis.beekstad.invalid")
        assert [one.uri_template for one in (await client.list_resource_templates()).resource_templates] == [SCHEME + "{bron}/{deel}"]
        assert "Haal letterlijk aan" in (client.instructions or "")
        assert "https://kennis.beekstad.invalid" in (client.instructions or "")

    talk(transport, small_index, tmp_path, work, base_url="https://kennis.beekstad.invalid")


def test_fifty_questions_give_what_the_api_gives_byte_for_byte(real_index: Path, tmp_path: Path) -> None:
    api = create_app(Settings(index=real_index)).test_client()
    questions = [one["q"] for name in ("vreemd", "oefenvragen") for one in yaml.safe_load((SPOKEN / f"{name}.yaml").read_text())[:25]]
    assert len(questions) == 50

    async def work(client: Client) -> None:
        for question in questions:
            for tool, operation in (("antwoord", "antwoorden"), ("zoek", "zoekresultaten"), ("ingangen", "ingangen")):
                said = api.post(f"{PREFIX}/{operation}", json={"q": question}).get_data(as_text=True)
                assert await called(client, tool, q=question) == said, question
        for operation in ("citaten", "praktijkvoorbeelden", "taken", "werklijsten"):
            assert await called(client, operation) == api.get(f"{PREFIX}/{operation}").get_data(as_text=True)

    talk("stdio", real_index, tmp_path, work)


def test_a_passage_comes_with_what_stands_around_it(small_base: KnowledgeBase, small_index: Path) -> None:
    passage = next(tool for tool in TOOLS if tool.name == "passage")
    given = json.loads(passage.called(small_base, {"id": "gids.spilpersoon"}).model_dump_json())
    api = create_app(Settings(index=small_index)).test_client()
    before, after = given.pop("ervoor"), given.pop("erna")
    for one in (given, before, after):
        assert one is None or one == api.get(f"{PREFIX}/passages/{one['id']}").get_json()
    # What follows stands in another part.
    assert (before["id"], after) == ("gids.inleiding", None)
    first = passage.called(small_base, {"id": "gids.inleiding"})
    assert (first.ervoor, first.erna and first.erna.id) == (None, "gids.spilpersoon")


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_new_index_answers_at_once_while_a_client_is_connected(transport: str, small_index: Path, tmp_path: Path) -> None:
    root = copy_of(small_index, tmp_path / "index")

    async def work(client: Client) -> None:
        assert (await client.list_resources()).resources[0].title == "Gids Samen in de buurt"
        publish_variant(root, "Gids, tweede druk")
        end = time.monotonic() + 5
        while (await client.list_resources()).resources[0].title != "Gids, tweede druk":
            assert time.monotonic() < end
            given = json.loads(await called(client, "antwoord", q="wat is een spilpersoon"))
            assert given["status"] == "beantwoord"
            await anyio.sleep(0.05)
        given = json.loads(await called(client, "antwoord", q="wat is een spilpersoon"))
        assert given["bronnen"][0]["bron"]["titel"] == "Gids, tweede druk"

    talk(transport, root, tmp_path, work)


def test_a_damaged_index_is_told_and_served_once_it_is_whole(small_index: Path, tmp_path: Path) -> None:
    root = copy_of(small_index, tmp_path / "index")
    entries = index_folder.current(root) / "ingangen" / "regels.jsonl"
    whole = entries.read_bytes()
    spoil(entries)

    async def work(client: Client) -> None:
        assert "index" in await called(client, "antwoord", q="koffie")
        with pytest.raises(MCPError, match="index"):
            await client.list_resources()
        entries.write_bytes(whole)
        publish_variant(root, "Gids, hersteld")
        end = time.monotonic() + 8
        while not (await called(client, "taken")).startswith("{"):
            assert time.monotonic() < end
            await anyio.sleep(0.1)
        assert (await client.list_resources()).resources[0].title == "Gids, hersteld"

    talk("stdio", root, tmp_path, work)


def test_faults_are_dutch_and_say_what_to_do(small_index: Path, tmp_path: Path) -> None:
    async def work(client: Client) -> None:
        assert await called(client, "antwoord", vraag="x") == (
            "De parameter 'q' is leeg. Geef daarin een vraag of trefwoorden. De parameter 'vraag' bestaat niet."
        )
        assert await called(client, "zoek", q="koffie", thema=["koffie"]) == "'koffie' is geen waarde van 'thema'."
        assert await called(client, "passage", id="gids.nergens") == (
            "Passage 'gids.nergens' staat niet in deze kennisbank. Neem een id uit een ander resultaat over, of zoek met zoek."
        )
        with pytest.raises(MCPError, match=r"Het hulpmiddel 'bel' is er niet\. Er zijn: antwoord, zoek, "):
            await client.call_tool("bel", {})
        with pytest.raises(MCPError, match=r"'kennisbank://bronnen/x' is geen bron van deze kennisbank"):
            await client.read_resource("kennisbank://bronnen/x")

    talk("stdio", small_index, tmp_path, work)


def test_a_story_comes_only_by_its_own_passage_marked(real_base: KnowledgeBase) -> None:
    library = real_base.library
    sentences = list(story_sentences(library))
    assert len(sentences) > 20
    told = "\n".join(text_of(library, one.uri, "") for one in resources(library))
    told += "".join(
        tool.called(real_base, {}).model_dump_json() for tool in TOOLS if not tool.parameters.model_fields.keys() & {"question", "identity"}
    )
    passage = next(tool for tool in TOOLS if tool.name == "passage")
    stories = {one.id for one in library.protected_passages}
    for one in library.passages:
        given = passage.called(real_base, {"id": one.id}).model_dump_json()
        assert '"gevoelig":true' not in given
        told += given
    assert [sentence for sentence in sentences if sentence in told] == []
    assert told.count("Lees dit in het verslag.") >= 1
    for identity in stories:
        given = json.loads(passage.called(real_base, {"id": identity}).model_dump_json())
        assert (given["gevoelig"], given["ervoor"], given["erna"]) == (True, None, None)
    for question in sentences[:40]:
        for tool in TOOLS:
            if "question" in tool.parameters.model_fields:
                said = tool.called(real_base, {"q": question[:900]}).model_dump(mode="json")
                # These repeat what was typed, and who typed it knows it.
                told = json.dumps(
                    {name: value for name, value in said.items() if name not in ("vraag", "voorstel", "correctie")}, ensure_ascii=False
                )
                assert not [sentence for sentence in sentences if sentence in told]


def test_nothing_that_was_asked_stands_in_the_log(server: HttpServer) -> None:
    call = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "antwoord", "arguments": {"q": "de koffie van Jansen"}}}
    status, told, headers = server.send(json.dumps(call), Mcp_Protocol_Version="2025-06-18")
    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(told["result"]["content"][0]["text"])["vraag"] == "de koffie van Jansen"
    server.send("{kapot Jansen", Mcp_Protocol_Version="2025-06-18")
    server.send(json.dumps(call | {"method": "Jansen"}), Mcp_Protocol_Version="2025-06-18")
    assert "Jansen" not in server.log()
    assert all(json.loads(line)["bron"].startswith(("web", "kb", "indexer")) for line in server.log().splitlines())


@pytest.mark.parametrize(
    ("how", "status", "said"),
    [
        ({"Host": "elders.nl"}, 421, "Onder deze naam (de kopregel Host) is deze kennisbank niet te bevragen."),
        ({"Host": "127.0.0.1.elders.nl:80"}, 421, "Onder deze naam (de kopregel Host) is deze kennisbank niet te bevragen."),
        ({"Origin": "https://elders.nl"}, 403, "Een andere site (de kopregel Origin) mag deze kennisbank niet bevragen."),
        ({"Origin": "null"}, 403, "Een andere site (de kopregel Origin) mag deze kennisbank niet bevragen."),
        ({"Origin": "http://[kapot"}, 403, "Een andere site (de kopregel Origin) mag deze kennisbank niet bevragen."),
        ({"method": "GET"}, 405, "Deze kennisbank neemt hier alleen POST aan; zij houdt geen sessie of stroom bij."),
        ({"method": "DELETE"}, 405, "Deze kennisbank neemt hier alleen POST aan; zij houdt geen sessie of stroom bij."),
        ({"path": "/elders"}, 404, "Dit adres is er niet. De kennisbank luistert op /mcp."),
        ({"Content_Type": "text/plain"}, 415, "De inhoud moet application/json zijn."),
        ({"Accept": "text/html"}, 406, "Vraag om application/json (de kopregel Accept)."),
        ({"body": "{"}, 400, "Dit bericht is geen leesbare JSON."),
        ({"body": "[" * 60_000}, 400, "Dit bericht is geen leesbare JSON."),
        ({"body": " " * 64_001}, 413, "De aanvraag is groter dan 64000 bytes."),
        ({"body": "[]"}, 400, None),
        ({"body": '{"jsonrpc": "2.0", "id": 1, "method": "bestaat/niet"}'}, None, None),
        ({"body": '{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": 3}}'}, None, None),
    ],
)
def test_who_may_not_ask_or_asks_wrongly_is_told_in_the_form_of_the_protocol(
    server: HttpServer, how: dict[str, str], status: int | None, said: str | None
) -> None:
    given = dict(how)
    for version in ("2025-06-18", "2026-07-28"):
        found, told, headers = server.send(
            given.get("body", HELLO), **{name: value for name, value in how.items() if name != "body"}, Mcp_Protocol_Version=version
        )
        assert (status or found) == found
        assert headers["content-type"] == "application/json"
        assert (told["jsonrpc"], set(told["error"]) <= {"code", "message", "data"}, isinstance(told["error"]["code"], int)) == (
            "2.0",
            True,
            True,
        )
        assert told["error"]["message"] == said if said else told["error"]["message"].endswith(".")
        assert not {"the", "not", "must", "request"} & set(told["error"]["message"].casefold().split())


def test_this_machine_under_another_of_its_names_may_ask(server: HttpServer) -> None:
    for headers in ({}, {"Origin": "http://localhost:6274"}, {"Host": f"localhost:{server.port}"}):
        assert server.send(HELLO, **headers)[0] == 200


def test_half_a_request_is_ended_and_keeps_nobody_waiting(server: HttpServer) -> None:
    head = f"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{{"
    waiting = []
    for _ in range(200):
        one = socket.create_connection(("127.0.0.1", server.port))
        one.sendall(head.encode())
        waiting.append(one)
    began = time.monotonic()
    assert server.send(HELLO)[0] == 200
    assert time.monotonic() - began < 1
    waiting[0].settimeout(15)
    assert b"408" in waiting[0].recv(100)
    for one in waiting:
        one.close()


def test_with_a_token_only_who_sends_it_may_ask(small_index: Path, tmp_path: Path) -> None:
    token = tmp_path / "sleutel"
    token.write_text("q" * 32 + "\n")
    with http_server(
        small_index, tmp_path, mcp_token=str(token), mcp_url="https://kennis.beekstad.invalid/mcp", rate_limit="5 per minute"
    ) as server:
        status, told, headers = server.send(HELLO)
        assert (status, headers["www-authenticate"]) == (401, "Bearer")
        assert told["error"]["message"].startswith("Zonder sleutel geeft deze kennisbank geen antwoord.")
        assert server.send(HELLO, Authorization="Bearer " + "q" * 31)[0] == 401
        assert server.send(HELLO, Authorization="Bearer " + "é" * 32)[0] == 401
        good = {"Authorization": "Bearer " + "q" * 32, "Host": "kennis.beekstad.invalid", "Origin": "https://kennis.beekstad.invalid"}
        assert [server.send(HELLO, **good)[0] for _ in range(6)] == [200] * 5 + [429]
        status, told, headers = server.send(HELLO, **good)
        assert 0 < int(headers["retry-after"]) <= 60
        assert told["error"]["message"] == "U vraagt te veel in korte tijd. Wacht even."


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"mcp_host": "0.0.0.0"}, "De MCP-server is zo van buiten deze machine te bevragen, en dan is een sleutel nodig"),
        (
            {"mcp_url": "https://kennis.beekstad.invalid"},
            "De MCP-server is zo van buiten deze machine te bevragen, en dan is een sleutel nodig",
        ),
        ({"mcp_token": "/nergens/sleutel"}, "Het bestand '/nergens/sleutel' van KB_MCP_TOKEN is niet te lezen"),
        ({"mcp_token": "{kort}"}, "(KB_MCP_TOKEN) is te kort of staat op meer regels"),
        ({"rate_limit": "veel"}, "KB_RATE_LIMIT is 'veel', en dat kan niet"),
        ({"mcp_port": "8080"}, "KB_MCP_PORT is '8080', en dat kan niet: daar luistert de site zelf al"),
        ({"mcp_port": "{bezet}"}, "kan de MCP-server niet luisteren: er luistert al iets"),
        ({"index": "/nergens"}, "Er is geen index in '/nergens'. Maak hem met: kb index"),
    ],
)
def test_what_a_person_must_mend_ends_the_start_with_one_sentence(
    small_index: Path, tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    (tmp_path / "kort").write_text("abc")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        filled = {
            name: value.format(kort=tmp_path / "kort", bezet=taken.getsockname()[1])
            for name, value in ({"mcp_port": "1"} | settings).items()
        }
        done = subprocess.run(
            command(), env=environment(small_index, **filled), capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL
        )
    told = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    assert (done.returncode, done.stdout, len(told)) == (1, "", 1), done.stderr
    assert told[0].startswith("Fout: ")
    assert said in told[0]


def test_names_and_tokens_are_read_from_the_settings(tmp_path: Path) -> None:
    token = tmp_path / "sleutel"
    token.write_text("x" * 24)
    assert http.names_of(Settings()) == {"127.0.0.1", "localhost", "::1"}
    assert http.names_of(Settings(mcp_host="10.0.0.5", mcp_url="https://Kennis.nl/mcp")) == {
        "127.0.0.1",
        "localhost",
        "::1",
        "10.0.0.5",
        "kennis.nl",
    }
    assert [http.token_of(Settings(mcp_host=host)) for host in ("127.0.0.1", "::1", "localhost")] == ["", "", ""]
    assert http.token_of(Settings(mcp_host="10.0.0.5", mcp_token=str(token))) == "x" * 24


def _settings_in_the_docs() -> list[dict[str, Any]]:
    """The servers that the page for assistants sets up, of each client."""
    text = (ROOT / "docs" / "assistenten.md").read_text(encoding="utf-8")
    read = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]
    return [server for one in read for server in (one.get("mcpServers") or one["servers"]).values()]


def test_the_settings_in_the_docs_start_the_server_and_reach_it(small_index: Path, server: HttpServer) -> None:
    local = [one for one in _settings_in_the_docs() if "command" in one]
    remote = [one for one in _settings_in_the_docs() if "url" in one]
    assert (len(local), [one["url"] for one in remote]) == (2, ["http://127.0.0.1:8090/mcp"])
    assert server.url == remote[0]["url"].replace("8090", str(server.port))

    async def greeted(settings: dict[str, Any]) -> str:
        program = settings["command"].replace("/pad/naar/kennisbank/.venv/bin", str(Path(sys.executable).parent))
        arguments = [one.replace("/pad/naar/kennisbank/index", str(small_index)) for one in settings["args"]]
        parameters = StdioServerParameters(command=program, args=arguments, env=settings["env"])
        async with Client(stdio_client(parameters)) as client:
            return client.instructions or ""

    for one in local:
        assert "https://kennisbank.gemeente.nl" in anyio.run(greeted, one)


def test_it_greets_while_it_still_opens_what_takes_long(small_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    may_open = threading.Event()
    watch = LiveKnowledgeBase.watch
    monkeypatch.setattr(LiveKnowledgeBase, "watch", lambda live: may_open.wait() and watch(live))

    async def work() -> tuple[str, str]:
        async with Client(make_server(_opening(Settings(index=small_index)), "")) as client:
            greeting = client.instructions or ""
            may_open.set()
            return greeting, await called(client, "zoek", q="de tuin")

    greeting, found = anyio.run(work)
    assert "kennisbank" in greeting.lower()
    assert json.loads(found)["resultaten"]
