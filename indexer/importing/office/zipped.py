"""The parts of a zip that an office program made, read as XML without whatever XML can do beyond text."""

import zipfile

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
_OWN_ENTITIES = "in dit bestand staan opdrachten die een document niet nodig heeft. Gebruik het niet, en vraag de maker om een PDF."
_NO_PART = "in dit bestand ontbreekt een deel dat erin hoort. Kijk of het in uw eigen programma opengaat en bewaar het opnieuw."


def tree(content: bytes) -> etree._Element:
    """Return XML as a tree. Raises Refused for what only a trap has: its own entities; and RecursionError for what is nested too deep."""
    if b"<!DOCTYPE" in content:
        raise Refused(_OWN_ENTITIES)
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise RecursionError from error
        raise
    # It may have been written in letters of two bytes.
    if root.getroottree().docinfo.doctype:
        raise Refused(_OWN_ENTITIES)
    return root


def part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """Return a part that must be there. Raises Refused."""
    if name not in archive.namelist():
        raise Refused(_NO_PART)
    return tree(archive.read(name))


def named(archive: zipfile.ZipFile, *beginnings: str) -> list[str]:
    """Return the names of parts that begin with one of these and end with .xml, in order of name."""
    return [name for name in sorted(archive.namelist()) if name.startswith(beginnings) and name.endswith(".xml")]


def main_part(archive: zipfile.ZipFile) -> str:
    """Return the name of the part with the text; programs on the web do not give it the usual one."""
    for relation in part(archive, "_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return str(relation.get("Target", "")).lstrip("/")
    raise Refused(_NO_PART)


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
