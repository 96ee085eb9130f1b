"""Every citation is compared with its place before anybody sees it."""

import logging
from collections.abc import Sequence

from kb.library import Library
from kb.model import Citation

_log = logging.getLogger(__name__)


def checked(library: Library, citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return the citations that stand in their place to the letter; one that does not is logged and left out."""
    good = []
    for citation in citations:
        if citation.text and library.text(citation.place_id)[citation.begin : citation.end] == citation.text:
            good.append(citation)
        else:
            _log.error("Citation left out: %s[%d:%d] does not hold its text.", citation.place_id, citation.begin, citation.end)
    return tuple(good)
