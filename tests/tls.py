"""TLS in front of a PostgreSQL that has none: the one that tests start was built without. What a client checks of a certificate is real."""

import asyncio
import contextlib
import datetime
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_REQUEST_LENGTH = 8


def make_certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Write a certificate of a host that signs itself, and its key, into a folder; a client that trusts it knows the host by this name."""
    key = ec.generate_private_key(ec.SECP256R1())
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    built = x509.CertificateBuilder().subject_name(own).issuer_name(own).public_key(key.public_key()).serial_number(1)
    built = built.not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(hours=1))
    names: list[x509.GeneralName] = [x509.DNSName(name)]
    with contextlib.suppress(ValueError):
        names = [x509.IPAddress(ipaddress.ip_address(name))]
    built = built.add_extension(x509.SubjectAlternativeName(names), critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    certificate, private = folder / f"{name}.pem", folder / f"{name}.key"
    certificate.write_bytes(built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )
    return certificate, private


class Front:
    """A port of this machine where TLS ends before a PostgreSQL that listens on a socket; `opened` counts connections over TLS."""

    def __init__(self, socket: Path, certificate: tuple[Path, Path]) -> None:
        self.opened = 0
        self.port = 0
        self.is_ready = threading.Event()
        self._socket = socket
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(*certificate)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_over = asyncio.Event()

    async def serve(self) -> None:
        """Listen until told to stop."""
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self.is_ready.set()
        await self._is_over.wait()
        server.close()

    def stop(self) -> None:
        """Have it listen no more, from another thread."""
        if self._loop:
            self._loop.call_soon_threadsafe(self._is_over.set)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A client that comes asks whether there is TLS; S says yes.
        try:
            await reader.readexactly(_REQUEST_LENGTH)
            writer.write(b"S")
            await writer.start_tls(self._context)
            self.opened += 1
            there_reader, there_writer = await asyncio.open_unix_connection(str(self._socket))
            try:
                await asyncio.gather(_copy(reader, there_writer), _copy(there_reader, writer))
            finally:
                there_writer.transport.abort()
        except (OSError, asyncio.IncompleteReadError):
            return
        finally:
            writer.transport.abort()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@contextlib.contextmanager
def behind_tls(socket: Path, certificate: tuple[Path, Path]) -> Iterator[Front]:
    """Let TLS end before a socket until the block ends."""
    front = Front(socket, certificate)
    thread = threading.Thread(target=lambda: asyncio.run(front.serve()))
    thread.start()
    assert front.is_ready.wait(10)
    try:
        yield front
    finally:
        front.stop()
        thread.join()
