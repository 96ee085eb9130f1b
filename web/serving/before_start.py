"""Whether the site can start as its settings say. `make run` asks it before anything is installed, so it needs no package."""

import errno
import socket
import sys
import tempfile

from kb.errors import KnowledgeBaseError
from web.serving.settings import Settings, read_settings


def settings_or_end() -> Settings:
    """Return the settings; one that does not fit ends this program with a sentence."""
    try:
        return read_settings()
    except KnowledgeBaseError as error:
        sys.exit(f"Fout: {error}")


def end_unless_free(settings: Settings) -> None:
    """End this program with a sentence when a port can't be listened on: taken, not allowed, or not of an address of this machine."""
    for name, port in (("KB_PORT", settings.port), ("KB_METRICS_PORT", settings.metrics_port)):
        fault = _fault(settings.host, port, name) if port else ""
        if fault:
            sys.exit(f"Fout: {fault}")


def end_without_temporary_files() -> None:
    """End this program with a sentence when it can keep no temporary file: each process that serves needs one to show that it is alive."""
    try:
        tempfile.TemporaryFile().close()
    except OSError:
        sys.exit(
            "Fout: dit account kan nergens een tijdelijk bestand maken, en de site heeft er voor elk proces een nodig."
            " Geef het schrijfrecht op /tmp, of wijs met TMPDIR een map aan waarin het mag schrijven."
        )


def _fault(host: str, port: int, name: str) -> str:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror:
            return f"KB_HOST is '{host}', en die naam kent deze machine niet. Gebruik een IP-adres van deze machine."
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"op {host} is poort {port} niet vrij. Stop wat daar draait, of kies een andere met {name}."
            if error.errno in (errno.EACCES, errno.EPERM):
                return f"poort {port} mag dit account niet gebruiken. Kies met {name} een poort boven 1023, en zet er een proxy voor."
            if error.errno == errno.EADDRNOTAVAIL:
                return f"KB_HOST is '{host}', en dat is geen adres van deze machine. Gebruik 127.0.0.1 of een adres dat zij wel heeft."
            return f"op {host} is poort {port} niet te openen (fout {error.errno}). Kijk KB_HOST en {name} na."
    return ""


def address(settings: Settings) -> str:
    """Return where a browser on this machine finds the site."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


if __name__ == "__main__":
    given = settings_or_end()
    end_unless_free(given)
    if "--adres" in sys.argv:
        sys.stdout.write(f"De kennisbank komt op {address(given)} (stoppen: Ctrl+C)\n")
