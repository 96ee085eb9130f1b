"""samenvattingen.yaml: what a step, a theme or a source is about, in sentences of the sources that an editor chose."""

from collections.abc import Iterator

from indexer.corpus.chosen_sentences import ChosenSentences
from indexer.corpus.cross_references import Targets
from indexer.corpus.records import Records
from kb.library import Library
from kb.model import Span, Summary

FEWEST = 2
MOST = 3


def checked(file: Records, library: Library, targets: Targets) -> Iterator[Summary]:
    """Yield the summaries of a file, their sentences as places in library, and note all that is wrong with them."""
    chosen = ChosenSentences(file, library, targets)
    things = {
        *(f"stap.{step.number}" for step in library.steps),
        *(f"thema.{theme.id}" for theme in library.themes),
        *(f"bron.{document.id}" for document in library.documents),
    }
    told: set[str] = set()
    for at, record in enumerate(file.content):
        if record.over not in things and targets.is_complete:
            chosen.fault(f"'{record.over}' is geen stap, thema of bron; verbeter het.", at, "over", about=record.over)
        if record.over in told:
            chosen.fault(f"'{record.over}' heeft hierboven al een samenvatting; laat er één staan.", at, "over")
        told.add(record.over)
        spans = chosen.spans(record.zinnen, at, "zinnen")
        if len(spans) == len(record.zinnen):
            count = sum(map(chosen.count, spans))
            if not FEWEST <= count <= MOST:
                chosen.fault(f"samenvatting '{record.over}' heeft {count} zinnen; kies er twee of drie.", at, "zinnen")
            for number, span in enumerate(spans):
                if record.over in things and not _belongs(library, span, record.over):
                    sentence = f"'{span.passage_id}' hoort niet bij '{record.over}'; kies een andere plaats."
                    chosen.fault(sentence, at, "zinnen", number, about=span.passage_id)
            yield Summary(record.over, spans)


def _belongs(library: Library, span: Span, about: str) -> bool:
    """Return whether a sentence stands in a passage of the step, theme or source that a summary is about."""
    section = library.section_of(span.passage_id)
    kind, _, name = about.partition(".")
    if kind == "stap":
        return str(section.step) == name
    return name in section.themes if kind == "thema" else name == section.document_id
