"""Drafts in `wacht/` of an own folder: made whole or not at all, decided upon field by field, written anew when that changes their text.

A folder `wacht/<id>/` holds concept.yaml (what is to decide), bron.md (the source as it will be), getrouwheid.yaml, origineel.txt (the
words of each page), conversie.json (what was read of the file) and the file itself. All but the last two may be edited by hand.
"""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import yaml
from pydantic import ValidationError

from indexer.corpus import source_file
from indexer.corpus.faults import FaultList
from indexer.corpus.source import Source
from indexer.disk import flush, write_whole
from indexer.drafting import concept as concepts
from indexer.drafting import deciding, mending
from indexer.drafting.anchors import slug
from indexer.drafting.concept import Concept, PageToSee, Proposal
from indexer.drafting.deciding import Decisions
from indexer.drafting.doubting import Doubt, doubts
from indexer.drafting.draft_writing import Written, write
from indexer.drafting.guesses import Candidate, Guesses, as_date
from indexer.drafting.holding import GONE, NEW, WAITING
from indexer.drafting.literal_markdown import cleaned
from indexer.drafting.page_report import Report, report
from indexer.drafting.personal import Find
from indexer.drafting.proposing import LIST, QUOTE, THEME, TOWN, with_lists, with_quotes
from indexer.drafting.replacing import Earlier, with_comments
from indexer.fidelity import pages
from indexer.importing.blackening import blackened, pattern_of, without_words
from indexer.importing.blocks import Conversion
from kb.errors import KnowledgeBaseError
from kb.library import Library

SOURCE, FIDELITY, ORIGINAL, CONVERSION = "bron.md", "getrouwheid.yaml", "origineel.txt", "conversie.json"
_EARLIER = ".eerder.json"
_HEADING = re.compile(r"#{1,3} .*\{#([a-z0-9-]+)(?: \.redactie)?\}$")
_MOST_OF_ID = 40
_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
# A line of an original; longer ones no file of a corpus may have.
_MOST_OF_LINE = 8_000
_LOST = "niet meegekomen bij het inlezen, of een nummer van een opsomming"
_REPEATED = "staat op een bladzijde ernaast"
_NAMES = {
    "pdf": "een PDF",
    "docx": "een Word-document",
    "pptx": "een presentatie",
    "odt": "een ODT-document",
    "html": "een webpagina",
    "md": "een bestand met Markdown",
    "txt": "een tekstbestand",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as its folder has it."""

    folder: Path
    concept: Concept

    @property
    def id(self) -> str:
        """The id that its source gets."""
        return self.concept.id

    @property
    def read(self) -> Conversion:
        """What was read of the file."""
        return Conversion.from_json((self.folder / CONVERSION).read_bytes())

    @property
    def decisions(self) -> Decisions:
        """What a person said of its blocks, and of what was proposed."""
        return deciding.read(self.folder)

    @property
    def conversion(self) -> Conversion:
        """What was read of the file, with what a person said of its blocks."""
        return mending.mended(self.read, self.decisions)

    @property
    def doubts(self) -> list[Doubt]:
        """What a person steps through."""
        return doubts(self.read, self.decisions, self.concept.bladzijden)

    @property
    def file(self) -> Path:
        """The file itself."""
        return next(path for path in self.folder.iterdir() if path.stem == "bestand")

    @property
    def report(self) -> Report:
        """What became of each page."""
        return report(self.conversion)

    @property
    def is_edited_by_hand(self) -> bool:
        """Whether somebody changed the text since it was written here."""
        return _digest(_body((self.folder / SOURCE).read_text(encoding="utf-8"))) != self.concept.geschreven


@dataclass(frozen=True, slots=True)
class NewDraft:
    """All that a draft is made of: a file, what was read of it, what it may be, who is told of in it, the source it replaces."""

    name: str
    content: bytes
    conversion: Conversion
    guesses: Guesses
    finds: Sequence[Find]
    id: str
    earlier: Earlier | None = None
    double: str = ""


def all_of(own: Path) -> list[Draft]:
    """Return the drafts of an own folder, by id."""
    waiting = own / WAITING
    folders = sorted(path for path in waiting.iterdir() if path.is_dir() and not path.name.startswith(".")) if waiting.is_dir() else []
    return [Draft(folder, concepts.read(folder)) for folder in folders]


def get(own: Path, identity: str) -> Draft:
    """Return a draft by its id, with or without the prefix of the own folder. Raises KnowledgeBaseError when there is none."""
    waiting = own / WAITING
    names = [path.name for path in waiting.iterdir() if path.is_dir() and not path.name.startswith(".")] if waiting.is_dir() else []
    found = [name for name in names if is_named(name, identity)]
    if len(found) != 1:
        known = f"Er staat: {', '.join(sorted(names))}." if names else "Er staat geen enkel concept."
        raise KnowledgeBaseError(f"Er is geen concept '{identity}'. {known} Kijk met: kb drafts")
    folder = waiting / found[0]
    return Draft(folder, concepts.read(folder))


def is_named(whole: str, identity: str) -> bool:
    """Return whether an id is meant by what somebody typed: the id, or what stands in it behind the prefix of the own folder."""
    return whole == identity or whole.endswith(f"-{identity}")


def free_id(own: Path, prefix: str, name: str, taken: Sequence[str]) -> str:
    """Return an id for a file by its name, that no source and no draft has."""
    stem = slug(name.rpartition(".")[0] or name, _MOST_OF_ID) or "stuk"
    wanted = stem if stem.startswith(f"{prefix}-") else f"{prefix}-{stem}"
    known = {*taken, *(path.name for path in (own / WAITING).iterdir())} if (own / WAITING).is_dir() else set(taken)
    number, identity = 2, wanted
    while identity in known:
        identity, number = f"{wanted}-{number}", number + 1
    return identity


def make(own: Path, new: NewDraft, today: date) -> Draft:
    """Write a draft; its folder is there whole, or not at all. The own folder must be held."""
    waiting = own / WAITING
    waiting.mkdir(exist_ok=True)
    building = waiting / f"{NEW}{new.id}"
    building.mkdir()
    written = _written(new.conversion, new.earlier, Decisions())
    told = _concept(new, written, today)
    ending = new.name.rpartition(".")[2].lower() if "." in new.name else "txt"
    (building / f"bestand.{ending if ending.isalnum() and len(ending) <= 5 else 'txt'}").write_bytes(new.content)
    (building / CONVERSION).write_text(new.conversion.as_json(), encoding="utf-8")
    if new.earlier:
        (building / _EARLIER).write_text(new.earlier.as_json(), encoding="utf-8")
    _write_texts(building, new.conversion, written, told)
    flush(building)
    folder = waiting / new.id
    building.rename(folder)
    flush(waiting)
    return Draft(folder, told)


def decide(draft: Draft, values: Mapping[str, str]) -> Draft:
    """Write decisions into a draft and return it: fields by their name, `mag`, `lak` and `goed` with the numbers of finds and pages.

    Raises KnowledgeBaseError when one does not fit; then nothing is written.
    """
    told = draft.concept
    # A date brings where it comes from, unless that is said too.
    for name, value in sorted(values.items(), key=lambda one: one[0] == "datum_herkomst"):
        if name in ("mag", "lak"):
            told = told.with_values(vondsten=_ticked([find.model_dump() for find in told.vondsten], "nummer", value, name))
        elif name == "goed":
            told = told.with_values(bladzijden=_ticked([page.model_dump() for page in told.bladzijden], "bladzijde", value, name))
        elif name in concepts.FIELDS:
            told = _with_field(told, name, value.strip())
        else:
            known = ", ".join((*concepts.FIELDS, "mag", "lak", "goed"))
            raise KnowledgeBaseError(
                f"'{name}' is niet iets om te beslissen; kies uit {known}. Bijvoorbeeld: kb decide {draft.id} soort=rapport"
            )
    return rewrite(Draft(draft.folder, told), before=draft.concept)


def settle(draft: Draft, decisions: Decisions) -> Draft:
    """Write what a person said of blocks and of proposals into a draft, anew its texts where that changes them, and return it.

    Raises KnowledgeBaseError when they would change and the text was edited by hand; then nothing is written.
    """
    before, now = draft.decisions, mending.mended(draft.read, decisions)
    changes = _without_doubts(draft.conversion) != _without_doubts(now) or _said(before) != _said(decisions)
    if changes and draft.is_edited_by_hand:
        raise KnowledgeBaseError(f"De tekst van '{draft.id}' is met de hand gewijzigd; wijzig dit daarom ook daar, in {SOURCE}.")
    _write(draft.folder / deciding.FILE, deciding.as_text(decisions))
    return rewrite(draft) if changes else draft


def throw_away(draft: Draft) -> None:
    """Remove a draft with all that was kept of it. The own folder must be held."""
    gone = draft.folder.with_name(f"{GONE}{draft.folder.name}")
    draft.folder.rename(gone)
    flush(gone.parent)
    shutil.rmtree(gone)


def rewrite(draft: Draft, before: Concept | None = None) -> Draft:
    """Write the files of a draft as its concept and its decisions say, and return it. Text that was edited by hand stays, but for what
    is to be black. Raises KnowledgeBaseError when words that were black by hand can't come back.
    """
    told = draft.concept
    is_by_hand = Draft(draft.folder, before or told).is_edited_by_hand
    if is_by_hand and before and set(before.blacked_out) - set(told.blacked_out):
        raise KnowledgeBaseError(
            f"De tekst van '{draft.id}' is met de hand gewijzigd; wat zwart is, komt daarin niet vanzelf terug. Zet het zelf in bron.md."
        )
    black = without_words(draft.conversion, told.blacked_out)
    written = _written(black, _earlier(draft.folder), draft.decisions)
    if is_by_hand:
        body = blackened(_body((draft.folder / SOURCE).read_text(encoding="utf-8")), pattern_of(told.blacked_out))
        _write_texts(draft.folder, black, Written(body, written.left_out), told, mark_written=False)
        return Draft(draft.folder, told)
    told = told.with_values(geschreven=_digest(written.body))
    _write_texts(draft.folder, black, written, told)
    return Draft(draft.folder, told)


def source_text(told: Concept, body: str, file: str | None, conversion: Conversion) -> str:
    """Return the whole text of a source: what its concept says as front matter, and its body; `file` is how its file is called, if kept."""
    total = len(conversion.pages)
    count = f" van {total} {'bladzijde' if total == 1 else 'bladzijden'}" if conversion.has_pages else ""
    head: dict[str, object] = {
        "id": told.id,
        "titel": told.titel or told.id,
        "soort": told.soort or "ander-stuk",
        "uitgever": told.uitgever or concepts.UNKNOWN,
    }
    if told.datum and told.datum != concepts.UNKNOWN:
        head |= {"datum": told.datum, "datum_herkomst": told.datum_herkomst or "vermeld"}
    else:
        head |= {"datum_herkomst": "onbekend"}
    head |= {
        "bewijs": told.evidence,
        "origineel": f"{told.id}.txt",
        "herkomst": f"Overgenomen uit {_NAMES.get(conversion.kind, 'een bestand')}{count}; de woorden zijn per bladzijde vergeleken.",
        "toegevoegd": told.toegevoegd,
        "bestand": file,
        "openbaar": told.openbaar,
        "vindplaats": told.vindplaats if told.vindplaats not in ("", concepts.LATER) else None,
        "bewerkt": "false" if told.bewerkt == "nee" else None,
    }
    lines = [f"{name}: {_yaml(str(value))}" for name, value in head.items() if value is not None]
    pattern = pattern_of(told.blacked_out)
    return "\n".join(["---", *(blackened(line, pattern) for line in lines), "---", "", body])


def body_of(draft: Draft) -> str:
    """Return the text of a draft without its front matter."""
    return _body((draft.folder / SOURCE).read_text(encoding="utf-8"))


def body_without_proposals(draft: Draft) -> str:
    """Return the text of a draft as it was before any proposal was said yes to; of one that was edited by hand as it is."""
    if draft.is_edited_by_hand:
        return body_of(draft)
    return _written(without_words(draft.conversion, draft.concept.blacked_out), _earlier(draft.folder), Decisions()).body


def source_of(draft: Draft, body: str) -> Source:
    """Return a draft as the source that it would be with this text. Raises KnowledgeBaseError when that can't be read."""
    conversion = without_words(draft.conversion, draft.concept.blacked_out)
    text = source_text(draft.concept, body, f"{draft.concept.sha256}.{conversion.kind}", conversion)
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / SOURCE
        file.write_text(text, encoding="utf-8")
        faults = FaultList(Path(scratch))
        source = source_file.read(file, faults)
    if source is None:
        faults.raise_if_any()
    assert source
    return source


def earlier_of(draft: Draft) -> Earlier | None:
    """Return what is kept of the source that a draft takes the place of, None when it takes none."""
    return _earlier(draft.folder)


def body_of_text(text: str) -> str:
    """Return the text of a source without its front matter."""
    return _body(text)


def _concept(new: NewDraft, written: Written, today: date) -> Concept:
    found = report(new.conversion)
    proposals = {
        "titel": new.guesses.titles,
        "uitgever": new.guesses.publishers,
        "datum": new.guesses.dates,
        "soort": new.guesses.kinds,
    }
    return Concept(
        id=new.id,
        naam_bestand=new.name,
        sha256=hashlib.sha256(new.content).hexdigest(),
        toegevoegd=today.isoformat(),
        vervangt=new.id if new.earlier else "",
        dubbel=(new.double,) if new.double else (),
        geschreven=_digest(written.body),
        voorstellen={name: tuple(map(_proposal, candidates)) for name, candidates in proposals.items() if candidates},
        bladzijden=tuple(PageToSee(bladzijde=page.page, waarom=page.needs_look) for page in found.pages if page.needs_look),
        vondsten=concepts.numbered(list(new.finds)),
    ).with_values(**(new.earlier.decided if new.earlier else {}))


def _proposal(candidate: Candidate) -> Proposal:
    return Proposal(waarde=candidate.value, waar=candidate.source)


def _with_field(told: Concept, name: str, value: str) -> Concept:
    """Return the concept with one field; a date that is one of the guesses brings where it comes from."""
    values: dict[str, object] = {name: value}
    if name == "datum":
        values[name] = value = as_date(value)
        guessed = next((one.waar for one in told.voorstellen.get("datum", ()) if one.waarde == value), "")
        sure = "afgeleid" if guessed.startswith(("bestandseigenschap", "een jaartal")) else "vermeld"
        values["datum_herkomst"] = "onbekend" if value == concepts.UNKNOWN else sure
    try:
        return told.with_values(**values)
    except ValidationError as error:
        known = {"openbaar": "ja, nee of onbekend", "datum_herkomst": "vermeld, afgeleid of onbekend"}
        raise KnowledgeBaseError(f"'{value}' kan niet bij {name}; kies uit {known.get(name, 'wat docs/toevoegen.md noemt')}.") from error


def _ticked(rows: list[dict[str, object]], key: str, numbers: str, decision: str) -> list[dict[str, object]]:
    """Return rows with a decision at those that are numbered: '1,3-5'."""
    wanted = _numbers(numbers)
    known = {row[key] for row in rows}
    unknown = sorted(wanted - known) if wanted else []
    if unknown or not wanted:
        what = "bladzijde die een blik vraagt" if key == "bladzijde" else "vondst"
        raise KnowledgeBaseError(f"'{numbers}' noemt geen {what}; geef nummers zoals kb drafts ze toont, bijvoorbeeld {decision}=1,3-5.")
    return [{**row, "besluit": decision if row[key] in wanted else row["besluit"]} for row in rows]


def _numbers(text: str) -> set[int]:
    found: set[int] = set()
    for part in text.replace(" ", "").split(","):
        match = re.fullmatch(r"([0-9]{1,5})(?:-([0-9]{1,5}))?", part)
        if not match:
            return set()
        found |= set(range(int(match[1]), int(match[2] or match[1]) + 1))
    return found


def _write_texts(folder: Path, conversion: Conversion, written: Written, told: Concept, *, mark_written: bool = True) -> None:
    """Write the texts of a draft, its concept last: with it the decisions hold."""
    _write(folder / ORIGINAL, "\f".join(map(_page_text, conversion.pages)))
    # Of text that was edited by hand, what differs is for who edited it; and what a yes to a proposal adds are no words.
    machine = _written(conversion, _earlier(folder), Decisions())
    _write(folder / FIDELITY, _fidelity(machine, conversion, told))
    _write(folder / SOURCE, source_text(told, written.body, None, conversion))
    _write(folder / concepts.FILE, concepts.as_text(told.with_values(geschreven=_digest(written.body)) if mark_written else told))


def _page_text(page: str) -> str:
    """Return the words of a page in lines that a file of a corpus may have."""
    lines: list[str] = []
    for line in page.replace("\r", "\n").split("\n"):
        words = cleaned(line)
        while len(words) > _MOST_OF_LINE:
            end = words.rfind(" ", 0, _MOST_OF_LINE) + 1 or _MOST_OF_LINE
            lines.append(words[:end].rstrip())
            words = words[end:]
        lines.append(words)
    return "\n".join(lines)


def _fidelity(written: Written, conversion: Conversion, told: Concept) -> str:
    """Return what is said of the words that a draft has not, or has once more than the page: set aside, lost, repeated."""
    aside = [(one.page or 1, one.text, one.reason) for one in written.left_out]
    lost, repeated = [], []
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / SOURCE
        file.write_text(source_text(told, written.body, f"{told.sha256}.txt", conversion), encoding="utf-8")
        source = source_file.read(file, FaultList(Path(scratch)))
    original = "\f".join(map(_page_text, conversion.pages))
    left_out = [pages.LeftOut(page, text, reason, number) for number, (page, text, reason) in enumerate(aside)]
    # What a reader set aside may be half of a word that the source has whole: the page then has it once, not twice.
    for word, where in pages.unfounded(source, original, left_out, Library()) if source else ():
        page, text, reason = aside[where.line]
        aside[where.line] = (page, " ".join(re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "", text, count=1).split()), reason)
    aside = [entry for entry in aside if entry[1]]
    left_out = [pages.LeftOut(page, text, reason, 1) for page, text, reason in aside]
    for one in pages.unexplained(source, original, left_out, Library()) if source else ():
        lost += [(one.page, " ".join(one.missing), _LOST)] if one.missing else []
        repeated += [(one.page, " ".join(one.extra), _REPEATED)] if one.extra else []
    entries = {
        name: [dict(zip(("bladzijde", "woorden", "reden"), entry, strict=True)) for entry in found]
        for name, found in (("weggelaten", [*aside, *lost]), ("herhaald", repeated))
        if found
    }
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=140) if entries else ""


def _written(conversion: Conversion, earlier: Earlier | None, decisions: Decisions) -> Written:
    """Return a conversion as a source with the proposals that were said yes to; one that replaces an earlier one keeps what an editor said
    of headings that stayed."""
    written = write(conversion, earlier.anchors if earlier else None)
    body = with_comments(written.body, earlier) if earlier else written.body
    sections, lists, quotes = _said(decisions)
    return Written(_with_fields(with_quotes(with_lists(body, lists), quotes), sections), written.left_out)


def _with_fields(body: str, sections: Mapping[str, Mapping[str, Sequence[str]]]) -> str:
    """Return the text of a source with fields below headings, by their anchor, of which nothing is said yet."""
    lines: list[str] = []
    before = body.split("\n")
    for line, after in zip(before, [*before[1:], ""], strict=True):
        lines.append(line)
        found = _HEADING.match(line)
        if found and found[1] in sections and after != "<!--":
            lines += ["<!--", *(f"{name}: [{', '.join(values)}]" for name, values in sections[found[1]].items()), "-->"]
    return "\n".join(lines)


def _said(decisions: Decisions) -> tuple[dict[str, dict[str, list[str]]], dict[str, str], dict[str, str]]:
    """Return what was said yes to: the fields of sections, by anchor and name, the titles of working lists and the words of quotes, by
    the keys of their proposals."""
    fields: dict[str, dict[str, list[str]]] = {}
    for sort, name in ((THEME, "themas"), (TOWN, "gemeenten")):
        for one in decisions.accepted(sort):
            anchor, _, value = one.wat.rpartition(" ")
            fields.setdefault(anchor, {}).setdefault(name, []).append(value)
    lists = {one.wat: one.naam for one in decisions.accepted(LIST)}
    return fields, lists, {one.wat: one.tekst for one in decisions.accepted(QUOTE)}


def _without_doubts(conversion: Conversion) -> Conversion:
    return replace(conversion, doubts=(), blocks=tuple(replace(block, doubts=()) for block in conversion.blocks))


def _earlier(folder: Path) -> Earlier | None:
    file = folder / _EARLIER
    return Earlier.from_json(file.read_bytes()) if file.is_file() else None


def _body(text: str) -> str:
    return _HEAD.sub("", text, count=1).lstrip("\n")


def _digest(text: str) -> str:
    return hashlib.sha256(text.strip().encode()).hexdigest()


def _yaml(value: str) -> str:
    if value in ("false", "true"):
        return value
    told: str = yaml.safe_dump(
        value, allow_unicode=True, width=10_000, default_style='"' if re.search(r"[:#'\"\[\]{}&*!|>%@`,]|^[-?\d]", value) else None
    )
    return told.removesuffix("\n...\n").strip()


def _write(file: Path, text: str) -> None:
    write_whole(file, text.encode())
