"""What readers judged: read the files that the site keeps (docs/privacy.md), and tell an editor where to look first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from kb.errors import KnowledgeBaseError

NOT_FOUND = "niet-gevonden"
MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """One judgement of a reader: of an answer, a result, or of finding nothing; the question only when the reader allowed that."""

    day: str
    kind: str
    is_right: bool
    places: tuple[str, ...]
    question: str | None


class _Line(BaseModel):
    """A line as the site keeps it."""

    dag: str
    soort: str
    oordeel: str
    plaatsen: tuple[str, ...]
    vraag: str | None = None


def read(folder: Path) -> list[Verdict]:
    """Return all judgements kept in folder, oldest first. Raises KnowledgeBaseError when a line can't be read."""
    if not folder.is_dir():
        raise KnowledgeBaseError(f"De map '{folder}' bestaat niet. Geef de map die in KB_FEEDBACK staat.")
    verdicts = []
    for file in sorted(folder.glob("oordelen-*.jsonl")):
        for number, line in enumerate(file.read_bytes().splitlines(), start=1):
            try:
                kept = _Line.model_validate_json(line)
            except ValueError as error:
                raise KnowledgeBaseError(f"{file.name}:{number}: deze regel is geen oordeel; haal hem weg en probeer opnieuw.") from error
            verdicts.append(Verdict(kept.dag, kept.soort, kept.oordeel == "ja", kept.plaatsen, kept.vraag))
    return verdicts


def as_text(verdicts: Sequence[Verdict]) -> str:
    """Return the counts, the places most often called wrong, and the questions that readers let us keep."""
    wrong = [verdict for verdict in verdicts if not verdict.is_right]
    places = Counter(place for verdict in wrong if verdict.kind != NOT_FOUND for place in verdict.places)
    missed = [verdict for verdict in wrong if verdict.kind == NOT_FOUND]
    lines = [f"{len(verdicts)} oordelen, waarvan {len(wrong)} keer nee; {len(missed)} keer werd een antwoord gemist."]
    lines += ["Niet gevonden, terwijl de lezer een antwoord verwachtte:", *_questions(missed)] if missed else []
    lines += ["Het vaakst fout genoemd:", *(f"  {count:>3}  {place}" for place, count in places.most_common(MOST_PLACES))] if places else []
    others = [verdict for verdict in wrong if verdict.kind != NOT_FOUND and verdict.question]
    lines += ["Vragen bij een fout antwoord:", *_questions(others)] if others else []
    return "\n".join(lines)


def _questions(verdicts: Sequence[Verdict]) -> list[str]:
    kept = [f"  {verdict.day}  {verdict.question}" for verdict in verdicts if verdict.question]
    return kept or ["  (de lezers lieten hun vraag niet bewaren)"]
