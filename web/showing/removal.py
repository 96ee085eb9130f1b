"""What was taken out for good (weg.yaml): its old addresses say so, with the date and nothing else."""

from flask import request

from kb.telling.dates import date_in_words
from web.serving.live import current


def told_of_removal() -> str:
    """Return the sentence for a request for something that was taken out, or for a part of it; empty when it was never there."""
    removed = {one.id: one.date for one in current().library.removed}
    given = request.view_args or {}
    # Of an address only the name of a source is one by itself; a practice example may have the same.
    parts = [str(value) for value in (*given.values(), *request.args.values()) if "." in str(value)]
    asked = [str(given.get("source", "")), *(part.partition(".")[0] for part in parts)]
    dates = [removed[source] for source in asked if source in removed]
    return f"Deze bron is op {date_in_words(dates[0])} weggehaald." if dates else ""
