"""The sentences of a question: what is told before it, and what is asked."""

import re

_END = re.compile(r"(?<=[.!?])\s+(?=\S)")


def asked_in(question: str) -> str:
    """Return the part of a question that asks: its last sentence with a question mark, or else its last sentence.

    >>> asked_in("Ik ben nieuw bij de gemeente. Wat is ondermijning?"), asked_in("Mijn wethouder vraagt dit. plan voor ouders")
    ('Wat is ondermijning?', 'plan voor ouders')
    """
    sentences = _END.split(question.strip())
    return next((sentence for sentence in reversed(sentences) if sentence.endswith("?")), sentences[-1])
