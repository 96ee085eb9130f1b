"""What the files were when a form was made: their digests, which go with the form and come back with it."""

from collections.abc import Mapping

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

_BEGIN = "stempel:"


def stamps(digests: Mapping[str, str]) -> Markup:
    """Return the fields of a form that carry digests by file."""
    one = Markup('<input type="hidden" name="{}{}" value="{}">')
    return Markup("").join(one.format(_BEGIN, name, digest) for name, digest in digests.items())


def seen_in(form: MultiDict[str, str]) -> dict[str, str]:
    """Return the digests by file that a form carries."""
    return {name.removeprefix(_BEGIN): digest for name, digest in form.items() if name.startswith(_BEGIN)}
