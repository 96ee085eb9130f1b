"""Who may work here: whoever has the key that was printed once, or whom the sign-on before the werkbank names."""

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

THIS_MACHINE = "deze computer"
COOKIE = "werkbank"


@dataclass(slots=True)
class Visitors:
    """The key to enter with, once, and the sessions that it opened; they live as long as the program.

    `sign_on` is the name of the header in which a trusted proxy tells who somebody is; with it there is no key.
    """

    sign_on: str = ""
    _key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _session: str = ""

    @property
    def key(self) -> str:
        """The key that opens a session; empty once it is used, and with a sign-on."""
        return "" if self.sign_on else self._key

    def enter(self, key: str) -> str:
        """Return the session that a key opens, '' when it is not the key or was used before."""
        if not self.key or not hmac.compare_digest(key.encode(), self._key.encode()):
            return ""
        self._key, self._session = "", secrets.token_urlsafe(32)
        return self._session

    def name(self, session: str, told: str) -> str:
        """Return who a request comes from, by its session or by what the sign-on told; '' is nobody."""
        if self.sign_on:
            return told.strip()
        known = bool(self._session) and hmac.compare_digest(session.encode(), self._session.encode())
        return THIS_MACHINE if known else ""

    def proof(self, name: str) -> str:
        """Return what a form made for this person carries, and that no other site can know."""
        return hmac.new(self._secret, f"{self._session}\n{name}".encode(), sha256).hexdigest()

    def is_proof(self, name: str, given: str) -> bool:
        """Return whether a form carries the proof that it was made here for this person."""
        return hmac.compare_digest(self.proof(name).encode(), given.encode())
