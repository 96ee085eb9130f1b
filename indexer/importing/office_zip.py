"""The parts of a zip that an office program made, read as XML without whatever XML can do beyond text."""

import zipfile
from pathlib import Path

from lxml import etree

from indexer.importing.refusals import Refused

_NAMES = {
    "title": "titel",
    "creator": "auteur",
    "initial-creator": "auteur",
    "created": "gemaakt",
    "creation-date": "gemaakt",
    "subject": "onderwerp",
    "keywords": "trefwoorden",
    "keyword": "trefwoorden",
    "generator": "programma",
    "Application": "programma",
}
_NO_PART = "in dit bestand ontbreekt een deel dat erin hoort. Kijk of het in uw eigen programma opengaat en bewaar het opnieuw."


def tree(content: bytes) -> etree._Element:
    """Return XML as a tree: no entity is replaced, nothing fetched, and what is nested too deep is refused."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))


def part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """Return a part that must be there. Raises Refused."""
    if name not in archive.namelist():
        raise Refused(_NO_PART)
    return tree(archive.read(name))


def parts(archive: zipfile.ZipFile, beginning: str) -> list[etree._Element]:
    """Return the parts whose name begins so and ends with .xml, by name."""
    return [tree(archive.read(name)) for name in sorted(archive.namelist()) if name.startswith(beginning) and name.endswith(".xml")]


def properties(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return what the file says of itself, by Dutch name."""
    found: dict[str, str] = {}
    for name in ("docProps/core.xml", "docProps/app.xml", "meta.xml"):
        if name in archive.namelist():
            for element in tree(archive.read(name)).iter(etree.Element):
                ours = _NAMES.get(etree.QName(element).localname)
                text = " ".join((element.text or "").split())
                if ours and text and ours not in found:
                    found[ours] = text[:500]
    return found


def opened(file: Path) -> zipfile.ZipFile:
    """Return a zip. Raises zipfile.BadZipFile."""
    return zipfile.ZipFile(file)
