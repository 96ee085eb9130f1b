"""Vragen: what the editors answered, by subject, and a page for each question."""

from flask import Blueprint, render_template

from kb.answer.answering import as_edited
from kb.errors import NotFound
from web.serving.live import current
from web.serving.page_memory import remembered
from web.showing import answer_view, questions

blueprint = Blueprint("questions", __name__)


@blueprint.get("/vragen")
@remembered
def show_questions() -> str:
    """Show all questions that the editors answered."""
    return render_template("questions.html", by_theme=list(questions.by_theme(current().library)))


@blueprint.get("/vragen/<identity>")
@remembered
def show_question(identity: str) -> str:
    """Show one question with its answer."""
    library = current().library
    if identity not in library.edited_answer:
        raise NotFound("Deze vraag staat niet in de kennisbank.")
    edited = library.edited_answer[identity]
    return render_template(
        "question.html",
        answer=answer_view.view(library, as_edited(library, edited)),
        edited=edited,
        beside=questions.beside(library, edited),
    )
