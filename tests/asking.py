"""What tests ask of an opened knowledge base beside what its users do."""

from kb.knowledge_base import KnowledgeBase
from kb.model import Entry
from kb.retrieval.inquiry import Inquiry
from kb.retrieval.reading import read


def reading(base: KnowledgeBase, text: str, *, literal: bool = False, deadline: float | None = None) -> Inquiry:
    """Return a question as the knowledge base reads it, before anything is looked for."""
    return read(text, base.language, base.encoder, base.retriever, base.calibration.finding, literal, deadline)


def entries(base: KnowledgeBase) -> list[Entry]:
    """Return all that can be found, in the order of the index."""
    return [record.entry for record in base.retriever.records(range(base.retriever.size))]
