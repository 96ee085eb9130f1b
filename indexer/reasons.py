"""Why a file could not be read or written, in Dutch: the words of Python and of libraries are for who mends the program."""

import errno
import json

_OF_THE_MACHINE = {
    errno.ENOENT: "dat bestaat niet",
    errno.EACCES: "dit account mag dat niet",
    errno.EPERM: "dit account mag dat niet",
    errno.EROFS: "die schijf is alleen te lezen",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "de schijf is vol",
    errno.EFBIG: "dat bestand wordt groter dan hier mag",
    errno.EEXIST: "daar staat al iets anders",
    errno.EISDIR: "dat is een map",
    errno.ENOTDIR: "een deel van die naam is geen map",
    errno.ENAMETOOLONG: "die naam is te lang",
    errno.ELOOP: "die verwijzing komt bij zichzelf uit",
    errno.EIO: "de schijf geeft een fout",
    errno.EMFILE: "dit account mag niet meer bestanden openen",
}


def reason(error: Exception) -> str:
    """Return what is wrong, to stand in a sentence.

    >>> reason(KeyError("gold")), reason(OSError(28, "No space left on device")), reason(TypeError("'int' object is not iterable"))
    ("'gold' ontbreekt", 'de schijf is vol', 'de vorm klopt niet')
    """
    if isinstance(error, OSError):
        return _OF_THE_MACHINE.get(error.errno or 0, f"de machine meldt fout {error.errno or 'zonder nummer'}")
    if isinstance(error, UnicodeDecodeError):
        return "het is geen UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return f"regel {error.lineno} is geen geldige JSON"
    mark = getattr(error, "problem_mark", None)
    if mark:
        return f"regel {mark.line + 1} is geen geldige YAML"
    if isinstance(error, KeyError):
        return f"'{error.args[0]}' ontbreekt"
    return "de vorm klopt niet"
