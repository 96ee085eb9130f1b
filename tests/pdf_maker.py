"""Small PDF files made by hand: words at places, tags, an outline and coloured grounds."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """Words at a place, from the upper left corner in points; `tag` is their number in the structure tree of their page."""

    text: str
    left: float
    top: float
    size: float = 10
    look: str = ""
    colour: tuple[float, float, float] = (0, 0, 0)
    tag: int | None = None
    artifact: bool = False
    unseen: bool = False


@dataclass(frozen=True)
class Ground:
    """A coloured rectangle."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Picture:
    """A grey picture, a byte a dot, over a rectangle."""

    left: float
    top: float
    right: float
    bottom: float
    dots: bytes
    width: int


@dataclass(frozen=True)
class Tag:
    """A node of the structure tree; what is in it are nodes, and numbers of words of the page `page` (from 0)."""

    kind: str
    inside: Sequence["Tag | int"]
    page: int = 0


FONTS = {"": "Helvetica", "b": "Helvetica-Bold", "i": "Helvetica-Oblique", "z": "ZapfDingbats"}


def said(*texts: str, left: float = 72, top: float = 100, step: float = 14, **look: object) -> list[Said]:
    """Return lines under each other."""
    return [Said(text, left, top + step * number, **look) for number, text in enumerate(texts)]  # type: ignore[arg-type]


def pdf(
    pages: Sequence[Sequence[Said | Ground | Picture]],
    *,
    tags: Sequence[Tag] = (),
    outline: Sequence[tuple[str, int]] = (),
    properties: Mapping[str, str] | None = None,
    size: tuple[float, float] = (595, 842),
) -> bytes:
    """Return a PDF file."""
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(objects)

    catalog, tree, info = add(b""), add(b""), add(b"")
    fonts = {}
    for key, name in FONTS.items():
        encoding = "" if key == "z" else " /Encoding /WinAnsiEncoding"
        fonts[key] = add(f"<< /Type /Font /Subtype /Type1 /BaseFont /{name}{encoding} >>")
    resources = " ".join(f"/F{key or 'r'} {number} 0 R" for key, number in fonts.items())
    numbers = []
    for index, things in enumerate(pages):
        pictures = [add(_picture(thing)) for thing in things if isinstance(thing, Picture)]
        named = " ".join(f"/I{number} {picture} 0 R" for number, picture in enumerate(pictures))
        stream = "\n".join(_drawn(thing, size[1]) for thing in sorted(things, key=lambda thing: isinstance(thing, Said))).encode("cp1252")
        for number, picture in enumerate(thing for thing in things if isinstance(thing, Picture)):
            place = f"{picture.right - picture.left} 0 0 {picture.bottom - picture.top} {picture.left} {size[1] - picture.bottom}"
            stream += f"\nq {place} cm /I{number} Do Q".encode()
        content = add(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
        box = f"/MediaBox [0 0 {size[0]} {size[1]}]"
        numbers.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R {box} /Contents {content} 0 R /StructParents {index}"
                f" /Resources << /Font << {resources} >> /XObject << {named} >> >> >>"
            )
        )
    objects[tree - 1] = f"<< /Type /Pages /Count {len(numbers)} /Kids [{' '.join(f'{number} 0 R' for number in numbers)}] >>".encode()
    extra = ""
    if tags:
        extra += f" /MarkInfo << /Marked true >> /StructTreeRoot {_structure(tags, numbers, add, objects)} 0 R"
    if outline:
        extra += f" /Outlines {_outlines(outline, numbers, add, objects)} 0 R"
    objects[catalog - 1] = f"<< /Type /Catalog /Pages {tree} 0 R{extra} >>".encode()
    told = " ".join(f"/{name} ({value})" for name, value in (properties or {}).items())
    objects[info - 1] = f"<< {told} >>".encode("latin-1")
    return _file(objects, catalog, info)


def _picture(picture: Picture) -> bytes:
    height = len(picture.dots) // picture.width
    packed = zlib.compress(picture.dots)
    head = f"<< /Type /XObject /Subtype /Image /Width {picture.width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8"
    return f"{head} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"


def _drawn(thing: Said | Ground | Picture, height: float) -> str:
    if isinstance(thing, Picture):
        return ""
    if isinstance(thing, Ground):
        return f"0.8 0.9 1 rg {thing.left} {height - thing.bottom} {thing.right - thing.left} {thing.bottom - thing.top} re f"
    text = thing.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    red, green, blue = thing.colour
    mode = "3 Tr " if thing.unseen else "0 Tr "
    drawn = f"BT {mode}{red} {green} {blue} rg /F{thing.look or 'r'} {thing.size} Tf {thing.left} {height - thing.top} Td ({text}) Tj ET"
    if thing.artifact:
        return f"/Artifact BMC\n{drawn}\nEMC"
    return drawn if thing.tag is None else f"/P << /MCID {thing.tag} >> BDC\n{drawn}\nEMC"


def _structure(tags: Sequence[Tag], pages: Sequence[int], add, objects: list[bytes]) -> int:  # type: ignore[no-untyped-def]
    root = add(b"")
    parents: dict[int, dict[int, int]] = {}

    def element(tag: Tag, parent: int) -> int:
        number = add(b"")
        inside = []
        for one in tag.inside:
            if isinstance(one, int):
                parents.setdefault(tag.page, {})[one] = number
                inside.append(str(one))
            else:
                inside.append(f"{element(one, number)} 0 R")
        objects[number - 1] = (
            f"<< /Type /StructElem /S /{tag.kind} /P {parent} 0 R /Pg {pages[tag.page]} 0 R /K [{' '.join(inside)}] >>".encode()
        )
        return number

    kids = [element(tag, root) for tag in tags]
    leaves = []
    for page, marked in sorted(parents.items()):
        row = " ".join(f"{marked[number]} 0 R" if number in marked else "null" for number in range(max(marked) + 1))
        leaves.append(f"{page} [{row}]")
    tree = add(f"<< /Nums [{' '.join(leaves)}] >>")
    objects[root - 1] = f"<< /Type /StructTreeRoot /K [{' '.join(f'{kid} 0 R' for kid in kids)}] /ParentTree {tree} 0 R >>".encode()
    return root


def _outlines(outline: Sequence[tuple[str, int]], pages: Sequence[int], add, objects: list[bytes]) -> int:  # type: ignore[no-untyped-def]
    root = add(b"")
    entries = [add(b"") for _ in outline]
    for index, (title, page) in enumerate(outline):
        around = f" /Next {entries[index + 1]} 0 R" if index + 1 < len(entries) else ""
        around += f" /Prev {entries[index - 1]} 0 R" if index else ""
        objects[entries[index] - 1] = f"<< /Title ({title}) /Parent {root} 0 R /Dest [{pages[page]} 0 R /Fit]{around} >>".encode("latin-1")
    objects[root - 1] = f"<< /Type /Outlines /First {entries[0]} 0 R /Last {entries[-1]} 0 R /Count {len(entries)} >>".encode()
    return root


def _file(objects: Sequence[bytes], catalog: int, info: int) -> bytes:
    written = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    begin = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, catalog, info, begin)
    return bytes(written)
