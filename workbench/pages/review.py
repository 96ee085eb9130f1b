"""Looking a draft over: its doubts one by one, and its text by chapter, beside the page of the file and where on it a block is."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from flask import Blueprint, Response, abort, g, make_response, render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from indexer.drafting import deciding, drafts, mending, shaping
from indexer.drafting.deciding import BlockDecision, Decisions, Returned
from indexer.drafting.doubting import Doubt
from indexer.drafting.drafts import Draft
from indexer.drafting.shaping import Shaped
from indexer.importing.blocks import Block, BlockKind, SetAside
from indexer.importing.pdf.hyphens import choice
from kb.errors import InvalidRequest
from workbench import waiting
from workbench.place import Place, place

blueprint = Blueprint("review", __name__)
# As many as a page can show and a form can send.
MOST_OF_CHAPTER = 150
_RIGHT = "klopt"
# Words on each side of a place where a block may be cut.
_AROUND = 5
KINDS = {
    "kop-1": "kop 1",
    "kop-2": "kop 2",
    "kop-3": "kop 3",
    "alinea": "alinea",
    "lijstitem": "lijst",
    "tabel": "tabel",
    "citaat": "citaat",
    "bijschrift": "bijschrift",
    "figuur": "figuur",
    "voetnoot": "voetnoot",
    "weg": "weg (hoort niet bij de tekst)",
}
# What words that were set aside can be.
RETURNED = ("weg", "alinea", "kop-1", "kop-2", "kop-3")
KEYS = {"kop-1": "1", "kop-2": "2", "kop-3": "3", "weg": "d"}


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a block may be cut: after how many words, and the words around it."""

    at: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A block as it is looked at: what it is made of, what it is now and can be, its page, what was said of it and of all its parts,
    whether it may go on with the block before it, and where it may be cut."""

    shape: Shaped
    kind: str
    kinds: tuple[str, ...]
    page: int | None
    said: BlockDecision | None
    parts: tuple[BlockDecision, ...]
    before: Shaped | None
    cuts: tuple[Cut, ...]

    @property
    def block(self) -> Block:
        """Its words."""
        return self.shape.block

    @property
    def number(self) -> int:
        """The number of the block that was read."""
        return self.shape.number

    @property
    def key(self) -> str:
        """By what a form knows it: its number, and of one that was cut off the word with which it begins."""
        return f"{self.number}-{self.shape.begin}" if self.shape.begin else str(self.number)

    @property
    def stamp(self) -> str:
        """What tells whether somebody else decided on it."""
        return _stamp([self])


@dataclass(frozen=True, slots=True)
class Aside:
    """Words that were set aside when the file was read: their number, page and reason, and what they are now."""

    number: int
    words: SetAside
    kind: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A word over the end of a line: as it was taken, as it may be, and as it is now."""

    taken: str
    other: str
    now: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Blocks that are shown together, by the heading that they begin with."""

    title: str
    blocks: tuple[Seen, ...]


@blueprint.get("/concepten/<identity>/bladzijden/<int:page>.png")
def picture(identity: str, page: int) -> Response:
    """Send a page of the file as a picture."""
    return Response(waiting.picture(waiting.get(place(), identity), page), mimetype="image/png")


@blueprint.get("/concepten/<identity>/twijfels/<int:number>")
def show_doubt(identity: str, number: int) -> str:
    """Show one doubt."""
    draft = waiting.get(place(), identity)
    return _doubt_page(draft, number, _doubt(draft, number))


@blueprint.post("/concepten/<identity>/twijfels/<int:number>")
def settle_doubt(identity: str, number: int) -> AnyResponse:
    """Keep what is said of a doubt, and go on to the next. When somebody else was before, nothing is kept: both are shown."""
    here = place()
    with waiting.held(here):
        draft = waiting.get(here, identity)
        doubt = _doubt(draft, number)
        kind = request.form.get("soort", "")
        if doubt.block is not None:
            seen = _of_block(_seen(draft), doubt.block)
            if request.form.get("stand", "") != seen.stamp:
                yours = seen.kind if kind == _RIGHT else kind
                return make_response(_doubt_page(draft, number, doubt, clash=(_named(seen.kind), _named(yours))), 409)
        _settle(here, draft, doubt, kind)
        draft = waiting.get(here, identity)
    left = [place for place, one in enumerate(draft.doubts, start=1) if not one.is_settled]
    following = next((one for one in left if one > number), left[0] if left else None)
    return redirect(f"/concepten/{identity}/twijfels/{following}" if following else f"/concepten/{identity}", 303)


@blueprint.get("/concepten/<identity>/hoofdstukken/<int:number>")
def show_chapter(identity: str, number: int) -> str:
    """Show the blocks of a chapter, and where on its page one of them is."""
    draft = waiting.get(place(), identity)
    return _chapter_page(draft, number, saved=bool(request.args.get("bewaard")))


@blueprint.post("/concepten/<identity>/hoofdstukken/<int:number>")
def change_chapter(identity: str, number: int) -> AnyResponse:
    """Keep the kinds of the blocks of a chapter, and cut or join one. When somebody else changed one of them, nothing is kept: both are
    shown."""
    here = place()
    with waiting.held(here):
        draft = waiting.get(here, identity)
        given = {name.removeprefix("blok-"): kind for name, kind in request.form.items() if name.startswith("blok-")}
        blocks = [seen for seen in _seen(draft) if seen.key in given]
        new = {seen.key: given[seen.key] for seen in blocks if given[seen.key] != seen.kind}
        aside = [one for one in _aside(draft) if f"terzij-{one.number}" in request.form]
        if request.form.get("stand", "") != _stamp(blocks, aside):
            return make_response(_chapter_page(draft, number, given=given, clashes=[seen for seen in blocks if seen.key in new]), 409)
        decisions = _with_returned(draft.decisions, aside)
        for seen in blocks:
            if seen.key in new:
                words = seen.said.woorden if seen.said else {}
                decided = mending.decision_of(seen.number, seen.block, new[seen.key], words, seen.shape.begin)
                decisions = decisions.with_block(decided)
        key, decisions, done = _formed(draft, blocks, decisions)
        if decisions != draft.decisions:
            with waiting.changing(
                here, draft, g.editor, done or (f"{len(new)} blokken nagekeken" if new else "terzijde gelegde tekst nagekeken")
            ):
                drafts.settle(draft, decisions)
        chapters = _chapters(waiting.get(here, identity))
    at = f"&blok={key}#blok-{key}" if key else ""
    return redirect(f"/concepten/{identity}/hoofdstukken/{_chapter_of(chapters, key, number)}?bewaard=1{at}", 303)


def _settle(here: Place, draft: Draft, doubt: Doubt, kind: str) -> None:
    if doubt.block is None and kind != _RIGHT:
        raise InvalidRequest("Hier valt alleen te zeggen dat het klopt.")
    with waiting.changing(here, draft, g.editor, "twijfel nagekeken"):
        if doubt.block is not None:
            drafts.settle(draft, _decided(draft, doubt.block, kind))
        elif doubt.page is not None:
            drafts.decide(draft, {"goed": str(doubt.page)})
        else:
            drafts.settle(draft, draft.decisions.with_seen(doubt.sentences[0]))


def _with_returned(decisions: Decisions, aside: Sequence[Aside]) -> Decisions:
    """Return decisions with what a form says of words that were set aside."""
    for one in aside:
        kind = request.form.get(f"terzij-{one.number}", "")
        if kind not in RETURNED:
            raise InvalidRequest("Kies wat deze woorden zijn. Er is niets veranderd.")
        if kind != one.kind:
            name, _, level = kind.partition("-")
            told = {"bladzijde": one.words.page, "woorden": one.words.text, "soort": name, "niveau": int(level or 0)}
            back = None if kind == mending.ASIDE else Returned.model_validate(told)
            decisions = decisions.with_returned(one.words.page, one.words.text, back)
    return decisions


def _aside(draft: Draft, pages: Container[int | None] | None = None) -> list[Aside]:
    """Return the words that were set aside, or those of some pages."""
    found = []
    for number, words in enumerate(draft.read.set_aside):
        back = draft.decisions.returned(words.page, words.text)
        kind = mending.ASIDE if back is None else f"kop-{back.niveau or 1}" if back.soort == "kop" else back.soort
        if pages is None or words.page in pages:
            found.append(Aside(number, words, kind))
    return found


def _formed(draft: Draft, blocks: Sequence[Seen], decisions: Decisions) -> tuple[str, Decisions, str]:
    """Return which block a form cuts or joins ('' is none), decisions with that, and what was done."""
    # Enter in a field sends no button.
    typed = next((name for name, words in request.form.items() if name.startswith("vanaf-") and words.strip()), "")
    done, _, rest = request.form.get("doe", typed.replace("vanaf-", "knip:")).partition(":")
    key, _, at = rest.partition(":")
    seen = next((one for one in blocks if one.key == key), None)
    if done not in ("samen", "knip") or seen is None:
        return "", decisions, ""
    read = draft.read.blocks
    if done == "samen":
        if seen.before is None:
            raise InvalidRequest("Dit blok kan niet bij het blok erboven. Er is niets veranderd.")
        first = next(one for one in _seen(draft) if one.shape == seen.before)
        return first.key, shaping.joined(read, decisions, seen.number, seen.shape.begin), "blokken samengevoegd"
    place = int(at) if at.isdecimal() else _place_of(seen, request.form.get(f"vanaf-{key}", ""))
    return key, shaping.cut(read, decisions, seen.number, seen.shape.begin, place), "blok geknipt"


def _place_of(seen: Seen, words: str) -> int:
    """Return before which word of a block words stand that are there once. Raises InvalidRequest when they are not."""
    wanted, said = words.split(), seen.block.text.split()
    found = [at for at in range(len(said)) if wanted and said[at : at + len(wanted)] == wanted]
    if len(found) != 1 or not found[0]:
        told = "staan er vaker; typ er meer" if len(found) > 1 else "staan zo niet in het blok, of aan het begin; neem ze precies over"
        raise InvalidRequest(f"De woorden ‘{words.strip()}’ {told}. Er is niets veranderd.")
    return found[0]


def _decided(draft: Draft, number: int, kind: str) -> Decisions:
    """Return decisions with what a form says of a block: its kind, or that it is right, and how words over two lines are written.

    One that goes on with another has no kind of its own.
    """
    block, decisions = draft.read.blocks[number - 1], draft.decisions
    said = decisions.of_block(number)
    choices = _choices(block, said)
    words = {one.taken: request.form.get(f"streepje-{place}", one.now) for place, one in enumerate(choices)}
    if any(words[one.taken] not in (one.taken, one.other) for one in choices):
        raise InvalidRequest("Kies een van de twee schrijfwijzen.")
    seen = _of_block(_seen(draft), number)
    if seen.number != number and said:
        changed = {taken: other for taken, other in words.items() if taken != other}
        decisions = decisions.with_block(said.model_copy(update={"woorden": changed}))
        words = seen.said.woorden if seen.said else {}
    wanted = seen.kind if kind == _RIGHT else kind
    return decisions.with_block(mending.decision_of(seen.number, seen.block, wanted, words, seen.shape.begin))


def _doubt(draft: Draft, number: int) -> Doubt:
    found = draft.doubts
    if not 1 <= number <= len(found):
        abort(404)
    return found[number - 1]


def _choices(block: Block, said: BlockDecision | None) -> list[Choice]:
    words = said.woorden if said else {}
    return [Choice(*found, words.get(found[0], found[0])) for doubt in block.doubts if (found := choice(doubt))]


def _seen(draft: Draft) -> list[Seen]:
    decisions = draft.decisions
    page: int | None = None
    found: list[Seen] = []
    for shape in shaping.shaped(draft.read.blocks, decisions):
        block = shape.block
        page = block.page or page
        said = decisions.of_block(shape.number, shape.begin)
        kinds = tuple(dict.fromkeys((mending.kind_of(block, None), *mending.kinds_of(block))))
        numbers = {member.number for member in shape.members}
        parts = tuple(one for one in decisions.blokken if one.nummer in numbers)
        kind = mending.kind_of(block, said)
        found.append(Seen(shape, kind, kinds, page, said, parts, _before(found, shape), tuple(_cuts(shape))))
    return found


def _before(found: Sequence[Seen], shape: Shaped) -> Shaped | None:
    """Return the block that one may go on with: of one that was cut off the other part, else the nearest that is part of the text."""
    kept = [one for one in found if one.kind not in (mending.ASIDE, mending.NOTE)]
    last = kept[-1] if kept else None
    if last is None or (shape.begin and last is not found[-1]):
        return None
    return last.shape if shaping.can_join(last.shape, shape) else None


def _cuts(shape: Shaped) -> Iterator[Cut]:
    words = shape.block.text.split()
    for at in shaping.places_to_cut(shape):
        yield Cut(at, " ".join(words[max(0, at - _AROUND) : at]), " ".join(words[at : at + _AROUND]))


def _of_block(seen: Sequence[Seen], number: int) -> Seen:
    """Return where a block that was read stands now."""
    return next(one for one in seen if any(member.number == number for member in one.shape.members))


def _chapter_of(chapters: Sequence[Chapter], key: str, number: int) -> int:
    """Return the number of the chapter in which a block stands, or else of the one that was shown, or the last."""
    found = (at for at, chapter in enumerate(chapters, start=1) if any(one.key == key for one in chapter.blocks))
    return next(found, min(number, len(chapters)))


def _chapters(draft: Draft) -> list[Chapter]:
    seen = _seen(draft)
    headings = [one.kind for one in seen if one.kind.startswith("kop-")]
    highest = min(headings, default="kop-1")
    found: list[list[Seen]] = []
    for one in seen:
        if not found or one.kind == highest or len(found[-1]) == MOST_OF_CHAPTER:
            found.append([])
        found[-1].append(one)
    return [Chapter(_title(blocks), tuple(blocks)) for blocks in found]


def _title(blocks: Sequence[Seen]) -> str:
    first = blocks[0].block.text or "Zonder kop"
    return first if len(first) <= 80 else f"{first[:80].rpartition(' ')[0]} …"


def _stamp(blocks: Sequence[Seen], aside: Sequence[Aside] = ()) -> str:
    returned = [one.number for one in aside if one.kind != mending.ASIDE]
    said = Decisions(blokken=tuple(one for seen in blocks for one in seen.parts))
    return sha256(f"{deciding.as_text(said)}{returned or ''}".encode()).hexdigest()[:16]


def _named(kind: str) -> str:
    return KINDS.get(kind, kind)


def _doubt_page(draft: Draft, number: int, doubt: Doubt, clash: tuple[str, str] | None = None) -> str:
    seen = _seen(draft)
    of_block = _of_block(seen, doubt.block) if doubt.block is not None else None
    at = seen.index(of_block) if of_block else 0
    doubts = draft.doubts
    on_page = [one for one in seen if one.page == doubt.page] if doubt.page and not of_block else []
    return render_template(
        "werkbank/twijfel.html",
        draft=draft,
        told=draft.concept,
        doubt=doubt,
        number=number,
        total=len(doubts),
        left=sum(not one.is_settled for one in doubts),
        seen=of_block,
        choices=_choices(draft.read.blocks[doubt.block - 1], draft.decisions.of_block(doubt.block)) if doubt.block is not None else [],
        before=seen[at - 1] if of_block and at else None,
        after=seen[at + 1] if of_block and at + 1 < len(seen) else None,
        chapter=_chapter_of(_chapters(draft), of_block.key, 1) if of_block else 1,
        on_page=on_page,
        page=doubt.page or 1,
        boxes=_boxes(of_block, doubt.page or 1),
        has_pictures=waiting.has_pictures(draft),
        kinds=KINDS,
        keys=KEYS,
        clash=clash,
        change=waiting.last_change(place(), draft),
    )


def _chapter_page(
    draft: Draft, number: int, *, given: Mapping[str, str] | None = None, clashes: Sequence[Seen] = (), saved: bool = False
) -> str:
    chapters = _chapters(draft)
    if not 1 <= number <= len(chapters):
        abort(404)
    chapter = chapters[number - 1]
    wanted = request.args.get("blok", "")
    pages = {one.page for one in chapter.blocks}
    aside = _aside(draft, pages if draft.read.has_pages else None)[:MOST_OF_CHAPTER]
    chosen = next((one for one in chapter.blocks if one.key == wanted), chapter.blocks[0])
    return render_template(
        "werkbank/hoofdstuk.html",
        told=draft.concept,
        chapters=chapters,
        chapter=chapter,
        number=number,
        chosen=chosen,
        page=chosen.page or 1,
        boxes=_boxes(chosen, chosen.page or 1),
        has_pictures=waiting.has_pictures(draft),
        kinds=KINDS,
        given=given or {},
        clashes=clashes,
        stand=_stamp(chapter.blocks, aside),
        aside=aside,
        returned=RETURNED,
        notes=[one for one in draft.conversion.footnotes if one.page is None or one.page in pages],
        saved=saved,
        is_by_hand=draft.is_edited_by_hand,
        change=waiting.last_change(place(), draft),
        figure=BlockKind.FIGURE,
    )


def _boxes(seen: Seen | None, page: int) -> list[dict[str, float]]:
    boxes = [box for box in seen.block.boxes if box.page == page] if seen else []
    return [{"x": box.left, "y": box.top, "width": box.right - box.left, "height": box.bottom - box.top} for box in boxes]
