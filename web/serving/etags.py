"""ETags: what an answer depends on, so that a browser or program that has it already is told so (304) and nothing is made again.

An ETag says nothing of who asks: everybody gets the same. What depends on more than its key, or must not be kept, gets none.
"""

from collections.abc import Callable, Hashable
from hashlib import sha256
from pathlib import Path

from flask import Response, request

from web.serving.live import current

# Kept by the browser of this reader alone, and asked for again each time.
REVALIDATED = "private, no-cache"
_ROOT = Path(__file__).parent.parent.parent


def tagged(key: Hashable, make: Callable[[], Response]) -> Response:
    """Return the answer that `make` gives, with the ETag of all that it depends on: its key, the generation and this program.

    To who has it already: 304, and nothing is made. An answer that failed, leads elsewhere or says itself how it may be kept gets no ETag.
    """
    etag = sha256(repr((_PROGRAM, current().digest, key)).encode()).hexdigest()[:32]
    had = request.if_none_match
    # A star would also stand for an address that does not exist.
    if had.contains_weak(etag) and not had.star_tag:
        answer = Response(status=304)
    else:
        answer = make()
        if answer.status_code != 200 or "Cache-Control" in answer.headers:
            return answer
    # Weak: it tells what the answer was made of, and not its bytes, which a proxy may compress.
    answer.set_etag(etag, weak=True)
    answer.headers["Cache-Control"] = REVALIDATED
    return answer


def _digest_of_program() -> str:
    """Return a digest of the files that answers are made with, so that nobody has to remember to raise a number."""
    files = (file for folder in ("kb", "web") for file in sorted((_ROOT / folder).rglob("*")) if file.is_file())
    return sha256(b"".join(sha256(file.read_bytes()).digest() for file in files if file.suffix != ".pyc")).hexdigest()


_PROGRAM = _digest_of_program()
