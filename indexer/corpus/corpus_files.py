"""The files of a corpus folder: which may stand there, and the text of each, read in one way and within bounds."""

import os
import re
import stat
import unicodedata
from difflib import get_close_matches
from pathlib import Path

from indexer.corpus.faults import FaultList

LISTS = (
    *("soorten.yaml", "themas.yaml", "stappen.yaml"),
    *("plaatsen.yaml", "personen.yaml", "praktijkvoorbeelden.yaml", "taken.yaml", "begrippen.yaml"),
    *("feiten.yaml", "verwijzingen.yaml", "thesaurus.yaml", "verhuisd.yaml", "zonder-antwoord.yaml", "anderstalig.yaml", "suggesties.yaml"),
    *(
        "antwoorden.yaml",
        "herkennen.yaml",
        "gemeenten.yaml",
        "inhoud.yaml",
        "vergelijkingen.yaml",
        "routes.yaml",
        "pakketten.yaml",
        "klaar-als.yaml",
    ),
    *("tegenspraken.yaml", "samenvattingen.yaml", "vijf-minuten.yaml", "kopregels.yaml"),
    *("organisaties.yaml", "afkortingen.yaml", "methoden.yaml"),
)
OF_OWN = ("eigen.yaml", "verberg.yaml", "weg.yaml")
"""What only a layer of its own has: whose it is, what of the delivered layer it hides, what was taken out."""
ONLY_DELIVERED = ("stappen.yaml", "gemeenten.yaml", "vijf-minuten.yaml", "inhoud.yaml")
FOLDERS = {"bronnen": ".md", "getrouwheid": ".yaml", "vragen": ".yaml", "origineel": "", "bestanden": ""}
"""The folders of a corpus with the ending of the files in each; an original and the file itself may have any."""
FILES = "bestanden"
OWN_FOLDERS = {"wacht": ""}
"""What else a layer of its own has: drafts, which are not read."""

# Ten times the largest file of the corpus, and ten times its longest line: what is over is no text that somebody wrote.
MOST_BYTES = 2_000_000
MOST_LINE = 10_000

_YAML = re.compile(r"\.ya?ml\b", re.IGNORECASE)
_UNREADABLE = re.compile("[^\t\n\x0b\x0c\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def is_there(file: Path) -> bool:
    """Return whether something stands at file, were it a link to nothing."""
    return os.path.lexists(file)


def visible(folder: Path) -> list[Path]:
    """Return what stands in folder, sorted; without what an operating system or editor hides or keeps there (._gids.md, gids.md~)."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith(".") and not path.name.endswith("~"))


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder of FOLDERS that are read, sorted."""
    return [path for path in visible(folder) if path.name.endswith(FOLDERS[folder.name])]


def check_names(root: Path, faults: FaultList) -> None:
    """Note each folder that is missing, and each file or folder that nobody would read."""
    is_own = root == faults.own
    folders = FOLDERS | OWN_FOLDERS if is_own else FOLDERS
    lists = tuple(name for name in (*LISTS, *OF_OWN) if name not in ONLY_DELIVERED) if is_own else LISTS
    if not is_own and not is_there(root / "vragen"):
        faults.add(root / "vragen", 1, "deze map is er niet; maak haar, met per bron een bestand met vragen (vragen/<bron>.yaml).")
    for path in visible(root):
        if path.is_dir() and path.name not in folders:
            faults.add(path, 1, f"deze map wordt niet gelezen; {_expected(path.name, tuple(folders))}.")
        elif is_own and path.name in ONLY_DELIVERED:
            faults.add(path, 1, "dit kan alleen in de geleverde inhoud staan; haal het hier weg.")
        elif not path.is_dir() and _YAML.search(path.name) and path.name not in lists:
            faults.add(path, 1, f"dit bestand wordt niet gelezen; {_expected(path.name, lists)}.")
    for name, ending in folders.items():
        if is_there(root / name) and not (root / name).is_dir():
            faults.add(root / name, 1, "dit is een bestand en hier hoort een map; zet de map terug.")
        for path in visible(root / name):
            if not path.name.endswith(ending):
                faults.add(path, 1, f"dit wordt niet gelezen; in de map {name} horen bestanden waarvan de naam op {ending} eindigt.")


def missing_lists(root: Path) -> list[str]:
    """Return the names of the lists that are not there: a corpus may do without, but then on purpose."""
    return [name for name in LISTS if not is_there(root / name)]


def _expected(name: str, known: tuple[str, ...]) -> str:
    stems = {one.partition(".")[0]: one for one in known}
    near = get_close_matches(name.casefold().partition(".")[0], stems, n=1)
    if near:
        return f"noem het '{stems[near[0]]}'"
    ending = ", elk met .yaml erachter" if "themas.yaml" in known else ""
    return f"hier horen {', '.join(sorted(stems))}{ending}"


def read(file: Path, faults: FaultList) -> str | None:
    """Return the text of a file of the corpus, or note why it can't be read and return None.

    Every line ends in one line feed and every letter has its composed form (NFC), so that words that look alike are alike.
    """
    sentence = _unfit(file, faults.root_of(file))
    if sentence:
        faults.add(file, 1, sentence)
        return None
    try:
        text = _one_kind_of_line(file.read_bytes().decode("utf-8-sig"))
    except OSError:
        faults.add(file, 1, "dit bestand is niet te lezen; kijk of u er leesrecht op hebt.")
        return None
    except UnicodeDecodeError as error:
        faults.add(file, *_undecodable(error))
        return None
    problem = _unreadable(text)
    if problem:
        faults.add(file, *problem)
        return None
    return unicodedata.normalize("NFC", text)


def unreadable_character(text: str) -> re.Match[str] | None:
    """Return the first character of text that no text can hold: a control character or half of a pair."""
    return _UNREADABLE.search(text)


def is_own_file(file: Path, root: Path) -> bool:
    """Return whether a regular file stands at file, and not outside root by a link."""
    try:
        return stat.S_ISREG(file.stat().st_mode) and file.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def _unfit(file: Path, root: Path) -> str | None:
    """Return why a file is not opened, or None."""
    try:
        found = file.stat()
        is_inside = file.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return "dit bestand is niet te openen; zet hier een gewoon bestand."
    if not stat.S_ISREG(found.st_mode):
        return "dit is geen gewoon bestand; zet hier een bestand met tekst."
    if not is_inside:
        return "dit is een verwijzing naar een bestand buiten het corpus; zet het bestand zelf hier."
    if found.st_size > MOST_BYTES:
        return f"dit bestand is groter dan {MOST_BYTES // 1_000_000} MB; knip het in kleinere."
    return None


def _undecodable(error: UnicodeDecodeError) -> tuple[int, str]:
    """Return the line of the byte that is no UTF-8, and what to do."""
    if error.object.startswith((b"\xff\xfe", b"\xfe\xff")):
        return 1, "dit bestand staat in UTF-16; bewaar dit bestand als UTF-8."
    before = _one_kind_of_line(error.object[: error.start].decode("utf-8"))
    line, place = before.count("\n") + 1, len(before) - before.rfind("\n")
    return line, f"teken {place} van deze regel is geen UTF-8 (byte {error.object[error.start]:02X}); bewaar dit bestand als UTF-8."


def _unreadable(text: str) -> tuple[int, str] | None:
    found = unreadable_character(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        return line, f"hier staat een onzichtbaar teken (U+{ord(found.group()):04X}); haal het weg, of bewaar dit bestand als UTF-8."
    for line, words in enumerate(text.split("\n"), start=1):
        if len(words) > MOST_LINE:
            return line, f"deze regel heeft {len(words)} tekens en {MOST_LINE} is het meeste; knip hem."
    return None


def _one_kind_of_line(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
