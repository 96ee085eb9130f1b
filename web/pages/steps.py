"""The twelve steps of the guide, and the tasks of officials."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from kb.errors import NotFound
from kb.library import Library
from kb.model import Passage, Task, WorkingList
from web.serving.live import current
from web.serving.page_memory import remembered
from web.showing import drawing, questions
from web.showing.brief import in_brief
from web.showing.excerpts import shown
from web.showing.quote_cards import QuoteCard, cards
from web.showing.reading import Item, part_items, passage_html
from web.showing.working_lists import lines_of

blueprint = Blueprint("steps", __name__)
# A task of which no more than one text stands in a step is about something else.
FEWEST_TEXTS = 2
MOST_TASKS = 3


@dataclass(frozen=True, slots=True)
class TaskPart:
    """A part of a task: one of a passage, a working list or a quote."""

    passage: Passage | None
    working_list: WorkingList | None
    card: QuoteCard | None

    @classmethod
    def of(cls, library: Library, identity: str) -> "TaskPart":
        """Return the part with this id."""
        quote = library.quote.get(identity)
        return cls(library.passage.get(identity), library.working_list.get(identity), QuoteCard(quote, ()) if quote else None)


@blueprint.get("/stappen")
@remembered
def show_steps() -> str:
    """Show the route of twelve steps."""
    library = current().library
    briefs = {step.number: in_brief(library, f"stap.{step.number}")[:1] for step in library.steps}
    return render_template("steps.html", route=drawing.route(library), briefs=briefs)


@blueprint.get("/stappen/<int:number>")
@remembered
def show_step(number: int) -> str:
    """Show one step with what belongs to it."""
    library = current().library
    if number not in library.step:
        raise NotFound(f"Er is geen stap {number}. De handreiking heeft {len(library.steps)} stappen.")
    step = library.step[number]
    parts = {part_id: list(part_items(library, part_id)) for part_id in (step.part_id, *step.deepening)}
    here = {item.id for items in parts.values() for item in items}
    return render_template(
        "step.html",
        step=step,
        brief=in_brief(library, f"stap.{number}"),
        questions=questions.of_step(library, number),
        tasks=tasks_of_step(library, number),
        done=[shown(library, one.test) for one in library.readiness if one.step == number],
        phase=next(phase for phase in library.phases if number in phase.steps),
        items=[item for item in parts[step.part_id] if item.kind != "quote"],
        quotes=cards(library, [quote for quote in library.quotes if quote.step == number]),
        deepening=[(library.section[part_id], _by_section(parts[part_id])) for part_id in step.deepening],
        examples=[example for example in library.examples if number in example.steps],
        lists=[working_list for working_list in library.lists if working_list.step == number],
        elsewhere=[passage for passage in passages_of_step(library, number) if passage.id not in here],
        before=library.step.get(number - 1),
        after=library.step.get(number + 1),
        is_decision=bool(library.decision and library.decision.after_step == number),
    )


@blueprint.get("/taken")
@remembered
def show_tasks() -> str:
    """Show all tasks."""
    return render_template("tasks.html", tasks=current().library.tasks)


@blueprint.get("/taken/<identity>")
@remembered
def show_task(identity: str) -> str:
    """Show a task: passages and lists in the order in which one needs them."""
    library = current().library
    task = next((task for task in library.tasks if task.id == identity), None)
    if task is None:
        raise NotFound("Deze taak staat niet in de kennisbank.")
    return render_template(
        "task.html",
        task=task,
        parts=[TaskPart.of(library, item) for item in task.items],
        passage_html=lambda passage: passage_html(library, passage),
        lines_of=lambda working_list: lines_of(library, working_list),
    )


def tasks_of_step(library: Library, number: int) -> list[Task]:
    """Return the tasks that a step is part of, those first that have most of their texts there."""

    def here(task: Task) -> int:
        return sum(_step_of(library, item) == number for item in task.items)

    return sorted((task for task in library.tasks if here(task) >= FEWEST_TEXTS), key=here, reverse=True)[:MOST_TASKS]


def _step_of(library: Library, item: str) -> int | None:
    if item in library.working_list:
        return library.working_list[item].step
    quote = library.quote.get(item)
    return quote.step if quote else library.section_of(item).step


def passages_of_step(library: Library, number: int) -> list[Passage]:
    """Return the passages of all sources that belong to a step."""
    return library.passages_of({section.id for section in library.sections if section.step == number})


def _by_section(items: list[Item]) -> list[list[Item]]:
    """Return the items of a deepening part per section at level two, the part's own lead first."""
    groups: list[list[Item]] = [[]]
    for item in items:
        if item.kind == "section" and item.section and item.section.level == 2:
            groups.append([])
        groups[-1].append(item)
    return [group for group in groups if any(item.kind != "section" for item in group)]
