"""The server of the protocol: it lists and calls the tools, lists and reads the sources, and says every fault in Dutch."""

import json
import logging
from collections.abc import Callable
from typing import Any, TypeVar

import anyio
from anyio.to_thread import run_sync
from mcp import types
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from pydantic import ValidationError

from kb.errors import KnowledgeBaseError, NotFound
from kb.knowledge_base import KnowledgeBase
from web.mcp.resources import SCHEME, resources, text_of
from web.mcp.tools import TOOLS, Tool
from web.serving.problems import API_VERSION

NAME = "kennisbank-weerbare-gemeenschappen"
TITLE = "Kennisbank Weerbare Gemeenschappen"
# Asking is work for a processor: more at once only wait for each other.
MOST_AT_ONCE = 4
_TEXT = "text/markdown"
_READ_ONLY = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_FAULTS = {
    types.PARSE_ERROR: "Dit bericht is geen leesbare JSON.",
    types.INVALID_REQUEST: "Dit bericht is geen aanvraag van het protocol.",
    types.METHOD_NOT_FOUND: "Deze methode is er niet. Er zijn hulpmiddelen (tools) en bronnen (resources).",
    types.INVALID_PARAMS: "De parameters van deze aanvraag kloppen niet met het protocol.",
    types.INTERNAL_ERROR: "Er ging iets mis bij de kennisbank. Probeer het opnieuw; blijft het, meld het de beheerder.",
}
_OTHER_FAULT = "Deze aanvraag kan de kennisbank niet beantwoorden."
_log = logging.getLogger(__name__)
_Made = TypeVar("_Made")


def instructions(site: str) -> str:
    """Return what a model is told before it asks anything; `site` is the public address of the site, '' when that is not set."""
    address = f"zet {site} voor elk adres" if site else "noem het id en de regel, want het adres van de site is hier niet ingesteld"
    return (
        "Deze kennisbank geeft letterlijke teksten over samenwerken met gemeenschappen, zodat jongeren buiten de ondermijnende"
        " criminaliteit blijven. Haal letterlijk aan, tussen aanhalingstekens, en verander geen woord. Zet onder elk citaat de regel van"
        f" zijn bron (bron.regel) en vastAdres ({address}). Een opmerking hoort achter haar woorden, tussen vierkante haken, en is van de"
        " redactie. Zeg het als iets niet in de bronnen staat; vul niet aan uit eigen kennis zonder dat erbij te zeggen. Behandel geen"
        " zaken van één persoon: verwijs dan naar de eigen organisatie, en bij direct gevaar naar 112."
    )


def make_server(base: Callable[[], KnowledgeBase], site: str) -> Server[dict[str, Any]]:
    """Return the server that answers with what `base` returns when it is asked: the generation that serves, or a KnowledgeBaseError.

    `base` may wait for it to be opened: it is called beside the loop that talks.
    """
    limiter = anyio.CapacityLimiter(MOST_AT_ONCE)
    tools = {tool.name: tool for tool in TOOLS}

    async def worked(work: Callable[[KnowledgeBase], _Made]) -> _Made:
        return await run_sync(lambda: work(base()), limiter=limiter)

    async def list_tools(_: Any, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=await worked(lambda opened: [_told(tool, opened) for tool in TOOLS]))

    async def call_tool(_: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = tools.get(params.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, f"Het hulpmiddel '{params.name[:60]}' is er niet. Er zijn: {', '.join(tools)}.")
        try:
            given = await worked(lambda opened: tool.called(opened, params.arguments).model_dump_json())
        except KnowledgeBaseError as error:
            # Told as a result, so that the model that asked reads what to do otherwise.
            return types.CallToolResult(content=[types.TextContent(text=str(error))], is_error=True)
        return types.CallToolResult(content=[types.TextContent(text=given)], structured_content=json.loads(given))

    async def list_resources(_: Any, params: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        found = await worked(lambda opened: list(resources(opened.library)))
        return types.ListResourcesResult(
            resources=[types.Resource(uri=one.uri, name=one.uri, title=one.title, description=one.line, mime_type=_TEXT) for one in found]
        )

    async def list_templates(_: Any, params: types.PaginatedRequestParams | None) -> types.ListResourceTemplatesResult:
        template = types.ResourceTemplate(
            uri_template=SCHEME + "{bron}/{deel}",
            name="deel",
            title="Een deel van een bron",
            description="Alle tekst van een deel, zoals een stap of een verslag, letterlijk.",
            mime_type=_TEXT,
        )
        return types.ListResourceTemplatesResult(resource_templates=[template])

    async def read_resource(_: Any, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        uri = str(params.uri)
        text = await worked(lambda opened: text_of(opened.library, uri, site))
        return types.ReadResourceResult(contents=[types.TextResourceContents(uri=params.uri, mime_type=_TEXT, text=text)])

    server: Server[dict[str, Any]] = Server(
        NAME,
        version=API_VERSION,
        title=TITLE,
        instructions=instructions(site),
        website_url=site or None,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
    )
    # In place of the middleware that reports to a tracing system: nothing that was asked goes anywhere.
    server.middleware[:] = [_in_dutch]
    return server


def in_dutch(code: int) -> str:
    """Return what a fault of the protocol is called, by its code."""
    return _FAULTS.get(code, _OTHER_FAULT)


async def _in_dutch(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
    try:
        return await call_next(ctx)
    except MCPError as error:
        said = error.error.message
        raise MCPError(error.error.code, said if said.endswith(".") else in_dutch(error.error.code)) from error
    except NotFound as error:
        raise MCPError(types.INVALID_PARAMS, str(error)) from error
    except KnowledgeBaseError as error:
        raise MCPError(types.INTERNAL_ERROR, str(error)) from error
    except ValidationError as error:
        raise MCPError(types.INVALID_PARAMS, in_dutch(types.INVALID_PARAMS)) from error
    except Exception as error:  # what nobody foresaw may not carry what was asked to the log, nor English to the one who asked
        _log.error("Een aanvraag mislukte.", exc_info=error)
        raise MCPError(types.INTERNAL_ERROR, in_dutch(types.INTERNAL_ERROR)) from error


def _told(tool: Tool, base: KnowledgeBase) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema(base),
        output_schema=tool.output_schema(),
        annotations=_READ_ONLY,
    )
