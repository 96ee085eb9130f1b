"""Settings of gunicorn for the werkbank, from those of the kennisbank; gunicorn reads the names of this module."""

from typing import Any

from web.serving import before_start, logbook
from workbench.guarding import EXTENSION
from workbench.visitors import Visitors

HOST = "127.0.0.1"

_settings = before_start.settings_or_end()

# Never another address: behind a sign-on the proxy stands on this machine.
bind = f"{HOST}:{_settings.werkbank_port}"
# One process: sessions, and what runs beside it, are known to that one alone.
workers = 1
threads = 4
worker_class = "gthread"
preload_app = True
# A check of all content takes some seconds on a slow machine.
timeout = 120
graceful_timeout = 5
limit_request_line = 4094
limit_request_fields = 50
forwarded_allow_ips = ""
forwarder_headers = ""
control_socket_disable = True
logconfig_dict = logbook.settings_for(_settings.log_level)


def when_ready(server: Any) -> None:
    """Tell the editor which address to open."""
    print(welcome(server.app.wsgi().extensions[EXTENSION]), flush=True)  # noqa: T201


def welcome(visitors: Visitors) -> str:
    """Return what stands in the terminal: the address with the key, or that one has to sign on."""
    if visitors.sign_on:
        return f"De werkbank luistert op {bind}, voor wie zich aanmeldt bij {_settings.werkbank_url or 'de proxy'}."
    return f"Open dit adres in uw browser; het werkt één keer:\n  http://{bind}/binnen?sleutel={visitors.key}\nStoppen: Ctrl+C."
