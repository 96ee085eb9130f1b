"""What the server for assistants takes: how long until it greets and until it answers, and the memory of its one process."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import anyio
import psutil
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from bench.processes import Use, use_of


@dataclass(frozen=True, slots=True)
class Assistance:
    """Seconds from the call of `kb mcp` to its greeting and to its first answer, and what the process uses after all questions."""

    greeting_seconds: float
    answer_seconds: float
    use: Use


def assistance(index: Path, questions: list[str]) -> Assistance:
    """Start the server over standard input, ask it all questions, and return what that took."""
    return anyio.run(_measured, index, questions)


async def _measured(index: Path, questions: list[str]) -> Assistance:
    arguments = ["-m", "indexer.cli", "mcp", "--index", str(index)]
    parameters = StdioServerParameters(command=sys.executable, args=arguments, env=dict(os.environ))
    began = time.perf_counter()
    async with Client(stdio_client(parameters, errlog=subprocess.DEVNULL)) as client:  # type: ignore[arg-type]
        greeted = time.perf_counter() - began
        await client.call_tool("antwoord", {"q": questions[0]})
        answered = time.perf_counter() - began
        for question in questions[1:]:
            await client.call_tool("antwoord", {"q": question})
        return Assistance(greeted, answered, use_of(_server()))


def _server() -> int:
    """Return the only process that this one started: `kb mcp` becomes the server."""
    found: int = psutil.Process().children()[0].pid
    return found
