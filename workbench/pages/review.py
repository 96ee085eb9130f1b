"""Looking a draft over: its doubts one by one, and its text by chapter, beside the page of the file and where on it a block is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from flask import Blueprint, Response, abort, g, make_response, render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from indexer.drafting import drafts, mending
from indexer.drafting.doubting import Doubt
from indexer.drafting.drafts import Draft
from indexer.drafting.mending import BlockDecision, Decisions
from indexer.importing.blocks import Block, BlockKind, Conversion
from indexer.importing.pdf.hyphens import choice
from kb.errors import InvalidRequest
from workbench import waiting
from workbench.place import Place, place

blueprint = Blueprint("review", __name__)
# As many as a page can show and a form can send.
MOST_OF_CHAPTER = 150
_RIGHT = "klopt"
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
KEYS = {"kop-1": "1", "kop-2": "2", "kop-3": "3", "weg": "d"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A block as it is looked at: its number, what was read, what it is now and can be, its page, and what was said of it."""

    number: int
    block: Block
    kind: str
    kinds: tuple[str, ...]
    page: int | None
    said: BlockDecision | None

    @property
    def stamp(self) -> str:
        """What tells whether somebody else decided on it."""
        return _stamp([self])


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
            seen = _seen(draft)[doubt.block - 1]
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
    """Keep the kinds of the blocks of a chapter. When somebody else changed one of them, nothing is kept: both are shown."""
    here = place()
    with waiting.held(here):
        draft = waiting.get(here, identity)
        given = {name.removeprefix("blok-"): kind for name, kind in request.form.items() if name.startswith("blok-")}
        blocks = [seen for seen in _seen(draft) if str(seen.number) in given]
        new = {seen.number: given[str(seen.number)] for seen in blocks if given[str(seen.number)] != seen.kind}
        if request.form.get("stand", "") != _stamp(blocks):
            return make_response(_chapter_page(draft, number, given=given, clashes=[seen for seen in blocks if seen.number in new]), 409)
        decisions = draft.decisions
        for seen in blocks:
            if seen.number in new:
                words = seen.said.woorden if seen.said else {}
                decisions = decisions.with_block(mending.decision_of(seen.number, seen.block, new[seen.number], words))
        if new:
            with waiting.changing(here, draft, g.editor, f"{len(new)} blokken nagekeken"):
                drafts.settle(draft, decisions)
        chapters = len(_chapters(waiting.get(here, identity)))
    return redirect(f"/concepten/{identity}/hoofdstukken/{min(number, chapters)}?bewaard=1", 303)


def _settle(here: Place, draft: Draft, doubt: Doubt, kind: str) -> None:
    if doubt.block is None and kind != _RIGHT:
        raise InvalidRequest("Hier valt alleen te zeggen dat het klopt.")
    with waiting.changing(here, draft, g.editor, "twijfel nagekeken"):
        if doubt.block is not None:
            drafts.settle(draft, draft.decisions.with_block(_decision(draft, doubt.block, kind)))
        elif doubt.page is not None:
            drafts.decide(draft, {"goed": str(doubt.page)})
        else:
            drafts.settle(draft, draft.decisions.with_seen(doubt.sentences[0]))


def _decision(draft: Draft, number: int, kind: str) -> BlockDecision:
    """Return what a form says of a block: its kind, or that it is right, and how words over two lines are written."""
    block = draft.read.blocks[number - 1]
    said = draft.decisions.of_block(number)
    choices = _choices(block, said)
    words = {one.taken: request.form.get(f"streepje-{place}", one.now) for place, one in enumerate(choices)}
    if any(words[one.taken] not in (one.taken, one.other) for one in choices):
        raise InvalidRequest("Kies een van de twee schrijfwijzen.")
    return mending.decision_of(number, block, mending.kind_of(block, said) if kind == _RIGHT else kind, words)


def _doubt(draft: Draft, number: int) -> Doubt:
    found = draft.doubts
    if not 1 <= number <= len(found):
        abort(404)
    return found[number - 1]


def _choices(block: Block, said: BlockDecision | None) -> list[Choice]:
    words = said.woorden if said else {}
    return [Choice(*found, words.get(found[0], found[0])) for doubt in block.doubts if (found := choice(doubt))]


def _seen(draft: Draft) -> list[Seen]:
    read, decisions = draft.read, {one.nummer: one for one in draft.decisions.blokken}
    page: int | None = None
    found = []
    for number, block in enumerate(read.blocks, start=1):
        page = block.page or page
        said = decisions.get(number)
        now = mending.kind_of(block, said)
        kinds = tuple(dict.fromkeys((mending.kind_of(block, None), *mending.kinds_of(block))))
        found.append(Seen(number, _worded(block, said), now, kinds, page, said))
    return found


def _worded(block: Block, said: BlockDecision | None) -> Block:
    """Return a block with its words as they are now."""
    if not said or not said.woorden:
        return block
    only = Decisions(blokken=(BlockDecision(nummer=1, woorden=said.woorden),))
    alone = Conversion("", (block,), (), (), (), False, {})
    return replace(mending.mended(alone, only).blocks[0], doubts=block.doubts)


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


def _stamp(blocks: Sequence[Seen]) -> str:
    said = Decisions(blokken=tuple(seen.said for seen in blocks if seen.said))
    return sha256(mending.as_text(said).encode()).hexdigest()[:16]


def _named(kind: str) -> str:
    return KINDS.get(kind, kind)


def _doubt_page(draft: Draft, number: int, doubt: Doubt, clash: tuple[str, str] | None = None) -> str:
    seen = _seen(draft)
    of_block = seen[doubt.block - 1] if doubt.block is not None else None
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
        choices=_choices(draft.read.blocks[of_block.number - 1], of_block.said) if of_block else [],
        before=seen[of_block.number - 2] if of_block and of_block.number > 1 else None,
        after=seen[of_block.number] if of_block and of_block.number < len(seen) else None,
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
    chosen = next((one for one in chapter.blocks if str(one.number) == wanted), chapter.blocks[0])
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
        stand=_stamp(chapter.blocks),
        saved=saved,
        is_by_hand=draft.is_edited_by_hand,
        change=waiting.last_change(place(), draft),
        figure=BlockKind.FIGURE,
    )


def _boxes(seen: Seen | None, page: int) -> list[dict[str, float]]:
    boxes = [box for box in seen.block.boxes if box.page == page] if seen else []
    return [{"x": box.left, "y": box.top, "width": box.right - box.left, "height": box.bottom - box.top} for box in boxes]
