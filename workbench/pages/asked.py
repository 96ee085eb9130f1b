"""What readers asked and missed: the questions that they let the site keep, and what an editor can make of each."""

from collections import Counter
from pathlib import Path

from flask import Blueprint, current_app, render_template

from indexer.measuring import feedback_report
from web.serving.settings import Settings

blueprint = Blueprint("asked", __name__)
MOST_SHOWN = 100


@blueprint.get("/gevraagd")
def show() -> str:
    """Show the questions that readers got no answer to, or a wrong one, the most asked first."""
    settings: Settings = current_app.config["SETTINGS"]
    is_kept = bool(settings.feedback) and Path(settings.feedback).is_dir()
    verdicts = feedback_report.read(Path(settings.feedback)) if is_kept else []
    wrong = [one for one in verdicts if not one.is_right]
    missed = Counter(one.question for one in wrong if one.question and one.kind == feedback_report.NOT_FOUND)
    faulty = Counter(one.question for one in wrong if one.question and one.kind != feedback_report.NOT_FOUND)
    return render_template(
        "werkbank/gevraagd.html",
        is_kept=is_kept,
        days=settings.feedback_dagen,
        total=len(verdicts),
        silent=len([one for one in wrong if not one.question]),
        groups=(("Niet gevonden", missed.most_common(MOST_SHOWN)), ("Een antwoord dat niet klopte", faulty.most_common(MOST_SHOWN))),
    )
