"""What an editor said yes to beside the text of a draft, as it goes into the lists of the own folder when the draft is published."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from indexer.corpus import corpus_files
from indexer.corpus.faults import FaultList
from indexer.corpus.source import Source
from indexer.drafting import drafts
from indexer.drafting.deciding import Accepted
from indexer.drafting.drafts import Draft
from indexer.drafting.proposing import FACT, QUESTION, QUOTE, REFUSAL, TERM
from indexer.importing.blackening import blackened, pattern_of
from kb.errors import KnowledgeBaseError

OWN = "eigen"
_HIDDEN = "verberg.yaml"
_REFUSALS = "zonder-antwoord"


def files(draft: Draft, own: Path) -> dict[str, bytes]:
    """Return the lists of an own folder, whole, with the definitions, facts and hidden refusals of a draft.

    Raises KnowledgeBaseError when words of one are no longer in the draft, or a definition leans on what no editor has read.
    """
    decisions = draft.decisions
    terms, facts, refusals, quotes = (decisions.accepted(sort) for sort in (TERM, FACT, REFUSAL, QUOTE))
    if terms and draft.concept.bewerkt != "ja":
        raise KnowledgeBaseError(
            f"Het begrip '{terms[0].naam}' komt uit een stuk dat de redactie nog niet heeft nagelezen. Lees het na (bewerkt=ja)."
        )
    source = drafts.source_of(draft, drafts.body_of(draft)) if terms or facts else None
    pattern = pattern_of(draft.concept.blacked_out)
    found: dict[str, bytes] = {}
    for name, field, accepted in (("begrippen.yaml", "term", terms), ("feiten.yaml", "titel", facts)):
        if accepted and source:
            records = [{field: one.naam, **_placed(source, one, blackened(one.tekst, pattern))} for one in accepted]
            found[name] = _appended(own / name, records, field)
    black = next((one.naam for one in quotes if blackened(one.naam, pattern) != one.naam), "")
    if black:
        raise KnowledgeBaseError("Wie een citaat uitspreekt, wordt ook zwart gemaakt. Zeg nee tegen dat citaat, of laat de naam staan.")
    speakers = {person: one.naam for one in quotes if (person := one.wat.partition(" ")[2]).startswith(OWN)}
    if speakers:
        # Private, until an editor says that this person may be recognised.
        told = f"spreker in ‘{draft.concept.titel}’"
        people = [{"id": person, "naam": name, "herkenbaar": False, "aanduiding": told} for person, name in speakers.items()]
        found["personen.yaml"] = _appended(own / "personen.yaml", people, "id")
    if refusals:
        found[_HIDDEN] = _hiding(own / _HIDDEN, [one.wat for one in refusals])
    return found


def with_questions(draft: Draft, before: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    """Return the questions of a source with those of its draft that were said yes to, as a `voorstel`: an editor confirms them later.

    Raises KnowledgeBaseError when a passage is no longer in the draft.
    """
    accepted = draft.decisions.accepted(QUESTION)
    asked = {identity: list(questions) for identity, questions in before.items()}
    places = {passage.id for passage in drafts.source_of(draft, drafts.body_of(draft)).passages} if accepted else set()
    pattern = pattern_of(draft.concept.blacked_out)
    for one in accepted:
        identity = f"{draft.id}.{one.wat.partition(' ')[0]}"
        if identity not in places:
            raise KnowledgeBaseError(f"De vraag “{one.naam}” hoort bij een passage die er niet meer is. Zeg nee tegen die vraag.")
        if blackened(one.naam, pattern) != one.naam:
            raise KnowledgeBaseError(f"De vraag “{one.naam}” heeft woorden die zwart worden. Zeg nee, of schrijf haar anders.")
        there = asked.setdefault(identity, [])
        if one.naam not in [question["vraag"] if isinstance(question, Mapping) else question for question in there]:
            there.append({"vraag": one.naam, "status": "voorstel"})
    return asked


def _placed(source: Source, accepted: Accepted, words: str) -> dict[str, str]:
    passage = next((passage.id for passage in source.passages if words in passage.text), None)
    if passage is None:
        raise KnowledgeBaseError(
            f"'{accepted.naam}' ({accepted.soort}) leunt op woorden die er niet meer zo staan: “{words}”. Zeg nee, of zet ze terug."
        )
    return {"passage": passage, "tekst": words}


def _appended(file: Path, records: Sequence[Mapping[str, object]], key: str) -> bytes:
    """Return the text of a list with more records; those that are there already under this key are as an editor left them."""
    before = _text(file)
    there = yaml.safe_load(before) or []
    known = {record.get(key) for record in there}
    new = [dict(record) for record in records if record[key] not in known]
    if not new:
        return before.encode()
    added = yaml.safe_dump(new, allow_unicode=True, sort_keys=False, width=140)
    text = f"{before.rstrip()}\n{added}" if before.strip() else added
    try:
        fits = yaml.safe_load(text) == [*there, *new]
    except yaml.YAMLError:
        fits = False
    if not fits:
        raise KnowledgeBaseError(f"'{file.name}' is zo ingedeeld dat er niets onder gezet kan worden. Begin elk stuk met '- '.")
    return text.encode()


def _hiding(file: Path, refusals: Sequence[str]) -> bytes:
    """Return the text of the list of what is hidden, with these refusals in it."""
    before = _text(file)
    there = yaml.safe_load(before) or {}
    if _REFUSALS not in there:
        added = yaml.safe_dump({_REFUSALS: list(refusals)}, allow_unicode=True, width=140)
        return (f"{before.rstrip()}\n{added}" if before.strip() else added).encode()
    whole = {**there, _REFUSALS: list(dict.fromkeys((*there[_REFUSALS], *refusals)))}
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=140).encode()


def _text(file: Path) -> str:
    faults = FaultList(file.parent)
    text = corpus_files.read(file, faults) if file.is_file() else ""
    faults.raise_if_any()
    return text or ""
