"""Load on a running site, made by wrk."""

import json
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = """
local addresses = {}
for line in io.lines("%(file)s") do addresses[#addresses + 1] = line end
local count, offset = 0, 0
function setup(thread) offset = offset + 1; thread:set("offset", offset) end
function init() count = offset * math.floor(#addresses / 2) end
function request() count = count + 1; return wrk.format("GET", addresses[(count %% #addresses) + 1]) end
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('RESULT {"requests": %%d, "seconds": %%f, "p50": %%f, "p95": %%f, "p99": %%f, "most": %%f, "failed": %%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What a load showed: times in milliseconds; `failed` counts errors of any kind, refusals included."""

    requests: int
    per_second: float
    p50: float
    p95: float
    p99: float
    most: float
    failed: int


def load(port: int, addresses: Sequence[str], connections: int, seconds: int) -> Load:
    """Ask a site for these addresses, over and over, on this many connections at once."""
    with tempfile.TemporaryDirectory() as folder:
        file, script = Path(folder) / "addresses.txt", Path(folder) / "load.lua"
        file.write_text("\n".join(addresses) + "\n", encoding="utf-8")
        script.write_text(_SCRIPT % {"file": file}, encoding="utf-8")
        command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script), f"http://127.0.0.1:{port}"]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"RESULT (.*)", output)
    if not found:
        raise RuntimeError(f"wrk said nothing that can be read:\n{output}")
    told = json.loads(found[1])
    seconds_run = told.pop("seconds")
    return Load(per_second=told["requests"] / seconds_run, **told)
