"""A real nginx in front of the site, which puts it under a path of the host, and a walk through all that stands there."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from bench.site import free_port

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
PUBLIC = "https://www.gemeente.nl/kennisbank"
needs_nginx = pytest.mark.skipif(
    not NGINX and "CI" not in os.environ, reason="nginx ontbreekt; installeer het met: bash tools/programs.sh nginx"
)
# As docs/beheer.md has it: with the path left on, and with the path taken off and said.
LEFT_ON = "location {path}/ {{ proxy_pass http://127.0.0.1:{site}; {headers} }}"
TAKEN_OFF = "location {path}/ {{ proxy_pass http://127.0.0.1:{site}/; {headers} proxy_set_header X-Forwarded-Prefix {path}; }}"
HEADERS = (
    "proxy_set_header Host $host:$server_port; proxy_set_header X-Forwarded-For $remote_addr;"
    " proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host $host:$server_port;"
)
CONFIGURATION = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1; {user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {upstream}
    server {{ listen 127.0.0.1:{port}; {location} }}
}}
"""
_LINK = re.compile(r'\s(?:href|src|action|data-clipboard|data-suggesting)="([^"#]+)')


@dataclass(frozen=True)
class Front:
    """An nginx in front of the site."""

    port: int

    def get(self, address: str, headers: Mapping[str, str] = {}) -> tuple[HTTPResponse, bytes]:
        """Return the answer to an address and its content."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", address, headers=dict(headers))
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()


@dataclass(frozen=True)
class Walk:
    """What a walk met: all addresses, those that lead out of the site's path with their page, and those that do not work."""

    met: set[str]
    outside: set[str]
    broken: set[str]


@contextlib.contextmanager
def behind_nginx(folder: Path, location: str, site_port: int = 0, upstream: str = "") -> Iterator[Front]:
    """Run an nginx with a configuration of its own until the block ends: before the site at a port, or the sites of an upstream."""
    assert NGINX, "In CI mag nginx niet ontbreken."
    front = Front(free_port())
    user = "user root;" if os.geteuid() == 0 else ""
    place = location.format(path="/kennisbank", site=site_port, headers=HEADERS)
    configuration = folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, port=front.port, location=place, upstream=upstream, user=user))
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(configuration)], stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 10
        while time.monotonic() < end and process.poll() is None:
            with contextlib.suppress(OSError):
                front.get("/")
                break
            time.sleep(0.02)
        yield front
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def links(page: str, html: str) -> set[str]:
    """Return where a page leads on this host, from the root of the host."""
    found = (urljoin(page, unescape(link)) for link in _LINK.findall(html) if not link.startswith("mailto:"))
    return {link for link in found if not urlsplit(link).netloc}


def walk(front: Front) -> Walk:
    """Follow every link and file from the home page on, and return what was met."""
    start = "/kennisbank/"
    met, waiting, outside, broken = {start}, [start], set(), set()
    while waiting:
        page = waiting.pop()
        response, content = front.get(page)
        found = set()
        if response.status in (301, 302):
            found = {response.headers["Location"].partition("#")[0]}
        elif response.status != 200:
            broken.add(f"{response.status} {page}")
        elif response.headers["Content-Type"].startswith("text/html"):
            found = links(page, content.decode())
        outside |= {f"{page}: {link}" for link in found if not f"{link}/".startswith(start)}
        # Every choice of filters leads to further ones: of pages with a choice only one step is followed.
        new = {link for link in found - met if "?" not in link or "?" not in page}
        met |= new
        waiting += new
    return Walk(met, outside, broken)
