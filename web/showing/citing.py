"""The source line that goes with copied words: “…” (Het plan, par. ‘Steun’, in: Gids, uitgever, mei 2024), with a permanent address."""

from dataclasses import dataclass

from flask import current_app, request

from kb.library import Library
from kb.model import Span
from kb.telling.addresses import permanent_path
from kb.telling.source_lines import source_line
from kb.telling.stretches import pointing
from web.showing.wording import signature


@dataclass(frozen=True, slots=True)
class CitedWords:
    """Literal words with who said them (for a quote), where they stand, and the address that keeps working."""

    text: str
    said_by: str
    source_line: str
    address: str


def cited(library: Library, identity: str, begin: int | None = None, end: int | None = None) -> CitedWords:
    """Return the words of a passage or quote (or a stretch of them) ready to be cited."""
    text = library.text(identity)
    section = library.section_of(identity)
    said_by = signature(library, library.quote[identity]) if identity in library.quote else ""
    pointed = "" if begin is None or end is None else pointing(text, begin, end)
    words = Span(identity, begin or 0, len(text) if end is None else end)
    return CitedWords(text[begin:end], said_by, source_line(library, section, words), site_address() + permanent_path(identity, pointed))


def site_address() -> str:
    """Return the public address of the site, without a slash at its end."""
    base: str = current_app.config["SETTINGS"].base_url
    return (base or request.url_root).rstrip("/")
