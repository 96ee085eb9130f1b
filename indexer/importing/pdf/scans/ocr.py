"""Letters read from a picture by Debian's tesseract, with its Dutch."""

import os
import re
import shutil
import statistics
import subprocess
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

from indexer.importing.refusals import Refused

DOTS_PER_INCH = 300
SECONDS_A_PAGE = 8
_LONGEST_PAGE = 120  # seconds
_INSTALL = (
    "Laat de beheerder installeren wat letters uit plaatjes leest: 'apt-get install tesseract-ocr tesseract-ocr-nld' (Debian, Ubuntu)."
)
_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_BASE = re.compile(r"baseline (-?[\d.]+) (-?\d+)")
_SIZE = re.compile(r"x_size ([\d.]+)")
_SURE = re.compile(r"x_wconf (\d+)")


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as read, in dots of the picture from the upper left corner; `sure` is from 0 to 100."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    sure: int


@dataclass(frozen=True, slots=True)
class ReadLine:
    """Words beside each other."""

    words: tuple[ReadWord, ...]

    @property
    def sure(self) -> float:
        """How sure most of its words are."""
        return statistics.median(word.sure for word in self.words)


def require_tesseract() -> None:
    """Raise Refused, with what to install, when letters cannot be read here."""
    if not shutil.which("tesseract"):
        raise Refused(f"met --ocr is 'tesseract' nodig, en dat is er niet. {_INSTALL}")
    if "nld" not in _languages():
        raise Refused(f"met --ocr is het Nederlands van 'tesseract' nodig, en dat is er niet. {_INSTALL}")


@cache
def _languages() -> frozenset[str]:
    run = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    return frozenset(run.stdout.split())


def read_letters(picture: bytes) -> list[ReadLine]:
    """Return the lines that stand in a picture (PNM or PNG, at DOTS_PER_INCH). Raises Refused when it cannot be read."""
    command = ["tesseract", "stdin", "stdout", "-l", "nld", "--dpi", str(DOTS_PER_INCH), "hocr"]
    try:
        # Two threads take twice the time of one.
        run = subprocess.run(
            command, input=picture, capture_output=True, check=False, timeout=_LONGEST_PAGE, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
        )
    except subprocess.TimeoutExpired:
        raise Refused("het lezen van de letters op een bladzijde duurde te lang. Laat die bladzijde weg.") from None
    if run.returncode:
        raise Refused("de letters op een bladzijde waren niet te lezen. Laat die bladzijde weg, of vraag de maker om een PDF met tekst.")
    return _lines(run.stdout)


def _lines(hocr: bytes) -> list[ReadLine]:
    lines = []
    root = ElementTree.fromstring(hocr)
    for paragraph in _of_class(root, "ocr_par"):
        found = [one for name in ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat") for one in _of_class(paragraph, name)]
        sizes = [float(told[1]) for one in found if (told := _SIZE.search(one.get("title", "")))]
        # The size of one line depends on which letters are in it.
        size = statistics.median(sizes) if sizes else 40.0
        lines += [line for one in found if (line := _line(one, size)).words]
    return lines


def _line(element: ElementTree.Element, size: float) -> ReadLine:
    title = element.get("title", "")
    box, slope = _BOX.search(title), _BASE.search(title)
    words = []
    for one in _of_class(element, "ocrx_word"):
        place, sure = _BOX.search(one.get("title", "")), _SURE.search(one.get("title", ""))
        text = "".join(one.itertext()).strip()
        if not place or not text or not box:
            continue
        left, top, right, bottom = (float(side) for side in place.groups())
        base = float(box[4]) + (float(slope[2]) + float(slope[1]) * (left - float(box[1])) if slope else -0.2 * size)
        words.append(ReadWord(text, left, top, right, bottom, base, size, int(sure[1]) if sure else 0))
    return ReadLine(tuple(words))


def _of_class(element: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [one for one in element.iter() if one.get("class") == name]
