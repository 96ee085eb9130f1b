"""A file that cannot be taken in, told in Dutch, and what a converter tells while it works."""

from collections.abc import Callable

from kb.errors import KnowledgeBaseError

# Page n of m, or slide n of m.
Progress = Callable[[int, int], None]


class Refused(KnowledgeBaseError):
    """A file that cannot be taken in.

    A converter says why and what to do in sentences that can stand after the name of the file and a colon; `reading.read_file` puts it
    there. The words of another program or of the file itself are never in it.
    """


def unheard(_page: int, _of: int) -> None:
    """Take progress that nobody listens to."""
