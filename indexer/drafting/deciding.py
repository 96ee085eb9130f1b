"""What a person says of a draft beside its concept (beslissingen.yaml): of blocks, of doubts about the whole file, of proposals.

Blocks are numbered from 1 as the file was read; that reading itself (conversie.json) is never changed.
"""

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field

from indexer.corpus import records, schemas

FILE = "beslissingen.yaml"
_HEAD = "# Wat bij het nakijken over de blokken van dit stuk is beslist, en over wat ernaast werd voorgesteld. De werkbank schrijft dit.\n"

Kind = Literal["", "kop", "alinea", "lijstitem", "tabel", "citaat", "bijschrift", "voetnoot", "weg"]


class BlockDecision(schemas.Record):
    """What a person says of one block: its kind ('' is as it was read), the level of a heading, and words as they must be by as they are.

    A block of which anything is said was looked at: its doubts are settled. With `vanaf` a block was cut: from so many of its words on it
    is another one, of which this is said. With `samen` it goes on with the block before it, and has no kind of its own.
    """

    nummer: Annotated[int, Field(ge=1)]
    vanaf: Annotated[int, Field(ge=0)] = 0
    samen: bool = False
    soort: Kind = ""
    niveau: Annotated[int, Field(ge=0, le=3)] = 0
    woorden: dict[str, str] = {}


class Returned(schemas.Record):
    """Words that were set aside when a file was read, and that are part of its text after all: on which page, and what they are."""

    bladzijde: Annotated[int, Field(ge=1)] | None = None
    woorden: str
    soort: Literal["alinea", "kop"] = "alinea"
    niveau: Annotated[int, Field(ge=0, le=3)] = 0


class Accepted(schemas.Record):
    """A proposal that was said yes or no to: what sort, by what it is known, the words it is about, and what an editor calls it."""

    soort: str
    wat: str
    besluit: Literal["ja", "nee"]
    tekst: str = ""
    naam: str = ""


class Decisions(schemas.Record):
    """All of beslissingen.yaml; `gezien` are doubts about the whole file that were looked at."""

    blokken: tuple[BlockDecision, ...] = ()
    terug: tuple[Returned, ...] = ()
    gezien: tuple[str, ...] = ()
    voorstellen: tuple[Accepted, ...] = ()

    def of_block(self, number: int, begin: int = 0) -> BlockDecision | None:
        """Return what was said of a block, or of it from its word `begin` on, None when nothing was."""
        return next((one for one in self.blokken if (one.nummer, one.vanaf) == (number, begin)), None)

    def with_block(self, decision: BlockDecision) -> "Decisions":
        """Return it with this said of a block, in place of what was said before."""
        others = self.without_block(decision.nummer, decision.vanaf).blokken
        return self.model_copy(update={"blokken": tuple(sorted((*others, decision), key=lambda one: (one.nummer, one.vanaf)))})

    def without_block(self, number: int, begin: int) -> "Decisions":
        """Return it with nothing said of a block: one that was cut off goes on with what is before it."""
        return self.model_copy(update={"blokken": tuple(one for one in self.blokken if (one.nummer, one.vanaf) != (number, begin))})

    def returned(self, page: int | None, words: str) -> Returned | None:
        """Return what was said of words that were set aside, None when they stay so."""
        return next((one for one in self.terug if (one.bladzijde, one.woorden) == (page, words)), None)

    def with_returned(self, page: int | None, words: str, returned: Returned | None) -> "Decisions":
        """Return it with words that were set aside as part of the text, or set aside again."""
        others = tuple(one for one in self.terug if (one.bladzijde, one.woorden) != (page, words))
        return self.model_copy(update={"terug": (*others, returned) if returned else others})

    def with_seen(self, doubt: str) -> "Decisions":
        """Return it with a doubt about the whole file looked at."""
        return self.model_copy(update={"gezien": tuple(dict.fromkeys((*self.gezien, doubt)))})

    def with_proposal(self, accepted: Accepted) -> "Decisions":
        """Return it with a proposal decided, in place of what was decided of it before."""
        others = [one for one in self.voorstellen if (one.soort, one.wat) != (accepted.soort, accepted.wat)]
        return self.model_copy(update={"voorstellen": (*others, accepted)})

    def of_proposal(self, sort: str, key: str) -> Accepted | None:
        """Return what was said of a proposal, None when nothing was."""
        return next((one for one in self.voorstellen if (one.soort, one.wat) == (sort, key)), None)

    def accepted(self, sort: str) -> tuple[Accepted, ...]:
        """Return the proposals of a sort that were said yes to."""
        return tuple(one for one in self.voorstellen if one.soort == sort and one.besluit == "ja")


def read(folder: Path) -> Decisions:
    """Return the decisions in a draft's folder. Raises KnowledgeBaseError with every fault in the file."""
    if not (folder / FILE).is_file():
        return Decisions()
    return records.read_alone(Decisions, folder / FILE, f"Wat over '{folder.name}' is beslist, is zo niet te lezen:")


def as_text(decisions: Decisions) -> str:
    """Return the text of the file."""
    told = decisions.model_dump(mode="json", exclude_defaults=True)
    return _HEAD + yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=140)
